/* SPDX-License-Identifier: Apache-2.0
 *
 * Articles that say of another day than before that they were published on it, and else what they said: at their
 * address, or at another one while they are gone from theirs.
 */
#ifndef GUANKA_SWEEP_CHECKS_REDATED_H
#define GUANKA_SWEEP_CHECKS_REDATED_H

#include "sweep/site_view.h"

struct redated {
    const struct view_page *page;
    const struct view_page *former; /* where it was dated before: the page itself, or one that is gone */
};

struct redated_list {
    struct redated *items; /* the caller's to free (alloc_free); at most one of a page */
    size_t count;
    size_t comparable; /* articles that could have been, dated anew or not */
};

/* In a time that goes with the number of pages. */
MUST_CHECK enum status redated_find(const struct site_view *view, struct redated_list *list);
/* Which of the view's pages have come from another address with the day that they had there. `moved` has a place for
 * each, all false. */
MUST_CHECK enum status redated_find_moved(const struct site_view *view, bool *moved);
/* By how many days later it is dated; negative: earlier. */
int64_t redated_days(const struct redated *redated);
/* It stood there before the day on which it says now that it was published. */
bool redated_is_fresh(const struct redated *redated);

#endif
