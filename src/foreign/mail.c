/* SPDX-License-Identifier: Apache-2.0 */
#include "foreign/mail.h"

#include <gmime/gmime.h>
#include <stdio.h>
#include <strings.h>

#include "extract/http.h"
#include "extract/isolated.h"
#include "extract/name.h"
#include "foreign/mail_body.h"
#include "foreign/mail_header.h"
#include "foreign/mail_utf7.h"
#include "text/utf8.h"

enum {
    DEPTH_MAX = 64,
    BLANK_LINES_MAX = 4,
    BODY_SIZE_MAX = 1 << 30,
    LABEL_SIZE_MAX = 256,
    HEADER_TEXT_MAX = 8 << 20,
    READ_SIZE = 64 * 1024,
    UNFLOWED_MAX = 64 << 20, /* longer texts stay as they are */
};

struct level {
    GMimeObject *object;
    int next;        /* number of children that were read */
    bool is_message; /* of an attached message: one child */
};

struct mail {
    struct extract_job *job;
    struct bytes input;
    GByteArray *array; /* what the library reads: the input */
    struct level levels[DEPTH_MAX];
    unsigned depth;
    bool is_damaged; /* the library did not read all of it */
    struct buf dropped; /* the lines that it left out, each with its NUL */
    bool breaks_off; /* the last boundary of a part that has parts is missing */
    struct buf text, name, body, utf7, unflowed, media_type, charset, detail;
};

/* ---- header fields ---- */

static enum status emit(struct mail *mail, enum text_role role, const char *section, const struct buf *text)
{
    enum text_join join = JOIN_BROKEN;
    enum status status = STATUS_OK;

    for (size_t start = 0; start < text->size && status == STATUS_OK; join = JOIN_GLUED) {
        const char *piece = text->data + start;
        size_t left = text->size - start, size = left > TEXT_RUN_MAX ? utf8_floor(piece, left, TEXT_RUN_MAX) : left;

        status = extract_emit(mail->job, &(struct text_run){ .utf8 = piece,
                                                             .size = size,
                                                             .role = role,
                                                             .join = join,
                                                             .origin = ORIGIN_DETACHED,
                                                             .section = section });
        start += size;
    }
    return status;
}

static enum status emit_header(struct mail *mail, enum text_role role, const char *section, const char *name,
                               const char *raw)
{
    enum status status = STATUS_OK;

    buf_clear(&mail->text);
    /* Where the section does not tell which field it is. A name may have any bytes in it. */
    if (name != NULL) {
        status = mail_header_text(mail->job->charset, bytes_of_text(name), &mail->text);
        buf_text(&mail->text, ": ");
    }
    if (status == STATUS_OK)
        status = mail_header_text(mail->job->charset, bytes_of_text(raw), &mail->text);
    return status == STATUS_OK ? emit(mail, role, section, &mail->text) : status;
}

static const char *section_of(const char *name)
{
    static const char *const sections[] = { "from",     "to",     "cc",       "bcc",      "date", "reply-to",
                                            "received", "sender", "keywords", "comments", "subject" };

    for (size_t index = 0; index < sizeof sections / sizeof *sections; index++)
        if (strcasecmp(name, sections[index]) == 0)
            return sections[index];
    return NULL;
}

static enum status emit_headers(struct mail *mail, GMimeObject *object)
{
    GMimeHeaderList *headers = g_mime_object_get_header_list(object);
    int count = g_mime_header_list_get_count(headers);
    enum status status = STATUS_OK;

    for (int index = 0; index < count && status == STATUS_OK; index++) {
        GMimeHeader *header = g_mime_header_list_get_header_at(headers, index);
        const char *name = g_mime_header_get_name(header), *raw = g_mime_header_get_raw_value(header), *section;

        if (name == NULL || raw == NULL || strncasecmp(name, "Content-", 8) == 0
            || strcasecmp(name, "MIME-Version") == 0)
            continue;
        section = section_of(name);
        status = emit_header(mail, strcasecmp(name, "Subject") == 0 ? TEXT_TITLE : TEXT_METADATA,
                             section != NULL ? section : "mail header", section == NULL ? name : NULL, raw);
    }
    return status;
}

static struct bytes header_of(GMimeObject *object, const char *name)
{
    GMimeHeader *header = g_mime_header_list_get_header(g_mime_object_get_header_list(object), name);
    const char *raw = header != NULL ? g_mime_header_get_raw_value(header) : NULL;

    return raw != NULL ? bytes_of_text(raw) : bytes_of("", 0);
}

static enum status emit_description(struct mail *mail, GMimeObject *object)
{
    struct bytes raw = header_of(object, "Content-Description");

    return raw.size > 0 ? emit_header(mail, TEXT_METADATA, "description", NULL, (const char *)raw.data) : STATUS_OK;
}

/* ---- what goes out ---- */

/* "1.2", the numbers of the parts on the way here. */
static void append_number(const struct mail *mail, struct buf *out)
{
    const char *dot = "";

    for (unsigned depth = 0; depth < mail->depth; depth++) {
        if (mail->levels[depth].is_message)
            continue;
        buf_format(out, "%s%d", dot, mail->levels[depth].next);
        dot = ".";
    }
    if (dot[0] == '\0')
        buf_text(out, "1");
}

static enum status name_part(struct mail *mail, GMimeObject *object, const char **unseen)
{
    struct charset *charset = mail->job->charset;
    enum status status =
        mail_header_parameter(charset, header_of(object, "Content-Disposition"), "filename", &mail->name);

    *unseen = NULL;
    if (status == STATUS_OK && mail->name.size == 0)
        status = mail_header_parameter(charset, header_of(object, "Content-Type"), "name", &mail->name);
    if (status == STATUS_OK && mail->name.size == 0) {
        buf_clear(&mail->text);
        http_append_unescaped(&mail->text, header_of(object, "Content-Location"));
        status = mail_header_text(charset, buf_bytes(&mail->text), &mail->name);
    }
    if (status != STATUS_OK || mail->name.size > 0)
        return status;
    *unseen = "";
    buf_text(&mail->name, "part-");
    append_number(mail, &mail->name);
    if (mail->media_type.size > 0 && strcasecmp(mail->media_type.data, "text/html") == 0)
        buf_text(&mail->name, ".html");
    else if (mail->media_type.size == 0 || strcasecmp(mail->media_type.data, "text/plain") == 0)
        buf_text(&mail->name, ".txt");
    return buf_status(&mail->name);
}

static struct part_hint hint_of(const struct mail *mail, const char *unseen)
{
    return (struct part_hint){ .name = mail->name.data,
                               .unseen = unseen,
                               .media_type = mail->media_type.size > 0 ? mail->media_type.data : NULL,
                               .charset = mail->charset.size > 0 ? mail->charset.data : NULL };
}

static enum status gap_in_part(struct mail *mail, enum status why, const char *words)
{
    buf_clear(&mail->detail);
    buf_format(&mail->detail, "%s: %s", mail->name.data, words);
    return extract_gap(mail->job, why, buf_status(&mail->detail) == STATUS_OK ? mail->detail.data : words);
}

static enum status files_in_text(struct mail *mail, struct bytes text)
{
    struct mail_body_file file;
    size_t offset = 0;
    enum status status = STATUS_OK;

    while (status == STATUS_OK && mail_body_file_next(text, &offset, &file)) {
        struct buf decoded = BUF_INIT(BODY_SIZE_MAX);

        mail_body_decode(MAIL_BODY_UUENCODED, file.encoded, &decoded);
        status = buf_status(&decoded);
        if (status == STATUS_OK)
            status = extract_charge(mail->job, decoded.size, decoded.size, file.encoded.size);
        if (status == STATUS_OK)
            status = name_decode(mail->job->charset, file.name, &mail->name);
        if (status == STATUS_OK)
            status = extract_child(mail->job, &(struct part_hint){ .name = mail->name.data }, buf_bytes(&decoded), NULL);
        if (status == STATUS_OK && !file.whole)
            status = gap_in_part(mail, STATUS_MALFORMED, "the file breaks off");
        buf_free(&decoded);
    }
    return status;
}

/* The value of a parameter of Content-Type is `wanted`. */
static bool type_says(GMimeObject *object, const char *name, const char *wanted)
{
    const char *value = g_mime_object_get_content_type_parameter(object, name);

    return value != NULL && strcasecmp(value, wanted) == 0;
}

static enum status text_extract(struct mail *mail, GMimeObject *object, const struct part_hint *hint,
                                struct bytes bytes)
{
    struct bytes shown = bytes;
    enum status status = STATUS_OK;

    if (type_says(object, "format", "flowed") && bytes.size <= UNFLOWED_MAX) {
        buf_clear(&mail->unflowed);
        mail_body_unflow(bytes, type_says(object, "delsp", "yes"), &mail->unflowed);
        status = buf_status(&mail->unflowed);
        shown = buf_bytes(&mail->unflowed);
    }
    if (status == STATUS_OK)
        status = extract_child(mail->job, hint, shown, NULL);
    if (status == STATUS_OK && mail_body_has_armor(bytes))
        status = gap_in_part(mail, STATUS_ENCRYPTED, "a message encrypted by OpenPGP");
    return status == STATUS_OK ? files_in_text(mail, bytes) : status;
}

/* ---- parts ---- */

/* The content as it stands in the message: in the input itself, or, where the library decoded around it, in *copy. */
static enum status content_of(struct mail *mail, GMimePart *part, struct buf *copy, struct bytes *raw)
{
    GMimeDataWrapper *content = g_mime_part_get_content(part);
    GMimeStream *stream = content != NULL ? g_mime_data_wrapper_get_stream(content) : NULL;
    char *target;
    ssize_t size;

    *raw = bytes_of("", 0);
    if (stream == NULL)
        return STATUS_OK;
    if (GMIME_IS_STREAM_MEM(stream) && GMIME_STREAM_MEM(stream)->buffer == mail->array && stream->bound_start >= 0) {
        size_t start = (size_t)stream->bound_start;

        *raw = bytes_slice(mail->input, start, mail->input.size);
        if (stream->bound_end >= stream->bound_start)
            *raw = bytes_slice(*raw, 0, (size_t)(stream->bound_end - stream->bound_start));
        return STATUS_OK;
    }
    (void)g_mime_stream_reset(stream);
    do {
        target = buf_reserve(copy, READ_SIZE);
        size = target != NULL ? g_mime_stream_read(stream, target, READ_SIZE) : 0;
        copy->size += size > 0 ? (size_t)size : 0;
    } while (size > 0);
    *raw = buf_bytes(copy);
    return buf_status(copy);
}

static enum mail_body_encoding encoding_of(GMimePart *part)
{
    switch (g_mime_part_get_content_encoding(part)) {
    case GMIME_CONTENT_ENCODING_BASE64:
        return MAIL_BODY_BASE64;
    case GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE:
        return MAIL_BODY_QUOTED;
    case GMIME_CONTENT_ENCODING_UUENCODE:
        return MAIL_BODY_UUENCODED;
    default:
        return MAIL_BODY_PLAIN;
    }
}

static enum status decoded_of(struct mail *mail, GMimePart *part, struct bytes raw, struct bytes *bytes)
{
    enum mail_body_encoding encoding = encoding_of(part);
    enum status status;

    *bytes = raw;
    if (encoding == MAIL_BODY_PLAIN)
        return STATUS_OK;
    buf_clear(&mail->body);
    mail_body_decode(encoding, raw, &mail->body);
    status = buf_status(&mail->body);
    if (status == STATUS_OK)
        status = extract_charge(mail->job, mail->body.size, mail->body.size, raw.size + 1);
    *bytes = buf_bytes(&mail->body);
    return status;
}

/* What was signed is a message without the fields of one (RFC 8551, 3.1). */
static enum status signed_extract(struct mail *mail, const struct part_hint *hint, struct bytes bytes)
{
    struct buf content = BUF_INIT(BODY_SIZE_MAX);
    struct part_hint inner = { .name = hint->name, .media_type = "message/rfc822", .unseen = hint->unseen };
    bool whole, found;
    enum status status;

    buf_text(&content, "MIME-Version: 1.0\r\n");
    found = mail_body_signed_content(bytes, &content, &whole);
    status = buf_status(&content);
    if (status == STATUS_OK && !found) {
        buf_free(&content);
        return extract_child_unread(mail->job, hint, STATUS_UNSUPPORTED, "content inside its signature");
    }
    if (status == STATUS_OK)
        status = extract_charge(mail->job, content.size, content.size, bytes.size);
    if (status == STATUS_OK)
        status = extract_child(mail->job, &inner, buf_bytes(&content), NULL);
    if (status == STATUS_OK && !whole)
        status = gap_in_part(mail, STATUS_MALFORMED, "the message breaks off");
    buf_free(&content);
    return status;
}

/* Text in UTF-7, which no reader of files knows, goes out in UTF-8. */
static enum status without_utf7(struct mail *mail, struct bytes *bytes)
{
    size_t raw_size = bytes->size;

    if (mail->charset.size == 0 || !mail_utf7_is_meant(mail->charset.data))
        return STATUS_OK;
    buf_clear(&mail->utf7);
    mail_utf7_decode(*bytes, &mail->utf7);
    buf_clear(&mail->charset);
    buf_text(&mail->charset, "utf-8");
    *bytes = buf_bytes(&mail->utf7);
    if (buf_status(&mail->utf7) != STATUS_OK || buf_status(&mail->charset) != STATUS_OK)
        return STATUS_NO_MEMORY;
    return extract_charge(mail->job, mail->utf7.size, mail->utf7.size, raw_size + 1);
}

static enum status leaf_pass_on(struct mail *mail, GMimeObject *object, struct bytes bytes)
{
    const char *unseen;
    enum mail_body_kind kind = mail_body_kind_of(bytes);
    enum status status;

    http_media_type(header_of(object, "Content-Type"), &mail->media_type, &mail->charset);
    status = without_utf7(mail, &bytes);
    if (status == STATUS_OK)
        status = name_part(mail, object, &unseen);
    if (status != STATUS_OK || kind == MAIL_BODY_SIGNATURE)
        return status;
    struct part_hint hint = hint_of(mail, unseen);
    if (kind == MAIL_BODY_ENCRYPTED)
        return extract_child_unread(mail->job, &hint, STATUS_ENCRYPTED, NULL);
    if (kind == MAIL_BODY_SIGNED)
        return signed_extract(mail, &hint, bytes);
    if (mail->media_type.size == 0 || strcasecmp(mail->media_type.data, "text/plain") == 0)
        return text_extract(mail, object, &hint, bytes);
    status = extract_child(mail->job, &hint, bytes, NULL);
    if (status == STATUS_OK && GMIME_IS_MESSAGE_PARTIAL(object))
        status = gap_in_part(mail, STATUS_UNSUPPORTED, "a piece of a message that was sent in several");
    return status;
}

static enum status leaf_extract(struct mail *mail, GMimeObject *object)
{
    struct buf copy = BUF_INIT(BODY_SIZE_MAX);
    struct bytes raw, bytes;
    enum status status = emit_description(mail, object);

    if (status == STATUS_OK)
        status = content_of(mail, GMIME_PART(object), &copy, &raw);
    if (status == STATUS_OK)
        status = decoded_of(mail, GMIME_PART(object), raw, &bytes);
    if (status == STATUS_OK)
        status = leaf_pass_on(mail, object, bytes);
    buf_free(&copy);
    return status;
}

/* Text in front of the first part and behind the last one, which mail programs do not show. */
static enum status emit_around(struct mail *mail, const char *text)
{
    return text != NULL && text[0] != '\0' ? emit_header(mail, TEXT_HIDDEN, "around the parts", NULL, text) : STATUS_OK;
}

static enum status push(struct mail *mail, GMimeObject *object, bool is_message)
{
    if (object == NULL)
        return STATUS_OK;
    if (mail->depth == DEPTH_MAX)
        return extract_gap(mail->job, STATUS_UNSUPPORTED, "nested too deeply");
    mail->levels[mail->depth++] = (struct level){ .object = object, .is_message = is_message };
    return STATUS_OK;
}

static enum status multipart_enter(struct mail *mail, GMimeObject *object)
{
    GMimeMultipart *multipart = GMIME_MULTIPART(object);
    enum status status = emit_around(mail, multipart->prologue);

    if (status == STATUS_OK && GMIME_IS_MULTIPART_ENCRYPTED(object))
        status = extract_gap(mail->job, STATUS_ENCRYPTED, NULL);
    return status == STATUS_OK ? push(mail, object, false) : status;
}

static enum status object_enter(struct mail *mail, GMimeObject *object)
{
    if (GMIME_IS_MULTIPART(object))
        return multipart_enter(mail, object);
    if (GMIME_IS_MESSAGE_PART(object))
        return push(mail, object, true);
    return GMIME_IS_PART(object) ? leaf_extract(mail, object) : STATUS_OK;
}

/* What a report of delivery brings of the message that it is about. */
static bool is_header_alone(const struct mail *mail)
{
    const char *media_type = mail->job->hint->media_type;

    return media_type != NULL
           && (strcasecmp(media_type, "text/rfc822-headers") == 0
               || strcasecmp(media_type, "message/rfc822-headers") == 0);
}

static enum status multipart_leave(struct mail *mail, GMimeMultipart *multipart)
{
    enum status status = emit_around(mail, multipart->epilogue);

    mail->breaks_off |= !multipart->write_end_boundary && !is_header_alone(mail);
    return status;
}

/* One step on from the innermost level: its next child, or out of it. */
static enum status step(struct mail *mail)
{
    struct level *level = &mail->levels[mail->depth - 1];
    GMimeMessage *message;
    enum status status;

    if (!level->is_message) {
        GMimeMultipart *multipart = GMIME_MULTIPART(level->object);

        if (level->next < g_mime_multipart_get_count(multipart))
            return object_enter(mail, g_mime_multipart_get_part(multipart, level->next++));
        mail->depth--;
        return multipart_leave(mail, multipart);
    }
    message = level->next++ == 0 ? g_mime_message_part_get_message(GMIME_MESSAGE_PART(level->object)) : NULL;
    if (message == NULL) {
        mail->depth--;
        return STATUS_OK;
    }
    status = emit_headers(mail, GMIME_OBJECT(message));
    return status == STATUS_OK ? object_enter(mail, g_mime_message_get_mime_part(message)) : status;
}

/* Every program writes the blank line behind the header, even where no body follows. */
static bool header_breaks_off(const struct mail *mail)
{
    struct bytes input = mail->input;

    return input.size > 0 && memmem(input.data, input.size, "\n\n", 2) == NULL
           && memmem(input.data, input.size, "\n\r\n", 3) == NULL
           && memmem(input.data, input.size, "\r\r", 2) == NULL && !is_header_alone(mail);
}

static enum status message_extract(struct mail *mail, GMimeMessage *message)
{
    enum status status = emit_headers(mail, GMIME_OBJECT(message));

    if (status == STATUS_OK && g_mime_message_get_mime_part(message) != NULL)
        status = object_enter(mail, g_mime_message_get_mime_part(message));
    while (status == STATUS_OK && mail->depth > 0) {
        status = extract_progress(mail->job, 0);
        if (status == STATUS_OK)
            status = step(mail);
    }
    if (status == STATUS_OK && (mail->breaks_off || header_breaks_off(mail)))
        status = extract_gap(mail->job, STATUS_MALFORMED, "the message breaks off");
    return status;
}

/* A page that a browser saved: the parts say where they were. */
static bool is_saved_page(GMimeMessage *message)
{
    GMimeObject *root = g_mime_message_get_mime_part(message);
    GMimeObject *first;

    if (header_of(GMIME_OBJECT(message), "Snapshot-Content-Location").size > 0)
        return true;
    if (root == NULL || !GMIME_IS_MULTIPART(root) || g_mime_multipart_get_count(GMIME_MULTIPART(root)) == 0)
        return false;
    first = g_mime_multipart_get_part(GMIME_MULTIPART(root), 0);
    return header_of(first, "Content-Location").size > 0 && header_of(GMIME_OBJECT(message), "To").size == 0
           && header_of(GMIME_OBJECT(message), "Received").size == 0;
}

/* What the library tells of a message that is wrong: lines among header fields that are no field, which it drops, and
 * parts that it does not read. */
static void on_warning(gint64 offset, GMimeParserWarning warning, const gchar *item, gpointer context)
{
    struct mail *mail = context;

    (void)offset;
    switch (warning) {
    case GMIME_CRIT_INVALID_HEADER_NAME:
        mail->is_damaged = true;
        if (item != NULL) {
            buf_text(&mail->dropped, item);
            buf_byte(&mail->dropped, '\0');
        }
        break;
    case GMIME_CRIT_MULTIPART_WITHOUT_BOUNDARY:
    case GMIME_CRIT_NESTING_OVERFLOW:
        mail->is_damaged = true;
        break;
    default: /* of no consequence for what is read */
        break;
    }
}

static enum status emit_dropped(struct mail *mail)
{
    enum status status = buf_status(&mail->dropped) == STATUS_NO_MEMORY ? STATUS_NO_MEMORY : STATUS_OK;

    if (status == STATUS_OK && mail->is_damaged)
        status = extract_gap(mail->job, STATUS_MALFORMED, "the structure of the message is damaged");
    for (size_t offset = 0; offset < mail->dropped.size && status == STATUS_OK;) {
        const char *line = mail->dropped.data + offset;

        offset += strlen(line) + 1;
        status = emit_header(mail, TEXT_BODY, "between the header fields", NULL, line);
    }
    return status;
}

static enum status parse(struct mail *mail)
{
    static const struct format saved_page = { "mhtml", "multipart/related" };
    /* The library only reads from it. */
    GByteArray array = { .data = (guint8 *)(uintptr_t)mail->input.data, .len = (guint)mail->input.size };
    GMimeStream *stream = g_mime_stream_mem_new_with_byte_array(&array);
    GMimeParser *parser = g_mime_parser_new_with_stream(stream);
    GMimeParserOptions *options = g_mime_parser_options_new();
    GMimeMessage *message;
    enum status status = STATUS_MALFORMED;

    g_mime_stream_mem_set_owner(GMIME_STREAM_MEM(stream), FALSE);
    mail->array = &array;
    g_mime_parser_options_set_warning_callback(options, on_warning, mail);
    message = g_mime_parser_construct_message(parser, options);
    if (message != NULL) {
        if (is_saved_page(message))
            mail->job->part->format = &saved_page;
        status = message_extract(mail, message);
        if (status == STATUS_OK)
            status = emit_dropped(mail);
        g_object_unref(message);
    }
    g_mime_parser_options_free(options);
    g_object_unref(parser);
    g_object_unref(stream);
    return status;
}

static enum status mail_extract(struct extract_job *job)
{
    struct mail mail = { .job = job,
                         .input = job->input,
                         .text = BUF_INIT(HEADER_TEXT_MAX),
                         .dropped = BUF_INIT(HEADER_TEXT_MAX),
                         .name = BUF_INIT(HEADER_TEXT_MAX),
                         .body = BUF_INIT(BODY_SIZE_MAX),
                         .utf7 = BUF_INIT(BODY_SIZE_MAX),
                         .unflowed = BUF_INIT(2 * UNFLOWED_MAX),
                         .media_type = BUF_INIT(LABEL_SIZE_MAX),
                         .charset = BUF_INIT(LABEL_SIZE_MAX),
                         .detail = BUF_INIT(HEADER_TEXT_MAX) };
    enum status status;

    if (job->input.size > UINT32_MAX)
        return STATUS_UNSUPPORTED;
    while (mail.input.size > 0 && (mail.input.data[0] == '\r' || mail.input.data[0] == '\n'))
        mail.input = bytes_slice(mail.input, 1, mail.input.size);
    status = parse(&mail);
    buf_free(&mail.text);
    buf_free(&mail.dropped);
    buf_free(&mail.name);
    buf_free(&mail.body);
    buf_free(&mail.utf7);
    buf_free(&mail.unflowed);
    buf_free(&mail.media_type);
    buf_free(&mail.charset);
    buf_free(&mail.detail);
    return status;
}

void mail_prepare(void)
{
    g_mime_init();
}

const struct extractor mail_extractor = {
    .format = ISOLATED_MAIL_FORMAT,
    .bid = isolated_mail_bid,
    .extract = mail_extract,
};
