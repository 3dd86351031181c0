/* SPDX-License-Identifier: Apache-2.0
 *
 * Holds the engine to a plain search (plain_search.h): what every pattern and every context of a ruleset matches in
 * texts that are made of the rule's examples, of its words and of its expressions (variation.h, sample.h), as the
 * databases find it that will be used, gates and word sets included, and as it should be. For `guanka rules check
 * --engine`: an engine that was built badly for this processor, a damaged cache and a mistake of ours all show as
 * differences.
 *
 * The ruleset must have been loaded with keeps_patterns. One thread.
 */
#ifndef GUANKA_RULES_RULESET_ENGINE_H
#define GUANKA_RULES_RULESET_ENGINE_H

#include "rules/ruleset.h"

/* One match that only one of the two has. Texts live until the call returns. */
struct ruleset_engine_difference {
    const struct rule *rule; /* of a context: the first that asks for it */
    const char *file;
    uint32_t line, column;
    bool sealed;                 /* the file is: neither pattern nor text may be shown */
    struct bytes pattern;        /* folded */
    bool is_context, is_program; /* of a context; of what is searched for in programs' texts */
    bool is_missed;              /* the plain search has it; otherwise only the engine */
    struct bytes text;           /* the line that it is in, canonical */
    struct span match;           /* in that; of a context, where nothing is told but that there is one, all of it */
};

struct ruleset_engine_tally {
    size_t patterns, contexts;
    size_t texts, matches; /* lines, and what the plain search has found in them */
    size_t differences;
};

typedef void ruleset_engine_told(void *context, const struct ruleset_engine_difference *difference);

/* Tells of differences, each rule's first few, and counts them all. STATUS_BUG when the engine or PCRE2 fails,
 * STATUS_INVALID when PCRE2 does not understand an expression: *error says which. */
MUST_CHECK enum status ruleset_engine_check(const struct ruleset *ruleset, ruleset_engine_told *told, void *context,
                                            struct ruleset_engine_tally *tally, struct error *error);

#endif
