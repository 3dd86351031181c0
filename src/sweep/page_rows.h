/* SPDX-License-Identifier: Apache-2.0
 *
 * Where rows of tables and items of lists begin and end in the text of a page, so that what stands in one is not taken
 * for part of the next. Pure.
 */
#ifndef GUANKA_SWEEP_PAGE_ROWS_H
#define GUANKA_SWEEP_PAGE_ROWS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/bytes.h"
#include "base/status.h"

enum { PAGE_ROWS_MAX = 1 << 16 }; /* what is beyond is one row without an entry */

/* The text from `start` to where the next one starts; the first one starts at 0. */
struct page_row {
    size_t start;
    bool is_entry; /* a row of a table or an item of a list, else what stands between them */
};

struct page_rows {
    struct page_row *items; /* from the heap; the reader's to free */
    size_t count, capacity;
    uint64_t seen; /* of the source */
};

/* The text at `place` comes from the source at `until`: looks at the tags before it that were not looked at. Places
 * never come down. */
MUST_CHECK enum status page_rows_meet(struct page_rows *rows, struct bytes source, uint64_t until, size_t place);

#endif
