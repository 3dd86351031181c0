/* SPDX-License-Identifier: Apache-2.0
 *
 * A request that has arrived whole, and the answer to it: all that a route sees of HTTP (RFC 9110).
 *
 * Everything of a request comes from the client: do not use it for access before gate/identity.h has.
 */
#ifndef GUANKA_GATE_HTTP_MESSAGE_H
#define GUANKA_GATE_HTTP_MESSAGE_H

#include <stdbool.h>
#include <sys/types.h>

#include "base/buf.h"
#include "base/file.h"

enum http_method { HTTP_GET, HTTP_POST, HTTP_PUT, HTTP_DELETE, HTTP_HEAD, HTTP_OTHER };

struct http_field {
    const char *name, *value; /* NUL-terminated; value is "" where there is none */
};

/* A part of multipart/form-data (RFC 7578). */
struct http_part {
    const char *name, *file_name, *media_type; /* "" where there is none */
    struct bytes bytes;
    struct file_content *content; /* what backs them, or NULL */
};

/* Borrowed for the time of the call. */
struct http_request {
    enum http_method method;
    const char *path; /* decoded, begins with "/" */
    const struct http_field *headers, *arguments, *cookies;
    size_t header_count, argument_count, cookie_count;
    struct bytes body;            /* empty where there are parts */
    struct file_content *content; /* what backs it, or NULL */
    const struct http_part *parts;
    size_t part_count;
    const char *peer; /* address of the other side, for records: "127.0.0.1", "unix:1000" */
    bool has_user;    /* it came over a Unix socket: */
    uid_t user;       /* this is whose process it is, by the kernel's word */
    bool is_secure;   /* over TLS or a Unix socket */
};

enum { HTTP_HEADERS_MAX = 12 };

struct http_response {
    unsigned status;
    const char *media_type; /* static; NULL: no body */
    struct buf body;
    struct {
        const char *name; /* static */
        char value[256];
    } headers[HTTP_HEADERS_MAX];
    size_t header_count;
};

/* Names of headers without regard to case. NULL when there is none. */
const char *http_header(const struct http_request *request, const char *name);
const char *http_argument(const struct http_request *request, const char *name);
const char *http_cookie(const struct http_request *request, const char *name);
/* A value longer than the room for it, or one more than HTTP_HEADERS_MAX, is our bug. */
void http_response_header(struct http_response *response, const char *name, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

#endif
