/* SPDX-License-Identifier: Apache-2.0
 *
 * The writer: each task is whole or not there at all, whatever becomes of those that share its transaction.
 */
#include "gate/writer.h"

#include <criterion/criterion.h>
#include <pthread.h>
#include <semaphore.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "place.h"
#include "store/accounts.h"

static struct place place;
static struct store *store;
static struct writer *writer;
static struct error error;

static void open_writer(void)
{
    place = place_make();
    store = place_open(&place, STORE_WRITE);
    cr_assert_eq(writer_create(store, NULL, NULL, &writer, &error), STATUS_OK, "%s", error.message);
}

static void close_writer(void)
{
    writer_destroy(writer);
    store_close(store);
    place_remove(&place);
}

TestSuite(writer, .init = open_writer, .fini = close_writer, .timeout = 60);

/* Writes two accounts of its name, and then succeeds, fails, or fills the disk. */
enum ending { SUCCEEDS, FAILS, FILLS_THE_DISK };

struct job {
    pthread_t thread;
    atomic_int number; /* of the thread, by the kernel's counting; 0: it has not begun */
    enum ending ending;
    char name[16];
    enum status status;
    struct error error;
    int64_t at_ms;
    int seen_by_others; /* accounts that another reader sees while it runs */
};

static enum status put(struct store *target, const char *name, const char *suffix, struct error *complaint)
{
    char whole[32];
    const struct account_row row = { .name = whole, .display = "", .unit = "", .password = "" };

    snprintf(whole, sizeof whole, "%s%s", name, suffix);
    return account_put(target, &row, complaint);
}

/* No file may grow any more: what a full disk is to SQLite (tests/store/test_faults.c). */
static void limit_files(rlim_t size)
{
    const struct rlimit limit = { size, RLIM_INFINITY };

    signal(SIGXFSZ, SIG_IGN);
    cr_assert_eq(setrlimit(RLIMIT_FSIZE, &limit), 0);
}

static enum status write_two(void *context, struct store *target, int64_t now_ms, struct error *complaint)
{
    struct job *job = context;
    enum status status = put(target, job->name, "-1", complaint);

    job->at_ms = now_ms;
    if (status == STATUS_OK)
        status = put(target, job->name, "-2", complaint);
    job->seen_by_others = place_read_number(&place, "SELECT count(*) FROM accounts");
    if (status == STATUS_OK && job->ending == FAILS)
        return error_set(complaint, STATUS_INVALID, "%s may not", job->name);
    if (job->ending == FILLS_THE_DISK)
        limit_files(1);
    return status;
}

static void *run(void *context)
{
    struct job *job = context;

    atomic_store(&job->number, gettid());
    job->status = writer_run(writer, write_two, job, &job->error);
    return NULL;
}

/* ---- Many at once: those that come while the writer is busy share the next transaction. */

static sem_t is_busy, may_go_on;

static enum status wait_for_others(void *context, struct store *target, int64_t now_ms, struct error *complaint)
{
    (void)context;
    (void)target;
    (void)now_ms;
    (void)complaint;
    sem_post(&is_busy);
    sem_wait(&may_go_on);
    return STATUS_OK;
}

static void *run_first(void *context)
{
    (void)context;
    cr_assert_eq(writer_run(writer, wait_for_others, NULL, NULL), STATUS_OK);
    return NULL;
}

/* Until the thread sleeps: what it has handed over is in the queue then (proc(5), the third field of stat). */
static void wait_until_it_waits(const atomic_int *number)
{
    char path[64], line[512], state = 'R';

    while (state != 'S') {
        FILE *file;

        usleep(1000);
        snprintf(path, sizeof path, "/proc/self/task/%d/stat", atomic_load(number));
        file = fopen(path, "r");
        if (file == NULL)
            continue;
        if (fgets(line, sizeof line, file) != NULL && strrchr(line, ')') != NULL)
            state = strrchr(line, ')')[2];
        fclose(file);
    }
}

static pthread_t begin_group(void)
{
    pthread_t first;

    sem_init(&is_busy, 0, 0);
    sem_init(&may_go_on, 0, 0);
    pthread_create(&first, NULL, run_first, NULL);
    sem_wait(&is_busy);
    return first;
}

static void run_group(struct job *jobs, unsigned count)
{
    pthread_t first = begin_group();

    for (unsigned index = 0; index < count; index++) {
        snprintf(jobs[index].name, sizeof jobs[index].name, "job-%u", index);
        pthread_create(&jobs[index].thread, NULL, run, &jobs[index]);
        wait_until_it_waits(&jobs[index].number);
    }
    sem_post(&may_go_on);
    pthread_join(first, NULL);
    for (unsigned index = 0; index < count; index++)
        pthread_join(jobs[index].thread, NULL);
    for (unsigned index = 0; index < count; index++)
        cr_assert_eq(jobs[index].seen_by_others, 0, "these did not share a transaction");
}

static int accounts_of(const char *name)
{
    char sql[100];

    snprintf(sql, sizeof sql, "SELECT count(*) FROM accounts WHERE name LIKE '%s-%%'", name);
    return place_read_number(&place, sql);
}

Test(writer, what_it_said_is_written_is_there)
{
    struct job job = { .name = "one" };

    run(&job);
    cr_expect_eq(job.status, STATUS_OK, "%s", job.error.message);
    cr_expect_eq(accounts_of("one"), 2);
    cr_expect_gt(job.at_ms, INT64_C(1700000000000));
}

Test(writer, a_task_that_fails_leaves_nothing_behind)
{
    struct job job = { .name = "one", .ending = FAILS }, next = { .name = "two" };

    run(&job);
    cr_expect_eq(job.status, STATUS_INVALID);
    cr_expect_str_eq(job.error.message, "one may not");
    cr_expect_eq(accounts_of("one"), 0);
    run(&next);
    cr_expect_eq(next.status, STATUS_OK, "%s", next.error.message);
    cr_expect_eq(accounts_of("two"), 2);
}

Test(writer, a_task_that_fails_harms_no_other_of_its_group)
{
    struct job jobs[] = {
        { .ending = FAILS }, { .ending = SUCCEEDS }, { .ending = FAILS }, { .ending = SUCCEEDS }, { .ending = FAILS },
    };

    run_group(jobs, 5);
    for (unsigned index = 0; index < 5; index++) {
        bool fails = jobs[index].ending == FAILS;

        cr_expect_eq(jobs[index].status, fails ? STATUS_INVALID : STATUS_OK, "%u: %s", index,
                     jobs[index].error.message);
        cr_expect_eq(accounts_of(jobs[index].name), fails ? 0 : 2, "%u", index);
    }
    cr_expect_str_eq(jobs[2].error.message, "job-2 may not");
}

Test(writer, a_commit_that_fails_fails_all_of_its_group)
{
    struct job jobs[] = { { .ending = SUCCEEDS }, { .ending = FAILS }, { .ending = FILLS_THE_DISK } };
    struct job later = { .name = "later" };

    run_group(jobs, 3);
    cr_expect_eq(jobs[0].status, STATUS_IO);
    cr_expect_eq(jobs[1].status, STATUS_INVALID, "a task keeps its own reason");
    cr_expect_eq(jobs[2].status, STATUS_IO);
    cr_expect_str_not_empty(jobs[0].error.message);
    limit_files(RLIM_INFINITY);
    cr_expect_eq(place_read_number(&place, "SELECT count(*) FROM accounts"), 0);
    run(&later);
    cr_expect_eq(later.status, STATUS_OK, "%s", later.error.message);
    cr_expect_eq(place_read_number(&place, "SELECT count(*) FROM accounts"), 2);
}

static void *destroy(void *number)
{
    atomic_store((atomic_int *)number, gettid());
    writer_destroy(writer);
    return NULL;
}

Test(writer, that_ends_writes_first_what_it_was_given)
{
    struct job job = { .name = "late" };
    pthread_t first = begin_group(), ending;
    atomic_int number = 0;

    pthread_create(&job.thread, NULL, run, &job);
    wait_until_it_waits(&job.number);
    pthread_create(&ending, NULL, destroy, &number);
    wait_until_it_waits(&number);
    cr_expect_eq(writer_run(writer, write_two, &(struct job){ .name = "no" }, &error), STATUS_STOPPED);
    cr_expect_not_null(strstr(error.message, "nothing was written"), "%s", error.message);
    sem_post(&may_go_on);
    pthread_join(first, NULL);
    pthread_join(job.thread, NULL);
    pthread_join(ending, NULL);
    writer = NULL;
    cr_expect_eq(job.status, STATUS_OK, "%s", job.error.message);
    cr_expect_eq(place_read_number(&place, "SELECT count(*) FROM accounts"), 2);
}

/* ---- The clock of the ledger. */

Test(writer, its_clock_never_goes_back)
{
    const int64_t far = INT64_C(4102444800000); /* 2100-01-01 */
    struct ledger_entry entry = { .at_ms = far, .actor = "a", .role = "", .kind = "k", .subject = "s", .body = "{}" };
    struct job job = { .name = "one" };

    writer_destroy(writer);
    begin(store);
    cr_assert_eq(ledger_add(store, &entry, &error), STATUS_OK, "%s", error.message);
    commit(store);
    cr_assert_eq(writer_create(store, NULL, NULL, &writer, &error), STATUS_OK, "%s", error.message);
    run(&job);
    cr_expect_geq(job.at_ms, far, "it begins with the latest time that the ledger knows, and goes on");
    cr_expect_lt(job.at_ms, far + INT64_C(600000));
}
