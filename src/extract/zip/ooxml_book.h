/* SPDX-License-Identifier: Apache-2.0
 *
 * A workbook and what its sheets share, whatever the notation it is stored in: SpreadsheetML or records.
 */
#ifndef GUANKA_EXTRACT_ZIP_OOXML_BOOK_H
#define GUANKA_EXTRACT_ZIP_OOXML_BOOK_H

#include "extract/zip/ooxml_formats.h"
#include "extract/zip/ooxml_strings.h"

struct ooxml_sheet {
    struct ooxml_entry *entry; /* NULL: there is no such part */
    const char *name;
    bool hidden;
};

struct ooxml_book {
    struct ooxml *ooxml;
    struct ooxml_relationships related;
    struct ooxml_sheet *sheets;
    size_t sheet_count, sheet_capacity;
    struct ooxml_strings *strings;
    struct ooxml_formats *formats;
    bool since_1904;
};

/* How the parts of a workbook are read that are alike in meaning and not in form. */
struct ooxml_book_notation {
    /* Adds the sheets and says since_1904. */
    enum status (*workbook)(struct ooxml_book *book, const struct ooxml_entry *entry);
    enum ooxml_kind strings_kind;
    enum status (*strings)(struct ooxml_book *book, const struct ooxml_entry *entry);
    enum ooxml_kind formats_kind;
    enum status (*formats)(struct ooxml_book *book, const struct ooxml_entry *entry);
};

/* The workbook with its sheets, in their order. */
MUST_CHECK enum status ooxml_book_read(struct ooxml *ooxml, const struct ooxml_entry *entry,
                                       const struct ooxml_book_notation *notation);
/* A sheet, for `workbook`: `id` is that of its relationship. */
MUST_CHECK enum status ooxml_book_add_sheet(struct ooxml_book *book, struct bytes id, struct bytes name, bool hidden);

#endif
