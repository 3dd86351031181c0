/* SPDX-License-Identifier: Apache-2.0
 *
 * Monotonic time for deadlines and rates, and the machine's own for records of when something was done. Dates of
 * publication never come from here: they are given by the operator, so that a verdict can be reproduced.
 */
#ifndef GUANKA_BASE_CLOCK_H
#define GUANKA_BASE_CLOCK_H

#include <stdbool.h>
#include <stdint.h>

/* Nanoseconds since an arbitrary start; never goes back. */
uint64_t clock_monotonic_ns(void);
/* Milliseconds since 1970 UTC, as the machine's clock has it: it may be set, and go back. */
int64_t clock_wall_ms(void);
/* Whether somebody keeps that clock right (NTP), as the kernel is told, and how far it may be off (-1: not known). */
bool clock_is_synchronized(int64_t *error_us_max);
/* Nanoseconds of a processor that this thread has had: for measuring where others work too. Costs a system call. */
uint64_t clock_thread_ns(void);

#endif
