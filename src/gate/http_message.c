/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/http_message.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/assert.h"

const char *http_header(const struct http_request *request, const char *name)
{
    for (size_t index = 0; index < request->header_count; index++) {
        if (strcasecmp(request->headers[index].name, name) == 0)
            return request->headers[index].value;
    }
    return NULL;
}

static const char *find(const struct http_field *fields, size_t count, const char *name)
{
    for (size_t index = 0; index < count; index++) {
        if (strcmp(fields[index].name, name) == 0)
            return fields[index].value;
    }
    return NULL;
}

const char *http_argument(const struct http_request *request, const char *name)
{
    return find(request->arguments, request->argument_count, name);
}

const char *http_cookie(const struct http_request *request, const char *name)
{
    return find(request->cookies, request->cookie_count, name);
}

void http_response_header(struct http_response *response, const char *name, const char *format, ...)
{
    va_list arguments;
    int size;

    ASSERT(response->header_count < HTTP_HEADERS_MAX);
    va_start(arguments, format);
    size = vsnprintf(response->headers[response->header_count].value, sizeof response->headers[0].value, format,
                     arguments);
    va_end(arguments);
    ASSERT(size >= 0 && (size_t)size < sizeof response->headers[0].value);
    response->headers[response->header_count++].name = name;
}
