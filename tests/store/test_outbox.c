/* SPDX-License-Identifier: Apache-2.0
 *
 * Messages leave in the order in which they are due, are put off, and leave once.
 */
#include "store/outbox.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "place.h"

static const char review[] = "01HF0000000000000000000001";

static struct place place;
static struct store *store;
static struct error error;

static void open_place(void)
{
    place = place_make();
    store = place_open(&place, STORE_WRITE);
    add_sample(store, 1);
}

static void close_place(void)
{
    store_close(store);
    place_remove(&place);
}

TestSuite(outbox, .init = open_place, .fini = close_place);

static void expect_words(const char *words)
{
    cr_expect_not_null(strstr(error.message, words), "%s: %s", words, error.message);
}

static void insert(const char *body, int64_t due_ms)
{
    const struct outbox_row row = { .id = 99,
                                    .review = review,
                                    .address = "https://cms.example/钩子",
                                    .body = body,
                                    .created_ms = 1,
                                    .due_ms = due_ms,
                                    .attempts = 99 };

    begin(store);
    cr_assert_eq(outbox_insert(store, &row, &error), STATUS_OK, "%s", error.message);
    commit(store);
}

static bool write_message(void *context, const struct outbox_row *row)
{
    char *text = context;
    size_t size = strlen(text);

    cr_expect_str_eq(row->review, review);
    cr_expect_str_eq(row->address, "https://cms.example/钩子");
    cr_expect_eq(row->created_ms, 1);
    snprintf(text + size, 300 - size, "%lld %s %lld %u\n", (long long)row->id, row->body, (long long)row->due_ms,
             row->attempts);
    return true;
}

static void expect_due(int64_t now_ms, unsigned limit, const char *wanted)
{
    char text[300] = "";

    cr_assert_eq(outbox_list_due(store, now_ms, limit, write_message, text, &error), STATUS_OK, "%s", error.message);
    cr_expect_str_eq(text, wanted, "%s", text);
}

Test(outbox, messages_are_due_in_order)
{
    insert("late", 300);
    insert("first", 100);
    insert("same", 100);
    expect_due(99, 10, "");
    expect_due(100, 10, "2 first 100 0\n3 same 100 0\n");
    expect_due(1000, 10, "2 first 100 0\n3 same 100 0\n1 late 300 0\n");
    expect_due(1000, 1, "2 first 100 0\n");
}

Test(outbox, messages_are_put_off_and_leave_once)
{
    insert("a", 100);
    insert("b", 100);
    begin(store);
    cr_expect_eq(outbox_delay(store, 1, 1, 500, "connection refused", &error), STATUS_OK);
    cr_expect_eq(outbox_finish(store, 2, 200, NULL, &error), STATUS_OK);
    commit(store);
    expect_due(400, 10, "");
    expect_due(500, 10, "1 a 500 1\n");
    begin(store);
    cr_expect_eq(outbox_finish(store, 1, 600, "given up after a day", &error), STATUS_OK);
    cr_expect_eq(outbox_delay(store, 1, 2, 700, NULL, &error), STATUS_INVALID);
    expect_words("no message 1 is waiting to leave");
    cr_expect_eq(outbox_finish(store, 2, 700, "again", &error), STATUS_INVALID);
    expect_words("no message 2 is waiting to leave");
    cr_expect_eq(outbox_delay(store, 7, 2, 700, NULL, &error), STATUS_INVALID);
    commit(store);
    expect_due(INT64_MAX, 10, "");
    cr_expect_eq(place_read_number(&place, "SELECT count(*) FROM outbox WHERE finished = 600 AND attempts = 1"
                                           " AND complaint = 'given up after a day'"),
                 1);
    cr_expect_eq(place_read_number(&place, "SELECT count(*) FROM outbox WHERE finished = 200 AND complaint IS NULL"),
                 1);
}

Test(outbox, a_message_of_no_review_is_refused)
{
    struct outbox_row row = { .review = "01HF0000000000000000000009", .address = "a", .body = "b" };

    begin(store);
    cr_expect_eq(outbox_insert(store, &row, &error), STATUS_INVALID);
    expect_words("there is no review 01HF0000000000000000000009");
    row.review = review;
    row.body = NULL;
    cr_expect_eq(outbox_insert(store, &row, &error), STATUS_INVALID);
    expect_words("outbox.body");
    store_undo(store);
    cr_expect_not(place_run_sql(&place,
                                "INSERT INTO outbox VALUES (1, '01HF0000000000000000000001', 'a', 'b', 1, NULL,"
                                " 0, NULL, NULL)",
                                NULL));
}

Test(outbox, messages_that_have_left_are_forgotten_and_no_others)
{
    insert("sent", 100);
    insert("given up", 100);
    insert("sent later", 100);
    insert("waits", 100);
    begin(store);
    cr_assert_eq(outbox_finish(store, 1, 999, NULL, &error), STATUS_OK);
    cr_assert_eq(outbox_finish(store, 2, 999, "no", &error), STATUS_OK);
    cr_assert_eq(outbox_finish(store, 3, 1000, NULL, &error), STATUS_OK);
    cr_expect_eq(outbox_forget(store, 1000, &error), STATUS_OK, "%s", error.message);
    commit(store);
    cr_expect_eq(place_read_number(&place, "SELECT group_concat(id, '') FROM outbox"), 34);
    expect_due(1000, 10, "4 waits 100 0\n");
    cr_expect_eq(outbox_forget(store, 2000, &error), STATUS_IO);
}
