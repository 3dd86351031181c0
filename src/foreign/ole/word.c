/* SPDX-License-Identifier: Apache-2.0 */
#include "foreign/ole/word.h"

#include "base/alloc.h"
#include "foreign/ole/ole_output.h"
#include "foreign/ole/word_form.h"
#include "foreign/ole/word_picture.h"
#include "foreign/ole/word_text.h"

enum {
    SAMPLE_SIZE = 64 * 1024,
    SEPARATOR_STORIES = 6, /* [MS-DOC] 2.8.9: lines above notes, before the headers of the first section */
    NAMES_MAX = 4096,
};

static struct bytes table_of(const struct word_text *text, struct bytes tables, enum word_table table)
{
    return bytes_slice(tables, text->layout->tables[table].offset, text->layout->tables[table].size);
}

/* Six stories for each section: headers of even and odd pages, footers of these, header and footer of the first. */
static enum status headers_emit(struct word_text *text, struct bytes borders, uint32_t start, uint32_t end)
{
    struct reader reader = reader_of(borders);
    size_t count = borders.size / 4;
    uint32_t from = reader_u32le(&reader);
    enum status status = STATUS_OK;

    for (size_t story = 0; story + 1 < count && status == STATUS_OK; story++) {
        uint32_t to = reader_u32le(&reader);
        size_t kind = story % SEPARATOR_STORIES;
        bool is_footer = kind == 2 || kind == 3 || kind == 5;

        if (to < from || to > end - start)
            return word_text_emit(text, TEXT_HEADER, "header", start + from, end);
        if (to > from && story < SEPARATOR_STORIES)
            status = word_text_emit(text, TEXT_NOTE, "note separators", start + from, start + to);
        else if (to > from)
            status = word_text_emit(text, is_footer ? TEXT_FOOTER : TEXT_HEADER, is_footer ? "footer" : "header",
                                    start + from, start + to);
        from = to;
    }
    if (status == STATUS_OK && from < end - start)
        status = word_text_emit(text, TEXT_HEADER, "header", start + from, end);
    return status;
}

static enum status kinds_emit(struct word_text *text, struct bytes tables)
{
    static const struct {
        enum text_role role;
        const char *section;
    } meanings[WORD_KIND_COUNT] = {
        [WORD_MAIN] = { TEXT_BODY, NULL },
        [WORD_FOOTNOTES] = { TEXT_NOTE, "footnotes" },
        [WORD_HEADERS] = { TEXT_HEADER, "header" },
        [WORD_MACROS] = { TEXT_HIDDEN, "macro" },
        [WORD_COMMENTS] = { TEXT_NOTE, "comments" },
        [WORD_ENDNOTES] = { TEXT_NOTE, "endnotes" },
        [WORD_TEXTBOXES] = { TEXT_BODY, "textbox" },
        [WORD_HEADER_TEXTBOXES] = { TEXT_HEADER, "header" },
    };
    uint32_t start = 0, last = text->piece_count > 0 ? text->pieces[text->piece_count - 1].end : 0;
    enum status status = STATUS_OK;

    for (size_t kind = 0; kind < WORD_KIND_COUNT && status == STATUS_OK; kind++) {
        uint32_t length = text->layout->lengths[kind], end = length > last - start ? last : start + length;

        if (kind == WORD_HEADERS)
            status = headers_emit(text, table_of(text, tables, WORD_HEADER_BORDERS), start, end);
        else if (end > start)
            status = word_text_emit(text, meanings[kind].role, meanings[kind].section, start, end);
        start = end;
    }
    /* One more mark ends the whole; anything else behind is text that nothing claims. */
    if (status == STATUS_OK && start < last)
        status = word_text_emit(text, TEXT_HIDDEN, "remains", start, last);
    return status;
}

/* Names that no reader sees: who commented, who changed, who saved it and where. Each has a size in 16 bits and
 * UTF-16; two of the lists begin with a count (2.2.4). */
static enum status names_emit(struct word_text *text, struct bytes list, bool counted)
{
    struct reader reader = reader_of(list);
    enum status status = ole_output_break(text->output);

    text->output->section = "authors";
    text->output->cell = (struct cell){ 0, 0, 0 };
    if (counted)
        (void)reader_take(&reader, 6);
    for (unsigned count = 0; count < NAMES_MAX && reader.next < reader.end && status == STATUS_OK; count++) {
        struct bytes name = reader_take(&reader, 2u * reader_u16le(&reader));

        if (!reader.overrun)
            status = ole_output_block_decoded(text->output, TEXT_METADATA, name, ENCODING_UTF16LE);
    }
    return status;
}

static enum status all_emit(struct word_text *text, struct bytes tables)
{
    bool whole = true;
    enum status status = word_marks_read(&text->characters, text->stream, table_of(text, tables, WORD_CHARACTER_PAGES),
                                         false, &whole);

    if (status == STATUS_OK)
        status = word_marks_read(&text->paragraphs, text->stream, table_of(text, tables, WORD_PARAGRAPH_PAGES), true,
                                 &whole);
    if (status == STATUS_OK && !whole)
        status = extract_gap(text->output->job, STATUS_MALFORMED, "formatting");
    if (status == STATUS_OK)
        status = kinds_emit(text, tables);
    if (status == STATUS_OK)
        status = word_forms_emit(text->output, text->data, text->fields.items, text->fields.count);
    if (status == STATUS_OK)
        status = names_emit(text, table_of(text, tables, WORD_COMMENT_AUTHORS), false);
    if (status == STATUS_OK)
        status = names_emit(text, table_of(text, tables, WORD_REVISION_AUTHORS), true);
    if (status == STATUS_OK)
        status = names_emit(text, table_of(text, tables, WORD_SAVED_BY), true);
    return status;
}

/* Documents of old Chinese programs may say that they are English. */
static enum encoding narrow_encoding(const struct word_layout *layout, struct bytes stream)
{
    enum encoding guess;

    if (!layout->old || layout->narrow != ENCODING_WINDOWS_1252)
        return layout->narrow;
    guess = encoding_detect(bytes_slice(stream, layout->text_start, SAMPLE_SIZE), NULL, ENCODING_SYNTAX_PLAIN).encoding;
    return guess == ENCODING_GBK || guess == ENCODING_GB18030 || guess == ENCODING_BIG5 ? guess : layout->narrow;
}

static enum status document_read(struct extract_job *job, const struct word_layout *layout, struct bytes stream,
                                 struct bytes tables, struct bytes data)
{
    struct ole_output *output = arena_alloc(job->arena, sizeof *output);
    struct word_text text = { .output = output, .layout = layout, .stream = stream, .data = data };
    struct word_piece *pieces = NULL;
    enum status status;
    bool whole;

    if (output == NULL)
        return STATUS_NO_MEMORY;
    ole_output_start(output, job);
    status = word_pieces_read(layout, tables, stream.size, &pieces, &text.piece_count, &whole);
    text.pieces = pieces;
    text.narrow = narrow_encoding(layout, stream);
    if (status == STATUS_OK && !whole)
        status = extract_gap(job, STATUS_MALFORMED, "pieces of text");
    if (status == STATUS_OK)
        status = all_emit(&text, tables);
    if (status == STATUS_OK)
        status = word_pictures_read(&text, table_of(&text, tables, WORD_DRAWINGS));
    if (status == STATUS_OK && text.has_old_pictures)
        status = extract_gap(job, STATUS_UNSUPPORTED, "pictures of Word 6 or 95");
    alloc_free(pieces);
    word_text_free(&text);
    return status;
}

enum status word_read(struct extract_job *job, struct ole_storage *storage, bool *encrypted)
{
    struct bytes stream, tables = { NULL, 0 }, data = { NULL, 0 };
    struct word_layout layout;
    enum status status = ole_storage_read_named(storage, "WordDocument", &stream);

    *encrypted = false;
    if (status != STATUS_OK)
        return status;
    if (!word_layout_read(stream, &layout))
        return extract_gap(job, STATUS_UNSUPPORTED, "version of Word");
    if (layout.encrypted) {
        *encrypted = true;
        return extract_gap(job, STATUS_ENCRYPTED, NULL);
    }
    if (layout.old)
        tables = stream;
    else
        status = ole_storage_read_named(storage, layout.second_table ? "1Table" : "0Table", &tables);
    if (status == STATUS_OK && tables.size == 0) /* the bit may be wrong */
        status = ole_storage_read_named(storage, layout.second_table ? "0Table" : "1Table", &tables);
    if (status == STATUS_OK && !layout.old)
        status = ole_storage_read_named(storage, "Data", &data);
    return status != STATUS_OK ? status : document_read(job, &layout, stream, tables, data);
}
