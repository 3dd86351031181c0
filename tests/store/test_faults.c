/* SPDX-License-Identifier: Apache-2.0
 *
 * Whatever goes wrong, a transaction is there whole or not at all: undone, killed, a full disk, no memory, no right to
 * write, and readers beside.
 */
#include <criterion/criterion.h>
#include <pthread.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/alloc.h"
#include "place.h"
#include "store/accounts.h"
#include "store/ledger.h"
#include "store/outbox.h"

static struct place place;

static void make(void)
{
    place = place_make();
}

static void remove_it(void)
{
    place_remove(&place);
}

TestSuite(faults, .init = make, .fini = remove_it);

static const char all_rows[] =
    "SELECT (SELECT count(*) FROM reviews) + (SELECT count(*) FROM contents) + (SELECT count(*) FROM verdicts)"
    " + (SELECT count(*) FROM permits) + (SELECT count(*) FROM idempotency) + (SELECT count(*) FROM accounts)"
    " + (SELECT count(*) FROM tokens) + (SELECT count(*) FROM sessions) + (SELECT count(*) FROM outbox)"
    " + (SELECT count(*) FROM ledger)";

/* A bit of everything: what write_all writes. */
enum { ROWS_OF_ONE = 11 };

static enum status write_account(struct store *store, unsigned number, struct error *error)
{
    char name[16];
    struct account_row account = { .name = name, .display = "", .unit = "", .password = "" };
    struct token_row token = { .id = name, .account = name, .label = "", .digest = sample_digest((uint8_t)number) };
    struct session_row session = { token.digest, name, 1, 2 };
    enum status status;

    snprintf(name, sizeof name, "a-%u", number);
    status = account_put(store, &account, error);
    if (status == STATUS_OK)
        status = token_insert(store, &token, error);
    return status == STATUS_OK ? session_insert(store, &session, error) : status;
}

static enum status write_all(struct store *store, unsigned number, struct error *error)
{
    char id[REVIEW_ID_SIZE];
    struct review_row row;
    struct digest digest = sample_digest((uint8_t)number);
    struct idempotency_row key = { .request = digest };
    struct outbox_row message = { .review = id, .address = "a", .body = "b", .due_ms = 1 };
    struct ledger_entry entry = { .actor = "a", .role = "r", .kind = "submitted", .subject = id, .body = "{}" };
    unsigned round;
    enum status status;

    sample_id(number, id);
    sample_id(number, key.review);
    row = sample_review(id);
    status = review_insert(store, &row, sample_contents, SAMPLE_SIZE, error);
    if (status == STATUS_OK)
        status = verdict_insert(store, id, 1, "{}", &round, error);
    if (status == STATUS_OK)
        status = permit_grant(store, &digest, id, 1, error);
    if (status == STATUS_OK)
        status = idempotency_insert(store, "a", id, &key, 1, error);
    if (status == STATUS_OK)
        status = outbox_insert(store, &message, error);
    if (status == STATUS_OK)
        status = write_account(store, number, error);
    return status == STATUS_OK ? ledger_add(store, &entry, error) : status;
}

static enum status submit(struct store *store, unsigned number, struct error *error)
{
    enum status status = store_begin(store, error);

    if (status != STATUS_OK)
        return status;
    status = write_all(store, number, error);
    if (status == STATUS_OK)
        status = store_commit(store, error);
    if (status != STATUS_OK)
        store_undo(store);
    return status;
}

static void expect_whole(int count)
{
    cr_expect_eq(place_read_number(&place, all_rows), count * ROWS_OF_ONE);
    cr_expect_eq(place_read_number(&place, "SELECT count(*) FROM pragma_integrity_check WHERE integrity_check = 'ok'"),
                 1);
    cr_expect_eq(place_read_number(&place, "SELECT count(*) FROM pragma_foreign_key_check"), 0);
}

static bool count_row(void *context, const struct review_row *row)
{
    (void)row;
    ++*(int *)context;
    return true;
}

static int count_reviews(const struct store *store)
{
    struct review_query query = { .limit = 1000000 };
    struct error error = { 0 };
    int count = 0;

    cr_assert_eq(review_list(store, &query, count_row, &count, &error), STATUS_OK, "%s", error.message);
    return count;
}

/* ---- Transactions. */

Test(faults, what_was_undone_leaves_nothing)
{
    struct store *store = place_open(&place, STORE_WRITE);
    struct error error = { 0 };

    cr_expect_eq(submit(store, 1, &error), STATUS_OK, "%s", error.message);
    begin(store);
    cr_expect_eq(write_all(store, 2, &error), STATUS_OK, "%s", error.message);
    cr_expect_eq(count_reviews(store), 2);
    store_undo(store);
    cr_expect_eq(count_reviews(store), 1);
    expect_whole(1);
    cr_expect_eq(submit(store, 2, &error), STATUS_OK, "%s", error.message);
    expect_whole(2);
    store_close(store);
}

Test(faults, a_part_is_undone_alone)
{
    struct store *store = place_open(&place, STORE_WRITE);
    struct error error = { 0 };

    begin(store);
    for (unsigned number = 1; number <= 6; number++) {
        cr_assert_eq(store_mark(store, &error), STATUS_OK, "%s", error.message);
        cr_assert_eq(write_all(store, number, &error), STATUS_OK, "%s", error.message);
        if (number % 2 == 0)
            store_undo_mark(store);
        else
            cr_assert_eq(store_keep_mark(store, &error), STATUS_OK, "%s", error.message);
        cr_expect(store_is_writing(store));
    }
    commit(store);
    cr_expect_not(store_is_writing(store));
    store_close(store);
    expect_whole(3);
}

Test(faults, a_refused_row_undoes_itself_and_nothing_else)
{
    struct store *store = place_open(&place, STORE_WRITE);
    struct error error = { 0 };

    begin(store);
    cr_assert_eq(write_all(store, 1, &error), STATUS_OK, "%s", error.message);
    cr_expect_eq(write_all(store, 1, &error), STATUS_INVALID);
    cr_expect(store_is_writing(store));
    commit(store);
    store_close(store);
    expect_whole(1);
}

/* After a failure that has undone the transaction by itself, what follows would be there alone. */
Test(faults, nothing_is_written_outside_a_transaction)
{
    struct store *store = place_open(&place, STORE_WRITE);
    struct error error = { 0 };

    cr_expect_eq(write_all(store, 1, &error), STATUS_IO);
    cr_expect_not_null(strstr(error.message, "the transaction is over"), "%s", error.message);
    cr_expect_eq(write_account(store, 1, &error), STATUS_IO);
    store_close(store);
    expect_whole(0);
}

/* ---- Readers. */

Test(faults, a_reader_sees_what_is_committed_and_not_what_is_not)
{
    struct store *writer = place_open(&place, STORE_WRITE), *reader = place_open(&place, STORE_READ);
    struct error error = { 0 };

    cr_expect_eq(submit(writer, 1, &error), STATUS_OK, "%s", error.message);
    cr_expect_eq(count_reviews(reader), 1);
    begin(writer);
    cr_assert_eq(write_all(writer, 2, &error), STATUS_OK, "%s", error.message);
    cr_expect_eq(count_reviews(reader), 1);
    commit(writer);
    cr_expect_eq(count_reviews(reader), 2);
    cr_expect_eq(submit(reader, 3, &error), STATUS_IO);
    cr_expect_not_null(strstr(error.message, "it cannot be written"), "%s", error.message);
    store_close(reader);
    store_close(writer);
}

static atomic_bool is_over;

static void *write_on(void *context)
{
    struct store *store = place_open(&place, STORE_WRITE);
    struct error error = { 0 };

    (void)context;
    for (unsigned number = 1; number <= 200; number++)
        cr_assert_eq(submit(store, number, &error), STATUS_OK, "%s", error.message);
    store_close(store);
    atomic_store(&is_over, true);
    return NULL;
}

static bool count_content(void *context, const struct content_row *row)
{
    ++*(unsigned *)context;
    return row->bytes.data != NULL;
}

/* Every review that is seen has its contents: they were committed with it. */
static bool look_at_contents(void *context, const struct review_row *row)
{
    struct error error = { 0 };
    unsigned count = 0;

    cr_expect_eq(content_list(context, row->id, count_content, &count, &error), STATUS_OK, "%s", error.message);
    cr_expect_eq(count, SAMPLE_SIZE);
    return true;
}

Test(faults, readers_go_on_while_a_writer_writes, .timeout = 120)
{
    struct review_query query = { .limit = 20 };
    struct store *reader;
    struct error error = { 0 };
    pthread_t writer;
    int last = 0;

    store_close(place_open(&place, STORE_WRITE));
    reader = place_open(&place, STORE_READ);
    cr_assert_eq(pthread_create(&writer, NULL, write_on, NULL), 0);
    while (!atomic_load(&is_over)) {
        int count = count_reviews(reader);

        cr_expect_geq(count, last);
        last = count;
        cr_expect_eq(review_list(reader, &query, look_at_contents, reader, &error), STATUS_OK, "%s", error.message);
    }
    pthread_join(writer, NULL);
    cr_expect_eq(count_reviews(reader), 200);
    store_close(reader);
}

/* ---- A writer that is killed. */

Test(faults, a_killed_writer_leaves_whole_submissions, .timeout = 120)
{
    for (unsigned round = 0; round < 6; round++) {
        struct place own = place_make();
        int ends[2], count;
        unsigned said = 0, number;
        pid_t writer;

        place_remove(&place);
        place = own;
        cr_assert_eq(pipe(ends), 0);
        writer = fork();
        if (writer == 0) {
            struct store *store = place_open(&place, STORE_WRITE);

            for (number = 1; number < 250; number++) {
                if (submit(store, number, NULL) != STATUS_OK || write(ends[1], &number, sizeof number) < 0)
                    _exit(1);
            }
            _exit(0);
        }
        close(ends[1]);
        for (unsigned read_count = 0; read_count <= 3 * round * round; read_count++)
            cr_assert_eq(read(ends[0], &said, sizeof said), (ssize_t)sizeof said);
        kill(writer, SIGKILL);
        waitpid(writer, NULL, 0);
        while (read(ends[0], &number, sizeof number) == sizeof number)
            said = number;
        close(ends[0]);
        store_close(place_open(&place, STORE_WRITE));
        count = place_read_number(&place, "SELECT count(*) FROM reviews");
        cr_expect_geq(count, (int)said);
        cr_expect_leq(count, (int)said + 1);
        expect_whole(count);
    }
}

/* ---- The disk. */

/* No file may grow beyond this: what a full disk or a quota is to SQLite. */
static void limit_files(rlim_t size)
{
    struct rlimit limit = { size, RLIM_INFINITY };

    cr_assert_eq(setrlimit(RLIMIT_FSIZE, &limit), 0);
}

Test(faults, a_full_disk_costs_what_it_did_not_confirm)
{
    struct store *store = place_open(&place, STORE_WRITE);
    struct error error = { 0 };
    enum status status = STATUS_OK;
    int count = 0;

    signal(SIGXFSZ, SIG_IGN);
    limit_files(2 << 20);
    while (count < 1000 && (status = submit(store, (unsigned)count + 1, &error)) == STATUS_OK)
        count++;
    cr_expect_eq(status, STATUS_IO);
    cr_expect_gt(count, 5);
    cr_expect(strstr(error.message, "reading or writing failed (") != NULL
                  || strstr(error.message, "the disk is full") != NULL,
              "%s", error.message);
    cr_expect_not(store_is_writing(store));
    cr_expect_eq(count_reviews(store), count);
    /* When there is room again, the same store goes on. */
    limit_files(RLIM_INFINITY);
    cr_expect_eq(submit(store, (unsigned)count + 1, &error), STATUS_OK, "%s", error.message);
    store_close(store);
    expect_whole(count + 1);
}

/* The batch of a writer: one task of it meets the full disk, its neighbours must not be taken for written. */
Test(faults, a_full_disk_in_a_part_is_seen)
{
    struct store *store = place_open(&place, STORE_WRITE);
    static uint8_t large[4 << 20];
    const struct content_row content = { 0, "a", "b", { { 9 } }, { large, sizeof large } };
    struct review_row row = sample_review("01HF0000000000000000000777");
    struct error error = { 0 };

    signal(SIGXFSZ, SIG_IGN);
    limit_files(1 << 20);
    begin(store);
    cr_assert_eq(store_mark(store, &error), STATUS_OK);
    cr_assert_eq(write_all(store, 1, &error), STATUS_OK, "%s", error.message);
    cr_assert_eq(store_keep_mark(store, &error), STATUS_OK);
    cr_assert_eq(store_mark(store, &error), STATUS_OK);
    cr_expect_eq(review_insert(store, &row, &content, 1, &error), STATUS_IO);
    cr_expect_not_null(strstr(error.message, "File too large"), "%s", error.message);
    store_undo_mark(store);
    cr_expect_not(store_is_writing(store));
    cr_expect_eq(write_all(store, 2, &error), STATUS_IO);
    cr_expect_neq(store_commit(store, &error), STATUS_OK);
    limit_files(RLIM_INFINITY);
    store_close(store);
    expect_whole(0);
}

/* For root no mode counts: the test goes on as nobody then. */
Test(faults, a_file_that_cannot_be_written_is_told)
{
    enum { NOBODY = 65534 };
    struct store *store = place_open(&place, STORE_WRITE);
    struct error error = { 0 };

    cr_assert_eq(submit(store, 1, &error), STATUS_OK, "%s", error.message);
    store_close(store);
    store = NULL;
    cr_assert_eq(chmod(place.path, 0444), 0);
    cr_assert_eq(chmod(place.folder, 0755), 0);
    if (geteuid() == 0)
        cr_assert_eq(seteuid(NOBODY), 0);
    cr_expect_eq(store_open(place.path, STORE_WRITE, &store, &error), STATUS_IO);
    cr_expect_null(store);
    cr_expect_not_null(strstr(error.message, "it cannot be opened"), "%s", error.message);
    cr_assert_eq(seteuid(getuid()), 0);
    expect_whole(1);
}

/* ---- Memory: ours, by base/alloc, and SQLite's, by its own hooks. */

Test(faults, opening_without_memory_leaves_nothing)
{
    struct store *store = NULL;
    struct error error = { 0 };
    enum status status = STATUS_NO_MEMORY;

    for (unsigned long nth = 1; status != STATUS_OK && nth < 20; nth++) {
        alloc_fail_after(nth);
        error = (struct error){ 0 };
        status = store_open(place.path, STORE_WRITE, &store, &error);
        cr_expect_eq(status, store == NULL ? STATUS_NO_MEMORY : STATUS_OK);
        cr_expect_eq(status == STATUS_OK, error.message[0] == '\0', "%s", error.message);
    }
    alloc_fail_after(0);
    cr_expect_eq(status, STATUS_OK);
    store_close(store);
}

static sqlite3_mem_methods usual;
static unsigned long allocations_left; /* 0: all succeed */
static bool has_failed;

static bool fails_now(void)
{
    if (allocations_left == 0 || --allocations_left > 0)
        return false;
    has_failed = true;
    return true;
}

static void *failing_malloc(int size)
{
    return fails_now() ? NULL : usual.xMalloc(size);
}

static void *failing_realloc(void *memory, int size)
{
    return fails_now() ? NULL : usual.xRealloc(memory, size);
}

static void make_sqlite_fail(void)
{
    sqlite3_mem_methods failing;

    cr_assert_eq(sqlite3_shutdown(), SQLITE_OK);
    /* Small pieces from the spare places would hide what fails. */
    cr_assert_eq(sqlite3_config(SQLITE_CONFIG_LOOKASIDE, 0, 0), SQLITE_OK);
    cr_assert_eq(sqlite3_config(SQLITE_CONFIG_GETMALLOC, &usual), SQLITE_OK);
    failing = usual;
    failing.xMalloc = failing_malloc;
    failing.xRealloc = failing_realloc;
    cr_assert_eq(sqlite3_config(SQLITE_CONFIG_MALLOC, &failing), SQLITE_OK);
}

struct copied {
    char text[200];
    bool was_called;
};

static bool copy_row(void *context, const struct review_row *row)
{
    struct copied *copied = context;

    copied->was_called = true;
    snprintf(copied->text, sizeof copied->text, "%s %s %s %s %s", row->id, row->state, row->title, row->draft,
             row->item);
    return true;
}

static bool count_entry(void *context, const struct ledger_entry *entry)
{
    *(bool *)context = *(bool *)context && strcmp(entry->kind, "submitted") == 0 && strcmp(entry->body, "{}") == 0;
    return true;
}

/* Writes and reads; whatever was read was whole. */
static enum status use(struct store *store, unsigned number, struct error *error)
{
    struct copied copied = { "", false };
    char id[REVIEW_ID_SIZE], wanted[200];
    bool found = false, are_whole = true;
    enum status status = submit(store, number, error);

    sample_id(number, id);
    snprintf(wanted, sizeof wanted, "%s waiting 2023年预算公开 {\"d\":1} {\"i\":1}", id);
    if (status == STATUS_OK)
        status = review_read(store, id, copy_row, &copied, &found, error);
    if (status == STATUS_OK)
        status = ledger_read(store, 1, count_entry, &are_whole, error);
    if (copied.was_called)
        cr_expect_str_eq(copied.text, wanted);
    cr_expect(are_whole);
    return status;
}

/* Whether the allocation was met at all; SQLite does without some, such as those of caches. */
static bool fail_in_use(struct store *store, unsigned long nth, unsigned *number)
{
    struct error error = { 0 };
    enum status status;

    has_failed = false;
    allocations_left = nth;
    status = use(store, *number, &error);
    allocations_left = 0;
    cr_expect(status == STATUS_NO_MEMORY || status == STATUS_OK, "%lu: %d %s", nth, status, error.message);
    cr_expect_eq(status == STATUS_OK, error.message[0] == '\0', "%lu: %s", nth, error.message);
    cr_expect_not(store_is_writing(store), "%lu", nth);
    /* Reading may be what failed. */
    if (count_reviews(store) == (int)*number)
        ++*number;
    cr_expect_eq(count_reviews(store), (int)*number - 1, "%lu", nth);
    cr_expect_eq(place_read_number(&place, all_rows), ((int)*number - 1) * ROWS_OF_ONE, "%lu", nth);
    return has_failed;
}

/* Every one at first, then ever fewer. */
static unsigned long next_of(unsigned long nth)
{
    return nth + 1 + nth / 16;
}

Test(faults, wherever_sqlite_lacks_memory_nothing_is_half, .timeout = 120)
{
    struct store *store;
    unsigned long nth;
    unsigned number = 1;

    make_sqlite_fail();
    for (nth = 1; nth == 1 || has_failed; nth = next_of(nth)) {
        store = place_open(&place, STORE_WRITE);
        (void)fail_in_use(store, nth, &number);
        store_close(store);
    }
    cr_expect_gt(nth, 500);
    /* With statements that are prepared there is less to fail: each of it. */
    store = place_open(&place, STORE_WRITE);
    for (nth = 1; fail_in_use(store, nth, &number); nth++)
        ;
    cr_expect_gt(nth, 100);
    store_close(store);
    expect_whole((int)number - 1);
}

Test(faults, opening_fails_whole_where_sqlite_lacks_memory, .timeout = 120)
{
    struct store *store = NULL;
    enum status status;

    make_sqlite_fail();
    for (unsigned long nth = 1; nth == 1 || has_failed; nth = next_of(nth)) {
        struct error error = { 0 };

        place_remove(&place);
        place = place_make();
        store = NULL;
        has_failed = false;
        allocations_left = nth;
        status = store_open(place.path, STORE_WRITE, &store, &error);
        allocations_left = 0;
        cr_expect(status == STATUS_NO_MEMORY || status == STATUS_OK, "%lu: %d %s", nth, status, error.message);
        cr_expect_eq(status == STATUS_OK, store != NULL, "%lu", nth);
        cr_expect_eq(status == STATUS_OK, error.message[0] == '\0', "%lu: %s", nth, error.message);
        store_close(store);
        store = place_open(&place, STORE_WRITE);
        cr_expect_eq(submit(store, 1, &error), STATUS_OK, "%lu: %s", nth, error.message);
        store_close(store);
    }
}
