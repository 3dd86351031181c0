/* SPDX-License-Identifier: Apache-2.0 */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdio.h>
#include <string.h>

#include "place.h"
#include "store/doubts.h"
#include "store/findings.h"
#include "store/incidents.h"
#include "store/probes.h"
#include "store/resources.h"
#include "store/front_answers.h"
#include "store/sweep_times.h"
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

TestSuite(sweeps, .init = set_up, .fini = tear_down);
TestSuite(findings, .init = set_up, .fini = tear_down);
TestSuite(probes, .init = set_up, .fini = tear_down);

static int64_t begin_sweep(const char *site, bool has_slot, int64_t slot_ms, int64_t started_ms)
{
    struct sweep_row row = { .site = site,
                             .has_slot = has_slot,
                             .slot_ms = slot_ms,
                             .started_ms = started_ms,
                             .operator= "automatic",
                             .reason = "" };

    cr_assert_eq(sweeps_begin(store, &row, &error), STATUS_OK, "%s", error.message);
    return row.id;
}

static enum status end_sweep(int64_t id, enum sweep_outcome outcome, const char *reason)
{
    const struct sweep_row row = { .id = id,
                                   .outcome = outcome,
                                   .ended_ms = 5000,
                                   .reason = reason,
                                   .counts = { .pages_expected = 7, .pages_reached = 6, .opened = 3 } };

    return sweeps_end(store, &row, &error);
}

static bool write_row(void *context, const struct sweep_row *row)
{
    char *text = context;

    (void)sprintf(text + strlen(text), "%s %lld %s %s %llu/%llu\n", row->site,
                  row->has_slot ? (long long)row->slot_ms : -1, sweeps_outcome_name(row->outcome), row->reason,
                  (unsigned long long)row->counts.pages_reached, (unsigned long long)row->counts.pages_expected);
    return true;
}

Test(sweeps, are_listed_by_their_slot_or_their_start)
{
    char text[500] = "";

    cr_assert_eq(end_sweep(begin_sweep("a", true, 2000, 2500), SWEEP_COMPLETE, ""), STATUS_OK);
    cr_assert_eq(end_sweep(begin_sweep("a", false, 0, 1500), SWEEP_INCOMPLETE, "stopped"), STATUS_OK);
    begin_sweep("b", true, 1000, 1000);
    begin_sweep("a", true, 9000, 9100);
    cr_expect_eq(sweeps_list(store, NULL, 1000, 9000, write_row, text, &error), STATUS_OK);
    cr_expect_str_eq(text, "b 1000 running  0/0\na -1 incomplete stopped 6/7\na 2000 complete  6/7\n");
    text[0] = '\0';
    cr_expect_eq(sweeps_list_running(store, "a", write_row, text, &error), STATUS_OK);
    cr_expect_str_eq(text, "a 9000 running  0/0\n");
    text[0] = '\0';
    /* The last that was begun: what the clock said then may have been ahead. */
    cr_expect_eq(sweeps_last(store, "a", write_row, text, &error), STATUS_OK);
    cr_expect_str_eq(text, "a -1 incomplete stopped 6/7\n");
}

static bool take_left_out(void *context, const struct sweep_row *row)
{
    *(uint64_t *)context = row->counts.left_out;
    return false;
}

/* Version 15, which did not know of what robots.txt hides. */
Test(sweeps, of_before_left_nothing_out_that_is_known)
{
    struct sweep_row row = { .id = begin_sweep("a", false, 0, 1500), .outcome = SWEEP_COMPLETE, .ended_ms = 5000, .reason = "" };
    uint64_t left_out = 99;

    cr_assert_eq(sweeps_end(store, &row, &error), STATUS_OK, "%s", error.message);
    commit(store);
    store_close(store);
    cr_assert_eq(place_run_sql(&place, "DROP TABLE doubts; DROP TABLE refused_texts; ALTER TABLE sweeps DROP COLUMN in_doubt;"
                               "ALTER TABLE sweeps DROP COLUMN cut; ALTER TABLE sweeps DROP COLUMN left_out; DROP INDEX visits_by_address; DROP INDEX resources_by_digest; DROP TABLE front_answers; DROP INDEX sweeps_set_back; DROP INDEX sweeps_by_start; ALTER TABLE sweeps DROP COLUMN set_back; PRAGMA user_version = 15", NULL), true);
    store = place_open(&place, STORE_WRITE);
    cr_expect_eq(sweeps_get(store, row.id, take_left_out, &left_out, &error), STATUS_OK, "%s", error.message);
    cr_expect_eq(left_out, 0);
    begin(store);
    row.id = begin_sweep("a", false, 0, 2500);
    row.counts.left_out = 7;
    cr_assert_eq(sweeps_end(store, &row, &error), STATUS_OK, "%s", error.message);
    cr_expect_eq(sweeps_get(store, row.id, take_left_out, &left_out, &error), STATUS_OK, "%s", error.message);
    cr_expect_eq(left_out, 7);
}

Test(sweeps, end_once)
{
    int64_t id = begin_sweep("a", true, 2000, 2500);

    cr_expect_eq(end_sweep(id, SWEEP_INCOMPLETE, "stopped"), STATUS_OK);
    cr_expect_eq(end_sweep(id, SWEEP_COMPLETE, ""), STATUS_INVALID, "an incomplete sweep does not become complete");
    cr_expect_eq(end_sweep(99, SWEEP_COMPLETE, ""), STATUS_INVALID);
}

Test(sweeps, are_proof_that_nobody_changes)
{
    cr_assert_eq(end_sweep(begin_sweep("a", true, 2000, 2500), SWEEP_INCOMPLETE, "stopped"), STATUS_OK);
    commit(store);
    cr_expect_not(place_run_sql(&place, "UPDATE sweeps SET outcome = 'complete', reason = ''", NULL));
    cr_expect_not(place_run_sql(&place, "DELETE FROM sweeps", NULL));
}

static int64_t address(const char *url)
{
    struct address_row row = { .url = url, .first_seen_ms = 1 };

    cr_assert_eq(resources_add_address(store, "a", &row, &error), STATUS_OK, "%s", error.message);
    return row.id;
}

Test(sweeps, tell_how_the_last_one_left_an_address)
{
    int64_t at = address("http://a/"), other = address("http://a/b"), first = begin_sweep("a", false, 0, 1),
            second = begin_sweep("a", false, 0, 2), third = begin_sweep("a", false, 0, 3);
    enum visit_state state = VISIT_FORBIDDEN;
    bool is_known;

    cr_assert_eq(sweeps_visit(store, first, &(struct visit){ at, 0, VISIT_FAILED, 0, false }, &error), STATUS_OK);
    cr_assert_eq(sweeps_visit(store, second, &(struct visit){ at, 0, VISIT_WAITING, 0, false }, &error), STATUS_OK);
    cr_assert_eq(sweeps_visit(store, third, &(struct visit){ at, 0, VISIT_DONE, 0, false }, &error), STATUS_OK);
    cr_expect_eq(sweeps_last_visit(store, at, third, &is_known, &state, &error), STATUS_OK);
    cr_expect_eq(is_known, true);
    cr_expect_eq(state, VISIT_FAILED, "one that was cut off did not come to it");
    cr_expect_eq(sweeps_last_visit(store, at, first, &is_known, &state, &error), STATUS_OK);
    cr_expect_eq(is_known, false);
    cr_expect_eq(sweeps_last_visit(store, other, third, &is_known, &state, &error), STATUS_OK);
    cr_expect_eq(is_known, false);
}

static bool write_visit(void *context, const struct visit *visit)
{
    char *text = context;

    (void)sprintf(text + strlen(text), "%lld %d %u via %lld%s\n", (long long)visit->address, (int)visit->state,
                  visit->depth, (long long)visit->via, visit->is_map ? " map" : "");
    return true;
}

Test(sweeps, remember_where_each_address_stands)
{
    int64_t sweep = begin_sweep("a", true, 2000, 2500), first = address("http://a/"), second = address("http://a/b");
    char text[200] = "", expected[200];

    cr_assert_eq(sweeps_visit(store, sweep, &(struct visit){ first, 0, VISIT_WAITING, 0, false }, &error), STATUS_OK);
    cr_assert_eq(sweeps_visit(store, sweep, &(struct visit){ second, first, VISIT_WAITING, 1, false }, &error),
                 STATUS_OK);
    cr_assert_eq(sweeps_visit(store, sweep, &(struct visit){ second, first, VISIT_WAITING, 1, true }, &error),
                 STATUS_OK);
    cr_assert_eq(sweeps_visit(store, sweep, &(struct visit){ first, 0, VISIT_DONE, 0, false }, &error), STATUS_OK);
    cr_expect_eq(sweeps_list_visits(store, sweep, write_visit, text, &error), STATUS_OK);
    (void)sprintf(expected, "%lld %d 0 via 0\n%lld %d 1 via %lld map\n", (long long)first, VISIT_DONE,
                  (long long)second, VISIT_WAITING, (long long)first);
    cr_expect_str_eq(text, expected);
}

static int64_t visit_all(int64_t started_ms, const int64_t addresses[], const enum visit_state states[], size_t count)
{
    int64_t sweep = begin_sweep("a", true, started_ms, started_ms);

    for (size_t index = 0; index < count; index++)
        cr_assert_eq(sweeps_visit(store, sweep, &(struct visit){ addresses[index], 0, states[index], 0, false }, &error),
                     STATUS_OK);
    return sweep;
}

static unsigned forget_visits(int64_t before_ms, unsigned count_max)
{
    unsigned count = 0;

    cr_expect_eq(sweeps_forget_visits(store, "a", before_ms, count_max, &count, &error), STATUS_OK, "%s", error.message);
    return count;
}

/* What is asked of visits has the same answer when the others are forgotten. */
Test(sweeps, forget_visits_that_nobody_asks_for)
{
    const int64_t at[] = { address("http://a/"), address("http://a/gone"), address("http://a/fails"), address("http://a/cut") };
    int64_t first = visit_all(1000, at, (enum visit_state[]){ VISIT_DONE, VISIT_DONE, VISIT_DONE, VISIT_DONE }, 4), second,
            third, fourth, last, read, started_ms;
    enum visit_state state;
    bool is_known;

    cr_assert_eq(end_sweep(first, SWEEP_COMPLETE, ""), STATUS_OK); /* at 5000, as all */
    second = visit_all(2000, at, (enum visit_state[]){ VISIT_DONE, VISIT_GONE, VISIT_FAILED, VISIT_WAITING }, 4);
    cr_assert_eq(end_sweep(second, SWEEP_INCOMPLETE, "x"), STATUS_OK);
    third = visit_all(3000, at, (enum visit_state[]){ VISIT_DONE, VISIT_WAITING, VISIT_FAILED }, 3);
    cr_assert_eq(end_sweep(third, SWEEP_COMPLETE, ""), STATUS_OK);
    fourth = visit_all(4000, at, (enum visit_state[]){ VISIT_DONE, VISIT_DONE }, 2); /* is under way */
    cr_expect_eq(forget_visits(5000, 100), 0, "none has ended before");
    cr_expect_eq(forget_visits(5001, 1), 1);
    cr_expect_eq(forget_visits(5001, 100), 4);
    cr_expect_eq(forget_visits(5001, 100), 0);
    last = begin_sweep("a", false, 0, 6000);
    cr_expect_eq(sweeps_last_read(store, at[0], fourth, &read, &started_ms, &error), STATUS_OK);
    cr_expect_eq(read, third);
    for (size_t index = 1; index < 4; index++) {
        cr_expect_eq(sweeps_last_read(store, at[index], fourth, &read, &started_ms, &error), STATUS_OK);
        cr_expect_eq(read, first);
        cr_expect_eq(started_ms, 1000);
    }
    cr_expect_eq(sweeps_last_visit(store, at[1], fourth, &is_known, &state, &error), STATUS_OK);
    cr_expect_eq(is_known, true);
    cr_expect_eq(state, VISIT_GONE);
    cr_expect_eq(sweeps_last_visit(store, at[2], last, &is_known, &state, &error), STATUS_OK);
    cr_expect_eq(is_known, true);
    cr_expect_eq(state, VISIT_FAILED);
}

/* Version 18, which kept all visits and contents. */
Test(sweeps, of_before_find_what_may_be_forgotten)
{
    commit(store);
    store_close(store);
    cr_assert_eq(place_run_sql(&place, "DROP INDEX visits_by_address; DROP INDEX resources_by_digest; DROP TABLE front_answers; DROP INDEX sweeps_set_back; DROP INDEX sweeps_by_start; ALTER TABLE sweeps DROP COLUMN set_back; PRAGMA user_version = 18", NULL), true);
    store = place_open(&place, STORE_WRITE);
    cr_expect_eq(place_read_number(&place, "SELECT count(*) FROM sqlite_schema WHERE name IN ('visits_by_address', 'resources_by_digest')"), 2);
}

/* ---- What is not believed yet. */

static bool write_doubt(void *context, const struct doubt_row *row)
{
    char *text = context;

    (void)sprintf(text + strlen(text), "%lld state %d, %d %s %s %s %s %s %s %.*s %.*s %lld %02x %llu %.*s\n",
                  (long long)row->address, (int)row->state, row->http_status, row->media_type, row->charset, row->etag,
                  row->modified, row->peer, row->certificate, (int)row->request.size, (const char *)row->request.data,
                  (int)row->head.size, (const char *)row->head.data, (long long)row->fetched_ms, row->digest.bytes[0],
                  (unsigned long long)row->size, (int)row->packed.size, (const char *)row->packed.data);
    return true;
}

static bool count_text(void *context, const struct digest *text)
{
    *(unsigned *)context += text->bytes[0];
    return true;
}

static struct doubt_row kept_back(int64_t at)
{
    return (struct doubt_row){ .address = at,
                               .state = DOUBT_KEPT_BACK,
                               .http_status = 200,
                               .media_type = "text/html",
                               .charset = "gbk",
                               .etag = "e",
                               .modified = "m",
                               .peer = "::1",
                               .certificate = "{}",
                               .request = bytes_of_text("GET"),
                               .head = bytes_of_text("HTTP"),
                               .fetched_ms = 7,
                               .digest = { { 0xab } },
                               .size = 9,
                               .packed = bytes_of_text("packed") };
}

Test(sweeps, keep_what_they_do_not_believe_yet_until_it_is_settled)
{
    int64_t sweep = begin_sweep("a", false, 0, 1), other = begin_sweep("b", false, 0, 2), first = address("http://a/"),
            second = address("http://a/b");
    const struct doubt_row kept = kept_back(first), aside = { .address = second, .state = DOUBT_SET_ASIDE },
                           again = { .address = first, .state = DOUBT_ASKED_AGAIN };
    char text[400] = "", expected[400];

    cr_assert_eq(doubts_put(store, sweep, &kept, &error), STATUS_OK, "%s", error.message);
    cr_assert_eq(doubts_put(store, sweep, &aside, &error), STATUS_OK, "%s", error.message);
    cr_assert_eq(doubts_put(store, other, &aside, &error), STATUS_OK, "%s", error.message);
    cr_expect_eq(doubts_get(store, sweep, first, write_doubt, text, &error), STATUS_OK);
    (void)sprintf(expected, "%lld state %d, 200 text/html gbk e m ::1 {} GET HTTP 7 ab 9 packed\n", (long long)first,
                  DOUBT_KEPT_BACK);
    cr_expect_str_eq(text, expected);
    /* One row for each address. */
    cr_assert_eq(doubts_put(store, sweep, &again, &error), STATUS_OK, "%s", error.message);
    cr_assert_eq(doubts_settle(store, sweep, second, &error), STATUS_OK);
    cr_expect_eq(doubts_settle(store, sweep, second, &error), STATUS_OK);
    text[0] = '\0';
    cr_expect_eq(doubts_list(store, sweep, write_doubt, text, &error), STATUS_OK);
    (void)sprintf(expected, "%lld state %d, 0         0 00 0 \n", (long long)first, DOUBT_ASKED_AGAIN);
    cr_expect_str_eq(text, expected);
    cr_expect_eq(end_sweep(sweep, SWEEP_INCOMPLETE, "stopped"), STATUS_OK);
    commit(store);
    cr_expect_eq(place_read_number(&place, "SELECT count(*) FROM doubts"), 1, "that of the other sweep");
}

Test(sweeps, refuse_texts_as_long_as_they_run)
{
    int64_t sweep = begin_sweep("a", false, 0, 1);
    unsigned sum = 0;

    cr_assert_eq(doubts_refuse(store, sweep, &(struct digest){ { 5 } }, &error), STATUS_OK);
    cr_assert_eq(doubts_refuse(store, sweep, &(struct digest){ { 5 } }, &error), STATUS_OK);
    cr_assert_eq(doubts_refuse(store, sweep, &(struct digest){ { 8 } }, &error), STATUS_OK);
    cr_expect_eq(doubts_list_refused(store, sweep, count_text, &sum, &error), STATUS_OK);
    cr_expect_eq(sum, 13);
    cr_expect_eq(end_sweep(sweep, SWEEP_COMPLETE, ""), STATUS_OK);
    cr_expect_eq(doubts_list_refused(store, sweep, count_text, &sum, &error), STATUS_OK);
    cr_expect_eq(sum, 13);
}

static bool take_cut(void *context, const struct sweep_row *row)
{
    (void)sprintf(context, "%d %d", (int)row->is_cut, (int)row->counts.in_doubt);
    return false;
}

/* Version 16, which forgot what was in doubt when it was cut off. */
Test(sweeps, of_before_that_were_cut_off_go_on)
{
    struct sweep_row row = { .id = begin_sweep("a", false, 0, 1500), .is_cut = true, .counts.in_doubt = 3 };
    const struct doubt_row kept = kept_back(address("http://a/"));
    char text[40] = "";

    commit(store);
    store_close(store);
    cr_assert_eq(place_run_sql(&place,
                               "DROP TABLE doubts; DROP TABLE refused_texts; ALTER TABLE sweeps DROP COLUMN in_doubt;"
                               "ALTER TABLE sweeps DROP COLUMN cut; DROP INDEX visits_by_address; DROP INDEX resources_by_digest; DROP TABLE front_answers; DROP INDEX sweeps_set_back; DROP INDEX sweeps_by_start; ALTER TABLE sweeps DROP COLUMN set_back; PRAGMA user_version = 16",
                               NULL),
                 true);
    store = place_open(&place, STORE_WRITE);
    cr_expect_eq(sweeps_get(store, row.id, take_cut, text, &error), STATUS_OK, "%s", error.message);
    cr_expect_str_eq(text, "0 0");
    begin(store);
    cr_expect_eq(doubts_put(store, row.id, &kept, &error), STATUS_OK, "%s", error.message);
    cr_expect_eq(sweeps_note(store, &row, &error), STATUS_OK, "%s", error.message);
    cr_expect_eq(sweeps_get(store, row.id, take_cut, text, &error), STATUS_OK, "%s", error.message);
    cr_expect_str_eq(text, "1 3");
}

/* ---- What changes are measured against. */

static void put_facts(int64_t at, uint8_t content, const char *facts)
{
    const struct resource_row row = { .address = { .id = at },
                                      .http_status = 200,
                                      .media_type = "text/html",
                                      .etag = "",
                                      .modified = "",
                                      .digest = { { content } },
                                      .day = "",
                                      .coverage = "complete",
                                      .facts = facts };

    cr_assert_eq(resources_put(store, &row, &error), STATUS_OK, "%s", error.message);
}

/* As if with other rules, pages are read again; what is no page is not. */
static void expect_pages_read_again(const char *to_version)
{
    int64_t page = address("http://a/"), file = address("http://a/b.pdf");

    put_facts(page, 1, "{\"text\":\"\",\"format\":\"html\",\"title\":\"甲\"}");
    put_facts(file, 2, "{\"text\":\"\",\"format\":\"pdf\"}");
    commit(store);
    store_close(store);
    cr_assert_eq(place_run_sql(&place, "UPDATE resources SET rules = randomblob(32)", NULL), true);
    cr_assert_eq(place_run_sql(&place, to_version, NULL), true);
    store = place_open(&place, STORE_WRITE);
    cr_expect_eq(place_read_number(&place, "SELECT count(*) FROM resources WHERE rules = zeroblob(32)"), 1);
    cr_expect_eq(place_read_number(&place, "SELECT address FROM resources WHERE rules = zeroblob(32)"), (int)page);
}

/* Version 17, which did not keep what articles say. */
Test(sweeps, read_pages_of_before_again)
{
    expect_pages_read_again("DROP INDEX visits_by_address; DROP INDEX resources_by_digest; DROP TABLE front_answers; DROP INDEX sweeps_set_back; DROP INDEX sweeps_by_start; ALTER TABLE sweeps DROP COLUMN set_back; PRAGMA user_version = 17");
}

/* Version 19, to which the line under a title said nothing. */
Test(sweeps, read_the_days_of_pages_of_before_again)
{
    expect_pages_read_again("DROP TABLE front_answers; DROP INDEX sweeps_set_back; DROP INDEX sweeps_by_start; ALTER TABLE sweeps DROP COLUMN set_back; PRAGMA user_version = 19");
}

/* Version 20, which did not say which sweeps were recorded after later ones. */
Test(sweeps, of_before_tell_of_clocks_that_were_set_back)
{
    begin_sweep("a", false, 0, 1000);
    begin_sweep("a", false, 0, 90000000);
    begin_sweep("b", false, 0, 90000000 - 599999);
    begin_sweep("a", false, 0, 2000);
    commit(store);
    store_close(store);
    cr_assert_eq(place_run_sql(&place, "UPDATE sweeps SET outcome = 'complete', ended = 99999999", NULL), true);
    cr_assert_eq(place_run_sql(&place, "DROP TABLE front_answers; DROP INDEX sweeps_set_back; DROP INDEX sweeps_by_start; ALTER TABLE sweeps DROP COLUMN set_back; PRAGMA user_version = 20", NULL), true);
    store = place_open(&place, STORE_WRITE);
    cr_expect_eq(place_read_number(&place, "SELECT count(*) FROM sweeps WHERE set_back = 1"), 1);
    cr_expect_eq(place_read_number(&place, "SELECT started FROM sweeps WHERE set_back = 1"), 2000);
    cr_expect_eq(place_run_sql(&place, "UPDATE sweeps SET set_back = 0", NULL), false);
}

/* Version 21, which forgot what start pages had answered when it was cut off. */
Test(sweeps, of_before_keep_what_start_pages_answer)
{
    int64_t id = begin_sweep("a", false, 0, 1000);
    const struct front_answer_row row = { .address = address("http://a/"), .media_type = "text/html", .peer = "", .certificate = "" };
    struct sweep_row ended = { .id = id, .outcome = SWEEP_COMPLETE, .ended_ms = 5000, .reason = "" };

    commit(store);
    store_close(store);
    cr_assert_eq(place_run_sql(&place, "DROP TABLE front_answers; PRAGMA user_version = 21", NULL), true);
    store = place_open(&place, STORE_WRITE);
    begin(store);
    cr_expect_eq(front_answers_put(store, id, &row, &error), STATUS_OK, "%s", error.message);
    cr_expect_eq(front_answers_put(store, id, &row, &error), STATUS_OK, "%s", error.message);
    commit(store);
    cr_expect_eq(place_read_number(&place, "SELECT count(*) FROM front_answers"), 1);
    begin(store);
    cr_expect_eq(sweeps_end(store, &ended, &error), STATUS_OK, "%s", error.message);
    commit(store);
    cr_expect_eq(place_read_number(&place, "SELECT count(*) FROM front_answers"), 0);
}

/* ---- Which times are believed. */

enum { AN_HOUR_MS = 3600000 };

/* One a letter, begun at the hour that it stands for; what is written of each: '.' believed, a(head), b(ehind), l(ater). */
static void expect_times(const char *hours, char now, const char *verdicts)
{
    static const char marks[] = { '.', 'l', 'a', 'b' };
    struct sweep_times times = { 0 };
    char found[40] = "";

    for (size_t index = 0; hours[index] != '\0'; index++)
        begin_sweep("a", false, 0, (int64_t)hours[index] * AN_HOUR_MS);
    cr_assert_eq(sweep_times_read(store, (int64_t)now * AN_HOUR_MS, &times, &error), STATUS_OK, "%s", error.message);
    for (size_t index = 0; hours[index] != '\0'; index++) {
        struct sweep_row row = { .id = (int64_t)index + 1, .started_ms = (int64_t)hours[index] * AN_HOUR_MS };

        found[index] = marks[sweep_times_judge(&times, &row).verdict];
    }
    sweep_times_free(&times);
    cr_expect_str_eq(found, verdicts, "%s at %c: %s", hours, now, found);
}

Test(sweeps, in_their_order_are_believed)
{
    expect_times("abcdef", 'f', "......");
}

Test(sweeps, of_a_clock_that_is_ahead_are_later_than_now)
{
    expect_times("abcmnod", 'd', "...lll.");
}

Test(sweeps, of_a_clock_that_was_ahead_are_never_believed)
{
    expect_times("abcmdefghijklmn", 'z', "...a...........");
}

Test(sweeps, of_a_clock_that_was_behind_leave_those_before_believed)
{
    expect_times("mnopqaarst", 'z', ".....bb...");
}

Test(sweeps, of_a_clock_that_was_set_back_are_believed_where_both_sides_weigh_the_same)
{
    expect_times("amb", 'z', ".a.");
}

Test(sweeps, of_one_hour_weigh_as_one)
{
    expect_times("ammmmmbc", 'z', ".aaaaa..");
}

static bool write_baseline(void *context, const struct resource_row *row)
{
    char *text = context;

    (void)sprintf(text + strlen(text), "%s of %s;", row->facts, row->baseline);
    return true;
}

static void expect_baseline(int64_t at, const char *expected)
{
    char text[200] = "";

    cr_expect_eq(resources_get(store, at, write_baseline, text, &error), STATUS_OK);
    cr_expect_str_eq(text, expected);
}

Test(sweeps, keep_what_changes_are_measured_against)
{
    int64_t at = address("http://a/"), other = address("http://a/b");

    put_facts(at, 1, "1");
    expect_baseline(at, "1 of {};");
    put_facts(at, 2, "2");
    expect_baseline(at, "2 of {};");
    cr_expect_eq(resources_accept_all(store, "a", &error), STATUS_OK);
    expect_baseline(at, "2 of ;");
    put_facts(at, 2, "2, read by other rules");
    expect_baseline(at, "2, read by other rules of ;");
    put_facts(at, 3, "3");
    expect_baseline(at, "3 of 2, read by other rules;");
    put_facts(at, 4, "4");
    expect_baseline(at, "4 of 2, read by other rules;");
    put_facts(other, 1, "1");
    cr_expect_eq(resources_accept(store, at, &error), STATUS_OK);
    expect_baseline(at, "4 of ;");
    expect_baseline(other, "1 of {};");
}

/* ---- Findings. */

static enum finding_change see_as(int64_t at, const char *key, enum finding_severity severity, const char *record,
                                  int64_t sweep, const char *today)
{
    enum finding_change change;
    const struct finding_row row = { .site = "a",
                                     .key = key,
                                     .address = at,
                                     .rule = "classified.mark",
                                     .category = strcmp(key, "check") == 0 ? "site" : "classified",
                                     .severity = severity,
                                     .record = record };

    cr_assert_eq(findings_see(store, &row, sweep, 100 * sweep, today, &change, &error), STATUS_OK, "%s", error.message);
    return change;
}

static enum finding_change see(int64_t at, const char *key, int64_t sweep, const char *today)
{
    return see_as(at, key, FINDING_SEVERE, "{}", sweep, today);
}

static uint64_t close_unseen(int64_t at, const char *rule, int64_t sweep)
{
    uint64_t closed = 0;

    cr_assert_eq(findings_close_unseen(store, "a", at, rule, sweep, 100 * sweep, &closed, &error), STATUS_OK);
    return closed;
}

static bool write_finding(void *context, const struct finding_row *row)
{
    char *text = context;

    (void)sprintf(text + strlen(text), "%s %s %s opened %lld seen %lld closed %lld\n", row->key,
                  findings_state_name(row->state), row->url, (long long)row->opened_ms, (long long)row->seen_ms,
                  (long long)row->closed_ms);
    return true;
}

static void expect_findings(const char *expected)
{
    char text[1000] = "";
    const struct findings_filter all = { .site = "a" };

    cr_expect_eq(findings_list(store, &all, write_finding, text, &error), STATUS_OK);
    cr_expect_str_eq(text, expected);
}

static bool write_event(void *context, const struct finding_event *event)
{
    char *text = context;

    (void)sprintf(text + strlen(text), "%s by %s%s%s;", event->event, event->actor,
                  event->until[0] != '\0' ? " until " : "", event->until);
    return true;
}

Test(findings, live_over_many_sweeps)
{
    int64_t at = address("http://a/"), first = begin_sweep("a", false, 0, 1), second = begin_sweep("a", false, 0, 2),
            third = begin_sweep("a", false, 0, 3);
    char events[300] = "";

    cr_expect_eq(see(at, "k", first, "2026-11-28"), FINDING_IS_NEW);
    cr_expect_eq(see(at, "k", first, "2026-11-28"), FINDING_IS_KNOWN, "twice in one page is one");
    cr_expect_eq(close_unseen(at, NULL, first), 0);
    expect_findings("k open http://a/ opened 100 seen 100 closed 0\n");
    cr_expect_eq(close_unseen(at, NULL, second), 1);
    expect_findings("k fixed http://a/ opened 100 seen 100 closed 200\n");
    cr_expect_eq(close_unseen(at, NULL, third), 0, "fixed once");
    cr_expect_eq(see(at, "k", third, "2026-11-28"), FINDING_IS_REOPENED);
    expect_findings("k open http://a/ opened 100 seen 300 closed 0\n");
    cr_expect_eq(findings_list_events(store, 1, write_event, events, &error), STATUS_OK);
    cr_expect_str_eq(events, "opened by automatic;fixed by automatic;reopened by automatic;");
}

Test(findings, of_checks_are_closed_by_their_check_alone)
{
    int64_t at = address("http://a/"), other = address("http://a/b"), first = begin_sweep("a", false, 0, 1),
            second = begin_sweep("a", false, 0, 2);

    see(at, "check", first, "2026-11-28");
    see(other, "k", first, "2026-11-28");
    cr_expect_eq(close_unseen(at, NULL, second), 0, "what a check says of an address is not in its content");
    cr_expect_eq(close_unseen(at, "link-broken", second), 0);
    cr_expect_eq(findings_see_unchanged(store, at, second, 200, &error), STATUS_OK);
    cr_expect_eq(close_unseen(0, "classified.mark", second), 2, "of a rule, wherever they are");
}

Test(findings, that_a_person_set_aside_stay_so)
{
    int64_t at = address("http://a/"), first = begin_sweep("a", false, 0, 1), second = begin_sweep("a", false, 0, 2);

    see(at, "k", first, "2026-11-28");
    see(at, "l", first, "2026-11-28");
    cr_expect_eq(findings_decide(store, 1, FINDING_FALSE_ALARM, "", "张三", "", 150, &error), STATUS_INVALID,
                 "without a reason");
    cr_expect_eq(findings_decide(store, 1, FINDING_FALSE_ALARM, "", "张三", "引用法条", 150, &error), STATUS_OK);
    cr_expect_eq(findings_decide(store, 2, FINDING_EXEMPT, "2026-12-01", "张三", "月底改版", 150, &error), STATUS_OK);
    cr_expect_eq(findings_decide(store, 9, FINDING_EXEMPT, "", "张三", "…", 150, &error), STATUS_INVALID);
    cr_expect_eq(see(at, "k", second, "2026-12-01"), FINDING_IS_KNOWN);
    cr_expect_eq(see(at, "l", second, "2026-12-01"), FINDING_IS_KNOWN, "on its last day");
    expect_findings("k false-alarm http://a/ opened 100 seen 200 closed 150\n"
                    "l exempt http://a/ opened 100 seen 200 closed 150\n");
    cr_expect_eq(see(at, "l", second, "2026-12-02"), FINDING_IS_REOPENED, "its exemption is over");
}

Test(findings, are_as_they_were_whoever_leads_to_them)
{
    int64_t at = address("http://a/"), sweep = begin_sweep("a", false, 0, 1);
    char events[200] = "";

    see_as(at, "k", FINDING_SEVERE, "{\"message\":\"m\",\"linked_from\":\"http://a/1\"}", sweep, "2026-11-28");
    see_as(at, "k", FINDING_SEVERE, "{\"message\":\"m\",\"linked_from\":\"http://a/2\"}", sweep, "2026-11-28");
    cr_expect_eq(findings_list_events(store, 1, write_event, events, &error), STATUS_OK);
    cr_expect_str_eq(events, "opened by automatic;");
    see_as(at, "k", FINDING_SEVERE, "{\"message\":\"n\",\"linked_from\":\"http://a/2\"}", sweep, "2026-11-28");
    events[0] = '\0';
    cr_expect_eq(findings_list_events(store, 1, write_event, events, &error), STATUS_OK);
    cr_expect_str_eq(events, "opened by automatic;changed by automatic;");
}

static bool write_step(void *context, const struct finding_step *step)
{
    char *text = context;

    (void)sprintf(text + strlen(text), "%lld at %lld;", (long long)step->finding, (long long)step->at_ms);
    return true;
}

static bool count_row(void *context, const struct finding_row *row)
{
    *(unsigned *)context += row->state == FINDING_OPEN ? 1 : 0;
    return true;
}

static void see_when(int64_t at, const char *key, int64_t sweep, int64_t at_ms)
{
    const struct finding_row row = {
        .site = "a", .key = key, .address = at, .rule = "classified.mark", .category = "classified", .record = "{}"
    };
    enum finding_change change;

    cr_assert_eq(findings_see(store, &row, sweep, at_ms, "2026-12-02", &change, &error), STATUS_OK);
}

Test(findings, count_for_the_day_of_the_sweep_that_saw_them)
{
    const int64_t midnight = INT64_C(1796140800000); /* 2026-12-02 00:00 in Shanghai */
    int64_t at = address("http://a/"), sweep = begin_sweep("a", true, midnight - 3600000, midnight + 1000);
    struct sweep_row ended = { .outcome = SWEEP_COMPLETE, .ended_ms = midnight + 3000, .reason = "" };
    char steps[200] = "", wanted[200];
    unsigned open = 0;

    /* It makes up for a slot of the day before; a probe sees something else in its name when it is over. */
    see_when(at, "k", sweep, midnight + 2000);
    ended.id = sweep;
    cr_assert_eq(sweeps_end(store, &ended, &error), STATUS_OK);
    see_when(at, "l", sweep, midnight + 5000);
    (void)snprintf(wanted, sizeof wanted, "1 at %lld;2 at %lld;", (long long)midnight - 1, (long long)midnight + 5000);
    cr_expect_eq(findings_list_steps(store, "a", write_step, steps, &error), STATUS_OK);
    cr_expect_str_eq(steps, wanted);
    cr_expect_eq(findings_list_at(store, "a", midnight, count_row, &open, &error), STATUS_OK);
    cr_expect_eq(open, 1);
}

Test(findings, that_are_gone_when_their_exemption_is_over_are_fixed)
{
    const int64_t midnight = INT64_C(1796140800000); /* 2026-12-02 00:00 in Shanghai, while it is the first in UTC */
    int64_t at = address("http://a/"), first = begin_sweep("a", false, 0, 1), second = begin_sweep("a", false, 0, 2);
    uint64_t closed = 0;

    see(at, "k", first, "2026-12-01");
    see(at, "l", first, "2026-12-01");
    cr_expect_eq(findings_decide(store, 1, FINDING_EXEMPT, "2026-12-01", "张三", "月底改版", 150, &error), STATUS_OK);
    cr_expect_eq(findings_decide(store, 2, FINDING_FALSE_ALARM, "", "张三", "引用", 150, &error), STATUS_OK);
    cr_expect_eq(findings_close_unseen(store, "a", at, NULL, second, midnight - 1, &closed, &error), STATUS_OK);
    cr_expect_eq(closed, 0, "at the last millisecond of its last day");
    cr_expect_eq(findings_close_unseen(store, "a", at, NULL, second, midnight, &closed, &error), STATUS_OK);
    cr_expect_eq(closed, 1, "at midnight");
    cr_expect_eq(findings_close_unseen(store, "a", at, NULL, second, midnight + 1, &closed, &error), STATUS_OK);
    cr_expect_eq(closed, 1, "what is a false alarm stays one");
}

Test(findings, that_stand_are_known_by_their_key)
{
    int64_t at = address("http://a/"), first = begin_sweep("a", false, 0, 1), second = begin_sweep("a", false, 0, 2);
    bool stands = true;

    see(at, "k", first, "2026-11-28");
    cr_expect_eq(findings_stands(store, "a", "l", &stands, &error), STATUS_OK);
    cr_expect_eq(stands, false);
    cr_expect_eq(findings_stands(store, "b", "k", &stands, &error), STATUS_OK);
    cr_expect_eq(stands, false, "of another site");
    cr_expect_eq(findings_stands(store, "a", "k", &stands, &error), STATUS_OK);
    cr_expect_eq(stands, true);
    cr_expect_eq(findings_decide(store, 1, FINDING_FALSE_ALARM, "", "张三", "引用", 150, &error), STATUS_OK);
    cr_expect_eq(findings_stands(store, "a", "k", &stands, &error), STATUS_OK);
    cr_expect_eq(stands, true, "set aside");
    cr_expect_eq(findings_decide(store, 1, FINDING_OPEN, "", "张三", "不是", 160, &error), STATUS_OK);
    cr_expect_eq(close_unseen(at, NULL, second), 1);
    cr_expect_eq(findings_stands(store, "a", "k", &stands, &error), STATUS_OK);
    cr_expect_eq(stands, false, "fixed");
}

static bool add_probe(void *context, const struct probe_row *row)
{
    char *listed = context;

    (void)sprintf(listed + strlen(listed), "%lld %s %d; ", (long long)row->at_ms, row->outcome, row->is_reached);
    return true;
}

Test(probes, are_counted_and_never_changed)
{
    const struct probe_row rows[] = {
        { .site = "a", .url = "http://a/", .at_ms = 100, .is_reached = true, .outcome = "answered", .title = "" },
        { .site = "a", .url = "http://a/", .at_ms = 200, .outcome = "timeout", .title = "" },
        { .site = "a", .url = "http://a/m/", .at_ms = 200, .outcome = "unreached", .title = "" },
        { .site = "b", .url = "http://b/", .at_ms = 300, .outcome = "unreached", .title = "" },
        { .site = "a", .url = "http://a/", .at_ms = 150, .outcome = PROBE_OFFLINE, .title = "" },
    };
    uint64_t total, failed;
    char listed[100] = "";
    int64_t last;

    cr_expect_eq(probes_last(store, "a", &last, &error), STATUS_OK);
    cr_expect_eq(last, 0, "never");
    for (size_t index = 0; index < sizeof rows / sizeof *rows; index++)
        cr_assert_eq(probes_add(store, &rows[index], &error), STATUS_OK, "%s", error.message);
    cr_expect_eq(probes_last(store, "a", &last, &error), STATUS_OK);
    cr_expect_eq(last, 200);
    cr_expect_eq(probes_count(store, "a", NULL, 0, 1000, &total, &failed, &error), STATUS_OK);
    cr_expect_eq(total, 3, "of all start pages");
    cr_expect_eq(failed, 2);
    cr_expect_eq(probes_count(store, "a", "http://a/", 100, 200, &total, &failed, &error), STATUS_OK);
    cr_expect_eq(total, 1, "the end does not belong to it");
    cr_expect_eq(failed, 0);
    cr_expect_eq(probes_list_latest(store, "a", "http://a/", 0, 1000, add_probe, listed, &error), STATUS_OK);
    cr_expect_str_eq(listed, "200 timeout 0; 100 answered 1; ",
                     "the latest first, and none while there was no network");
    cr_expect_eq(probes_list_latest(store, "a", "http://a/", 0, 200, add_probe, listed, &error), STATUS_OK);
    cr_expect_str_eq(listed, "200 timeout 0; 100 answered 1; 100 answered 1; ", "the end does not belong to it");
    commit(store);
    cr_expect_eq(place_run_sql(&place, "UPDATE probes SET reached = 1", NULL), false);
    cr_expect_eq(place_run_sql(&place, "DELETE FROM probes", NULL), false);
}

static bool write_severe_event(void *context, const struct finding_event *event)
{
    char *text = context;

    (void)sprintf(text + strlen(text), "%s %s%s%s;", event->event, findings_severity_name(event->severity),
                  event->reason[0] != '\0' ? " " : "", event->reason);
    return true;
}

static void expect_history(int64_t id, const char *expected)
{
    char events[500] = "";

    cr_expect_eq(findings_list_events(store, id, write_severe_event, events, &error), STATUS_OK);
    cr_expect_str_eq(events, expected);
}

/* A word about a warning is no word about the breach that it warned of. */
Test(findings, that_are_worse_than_what_was_set_aside_are_open_again)
{
    int64_t at = address("http://a/"), first = begin_sweep("a", false, 0, 1), second = begin_sweep("a", false, 0, 2),
            third = begin_sweep("a", false, 0, 3);

    see_as(at, "check", FINDING_SUSPECTED, "{}", first, "2026-11-28");
    cr_expect_eq(findings_decide(store, 1, FINDING_FALSE_ALARM, "", "张三", "放假", 150, &error), STATUS_OK);
    cr_expect_eq(see_as(at, "check", FINDING_SUSPECTED, "{}", second, "2026-11-28"), FINDING_IS_KNOWN);
    expect_findings("check false-alarm http://a/ opened 100 seen 200 closed 150\n");
    cr_expect_eq(see_as(at, "check", FINDING_ORDINARY, "{}", second, "2026-11-28"), FINDING_IS_REOPENED);
    expect_findings("check open http://a/ opened 100 seen 200 closed 0\n");
    expect_history(1, "opened suspected;false-alarm suspected 放假;"
                      "reopened ordinary it is worse than what was set aside;");
    /* Of the breach itself a person can say the same, also when it was less in between. */
    cr_expect_eq(findings_decide(store, 1, FINDING_EXEMPT, "2026-12-31", "张三", "改版", 250, &error), STATUS_OK);
    cr_expect_eq(see_as(at, "check", FINDING_SUSPECTED, "{}", third, "2026-11-28"), FINDING_IS_KNOWN);
    cr_expect_eq(see_as(at, "check", FINDING_ORDINARY, "{}", third, "2026-11-28"), FINDING_IS_KNOWN);
    cr_expect_eq(see_as(at, "check", FINDING_SEVERE, "{}", third, "2026-11-28"), FINDING_IS_REOPENED);
}

/* Open all the time: nothing new, but what has become severe is told. */
Test(findings, that_become_worse_say_so)
{
    int64_t at = address("http://a/"), first = begin_sweep("a", false, 0, 1), second = begin_sweep("a", false, 0, 2);

    see_as(at, "k", FINDING_SUSPECTED, "{}", first, "2026-11-28");
    cr_expect_eq(see_as(at, "k", FINDING_SEVERE, "{}", second, "2026-11-28"), FINDING_IS_WORSE);
    cr_expect_eq(see_as(at, "k", FINDING_SUSPECTED, "{}", second, "2026-11-28"), FINDING_IS_KNOWN);
    cr_expect_eq(findings_opens(FINDING_IS_WORSE), false);
    expect_history(1, "opened suspected;changed severe;changed suspected;");
}

static bool write_then(void *context, const struct finding_row *row)
{
    char *text = context;

    (void)sprintf(text + strlen(text), "%s %s %s closed %lld %s", row->key, findings_state_name(row->state),
                  findings_severity_name(row->severity), (long long)row->closed_ms, row->record);
    if (row->state != FINDING_OPEN)
        (void)sprintf(text + strlen(text), " until %s by %s: %s", row->exempt_until, row->actor, row->reason);
    (void)strcat(text, "\n");
    return true;
}

static void expect_then(int64_t at_ms, const char *expected)
{
    char text[1000] = "";

    cr_expect_eq(findings_list_at(store, "a", at_ms, write_then, text, &error), STATUS_OK);
    cr_expect_str_eq(text, expected, "at %lld", (long long)at_ms);
}

Test(findings, of_a_time_that_is_over_are_told_as_they_were_then)
{
    int64_t at = address("http://a/"), first = begin_sweep("a", false, 0, 1), second = begin_sweep("a", false, 0, 2),
            third = begin_sweep("a", false, 0, 3);

    see_as(at, "k", FINDING_SUSPECTED, "{\"message\":\"11 days\"}", first, "2026-11-28");
    see_as(at, "k", FINDING_SEVERE, "{\"message\":\"15 days\"}", second, "2026-11-28");
    cr_expect_eq(findings_decide(store, 1, FINDING_EXEMPT, "2026-12-31", "张三", "改版", 250, &error), STATUS_OK);
    cr_expect_eq(findings_decide(store, 1, FINDING_EXEMPT, "2027-01-31", "张三", "再延", 260, &error), STATUS_OK);
    cr_expect_eq(findings_decide(store, 1, FINDING_OPEN, "", "张三", "不延", 270, &error), STATUS_OK);
    cr_expect_eq(close_unseen(at, NULL, third), 1);
    expect_then(100, "");
    expect_then(101, "k open suspected closed 0 {\"message\":\"11 days\"}\n");
    expect_then(201, "k open severe closed 0 {\"message\":\"15 days\"}\n");
    expect_then(251, "k exempt severe closed 250 {\"message\":\"15 days\"} until 2026-12-31 by 张三: 改版\n");
    expect_then(261, "k exempt severe closed 260 {\"message\":\"15 days\"} until 2027-01-31 by 张三: 再延\n");
    expect_then(271, "k open severe closed 0 {\"message\":\"15 days\"}\n");
    expect_then(1000, "k fixed severe closed 300 {\"message\":\"15 days\"} until  by automatic: \n");
}

static bool write_repeated(void *context, const struct finding_event *event)
{
    char *text = context;

    (void)sprintf(text + strlen(text), "%s%s;", event->event, event->repeats ? " again" : "");
    return true;
}

Test(findings, that_are_decided_on_twice_tell_which_word_changed_nothing)
{
    int64_t at = address("http://a/"), first = begin_sweep("a", false, 0, 1);
    char text[200] = "";

    see(at, "k", first, "2026-11-28");
    cr_expect_eq(findings_decide(store, 1, FINDING_EXEMPT, "2026-12-31", "张三", "改版", 250, &error), STATUS_OK);
    see_as(at, "k", FINDING_SEVERE, "{ }", first, "2026-11-28");
    cr_expect_eq(findings_decide(store, 1, FINDING_EXEMPT, "2027-01-31", "张三", "再延", 260, &error), STATUS_OK);
    cr_expect_eq(findings_decide(store, 1, FINDING_OPEN, "", "张三", "不延", 270, &error), STATUS_OK);
    cr_expect_eq(findings_decide(store, 1, FINDING_EXEMPT, "2027-01-31", "张三", "又延", 280, &error), STATUS_OK);
    cr_expect_eq(findings_list_decisions(store, "a", 0, 1000, write_repeated, text, &error), STATUS_OK);
    cr_expect_str_eq(text, "exempt;exempt again;reopened;exempt;");
}

/* Version 8, before changes could be accepted. */
Test(findings, of_before_are_kept_with_what_refers_to_them)
{
    int64_t at = address("http://a/"), first = begin_sweep("a", false, 0, 1);
    struct incident_row incident = { .site = "a", .family = "classified", .sweep = first, .discovered_ms = 100 };
    char events[300] = "";

    see(at, "k", first, "2026-11-28");
    cr_expect_eq(findings_decide(store, 1, FINDING_EXEMPT, "2026-12-01", "张三", "月底改版", 150, &error), STATUS_OK);
    cr_assert_eq(incidents_open(store, &incident, "20261128", 0, &error), STATUS_OK, "%s", error.message);
    cr_assert_eq(incidents_add_finding(store, incident.id, "a", "k", 100, &error), STATUS_OK);
    commit(store);
    store_close(store);
    cr_assert_eq(place_run_sql(&place,
                               "DROP TABLE site_register; DROP TABLE probes; DROP TABLE slot_troubles; ALTER TABLE sweeps DROP COLUMN starts_only;"
                               "DROP TABLE doubts; DROP TABLE refused_texts; ALTER TABLE sweeps DROP COLUMN left_out;"
                               "ALTER TABLE sweeps DROP COLUMN in_doubt; ALTER TABLE sweeps DROP COLUMN cut;"
                               "ALTER TABLE incidents DROP COLUMN major;"
                               "ALTER TABLE finding_events DROP COLUMN until; ALTER TABLE finding_events DROP COLUMN severity;"
                               "ALTER TABLE finding_events DROP COLUMN record; DROP INDEX visits_by_address; DROP INDEX resources_by_digest; DROP TABLE front_answers; DROP INDEX sweeps_set_back; DROP INDEX sweeps_by_start; ALTER TABLE sweeps DROP COLUMN set_back; PRAGMA user_version = 8",
                               NULL),
                 true);
    store = place_open(&place, STORE_WRITE);
    expect_findings("k exempt http://a/ opened 100 seen 100 closed 150\n");
    cr_expect_eq(findings_list_events(store, 1, write_event, events, &error), STATUS_OK);
    cr_expect_str_eq(events, "opened by automatic;exempt by 张三 until 2026-12-01;");
    cr_expect_not(place_run_sql(&place, "UPDATE finding_events SET until = ''", NULL));
    cr_expect_eq(place_read_number(&place, "SELECT count(*) FROM incident_findings WHERE finding = 1"), 1);
    cr_expect_eq(place_read_number(&place, "SELECT count(*) FROM pragma_foreign_key_check"), 0);
    begin(store);
    cr_expect_eq(findings_decide(store, 1, FINDING_ACCEPTED, "", "张三", "编辑改的", 160, &error), STATUS_OK);
    expect_findings("k accepted http://a/ opened 100 seen 100 closed 160\n");
}

Test(findings, are_never_rewritten)
{
    int64_t at = address("http://a/");

    see(at, "k", begin_sweep("a", false, 0, 1), "2026-11-28");
    commit(store);
    cr_expect_not(place_run_sql(&place, "DELETE FROM findings", NULL));
    cr_expect_not(place_run_sql(&place, "UPDATE finding_events SET reason = 'x'", NULL));
    cr_expect_not(place_run_sql(&place, "DELETE FROM finding_events", NULL));
}
