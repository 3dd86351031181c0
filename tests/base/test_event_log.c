/* SPDX-License-Identifier: Apache-2.0 */
#include "base/event_log.h"

#include <criterion/criterion.h>
#include <dirent.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { THREADS = 8, EVENTS = 5000, PROCESSES = 4, TEXT_MAX = 64 << 20 };

static char folder[64];

static void make_folder(void)
{
    (void)strcpy(folder, "/tmp/guanka-event-log-XXXXXX");
    cr_assert_not_null(mkdtemp(folder));
    cr_assert_eq(chdir(folder), 0);
}

static void remove_folder(void)
{
    DIR *all = opendir(folder);

    for (const struct dirent *entry; (entry = readdir(all)) != NULL;)
        (void)unlink(entry->d_name);
    (void)closedir(all);
    (void)rmdir(folder);
}

TestSuite(event_log, .init = make_folder, .fini = remove_folder);

static struct event_log *open_log(const char *place)
{
    struct event_log *log;

    cr_assert_eq(event_log_open(place, &log), STATUS_OK);
    return log;
}

static void write_number(struct event_log *log, int writer, int number)
{
    char text[128];

    (void)snprintf(text, sizeof text, "{\"writer\":%d,\"number\":%d,\"filling\":\"0123456789012345678901234567890\"}",
                   writer, number);
    event_log_write(log, "test", bytes_of_text(text));
}

/* How often each number of each writer stands in the file; a line that is none fails. */
static void count(const char *path, unsigned (*seen)[EVENTS], int *in_order)
{
    FILE *file = fopen(path, "r");
    char line[256];
    int last[THREADS];

    memset(last, -1, sizeof last);
    cr_assert_not_null(file, "%s", path);
    while (fgets(line, sizeof line, file) != NULL) {
        int writer = 0, number = 0, end = 0;

        cr_assert_eq(sscanf(line, "{\"writer\":%d,\"number\":%d,\"filling\":\"0123456789012345678901234567890\"}\n%n",
                            &writer, &number, &end),
                     2);
        cr_assert(end > 0 && writer >= 0 && writer < THREADS && number >= 0 && number < EVENTS, "torn: %s", line);
        seen[writer][number]++;
        *in_order += number > last[writer] ? 1 : 0;
        last[writer] = number;
    }
    (void)fclose(file);
}

struct writing {
    struct event_log *log;
    int writer;
    atomic_uint *begun;
};

/* Not faster than the disk for longer than the queue holds: then events would be lost. */
static void *write_all(void *context)
{
    const struct writing *writing = context;

    for (int number = 0; number < EVENTS; number++) {
        uint64_t begun = atomic_fetch_add(writing->begun, 1);

        while (begun > event_log_counts(writing->log).written + EVENTS_WAITING_MAX / 2)
            (void)usleep(100);
        write_number(writing->log, writing->writer, number);
    }
    return NULL;
}

Test(event_log, threads_write_whole_lines_and_renamed_files_are_left)
{
    static unsigned seen[THREADS][EVENTS];
    struct event_log *log = open_log("events");
    struct writing writings[THREADS];
    pthread_t threads[THREADS];
    struct event_log_counts counts;
    atomic_uint begun = 0;
    int in_order = 0, files = 0;

    for (int index = 0; index < THREADS; index++) {
        writings[index] = (struct writing){ log, index, &begun };
        cr_assert_eq(pthread_create(&threads[index], NULL, write_all, &writings[index]), 0);
    }
    for (int turn = 0; turn < 20; turn++) {
        char name[32];

        (void)usleep(10000);
        (void)snprintf(name, sizeof name, "events.%d", files);
        files += rename("events", name) == 0 ? 1 : 0;
    }
    for (int index = 0; index < THREADS; index++)
        (void)pthread_join(threads[index], NULL);
    do
        counts = event_log_counts(log);
    while (counts.written + counts.lost < THREADS * EVENTS);
    event_log_close(log);
    for (int file = 0; file < files; file++) {
        char name[32];

        (void)snprintf(name, sizeof name, "events.%d", file);
        count(name, seen, &in_order);
    }
    if (access("events", F_OK) == 0)
        count("events", seen, &in_order);
    cr_assert_gt(files, 1);
    cr_assert_eq(counts.lost, 0);
    cr_assert_eq(in_order, THREADS * EVENTS);
    for (int writer = 0; writer < THREADS; writer++)
        for (int number = 0; number < EVENTS; number++)
            cr_assert_eq(seen[writer][number], 1, "%d of %d", number, writer);
}

Test(event_log, processes_share_a_file)
{
    static unsigned seen[THREADS][EVENTS];
    struct event_log *log = open_log("events");
    int in_order = 0;

    for (int process = 0; process < PROCESSES; process++) {
        if (fork() == 0) {
            event_log_forked(log);
            for (int number = 0; number < 1000; number++)
                write_number(log, process, number);
            event_log_close(log);
            _exit(0);
        }
    }
    for (int number = 0; number < 1000; number++)
        write_number(log, PROCESSES, number);
    event_log_close(log);
    while (wait(NULL) > 0)
        ;
    count("events", seen, &in_order);
    cr_assert_eq(in_order, (PROCESSES + 1) * 1000);
}

/* A limit on the size of files is a disk that is full at that size. */
static void limit_files(rlim_t size)
{
    struct rlimit limit;

    cr_assert_eq(getrlimit(RLIMIT_FSIZE, &limit), 0);
    limit.rlim_cur = size;
    cr_assert_eq(setrlimit(RLIMIT_FSIZE, &limit), 0);
}

static bool is_failing(struct event_log *log)
{
    for (int attempt = 0; attempt < 200 && !event_log_counts(log).is_failing; attempt++)
        (void)usleep(10000);
    return event_log_counts(log).is_failing;
}

Test(event_log, a_full_disk_loses_what_does_not_fit_in_memory_and_tells)
{
    static unsigned seen[THREADS][EVENTS];
    const int more = 500, first = EVENTS_WAITING_MAX - EVENTS + 1;
    struct event_log *log = open_log("events");
    struct event_log_counts counts;
    struct stat stat_full;
    char command[256];
    int in_order = 0;

    (void)freopen("said", "w", stderr);
    limit_files(1000); /* in the midst of a line */
    for (int number = 0; number < EVENTS; number++)
        write_number(log, 0, number);
    cr_assert(is_failing(log));
    cr_assert_eq(stat("events", &stat_full), 0);
    cr_assert(stat_full.st_size < 1000 && stat_full.st_size > 800, "a piece of a line stays");
    for (int number = 0; number < first + more; number++)
        write_number(log, 1, number);
    counts = event_log_counts(log);
    cr_assert(counts.lost > 0 && counts.lost < (uint64_t)more, "%lu", counts.lost);
    limit_files(RLIM_INFINITY);
    for (int attempt = 0; attempt < 400 && event_log_counts(log).is_failing; attempt++)
        (void)usleep(10000);
    (void)usleep(300000);
    write_number(log, 2, 0);
    event_log_close(log);
    /* Where they are missing the log says so, with their number, which is what standard error says. */
    (void)snprintf(command, sizeof command,
                   "grep -c '\"event\":\"events-lost\",\"count\":%lu}' events >lines && "
                   "grep -q 'events cannot be written' said && grep -q ' %lu events were lost' said",
                   counts.lost, counts.lost);
    cr_assert_eq(system(command), 0);
    cr_assert_eq(system("grep -v events-lost events >those && [ $(grep -c events-lost events) = 1 ] && "
                        "[ \"$(grep -n events-lost events | cut -d: -f1)\" -gt 8192 ]"),
                 0);
    count("those", seen, &in_order);
    cr_assert_eq((uint64_t)in_order, (uint64_t)(EVENTS + first + more + 1) - counts.lost);
}

Test(event_log, what_waits_when_it_closes_is_told_as_lost)
{
    struct event_log *log = open_log("missing/events");

    (void)freopen("said", "w", stderr);
    for (int number = 0; number < 3; number++)
        write_number(log, 0, number);
    cr_assert(is_failing(log));
    event_log_close(log);
    cr_assert_eq(system("grep -q ' 3 events were lost' said && grep -q missing/events said"), 0);
}

Test(event_log, nobody_waits_for_a_pipe_that_nobody_reads)
{
    struct event_log *log = open_log("-");
    int ends[2];

    cr_assert_eq(pipe(ends), 0);
    cr_assert_eq(dup2(ends[1], STDERR_FILENO), STDERR_FILENO);
    alarm(30);
    for (int turn = 0; turn < 4; turn++)
        for (int number = 0; number < EVENTS; number++)
            write_number(log, turn, number);
    cr_assert_gt(event_log_counts(log).lost, 0);
    event_log_close(log);
}

Test(event_log, no_log_is_none)
{
    event_log_write(NULL, "test", bytes_of_text("{}"));
    event_log_forked(NULL);
    event_log_close(NULL);
}
