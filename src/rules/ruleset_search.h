/* SPDX-License-Identifier: Apache-2.0
 *
 * Where the patterns of a ruleset match in a text.
 *
 * Three ways lead there: a literal_set for words, a Hyperscan database for the expressions of which nothing can be
 * required, and one for the others that is run on the lines that the gate (gate.h) lets through.
 */
#ifndef GUANKA_RULES_RULESET_SEARCH_H
#define GUANKA_RULES_RULESET_SEARCH_H

#include "rules/ruleset.h"

/* What is told of each match; an expression's begins as far to the left as it can. False ends the search. */
typedef bool ruleset_found(void *context, uint32_t pattern, size_t from, size_t to);

/* Tells all matches in text[0..size), those of one pattern ascending by their ends. STATUS_OK also when `found` ended it;
 * STATUS_BUG when Hyperscan fails: then nothing is known. The scratch must have been prepared for this ruleset. */
MUST_CHECK enum status ruleset_search(const struct ruleset *ruleset, enum rule_view view, enum rule_reader reader,
                                      struct search_scratch *scratch, const char *text, size_t size,
                                      ruleset_found *found, void *context);

/* For ruleset_cost.h, which measures: runs a part that is behind the gate of the view, or what is before it, on text[from, to)
 * and nowhere else, whatever the gate would say. As above. */
enum { RULESET_PART_UNGATED = UINT16_MAX };
MUST_CHECK enum status ruleset_search_part(const struct ruleset *ruleset, enum rule_view view, unsigned part,
                                           struct search_scratch *scratch, const char *text, size_t from, size_t to,
                                           ruleset_found *found, void *context);

#endif
