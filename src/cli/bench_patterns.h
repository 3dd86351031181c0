/* SPDX-License-Identifier: Apache-2.0
 *
 * Why a pattern costs what it does, in words: from what was counted of it (rules/ruleset_cost.h), and what its author
 * can do about it.
 */
#ifndef GUANKA_CLI_BENCH_PATTERNS_H
#define GUANKA_CLI_BENCH_PATTERNS_H

#include "base/buf.h"
#include "rules/ruleset_cost.h"

enum pattern_reason {
    PATTERN_REASON_NO_WORD,       /* no fixed word is in every match: it runs on all text */
    PATTERN_REASON_NO_WORD_LINES, /* the same, but it runs only on lines with digits or the like */
    PATTERN_REASON_SHORT_ANCHOR,  /* the word that wakes it is short, and common in these texts */
    PATTERN_REASON_COMMON_ANCHOR, /* it is longer, and common in these texts all the same */
    PATTERN_REASON_WIDE,          /* each time it runs on much text, since a match can be long */
    PATTERN_REASON_MATCHES,       /* it matches very often */
    PATTERN_REASON_NONE,          /* nothing of the kind */
};

/* What the numbers are of. */
struct bench_patterns_of {
    const char *rule;
    const struct pattern_cost *costs; /* the dearest first */
    size_t count;
    uint64_t text_bytes; /* of all texts that people read */
};

/* Sorts by time, then by matches. */
void bench_patterns_sort(struct pattern_cost *costs, size_t count);
enum pattern_reason bench_patterns_reason(const struct pattern_cost *cost, uint64_t text_bytes);
/* For people: the dearest, three at most, two lines each. For programs: an object a line, of all that have run or
 * matched. */
void bench_patterns_lines(const struct bench_patterns_of *patterns, struct buf *out);
void bench_patterns_json(const struct bench_patterns_of *patterns, struct buf *out);

#endif
