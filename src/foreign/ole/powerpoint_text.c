/* SPDX-License-Identifier: Apache-2.0 */
#include "foreign/ole/powerpoint_text.h"

enum {
    DEPTH_MAX = 24,
    HEADER_TEXT = 1,
    FOOTER_TEXT = 2,
    LINK_TARGET = 1,
    COMMENT_AUTHOR = 0,
    COMMENT_TEXT = 1,
    OPTION_SIZE = 6,
    OPTION_TEXT_OF_ART = 0x00C0,
    OPTION_NAME = 0x0380,
    OPTION_DESCRIPTION = 0x0381,
    OPTION_NUMBER = 0x3FFF,
    OPTION_IS_COMPLEX = 0x8000,
    FIRST_LETTER = 0x20,
    LINE_BREAK = 0x0B,
    TABULATOR = 0x09,
};

static enum status stand(struct ole_output *output, const struct powerpoint_place *place, const char *section)
{
    enum status status = ole_output_break(output);

    output->section = section;
    output->place = place->place;
    return status;
}

static enum text_role role_in(const struct powerpoint_place *place, enum text_role role)
{
    return place->role == TEXT_HIDDEN ? TEXT_HIDDEN : role;
}

/* ---- paragraphs ---- */

/* Characters are of one byte or two; 0x0D ends a paragraph, 0x0B a line. */
static enum status paragraphs_emit(struct ole_output *output, enum text_role role, struct bytes raw, bool wide)
{
    enum encoding encoding = wide ? ENCODING_UTF16LE : ENCODING_WINDOWS_1252;
    size_t width = wide ? 2 : 1;
    enum status status = ole_output_role(output, role);

    if (raw.size == width && raw.data[0] == '*') /* stands for a number or a date */
        return STATUS_OK;
    while (raw.size >= width && status == STATUS_OK) {
        size_t size = 0;

        while (size + width <= raw.size && (raw.data[size] >= FIRST_LETTER || (wide && raw.data[size + 1] != 0)))
            size += width;
        if (size > 0) {
            status = ole_output_decoded(output, bytes_slice(raw, 0, size), encoding);
        } else {
            if (raw.data[0] == LINE_BREAK || raw.data[0] == TABULATOR)
                status = ole_output_text(output, bytes_of_text(" "));
            else if (raw.data[0] == '\r' || raw.data[0] == '\n')
                status = ole_output_break(output);
            size = width;
        }
        raw = bytes_slice(raw, size, raw.size);
    }
    return status != STATUS_OK ? status : ole_output_break(output);
}

enum status powerpoint_text_atom(struct ole_output *output, const struct powerpoint_place *place,
                                 const struct powerpoint_record *record)
{
    enum status status;

    if (record->type != PPT_TEXT_CHARS && record->type != PPT_TEXT_BYTES)
        return STATUS_OK;
    status = stand(output, place, place->section);
    return status != STATUS_OK ? status
                               : paragraphs_emit(output, place->role, record->body, record->type == PPT_TEXT_CHARS);
}

/* ---- strings, which mean what the record means that they are in ---- */

static enum status string_emit(struct ole_output *output, const struct powerpoint_place *place, uint16_t parent,
                               const struct powerpoint_record *record)
{
    const char *section = place->section;
    enum text_role role = TEXT_METADATA;
    enum status status;

    switch (parent) {
    case PPT_PROGRAM_TAG: /* names of extensions */
        return STATUS_OK;
    case PPT_HEADERS:
        section = record->instance == FOOTER_TEXT ? "footer" : "header";
        role = record->instance == FOOTER_TEXT ? TEXT_FOOTER : TEXT_HEADER;
        break;
    case PPT_LINK:
        section = "links";
        role = record->instance == LINK_TARGET ? TEXT_LINK : TEXT_ALT;
        break;
    case PPT_COMMENT:
        section = "comments";
        role = record->instance == COMMENT_TEXT ? TEXT_NOTE : TEXT_METADATA;
        break;
    default:
        break;
    }
    status = stand(output, place, section);
    return status != STATUS_OK ? status : paragraphs_emit(output, role_in(place, role), record->body, true);
}

/* [MS-ODRAW] 2.2.9: numbers of six bytes, then the data of those that are longer. */
static enum status options_emit(struct ole_output *output, const struct powerpoint_place *place,
                                const struct powerpoint_record *record)
{
    struct reader options = reader_of(bytes_slice(record->body, 0, (size_t)record->instance * OPTION_SIZE));
    struct reader data = reader_of(bytes_slice(record->body, (size_t)record->instance * OPTION_SIZE,
                                               record->body.size));
    enum status status = stand(output, place, place->section);

    while (options.end - options.next >= OPTION_SIZE && status == STATUS_OK) {
        uint16_t number = reader_u16le(&options);
        uint32_t value = reader_u32le(&options);
        struct bytes text;

        if ((number & OPTION_IS_COMPLEX) == 0)
            continue;
        text = reader_take(&data, value);
        if (data.overrun)
            return STATUS_OK; /* arrays may be longer than they say; strings that we want mostly stand before */
        while (text.size >= 2 && text.data[text.size - 1] == 0 && text.data[text.size - 2] == 0)
            text.size -= 2;
        if ((number & OPTION_NUMBER) == OPTION_TEXT_OF_ART)
            status = paragraphs_emit(output, place->role, text, true);
        else if ((number & OPTION_NUMBER) == OPTION_DESCRIPTION)
            status = paragraphs_emit(output, role_in(place, TEXT_ALT), text, true);
    }
    return status;
}

/* ---- all of it ---- */

/* Records whose content is records, whatever they say themselves. */
static bool holds_records(const struct powerpoint_record *record)
{
    return record->is_container || record->type == PPT_BINARY_DATA;
}

static enum status record_emit(struct ole_output *output, const struct powerpoint_place *place, uint16_t parent,
                               const struct powerpoint_record *record)
{
    if (record->type == PPT_STRING)
        return string_emit(output, place, parent, record);
    if (record->type == ART_OPTIONS)
        return options_emit(output, place, record);
    return powerpoint_text_atom(output, place, record);
}

/* *cut: records are longer than what there is of them. */
static enum status walk(struct ole_output *output, const struct powerpoint_place *place, struct bytes records, bool *cut)
{
    struct {
        struct bytes records;
        size_t offset;
        uint16_t type;
    } levels[DEPTH_MAX] = { { .records = records } };
    size_t depth = 1;
    bool too_deep = false;
    enum status status = STATUS_OK;

    while (depth > 0 && status == STATUS_OK) {
        struct powerpoint_record record;

        if (!powerpoint_record_next(levels[depth - 1].records, &levels[depth - 1].offset, &record, cut)) {
            depth--;
        } else if (!holds_records(&record)) {
            status = record_emit(output, place, levels[depth - 1].type, &record);
        } else if (depth < DEPTH_MAX) {
            levels[depth].records = record.body;
            levels[depth].offset = 0;
            levels[depth++].type = record.type;
        } else {
            too_deep = true;
        }
    }
    return status == STATUS_OK && too_deep ? extract_gap(output->job, STATUS_LIMIT_DEPTH, place->section) : status;
}

enum status powerpoint_text_emit(struct ole_output *output, const struct powerpoint_place *place, struct bytes records)
{
    bool cut = false;
    enum status status = walk(output, place, records, &cut);

    return status == STATUS_OK && cut ? extract_gap(output->job, STATUS_MALFORMED, place->section) : status;
}

enum status powerpoint_text_drawing(struct ole_output *output, const struct powerpoint_place *place,
                                    struct bytes records)
{
    bool cut = false;
    enum status status = ole_output_break(output);

    output->cell = (struct cell){ 0, 0, 0 };
    return status != STATUS_OK ? status : walk(output, place, records, &cut);
}
