/* SPDX-License-Identifier: Apache-2.0
 *
 * What the formatting of a Word document says of stretches of its text ([MS-DOC] 2.9.32, 2.9.174): hidden, deleted, in
 * a table, the end of a row.
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

struct word_marks {
    struct word_mark *items;
    size_t count, capacity;
};

/* Reads the pages that `table` lists, of characters or of paragraphs. *whole is false when some made no sense. */
MUST_CHECK enum status word_marks_read(struct word_marks *marks, struct bytes stream, struct bytes table,
                                       bool of_paragraphs, bool *whole);
/* Flags of what stands at `offset`; *end (in: the end of a stretch) becomes the end of what has the same. */
uint32_t word_marks_at(const struct word_marks *marks, uint32_t offset, uint32_t *end);
void word_marks_free(struct word_marks *marks);

#endif
