/* SPDX-License-Identifier: Apache-2.0
 *
 * The names of indicators and regions: tables indicators.csv and region-words.csv, ready to be found in text.
 *
 * Immutable; lives in the arena it was made in.
 */
#ifndef GUANKA_STATISTICS_INDICATOR_H
#define GUANKA_STATISTICS_INDICATOR_H

#include "reference/reference.h"

struct indicator {
    const char *id, *name;
    const char *kind; /* which lag it has: quarter, month, price, income, fiscal, power, none */
    bool is_quarterly; /* never published by the month below the nation */
};

struct vocabulary;

/* A name in the text. */
struct mention {
    bool is_region;
    const struct indicator *indicator; /* or */
    const char *region, *region_name;  /* code of six digits */
    size_t from, to;
};

MUST_CHECK enum status vocabulary_create(const struct reference *reference, struct arena *arena,
                                         const struct vocabulary **vocabulary, struct error *error);
const struct indicator *vocabulary_indicator(const struct vocabulary *vocabulary, const char *id);
/* The mentions in text, ascending, of those that overlap the longest; at most `max`. */
size_t vocabulary_find(const struct vocabulary *vocabulary, const char *text, size_t size, struct mention *mentions,
                       size_t max);

#endif
