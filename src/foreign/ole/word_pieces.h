/* SPDX-License-Identifier: Apache-2.0
 *
 * Where the text of a Word document lies: the header of its stream ([MS-DOC] 2.5, the FIB) and the table of pieces
 * (2.9.177).
 */
#ifndef GUANKA_FOREIGN_OLE_WORD_PIECES_H
#define GUANKA_FOREIGN_OLE_WORD_PIECES_H

#include "extract/extractor.h"

enum word_kind {
    WORD_MAIN,
    WORD_FOOTNOTES,
    WORD_HEADERS,
    WORD_MACROS,
    WORD_COMMENTS,
    WORD_ENDNOTES,
    WORD_TEXTBOXES,
    WORD_HEADER_TEXTBOXES,
    WORD_KIND_COUNT,
};

/* Characters from `start` on lie in the stream at `offset`. */
struct word_piece {
    uint32_t start, end; /* in characters of the whole text */
    uint32_t offset;     /* in bytes of the stream */
    bool wide;           /* UTF-16, else 8 bits */
};

/* What the header says: where tables are, as far as they are wanted. */
enum word_table {
    WORD_HEADER_BORDERS,
    WORD_CHARACTER_PAGES,
    WORD_PARAGRAPH_PAGES,
    WORD_COMMENT_AUTHORS,
    WORD_REVISION_AUTHORS,
    WORD_SAVED_BY,
    WORD_DRAWINGS,
    WORD_PIECES,
    WORD_TABLE_COUNT,
};

struct word_layout {
    bool old;             /* of Word 6 or 95: tables in the stream itself, no UTF-16 */
    bool encrypted;
    bool second_table;    /* tables are in the stream "1Table" */
    enum encoding narrow; /* of text in 8 bits */
    uint32_t text_start, text_end;
    uint32_t lengths[WORD_KIND_COUNT]; /* in characters */
    struct { uint32_t offset, size; } tables[WORD_TABLE_COUNT];
};

/* False when the stream does not begin as one of these versions does. */
bool word_layout_read(struct bytes stream, struct word_layout *layout);
/* The pieces in the order of their characters; from the heap, alloc_free. *whole is false when the table makes no sense
 * and one piece that may be right stands for all. */
MUST_CHECK enum status word_pieces_read(const struct word_layout *layout, struct bytes tables, size_t stream_size,
                                        struct word_piece **pieces, size_t *count, bool *whole);

#endif
