/* SPDX-License-Identifier: Apache-2.0
 *
 * What the formatting of a Word document says of stretches of its text ([MS-DOC] 2.9.32, 2.9.174): hidden, deleted, in
 * a table, the end of a row, a picture.
 *
 * Formatted pages speak of offsets in the stream, in ascending order. Only stretches that say something are kept.
 */
#ifndef GUANKA_FOREIGN_OLE_WORD_MARKS_H
#define GUANKA_FOREIGN_OLE_WORD_MARKS_H

#include <stdbool.h>

#include "base/bytes.h"
#include "base/status.h"

enum {
    WORD_HIDDEN = 1,
    WORD_IN_TABLE = 2,
    WORD_ROW_END = 4,
    WORD_CELL_END = 8, /* of a table in a table, where a paragraph mark ends a cell */
};

struct word_mark {
    uint32_t start, end; /* in the stream */
    uint32_t flags;
};

/* A stretch of which a character may stand for a picture, or for the data of a field (is_data), which lie in the stream
 * "Data". Other characters may have such a place too, and it means nothing. */
struct word_reference {
    uint32_t start, end; /* in the stream of the text */
    uint32_t place;      /* in "Data" */
    bool is_data;
};

/* Both in ascending order. */
struct word_marks {
    struct word_mark *items;
    size_t count, capacity;
    struct word_reference *references;
    size_t reference_count, reference_capacity;
};

/* Reads the pages that `table` lists, of characters or of paragraphs. *whole is false when some made no sense. */
MUST_CHECK enum status word_marks_read(struct word_marks *marks, struct bytes stream, struct bytes table,
                                       bool of_paragraphs, bool *whole);
/* Flags of what stands at `offset`; *end (in: the end of a stretch) becomes the end of what has the same. */
uint32_t word_marks_at(const struct word_marks *marks, uint32_t offset, uint32_t *end);
/* Where the character at `offset` refers to; NULL when it refers to nothing. */
const struct word_reference *word_marks_reference(const struct word_marks *marks, uint32_t offset);
void word_marks_free(struct word_marks *marks);

#endif
