/* SPDX-License-Identifier: Apache-2.0 */
#include "sweep/answer_head.h"

#include <curl/curl.h>
#include <string.h>
#include <strings.h>

enum { SECONDS_DIGITS_MAX = 7 };

void answer_head_init(struct answer_head *head)
{
    *head = (struct answer_head){ .location = BUF_INIT(ANSWER_FIELD_MAX),
                                  .etag = BUF_INIT(ANSWER_FIELD_MAX),
                                  .modified = BUF_INIT(ANSWER_FIELD_MAX),
                                  .content_type = BUF_INIT(ANSWER_FIELD_MAX),
                                  .refresh = BUF_INIT(ANSWER_FIELD_MAX),
                                  .cookies = BUF_INIT(ANSWER_FIELD_MAX) };
}

void answer_head_clear(struct answer_head *head)
{
    buf_clear(&head->location);
    buf_clear(&head->etag);
    buf_clear(&head->modified);
    buf_clear(&head->content_type);
    buf_clear(&head->refresh);
    buf_clear(&head->cookies);
    head->retry_after_s = 0;
}

void answer_head_free(struct answer_head *head)
{
    buf_free(&head->location);
    buf_free(&head->etag);
    buf_free(&head->modified);
    buf_free(&head->content_type);
    buf_free(&head->refresh);
    buf_free(&head->cookies);
}

/* The value of a field of the head, when `line` is that field. */
static bool is_field(struct bytes line, const char *name, struct bytes *value)
{
    size_t size = strlen(name);

    if (line.size <= size || line.data[size] != ':' || strncasecmp((const char *)line.data, name, size) != 0)
        return false;
    *value = bytes_slice(line, size + 1, line.size);
    while (value->size > 0 && (*value->data == ' ' || *value->data == '\t'))
        *value = bytes_slice(*value, 1, value->size);
    while (value->size > 0 && value->data[value->size - 1] <= ' ')
        value->size--;
    return true;
}

static void keep_value(struct buf *kept, struct bytes value)
{
    buf_clear(kept);
    if (memchr(value.data, '\0', value.size) == NULL)
        buf_append(kept, value.data, value.size);
}

/* What the server wants to hear again of a Set-Cookie field, without where and how long (RFC 6265, 5.2). */
static void add_cookie(struct buf *cookies, struct bytes value)
{
    const uint8_t *end = value.size > 0 ? memchr(value.data, ';', value.size) : NULL;
    size_t size = end != NULL ? (size_t)(end - value.data) : value.size;

    if (size == 0 || memchr(value.data, '\0', size) != NULL || cookies->size + size + 2 > ANSWER_FIELD_MAX)
        return;
    if (cookies->size > 0)
        buf_text(cookies, "; ");
    buf_append(cookies, value.data, size);
}

/* Digits and nothing else. More than that many are no time that anybody waits. */
static uint32_t read_seconds(struct bytes value)
{
    uint32_t seconds = 0;

    for (size_t index = 0; index < value.size; index++) {
        if (value.data[index] < '0' || value.data[index] > '9' || index == SECONDS_DIGITS_MAX)
            return 0;
        seconds = seconds * 10 + (uint32_t)(value.data[index] - '0');
    }
    return seconds;
}

static void take_field(struct answer_head *head, struct bytes line)
{
    struct bytes value;

    if (is_field(line, "Location", &value))
        keep_value(&head->location, value);
    else if (is_field(line, "ETag", &value))
        keep_value(&head->etag, value);
    else if (is_field(line, "Last-Modified", &value))
        keep_value(&head->modified, value);
    else if (is_field(line, "Refresh", &value))
        keep_value(&head->refresh, value);
    else if (is_field(line, "Set-Cookie", &value))
        add_cookie(&head->cookies, value);
    else if (is_field(line, "Content-Type", &value))
        keep_value(&head->content_type, value);
    else if (is_field(line, "Retry-After", &value))
        head->retry_after_s = read_seconds(value);
}

bool answer_head_take(struct answer_head *head, struct bytes line)
{
    bool begins = line.size > 5 && memcmp(line.data, "HTTP/", 5) == 0;

    if (begins) /* what an interim answer said does not count */
        answer_head_clear(head);
    else
        take_field(head, line);
    return begins;
}

/* "text/html; charset=gbk" becomes two texts, in place. */
void answer_head_content_type(struct answer_head *head, const char **media_type, const char **charset)
{
    char *parameter;

    *media_type = head->content_type.size > 0 ? head->content_type.data : "";
    *charset = "";
    if (head->content_type.size == 0)
        return;
    parameter = strchr(head->content_type.data, ';');
    if (parameter == NULL)
        return;
    *parameter++ = '\0';
    for (char *end = parameter - 1; end > head->content_type.data && end[-1] <= ' ';)
        *--end = '\0';
    parameter = strcasestr(parameter, "charset=");
    if (parameter == NULL)
        return;
    parameter += strlen("charset=");
    parameter += *parameter == '"' || *parameter == '\'' ? 1 : 0;
    parameter[strcspn(parameter, "\"'; ")] = '\0';
    *charset = parameter;
}

struct date answer_head_day(const char *text)
{
    time_t time = curl_getdate(text, NULL);
    struct date day = time > 0 ? date_in_shanghai(time) : (struct date){ 0 };

    return date_exists(day) ? day : (struct date){ 0 }; /* libcurl reads years of any length */
}
