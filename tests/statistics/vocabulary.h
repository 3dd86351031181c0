/* SPDX-License-Identifier: Apache-2.0
 *
 * The shipped vocabulary, for tests; a layer of tables may be put above it.
 */
#ifndef GUANKA_TESTS_STATISTICS_VOCABULARY_H
#define GUANKA_TESTS_STATISTICS_VOCABULARY_H

#include "statistics/release.h"

struct vocabulary {
    struct arena *arena;
    struct reference *reference;
    const struct lexicon *lexicon;
    struct release_register records;
};

/* `releases`: the text of a releases.csv, or NULL. The test fails when something is wrong with the tables. */
void vocabulary_open(struct vocabulary *vocabulary, const char *releases);
void vocabulary_close(struct vocabulary *vocabulary);
/* The message for a releases.csv that is refused, from its line number on; "" when it is not refused. */
const char *vocabulary_refusal(const char *releases);
size_t vocabulary_indicator(const struct vocabulary *vocabulary, const char *id);

#endif
