/* SPDX-License-Identifier: Apache-2.0
 *
 * Which sweeps have a time that can be believed. A sweep takes its time from the clock of this machine, its number from
 * the order in which sweeps are recorded: where the two go against each other, a clock was wrong, and what was recorded
 * by it proves nothing of any slot, now or ever.
 *
 * Which of the two was wrong: of all the sweeps, those of the most hours whose times follow one another in the order of
 * their numbers are believed, the others are not. So one record of a clock that was ahead stands against all those that
 * were made until its time had come, and one of a clock that was behind against all the good ones before it. Where both
 * sides have as many hours, the clock that was set back is believed. Whatever is later than now is not (later.h).
 *
 * Times are milliseconds since 1970 UTC. No clock is read here. One thread.
 */
#ifndef GUANKA_STORE_SWEEP_TIMES_H
#define GUANKA_STORE_SWEEP_TIMES_H

#include "store/sweeps.h"

struct sweep_times {
    int64_t now_ms;
    struct sweep_time_refuted *items; /* by their sweeps; what is later than now is not among them */
    size_t count, capacity;
};

/* As it is at `now_ms`. Begins zeroed; to be freed whatever comes of it. */
MUST_CHECK enum status sweep_times_read(const struct store *store, int64_t now_ms, struct sweep_times *times,
                                        struct error *error);
void sweep_times_free(struct sweep_times *times);

/* Of one sweep; one that is not on record (id 0) has no time to doubt. */
struct sweep_time sweep_times_judge(const struct sweep_times *times, const struct sweep_row *row);

/* "later-than-now", "clock-ahead", "clock-behind"; NULL: it is believed. */
const char *sweep_times_name(enum sweep_time_verdict verdict);

#endif
