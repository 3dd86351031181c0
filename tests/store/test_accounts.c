/* SPDX-License-Identifier: Apache-2.0
 *
 * Accounts, tokens and sessions: what is written is read again, and nothing belongs to nobody.
 */
#include "store/accounts.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "place.h"

static struct place place;
static struct store *store;
static struct error error;

static const struct account_row zhang = { .name = "zhang",
                                          .display = "张三（办公室主任）",
                                          .unit = "县财政局",
                                          .roles = 3,
                                          .password = "$argon2id$v=19$…",
                                          .created_ms = 1700000000000 };

static void put(const struct account_row *row)
{
    begin(store);
    cr_assert_eq(account_put(store, row, &error), STATUS_OK, "%s", error.message);
    commit(store);
}

static void open_place(void)
{
    place = place_make();
    store = place_open(&place, STORE_WRITE);
    put(&zhang);
}

static void close_place(void)
{
    store_close(store);
    place_remove(&place);
}

TestSuite(accounts, .init = open_place, .fini = close_place);

static void expect_words(const char *words)
{
    cr_expect_not_null(strstr(error.message, words), "%s: %s", words, error.message);
}

static bool write_account(void *context, const struct account_row *row)
{
    char *text = context;
    size_t size = strlen(text);

    snprintf(text + size, 500 - size, "%s|%s|%s|%s|%u|%s|%d|%u|%lld|%lld\n", row->name, row->display, row->unit,
             row->units, row->roles, row->password, row->is_disabled, row->failures, (long long)row->locked_until_ms,
             (long long)row->created_ms);
    return true;
}

static void expect_account(const char *name, const char *wanted)
{
    char text[500] = "";
    bool found = false;

    cr_assert_eq(account_read(store, name, write_account, text, &found, &error), STATUS_OK, "%s", error.message);
    cr_expect_eq(found, wanted[0] != '\0');
    cr_expect_str_eq(text, wanted, "%s", text);
}

Test(accounts, are_read_as_they_were_put)
{
    expect_account("zhang", "zhang|张三（办公室主任）|县财政局||3|$argon2id$v=19$…|0|0|0|1700000000000\n");
    expect_account("Zhang", "");
    expect_account("", "");
}

Test(accounts, put_again_keep_their_first_day_and_what_belongs_to_them)
{
    struct account_row row = { .name = "zhang",
                               .display = "d",
                               .unit = "u",
                               .units = "v,w",
                               .roles = 0xFFFFFFFF,
                               .password = "",
                               .is_disabled = true,
                               .failures = 2,
                               .locked_until_ms = 7,
                               .created_ms = 9 };
    struct session_row session = { sample_digest(1), "zhang", 1, 2 };

    begin(store);
    cr_assert_eq(session_insert(store, &session, &error), STATUS_OK, "%s", error.message);
    commit(store);
    put(&row);
    expect_account("zhang", "zhang|d|u|v,w|4294967295||1|2|7|1700000000000\n");
    cr_expect_eq(place_read_number(&place, "SELECT count(*) FROM sessions"), 1);
}

/* Before units were named, who had none submitted for all of them. */
Test(accounts, of_before_keep_their_units)
{
    struct account_row row = zhang;

    row.name = "machine";
    row.unit = "";
    put(&row);
    store_close(store);
    cr_assert(place_run_sql(&place,
                            "DROP TABLE front_answers; DROP TABLE doubts; DROP TABLE refused_texts; DROP TABLE site_register; DROP TABLE slot_troubles; DROP TABLE probes; DROP TABLE notices; DROP TABLE incident_findings; DROP TABLE incidents;"
                            "DROP TABLE finding_events; DROP TABLE findings; DROP TABLE visits; DROP TABLE site_contents;"
                            "DROP TABLE resources; DROP TABLE addresses; DROP TABLE sweeps;"
                            "ALTER TABLE accounts DROP COLUMN units",
                            NULL));
    cr_assert(place_run_sql(&place, "PRAGMA user_version = 4", NULL));
    store = place_open(&place, STORE_WRITE);
    expect_account("machine", "machine|张三（办公室主任）||*|3|$argon2id$v=19$…|0|0|0|1700000000000\n");
    expect_account("zhang", "zhang|张三（办公室主任）|县财政局||3|$argon2id$v=19$…|0|0|0|1700000000000\n");
}

Test(accounts, are_listed_by_name)
{
    struct account_row row = zhang;
    char text[500] = "";

    row.name = "auditor";
    put(&row);
    cr_expect_eq(account_list(store, write_account, text, &error), STATUS_OK);
    cr_expect_str_eq(text,
                     "auditor|张三（办公室主任）|县财政局||3|$argon2id$v=19$…|0|0|0|1700000000000\n"
                     "zhang|张三（办公室主任）|县财政局||3|$argon2id$v=19$…|0|0|0|1700000000000\n",
                     "%s", text);
}

Test(accounts, failures_are_counted)
{
    begin(store);
    cr_expect_eq(account_count_failure(store, "zhang", 5, 1700000900000, &error), STATUS_OK);
    cr_expect_eq(account_count_failure(store, "nobody", 5, 0, &error), STATUS_INVALID);
    expect_words("there is no account of the name nobody");
    commit(store);
    expect_account("zhang", "zhang|张三（办公室主任）|县财政局||3|$argon2id$v=19$…|0|5|1700000900000|1700000000000\n");
}

Test(accounts, without_a_name_or_password_text_are_refused)
{
    struct account_row row = zhang;

    begin(store);
    row.name = "";
    cr_expect_eq(account_put(store, &row, &error), STATUS_INVALID);
    expect_words("a value is missing or cannot be like this");
    row.name = NULL;
    cr_expect_eq(account_put(store, &row, &error), STATUS_INVALID);
    expect_words("accounts.name");
    row.name = "li";
    row.password = NULL;
    cr_expect_eq(account_put(store, &row, &error), STATUS_INVALID);
    expect_words("accounts.password");
    store_undo(store);
}

/* ---- Tokens. */

static bool write_token(void *context, const struct token_row *row)
{
    char *text = context;
    size_t size = strlen(text);

    snprintf(text + size, 500 - size, "%s|%s|%s|%u|%02x|%lld|%lld|%d\n", row->id, row->account, row->label, row->roles,
             row->digest.bytes[31], (long long)row->created_ms, (long long)row->expires_ms, row->is_revoked);
    return true;
}

static void expect_token(uint8_t byte, const char *wanted)
{
    struct digest digest = sample_digest(byte);
    char text[500] = "";
    bool found = false;

    cr_assert_eq(token_read(store, &digest, write_token, text, &found, &error), STATUS_OK, "%s", error.message);
    cr_expect_eq(found, wanted[0] != '\0');
    cr_expect_str_eq(text, wanted, "%s", text);
}

Test(accounts, tokens_are_found_by_their_digest_and_revoked_by_their_id)
{
    struct token_row row = { .id = "t-2",
                             .account = "zhang",
                             .label = "网站后台",
                             .roles = 1,
                             .digest = sample_digest(0x2A),
                             .created_ms = 5,
                             .expires_ms = 6 };
    char text[500] = "";
    bool found = false;

    begin(store);
    cr_expect_eq(token_insert(store, &row, &error), STATUS_OK, "%s", error.message);
    row.id = "t-1";
    row.digest = sample_digest(0x1A);
    row.expires_ms = 0;
    cr_expect_eq(token_insert(store, &row, &error), STATUS_OK);
    commit(store);
    expect_token(0x2A, "t-2|zhang|网站后台|1|2a|5|6|0\n");
    expect_token(0x3A, "");
    begin(store);
    cr_expect_eq(token_revoke(store, "t-2", &found, &error), STATUS_OK);
    cr_expect(found);
    cr_expect_eq(token_revoke(store, "t-9", &found, &error), STATUS_OK);
    cr_expect_not(found);
    commit(store);
    cr_expect_eq(token_list(store, write_token, text, &error), STATUS_OK);
    cr_expect_str_eq(text, "t-1|zhang|网站后台|1|1a|5|0|0\nt-2|zhang|网站后台|1|2a|5|6|1\n", "%s", text);
}

Test(accounts, tokens_that_contradict_are_refused_in_words)
{
    struct token_row row = { .id = "t-1", .account = "zhang", .label = "", .digest = sample_digest(1) };

    begin(store);
    cr_expect_eq(token_insert(store, &row, &error), STATUS_OK, "%s", error.message);
    cr_expect_eq(token_insert(store, &row, &error), STATUS_INVALID);
    expect_words("there is a token t-1 already");
    row.id = "t-2";
    cr_expect_eq(token_insert(store, &row, &error), STATUS_INVALID);
    expect_words("the same secret");
    row.digest = sample_digest(2);
    row.account = "nobody";
    cr_expect_eq(token_insert(store, &row, &error), STATUS_INVALID);
    expect_words("there is no account of the name nobody");
    row.account = "zhang";
    row.label = NULL;
    cr_expect_eq(token_insert(store, &row, &error), STATUS_INVALID);
    expect_words("tokens.label");
    store_undo(store);
}

/* ---- Sessions. */

static bool write_session(void *context, const struct session_row *row)
{
    snprintf(context, 100, "%02x %s %lld %lld", row->digest.bytes[0], row->account, (long long)row->created_ms,
             (long long)row->expires_ms);
    return true;
}

static void expect_session(uint8_t byte, const char *wanted)
{
    struct digest digest = sample_digest(byte);
    char text[100] = "";
    bool found = false;

    cr_assert_eq(session_read(store, &digest, write_session, text, &found, &error), STATUS_OK, "%s", error.message);
    cr_expect_eq(found, wanted[0] != '\0');
    cr_expect_str_eq(text, wanted, "%s", text);
}

Test(accounts, sessions_end_one_by_one_by_account_and_by_time)
{
    struct account_row li = zhang;
    const struct session_row sessions[] = { { sample_digest(1), "zhang", 1, 100 },
                                            { sample_digest(2), "zhang", 1, 200 },
                                            { sample_digest(3), "li", 1, 300 },
                                            { sample_digest(4), "li", 1, 400 },
                                            { sample_digest(5), "zhang", 1, 500 } };

    li.name = "li";
    put(&li);
    begin(store);
    for (size_t index = 0; index < 5; index++)
        cr_assert_eq(session_insert(store, &sessions[index], &error), STATUS_OK, "%s", error.message);
    commit(store);
    expect_session(1, "01 zhang 1 100");
    begin(store);
    cr_expect_eq(session_expire(store, 100, &error), STATUS_OK);
    cr_expect_eq(session_delete(store, &sessions[2].digest, &error), STATUS_OK);
    cr_expect_eq(session_delete(store, &sessions[2].digest, &error), STATUS_OK);
    commit(store);
    expect_session(1, "");
    expect_session(2, "02 zhang 1 200");
    expect_session(3, "");
    begin(store);
    cr_expect_eq(session_delete_account(store, "zhang", &error), STATUS_OK);
    commit(store);
    expect_session(2, "");
    expect_session(5, "");
    expect_session(4, "04 li 1 400");
}

Test(accounts, sessions_that_contradict_are_refused_in_words)
{
    struct session_row row = { sample_digest(1), "nobody", 1, 2 };

    begin(store);
    cr_expect_eq(session_insert(store, &row, &error), STATUS_INVALID);
    expect_words("there is no account of the name nobody");
    row.account = "zhang";
    cr_expect_eq(session_insert(store, &row, &error), STATUS_OK);
    cr_expect_eq(session_insert(store, &row, &error), STATUS_INVALID);
    expect_words("a session with the same secret");
    store_undo(store);
}

/* Who signs in as one that was removed by other means would be nobody. */
Test(accounts, with_tokens_are_not_removed)
{
    struct token_row row = { .id = "t-1", .account = "zhang", .label = "", .digest = sample_digest(1) };

    begin(store);
    cr_assert_eq(token_insert(store, &row, &error), STATUS_OK, "%s", error.message);
    commit(store);
    cr_expect_not(place_run_sql(&place, "DELETE FROM accounts", NULL));
    cr_expect_not(place_run_sql(&place, "UPDATE accounts SET roles = -1", NULL));
    cr_expect_not(place_run_sql(&place, "UPDATE accounts SET disabled = 2", NULL));
    cr_expect_not(place_run_sql(&place, "UPDATE accounts SET roles = 'all'", NULL));
}
