/* SPDX-License-Identifier: Apache-2.0 */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdio.h>
#include <string.h>

#include "place.h"
#include "store/site_register.h"
#include "store/sweeps.h"

static struct place place;
static struct store *store;
static struct error error;

static void set_up(void)
{
    place = place_make();
    store = place_open(&place, STORE_WRITE);
    begin(store);
}

static void tear_down(void)
{
    if (store_is_writing(store))
        store_undo(store);
    store_close(store);
    place_remove(&place);
}

TestSuite(site_register, .init = set_up, .fini = tear_down);

static void add(const char *site, int64_t since_ms, bool is_listed, const char *name, const char *slots)
{
    const struct site_register_entry entry = { .site = site,
                                               .since_ms = since_ms,
                                               .is_listed = is_listed,
                                               .name = name,
                                               .unit = "办公室",
                                               .starts = "http://a/\nhttp://b/",
                                               .slots = slots };

    cr_assert_eq(site_register_add(store, &entry, &error), STATUS_OK, "%s", error.message);
}

static void sweep_once(const char *site)
{
    struct sweep_row row = { .site = site, .started_ms = 5, .operator= "automatic", .reason = "" };

    cr_assert_eq(sweeps_begin(store, &row, &error), STATUS_OK, "%s", error.message);
}

static bool write_entry(void *context, const struct site_register_entry *entry)
{
    char *text = context;

    (void)sprintf(text + strlen(text), "%s %lld %s %s %s;", entry->site, (long long)entry->since_ms,
                  entry->is_listed ? "listed" : "removed", entry->name, entry->slots);
    return true;
}

static bool write_site(void *context, const char *site)
{
    char *text = context;

    (void)sprintf(text + strlen(text), "%s;", site);
    return true;
}

static void expect_sites(const char *expected)
{
    char text[200] = "";

    cr_assert_eq(site_register_list_sites(store, write_site, text, &error), STATUS_OK, "%s", error.message);
    cr_expect_str_eq(text, expected);
}

Test(site_register, keeps_what_was_said_in_its_order)
{
    char text[500] = "";

    add("a", 100, true, "旧名", "02:00 08:00 14:00 20:00");
    add("b", 100, true, "另一个", "02:00 08:00 14:00 20:00");
    add("a", 300, true, "新名", "00:00 06:00 12:00 18:00");
    add("a", 200, false, "新名", "");
    cr_assert_eq(site_register_list(store, "a", write_entry, text, &error), STATUS_OK, "%s", error.message);
    cr_expect_str_eq(text, "a 100 listed 旧名 02:00 08:00 14:00 20:00;a 300 listed 新名 00:00 06:00 12:00 18:00;"
                           "a 200 removed 新名 ;");
    sweep_once("c");
    sweep_once("b");
    expect_sites("a;b;c;");
}

Test(site_register, is_only_added_to)
{
    add("a", 100, true, "旧名", "02:00 08:00 14:00 20:00");
    commit(store);
    cr_expect_not(place_run_sql(&place, "UPDATE site_register SET name = 'x'", NULL));
    cr_expect_not(place_run_sql(&place, "DELETE FROM site_register", NULL));
}

/* A store of before: its sweeps stay, and nothing is known of what the site file said. */
Test(site_register, begins_empty_in_an_earlier_store)
{
    char text[200] = "";

    sweep_once("a");
    commit(store);
    store_close(store);
    cr_assert_eq(place_run_sql(&place, "DROP TABLE site_register; DROP TABLE doubts; DROP TABLE refused_texts;"
                                       "ALTER TABLE sweeps DROP COLUMN in_doubt; ALTER TABLE sweeps DROP COLUMN cut;"
                                       "ALTER TABLE sweeps DROP COLUMN left_out;"
                                       "DROP INDEX visits_by_address; DROP INDEX resources_by_digest; DROP TABLE front_answers; DROP INDEX sweeps_set_back; DROP INDEX sweeps_by_start; ALTER TABLE sweeps DROP COLUMN set_back; PRAGMA user_version = 14", NULL), true);
    store = place_open(&place, STORE_WRITE);
    cr_assert_eq(site_register_list(store, "a", write_entry, text, &error), STATUS_OK, "%s", error.message);
    cr_expect_str_eq(text, "");
    expect_sites("a;");
    begin(store);
    add("a", 100, true, "旧名", "02:00 08:00 14:00 20:00");
    commit(store);
}
