/* SPDX-License-Identifier: Apache-2.0
 *
 * What each pattern of a ruleset costs in given texts, and the facts that say why: what has to be met before an
 * expression is run at all (gate.h), how often that was, and on how much text it then ran. For `guanka bench --rules`.
 *
 * The ruleset must have been loaded with keeps_patterns, and be of few rules: a part of the gate that several
 * expressions share is timed as one. The pieces that a long text is searched in overlap a little, and what stands there
 * is counted twice. Texts are those that people read; what is searched for in programs' texts is not
 * told. One thread.
 */
#ifndef GUANKA_RULES_RULESET_COST_H
#define GUANKA_RULES_RULESET_COST_H

#include "base/arena.h"
#include "rules/requirement.h"
#include "rules/ruleset.h"

struct ruleset_cost_text {
    const char *text; /* canonical */
    size_t size;
    enum rule_view view;
};

/* When a pattern is looked at. */
enum pattern_way {
    PATTERN_WORD,       /* it is a word, and found with all other words at once */
    PATTERN_ANCHORED,   /* an expression, run only around the words one of which each match must have */
    PATTERN_LINES,      /* an expression without such a word, run on lines of the kind that it requires */
    PATTERN_EVERYTHING, /* an expression without any of it, run on all text */
    PATTERN_WAY_COUNT
};

/* Texts live in the arena given, and are empty where the pack is sealed. Counts are of all texts together. */
struct pattern_cost {
    uint32_t rule;    /* its index */
    const char *file; /* where it stands */
    uint32_t line, column;
    bool sealed;
    const char *written;     /* the expression as in the pack; the word, folded */
    const char *alternative; /* folded, where it is one of several that the expression was divided into; else "" */
    enum pattern_way way;
    uint32_t characters;           /* of a word: how many it has */
    uint32_t min_bytes, max_bytes; /* of a match, as Hyperscan says (hs_expression_info); UINT32_MAX: unbounded */
    size_t anchor_count;           /* words of which each match has one; how often all of them were met … */
    uint64_t anchors_met;
    const char *common_anchor; /* … and the one that was met most often; "" where none was */
    uint64_t common_anchor_met;
    uint32_t anchor_characters; /* of the shortest of them */
    enum requirement_kind kind; /* that lines must have, of PATTERN_LINES; KIND_OTHER: they are short */
    uint64_t runs, run_bytes;   /* how often it ran, and on how many bytes */
    uint64_t ns;                /* for all of these runs once, in time of this thread; 0 for a word */
    uint32_t sharers;           /* expressions that this time is of, together; 1: its own */
    uint64_t matches;           /* raw ones */
};

/* *costs has a member for each pattern of the ruleset, in the arena. */
MUST_CHECK enum status ruleset_cost_measure(const struct ruleset *ruleset, const struct ruleset_cost_text *texts,
                                            size_t text_count, struct arena *arena, struct pattern_cost **costs,
                                            size_t *count);

#endif
