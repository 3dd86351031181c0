/* SPDX-License-Identifier: Apache-2.0
 *
 * The digest of what is kept: another one for every change that counts, the same for what does not.
 */
#include "store/kept.h"

#include <criterion/criterion.h>
#include <string.h>

#include "place.h"
#include "store/accounts.h"

static const char review[] = "01HF0000000000000000000001";

static struct place place;
static struct store *store;
static struct error error;

static void open_place(void)
{
    const struct account_row zhang = {
        .name = "zhang", .display = "张三", .unit = "县财政局", .password = "", .roles = 3
    };

    place = place_make();
    store = place_open(&place, STORE_WRITE);
    add_sample(store, 1);
    add_sample(store, 2);
    begin(store);
    cr_assert_eq(account_put(store, &zhang, &error), STATUS_OK, "%s", error.message);
    commit(store);
}

static void close_place(void)
{
    store_close(store);
    place_remove(&place);
}

TestSuite(kept, .init = open_place, .fini = close_place);

static struct digest digest_now(enum kept_kind kind, const char *id)
{
    struct digest digest;
    bool found = false;

    cr_assert_eq(kept_digest(store, kind, id, &digest, &found, &error), STATUS_OK, "%s", error.message);
    cr_assert(found, "%s", id);
    return digest;
}

/* By other means than ours, with the triggers out of the way. */
static void expect_change(enum kept_kind kind, const char *id, const char *sql, bool is_seen)
{
    struct digest before = digest_now(kind, id), after;
    char words[200];

    cr_assert(place_run_sql(&place, sql, words), "%s: %s", sql, words);
    after = digest_now(kind, id);
    cr_expect_eq(memcmp(before.bytes, after.bytes, DIGEST_SIZE) != 0, is_seen, "%s", sql);
}

Test(kept, digest_sees_every_change_of_a_review)
{
    expect_change(KEPT_REVIEW, review, "DROP TRIGGER reviews_keep_what_was_submitted", false);
    expect_change(KEPT_REVIEW, review, "DROP TRIGGER contents_are_not_changed", false);
    expect_change(KEPT_REVIEW, review, "UPDATE reviews SET state = 'ready' WHERE id LIKE '%1'", true);
    expect_change(KEPT_REVIEW, review, "UPDATE reviews SET item = '{}' WHERE id LIKE '%1'", true);
    expect_change(KEPT_REVIEW, review, "UPDATE reviews SET title = title || ' ' WHERE id LIKE '%1'", true);
    expect_change(KEPT_REVIEW, review, "UPDATE reviews SET draft = '{\"x\":1}' WHERE id LIKE '%1'", true);
    expect_change(KEPT_REVIEW, review, "UPDATE contents SET digest = zeroblob(32) WHERE review LIKE '%1'", true);
    expect_change(KEPT_REVIEW, review,
                  "INSERT INTO permits (digest, review, granted) SELECT randomblob(32), id, 1 FROM reviews"
                  " WHERE id LIKE '%1'",
                  true);
    expect_change(KEPT_REVIEW, review,
                  "INSERT INTO verdicts (review, round, at, record) SELECT id, 9, 1, '{}' FROM reviews"
                  " WHERE id LIKE '%1'",
                  true);
}

Test(kept, digest_of_a_review_is_its_own_and_survives_forgetting)
{
    expect_change(KEPT_REVIEW, review, "UPDATE reviews SET state = 'ready' WHERE id LIKE '%2'", false);
    expect_change(KEPT_REVIEW, review, "UPDATE contents SET bytes = NULL", false);
}

Test(kept, digest_of_an_account_is_of_its_rights_and_not_of_guesses)
{
    expect_change(KEPT_ACCOUNT, "zhang", "UPDATE accounts SET failures = 3, locked_until = 9", false);
    expect_change(KEPT_ACCOUNT, "zhang", "UPDATE accounts SET roles = 255", true);
    expect_change(KEPT_ACCOUNT, "zhang", "UPDATE accounts SET password = 'another'", true);
    expect_change(KEPT_ACCOUNT, "zhang", "UPDATE accounts SET units = '*'", true);
}

static bool append(void *context, const char *id)
{
    strcat(context, id + strlen(id) - 1);
    return true;
}

Test(kept, lists_have_all_and_nothing_is_not_found)
{
    char text[20] = "";
    struct digest digest;
    bool found = true;

    cr_assert_eq(kept_list(store, KEPT_REVIEW, append, text, &error), STATUS_OK, "%s", error.message);
    cr_expect_str_eq(text, "12");
    cr_assert_eq(kept_list(store, KEPT_TOKEN, append, text, &error), STATUS_OK, "%s", error.message);
    cr_expect_str_eq(text, "12");
    cr_assert_eq(kept_digest(store, KEPT_DELEGATION, "x", &digest, &found, &error), STATUS_OK, "%s", error.message);
    cr_expect_not(found);
}
