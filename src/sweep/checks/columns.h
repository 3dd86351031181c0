/* SPDX-License-Identifier: Apache-2.0
 *
 * How the columns of a site stand, for the checks of columns.
 */
#ifndef GUANKA_SWEEP_CHECKS_COLUMNS_H
#define GUANKA_SWEEP_CHECKS_COLUMNS_H

#include <stdbool.h>

#include "sweep/site_view.h"

enum column_state {
    COLUMN_UNKNOWN,    /* not reached, or nothing is asked of its class */
    COLUMN_UNREADABLE, /* no web page, so nobody can tell */
    COLUMN_FRESH,
    COLUMN_EARLY, /* past the warning */
    COLUMN_STALE,
    COLUMN_BLANK,
    COLUMN_BARE, /* without a link of its own, which a script may add */
};

struct column_judgement {
    enum column_state state;
    const struct view_page *page; /* its list; NULL: not reached */
    struct date newest;           /* none: nothing in it has a day */
};

/* Its list has nothing that tells how old it is: it cannot have been updated. */
bool column_shows_nothing(enum column_state state);
struct column_judgement column_judge(const struct site_view *view, const struct site_column *column);
/* The newest day on a page that is not in the future; of the pages that it links to where it shows none. */
struct date column_newest(const struct site_view *view, const struct view_page *page);

#endif
