/* SPDX-License-Identifier: Apache-2.0
 *
 * Which files are opened, which are refused, and in what words.
 */
#include "store/store.h"

#include <criterion/criterion.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char folder[40], path[64];

static void make_folder(void)
{
    strcpy(folder, "/tmp/guanka-store-XXXXXX");
    cr_assert_not_null(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/gate.db", folder);
}

static void remove_folder(void)
{
    char command[128];

    snprintf(command, sizeof command, "rm -rf %s", folder);
    cr_assert_eq(system(command), 0);
}

static void run_sql(const char *sql)
{
    sqlite3 *database = NULL;

    cr_assert_eq(sqlite3_open(path, &database), SQLITE_OK);
    cr_assert_eq(sqlite3_exec(database, sql, NULL, NULL, NULL), SQLITE_OK, "%s", sqlite3_errmsg(database));
    sqlite3_close(database);
}

static void expect_refused(enum store_access access, enum status wanted, const char *words)
{
    struct store *store = NULL;
    struct error error = { 0 };
    enum status status = store_open(path, access, &store, &error);

    cr_expect_eq(status, wanted, "%s", error.message);
    cr_expect_null(store);
    cr_expect_not_null(strstr(error.message, path), "%s", error.message);
    cr_expect_not_null(strstr(error.message, words), "%s", error.message);
}

static void open_and_close(enum store_access access)
{
    struct store *store = NULL;
    struct error error = { 0 };

    cr_assert_eq(store_open(path, access, &store, &error), STATUS_OK, "%s", error.message);
    store_close(store);
}

TestSuite(store, .init = make_folder, .fini = remove_folder);

Test(store, is_made_for_its_owner_alone_and_opened_again)
{
    struct stat about;

    expect_refused(STORE_READ, STATUS_IO, "cannot be opened");
    open_and_close(STORE_WRITE);
    cr_assert_eq(stat(path, &about), 0);
    cr_expect_eq(about.st_mode & 0777, 0600);
    open_and_close(STORE_READ);
    open_and_close(STORE_WRITE);
}

Test(store, of_another_program_is_refused_and_left_alone)
{
    run_sql("CREATE TABLE t (x); PRAGMA user_version = 1");
    expect_refused(STORE_WRITE, STATUS_INVALID, "not a database of guanka");
    expect_refused(STORE_READ, STATUS_INVALID, "not a database of guanka");
    run_sql("INSERT INTO t VALUES (1)");
}

Test(store, of_a_newer_version_is_refused)
{
    open_and_close(STORE_WRITE);
    run_sql("PRAGMA user_version = 999");
    expect_refused(STORE_WRITE, STATUS_INVALID, "999");
}

Test(store, that_is_no_database_is_refused)
{
    FILE *file = fopen(path, "w");

    for (int line = 0; line < 200; line++)
        fprintf(file, "this is no database\n");
    fclose(file);
    expect_refused(STORE_WRITE, STATUS_MALFORMED, "no database");
}

Test(store, in_a_folder_that_is_not_there)
{
    snprintf(path, sizeof path, "%s/none/gate.db", folder);
    expect_refused(STORE_WRITE, STATUS_IO, "folder");
}

Test(store, a_second_writer_is_told_of_the_first, .timeout = 60)
{
    struct store *first = NULL, *second = NULL;
    struct error error = { 0 };

    cr_assert_eq(store_open(path, STORE_WRITE, &first, &error), STATUS_OK);
    cr_assert_eq(store_open(path, STORE_WRITE, &second, &error), STATUS_OK);
    cr_assert_eq(store_begin(first, &error), STATUS_OK);
    cr_expect_eq(store_begin(second, &error), STATUS_IO);
    cr_expect_not_null(strstr(error.message, "another program"), "%s", error.message);
    store_undo(first);
    cr_expect_eq(store_begin(second, &error), STATUS_OK, "%s", error.message);
    store_undo(second);
    store_close(first);
    store_close(second);
}
