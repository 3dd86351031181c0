/* SPDX-License-Identifier: Apache-2.0
 *
 * Preloaded into guanka: the wall clock is LATER_SECONDS ahead, or as many as the file LATER_FILE says at that moment; all other clocks are
 * right. (libfaketime does not start with jemalloc, which
 * asks for the time before it can answer.)
 */
#include <fcntl.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

/* A test writes the file in one go, and may move the clock of a program that runs. */
static long seconds_of_file(const char *path)
{
    char text[32] = "";
    int descriptor = open(path, O_RDONLY | O_CLOEXEC);

    if (descriptor >= 0) {
        if (read(descriptor, text, sizeof text - 1) < 0)
            text[0] = '\0';
        close(descriptor);
    }
    return atol(text);
}

int clock_gettime(clockid_t clock, struct timespec *now)
{
    const char *seconds = getenv("LATER_SECONDS"), *file = getenv("LATER_FILE");
    int result = (int)syscall(SYS_clock_gettime, clock, now);

    if (result == 0 && clock == CLOCK_REALTIME && seconds != NULL)
        now->tv_sec += atol(seconds);
    if (result == 0 && clock == CLOCK_REALTIME && file != NULL)
        now->tv_sec += seconds_of_file(file);
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
