/* SPDX-License-Identifier: Apache-2.0
 *
 * Canonical text in, raw matches out.
 *
 * The callback only records; roles, checks and context are judged afterwards (resolve.h). When Hyperscan fails the text
 * was not scanned: that is STATUS_BUG, never "no match".
 */
#ifndef GUANKA_ENGINE_MATCH_H
#define GUANKA_ENGINE_MATCH_H

#include <stddef.h>
#include <stdint.h>

#include "base/status.h"
#include "rules/ruleset.h"

struct match {
    uint64_t from, to; /* absolute offsets in the lane */
    uint32_t rule, pattern; /* of the ruleset; of its view */
};

struct match_list {
    struct match *items;
    size_t count, capacity;
};

/* Text of one window may match this often before it counts as an attack on us. */
enum { MATCHES_MAX = 4 << 20 };

void match_list_free(struct match_list *list);

/* Appends all matches of `view` in text[0..size), written for `reader`, with offsets counted from `base`.
 * STATUS_LIMIT_FINDINGS when there are too many. */
MUST_CHECK enum status match_scan(const struct ruleset *ruleset, enum rule_view view, enum rule_reader reader,
                                  struct search_scratch *scratch, const char *text, size_t size, uint64_t base,
                                  struct match_list *list);

#endif
