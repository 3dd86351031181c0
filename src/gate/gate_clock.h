/* SPDX-License-Identifier: Apache-2.0
 *
 * The gate's time: the machine's, but it never goes back.
 *
 * When the machine's clock is set back, the gate's goes on as time passes: what has ended (tokens, sessions, periods)
 * does not begin again, what is locked is not locked for longer, and the ledger's entries stay in order. It begins
 * with the latest time that the ledger knows. By how much it is ahead of the machine is told in the metrics and, from
 * some seconds on, in the ledger.
 */
#ifndef GUANKA_GATE_GATE_CLOCK_H
#define GUANKA_GATE_GATE_CLOCK_H

#include <stdatomic.h>

#include "base/date.h"

struct gate_clock {
    atomic_int_fast64_t offset_ns; /* the greatest that the machine's clock was seen before its monotonic one */
};

void gate_clock_init(struct gate_clock *clock, int64_t latest_ms);
/* Milliseconds since 1970-01-01 UTC. Any thread. */
int64_t gate_clock_ms(struct gate_clock *clock);
/* By how many milliseconds it is before the machine's: 0 unless that was set back. */
int64_t gate_clock_ahead_ms(struct gate_clock *clock);
/* In Asia/Shanghai. */
struct date gate_clock_today(struct gate_clock *clock);

#endif
