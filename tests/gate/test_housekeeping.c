/* SPDX-License-Identifier: Apache-2.0
 *
 * What is forgotten, and what never is.
 */
#include "gate/housekeeping.h"

#include <criterion/criterion.h>
#include <string.h>

#include "place.h"
#include "store/accounts.h"
#include "store/outbox.h"

static const int64_t now_ms = INT64_C(1800000000000);
static const int64_t day_ms = 86400000;
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

TestSuite(housekeeping, .init = open_place, .fini = close_place);

static void keep_house(struct keeping keeping)
{
    begin(store);
    cr_assert_eq(housekeeping_run(&keeping, store, now_ms, &error), STATUS_OK, "%s", error.message);
    commit(store);
}

static void add_key(const char *key, int64_t at_ms)
{
    struct idempotency_row row = { .request = sample_digest(1) };

    memcpy(row.review, review, sizeof row.review);
    cr_assert_eq(idempotency_insert(store, "zhang", key, &row, at_ms, &error), STATUS_OK, "%s", error.message);
}

static void add_session(uint8_t number, int64_t expires_ms)
{
    const struct session_row row = { .digest = sample_digest(number), .account = "zhang", .expires_ms = expires_ms };

    cr_assert_eq(session_insert(store, &row, &error), STATUS_OK, "%s", error.message);
}

static void add_message(int64_t id, int64_t finished_ms)
{
    const struct outbox_row row = { .review = review, .address = "a", .body = "b", .due_ms = 1 };

    cr_assert_eq(outbox_insert(store, &row, &error), STATUS_OK, "%s", error.message);
    if (finished_ms > 0)
        cr_assert_eq(outbox_finish(store, id, finished_ms, NULL, &error), STATUS_OK, "%s", error.message);
}

static void add_all(void)
{
    const struct account_row account = { .name = "zhang", .display = "", .unit = "", .password = "" };

    begin(store);
    cr_assert_eq(account_put(store, &account, &error), STATUS_OK, "%s", error.message);
    add_key("old", now_ms - 7 * day_ms - 1);
    add_key("young", now_ms - 7 * day_ms);
    add_session(1, now_ms);
    add_session(2, now_ms + 1);
    add_message(1, now_ms - 30 * day_ms - 1);
    add_message(2, now_ms - 30 * day_ms);
    add_message(3, 0);
    commit(store);
}

Test(housekeeping, forgets_what_is_over_and_old)
{
    add_all();
    keep_house((struct keeping){ .content_days = 1000000, .idempotency_days = 7, .outbox_days = 30 });
    cr_expect_eq(place_read_number(&place, "SELECT count(*) FROM idempotency"), 1);
    cr_expect_eq(place_read_number(&place, "SELECT count(*) FROM idempotency WHERE key = 'young'"), 1);
    cr_expect_eq(place_read_number(&place, "SELECT count(*) FROM sessions"), 1);
    cr_expect_eq(place_read_number(&place, "SELECT expires - 1800000000000 FROM sessions"), 1);
    cr_expect_eq(place_read_number(&place, "SELECT group_concat(id, '') FROM outbox"), 23);
}

/* As far as days reach. */
Test(housekeeping, forgets_nothing_that_is_under_way)
{
    add_all();
    keep_house((struct keeping){ 0 });
    cr_expect_eq(place_read_number(&place, "SELECT count(*) FROM outbox"), 1, "a message that waits to leave");
    cr_expect_eq(place_read_number(&place, "SELECT count(*) FROM sessions"), 1, "a session that goes on");
    cr_expect_eq(place_read_number(&place, "SELECT count(*) FROM contents WHERE bytes IS NOT NULL"), SAMPLE_SIZE,
                 "contents of a draft that waits");
    cr_expect_eq(place_read_number(&place, "SELECT count(*) FROM accounts"), 1);
    cr_expect_eq(place_read_number(&place, "SELECT count(*) FROM reviews"), 1);
}

Test(housekeeping, forgets_contents_of_drafts_that_are_over)
{
    const struct keeping keeping = { .content_days = 365, .idempotency_days = 7, .outbox_days = 30 };
    struct review_row row = sample_review(review);

    row.state = "published";
    row.updated_ms = now_ms - 365 * day_ms;
    begin(store);
    cr_assert_eq(review_update(store, &row, &error), STATUS_OK, "%s", error.message);
    commit(store);
    keep_house(keeping);
    cr_expect_eq(place_read_number(&place, "SELECT count(*) FROM contents WHERE bytes IS NOT NULL"), SAMPLE_SIZE);
    row.updated_ms--;
    begin(store);
    cr_assert_eq(review_update(store, &row, &error), STATUS_OK, "%s", error.message);
    commit(store);
    keep_house(keeping);
    cr_expect_eq(place_read_number(&place, "SELECT count(*) FROM contents WHERE bytes IS NOT NULL"), 0);
    cr_expect_eq(place_read_number(&place, "SELECT count(*) FROM contents"), SAMPLE_SIZE, "digests stay");
}
