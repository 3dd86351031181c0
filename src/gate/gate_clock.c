/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/gate_clock.h"

#include <time.h>

#include "base/clock.h"

enum { NS_PER_MS = 1000000 };

static int64_t machine_ns(void)
{
    struct timespec now;

    (void)clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * 1000 * NS_PER_MS + now.tv_nsec;
}

void gate_clock_init(struct gate_clock *clock, int64_t latest_ms)
{
    atomic_init(&clock->offset_ns, latest_ms * NS_PER_MS - (int64_t)clock_monotonic_ns());
}

/* The machine's clock is read first: who is interrupted between the two sees too small an offset, which does no harm.
 */
static int64_t now_ns(struct gate_clock *clock, int64_t *machine)
{
    int64_t monotonic, seen, known = atomic_load(&clock->offset_ns);

    *machine = machine_ns();
    monotonic = (int64_t)clock_monotonic_ns();
    seen = *machine - monotonic;
    while (seen > known && !atomic_compare_exchange_weak(&clock->offset_ns, &known, seen))
        ;
    return monotonic + (seen > known ? seen : known);
}

int64_t gate_clock_ms(struct gate_clock *clock)
{
    int64_t machine;

    return now_ns(clock, &machine) / NS_PER_MS;
}

int64_t gate_clock_ahead_ms(struct gate_clock *clock)
{
    int64_t machine, now = now_ns(clock, &machine);

    return (now - machine) / NS_PER_MS;
}

struct date gate_clock_today(struct gate_clock *clock)
{
    return date_in_shanghai(gate_clock_ms(clock) / 1000);
}
