/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/warc.h"

#include <string.h>

#include "base/spool.h"
#include "extract/deflate.h"
#include "extract/folders.h"
#include "extract/gzip.h"
#include "extract/http.h"
#include "extract/name.h"
#include "text/utf8.h"

enum {
    MAGIC_SIZE = 7,       /* "WARC/1." or "WARC/0.", the drafts that Heritrix 1 wrote */
    WARC_BID = 8 * MAGIC_SIZE,
    GZIP_BID = 24,        /* what the archive readers bid for gzip */
    DAMAGES_MAX = 1000,   /* places where reading begins anew */
    LABEL_SIZE_MAX = 256, /* of a media type or a charset */
    GZIP_HEADER_SIZE = 10,
};

struct warc {
    struct extract_job *job;
    struct file_content *content; /* what backs the records that are read, if that is not what backs the job */
    bool in_place;                /* the records lie in the job's input */
    struct buf name, decoded, media_type, charset, detail;
    struct folders folders;
    unsigned damage_count;
};

struct record {
    struct bytes fields, uri, block;
    bool cut;       /* the block ends before its length says */
    bool no_header; /* the header itself breaks off; the block is what there is of it */
};

static bool record_starts(struct bytes input)
{
    return bytes_start_with(input, "WARC/1.", MAGIC_SIZE) || bytes_start_with(input, "WARC/0.", MAGIC_SIZE);
}

static bool member_starts(struct bytes input)
{
    uint8_t beginning[MAGIC_SIZE];

    return gzip_starts(input) && record_starts(bytes_of(beginning, gzip_peek(input, beginning, sizeof beginning)));
}

static unsigned warc_bid(struct bytes input, const struct part_hint *hint)
{
    (void)hint;
    if (record_starts(input))
        return WARC_BID;
    return member_starts(input) ? GZIP_BID + WARC_BID : 0;
}

/* ---- what goes out ---- */

static enum status gap_about(struct warc *warc, struct bytes uri, enum status why, const char *words)
{
    enum status status = name_decode(warc->job->charset, uri, &warc->decoded);

    if (status != STATUS_OK)
        return status;
    buf_clear(&warc->detail);
    buf_format(&warc->detail, "%s%s%s", warc->decoded.data, uri.size > 0 ? ": " : "", words);
    status = buf_status(&warc->detail);
    return status != STATUS_OK ? status : extract_gap(warc->job, why, warc->detail.data);
}

/* Readable form of what may be percent-encoded in any charset, in warc->decoded. */
static enum status decode_escapes(struct warc *warc, struct bytes text)
{
    enum status status;

    buf_clear(&warc->detail);
    http_append_unescaped(&warc->detail, bytes_slice(text, 0, NAME_SIZE_MAX));
    status = buf_status(&warc->detail);
    return status != STATUS_OK ? status : name_decode(warc->job->charset, buf_bytes(&warc->detail), &warc->decoded);
}

/* The path of the URL as names of folders and of a file: those that were not named before. */
static enum status url_names(struct warc *warc, struct bytes uri, const char **unseen)
{
    const uint8_t *colon = uri.size > 0 ? memmem(uri.data, uri.size, "://", 3) : NULL;
    size_t skipped = colon != NULL ? (size_t)(colon - uri.data) + 3 : 0;
    enum status status = decode_escapes(warc, bytes_slice(uri, skipped, uri.size));

    return status != STATUS_OK ? status : folders_name(&warc->folders, warc->decoded.data, unseen);
}

/* `tail` tells what it is beside the page of that URL; the names in the URL go out with the page itself. */
static enum status child(struct warc *warc, const struct record *record, const char *tail, struct bytes bytes,
                         struct file_content *content)
{
    struct part_hint hint = { .unseen = "" };
    enum status status = name_decode(warc->job->charset, record->uri, &warc->name);

    if (status == STATUS_OK && tail == NULL)
        status = url_names(warc, record->uri, &hint.unseen);
    if (status == STATUS_OK
        && (buf_status(&warc->media_type) == STATUS_NO_MEMORY || buf_status(&warc->charset) == STATUS_NO_MEMORY))
        status = STATUS_NO_MEMORY;
    if (status != STATUS_OK)
        return status;
    if (tail != NULL)
        buf_text(&warc->name, tail);
    if (warc->media_type.size > 0)
        hint.media_type = warc->media_type.data;
    if (warc->charset.size > 0)
        hint.charset = warc->charset.data;
    hint.name = warc->name.data;
    status = buf_status(&warc->name);
    return status != STATUS_OK ? status : extract_child(warc->job, &hint, bytes, content);
}

/* Fields of an answer in which people write: a file's name, where a page went. */
static bool field_is_text(struct bytes name)
{
    static const char *const names[] = { "Content-Disposition", "Location", "Content-Location", "Link", "Refresh" };

    for (size_t index = 0; index < sizeof names / sizeof *names; index++)
        if (http_name_is(name, names[index]))
            return true;
    return false;
}

static enum status emit_field(struct warc *warc, struct bytes value)
{
    enum status status = decode_escapes(warc, value);
    enum text_join join = JOIN_BROKEN;

    for (size_t start = 0; start < warc->decoded.size && status == STATUS_OK; join = JOIN_GLUED) {
        const char *text = warc->decoded.data + start;
        size_t left = warc->decoded.size - start;
        size_t size = left > TEXT_RUN_MAX ? utf8_floor(text, left, TEXT_RUN_MAX) : left;

        status = extract_emit(warc->job, &(struct text_run){ .utf8 = text,
                                                             .size = size,
                                                             .role = TEXT_METADATA,
                                                             .join = join,
                                                             .origin = ORIGIN_DETACHED,
                                                             .section = "http header" });
        start += size;
    }
    return status;
}

static enum status emit_fields(struct warc *warc, struct bytes fields)
{
    struct bytes name, value;
    size_t offset = 0;
    enum status status = STATUS_OK;

    while (status == STATUS_OK && http_field_next(fields, &offset, &name, &value))
        if (field_is_text(name))
            status = emit_field(warc, value);
    return status;
}

/* ---- records ---- */

static enum status message_extract(struct warc *warc, const struct record *record,
                                   const struct http_message *message, const char *tail)
{
    struct http_body body;
    enum status status = emit_fields(warc, message->fields);

    if (status != STATUS_OK)
        return status;
    http_media_type(http_field(message->fields, "Content-Type"), &warc->media_type, &warc->charset);
    status = http_body_open(warc->job, message, &body);
    if (status == STATUS_OK)
        status = child(warc, record, tail, body.bytes, body.spool != NULL ? body.content : warc->content);
    if (status == STATUS_OK && body.damage != STATUS_OK)
        status = gap_about(warc, record->uri, body.damage, body.detail);
    http_body_close(&body);
    return status;
}

static bool is_http(struct bytes content_type)
{
    static const char http[] = "application/http";

    return content_type.size >= sizeof http - 1 && http_name_is(bytes_slice(content_type, 0, sizeof http - 1), http);
}

static enum status http_record(struct warc *warc, const struct record *record, struct bytes type)
{
    struct http_message message;
    const char *unseen;
    enum status status;

    if (!http_message_parse(record->block, &message)) {
        status = record->block.size > 0 ? gap_about(warc, record->uri, STATUS_MALFORMED, "no HTTP message") : STATUS_OK;
        return status != STATUS_OK ? status : child(warc, record, NULL, record->block, warc->content);
    }
    if (http_name_is(type, "revisit")) {
        /* Its body is that of an earlier record, which is read there. */
        status = url_names(warc, record->uri, &unseen);
        if (status == STATUS_OK)
            status = extract_emit_names(warc->job, unseen);
        return status != STATUS_OK ? status : emit_fields(warc, message.fields);
    }
    if (!http_name_is(type, "request"))
        return message_extract(warc, record, &message, NULL);
    return message.body.size > 0 ? message_extract(warc, record, &message, " (request)") : STATUS_OK;
}

static enum status content_extract(struct warc *warc, const struct record *record)
{
    struct bytes type = http_field(record->fields, "WARC-Type");
    struct bytes content_type = http_field(record->fields, "Content-Type");
    const char *unseen;

    /* ISO 28500, 6.3.2: the block of a response from http is the whole answer, whoever forgot to say so. */
    if (is_http(content_type) || (http_name_is(type, "response") && bytes_start_with(record->block, "HTTP/", 5)))
        return http_record(warc, record, type);
    if (http_name_is(type, "revisit")) {
        enum status status = url_names(warc, record->uri, &unseen);

        return status != STATUS_OK ? status : extract_emit_names(warc->job, unseen);
    }
    http_media_type(content_type, &warc->media_type, &warc->charset);
    if (http_name_is(type, "warcinfo"))
        return child(warc, record, "warcinfo", record->block, warc->content);
    return child(warc, record, http_name_is(type, "metadata") ? " (metadata)" : NULL, record->block, warc->content);
}

/* What there is of a header that has no end. It is never read as a file of its own, which would be a WARC again. */
static enum status header_extract(struct warc *warc, struct bytes header)
{
    const uint8_t *newline = header.size > 0 ? memchr(header.data, '\n', header.size) : NULL;
    struct bytes fields = newline != NULL ? bytes_slice(header, (size_t)(newline - header.data) + 1, header.size)
                                          : bytes_of(NULL, 0);
    enum status status = extract_gap(warc->job, STATUS_MALFORMED, "the header of a record breaks off");

    for (; fields.size > 0 && status == STATUS_OK; fields = bytes_slice(fields, NAME_SIZE_MAX, fields.size)) {
        status = extract_progress(warc->job, 0);
        if (status == STATUS_OK)
            status = emit_field(warc, bytes_slice(fields, 0, NAME_SIZE_MAX));
    }
    return status;
}

static enum status record_extract(struct warc *warc, const struct record *record)
{
    if (record->no_header)
        return header_extract(warc, record->block);

    struct bytes truncated = http_field(record->fields, "WARC-Truncated");
    enum status status = content_extract(warc, record);

    if (status == STATUS_OK && record->cut)
        status = gap_about(warc, record->uri, STATUS_MALFORMED, "the record breaks off");
    if (status == STATUS_OK && truncated.size > 0)
        status = gap_about(warc, record->uri, STATUS_MALFORMED, "whoever collected it cut it short");
    if (status == STATUS_OK && http_field(record->fields, "WARC-Segment-Number").size > 0)
        status = gap_about(warc, record->uri, STATUS_UNSUPPORTED, "a piece of a record, read by itself");
    return status;
}

/* Where the next record begins in `area`, from `offset` on: at the beginning of a line. */
static size_t next_record(struct bytes area, size_t offset)
{
    while (offset < area.size) {
        const uint8_t *found = memmem(area.data + offset, area.size - offset, "WARC/", 5);
        size_t at = found != NULL ? (size_t)(found - area.data) : area.size;

        if (found != NULL && at > 0 && area.data[at - 1] == '\n' && record_starts(bytes_slice(area, at, area.size)))
            return at;
        offset = found != NULL ? at + 5 : area.size;
    }
    return area.size;
}

static size_t skip_line_ends(struct bytes area, size_t offset)
{
    while (offset < area.size && (area.data[offset] == '\r' || area.data[offset] == '\n'))
        offset++;
    return offset;
}

/* The record at `offset`; *next is where the one behind it begins. Where its length does not lead there, the record
 * ends where the next one can be seen to begin. */
static void record_parse(struct bytes area, size_t offset, struct record *record, size_t *next)
{
    struct bytes rest = bytes_slice(area, offset, area.size);
    size_t header = http_header_size(rest);
    uint64_t length = 0;
    bool has_length;

    /* A blank line that stands in the next record only ends that one's header. */
    if (header > 0 && next_record(bytes_slice(area, 0, offset + header), offset + 1) < offset + header)
        header = 0;
    record->no_header = header == 0;
    record->fields = bytes_slice(rest, 0, header);
    record->uri = http_field(record->fields, "WARC-Target-URI");
    /* Some versions of wget write it in angle brackets. */
    if (record->uri.size > 1 && record->uri.data[0] == '<' && record->uri.data[record->uri.size - 1] == '>')
        record->uri = bytes_slice(record->uri, 1, record->uri.size - 2);
    has_length = http_number(http_field(record->fields, "Content-Length"), &length);
    if (header > 0 && has_length && length <= rest.size - header) {
        record->block = bytes_slice(rest, header, (size_t)length);
        *next = skip_line_ends(area, offset + header + (size_t)length);
        record->cut = false;
        if (*next >= area.size || record_starts(bytes_slice(area, *next, area.size)))
            return;
    }
    record->cut = true;
    *next = next_record(area, offset + (header > 0 ? header : 1));
    record->block = bytes_slice(area, offset + header, *next - offset - header);
}

static enum status gap_damaged(struct warc *warc, enum status why, const char *words)
{
    enum status status = extract_gap(warc->job, why, words);

    return status == STATUS_OK && ++warc->damage_count == DAMAGES_MAX
               ? extract_gap(warc->job, STATUS_MALFORMED, "too much damage: what follows was not read")
               : status;
}

static enum status records_extract(struct warc *warc, struct bytes area)
{
    size_t offset = skip_line_ends(area, 0);
    enum status status = STATUS_OK;

    while (offset < area.size && warc->damage_count < DAMAGES_MAX && status == STATUS_OK) {
        struct record record;
        size_t next;

        status = extract_progress(warc->job, warc->in_place ? offset : 0);
        if (status != STATUS_OK)
            return status;
        if (!record_starts(bytes_slice(area, offset, area.size))) {
            status = gap_damaged(warc, STATUS_MALFORMED, "something that is no record");
            offset = next_record(area, offset);
            continue;
        }
        record_parse(area, offset, &record, &next);
        warc->damage_count += record.cut;
        status = record_extract(warc, &record);
        offset = next;
    }
    return status;
}

/* ---- members of a compressed file ---- */

static size_t next_member(struct bytes input, size_t offset)
{
    while (offset < input.size) {
        const uint8_t *found = memmem(input.data + offset, input.size - offset, "\x1F\x8B\x08", 3);
        size_t at = found != NULL ? (size_t)(found - input.data) : input.size;

        if (found == NULL || member_starts(bytes_slice(input, at, input.size)))
            return at;
        offset = at + 1;
    }
    return input.size;
}

/* Reads the member at *offset, which moves to the next one. */
static enum status member_extract(struct warc *warc, struct deflate *deflate, size_t *offset)
{
    struct bytes input = bytes_slice(warc->job->input, *offset, warc->job->input.size), area;
    struct spool *spool;
    size_t used;
    enum status damage, status = spool_create(&spool);

    if (status != STATUS_OK)
        return status;
    damage = gzip_member(warc->job, deflate, input, spool, &used);
    status = status_scope(damage) > SCOPE_PART ? damage : spool_finish(spool, &area, &warc->content);
    if (status == STATUS_OK)
        status = records_extract(warc, area);
    if (status == STATUS_OK && damage != STATUS_OK)
        status = gap_damaged(warc, damage, "a member of the compressed file breaks off");
    spool_destroy(spool);
    warc->content = NULL;
    *offset = damage == STATUS_OK ? *offset + used : next_member(warc->job->input, *offset + GZIP_HEADER_SIZE);
    return status;
}

static enum status members_extract(struct warc *warc)
{
    struct bytes input = warc->job->input;
    struct deflate *deflate;
    size_t offset = 0;
    enum status status = deflate_create(&deflate);

    if (status != STATUS_OK)
        return status;
    while (offset < input.size && warc->damage_count < DAMAGES_MAX && status == STATUS_OK) {
        if (gzip_starts(bytes_slice(input, offset, input.size))) {
            status = extract_progress(warc->job, offset);
            if (status == STATUS_OK)
                status = member_extract(warc, deflate, &offset);
        } else {
            status = gap_damaged(warc, STATUS_MALFORMED, "something between the members of the compressed file");
            offset = next_member(input, offset);
        }
    }
    deflate_destroy(deflate);
    return status;
}

static enum status warc_extract(struct extract_job *job)
{
    struct warc warc = { .job = job,
                         .in_place = !gzip_starts(job->input),
                         .name = BUF_INIT(8 * NAME_SIZE_MAX),
                         .decoded = BUF_INIT(8 * NAME_SIZE_MAX),
                         .media_type = BUF_INIT(LABEL_SIZE_MAX),
                         .charset = BUF_INIT(LABEL_SIZE_MAX),
                         .detail = BUF_INIT(8 * NAME_SIZE_MAX),
                         .folders = FOLDERS_INIT };
    enum status status = warc.in_place ? records_extract(&warc, job->input) : members_extract(&warc);

    folders_free(&warc.folders);
    buf_free(&warc.name);
    buf_free(&warc.decoded);
    buf_free(&warc.media_type);
    buf_free(&warc.charset);
    buf_free(&warc.detail);
    return status;
}

const struct extractor warc_extractor = {
    .format = { "warc", "application/warc" },
    .bid = warc_bid,
    .extract = warc_extract,
};
