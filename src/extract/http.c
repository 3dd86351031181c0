/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/http.h"

#include <string.h>
#include <strings.h>

#include "extract/brotli.h"
#include "extract/deflate.h"
#include "extract/gzip.h"
#include "extract/link.h"
#include "text/ascii.h"

enum {
    CODINGS_MAX = 4,
    NUMBER_DIGITS_MAX = 18,
    CHUNK_DIGITS_MAX = 15,
    CHUNK_LINE_MAX = 4096, /* size and extensions */
    INFLATED_SIZE = 16 * 1024,
    TEXT_SAMPLE_SIZE = 1024,
    TEXT_SIZE_MIN = 64,
};

void http_append_unescaped(struct buf *out, struct bytes text)
{
    const uint8_t *next = text.data, *end = text.size > 0 ? next + text.size : next;

    while (next < end) {
        int byte = link_percent_byte(next, end);

        buf_byte(out, byte >= 0 ? (char)byte : (char)*next);
        next += byte >= 0 ? 3 : 1;
    }
}

/* The line that begins at `offset`, with its end. */
static struct bytes line_at(struct bytes bytes, size_t offset)
{
    struct bytes rest = bytes_slice(bytes, offset, bytes.size);
    const uint8_t *newline = rest.size > 0 ? memchr(rest.data, '\n', rest.size) : NULL;

    return newline != NULL ? bytes_slice(rest, 0, (size_t)(newline - rest.data) + 1) : rest;
}

size_t http_header_size(struct bytes input)
{
    struct bytes head = bytes_slice(input, 0, HTTP_HEADER_SIZE_MAX);
    size_t offset = 0;

    while (offset < head.size) {
        struct bytes line = line_at(head, offset);

        offset += line.size;
        if (line.data[line.size - 1] != '\n')
            return 0;
        if (line.size == 1 || (line.size == 2 && line.data[0] == '\r'))
            return offset;
    }
    return 0;
}

bool http_field_next(struct bytes fields, size_t *offset, struct bytes *name, struct bytes *value)
{
    while (*offset < fields.size) {
        size_t start = *offset;
        struct bytes line = line_at(fields, start);
        const uint8_t *colon = memchr(line.data, ':', line.size);
        size_t end = start + line.size;

        while (end < fields.size && (fields.data[end] == ' ' || fields.data[end] == '\t'))
            end += line_at(fields, end).size;
        *offset = end;
        if (colon == NULL)
            continue;
        *name = ascii_trim(bytes_slice(line, 0, (size_t)(colon - line.data)));
        *value = ascii_trim(bytes_slice(fields, start + (size_t)(colon - line.data) + 1,
                                     end - start - (size_t)(colon - line.data) - 1));
        return true;
    }
    return false;
}

bool http_name_is(struct bytes name, const char *wanted)
{
    return name.size == strlen(wanted) && strncasecmp((const char *)name.data, wanted, name.size) == 0;
}

struct bytes http_field(struct bytes fields, const char *wanted)
{
    struct bytes name, value;
    size_t offset = 0;

    while (http_field_next(fields, &offset, &name, &value))
        if (http_name_is(name, wanted))
            return value;
    return bytes_of("", 0);
}

bool http_number(struct bytes value, uint64_t *number)
{
    uint64_t sum = 0;

    if (value.size == 0 || value.size > NUMBER_DIGITS_MAX)
        return false;
    for (size_t index = 0; index < value.size; index++) {
        if (value.data[index] < '0' || value.data[index] > '9')
            return false;
        sum = sum * 10 + (value.data[index] - '0');
    }
    *number = sum;
    return true;
}

/* Names of media types and charsets are made of few characters; anything else has no business in a hint. */
static void append_token(struct buf *out, struct bytes text)
{
    for (size_t index = 0; index < text.size; index++)
        if (text.data[index] > ' ' && text.data[index] < 0x7F && text.data[index] != '"')
            buf_byte(out, (char)text.data[index]);
}

void http_media_type(struct bytes value, struct buf *media_type, struct buf *charset)
{
    size_t offset = 0;

    buf_clear(media_type);
    buf_clear(charset);
    while (offset < value.size) {
        struct bytes rest = bytes_slice(value, offset, value.size);
        const uint8_t *semicolon = memchr(rest.data, ';', rest.size);
        struct bytes piece = ascii_trim(bytes_slice(rest, 0, semicolon != NULL ? (size_t)(semicolon - rest.data)
                                                                            : rest.size));

        if (offset == 0)
            append_token(media_type, piece);
        else if (charset->size == 0 && piece.size > 8 && strncasecmp((const char *)piece.data, "charset=", 8) == 0)
            append_token(charset, ascii_trim(bytes_slice(piece, 8, piece.size)));
        offset += semicolon != NULL ? (size_t)(semicolon - rest.data) + 1 : rest.size;
    }
}

bool http_message_parse(struct bytes input, struct http_message *message)
{
    size_t header = http_header_size(input), first = line_at(input, 0).size;

    /* A message that breaks off in its header, or is a header alone. */
    if (header == 0)
        header = input.size;
    if (header > HTTP_HEADER_SIZE_MAX || memmem(input.data, first, "HTTP/", 5) == NULL)
        return false;
    message->fields = bytes_slice(input, first, header - first);
    message->body = bytes_slice(input, header, input.size);
    return true;
}

/* ---- transfer coding "chunked" (RFC 9112, 7.1) ---- */

/* Size of the chunk at *offset, which moves behind the line that gives it. False when there is none. */
static bool chunk_size(struct bytes input, size_t *offset, uint64_t *size)
{
    struct bytes line = line_at(bytes_slice(input, 0, *offset + CHUNK_LINE_MAX), *offset);
    size_t digits = 0;

    *size = 0;
    while (digits < line.size && ascii_hexadecimal(line.data[digits]) >= 0)
        *size = *size * 16 + (uint64_t)ascii_hexadecimal(line.data[digits++]);
    if (digits == 0 || digits > CHUNK_DIGITS_MAX || line.data[line.size - 1] != '\n')
        return false;
    if (!ascii_is_space(line.data[digits]) && line.data[digits] != ';')
        return false;
    *offset += line.size;
    return true;
}

/* The chunk at *offset, which moves behind it. False at the end, and where it breaks off: then *damage says so. */
static bool chunk_next(struct bytes input, size_t *offset, struct bytes *data, enum status *damage)
{
    uint64_t size;

    if (!chunk_size(input, offset, &size)) {
        *damage = STATUS_MALFORMED;
        return false;
    }
    if (size == 0)
        return false;
    *data = bytes_slice(input, *offset, (size_t)size);
    *offset += data->size;
    if (data->size < size)
        *damage = STATUS_MALFORMED;
    if (bytes_start_with(bytes_slice(input, *offset, 2), "\r\n", 2))
        *offset += 2;
    else if (bytes_start_with(bytes_slice(input, *offset, 1), "\n", 1))
        *offset += 1;
    return data->size > 0;
}

static enum status body_replace(struct http_body *body, struct spool *spool)
{
    struct spool *before = body->spool;
    enum status status = spool_finish(spool, &body->bytes, &body->content);

    body->spool = spool;
    spool_destroy(before);
    return status;
}

static void body_damaged(struct http_body *body, enum status why, const char *detail)
{
    if (body->damage == STATUS_OK) {
        body->damage = why;
        body->detail = detail;
    }
}

static enum status dechunk(struct extract_job *job, struct http_body *body)
{
    struct bytes input = body->bytes, data;
    size_t offset = 0;
    uint64_t first_size;
    enum status damage = STATUS_OK, status;
    struct spool *spool;

    if (input.size == 0 || !chunk_size(input, &offset, &first_size))
        return STATUS_OK; /* decoded by the crawler */
    status = spool_create(&spool);
    offset = 0;
    if (status != STATUS_OK)
        return status;
    while (status == STATUS_OK && damage == STATUS_OK && chunk_next(input, &offset, &data, &damage))
        status = extract_spool_append(job, spool, data, offset);
    if (damage != STATUS_OK)
        body_damaged(body, damage, "its chunks break off");
    if (status == STATUS_OK)
        return body_replace(body, spool);
    spool_destroy(spool);
    return status;
}

/* ---- content codings (RFC 9110, 8.4) ---- */

/* No control characters for long, or the beginning of a page: no compressed stream. */
static bool looks_like_text(struct bytes input)
{
    struct bytes sample = ascii_trim(bytes_slice(input, 0, TEXT_SAMPLE_SIZE));

    for (size_t index = 0; index < sample.size; index++)
        if (sample.data[index] < ' ' && !ascii_is_space(sample.data[index]))
            return false;
    return sample.size >= TEXT_SIZE_MIN || (sample.size > 0 && strchr("<{[", sample.data[0]) != NULL);
}

static enum status decode_gzip(struct extract_job *job, struct deflate *deflate, struct bytes input,
                               struct spool *spool)
{
    enum status status = STATUS_OK;

    while (status == STATUS_OK && gzip_starts(input)) {
        size_t used;

        status = gzip_member(job, deflate, input, spool, &used);
        input = bytes_slice(input, used, input.size);
    }
    return status;
}

/* "deflate" means the zlib format (RFC 1950); some servers send raw deflate. */
static enum status decode_deflate(struct extract_job *job, struct deflate *deflate, struct bytes input,
                                  struct spool *spool)
{
    bool has_header = input.size > 1 && (input.data[0] & 0x0F) == 8 && (input.data[0] * 256 + input.data[1]) % 31 == 0;
    enum status status = deflate_start(deflate, bytes_slice(input, has_header ? 2 : 0, input.size));
    uint8_t chunk[INFLATED_SIZE];
    size_t produced = 1;

    while (status == STATUS_OK && produced > 0) {
        status = deflate_next(deflate, chunk, sizeof chunk, &produced);
        if (status == STATUS_OK)
            status = extract_spool_append(job, spool, bytes_of(chunk, produced), deflate_consumed(deflate) + 1);
    }
    return status;
}

enum coding { CODING_NONE, CODING_GZIP, CODING_DEFLATE, CODING_BROTLI, CODING_UNKNOWN };

/* zstd and compress have signatures of their own: what is left in them is read as a file. */
static enum coding coding_of(struct bytes name)
{
    static const struct {
        const char *name;
        enum coding coding;
    } codings[] = { { "", CODING_NONE },          { "identity", CODING_NONE }, { "none", CODING_NONE },
                    { "zstd", CODING_NONE },      { "compress", CODING_NONE }, { "x-compress", CODING_NONE },
                    { "gzip", CODING_GZIP },      { "x-gzip", CODING_GZIP },   { "deflate", CODING_DEFLATE },
                    { "br", CODING_BROTLI } };

    for (size_t index = 0; index < sizeof codings / sizeof *codings; index++)
        if (http_name_is(name, codings[index].name))
            return codings[index].coding;
    return CODING_UNKNOWN;
}

static enum status decode_into(struct extract_job *job, enum coding coding, struct bytes input, struct spool *spool)
{
    struct deflate *deflate;
    enum status status;

    if (coding == CODING_BROTLI)
        return brotli_decode(job, input, spool);
    status = deflate_create(&deflate);
    if (status != STATUS_OK)
        return status;
    status = coding == CODING_GZIP ? decode_gzip(job, deflate, input, spool)
                                   : decode_deflate(job, deflate, input, spool);
    deflate_destroy(deflate);
    return status;
}

static enum status decode_content(struct extract_job *job, enum coding coding, struct http_body *body)
{
    struct spool *spool;
    enum status status;

    if (coding == CODING_UNKNOWN)
        body_damaged(body, STATUS_UNSUPPORTED, "its content coding is not known");
    if (coding == CODING_NONE || coding == CODING_UNKNOWN || body->bytes.size == 0)
        return STATUS_OK;
    if (coding == CODING_GZIP && !gzip_starts(body->bytes))
        return STATUS_OK; /* decoded by the crawler */
    status = spool_create(&spool);
    if (status != STATUS_OK)
        return status;
    status = decode_into(job, coding, body->bytes, spool);
    if (status_scope(status) <= SCOPE_PART) {
        bool is_decoded = status == STATUS_MALFORMED && looks_like_text(body->bytes); /* by the crawler */

        if (status != STATUS_OK && !is_decoded)
            body_damaged(body, status, "its content coding breaks off");
        if (status == STATUS_OK || (!is_decoded && spool_size(spool) > 0))
            return body_replace(body, spool);
        status = STATUS_OK;
    }
    spool_destroy(spool);
    return status;
}

/* The last coding was applied last, and is taken off first. */
static enum status decode_contents(struct extract_job *job, struct bytes list, struct http_body *body)
{
    enum status status = STATUS_OK;

    for (unsigned count = 0; list.size > 0 && status == STATUS_OK; count++) {
        const uint8_t *comma = memrchr(list.data, ',', list.size);
        size_t start = comma != NULL ? (size_t)(comma - list.data) + 1 : 0;

        if (count == CODINGS_MAX) {
            body_damaged(body, STATUS_UNSUPPORTED, "too many content codings");
            return STATUS_OK;
        }
        status = decode_content(job, coding_of(ascii_trim(bytes_slice(list, start, list.size))), body);
        list.size = comma != NULL ? start - 1 : 0;
    }
    return status;
}

enum status http_body_open(struct extract_job *job, const struct http_message *message, struct http_body *body)
{
    struct bytes transfer = http_field(message->fields, "Transfer-Encoding");
    struct bytes length = http_field(message->fields, "Content-Length");
    struct bytes codings = http_field(message->fields, "Content-Encoding");
    uint64_t wanted;
    enum status status = STATUS_OK;

    *body = (struct http_body){ .bytes = message->body };
    if (transfer.size >= 7 && memmem(transfer.data, transfer.size, "hunked", 6) != NULL) {
        status = dechunk(job, body);
    } else if (codings.size == 0 && body->bytes.size > 0 && http_number(length, &wanted)
               && body->bytes.size < wanted) {
        /* An answer to HEAD has no body at all; one that was decoded has any size. */
        body_damaged(body, STATUS_MALFORMED, "it is shorter than its header says");
    }
    if (status == STATUS_OK)
        status = decode_contents(job, codings, body);
    return status;
}

void http_body_close(struct http_body *body)
{
    spool_destroy(body->spool);
}
