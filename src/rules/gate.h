/* SPDX-License-Identifier: Apache-2.0
 *
 * Which spans of text are worth the expressions: those that have all that one of them requires (rules/requirement.h).
 *
 * Hyperscan runs hundreds of expressions over Chinese text at less than a tenth of the speed at which a literal_set
 * finds thousands of words, and hardly a line has every word that one of the expressions must have. So words are
 * searched for first, and the expressions where it can matter. The words are those of an expression's rarest choice;
 * what else it requires, among it words that are in every line, is looked for only around one of those. An expression
 * with words is a part by itself, and runs only as far around them as a match of it can reach: alone and on a hundred
 * bytes it costs a tenth of what it costs among others on a whole line. Those without words share the few parts that
 * are left, and run on whole lines.
 *
 * A gate is immutable; any thread. A watch is one search's, and may be used again.
 */
#ifndef GUANKA_RULES_GATE_H
#define GUANKA_RULES_GATE_H

#include <assert.h>
#include <stdbool.h>

#include "rules/requirement.h"
#include "text/literal_set.h"

struct gate;

enum { GATE_PARTS = 1024 };
/* Can the requirement keep an expression from anything? */
bool gate_takes(const struct requirement *requirement);
/* The part of the index-th of the requirements: those without a word by what they want instead; of the others each has
 * its own as long as there are enough. */
unsigned gate_part(const struct requirement *requirement, size_t index);

/* Each requirement must be one that a gate takes. */
MUST_CHECK enum status gate_create(const struct requirement *requirements, size_t count, struct arena *arena,
                                   const struct gate **gate);
/* The words to search for, and the place of each in the gate. */
size_t gate_word_count(const struct gate *gate);
struct bytes gate_word(const struct gate *gate, size_t index);

/* What is counted in a line, each at most UINT16_MAX: characters of each kind, and the bytes that it is shorter than
 * UINT16_MAX. Eight, which are compared with what is required at once. */
enum { GATE_SHORTNESS = REQUIREMENT_KINDS, GATE_COUNTS = 8 };
static_assert(GATE_SHORTNESS < GATE_COUNTS, "the counts of a line have room for its kinds and its shortness");

/* [from, to) of the text, without the line feeds around it. */
struct gate_line {
    size_t from, to;
    uint16_t counts[GATE_COUNTS];
};

/* Where a part is wanted: matches of it that begin or end elsewhere there are none. Whole characters. */
struct gate_span {
    size_t from, to;
    uint32_t part;
};

struct gate_watch {
    const struct gate *gate;
    const char *text;
    struct gate_line *lines; /* all of the text; from the heap */
    size_t line_count, line_capacity;
    size_t line;             /* of the word at hand */
    struct gate_span *spans; /* what is wanted; from the heap */
    size_t span_count, span_capacity;
    struct gate_latest {
        uint32_t line, span; /* the last one of this part, each plus 1; 0: none */
    } * latest;              /* of each part; from the heap */
    bool has_failed;         /* the heap is exhausted: what is wanted is not known */
};

MUST_CHECK enum status gate_watch_begin(struct gate_watch *watch, const struct gate *gate, const char *text,
                                        size_t size);
/* A word stands at [from, …); to be told ascending. False when the heap is exhausted. */
bool gate_watch_word(struct gate_watch *watch, size_t index, size_t from);
void gate_watch_free(struct gate_watch *watch);

#endif
