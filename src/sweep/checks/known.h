/* SPDX-License-Identifier: Apache-2.0
 *
 * What the pages of a site had when nothing was in question, all together, for the checks of what is new.
 */
#ifndef GUANKA_SWEEP_CHECKS_KNOWN_H
#define GUANKA_SWEEP_CHECKS_KNOWN_H

#include "base/hash.h"
#include "sweep/checks.h"

struct known {
    const char **items; /* sorted; freed by known_free */
    size_t count, capacity;
};

/* What was told already by a check; begins zeroed. */
struct known_told {
    struct hash_key key;
    const char **slots; /* by hash, open addressing; slot_count is 0 or a power of two; freed by known_told_free */
    size_t slot_count, count;
};
void known_told_free(struct known_told *told);

typedef const struct site_texts *known_list(const struct facts *facts);
/* Of all pages, from the facts that changes are measured against. STATUS_OK unless there is no memory. */
MUST_CHECK enum status known_load(const struct site_view *view, known_list *const *lists, size_t count,
                                  struct known *known);
void known_free(struct known *known);
bool known_has(const struct known *known, const char *item);
/* Whether `item` of a page is new to the site, and told for the first time by this check; where it was told before, the
 * page is only put in question. */
bool known_is_told_now(struct check_run *run, const struct known *known, struct known_told *told,
                       const struct view_page *page, const char *item);
/* Reports each address of a list (`words` has one %s for it) on a page that stands, when it is of another host and
 * new to the site. */
void known_report_new(struct check_run *run, known_list *list, const char *words);
/* The host of an address belongs to the site. */
bool known_is_ours(const struct site *site, const char *url);

#endif
