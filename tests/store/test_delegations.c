/* SPDX-License-Identifier: Apache-2.0
 *
 * The register of delegations: what it lets somebody do on which day, and that nothing in it is changed afterwards.
 */
#include "store/delegations.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "place.h"
#include "store/accounts.h"

static struct place place;
static struct store *store;
static struct error error;

static void put_account(const char *name, unsigned roles, bool is_disabled)
{
    const struct account_row row = { .name = name,
                                     .display = name,
                                     .unit = "市政府办公室",
                                     .roles = roles,
                                     .password = "",
                                     .is_disabled = is_disabled,
                                     .created_ms = 1 };

    begin(store);
    cr_assert_eq(account_put(store, &row, &error), STATUS_OK, "%s", error.message);
    commit(store);
}

static void open_place(void)
{
    place = place_make();
    store = place_open(&place, STORE_WRITE);
    put_account("li", 4 | 8, false);
    put_account("wu", 1, false);
    put_account("zhao", 1, false);
}

static void close_place(void)
{
    store_close(store);
    place_remove(&place);
}

TestSuite(delegations, .init = open_place, .fini = close_place);

static enum status insert(const char *id, const char *delegate, const char *from, const char *until)
{
    struct delegation_row row = { .id = id,
                                  .delegator = "li",
                                  .delegate = delegate,
                                  .delegator_display = "",
                                  .roles = 4,
                                  .document = "市办〔2026〕3号",
                                  .created_by = "li",
                                  .created_ms = 7 };
    enum status status;

    cr_assert(date_parse(from, strlen(from), &row.from));
    cr_assert(date_parse(until, strlen(until), &row.until));
    begin(store);
    status = delegation_insert(store, &row, &error);
    if (status == STATUS_OK)
        commit(store);
    else
        store_undo(store);
    return status;
}

static bool write_row(void *context, const struct delegation_row *row)
{
    char *text = context;
    size_t size = strlen(text);

    snprintf(text + size, 400 - size, "%s %s>%s %u %d-%d-%d/%d-%d-%d%s\n", row->id, row->delegator, row->delegate,
             row->roles, row->from.year, row->from.month, row->from.day, row->until.year, row->until.month,
             row->until.day, row->revoked_ms != 0 ? " revoked" : "");
    return true;
}

static void expect_valid(const char *delegate, const char *day, const char *wanted)
{
    char text[400] = "";
    struct date date;

    cr_assert(date_parse(day, strlen(day), &date));
    cr_assert_eq(delegation_list_valid(store, delegate, date, write_row, text, &error), STATUS_OK, "%s", error.message);
    cr_expect_str_eq(text, wanted, "%s", text);
}

Test(delegations, hold_from_the_first_day_to_the_last)
{
    static const char row[] = "a li>wu 4 2026-12-30/2027-1-2\n";

    cr_assert_eq(insert("a", "wu", "2026-12-30", "2027-01-02"), STATUS_OK, "%s", error.message);
    expect_valid("wu", "2026-12-29", "");
    expect_valid("wu", "2026-12-30", row);
    expect_valid("wu", "2027-01-02", row);
    expect_valid("wu", "2027-01-03", "");
    expect_valid("zhao", "2026-12-30", "");
    expect_valid("li", "2026-12-30", "");
}

Test(delegations, lend_no_more_than_the_delegator_still_has)
{
    cr_assert_eq(insert("a", "wu", "2026-12-01", "2026-12-31"), STATUS_OK);
    put_account("li", 8, false);
    expect_valid("wu", "2026-12-02", "a li>wu 0 2026-12-1/2026-12-31\n");
    put_account("li", 4, true);
    expect_valid("wu", "2026-12-02", "");
}

Test(delegations, of_the_same_two_share_no_day)
{
    cr_assert_eq(insert("a", "wu", "2026-12-01", "2026-12-10"), STATUS_OK);
    cr_expect_eq(insert("b", "wu", "2026-12-10", "2026-12-20"), STATUS_INVALID);
    cr_expect_not_null(strstr(error.message, "from 2026-12-01 to 2026-12-10 (a)"), "%s", error.message);
    cr_expect_eq(insert("b", "wu", "2026-11-01", "2026-12-31"), STATUS_INVALID);
    cr_expect_eq(insert("c", "wu", "2026-12-11", "2026-12-20"), STATUS_OK, "%s", error.message);
    cr_expect_eq(insert("d", "zhao", "2026-12-10", "2026-12-20"), STATUS_OK, "%s", error.message);
}

Test(delegations, revoked_are_over_and_stay_in_the_list)
{
    char text[400] = "";
    bool found = false;

    cr_assert_eq(insert("a", "wu", "2026-12-01", "2026-12-10"), STATUS_OK);
    begin(store);
    cr_assert_eq(delegation_revoke(store, "a", 9, &error), STATUS_OK, "%s", error.message);
    commit(store);
    expect_valid("wu", "2026-12-02", "");
    cr_expect_eq(insert("b", "wu", "2026-12-05", "2026-12-06"), STATUS_OK, "%s", error.message);
    cr_assert_eq(delegation_list(store, "wu", write_row, text, &error), STATUS_OK);
    cr_expect_str_eq(text, "a li>wu 4 2026-12-1/2026-12-10 revoked\nb li>wu 4 2026-12-5/2026-12-6\n", "%s", text);
    begin(store);
    cr_expect_eq(delegation_revoke(store, "a", 10, &error), STATUS_INVALID);
    cr_expect_not_null(strstr(error.message, "revoked already"), "%s", error.message);
    cr_expect_eq(delegation_revoke(store, "x", 10, &error), STATUS_INVALID);
    store_undo(store);
    text[0] = '\0';
    cr_assert_eq(delegation_read(store, "b", write_row, text, &found, &error), STATUS_OK);
    cr_expect(found);
    cr_assert_eq(delegation_read(store, "x", write_row, text, &found, &error), STATUS_OK);
    cr_expect_not(found);
}

Test(delegations, are_listed_to_who_gave_them_and_who_got_them)
{
    char text[400] = "";

    cr_assert_eq(insert("a", "wu", "2026-12-01", "2026-12-10"), STATUS_OK);
    cr_assert_eq(insert("b", "zhao", "2026-12-05", "2026-12-20"), STATUS_OK);
    cr_assert_eq(delegation_list(store, "zhao", write_row, text, &error), STATUS_OK);
    cr_expect_str_eq(text, "b li>zhao 4 2026-12-5/2026-12-20\n", "%s", text);
    text[0] = '\0';
    cr_assert_eq(delegation_list(store, NULL, write_row, text, &error), STATUS_OK);
    cr_expect_str_eq(text, "b li>zhao 4 2026-12-5/2026-12-20\na li>wu 4 2026-12-1/2026-12-10\n", "%s", text);
}

Test(delegations, need_accounts_that_there_are_and_two_of_them)
{
    cr_expect_eq(insert("a", "nobody", "2026-12-01", "2026-12-10"), STATUS_INVALID);
    cr_expect_not_null(strstr(error.message, "none nobody"), "%s", error.message);
    cr_expect_eq(insert("a", "li", "2026-12-01", "2026-12-10"), STATUS_INVALID);
    cr_expect_eq(insert("a", "wu", "2026-12-11", "2026-12-10"), STATUS_INVALID);
}

Test(delegations, are_not_changed_behind_the_back_of_the_program)
{
    char words[200];

    cr_assert_eq(insert("a", "wu", "2026-12-01", "2026-12-10"), STATUS_OK);
    cr_expect_not(place_run_sql(&place, "UPDATE delegations SET last_day = '2027-12-10'", words));
    cr_expect_not(place_run_sql(&place, "UPDATE delegations SET roles = 255", words));
    cr_expect_not(place_run_sql(&place, "DELETE FROM delegations", words));
    cr_expect(place_run_sql(&place, "UPDATE delegations SET revoked = 5", words), "%s", words);
    cr_expect_not(place_run_sql(&place, "UPDATE delegations SET revoked = NULL", words));
    cr_expect_not_null(strstr(words, "only revoked"), "%s", words);
}
