/* SPDX-License-Identifier: Apache-2.0 */
#include "foreign/ole/word_text.h"

#include <strings.h>

#include "base/alloc.h"
#include "base/array.h"
#include "foreign/ole/word_form.h"

enum {
    OBJECT = 0x01,
    CELL_MARK = 0x07,
    TABULATOR = 0x09,
    LINE_BREAK = 0x0B,
    PAGE_BREAK = 0x0C,
    PARAGRAPH_MARK = 0x0D,
    COLUMN_BREAK = 0x0E,
    FIELD_BEGIN = 0x13,
    FIELD_SEPARATOR = 0x14,
    FIELD_END = 0x15,
    HARD_HYPHEN = 0x1E,
    FIRST_LETTER = 0x20,
    FIELD_CODE_MAX = 64 * 1024,
};

/* ---- fields ---- */

static bool in_code(const struct word_text *text)
{
    return text->fields_in_code != 0;
}

/* The next word of a field's code, or what stands in quotes. */
static struct bytes argument_take(struct bytes *code)
{
    struct bytes rest = *code;
    size_t start = 0, end;
    char stop = ' ';

    while (start < rest.size && rest.data[start] == ' ')
        start++;
    if (start < rest.size && rest.data[start] == '"') {
        stop = '"';
        start++;
    }
    for (end = start; end < rest.size && rest.data[end] != stop;)
        end++;
    *code = bytes_slice(rest, end + 1, rest.size);
    return bytes_slice(rest, start, end - start);
}

static enum status argument_emit(struct word_text *text, enum text_role role, struct bytes argument)
{
    enum status status = ole_output_role(text->output, TEXT_HIDDEN); /* a text of its own */

    if (status == STATUS_OK)
        status = ole_output_role(text->output, role);
    return status != STATUS_OK ? status : ole_output_text(text->output, argument);
}

/* HYPERLINK "http://…" \o "tip" \t frame: all but the switches. */
static enum status link_emit(struct word_text *text, struct bytes code)
{
    enum text_role role = TEXT_LINK;
    enum status status = STATUS_OK;

    while (code.size > 0 && status == STATUS_OK) {
        struct bytes argument = argument_take(&code);

        if (argument.size == 0)
            continue;
        if (argument.size == 2 && argument.data[0] == '\\') {
            role = argument.data[1] == 'o' ? TEXT_ALT : TEXT_LINK;
            continue;
        }
        status = argument_emit(text, role, argument);
        role = TEXT_LINK;
    }
    return status;
}

/* What is chosen of a list stands where its field does. */
static enum status choice_emit(struct word_text *text)
{
    struct bytes choice = text->choice;
    enum status status = STATUS_OK;

    text->choice = bytes_of(NULL, 0);
    if (choice.size > 0)
        status = ole_output_role(text->output, text->role);
    return status != STATUS_OK ? status : ole_output_decoded(text->output, choice, ENCODING_UTF16LE);
}

/* The code of a field is not seen, its result is. */
static enum status code_emit(struct word_text *text)
{
    static const char link[] = "HYPERLINK";
    struct bytes code = buf_bytes(&text->code);
    enum status status = buf_status(&text->code);

    /* Longer ones are cut; nothing real comes near. */
    if (status == STATUS_NO_MEMORY)
        return status;
    while (code.size > 0 && code.data[0] == ' ')
        code = bytes_slice(code, 1, code.size);
    if (code.size == 0)
        return choice_emit(text);
    if (code.size > sizeof link && strncasecmp((const char *)code.data, link, sizeof link - 1) == 0
        && memchr(code.data, '"', code.size) != NULL) {
        status = link_emit(text, bytes_slice(code, sizeof link - 1, code.size));
    } else {
        status = ole_output_role(text->output, TEXT_HIDDEN);
        if (status == STATUS_OK)
            status = ole_output_text(text->output, code);
    }
    buf_clear(&text->code);
    return status != STATUS_OK ? status : choice_emit(text);
}

static enum status field_mark(struct word_text *text, unsigned mark)
{
    bool was_in_code = in_code(text);

    if (mark == FIELD_BEGIN) {
        /* Deeper ones than can be followed count as part of those around them. */
        if (text->field_count < WORD_FIELDS_MAX)
            text->fields_in_code |= UINT64_C(1) << text->field_count;
        text->field_count++;
        return STATUS_OK;
    }
    if (text->field_count == 0)
        return STATUS_OK;
    if (mark == FIELD_END)
        text->field_count--;
    if (mark == FIELD_END && text->field_count < WORD_FIELDS_MAX)
        text->fields_in_code &= ~(UINT64_C(1) << text->field_count);
    if (mark == FIELD_SEPARATOR && text->field_count <= WORD_FIELDS_MAX)
        text->fields_in_code &= ~(UINT64_C(1) << (text->field_count - 1));
    return was_in_code && !in_code(text) ? code_emit(text) : STATUS_OK;
}

/* A character that stands for something else. The data of a field are in its code. */
static enum status object_mark(struct word_text *text, uint32_t offset)
{
    const struct word_reference *reference = word_marks_reference(&text->characters, offset);
    struct word_places *places;
    enum status status;

    text->has_old_pictures |= text->layout->old;
    if (reference == NULL)
        return STATUS_OK;
    if (reference->is_data && in_code(text))
        text->choice = word_form_shown(text->data, reference->place);
    places = reference->is_data ? &text->fields : &text->pictures;
    status = ARRAY_GROW(&places->items, &places->capacity, places->count + 1);
    if (status == STATUS_OK)
        places->items[places->count++] = reference->place;
    return status;
}

/* ---- tables ---- */

static void next_row(struct cell *cell)
{
    cell->row++;
    cell->column = 1;
}

/* A cell or a row ended. Without marks a row has ended where two cell marks follow each other. */
static void cell_end(struct word_text *text, uint32_t flags)
{
    struct cell *cell = &text->output->cell;
    bool has_marks = text->paragraphs.count > 0;
    bool row_end = has_marks ? (flags & WORD_ROW_END) != 0 : text->after_cell;

    if (cell->table == 0)
        *cell = (struct cell){ ++text->table_count, 1, 1 };
    if (row_end)
        next_row(cell);
    else
        cell->column++;
    text->after_cell = !row_end;
}

/* Before the first character of a paragraph: whether it is in a table. */
static void table_follow(struct word_text *text, uint32_t flags)
{
    struct cell *cell = &text->output->cell;

    if (text->paragraphs.count == 0)
        return;
    if ((flags & (WORD_IN_TABLE | WORD_ROW_END)) == 0)
        *cell = (struct cell){ 0, 0, 0 };
    else if (cell->table == 0)
        *cell = (struct cell){ ++text->table_count, 1, 1 };
}

/* ---- characters ---- */

static enum status blank(struct word_text *text)
{
    if (in_code(text)) {
        buf_byte(&text->code, ' ');
        return STATUS_OK;
    }
    return ole_output_text(text->output, bytes_of_text(" "));
}

static enum status mark_read(struct word_text *text, unsigned mark, uint32_t offset, uint32_t flags)
{
    enum status status;

    switch (mark) {
    case FIELD_BEGIN:
    case FIELD_SEPARATOR:
    case FIELD_END:
        return field_mark(text, mark);
    case TABULATOR:
    case LINE_BREAK:
        return blank(text);
    case HARD_HYPHEN:
        return ole_output_text(text->output, bytes_of_text("-"));
    case CELL_MARK:
    case PARAGRAPH_MARK:
    case PAGE_BREAK:
    case COLUMN_BREAK:
        if (in_code(text))
            return blank(text);
        status = ole_output_break(text->output);
        if (mark == CELL_MARK || (flags & WORD_CELL_END) != 0)
            cell_end(text, flags);
        else
            text->after_cell = false;
        return status;
    case OBJECT:
        return object_mark(text, offset);
    default: /* references to notes, optional hyphens: nothing that could be read */
        return STATUS_OK;
    }
}

static enum status letters_emit(struct word_text *text, struct bytes raw, enum encoding encoding, uint32_t flags)
{
    enum text_role role = (flags & WORD_HIDDEN) != 0 ? TEXT_HIDDEN : text->role;
    enum status status;

    if (in_code(text)) {
        ole_output_decode(text->output->job->charset, raw, encoding, &text->code);
        return text->code.status == STATUS_NO_MEMORY ? STATUS_NO_MEMORY : STATUS_OK;
    }
    if (text->after_cell && text->paragraphs.count == 0)
        text->after_cell = false;
    status = ole_output_role(text->output, role);
    return status != STATUS_OK ? status : ole_output_decoded(text->output, raw, encoding);
}

static size_t letters_size(struct bytes raw, bool wide)
{
    size_t size = 0;

    if (wide)
        while (size + 1 < raw.size && (raw.data[size] >= FIRST_LETTER || raw.data[size + 1] != 0))
            size += 2;
    else
        while (size < raw.size && raw.data[size] >= FIRST_LETTER)
            size++;
    return size;
}

/* A stretch that has the same flags throughout. */
static enum status stretch_emit(struct word_text *text, struct bytes raw, bool wide, uint32_t flags)
{
    enum encoding encoding = wide ? ENCODING_UTF16LE : text->narrow;
    enum status status = STATUS_OK;

    table_follow(text, flags);
    while (raw.size > (wide ? 1u : 0u) && status == STATUS_OK) {
        size_t size = letters_size(raw, wide);

        if (size > 0) {
            status = letters_emit(text, bytes_slice(raw, 0, size), encoding, flags);
        } else {
            status = mark_read(text, raw.data[0], (uint32_t)(raw.data - text->stream.data), flags);
            size = wide ? 2 : 1;
        }
        raw = bytes_slice(raw, size, raw.size);
    }
    return status;
}

static enum status piece_emit(struct word_text *text, const struct word_piece *piece, uint32_t start, uint32_t end)
{
    uint32_t width = piece->wide ? 2 : 1, offset = piece->offset + (start - piece->start) * width;
    uint32_t stop = offset + (end - start) * width;
    enum status status = STATUS_OK;

    /* Pieces may repeat what is in the stream, so they can make more of it than it is. */
    text->charged += stop - offset;
    status = extract_charge(text->output->job, stop - offset, text->charged, text->stream.size);
    while (offset < stop && status == STATUS_OK) {
        uint32_t next = stop, flags;

        flags = word_marks_at(&text->characters, offset, &next);
        flags |= word_marks_at(&text->paragraphs, offset, &next);
        if (piece->wide && (next - offset) % 2 != 0)
            next = next + 1 <= stop ? next + 1 : stop;
        status = stretch_emit(text, bytes_slice(text->stream, offset, next - offset), piece->wide, flags);
        if (status == STATUS_OK)
            status = extract_progress(text->output->job, 0);
        offset = next;
    }
    return status;
}

static enum status text_begin(struct word_text *text, enum text_role role, const char *section)
{
    enum status status = ole_output_break(text->output);

    text->role = role;
    text->output->section = section;
    text->output->cell = (struct cell){ 0, 0, 0 };
    text->after_cell = false;
    text->fields_in_code = 0;
    text->field_count = 0;
    buf_clear(&text->code);
    text->choice = bytes_of(NULL, 0);
    return status != STATUS_OK ? status : ole_output_role(text->output, role);
}

enum status word_text_emit(struct word_text *text, enum text_role role, const char *section, uint32_t start,
                           uint32_t end)
{
    enum status status = text_begin(text, role, section);
    size_t low = 0, high = text->piece_count;

    if (text->code.size_max == 0)
        text->code = (struct buf)BUF_INIT(FIELD_CODE_MAX);
    while (low < high) { /* the first piece that ends behind the start */
        size_t middle = low + (high - low) / 2;

        if (text->pieces[middle].end > start)
            high = middle;
        else
            low = middle + 1;
    }
    for (; low < text->piece_count && text->pieces[low].start < end && status == STATUS_OK; low++) {
        const struct word_piece *piece = &text->pieces[low];

        status = piece_emit(text, piece, piece->start > start ? piece->start : start,
                            piece->end < end ? piece->end : end);
    }
    if (status == STATUS_OK && in_code(text)) /* a field without an end */
        status = code_emit(text);
    return status != STATUS_OK ? status : ole_output_break(text->output);
}

void word_text_free(struct word_text *text)
{
    word_marks_free(&text->characters);
    word_marks_free(&text->paragraphs);
    buf_free(&text->code);
    alloc_free(text->pictures.items);
    alloc_free(text->fields.items);
}
