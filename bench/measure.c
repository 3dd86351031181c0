/* SPDX-License-Identifier: Apache-2.0
 *
 * measure OUTPUT COMMAND…: runs a command with its standard output in a file and prints how long it took, how
 * much memory it had at most, and how it ended: "SECONDS KIBIBYTES STATUS".
 */
#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include "base/clock.h"

extern char **environ;

int main(int argument_count, char **arguments)
{
    posix_spawn_file_actions_t actions;
    struct rusage usage;
    pid_t process;
    int status;

    if (argument_count < 3) {
        (void)fprintf(stderr, "usage: measure OUTPUT COMMAND…\n");
        return 2;
    }
    (void)posix_spawn_file_actions_init(&actions);
    (void)posix_spawn_file_actions_addopen(&actions, 1, arguments[1], O_WRONLY | O_CREAT | O_TRUNC, 0666);
    uint64_t start = clock_monotonic_ns();
    int error = posix_spawnp(&process, arguments[2], &actions, NULL, arguments + 2, environ);
    if (error != 0) {
        (void)fprintf(stderr, "measure: %s: %s\n", arguments[2], strerror(error));
        return 2;
    }
    if (wait4(process, &status, 0, &usage) != process) {
        (void)fprintf(stderr, "measure: %s\n", strerror(errno));
        return 2;
    }
    double seconds = (double)(clock_monotonic_ns() - start) / 1e9;
    double processor = (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec)
                       + (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
    (void)printf("%.6f %.6f %ld %d\n", seconds, processor, usage.ru_maxrss,
                 WIFEXITED(status) ? WEXITSTATUS(status) : -1);
    (void)posix_spawn_file_actions_destroy(&actions);
    return 0;
}
