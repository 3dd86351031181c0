/* SPDX-License-Identifier: Apache-2.0
 *
 * The vocabulary of statistics, from the tables indicators.csv, region-words.csv, statement-words.csv and site.csv.
 *
 * Immutable once made; any thread. Memory belongs to the arena it was made in.
 */
#ifndef GUANKA_STATISTICS_LEXICON_H
#define GUANKA_STATISTICS_LEXICON_H

#include "base/arena.h"
#include "base/error.h"
#include "reference/reference.h"
#include "statistics/figure.h"
#include "text/literal_set.h"

enum region_level { LEVEL_NATION, LEVEL_PROVINCE, LEVEL_PREFECTURE, LEVEL_COUNTY, LEVEL_COUNT };
extern const char *const region_level_names[]; /* as tables write them; ends with NULL */

/* Elsewhere is a place that is not ours and whose code is not known; no region has this one. */
enum { REGION_NATION = 0, REGION_ELSEWHERE = 999999, REGION_UNKNOWN = INT32_MAX };

enum indicator_frequency {
    FREQUENCY_MONTH = 1,
    FREQUENCY_QUARTER = 2,
    FREQUENCY_YEAR = 4,
    FREQUENCY_STOCK = 8,
    FREQUENCY_HOLIDAY = 16, /* holidays are counted by themselves */
};

enum { INDICATOR_NONE = INT32_MAX };

struct indicator {
    const char *id, *name, *owner;
    enum figure_measure measure;
    unsigned frequency; /* bits */
    enum region_level lowest;
    bool has_january; /* January is released alone */
    bool is_strict;   /* its name counts only beside that of a region */
    uint32_t under;   /* index of the indicator of which it is a part; INDICATOR_NONE */
};

enum word_kind {
    WORD_INDICATOR,
    WORD_REGION,           /* a name */
    WORD_REGION_RELATIVE,  /* 全市: a place named before it may claim it */
    WORD_REGION_AMBIGUOUS, /* 全县 */
    WORD_PLAN,
    WORD_ENTITY,
    WORD_INTERNAL,
    WORD_ESTIMATE,
    WORD_AVERAGE,
    WORD_DERIVED,
    WORD_FINAL,   /* the figure of the vintage "final": 最终核实 */
    WORD_REVISED, /* of the vintage "revised" */
    WORD_ITEM,    /* a row below that of another indicator: for lexicon_item, lexicon_words gives none */
};

/* A word at its place. */
struct word {
    size_t from, to;
    enum word_kind kind;
    uint32_t value; /* index of the indicator, or code of the region */
    uint32_t only;  /* of an indicator's name: the one region that it is said of, or REGION_UNKNOWN */
    bool is_strict; /* of an indicator's name: it counts only beside that of a region */
};

struct lexicon;

MUST_CHECK enum status lexicon_create(const struct reference *reference, struct arena *arena,
                                      const struct lexicon **lexicon, struct error *error);

/* The words of text[0..size), the longest of those that begin at a place, none inside another; ascending. At most `most`;
 * text is canonical. */
size_t lexicon_words(const struct lexicon *lexicon, const char *text, size_t size, struct word *words, size_t most);
/* The names of indicators that a set of literals takes; they live as long as the lexicon. */
struct literal_list lexicon_names(const struct lexicon *lexicon);
/* Is there the name of an indicator, or one of the others (gdp)? Cheap questions for the many blocks without one. */
bool lexicon_has_indicator(const struct lexicon *lexicon, const char *text, size_t size);
bool lexicon_has_latin_indicator(const struct lexicon *lexicon, const char *text, size_t size);

size_t lexicon_indicator_count(const struct lexicon *lexicon);
const struct indicator *lexicon_indicator(const struct lexicon *lexicon, size_t index);
/* Its index by id; false when there is none. */
bool lexicon_find_indicator(const struct lexicon *lexicon, const char *id, size_t size, size_t *index);
/* The indicator that a row called text[0..size) tells below the row of `above`: 第一产业 below 地区生产总值; INDICATOR_NONE
 * when there is none. */
uint32_t lexicon_item(const struct lexicon *lexicon, uint32_t above, const char *text, size_t size);
/* The longest name of the region that is a word; the code itself when there is none. */
const char *lexicon_region_name(const struct lexicon *lexicon, uint32_t region);
/* A code of six digits, or a region's name as the table has it. */
bool lexicon_find_region(const struct lexicon *lexicon, const char *text, uint32_t *region);

uint32_t lexicon_site(const struct lexicon *lexicon);
int64_t lexicon_grace_days(const struct lexicon *lexicon);
unsigned lexicon_history_months(const struct lexicon *lexicon);

enum region_level region_level(uint32_t region);
/* Is the region the site's own, above it, or in its prefecture? */
bool region_is_ours(uint32_t site, uint32_t region);

#endif
