/* SPDX-License-Identifier: Apache-2.0
 *
 * Statements about indicators in prose: which region, which period, which indicator, which value and growth.
 *
 * The grammar is that of DOMAIN 4.4: [REGION] [PERIOD] [STATUS] INDICATOR [REL] VALUE* (, GROWTH)*. What a sentence leaves out is
 * taken from the sentences before it in its block, then from the document (its title, its headings, the last period that
 * was spoken of). What excuses a statement is told with it; deciding is for decision.h. Text is canonical. Pure.
 */
#ifndef GUANKA_STATISTICS_STATEMENT_H
#define GUANKA_STATISTICS_STATEMENT_H

#include "statistics/lexicon.h"
#include "statistics/period.h"

enum statement_flag {
    STATEMENT_PLAN = 1U << 0,     /* what is to be */
    STATEMENT_ENTITY = 1U << 1,   /* of a firm, a project, a village */
    STATEMENT_INTERNAL = 1U << 2, /* says itself that it is not released */
    STATEMENT_ESTIMATE = 1U << 3,
    STATEMENT_RANK = 1U << 4,     /* gives a rank */
    STATEMENT_LOOSE = 1U << 5,    /* whose figures are not certain to be the indicator's: 分别 */
    STATEMENT_ELSEWHERE = 1U << 6,
    STATEMENT_WHICH_COUNTY = 1U << 7, /* 全县, and no county was named */
    STATEMENT_DEFAULT = 1U << 8,      /* no region was named at all: it is the site's */
    STATEMENT_FINAL = 1U << 9,        /* says that it is the final figure */
    STATEMENT_REVISED = 1U << 10,     /* that it is a revised one */
};

enum statement_bound { BOUND_EXACT, BOUND_ABOUT, BOUND_LEAST };

/* A period as the text gives it, its year perhaps open. */
struct statement_period {
    enum period_kind kind; /* PERIOD_NONE: there is none anywhere */
    enum period_year year_kind;
    int32_t year;
    uint8_t first, last;
};

struct statement {
    size_t from, to; /* from the indicator's name to its last figure */
    uint32_t indicator, region;
    struct statement_period period;
    unsigned flags;
    bool has_value, has_growth;
    enum statement_bound bound;
    struct figure value, growth;
};

/* What the blocks before have said. Zero at first, with home and region REGION_UNKNOWN. */
struct statement_context {
    uint32_t home;  /* the place that the title or the first lines speak of */
    uint32_t spoken_of; /* the region that was named last: a table behind it is of that */
    bool has_title;
    bool has_ours;  /* a place of ours was named */
    bool has_title_period;
    struct statement_period title, running;
    int32_t latest_year; /* of those written */
    bool plans;          /* the heading above speaks of plans */
};

enum { STATEMENTS_MAX = 64, HEADING_SIZE_MAX = 180 };

void statement_context_init(struct statement_context *context);
/* A block that stands over others: a title, a heading, one of the first lines. */
void statement_note(const struct lexicon *lexicon, struct statement_context *context, const char *text, size_t size,
                    bool is_title);
/* The statements of a block, at most `most`; *context goes on. */
size_t statement_read(const struct lexicon *lexicon, struct statement_context *context, const char *text, size_t size,
                      struct statement *statements, size_t most);

/* May a block without digits tell a figure: 百分之五点八, 增长近两成, 与上年持平, 列全州第二位? */
bool statement_in_words(const char *text, size_t size);

/* For tables, which know the words beside a figure by their cells. */
struct statement_period statement_period_of(const struct period_mention *mention);
/* The region that a word means, after `named` (REGION_UNKNOWN: none); with flags. */
uint32_t statement_region(const struct lexicon *lexicon, const struct statement_context *context,
                          const struct word *word, uint32_t named, unsigned *flags);
/* The year of the indicator's period that is left open is the one written before it. */
void statement_take_year(struct statement_period *period, const struct statement_period *before);

#endif
