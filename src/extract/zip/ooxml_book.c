/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/zip/ooxml_book.h"

#include "base/alloc.h"
#include "base/array.h"
#include "base/buf.h"

enum { SHEETS_MAX = 10000 };

enum status ooxml_book_add_sheet(struct ooxml_book *book, struct bytes id, struct bytes name, bool hidden)
{
    struct ooxml_sheet *sheet;
    enum status status;

    if (book->sheet_count == SHEETS_MAX)
        return STATUS_OK;
    status = array_grow((void **)&book->sheets, &book->sheet_capacity, book->sheet_count + 1, sizeof *book->sheets);
    if (status != STATUS_OK)
        return status;
    sheet = &book->sheets[book->sheet_count];
    *sheet = (struct ooxml_sheet){ .entry = ooxml_related(&book->related, id),
                                   .name = ooxml_keep(book->ooxml, name),
                                   .hidden = hidden };
    if (sheet->name == NULL)
        return STATUS_NO_MEMORY;
    book->sheet_count++;
    return STATUS_OK;
}

/* "sheet 名单" */
static const char *section_of(struct ooxml *ooxml, const char *name)
{
    struct buf section = BUF_INIT(64 * 1024);
    const char *kept = NULL;

    buf_text(&section, "sheet ");
    buf_text(&section, name);
    if (section.data != NULL)
        kept = ooxml_keep(ooxml, buf_bytes(&section));
    buf_free(&section);
    return kept;
}

static enum status sheet_extract(struct ooxml *ooxml, const struct ooxml_sheet *sheet, uint32_t number)
{
    const char *section = section_of(ooxml, sheet->name);
    struct text_run title = { .role = sheet->hidden ? TEXT_HIDDEN : TEXT_TITLE,
                              .join = JOIN_BROKEN,
                              .section = section,
                              .place = { PLACE_SHEET, number } };
    enum status status;

    if (section == NULL)
        return STATUS_NO_MEMORY;
    status = ooxml_emit(ooxml, &title, bytes_of_text(sheet->name));
    if (status != STATUS_OK || sheet->entry == NULL || sheet->entry->done)
        return status;
    sheet->entry->place = title.place;
    sheet->entry->hidden = sheet->hidden;
    sheet->entry->section = section;
    status = ooxml_place_related(ooxml, sheet->entry);
    return status != STATUS_OK ? status : ooxml_entry_read(ooxml, sheet->entry);
}

/* A part that is read for what others refer to. */
static enum status shared_read(struct ooxml_book *book, enum ooxml_kind kind,
                               enum status (*read)(struct ooxml_book *book, const struct ooxml_entry *entry))
{
    struct ooxml_entry *entry = ooxml_entry_of_kind(book->ooxml, kind);

    if (entry == NULL)
        return STATUS_OK;
    entry->done = true;
    return ooxml_settle(book->ooxml, entry, read(book, entry));
}

static enum status book_extract(struct ooxml_book *book, const struct ooxml_entry *entry,
                                const struct ooxml_book_notation *notation)
{
    enum status status = ooxml_relationships_read(book->ooxml, entry, &book->related);

    if (status == STATUS_OK)
        status = ooxml_settle(book->ooxml, entry, notation->workbook(book, entry));
    if (status == STATUS_OK)
        status = shared_read(book, notation->strings_kind, notation->strings);
    if (status == STATUS_OK)
        status = ooxml_strings_finish(book->strings);
    if (status == STATUS_OK)
        status = shared_read(book, notation->formats_kind, notation->formats);
    for (size_t index = 0; index < book->sheet_count && status == STATUS_OK; index++)
        status = sheet_extract(book->ooxml, &book->sheets[index], (uint32_t)index + 1);
    return status != STATUS_OK ? status : ooxml_strings_emit_unused(book->strings);
}

enum status ooxml_book_read(struct ooxml *ooxml, const struct ooxml_entry *entry,
                            const struct ooxml_book_notation *notation)
{
    struct ooxml_book *outer = ooxml->book;
    struct ooxml_book book = { .ooxml = ooxml };
    enum status status = ooxml_strings_create(ooxml, &book.strings);

    if (status == STATUS_OK)
        status = ooxml_formats_create(ooxml, &book.formats);
    ooxml->book = &book;
    if (status == STATUS_OK)
        status = book_extract(&book, entry, notation);
    ooxml->book = outer;
    alloc_free(book.sheets);
    ooxml_strings_destroy(book.strings);
    ooxml_formats_destroy(book.formats);
    return status;
}
