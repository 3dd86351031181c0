/* SPDX-License-Identifier: Apache-2.0
 *
 * The characters of a Word document as text: paragraphs, cells, fields, and the characters that stand for something
 * else ([MS-DOC] 2.8.26, 2.4.3).
 */
#ifndef GUANKA_FOREIGN_OLE_WORD_TEXT_H
#define GUANKA_FOREIGN_OLE_WORD_TEXT_H

#include "foreign/ole/ole_output.h"
#include "foreign/ole/word_marks.h"
#include "foreign/ole/word_pieces.h"

enum { WORD_FIELDS_MAX = 64 };

/* Where what the text refers to lies in the stream "Data", in the order of the text. */
struct word_places {
    uint32_t *items;
    size_t count, capacity;
};

struct word_text {
    struct ole_output *output;
    const struct word_layout *layout;
    struct bytes stream, data; /* of the text; what its characters refer to */
    const struct word_piece *pieces;
    size_t piece_count;
    struct word_marks characters, paragraphs;
    enum encoding narrow;
    uint64_t charged;
    /* Where it is. */
    enum text_role role;
    uint32_t table_count;
    bool after_cell;            /* the last character ended a cell; for documents without marks */
    uint64_t fields_in_code;    /* a bit for each field that is open: its code is being read, not its result */
    unsigned field_count;       /* fields that are open */
    struct buf code;            /* of the outermost field whose code is being read */
    struct bytes choice;        /* what that field shows in place of a result, in UTF-16 */
    struct word_places pictures, fields;
    bool has_old_pictures;      /* a character of Word 6 or 95 stands for one */
};

/* Characters from `start` to `end`, as a text of its own. */
MUST_CHECK enum status word_text_emit(struct word_text *text, enum text_role role, const char *section, uint32_t start,
                                      uint32_t end);
/* Gives back what reading it took. */
void word_text_free(struct word_text *text);

#endif
