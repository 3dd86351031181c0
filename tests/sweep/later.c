/* SPDX-License-Identifier: Apache-2.0
 *
 * Preloaded into guanka: the wall clock is LATER_MINUTES ahead, all other clocks are right. (libfaketime does not start with jemalloc, which
 * asks for the time before it can answer.)
 */
#include <stdlib.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

int clock_gettime(clockid_t clock, struct timespec *now)
{
    const char *minutes = getenv("LATER_MINUTES");
    int result = (int)syscall(SYS_clock_gettime, clock, now);

    if (result == 0 && clock == CLOCK_REALTIME && minutes != NULL)
        now->tv_sec += 60 * atol(minutes);
    return result;
}

time_t time(time_t *result)
{
    struct timespec now = { 0 };

    (void)clock_gettime(CLOCK_REALTIME, &now);
    if (result != NULL)
        *result = now.tv_sec;
    return now.tv_sec;
}
