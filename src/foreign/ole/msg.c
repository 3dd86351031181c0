/* SPDX-License-Identifier: Apache-2.0 */
#include "foreign/ole/msg.h"

#include <stdlib.h>
#include <strings.h>

#include "foreign/ole/msg_property.h"
#include "foreign/ole/ole_embedded.h"
#include "foreign/ole/ole_encoding.h"

enum {
    NAME_MAX_SIZE = 1024,
    ENTRY_SIZE = 16, /* of the stream of properties */
};

/* The name of a property's stream: "__substg1.0_", eight digits, and for one of many values its number. */
static bool property_of(const char *name, uint16_t *id, uint16_t *type)
{
    static const char prefix[] = "__substg1.0_";
    unsigned long tag;
    char *end;

    if (strncasecmp(name, prefix, sizeof prefix - 1) != 0)
        return false;
    tag = strtoul(name + sizeof prefix - 1, &end, 16);
    if (end != name + sizeof prefix - 1 + 8)
        return false;
    *id = (uint16_t)(tag >> 16);
    *type = (uint16_t)tag;
    return true;
}

/* 2.4: the header of the stream is 32 bytes in a message, 24 in one inside another, 8 elsewhere. */
static enum encoding message_encoding(struct bytes properties)
{
    struct reader reader = reader_of(bytes_slice(properties, properties.size % ENTRY_SIZE == 0 ? 32 : 24,
                                                 properties.size));
    enum encoding found = ENCODING_NONE;

    while (reader.end - reader.next >= ENTRY_SIZE) {
        uint32_t tag = reader_u32le(&reader), value;

        (void)reader_u32le(&reader);
        value = reader_u32le(&reader);
        (void)reader_u32le(&reader);
        if (tag != (MESSAGE_CODE_PAGE << 16 | TYPE_INTEGER)
            && (tag != (INTERNET_CODE_PAGE << 16 | TYPE_INTEGER) || found != ENCODING_NONE))
            continue;
        if (ole_encoding_of_code_page(value) != ENCODING_NONE)
            found = ole_encoding_of_code_page(value);
    }
    return found;
}

/* All properties that are text, those first that a reader looks at first. */
static enum status properties_emit(struct message *message, struct ole_storage *folder, bool wanted_first)
{
    enum status status = STATUS_OK;

    for (size_t index = 0; index < ole_storage_count(folder) && status == STATUS_OK; index++) {
        struct bytes raw;
        uint16_t id, type;

        if (!property_of(ole_storage_name(folder, index), &id, &type) || (id == SUBJECT || id == BODY) != wanted_first)
            continue;
        if (!message_type_is_text(type) && (type != TYPE_BINARY || (id != RTF && id != HTML)))
            continue;
        status = ole_storage_read(folder, index, &raw);
        if (status == STATUS_OK && message_type_is_text(type))
            status = message_text_read(message, raw, id, type);
        else if (status == STATUS_OK)
            status = message_binary_read(message, raw, id);
    }
    return status;
}

/* ---- attachments ---- */

/* The text of one property, in message->text; empty when there is none. */
static enum status property_text(struct message *message, struct ole_storage *folder, uint16_t wanted)
{
    buf_clear(&message->text);
    for (size_t index = 0; index < ole_storage_count(folder); index++) {
        struct bytes raw;
        uint16_t id, type;
        enum status status;

        if (!property_of(ole_storage_name(folder, index), &id, &type) || id != wanted || !message_type_is_text(type))
            continue;
        status = ole_storage_read(folder, index, &raw);
        if (status == STATUS_OK)
            message_text_decode(message, raw, type);
        return status;
    }
    return STATUS_OK;
}

/* Kept for as long as the part is open. */
static enum status property_keep(struct message *message, struct ole_storage *folder, uint16_t wanted,
                                 const char **kept)
{
    enum status status = property_text(message, folder, wanted);

    *kept = NULL;
    if (status != STATUS_OK || message->text.size == 0 || message->text.size > NAME_MAX_SIZE)
        return status;
    *kept = arena_text(message->job->arena, message->text.data, message->text.size);
    return *kept != NULL ? STATUS_OK : STATUS_NO_MEMORY;
}

/* A message inside this one, or an object of another program. */
static enum status object_read(struct message *message, struct ole_storage *folder, const char *name)
{
    struct part_hint hint = { .name = name };
    struct bytes file;
    bool found;
    enum status status = ole_embedded_unwrap(message->job, folder, &found);

    if (status != STATUS_OK || found)
        return status;
    status = ole_storage_pack(folder, &file);
    return status != STATUS_OK ? status : extract_child(message->job, &hint, file, NULL);
}

static enum status attachment_content(struct message *message, struct ole_storage *folder, const char *name,
                                      const char *media_type)
{
    enum status status = STATUS_OK;

    for (size_t index = 0; index < ole_storage_count(folder) && status == STATUS_OK; index++) {
        struct ole_storage *inner;
        struct bytes content;
        uint16_t id, type;

        if (!property_of(ole_storage_name(folder, index), &id, &type) || id != FILE_DATA)
            continue;
        status = ole_storage_folder(folder, index, &inner);
        if (status == STATUS_OK && inner != NULL) {
            status = object_read(message, inner, name);
            ole_storage_close(inner);
        } else if (status == STATUS_OK) {
            status = ole_storage_read(folder, index, &content);
            if (status == STATUS_OK)
                status = extract_child(message->job, &(struct part_hint){ .name = name, .media_type = media_type },
                                       content, NULL);
        }
    }
    return status;
}

static enum status attachment_read(struct message *message, struct ole_storage *folder)
{
    const char *long_name = NULL, *short_name = NULL, *media_type = NULL;
    enum status status = property_keep(message, folder, FILE_LONG_NAME, &long_name);

    if (status == STATUS_OK && long_name == NULL)
        status = property_keep(message, folder, FILE_SHORT_NAME, &short_name);
    if (status == STATUS_OK)
        status = property_keep(message, folder, FILE_MEDIA_TYPE, &media_type);
    if (long_name == NULL)
        long_name = short_name != NULL ? short_name : "attachment";
    if (status == STATUS_OK)
        status = properties_emit(message, folder, false);
    return status != STATUS_OK ? status : attachment_content(message, folder, long_name, media_type);
}

static enum status folders_read(struct message *message, struct ole_storage *storage, const char *prefix,
                                enum status (*read)(struct message *message, struct ole_storage *folder))
{
    enum status status = STATUS_OK;

    for (size_t index = 0; index < ole_storage_count(storage) && status == STATUS_OK; index++) {
        struct ole_storage *folder;

        if (strncasecmp(ole_storage_name(storage, index), prefix, strlen(prefix)) != 0)
            continue;
        status = ole_storage_folder(storage, index, &folder);
        if (status != STATUS_OK || folder == NULL)
            continue;
        status = read(message, folder);
        ole_storage_close(folder);
    }
    return status;
}

static enum status recipient_read(struct message *message, struct ole_storage *folder)
{
    return properties_emit(message, folder, false);
}

static enum status message_read(struct message *message, struct ole_storage *storage)
{
    struct bytes properties;
    enum status status = ole_storage_read_named(storage, "__properties_version1.0", &properties);

    message->encoding = message_encoding(properties);
    for (int first = 1; first >= 0 && status == STATUS_OK; first--)
        status = properties_emit(message, storage, first == 1);
    if (status == STATUS_OK)
        status = folders_read(message, storage, "__recip_version1.0_", recipient_read);
    return status != STATUS_OK ? status : folders_read(message, storage, "__attach_version1.0_", attachment_read);
}

enum status msg_read(struct extract_job *job, struct ole_storage *storage)
{
    struct message message = { .job = job,
                               .output = arena_alloc(job->arena, sizeof *message.output),
                               .text = BUF_INIT(MESSAGE_TEXT_MAX) };
    enum status status;

    if (message.output == NULL)
        return STATUS_NO_MEMORY;
    ole_output_start(message.output, job);
    status = message_read(&message, storage);
    buf_free(&message.text);
    return status;
}
