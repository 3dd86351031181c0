/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/html_data_url.h"

#include <string.h>

#include "extract/base64.h"
#include "extract/html_scan.h"
#include "extract/link.h"
#include "text/ascii.h"

enum {
    HEAD_MAX = 64,
    SCHEME_SIZE = 5,
    PICTURE_BYTES_MIN = 256, /* of the data as it is written: no word fits into less */
};

static bool starts_with(struct bytes text, const char *word, size_t size)
{
    if (text.size < size)
        return false;
    for (size_t index = 0; index < size; index++) {
        if (html_scan_lower(text.data[index]) != (uint8_t)word[index])
            return false;
    }
    return true;
}

/* RFC 2397: media type and parameters, which are ASCII, then a comma. What is otherwise no browser reads; it is a link like
 * any other, and all of it is text. */
bool html_data_url_is(struct bytes url)
{
    const uint8_t *end = url.data + url.size, *comma;

    if (!starts_with(url, "data:", SCHEME_SIZE))
        return false;
    comma = html_scan_find(url.data, end, ',');
    return comma < end && ascii_prefix(url.data, (size_t)(comma - url.data)) == (size_t)(comma - url.data);
}

struct bytes html_data_url_head(struct bytes url)
{
    const uint8_t *comma = html_scan_find(url.data, url.data + url.size, ',');
    struct bytes head = bytes_slice((struct bytes){ url.data, (size_t)(comma - url.data) }, 0, HEAD_MAX);

    /* Where the comma is written as a reference, this may be another one: no character must be cut. */
    return bytes_slice(head, 0, ascii_prefix(head.data, head.size));
}

/* The media type without parameters; "" stands for text/plain. */
static struct bytes media_type_of(struct bytes head)
{
    const uint8_t *end = head.data + head.size;
    const uint8_t *after = html_scan_find(head.data + SCHEME_SIZE, end, ';');

    return (struct bytes){ head.data + SCHEME_SIZE, (size_t)(after - head.data - SCHEME_SIZE) };
}

static bool is_of(struct bytes type, const char *beginning)
{
    return starts_with(type, beginning, strlen(beginning));
}

static bool can_hold_text(struct bytes type, size_t size)
{
    static const char *const others[] = { "font/", "application/font", "application/x-font", "application/vnd.ms-font",
                                          "audio/", "video/" };

    for (size_t index = 0; index < sizeof others / sizeof *others; index++)
        if (is_of(type, others[index]))
            return false;
    return !is_of(type, "image/") || is_of(type, "image/svg") || size >= PICTURE_BYTES_MIN;
}

/* RFC 3986, 2.1; `output` has room for all of the input. */
static size_t decode_percent(struct bytes data, uint8_t *output)
{
    const uint8_t *next = data.data, *end = data.size > 0 ? next + data.size : next;
    size_t size = 0;

    while (next < end) {
        int byte = link_percent_byte(next, end);

        output[size++] = byte >= 0 ? (uint8_t)byte : *next;
        next += byte >= 0 ? 3 : 1;
    }
    return size;
}

/* The letters for URLs count as well (RFC 4648, 5). */
static int digit_of(uint8_t byte)
{
    return byte == '-' ? 62 : byte == '_' ? 63 : base64_digit(byte);
}

/* RFC 4648, in place and lenient: what is no digit is passed over. */
static size_t decode_base64(uint8_t *data, size_t size)
{
    uint32_t bits = 0;
    unsigned bit_count = 0;
    size_t produced = 0;

    for (size_t index = 0; index < size; index++) {
        int digit = digit_of(data[index]);

        if (digit < 0)
            continue;
        bits = (bits << 6 | (uint32_t)digit) & 0xFFFF;
        bit_count += 6;
        if (bit_count >= 8) {
            bit_count -= 8;
            data[produced++] = (uint8_t)(bits >> bit_count);
        }
    }
    return produced;
}

static bool is_base64(struct bytes url, size_t comma)
{
    struct bytes tail = bytes_slice(url, comma >= 7 ? comma - 7 : 0, 7);

    return starts_with(tail, ";base64", 7);
}

/* `;charset=gbk`; nothing where it says none. */
static struct bytes charset_of(struct bytes head)
{
    static const char name[] = ";charset=";
    const size_t size = sizeof name - 1;

    for (size_t at = 0; at + size <= head.size; at++) {
        struct bytes rest = bytes_slice(head, at, head.size);

        if (!starts_with(rest, name, size))
            continue;
        rest = bytes_slice(rest, size, rest.size);
        rest.size = (size_t)(html_scan_find(rest.data, rest.data + rest.size, ';') - rest.data);
        return rest;
    }
    return (struct bytes){ head.data, 0 };
}

static enum status fill_hint(struct extract_job *job, struct bytes head, const char *as, struct part_hint *hint)
{
    struct bytes type = media_type_of(head), charset = charset_of(head);

    hint->media_type = as != NULL ? as : arena_text(job->arena, (const char *)type.data, type.size);
    if (charset.size > 0)
        hint->charset = arena_text(job->arena, (const char *)charset.data, charset.size);
    return hint->media_type == NULL || (charset.size > 0 && hint->charset == NULL) ? STATUS_NO_MEMORY : STATUS_OK;
}

enum status html_data_url_read(struct extract_job *job, struct bytes url, const char *as)
{
    struct bytes head = html_data_url_head(url);
    size_t comma = (size_t)(html_scan_find(url.data, url.data + url.size, ',') - url.data);
    struct bytes data = bytes_slice(url, comma + 1, url.size);
    struct part_hint hint = { .name = HTML_DATA_URL_NAME };
    uint8_t *decoded;
    size_t size;
    enum status status;

    if (data.size == 0 || (as == NULL && !can_hold_text(media_type_of(head), data.size)))
        return STATUS_OK;
    status = extract_expand(job, data.size, data.size, &decoded);
    if (status != STATUS_OK)
        return status;
    status = fill_hint(job, head, as, &hint);
    if (status != STATUS_OK)
        return status;
    size = decode_percent(data, decoded);
    if (is_base64(url, comma))
        size = decode_base64(decoded, size);
    return extract_child(job, &hint, (struct bytes){ decoded, size }, NULL);
}
