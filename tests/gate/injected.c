/* SPDX-License-Identifier: Apache-2.0
 *
 * Faults put into a running program, by LD_PRELOAD: a clock that is set, a storage that cannot be written.
 *
 * The file named by GUANKA_INJECTED says what is wrong, in native numbers: int64_t seconds that are added to the
 * machine's clock; int64_t errno of whatever writes to a database, 0 for none. It is mapped, so that a test changes it
 * while the program runs; without the file nothing is wrong.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

struct injected {
    int64_t seconds, error_number;
};

static const volatile struct injected *injected;

__attribute__((constructor)) static void open_injected(void)
{
    const char *path = getenv("GUANKA_INJECTED");
    int descriptor = path != NULL ? open(path, O_RDONLY | O_CLOEXEC) : -1;
    void *mapped;

    if (descriptor < 0)
        return;
    mapped = mmap(NULL, sizeof *injected, PROT_READ, MAP_SHARED, descriptor, 0);
    if (mapped != MAP_FAILED)
        injected = mapped;
    (void)close(descriptor);
}

static time_t shift(void)
{
    return injected != NULL ? (time_t)injected->seconds : 0;
}

int clock_gettime(clockid_t clock, struct timespec *now)
{
    int result = (int)syscall(SYS_clock_gettime, clock, now);

    if (result == 0 && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE))
        now->tv_sec += shift();
    return result;
}

time_t time(time_t *result)
{
    struct timespec now;

    (void)clock_gettime(CLOCK_REALTIME, &now);
    if (result != NULL)
        *result = now.tv_sec;
    return now.tv_sec;
}

int gettimeofday(struct timeval *restrict result, void *restrict zone)
{
    struct timespec now;

    (void)zone;
    (void)clock_gettime(CLOCK_REALTIME, &now);
    *result = (struct timeval){ now.tv_sec, now.tv_nsec / 1000 };
    return 0;
}

/* Whether this write is to fail. */
static int fails(int descriptor)
{
    char link[64], path[4096];
    ssize_t size;

    if (injected == NULL || injected->error_number == 0)
        return 0;
    (void)snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
    size = readlink(link, path, sizeof path - 1);
    if (size <= 0)
        return 0;
    path[size] = '\0';
    if (strstr(path, ".db") == NULL)
        return 0;
    errno = (int)injected->error_number;
    return 1;
}

ssize_t pwrite(int descriptor, const void *data, size_t size, off_t offset)
{
    return fails(descriptor) ? -1 : (ssize_t)syscall(SYS_pwrite64, descriptor, data, size, offset);
}

ssize_t pwrite64(int descriptor, const void *data, size_t size, off64_t offset)
{
    return fails(descriptor) ? -1 : (ssize_t)syscall(SYS_pwrite64, descriptor, data, size, offset);
}

int ftruncate(int descriptor, off_t size)
{
    return fails(descriptor) ? -1 : (int)syscall(SYS_ftruncate, descriptor, size);
}

int ftruncate64(int descriptor, off64_t size)
{
    return fails(descriptor) ? -1 : (int)syscall(SYS_ftruncate, descriptor, size);
}
