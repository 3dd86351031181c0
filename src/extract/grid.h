/* SPDX-License-Identifier: Apache-2.0
 *
 * Tables of a page from where its words stand: which words are a cell, and which cell that is.
 *
 * A page says nothing of tables. Where rules are drawn, they divide cells, whatever is in them. Where there are none,
 * rows of words with wide gaps that stand below each other make columns, unless what they make is prose in columns, a
 * list of contents or a form of labels. A table that reaches the end of a page goes on at the beginning of the next one
 * when its columns stand where they stood.
 *
 * Nothing here knows a format; of words it matters whether they are numbers or labels. All input is hostile:
 * coordinates may be anything, and time and memory grow with what is given, not with what it says. One owner for each
 * document.
 */
#ifndef GUANKA_EXTRACT_GRID_H
#define GUANKA_EXTRACT_GRID_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/bytes.h"
#include "base/status.h"
#include "extract/part.h"

#define GRID_NONE UINT32_MAX
enum {
    GRID_COLUMNS_MAX = 64, /* a table that has more goes on with no other page */
    GRID_RULES_MAX = 4096, /* more are left out */
};

/* Characters that follow each other without a gap, in a frame where lines run along x and follow each other along y.
 * Any unit of length. */
struct grid_word {
    double start, end, baseline, size;
    uint32_t row;    /* words of one baseline have the same; ascending, and in a row by `start` */
    bool is_figure;  /* begins and ends as numbers do */
    bool is_label;   /* has a colon behind a word: what follows belongs to that */
    bool is_leader;  /* ends in dots that lead to the number of a page */
    uint32_t number; /* a small one, of digits alone; else 0 */
    uint32_t place;  /* out: its cell, as an index; GRID_NONE: in no table */
};

/* A drawn line, as its box; what is no line, but an area, is ignored. */
struct grid_rule {
    double x0, y0, x1, y1;
};

struct grid_place {
    struct cell cell;
    double start, end; /* what it has room for, between rules or gaps */
};

/* The table at the end of a page. */
struct grid_tail {
    uint32_t table, row; /* 0: there is none */
    bool is_ruled;
    uint32_t column_count;
    double start[GRID_COLUMNS_MAX], end[GRID_COLUMNS_MAX];
};

/* Memory that is kept from page to page. */
struct grid_scratch {
    void *items;
    size_t capacity;
};
enum { GRID_SCRATCH_COUNT = 6 };

/* Zeroed, it has no tables. */
struct grid {
    uint32_t table_count; /* of the document so far, for the numbers of tables */
    struct grid_tail tail;
    struct grid_place *places; /* since they were forgotten */
    size_t place_count, place_capacity;
    struct grid_scratch scratch[GRID_SCRATCH_COUNT];
};

/* Whether there may be a table at all: cheap, so that pages of prose cost nothing. `rows` is how many of them have a
 * wide gap, `across` and `down` how many rules are wider than high, and the others. */
static inline bool grid_is_likely(size_t rows, size_t across, size_t down)
{
    return rows >= 2 || (across + down >= 3 && across > 0 && down > 0);
}

/* In sizes of the font: what divides words of one line into cells, about the width of a character. */
#define GRID_GAP 1.0

/* Places the words of a page, behind those that it has placed before; coordinates beyond reason are brought into
 * bounds. What is not on the page's own ground (what is hidden, or runs in another direction) is told apart by
 * `is_main`: it goes on with no other page. */
MUST_CHECK enum status grid_find(struct grid *grid, struct grid_word *words, size_t count,
                                 const struct grid_rule *rules, size_t rule_count, bool is_main);
/* The page has no table, so that the one before it has ended. */
void grid_end(struct grid *grid);
/* The places, not the tables. */
void grid_forget(struct grid *grid);
void grid_free(struct grid *grid);

/* Sets what the word's text says of it; it is not empty. */
void grid_word_read(struct grid_word *word, struct bytes text);
/* Whether a number at the end of a line of a cell, which is `width` long, and that at the beginning of the next one are
 * one that the edge has cut: there was no room for its next digit. */
bool grid_is_cut(const struct grid_place *place, struct bytes line, double width, struct bytes next, double font_size);

#endif
