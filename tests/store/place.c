/* SPDX-License-Identifier: Apache-2.0 */
#include "place.h"

#include <criterion/criterion.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const struct content_row sample_contents[SAMPLE_SIZE] = {
    { 0, "draft.html", "text/html", { { 1 } }, { (const uint8_t *)"<p>预算公开</p>", 19 } },
    { 1, "附件.bin", "application/octet-stream", { { 2 } }, { (const uint8_t *)"a\0b", 3 } },
};

struct place place_make(void)
{
    struct place place = { "/tmp/guanka-store-XXXXXX", "" };

    cr_assert_not_null(mkdtemp(place.folder));
    snprintf(place.path, sizeof place.path, "%s/gate.db", place.folder);
    return place;
}

void place_remove(const struct place *place)
{
    char command[128];

    snprintf(command, sizeof command, "rm -rf %s", place->folder);
    cr_assert_eq(system(command), 0);
}

struct store *place_open(const struct place *place, enum store_access access)
{
    struct store *store = NULL;
    struct error error = { 0 };

    cr_assert_eq(store_open(place->path, access, &store, &error), STATUS_OK, "%s", error.message);
    return store;
}

bool place_run_sql(const struct place *place, const char *sql, char words[200])
{
    sqlite3 *database = NULL;
    int result;

    cr_assert_eq(sqlite3_open(place->path, &database), SQLITE_OK);
    cr_assert_eq(sqlite3_exec(database, "PRAGMA foreign_keys = ON; PRAGMA recursive_triggers = ON", NULL, NULL, NULL),
                 SQLITE_OK);
    result = sqlite3_exec(database, sql, NULL, NULL, NULL);
    if (words != NULL)
        snprintf(words, 200, "%s", sqlite3_errmsg(database));
    sqlite3_close(database);
    return result == SQLITE_OK;
}

int place_read_number(const struct place *place, const char *sql)
{
    sqlite3 *database = NULL;
    sqlite3_stmt *statement = NULL;
    int number;

    cr_assert_eq(sqlite3_open(place->path, &database), SQLITE_OK);
    cr_assert_eq(sqlite3_prepare_v2(database, sql, -1, &statement, NULL), SQLITE_OK, "%s", sqlite3_errmsg(database));
    cr_assert_eq(sqlite3_step(statement), SQLITE_ROW);
    number = sqlite3_column_int(statement, 0);
    sqlite3_finalize(statement);
    sqlite3_close(database);
    return number;
}

void begin(struct store *store)
{
    struct error error = { 0 };

    cr_assert_eq(store_begin(store, &error), STATUS_OK, "%s", error.message);
}

void commit(struct store *store)
{
    struct error error = { 0 };

    cr_assert_eq(store_commit(store, &error), STATUS_OK, "%s", error.message);
}

void sample_id(unsigned number, char id[REVIEW_ID_SIZE])
{
    snprintf(id, REVIEW_ID_SIZE, "01HF%022u", number);
}

struct digest sample_digest(uint8_t byte)
{
    struct digest digest;

    memset(digest.bytes, byte, sizeof digest.bytes);
    return digest;
}

struct review_row sample_review(const char *id)
{
    return (struct review_row){ .id = id,
                                .created_ms = 1700000000000,
                                .updated_ms = 1700000000000,
                                .account = "zhang",
                                .unit = "县财政局",
                                .title = "2023年预算公开",
                                .state = "waiting",
                                .class = "general",
                                .due = "",
                                .supersedes = "",
                                .webhook = "",
                                .draft = "{\"d\":1}",
                                .item = "{\"i\":1}",
                                .verdict = "" };
}

void add_review(struct store *store, const struct review_row *row)
{
    struct error error = { 0 };

    begin(store);
    cr_assert_eq(review_insert(store, row, sample_contents, SAMPLE_SIZE, &error), STATUS_OK, "%s", error.message);
    commit(store);
}

void add_sample(struct store *store, unsigned number)
{
    char id[REVIEW_ID_SIZE];
    struct review_row row;

    sample_id(number, id);
    row = sample_review(id);
    add_review(store, &row);
}
