/* SPDX-License-Identifier: Apache-2.0 */
#include "foreign/ole/ole_output.h"

#include <string.h>

#include "text/utf8.h"

enum { DECODE_STEP = 4096, CHARACTER_ROOM = 16, SECTION_NAME_MAX = 1024 };

void ole_output_start(struct ole_output *output, struct extract_job *job)
{
    memset(output, 0, offsetof(struct ole_output, text));
    output->job = job;
}

static enum status flush(struct ole_output *output)
{
    struct text_run run = { .utf8 = output->text,
                            .size = output->size,
                            .role = output->role,
                            .join = output->started[output->role] ? JOIN_GLUED : JOIN_BROKEN,
                            .origin = ORIGIN_DETACHED,
                            .newlines = NEWLINES_ARE_BLANKS,
                            .section = output->section,
                            .place = output->place,
                            .cell = output->cell };

    if (output->size == 0)
        return STATUS_OK;
    output->size = 0;
    output->started[output->role] = true;
    return extract_emit(output->job, &run);
}

/* Only what is read as one text goes on behind something else: hidden stretches and links are texts of their own. */
static bool goes_on(enum text_role role)
{
    return role != TEXT_HIDDEN && role != TEXT_LINK && role != TEXT_ALT && role != TEXT_METADATA;
}

enum status ole_output_role(struct ole_output *output, enum text_role role)
{
    enum status status;

    if (role == output->role)
        return STATUS_OK;
    status = flush(output);
    output->role = role;
    if (!goes_on(role))
        output->started[role] = false;
    return status;
}

enum status ole_output_text(struct ole_output *output, struct bytes utf8)
{
    enum status status = STATUS_OK;

    while (utf8.size > 0 && status == STATUS_OK) {
        size_t room = TEXT_RUN_MAX - output->size, size = utf8.size;

        if (size > room)
            size = utf8_floor((const char *)utf8.data, utf8.size, room);
        memcpy(output->text + output->size, utf8.data, size);
        output->size += size;
        utf8 = bytes_slice(utf8, size, utf8.size);
        if (utf8.size > 0)
            status = flush(output);
    }
    return status;
}

enum status ole_output_decoded(struct ole_output *output, struct bytes raw, enum encoding encoding)
{
    enum status status = STATUS_OK;

    while (raw.size > 0 && status == STATUS_OK) {
        struct charset_step step;

        if (TEXT_RUN_MAX - output->size < CHARACTER_ROOM)
            status = flush(output);
        step = charset_decode(output->job->charset, encoding, raw, true, output->text + output->size,
                              TEXT_RUN_MAX - output->size);
        output->size += step.produced;
        raw = bytes_slice(raw, step.consumed, raw.size);
        if (raw.size > 0 && status == STATUS_OK)
            status = flush(output);
    }
    return status;
}

enum status ole_output_break(struct ole_output *output)
{
    enum status status = flush(output);

    memset(output->started, 0, sizeof output->started);
    return status;
}

enum status ole_output_block(struct ole_output *output, enum text_role role, struct bytes utf8)
{
    enum status status = ole_output_break(output);

    if (status == STATUS_OK)
        status = ole_output_role(output, role);
    if (status == STATUS_OK)
        status = ole_output_text(output, utf8);
    return status != STATUS_OK ? status : ole_output_break(output);
}

enum status ole_output_block_decoded(struct ole_output *output, enum text_role role, struct bytes raw,
                                     enum encoding encoding)
{
    enum status status = ole_output_break(output);

    if (status == STATUS_OK)
        status = ole_output_role(output, role);
    if (status == STATUS_OK)
        status = ole_output_decoded(output, raw, encoding);
    return status != STATUS_OK ? status : ole_output_break(output);
}

void ole_output_decode(struct charset *charset, struct bytes raw, enum encoding encoding, struct buf *text)
{
    char decoded[DECODE_STEP];

    while (raw.size > 0) {
        struct charset_step step = charset_decode(charset, encoding, raw, true, decoded, sizeof decoded);

        buf_append(text, decoded, step.produced);
        raw = bytes_slice(raw, step.consumed, raw.size);
    }
}

const char *ole_output_section(struct extract_job *job, const char *kind, struct bytes name)
{
    struct buf section = BUF_INIT(2 * SECTION_NAME_MAX);
    const char *kept = NULL;

    if (name.size > SECTION_NAME_MAX)
        name.size = utf8_floor((const char *)name.data, name.size, SECTION_NAME_MAX);
    buf_text(&section, kind);
    buf_append(&section, name.data, name.size);
    if (section.data != NULL)
        kept = arena_text(job->arena, section.data, section.size);
    buf_free(&section);
    return kept;
}
