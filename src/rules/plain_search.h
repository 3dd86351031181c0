/* SPDX-License-Identifier: Apache-2.0
 *
 * A plain search: where a word or an expression matches, found by comparison and by PCRE2, one pattern after the other.
 * Slow, and it shares nothing with the engine, its gates and its word sets: what `guanka rules check --engine`
 * (ruleset_engine.h) holds them to.
 *
 * A plain_search is one thread's; the list of matches is its own until the next search.
 */
#ifndef GUANKA_RULES_PLAIN_SEARCH_H
#define GUANKA_RULES_PLAIN_SEARCH_H

#include <stdbool.h>

#include "base/bytes.h"
#include "base/status.h"

struct plain_search;

/* The pattern, folded (rules/pattern.h), must outlive it. `error_offset` is set with STATUS_INVALID: where in the
 * expression PCRE2 cannot go on. */
MUST_CHECK enum status plain_search_create(struct bytes pattern, bool is_literal, struct plain_search **search,
                                           size_t *error_offset);
void plain_search_free(struct plain_search *search); /* NULL is allowed */

/* Of all matches in the text, which is valid UTF-8: for each end the leftmost beginning, ascending by ends.
 * STATUS_NO_MEMORY, or STATUS_BUG when PCRE2 fails. */
MUST_CHECK enum status plain_search_all(struct plain_search *search, struct bytes text, const struct span **matches,
                                        size_t *count);
/* Is there any match at all? The same. */
MUST_CHECK enum status plain_search_any(struct plain_search *search, struct bytes text, bool *found);

#endif
