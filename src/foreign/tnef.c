/* SPDX-License-Identifier: Apache-2.0 */
#include "foreign/tnef.h"

#include <string.h>

#include "extract/isolated.h"
#include "foreign/ole/msg_property.h"
#include "foreign/ole/ole_encoding.h"

enum {
    NAME_SIZE_MAX = 1024,
    HEADER_SIZE = 6, /* the signature and a key */
    GUID_SIZE = 16,
    NAMED_FIRST = 0x8000, /* from here on, properties carry their names along */
    LEVEL_MESSAGE = 1,
};

/* 2.1.3.3: attributes, the type in the upper half. */
enum attribute {
    FROM = 0x00008000,
    ATTRIBUTE_SUBJECT = 0x00018004,
    ATTACHMENT_TITLE = 0x00018010,
    ATTRIBUTE_BODY = 0x0002800C,
    OWNER = 0x00060000,
    SENT_FOR = 0x00060001,
    ATTACHMENT_DATA = 0x0006800F,
    ATTACHMENT_BEGIN = 0x00069002,
    MESSAGE_PROPERTIES = 0x00069003,
    RECIPIENTS = 0x00069004,
    ATTACHMENT_PROPERTIES = 0x00069005,
    CODE_PAGE = 0x00069007,
};

struct tnef {
    struct message message;
    bool in_attachment; /* one has begun, and is read when the next one begins */
    const char *title, *short_name, *long_name, *media_type;
    struct bytes data, object;
};

/* ---- attachments ---- */

static enum status text_keep(struct tnef *tnef, struct bytes raw, uint16_t type, const char **kept)
{
    struct message *message = &tnef->message;

    message_text_decode(message, raw, type);
    if (message->text.size == 0 || message->text.size > NAME_SIZE_MAX)
        return buf_status(&message->text);
    *kept = arena_text(message->job->arena, message->text.data, message->text.size);
    return *kept != NULL ? STATUS_OK : STATUS_NO_MEMORY;
}

static enum status attachment_finish(struct tnef *tnef)
{
    struct part_hint hint = { .name = "attachment", .media_type = tnef->media_type };
    const char *const names[] = { tnef->long_name, tnef->title, tnef->short_name };
    bool is_open = tnef->in_attachment;
    struct bytes data = tnef->data, object = tnef->object;

    for (size_t index = sizeof names / sizeof *names; index-- > 0;)
        hint.name = names[index] != NULL ? names[index] : hint.name;
    tnef->in_attachment = false;
    tnef->title = tnef->short_name = tnef->long_name = tnef->media_type = NULL;
    tnef->data = tnef->object = bytes_of(NULL, 0);
    if (!is_open)
        return STATUS_OK;
    if (object.size > 0) {
        enum status status = extract_child(tnef->message.job, &hint, object, NULL);

        if (status != STATUS_OK || data.size == 0)
            return status;
    }
    return extract_child(tnef->message.job, &hint, data, NULL);
}

/* ---- properties: [MS-OXTNEF] 2.1.3.4 ---- */

/* Bytes of a value of fixed size, with its padding; 0 for the others, which say their own. */
static size_t fixed_size(uint16_t type)
{
    switch (type) {
    case 0x0002: /* 16 bits */
    case TYPE_INTEGER:
    case 0x0004: /* floating */
    case 0x000A: /* error */
    case 0x000B: /* Boolean */
        return 4;
    case 0x0005: /* floating */
    case 0x0006: /* currency */
    case 0x0007: /* time */
    case 0x0014: /* 64 bits */
    case 0x0040: /* time */
        return 8;
    case 0x0048:
        return GUID_SIZE;
    default:
        return 0;
    }
}

static struct bytes padded_take(struct reader *reader, size_t size)
{
    struct bytes taken = reader_take(reader, size);

    (void)reader_take(reader, (4 - size % 4) % 4);
    return taken;
}

static enum status value_read(struct tnef *tnef, struct bytes raw, uint16_t id, uint16_t type)
{
    bool of_attachment = tnef->in_attachment;

    if (message_type_is_text(type)) {
        if (of_attachment && id == FILE_LONG_NAME)
            return text_keep(tnef, raw, type, &tnef->long_name);
        if (of_attachment && id == FILE_SHORT_NAME)
            return text_keep(tnef, raw, type, &tnef->short_name);
        if (of_attachment && id == FILE_MEDIA_TYPE)
            return text_keep(tnef, raw, type, &tnef->media_type);
        return message_text_read(&tnef->message, raw, id, type);
    }
    /* A message or an object: behind the name of its interface. */
    if (of_attachment && id == FILE_DATA && type == TYPE_OBJECT)
        tnef->object = bytes_slice(raw, GUID_SIZE, SIZE_MAX);
    else if (of_attachment && id == FILE_DATA && type == TYPE_BINARY)
        tnef->data = raw;
    else if (type == TYPE_BINARY)
        return message_binary_read(&tnef->message, raw, id);
    return STATUS_OK;
}

static void property_name_skip(struct reader *reader)
{
    (void)reader_take(reader, GUID_SIZE);
    if (reader_u32le(reader) == 0)
        (void)reader_u32le(reader);
    else
        (void)padded_take(reader, reader_u32le(reader));
}

static enum status property_read(struct tnef *tnef, struct reader *reader)
{
    uint16_t type = reader_u16le(reader), id = reader_u16le(reader);
    size_t size = fixed_size((uint16_t)(type & ~TYPE_MANY));
    enum status status = STATUS_OK;
    uint32_t count;

    if (id >= NAMED_FIRST)
        property_name_skip(reader);
    count = size == 0 || (type & TYPE_MANY) != 0 ? reader_u32le(reader) : 1;
    for (; count > 0 && !reader->overrun && status == STATUS_OK; count--) {
        struct bytes raw = padded_take(reader, size != 0 ? size : reader_u32le(reader));

        if (size == 0 && !reader->overrun)
            status = value_read(tnef, raw, id, type);
    }
    return status;
}

static enum status row_read(struct tnef *tnef, struct reader *reader)
{
    enum status status = STATUS_OK;

    for (uint32_t count = reader_u32le(reader); count > 0 && !reader->overrun && status == STATUS_OK; count--)
        status = property_read(tnef, reader);
    return status;
}

static enum status rows_read(struct tnef *tnef, struct bytes data, bool is_table)
{
    struct reader reader = reader_of(data);
    enum status status = STATUS_OK;

    for (uint32_t count = is_table ? reader_u32le(&reader) : 1; count > 0 && !reader.overrun && status == STATUS_OK;
         count--)
        status = row_read(tnef, &reader);
    return status == STATUS_OK && reader.overrun
               ? extract_gap(tnef->message.job, STATUS_MALFORMED, "properties break off")
               : status;
}

/* ---- attributes ---- */

/* A name and an address: behind four numbers and divided by zeros (2.1.3.3.2), or each behind its size (2.1.3.3.18). */
static enum status names_read(struct tnef *tnef, struct bytes data, bool is_counted)
{
    struct reader reader = reader_of(is_counted ? data : bytes_slice(data, 8, SIZE_MAX));
    enum status status = STATUS_OK;

    while (reader.next < reader.end && !reader.overrun && status == STATUS_OK) {
        size_t left = (size_t)(reader.end - reader.next);
        const uint8_t *zero = memchr(reader.next, '\0', left);
        size_t size = zero != NULL ? (size_t)(zero - reader.next) : left;
        struct bytes name = reader_take(&reader, is_counted ? reader_u16le(&reader) : size);

        if (name.size > 0)
            status = message_text_read(&tnef->message, name, MESSAGE_SENDER, TYPE_NARROW);
        if (!is_counted && zero != NULL)
            (void)reader_u8(&reader);
    }
    return status;
}

static enum status attribute_read(struct tnef *tnef, uint32_t id, struct bytes data)
{
    enum status status;
    struct reader reader = reader_of(data);

    switch ((enum attribute)id) {
    case CODE_PAGE:
        tnef->message.encoding = ole_encoding_of_code_page(reader_u32le(&reader));
        return STATUS_OK;
    case ATTRIBUTE_SUBJECT:
        return message_text_read(&tnef->message, data, SUBJECT, TYPE_NARROW);
    case ATTRIBUTE_BODY:
        return message_text_read(&tnef->message, data, BODY, TYPE_NARROW);
    case FROM:
        return names_read(tnef, data, false);
    case OWNER:
    case SENT_FOR:
        return names_read(tnef, data, true);
    case MESSAGE_PROPERTIES:
    case RECIPIENTS:
        return rows_read(tnef, data, id == RECIPIENTS);
    case ATTACHMENT_BEGIN:
        status = attachment_finish(tnef);
        tnef->in_attachment = true;
        return status;
    case ATTACHMENT_TITLE:
        return text_keep(tnef, data, TYPE_NARROW, &tnef->title);
    case ATTACHMENT_DATA:
        tnef->in_attachment = true;
        tnef->data = data;
        return STATUS_OK;
    case ATTACHMENT_PROPERTIES:
        tnef->in_attachment = true;
        return rows_read(tnef, data, false);
    }
    return STATUS_OK; /* dates, numbers, pictures of the attachment's icon */
}

/* An attribute that breaks off is read as far as it goes. */
static enum status attributes_read(struct tnef *tnef)
{
    const struct bytes input = tnef->message.job->input;
    struct reader reader = reader_of(bytes_slice(input, HEADER_SIZE, SIZE_MAX));
    enum status status = STATUS_OK;

    while (reader.next < reader.end && !reader.overrun && status == STATUS_OK) {
        uint8_t level = reader_u8(&reader);
        uint32_t id = reader_u32le(&reader);
        size_t size = reader_u32le(&reader), left = (size_t)(reader.end - reader.next);
        bool breaks_off = reader.overrun || level < LEVEL_MESSAGE || level > LEVEL_MESSAGE + 1 || size > left;
        struct bytes data = reader_take(&reader, size < left ? size : left);

        (void)reader_u16le(&reader); /* the sum of the bytes: a wrong one is no reason not to read them */
        if (breaks_off)
            status = extract_gap(tnef->message.job, STATUS_MALFORMED, "attributes break off");
        if (status == STATUS_OK && data.size > 0)
            status = attribute_read(tnef, id, data);
        if (status == STATUS_OK)
            status = extract_progress(tnef->message.job, (uint64_t)(reader.next - input.data));
        if (breaks_off)
            break;
    }
    return status == STATUS_OK ? attachment_finish(tnef) : status;
}

static enum status tnef_extract(struct extract_job *job)
{
    struct tnef tnef = { .message = { .job = job,
                                      .output = arena_alloc(job->arena, sizeof *tnef.message.output),
                                      .encoding = ENCODING_NONE,
                                      .text = BUF_INIT(MESSAGE_TEXT_MAX) } };
    enum status status;

    if (tnef.message.output == NULL)
        return STATUS_NO_MEMORY;
    ole_output_start(tnef.message.output, job);
    status = attributes_read(&tnef);
    buf_free(&tnef.message.text);
    return status;
}

const struct extractor tnef_extractor = {
    .format = ISOLATED_TNEF_FORMAT,
    .bid = isolated_tnef_bid,
    .extract = tnef_extract,
};
