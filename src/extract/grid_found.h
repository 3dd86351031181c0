/* SPDX-License-Identifier: Apache-2.0
 *
 * What the two ways to find tables share, for grid.c: it asks for those with rules first, and then for those without.
 */
#ifndef GUANKA_EXTRACT_GRID_FOUND_H
#define GUANKA_EXTRACT_GRID_FOUND_H

#include <assert.h>

#include "extract/grid.h"

/* Where a word stands in the tables of the page. */
struct grid_spot {
    uint32_t table;  /* from 1, in the order in which they are found; 0: none */
    uint32_t row;    /* from 0; gaps between numbers are closed later */
    uint32_t column; /* from 1 */
    double start, end;
};

struct grid_found {
    bool is_ruled;
    uint32_t column_count; /* GRID_COLUMNS_MAX + 1: too many */
    double start[GRID_COLUMNS_MAX], end[GRID_COLUMNS_MAX];
};

enum { GRID_TABLES_MAX = 256 }; /* of a page */

struct grid_page {
    struct grid_word *words;
    struct grid_spot *spots; /* one for each word */
    struct grid_scratch *scratch;
    const struct grid_tail *tail; /* of the page before, whose columns may go on */
    size_t count;
    double unit; /* the size of its text, about */
    struct grid_found *tables;
    size_t table_capacity;
    uint32_t table_count; /* at most GRID_TABLES_MAX */
};

/* What the memory is for. */
enum grid_use { GRID_SPOTS, GRID_ENTRIES, GRID_CHUNKS, GRID_ROWS, GRID_EDGES, GRID_NUMBERS };
static_assert(GRID_NUMBERS + 1 == GRID_SCRATCH_COUNT, "one for each use");

/* Room for `count` items, which are not zeroed; NULL: there is none. */
void *grid_scratch(struct grid_page *page, enum grid_use use, size_t count, size_t size);

/* One more table, empty; NULL: no memory. */
struct grid_found *grid_found_add(struct grid_page *page);

/* Both take words that are in no table yet. */
MUST_CHECK enum status grid_ruled_find(struct grid_page *page, const struct grid_rule *rules, size_t rule_count);
MUST_CHECK enum status grid_plain_find(struct grid_page *page);

#endif
