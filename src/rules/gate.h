/* SPDX-License-Identifier: Apache-2.0
 *
 * Which lines are worth the expressions: those that have all that one of them requires (rules/requirement.h).
 *
 * Hyperscan runs hundreds of expressions over Chinese text at less than a tenth of the speed at which a literal_set finds
 * thousands of words, and hardly a line has every word that one of the expressions must have. So words are searched for first,
 * and the expressions where it can matter. The words are those of an expression's rarest choice; what else it requires, among it
 * words that are in every line, is looked for only around one of those. Expressions are in groups, so that one that is wanted
 * often does not take all with it.
 *
 * A gate is immutable; any thread. A watch is one search's, and may be used again.
 */
#ifndef GUANKA_RULES_GATE_H
#define GUANKA_RULES_GATE_H

#include <stdbool.h>

#include "rules/requirement.h"
#include "text/literal_set.h"

struct gate;

enum { GATE_GROUPS = 32 };
/* Can the requirement keep an expression from anything? */
bool gate_takes(const struct requirement *requirement);
/* The group of the index-th of so many requirements: those without a word by what they want instead, of the others
 * neighbours together, those that one word is enough for in small groups. */
unsigned gate_group(const struct requirement *requirement, size_t index, size_t count);

/* Each requirement must be one that a gate takes. */
MUST_CHECK enum status gate_create(const struct requirement *requirements, size_t count, struct arena *arena,
                                   const struct gate **gate);
/* The words to search for, and the place of each in the gate. */
size_t gate_word_count(const struct gate *gate);
struct bytes gate_word(const struct gate *gate, size_t index);

/* [from, to) of the text, without the line feeds around it. */
struct gate_line {
    size_t from, to;
    uint32_t groups;                   /* a bit for each that is wanted */
    uint16_t kinds[REQUIREMENT_KINDS]; /* how many there are, at most UINT16_MAX */
};

struct gate_watch {
    const struct gate *gate;
    const char *text;
    struct gate_line *lines; /* all of the text; from the heap */
    size_t line_count, line_capacity;
    size_t line; /* of the word at hand */
};

MUST_CHECK enum status gate_watch_begin(struct gate_watch *watch, const struct gate *gate, const char *text, size_t size);
/* A word stands at [from, …); to be told ascending. */
void gate_watch_word(struct gate_watch *watch, size_t index, size_t from);
void gate_watch_free(struct gate_watch *watch);

#endif
