/* SPDX-License-Identifier: Apache-2.0
 *
 * Copies of stores: of one moment, of an earlier version, of damaged files, and put back. What they hold is asked of
 * SQLite itself.
 */
#include "store/backup.h"
#include "store/examine.h"

#include <criterion/criterion.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "store/schema.h"

static char folder[40], path[64], copy[64];

static void make_folder(void)
{
    strcpy(folder, "/tmp/guanka-backup-XXXXXX");
    cr_assert_not_null(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/gate.db", folder);
    snprintf(copy, sizeof copy, "%s/copy.db", folder);
}

static void remove_folder(void)
{
    char command[128];

    snprintf(command, sizeof command, "rm -rf %s", folder);
    cr_assert_eq(system(command), 0);
}

static sqlite3 *open_sql(const char *file)
{
    sqlite3 *database = NULL;

    cr_assert_eq(sqlite3_open(file, &database), SQLITE_OK);
    return database;
}

static void run_sql(sqlite3 *database, const char *sql)
{
    cr_assert_eq(sqlite3_exec(database, sql, NULL, NULL, NULL), SQLITE_OK, "%s: %s", sql, sqlite3_errmsg(database));
}

static int number_of(const char *file, const char *sql)
{
    sqlite3 *database = open_sql(file);
    sqlite3_stmt *statement = NULL;
    int number = -1;

    cr_assert_eq(sqlite3_prepare_v2(database, sql, -1, &statement, NULL), SQLITE_OK, "%s", sqlite3_errmsg(database));
    if (sqlite3_step(statement) == SQLITE_ROW)
        number = sqlite3_column_int(statement, 0);
    sqlite3_finalize(statement);
    sqlite3_close(database);
    return number;
}

static struct store *open_store(void)
{
    struct store *store = NULL;
    struct error error = { 0 };

    cr_assert_eq(store_open(path, STORE_WRITE, &store, &error), STATUS_OK, "%s", error.message);
    return store;
}

/* A table of the test's own, which a copy has as it was at one moment. */
static void make_rows(sqlite3 *database, int count)
{
    char sql[160];

    run_sql(database, "CREATE TABLE IF NOT EXISTS rows_of_test (n)");
    snprintf(sql, sizeof sql,
             "WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < %d) INSERT INTO rows_of_test "
             "SELECT n FROM c",
             count);
    run_sql(database, sql);
}

Test(backup, a_copy_has_what_is_committed_and_nothing_of_what_is_not, .init = make_folder, .fini = remove_folder)
{
    struct store *store = open_store();
    sqlite3 *writer = open_sql(path);
    struct error error = { 0 };
    struct stat about;

    make_rows(writer, 1000);
    run_sql(writer, "BEGIN; INSERT INTO rows_of_test VALUES (1), (2)");
    cr_assert_eq(store_copy(store, copy, &error), STATUS_OK, "%s", error.message);
    run_sql(writer, "COMMIT");
    cr_expect_eq(number_of(copy, "SELECT count(*) FROM rows_of_test"), 1000);
    cr_expect_eq(number_of(path, "SELECT count(*) FROM rows_of_test"), 1002);
    cr_assert_eq(stat(copy, &about), 0);
    cr_expect_eq(about.st_mode & 0777, 0600u);
    cr_assert_eq(store_copy(store, copy, &error), STATUS_OK, "over an earlier copy: %s", error.message);
    cr_expect_eq(number_of(copy, "SELECT count(*) FROM rows_of_test"), 1002);
    sqlite3_close(writer);
    store_close(store);
}

Test(backup, a_copy_that_cannot_be_written_leaves_the_earlier_one, .init = make_folder, .fini = remove_folder)
{
    struct store *store = open_store();
    struct error error = { 0 };
    char nowhere[96];

    snprintf(nowhere, sizeof nowhere, "%s/none/copy.db", folder);
    cr_expect_eq(store_copy(store, nowhere, &error), STATUS_IO);
    cr_expect_not_null(strstr(error.message, nowhere), "%s", error.message);
    store_close(store);
}

/* As guanka of that version would have left it. */
static void make_version(int version)
{
    sqlite3 *database = open_sql(path);
    char sql[64];

    cr_assert_eq(chmod(path, 0600), 0);
    run_sql(database, "PRAGMA application_id = 0x676B7374");
    for (int step = 0; step < version; step++)
        run_sql(database, store_migrations[step]);
    snprintf(sql, sizeof sql, "PRAGMA user_version = %d", version);
    run_sql(database, sql);
    make_rows(database, 7);
    sqlite3_close(database);
}

Test(backup, an_upgrade_can_be_gone_back_from, .init = make_folder, .fini = remove_folder)
{
    for (int version = 1; version < store_version; version++) {
        struct error error = { 0 };
        struct buf kept = BUF_INIT(4096);
        char earlier[96];
        struct store_examined told;

        (void)unlink(path);
        make_version(version);
        store_close(open_store());
        cr_expect_eq(number_of(path, "PRAGMA user_version"), store_version);
        snprintf(earlier, sizeof earlier, "%s.version-%d", path, version);
        cr_assert_eq(store_examine(earlier, &told, &error), STATUS_OK, "%s", error.message);
        cr_expect_eq(told.version, version);
        cr_assert_eq(store_restore(earlier, path, &kept, &error), STATUS_OK, "%s", error.message);
        cr_expect_eq(number_of(path, "PRAGMA user_version"), version);
        cr_expect_eq(number_of(path, "SELECT count(*) FROM rows_of_test"), 7);
        cr_expect_eq(number_of(kept.data, "PRAGMA user_version"), store_version);
        buf_free(&kept);
    }
}

/* In a process whose files cannot grow beyond `size`, as on a disk that is full. 0: it was made. */
static int make_within(rlim_t size)
{
    struct rlimit limit = { size, size };
    struct store *store;
    struct error error = { 0 };
    int outcome = 0;
    pid_t child = fork();

    if (child == 0) {
        (void)signal(SIGXFSZ, SIG_IGN);
        if (setrlimit(RLIMIT_FSIZE, &limit) != 0)
            _exit(2);
        if (store_open(path, STORE_WRITE, &store, &error) != STATUS_OK)
            _exit(1);
        _exit(0);
    }
    cr_assert_eq(waitpid(child, &outcome, 0), child);
    return WEXITSTATUS(outcome);
}

/* Where the disk fills up while a store is made there is none yet: nobody is told of an earlier guanka, and nothing is
 * kept as its. */
Test(backup, a_store_is_made_as_a_whole, .init = make_folder, .fini = remove_folder)
{
    enum { STEP = 8192, SIZE_MOST = 1 << 20 };
    unsigned failed = 0;

    for (rlim_t size = STEP; size < SIZE_MOST; size += STEP) {
        char command[128];
        struct store *store;
        struct error error = { 0 };
        int outcome = make_within(size);

        cr_assert_neq(outcome, 2);
        failed += outcome == 1 ? 1 : 0;
        if (outcome == 1 && store_open(path, STORE_READ, &store, &error) == STATUS_OK)
            store_close(store);
        cr_expect_null(strstr(error.message, "older guanka"), "after %lu bytes: %s", (unsigned long)size,
                       error.message);
        store_close(open_store());
        snprintf(command, sizeof command, "ls %s | grep -q version && exit 1; rm -f %s/gate.db*", folder, folder);
        cr_expect_eq(system(command), 0, "something is kept of a store that was not made, after %lu bytes",
                     (unsigned long)size);
    }
    cr_expect_gt(failed, 3, "there was always room");
}

static void damage(const char *file)
{
    int descriptor = open(file, O_RDWR);
    char noise[8192];

    memset(noise, 0xA5, sizeof noise);
    cr_assert_eq(pwrite(descriptor, noise, sizeof noise, 8192), (ssize_t)sizeof noise);
    close(descriptor);
}

Test(backup, a_damaged_store_is_replaced_and_a_damaged_copy_replaces_nothing, .init = make_folder,
     .fini = remove_folder)
{
    struct store *store = open_store();
    struct buf kept = BUF_INIT(4096);
    struct error error = { 0 };
    struct store_examined found;

    cr_assert_eq(store_examine(path, &found, &error), STATUS_OK, "%s", error.message);
    cr_assert_eq(store_copy(store, copy, &error), STATUS_OK, "%s", error.message);
    store_close(store);
    damage(path);
    cr_expect_eq(store_examine(path, &found, &error), STATUS_INVALID);
    cr_expect_not_null(strstr(error.message, path), "%s", error.message);
    cr_expect_eq(store_restore(path, copy, &kept, &error), STATUS_INVALID);
    cr_expect_eq(kept.size, 0);
    cr_assert_eq(store_restore(copy, path, &kept, &error), STATUS_OK, "%s", error.message);
    cr_expect_eq(store_examine(path, &found, &error), STATUS_OK, "%s", error.message);
    cr_expect_eq(access(kept.data, F_OK), 0, "the damaged file is kept");
    buf_free(&kept);
}

Test(backup, a_store_that_is_open_is_not_replaced, .init = make_folder, .fini = remove_folder)
{
    struct store *store = open_store();
    struct buf kept = BUF_INIT(4096);
    struct error error = { 0 };

    cr_assert_eq(store_copy(store, copy, &error), STATUS_OK, "%s", error.message);
    cr_expect_eq(store_restore(copy, path, &kept, &error), STATUS_IO);
    cr_expect_not_null(strstr(error.message, path), "%s", error.message);
    cr_expect_eq(kept.size, 0);
    store_close(store);
    cr_expect_eq(store_restore(copy, path, &kept, &error), STATUS_OK, "%s", error.message);
    buf_free(&kept);
}

Test(backup, what_is_no_store_is_refused, .init = make_folder, .fini = remove_folder)
{
    struct error error = { 0 };
    sqlite3 *database;
    struct store_examined found;

    cr_expect_eq(store_examine(path, &found, &error), STATUS_IO, "there is none");
    cr_expect_eq(found.fault, STORE_UNREAD);
    database = open_sql(path);
    run_sql(database, "CREATE TABLE other (x)");
    cr_expect_eq(store_examine(path, &found, &error), STATUS_INVALID);
    run_sql(database, "PRAGMA application_id = 0x676B7374; PRAGMA user_version = 999");
    cr_expect_eq(store_examine(path, &found, &error), STATUS_INVALID);
    cr_expect_not_null(strstr(error.message, "999"), "%s", error.message);
    cr_expect_eq(found.fault, STORE_NEWER);
    run_sql(database, "PRAGMA user_version = 0");
    cr_expect_eq(store_examine(path, &found, &error), STATUS_INVALID, "a version that no guanka has written");
    cr_expect_eq(found.fault, STORE_DAMAGED);
    sqlite3_close(database);
}
