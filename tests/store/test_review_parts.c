/* SPDX-License-Identifier: Apache-2.0
 *
 * What belongs to a review: contents, verdicts, permits and keys, and that the tables keep them.
 */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "place.h"

static const char first[] = "01HF0000000000000000000001", none[] = "01HF0000000000000000000009";

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

TestSuite(review_parts, .init = open_place, .fini = close_place);

static void expect_words(const char *words)
{
    cr_expect_not_null(strstr(error.message, words), "%s: %s", words, error.message);
}

/* ---- Contents. */

static bool write_content(void *context, const struct content_row *row)
{
    char *text = context;
    size_t size = strlen(text);

    snprintf(text + size, 400 - size, "%u %s %s %u ", row->ordinal, row->name, row->media_type, row->digest.bytes[0]);
    for (size_t index = 0; index < row->bytes.size; index++)
        snprintf(text + strlen(text), 400 - strlen(text), "%02x", row->bytes.data[index]);
    strcat(text, row->bytes.data == NULL ? "gone\n" : "\n");
    return true;
}

static void expect_contents(const char *review, const char *wanted)
{
    char text[400] = "";

    cr_assert_eq(content_list(store, review, write_content, text, &error), STATUS_OK, "%s", error.message);
    cr_expect_str_eq(text, wanted, "%s", text);
}

static void set_state(const char *state, int64_t updated_ms)
{
    struct review_row row = sample_review(first);

    row.state = state;
    row.updated_ms = updated_ms;
    begin(store);
    cr_assert_eq(review_update(store, &row, &error), STATUS_OK, "%s", error.message);
    commit(store);
}

static unsigned forget(int64_t before_ms)
{
    unsigned count = 99;

    begin(store);
    cr_assert_eq(content_forget(store, before_ms, &count, &error), STATUS_OK, "%s", error.message);
    commit(store);
    return count;
}

Test(review_parts, contents_are_byte_for_byte_and_in_order)
{
    struct review_row row = sample_review("01HF0000000000000000000002");
    static const struct content_row empty = { 0, "empty", "text/plain", { { 3 } }, { NULL, 0 } };

    expect_contents(first, "0 draft.html text/html 1 3c703ee9a284e7ae97e585ace5bc803c2f703e\n"
                           "1 附件.bin application/octet-stream 2 610062\n");
    expect_contents(none, "");
    begin(store);
    cr_assert_eq(review_insert(store, &row, &empty, 1, &error), STATUS_OK, "%s", error.message);
    commit(store);
    expect_contents(row.id, "0 empty text/plain 3 \n");
}

Test(review_parts, contents_are_forgotten_when_the_review_is_over_and_old)
{
    static const char *const over[] = { "published", "rejected", "refused", "returned", "withdrawn", "superseded" };
    static const char *const open[] = { "waiting", "held", "review", "cleared", "ready" };

    for (size_t index = 0; index < sizeof open / sizeof *open; index++) {
        set_state(open[index], 1000);
        cr_expect_eq(forget(2000), 0, "%s", open[index]);
    }
    set_state("published", 2000);
    cr_expect_eq(forget(2000), 0);
    cr_expect_eq(forget(2001), 2);
    cr_expect_eq(forget(2001), 0);
    expect_contents(first, "0 draft.html text/html 1 gone\n1 附件.bin application/octet-stream 2 gone\n");
    for (unsigned index = 0; index < sizeof over / sizeof *over; index++) {
        char id[REVIEW_ID_SIZE];
        struct review_row row;

        sample_id(index + 2, id);
        row = sample_review(id);
        row.state = over[index];
        add_review(store, &row);
        cr_expect_eq(forget(INT64_MAX), 2, "%s", over[index]);
    }
}

static bool file_has(const char *suffix, const char *text)
{
    char command[200];

    snprintf(command, sizeof command, "grep -qa '%s' %s%s 2>/dev/null", text, place.path, suffix);
    return system(command) == 0;
}

Test(review_parts, what_was_forgotten_is_not_in_the_file_either)
{
    struct review_row row = sample_review("01HF0000000000000000000002");
    static char secret[20000];
    struct content_row content = { 0, "a", "b", { { 4 } }, { (const uint8_t *)secret, sizeof secret - 1 } };

    for (size_t at = 0; at + 10 < sizeof secret; at += 10)
        memcpy(secret + at, "forgetful ", 10);
    row.state = "rejected";
    begin(store);
    cr_assert_eq(review_insert(store, &row, &content, 1, &error), STATUS_OK, "%s", error.message);
    commit(store);
    store_close(store);
    cr_expect(file_has("", "forgetful"));
    store = place_open(&place, STORE_WRITE);
    cr_expect_eq(forget(INT64_MAX), 1);
    store_close(store);
    cr_expect_not(file_has("", "forgetful"));
    cr_expect_not(file_has("-wal", "forgetful"));
    store = place_open(&place, STORE_WRITE);
}

/* ---- Verdicts. */

static bool write_verdict(void *context, unsigned round, int64_t at_ms, const char *record)
{
    char *text = context;
    size_t size = strlen(text);

    snprintf(text + size, 200 - size, "%u %lld %s\n", round, (long long)at_ms, record);
    return true;
}

Test(review_parts, verdicts_are_numbered_for_each_review)
{
    char text[200] = "";
    unsigned round = 0;

    add_sample(store, 2);
    begin(store);
    cr_expect_eq(verdict_insert(store, first, 10, "{\"a\":1}", &round, &error), STATUS_OK);
    cr_expect_eq(round, 1);
    cr_expect_eq(verdict_insert(store, first, 9, "{\"a\":2}", &round, &error), STATUS_OK);
    cr_expect_eq(round, 2);
    cr_expect_eq(verdict_insert(store, "01HF0000000000000000000002", 11, "{}", &round, &error), STATUS_OK);
    cr_expect_eq(round, 1);
    round = 77;
    cr_expect_eq(verdict_insert(store, none, 11, "{}", &round, &error), STATUS_INVALID);
    expect_words("there is no review 01HF0000000000000000000009");
    cr_expect_eq(verdict_insert(store, first, 11, NULL, &round, &error), STATUS_INVALID);
    expect_words("verdicts.record");
    cr_expect_eq(round, 77);
    commit(store);
    cr_expect_eq(verdict_list(store, first, write_verdict, text, &error), STATUS_OK);
    cr_expect_str_eq(text, "1 10 {\"a\":1}\n2 9 {\"a\":2}\n", "%s", text);
}

/* ---- Permits. */

static void expect_permit(uint8_t byte, const char *review, int64_t granted_ms)
{
    struct digest digest = sample_digest(byte);
    struct permit_row permit = { "", 0 };
    bool found = false;

    cr_assert_eq(permit_find(store, &digest, &permit, &found, &error), STATUS_OK, "%s", error.message);
    cr_expect_eq(found, review[0] != '\0');
    cr_expect_str_eq(permit.review, review);
    cr_expect_eq(permit.granted_ms, granted_ms);
}

Test(review_parts, permits_are_for_one_digest_until_they_are_revoked)
{
    static const char second[] = "01HF0000000000000000000002";
    struct digest digest = sample_digest(5), other = sample_digest(6);

    add_sample(store, 2);
    expect_permit(5, "", 0);
    begin(store);
    cr_expect_eq(permit_grant(store, &digest, first, 100, &error), STATUS_OK);
    cr_expect_eq(permit_grant(store, &digest, first, 101, &error), STATUS_OK);
    cr_expect_eq(permit_grant(store, &other, first, 102, &error), STATUS_OK);
    cr_expect_eq(permit_grant(store, &digest, second, 103, &error), STATUS_OK);
    cr_expect_eq(permit_grant(store, &digest, none, 104, &error), STATUS_INVALID);
    expect_words("there is no review 01HF0000000000000000000009");
    commit(store);
    expect_permit(5, first, 100);
    expect_permit(6, first, 102);
    expect_permit(7, "", 0);
    begin(store);
    cr_expect_eq(permit_revoke_review(store, first, 200, &error), STATUS_OK);
    cr_expect_eq(permit_revoke_review(store, first, 201, &error), STATUS_OK);
    commit(store);
    expect_permit(5, second, 103);
    expect_permit(6, "", 0);
    begin(store);
    cr_expect_eq(permit_grant(store, &other, first, 300, &error), STATUS_OK);
    commit(store);
    expect_permit(6, first, 300);
    cr_expect_eq(place_read_number(&place, "SELECT count(*) FROM permits WHERE revoked = 200"), 2);
}

/* ---- Keys. */

Test(review_parts, keys_are_an_accounts_own_and_used_once)
{
    struct idempotency_row row = { "01HF0000000000000000000001", sample_digest(8) }, stored = { 0 };
    bool found = true;

    cr_expect_eq(idempotency_find(store, "zhang", "k-1", &stored, &found, &error), STATUS_OK);
    cr_expect_not(found);
    begin(store);
    cr_expect_eq(idempotency_insert(store, "zhang", "k-1", &row, 1, &error), STATUS_OK, "%s", error.message);
    cr_expect_eq(idempotency_insert(store, "zhang", "k-1", &row, 2, &error), STATUS_INVALID);
    expect_words("zhang has used the Idempotency-Key k-1 already");
    cr_expect_eq(idempotency_insert(store, "li", "k-1", &row, 3, &error), STATUS_OK);
    memcpy(row.review, none, sizeof row.review);
    cr_expect_eq(idempotency_insert(store, "zhang", "k-2", &row, 4, &error), STATUS_INVALID);
    expect_words("there is no review 01HF0000000000000000000009");
    commit(store);
    cr_expect_eq(idempotency_find(store, "zhang", "k-1", &stored, &found, &error), STATUS_OK);
    cr_expect(found);
    cr_expect_str_eq(stored.review, first);
    cr_expect_arr_eq(stored.request.bytes, row.request.bytes, DIGEST_SIZE);
    cr_expect_eq(idempotency_find(store, "zhang", "k-2", &stored, &found, &error), STATUS_OK);
    cr_expect_not(found);
}

Test(review_parts, keys_are_forgotten_and_may_be_used_anew)
{
    struct idempotency_row row = { "01HF0000000000000000000001", sample_digest(8) };
    bool found = false;

    begin(store);
    cr_assert_eq(idempotency_insert(store, "zhang", "old", &row, 999, &error), STATUS_OK);
    cr_assert_eq(idempotency_insert(store, "zhang", "new", &row, 1000, &error), STATUS_OK);
    cr_expect_eq(idempotency_forget(store, 1000, &error), STATUS_OK, "%s", error.message);
    cr_expect_eq(idempotency_insert(store, "zhang", "old", &row, 1001, &error), STATUS_OK, "%s", error.message);
    cr_expect_eq(idempotency_forget(store, 1001, &error), STATUS_OK);
    commit(store);
    cr_expect_eq(idempotency_find(store, "zhang", "new", &row, &found, &error), STATUS_OK);
    cr_expect_not(found);
    cr_expect_eq(idempotency_find(store, "zhang", "old", &row, &found, &error), STATUS_OK);
    cr_expect(found);
    cr_expect_eq(idempotency_forget(store, 2000, &error), STATUS_IO);
}

/* ---- What the tables themselves refuse, whoever asks. */

Test(review_parts, nothing_that_was_kept_is_changed_or_removed)
{
    static const char *const deeds[] = {
        "UPDATE reviews SET title = 'x'",
        "UPDATE reviews SET created = 1",
        "UPDATE reviews SET account = 'x'",
        "UPDATE reviews SET draft = '{}'",
        "UPDATE reviews SET digest = randomblob(32)",
        "DELETE FROM reviews",
        "REPLACE INTO reviews SELECT * FROM reviews",
        "UPDATE contents SET bytes = 'x'",
        "UPDATE contents SET bytes = x'00'",
        "UPDATE contents SET digest = zeroblob(32)",
        "UPDATE contents SET name = 'x'",
        "UPDATE contents SET media_type = 'x'",
        "UPDATE contents SET bytes = NULL; UPDATE contents SET bytes = x'00'",
        "DELETE FROM contents",
        "REPLACE INTO contents SELECT review, ordinal, name, media_type, digest, x'00' FROM contents",
        "UPDATE verdicts SET record = '{}'",
        "DELETE FROM verdicts",
        "REPLACE INTO verdicts SELECT review, round, at, '{}' FROM verdicts",
        "DELETE FROM permits",
        "UPDATE permits SET digest = zeroblob(32)",
        "UPDATE permits SET review = 'x'",
        "UPDATE permits SET revoked = 1; UPDATE permits SET revoked = NULL",
        "UPDATE permits SET revoked = 1; UPDATE permits SET revoked = 2",
        "INSERT INTO permits (digest, review, granted) VALUES (x'00', (SELECT id FROM reviews), 1)",
        "INSERT INTO permits (digest, review, granted) VALUES (zeroblob(32), 'none', 1)",
        "INSERT INTO permits (digest, review, granted) VALUES (zeroblob(32), (SELECT id FROM reviews), 'noon')",
    };
    struct digest digest = sample_digest(1);
    struct review_row row = sample_review(first);
    unsigned round;

    row.digest = digest;
    begin(store);
    cr_assert_eq(review_update(store, &row, &error), STATUS_OK, "%s", error.message);
    cr_assert_eq(verdict_insert(store, first, 1, "{\"a\":1}", &round, &error), STATUS_OK);
    cr_assert_eq(permit_grant(store, &digest, first, 1, &error), STATUS_OK);
    commit(store);
    for (size_t index = 0; index < sizeof deeds / sizeof *deeds; index++) {
        char sql[300], words[200];

        snprintf(sql, sizeof sql, "BEGIN; %s; ROLLBACK", deeds[index]);
        cr_expect_not(place_run_sql(&place, sql, words), "%s", deeds[index]);
        cr_expect_null(strstr(words, "syntax"), "%s: %s", deeds[index], words);
        cr_expect_null(strstr(words, "no such"), "%s: %s", deeds[index], words);
    }
}
