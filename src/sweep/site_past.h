/* SPDX-License-Identifier: Apache-2.0
 *
 * What the site file said of a site at each time, so that changing the file does not change days that are over: the
 * slots of a day are those that held on it, and who answered for the site then answers for what was missed then.
 * site_roster.h has the store know of changes.
 *
 * What was said first is taken to have held before as well, since nothing else is known; what the file says now and the
 * store does not know yet begins to hold now. Times are milliseconds since 1970; no clock is read here.
 */
#ifndef GUANKA_SWEEP_SITE_PAST_H
#define GUANKA_SWEEP_SITE_PAST_H

#include "base/arena.h"
#include "store/store.h"
#include "sweep/site.h"

struct site_term {
    int64_t since_ms;
    bool is_listed; /* false: the site was taken out of the site file; name, unit and start pages are the last ones */
    const char *name, *unit;
    struct site_texts starts;
    struct slots slots; /* none while it is not listed */
};

/* The earliest first, one at least. */
struct site_past {
    const struct site_term *terms;
    size_t count;
    size_t known_count; /* of these the store knew */
};

/* In the arena. `now`: as the site file has it, NULL when it does not name the site. */
MUST_CHECK enum status site_past_read(const struct store *store, const char *id, const struct site *now, int64_t now_ms,
                                      struct arena *arena, struct site_past *past, struct error *error);
/* The same for who read the site file at `read_ms` and runs on: where the store knows of a later change, what it says
 * holds now, not what was read. */
MUST_CHECK enum status site_past_read_later(const struct store *store, const struct site *site, int64_t read_ms,
                                            int64_t now_ms, struct arena *arena, struct site_past *past,
                                            struct error *error);
const struct site_term *site_past_at(const struct site_past *past, int64_t at_ms);
/* Whether one term holds from one instant to the other. */
bool site_past_is_same(const struct site_past *past, int64_t from_ms, int64_t to_ms);
/* Since when it is taken out of the site file; INT64_MAX: it is not. */
int64_t site_past_removed_ms(const struct site_past *past);

/* The first slot after an instant, INT64_MAX when there is none; the last one not after it, INT64_MIN when there is
 * none. */
int64_t site_past_next_slot(const struct site_past *past, int64_t after_ms);
int64_t site_past_last_slot(const struct site_past *past, int64_t at_ms);
/* Whether nothing can make up for a slot any more: the next one has come, or the site was taken out of the file. */
bool site_past_is_over(const struct site_past *past, int64_t slot_ms, int64_t now_ms);

#endif
