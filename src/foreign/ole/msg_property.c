/* SPDX-License-Identifier: Apache-2.0 */
#include "foreign/ole/msg_property.h"

#include "foreign/ole/msg_rtf.h"

bool message_type_is_text(uint16_t type)
{
    type &= (uint16_t)~TYPE_MANY;
    return type == TYPE_NARROW || type == TYPE_WIDE;
}

void message_text_decode(struct message *message, struct bytes raw, uint16_t type)
{
    enum encoding encoding = ENCODING_UTF16LE;

    if ((type & ~TYPE_MANY) == TYPE_NARROW) {
        const char *label = message->encoding != ENCODING_NONE ? encoding_name(message->encoding) : NULL;

        encoding = encoding_detect(raw, label, ENCODING_SYNTAX_PLAIN).encoding;
    }
    buf_clear(&message->text);
    ole_output_decode(message->job->charset, raw, encoding, &message->text);
    while (message->text.size > 0 && message->text.data[message->text.size - 1] == '\0')
        message->text.size--;
}

static enum status lines_emit(struct message *message, enum text_role role, const char *section)
{
    struct bytes rest = buf_bytes(&message->text);
    enum status status = buf_status(&message->text);

    message->output->section = section;
    while (rest.size > 0 && status == STATUS_OK) {
        const uint8_t *end = memchr(rest.data, '\n', rest.size);
        size_t size = end != NULL ? (size_t)(end - rest.data) : rest.size, line = size;

        if (line > 0 && rest.data[line - 1] == '\r')
            line--;
        status = ole_output_block(message->output, role, bytes_slice(rest, 0, line));
        rest = bytes_slice(rest, size + 1, rest.size);
    }
    return status;
}

static bool repeats_another(uint16_t id)
{
    return id == MESSAGE_CLASS || id == SUBJECT_PREFIX || id == CONVERSATION_TOPIC || id == NORMALIZED_SUBJECT;
}

/* Whether the text came up before in that role (by its FNV-1a hash); it has from now on. */
static bool is_seen(struct message *message, enum text_role role)
{
    uint64_t hash = UINT64_C(0xcbf29ce484222325) ^ (uint64_t)role;

    for (size_t index = 0; index < message->text.size; index++)
        hash = (hash ^ (uint8_t)message->text.data[index]) * UINT64_C(0x100000001b3);
    for (size_t index = 0; index < message->seen_count; index++)
        if (message->seen[index] == hash)
            return true;
    if (message->seen_count < SEEN_MAX)
        message->seen[message->seen_count++] = hash;
    return false;
}

enum status message_text_read(struct message *message, struct bytes raw, uint16_t id, uint16_t type)
{
    if (repeats_another(id))
        return STATUS_OK;
    if (id == HTML)
        return extract_child(message->job,
                             &(struct part_hint){ .name = "body.html",
                                                  .media_type = "text/html",
                                                  .charset = type == TYPE_WIDE ? "utf-16le" : NULL },
                             raw, NULL);
    message_text_decode(message, raw, type);
    if (id == SUBJECT)
        return is_seen(message, TEXT_TITLE) ? STATUS_OK : lines_emit(message, TEXT_TITLE, "subject");
    if (id == BODY)
        return is_seen(message, TEXT_BODY) ? STATUS_OK : lines_emit(message, TEXT_BODY, NULL);
    return is_seen(message, TEXT_METADATA) ? STATUS_OK : lines_emit(message, TEXT_METADATA, "property");
}

static enum status rtf_read(struct message *message, struct bytes raw)
{
    struct part_hint hint = { .name = "body.rtf", .media_type = "application/rtf" };
    struct bytes rtf;
    enum status status = msg_rtf_decompress(message->job, raw, &rtf);

    if (status_scope(status) > SCOPE_PART)
        return status;
    if (status != STATUS_OK)
        status = extract_gap_in(message->job, status, hint.name);
    return status != STATUS_OK || rtf.size == 0 ? status : extract_child(message->job, &hint, rtf, NULL);
}

enum status message_binary_read(struct message *message, struct bytes raw, uint16_t id)
{
    const char *label = message->encoding != ENCODING_NONE ? encoding_name(message->encoding) : NULL;

    if (id == RTF)
        return rtf_read(message, raw);
    if (id == HTML)
        return extract_child(message->job,
                             &(struct part_hint){ .name = "body.html", .media_type = "text/html", .charset = label },
                             raw, NULL);
    return STATUS_OK;
}
