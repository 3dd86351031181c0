/* SPDX-License-Identifier: Apache-2.0
 *
 * What the sheets of an Excel workbook share ([MS-XLS] 2.1.7.20.3): its encoding, strings, formats, and the sheets
 * themselves.
 */
#ifndef GUANKA_FOREIGN_OLE_EXCEL_BOOK_H
#define GUANKA_FOREIGN_OLE_EXCEL_BOOK_H

#include "foreign/ole/excel_record.h"
#include "foreign/ole/ole_output.h"

enum { EXCEL_FORMATS_MAX = 4096 };

struct excel_sheet {
    uint32_t offset; /* of its first record in the stream */
    bool hidden, done;
    struct bytes name;   /* in the arena */
    const char *section;
};

struct excel_format {
    uint32_t number;
    const char *date_code; /* NULL: shows no date */
    const char *display;   /* its code where that matters (extract/zip/ooxml_display.h), or NULL */
    bool hides;
};

struct excel_book {
    struct extract_job *job;
    struct ole_output *output;
    struct buf text; /* of the string at hand */
    bool old;        /* BIFF5 or earlier: strings in `encoding` */
    bool hidden;     /* the whole of it: an older form beside a newer one */
    enum encoding encoding;
    bool since_1904;
    struct excel_sheet *sheets;
    size_t sheet_count, sheet_capacity;
    struct excel_format formats[EXCEL_FORMATS_MAX];
    size_t format_count;
    const struct excel_format **cell_formats;
    size_t cell_format_count, cell_format_capacity;
    /* Shared strings: where each ends in `strings`, and whether a cell showed it. */
    struct buf strings;
    uint32_t *string_ends;
    uint8_t *used;
    size_t string_count, string_capacity;
    uint64_t shared_size; /* of all text that cells took from the shared strings and from formats */
};

void excel_book_start(struct excel_book *book, struct extract_job *job, struct ole_output *output);
void excel_book_free(struct excel_book *book);

/* A string with its size in front, of one byte or two, is read into book->text. */
void excel_book_string(struct excel_book *book, struct excel_reader *reader, bool long_size);
/* The same where the characters' number is known; BIFF8 has a byte of flags before them. */
void excel_book_characters(struct excel_book *book, struct excel_reader *reader, size_t count);

MUST_CHECK enum status excel_book_add_sheet(struct excel_book *book, const struct excel_record *record);
MUST_CHECK enum status excel_book_add_format(struct excel_book *book, const struct excel_record *record);
MUST_CHECK enum status excel_book_add_cell_format(struct excel_book *book, const struct excel_record *record);
MUST_CHECK enum status excel_book_add_strings(struct excel_book *book, const struct excel_record *record);
/* False when there is none of that number; else it counts as used from now on. */
bool excel_book_shared(struct excel_book *book, uint32_t index, struct bytes *text);
MUST_CHECK enum status excel_book_unused(struct excel_book *book);
/* NULL: shows numbers as they are. */
const struct excel_format *excel_book_format(const struct excel_book *book, uint32_t cell_format);

#endif
