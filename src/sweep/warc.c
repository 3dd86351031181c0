/* SPDX-License-Identifier: Apache-2.0 */
#include "sweep/warc.h"

#include <errno.h>
#include <fcntl.h>
#include <libintl.h>
#include <openssl/evp.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <sys/random.h>
#include <time.h>
#include <unistd.h>
#include <zlib.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "base/file.h"

enum {
    HEAD_MAX = 1 << 24,
    CHUNK_SIZE = 1 << 16,
    SHA1_SIZE = 20,
    SHA1_TEXT_SIZE = 33, /* base32 */
    ID_TEXT_SIZE = 48,
    TIME_TEXT_SIZE = 32,
    GZIP_WINDOW = 15 + 16,
};

struct warc {
    int file;
    char *path;
    struct buf head; /* of the record being written */
    char info[ID_TEXT_SIZE];
    uint8_t packed[CHUNK_SIZE];
};

static enum status fail(const struct warc *warc, struct error *error)
{
    return error_set(error, STATUS_IO, "%s: %s", warc->path, strerror(errno));
}

/* ---- Values. */

static void write_base32(const uint8_t *bytes, char *text)
{
    static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    uint64_t group;

    for (size_t start = 0; start < SHA1_SIZE; start += 5) {
        group = 0;
        for (size_t index = 0; index < 5; index++)
            group = group << 8 | bytes[start + index];
        for (unsigned shift = 40; shift > 0; shift -= 5)
            *text++ = letters[group >> (shift - 5) & 31];
    }
    *text = '\0';
}

/* SHA-1 is what all readers of WARC know; what evidence rests on is its manifest. */
static enum status digest_parts(struct bytes first, struct bytes second, char text[SHA1_TEXT_SIZE])
{
    uint8_t bytes[EVP_MAX_MD_SIZE];
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    bool done = context != NULL && EVP_DigestInit_ex(context, EVP_sha1(), NULL) == 1
                && EVP_DigestUpdate(context, first.data, first.size) == 1
                && EVP_DigestUpdate(context, second.data, second.size) == 1
                && EVP_DigestFinal_ex(context, bytes, NULL) == 1;

    EVP_MD_CTX_free(context);
    if (done)
        write_base32(bytes, text);
    return done ? STATUS_OK : STATUS_NO_MEMORY;
}

/* A random UUID (RFC 9562, version 4) as URN. */
static enum status make_id(char text[ID_TEXT_SIZE])
{
    uint8_t bytes[16];

    if (getrandom(bytes, sizeof bytes, 0) != (ssize_t)sizeof bytes)
        return STATUS_IO;
    bytes[6] = (uint8_t)((bytes[6] & 0x0F) | 0x40);
    bytes[8] = (uint8_t)((bytes[8] & 0x3F) | 0x80);
    (void)snprintf(text, ID_TEXT_SIZE, "urn:uuid:%02x%02x%02x%02x-%02x%02x-%02x%02x-%02x%02x-%02x%02x%02x%02x%02x%02x",
                   bytes[0], bytes[1], bytes[2], bytes[3], bytes[4], bytes[5], bytes[6], bytes[7], bytes[8], bytes[9],
                   bytes[10], bytes[11], bytes[12], bytes[13], bytes[14], bytes[15]);
    return STATUS_OK;
}

static void write_time(int64_t at_ms, char text[TIME_TEXT_SIZE])
{
    time_t seconds = (time_t)(at_ms / 1000);
    struct tm parts;

    (void)gmtime_r(&seconds, &parts);
    (void)strftime(text, TIME_TEXT_SIZE, "%Y-%m-%dT%H:%M:%SZ", &parts);
}

/* ---- Records. */

struct record {
    const char *type, *url, *media_type, *peer; /* peer may be "" */
    const char *id, *belongs_to;                /* "" */
    int64_t at_ms;
    struct bytes head, body; /* the block */
    bool has_payload;        /* the body is one */
};

static enum status pack(struct warc *warc, z_stream *stream, struct bytes bytes, int flush, struct error *error)
{
    stream->next_in = (z_const Bytef *)(uintptr_t)bytes.data;
    do {
        size_t left = bytes.size - (size_t)(stream->next_in - bytes.data);

        stream->avail_in = left < CHUNK_SIZE ? (uInt)left : CHUNK_SIZE;
        do {
            int mode = left <= CHUNK_SIZE ? flush : Z_NO_FLUSH;

            stream->next_out = warc->packed;
            stream->avail_out = CHUNK_SIZE;
            if (deflate(stream, mode) == Z_STREAM_ERROR)
                return error_set(error, STATUS_BUG, "deflate");
            if (file_write(warc->file, bytes_of(warc->packed, CHUNK_SIZE - stream->avail_out)) != STATUS_OK)
                return fail(warc, error);
        } while (stream->avail_out == 0);
    } while ((size_t)(stream->next_in - bytes.data) < bytes.size);
    return STATUS_OK;
}

static enum status write_member(struct warc *warc, const struct record *record, struct error *error)
{
    z_stream stream = { 0 };
    enum status status;

    if (deflateInit2(&stream, Z_BEST_SPEED, Z_DEFLATED, GZIP_WINDOW, 8, Z_DEFAULT_STRATEGY) != Z_OK)
        return error_set(error, STATUS_NO_MEMORY, "%s", status_code(STATUS_NO_MEMORY));
    status = pack(warc, &stream, buf_bytes(&warc->head), Z_NO_FLUSH, error);
    if (status == STATUS_OK && record->head.size > 0)
        status = pack(warc, &stream, record->head, Z_NO_FLUSH, error);
    if (status == STATUS_OK && record->body.size > 0)
        status = pack(warc, &stream, record->body, Z_NO_FLUSH, error);
    if (status == STATUS_OK)
        status = pack(warc, &stream, bytes_of("\r\n\r\n", 4), Z_FINISH, error);
    (void)deflateEnd(&stream);
    return status;
}

/* A field's value: what would end its line, or is a control otherwise, is left out of what others have written. */
static void write_field(struct buf *out, const char *name, const char *value)
{
    buf_format(out, "%s: ", name);
    for (; *value != '\0'; value++) {
        if ((unsigned char)*value >= ' ' && *value != 0x7F)
            buf_byte(out, *value);
    }
    buf_text(out, "\r\n");
}

static enum status add(struct warc *warc, const struct record *record, struct error *error)
{
    char block[SHA1_TEXT_SIZE], payload[SHA1_TEXT_SIZE], date[TIME_TEXT_SIZE];
    enum status status = digest_parts(record->head, record->body, block);

    if (status == STATUS_OK)
        status = digest_parts(record->body, (struct bytes){ 0 }, payload);
    if (status != STATUS_OK)
        return error_set(error, status, "%s", status_code(status));
    write_time(record->at_ms, date);
    buf_clear(&warc->head);
    buf_format(&warc->head, "WARC/1.0\r\nWARC-Type: %s\r\nWARC-Record-ID: <%s>\r\nWARC-Date: %s\r\n", record->type,
               record->id, date);
    if (record->url != NULL) {
        write_field(&warc->head, "WARC-Target-URI", record->url);
        buf_format(&warc->head, "WARC-Warcinfo-ID: <%s>\r\n", warc->info);
    }
    if (record->peer[0] != '\0')
        write_field(&warc->head, "WARC-IP-Address", record->peer);
    if (record->belongs_to[0] != '\0')
        buf_format(&warc->head, "WARC-Concurrent-To: <%s>\r\n", record->belongs_to);
    buf_format(&warc->head, "WARC-Block-Digest: sha1:%s\r\n", block);
    if (record->has_payload)
        buf_format(&warc->head, "WARC-Payload-Digest: sha1:%s\r\n", payload);
    write_field(&warc->head, "Content-Type", record->media_type);
    buf_format(&warc->head, "Content-Length: %zu\r\n\r\n", record->head.size + record->body.size);
    status = buf_status(&warc->head);
    if (status != STATUS_OK)
        return error_set(error, status, "%s", status_code(status));
    return write_member(warc, record, error);
}

static enum status new_id(const struct warc *warc, char id[ID_TEXT_SIZE], struct error *error)
{
    return make_id(id) == STATUS_OK ? STATUS_OK : fail(warc, error);
}

/* ---- The head of an answer. */

static bool next_line(struct bytes head, size_t *offset, struct bytes *line)
{
    const uint8_t *end;

    if (*offset >= head.size)
        return false;
    end = memchr(head.data + *offset, '\n', head.size - *offset);
    line->data = head.data + *offset;
    line->size = end != NULL ? (size_t)(end - line->data) + 1 : head.size - *offset;
    *offset += line->size;
    return true;
}

static bool is_empty(struct bytes line)
{
    return line.data[0] == '\n' || (line.size == 2 && line.data[0] == '\r');
}

/* Interim answers (1xx) come before it, each with an empty line at its end. */
static struct bytes last_head(struct bytes head)
{
    struct bytes line;
    size_t offset = 0, start = 0;

    while (next_line(head, &offset, &line)) {
        if (is_empty(line) && offset < head.size)
            start = offset;
    }
    return bytes_slice(head, start, head.size - start);
}

static bool is_field(struct bytes line, const char *name)
{
    size_t size = strlen(name);

    return line.size > size && line.data[size] == ':' && strncasecmp((const char *)line.data, name, size) == 0;
}

static bool has_field(struct bytes head, const char *name)
{
    struct bytes line;
    size_t offset = 0;

    while (next_line(head, &offset, &line)) {
        if (is_field(line, name))
            return true;
    }
    return false;
}

static void rename_codings(struct bytes head, struct buf *out)
{
    bool was_packed = has_field(head, "Content-Encoding") || has_field(head, "Transfer-Encoding");
    bool has_end = false;
    struct bytes line;
    size_t offset = 0;

    while (next_line(head, &offset, &line)) {
        if (is_field(line, "Content-Encoding") || is_field(line, "Transfer-Encoding")
            || (was_packed && is_field(line, "Content-Length")))
            buf_text(out, "X-Crawler-");
        has_end = is_empty(line);
        buf_append(out, line.data, line.size);
    }
    if (!has_end)
        buf_text(out, "\r\n");
}

/* ---- The interface. */

static const char info_text[] =
    "format: WARC File Format 1.0\r\n"
    "conformsTo: http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.0/\r\n"
    "description: bodies of response records are stored decoded; Content-Encoding and Transfer-Encoding of the"
    " original head, and Content-Length where it was that of the packed body, are named X-Crawler-Content-Encoding,"
    " X-Crawler-Transfer-Encoding and X-Crawler-Content-Length\r\n";

static enum status add_info(struct warc *warc, const char *operator, const char * purpose, int64_t now_ms,
                            struct error *error)
{
    struct buf text = BUF_INIT(HEAD_MAX);
    enum status status;

    buf_text(&text, "software: guanka " GUANKA_VERSION "\r\n");
    write_field(&text, "operator", operator);
    write_field(&text, "isPartOf", purpose);
    buf_text(&text, info_text);
    status = buf_status(&text);
    if (status == STATUS_OK)
        status = new_id(warc, warc->info, error);
    if (status == STATUS_OK)
        status = add(warc,
                     &(struct record){ .type = "warcinfo",
                                       .media_type = "application/warc-fields",
                                       .peer = "",
                                       .id = warc->info,
                                       .belongs_to = "",
                                       .at_ms = now_ms,
                                       .body = buf_bytes(&text) },
                     error);
    buf_free(&text);
    return status;
}

enum status warc_create(const char *path, const char *operator, const char * purpose, int64_t now_ms,
                        struct warc **result, struct error *error)
{
    struct warc *warc = alloc_zeroed(1, sizeof *warc);
    enum status status = STATUS_OK;

    if (warc == NULL)
        return error_set(error, STATUS_NO_MEMORY, "%s", status_code(STATUS_NO_MEMORY));
    warc->head = (struct buf)BUF_INIT(HEAD_MAX);
    warc->file = -1;
    warc->path = alloc_text(path, strlen(path));
    if (warc->path == NULL)
        status = error_set(error, STATUS_NO_MEMORY, "%s", status_code(STATUS_NO_MEMORY));
    if (status == STATUS_OK) {
        warc->file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
        status = warc->file < 0 ? fail(warc, error) : add_info(warc, operator, purpose, now_ms, error);
    }
    if (status != STATUS_OK) {
        warc_destroy(warc);
        return status;
    }
    *result = warc;
    return STATUS_OK;
}

enum status warc_add_answer(struct warc *warc, const struct warc_answer *answer, struct error *error)
{
    char response[ID_TEXT_SIZE], request[ID_TEXT_SIZE];
    struct buf head = BUF_INIT(HEAD_MAX);
    enum status status;

    rename_codings(last_head(answer->head), &head);
    status = buf_status(&head);
    if (status == STATUS_OK)
        status = new_id(warc, response, error);
    if (status == STATUS_OK)
        status = new_id(warc, request, error);
    if (status == STATUS_OK)
        status = add(warc,
                     &(struct record){ .type = "response",
                                       .url = answer->url,
                                       .media_type = "application/http;msgtype=response",
                                       .peer = answer->peer,
                                       .id = response,
                                       .belongs_to = "",
                                       .at_ms = answer->at_ms,
                                       .head = buf_bytes(&head),
                                       .body = answer->body,
                                       .has_payload = true },
                     error);
    if (status == STATUS_OK && answer->request.size > 0)
        status = add(warc,
                     &(struct record){ .type = "request",
                                       .url = answer->url,
                                       .media_type = "application/http;msgtype=request",
                                       .peer = answer->peer,
                                       .id = request,
                                       .belongs_to = response,
                                       .at_ms = answer->at_ms,
                                       .body = answer->request },
                     error);
    buf_free(&head);
    return status;
}

enum status warc_add_content(struct warc *warc, const char *url, const char *media_type, int64_t at_ms,
                             struct bytes content, struct error *error)
{
    char id[ID_TEXT_SIZE];
    enum status status = new_id(warc, id, error);

    if (status != STATUS_OK)
        return status;
    return add(warc,
               &(struct record){ .type = "resource",
                                 .url = url,
                                 .media_type = media_type[0] != '\0' ? media_type : "application/octet-stream",
                                 .peer = "",
                                 .id = id,
                                 .belongs_to = "",
                                 .at_ms = at_ms,
                                 .body = content,
                                 .has_payload = true },
               error);
}

enum status warc_finish(struct warc *warc, struct error *error)
{
    return fsync(warc->file) == 0 ? STATUS_OK : fail(warc, error);
}

void warc_destroy(struct warc *warc)
{
    if (warc == NULL)
        return;
    if (warc->file >= 0)
        close(warc->file);
    alloc_free(warc->path);
    buf_free(&warc->head);
    alloc_free(warc);
}
