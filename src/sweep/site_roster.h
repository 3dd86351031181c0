/* SPDX-License-Identifier: Apache-2.0
 *
 * Which sites there were, and how the site file had each (site_past.h): kept when the file changes, and read for days
 * that are over, in which a site that has been taken out of the file since still stands.
 *
 * Times are milliseconds since 1970; no clock is read here.
 */
#ifndef GUANKA_SWEEP_SITE_ROSTER_H
#define GUANKA_SWEEP_SITE_ROSTER_H

#include "sweep/site_past.h"

/* Has the store know what the site file says of `sites` now, if it does not yet; when they are all of the file
 * (`are_all`), also which sites are named no more. In a transaction of its own, and in none when nothing is new. */
MUST_CHECK enum status site_roster_note(struct store *store, const struct site *sites, size_t count, bool are_all,
                                        int64_t now_ms, struct error *error);

/* A site as the site file had it at the end of some days. */
struct site_then {
    struct site site; /* of one that is not in the site file any more: id, name, unit, start pages */
    struct site_past past;
    int64_t removed_ms; /* since when the site file does not name it, INT64_MIN when that is not known; INT64_MAX: it
                           does */
};
struct site_roster {
    struct site_then *items;
    size_t count;
};
/* The sites of the days [from_ms, to_ms): those of the site file in its order, then those that were taken out of it
 * and belonged to it in these days. `only`: this one alone, whatever the days; none when nobody ever knew it. In the
 * arena. */
MUST_CHECK enum status site_roster_read(const struct store *store, const struct site *sites, size_t count,
                                        const char *only, int64_t from_ms, int64_t to_ms, int64_t now_ms,
                                        struct arena *arena, struct site_roster *roster, struct error *error);

#endif
