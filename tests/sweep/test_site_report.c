/* SPDX-License-Identifier: Apache-2.0
 *
 * A store written by hand, and figures counted by hand.
 */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "store/findings.h"
#include "store/probes.h"
#include "store/resources.h"
#include "store/sweeps.h"
#include "sweep/checks.h"
#include "sweep/site_report.h"

enum { HOUR_MS = 3600000, DAY_MS = 24 * HOUR_MS };

static char folder[] = "/tmp/guanka-report-XXXXXX";
static char path[100];
static struct store *store;
static struct error error;
static struct arena *arena;
static struct site sites[3];
static int64_t november; /* its first moment in Shanghai */

static void set_up(void)
{
    static const char *const times[] = { "02:00", "08:00", "14:00", "20:00" };

    cr_assert_not_null(mkdtemp(folder));
    (void)snprintf(path, sizeof path, "%s/store.db", folder);
    cr_assert_eq(store_open(path, STORE_WRITE, &store, &error), STATUS_OK, "%s", error.message);
    cr_assert_eq(store_begin(store, &error), STATUS_OK);
    cr_assert_eq(arena_create(&arena), STATUS_OK);
    for (size_t index = 0; index < 3; index++) {
        sites[index] = (struct site){ .id = (const char *[]){ "a", "b", "c" }[index],
                                      .name = (const char *[]){ "甲", "乙", "丙" }[index],
                                      .unit = index < 2 ? "办公室" : "教育局" };
        cr_assert_eq(slots_parse(times, 4, &sites[index].slots, &error), STATUS_OK);
    }
    november = date_start_ms((struct date){ 2026, 11, 1 });
}

static void tear_down(void)
{
    char command[200];

    store_undo(store);
    store_close(store);
    arena_destroy(arena);
    (void)snprintf(command, sizeof command, "rm -rf %s", folder);
    cr_expect_eq(system(command), 0);
}

TestSuite(site_report, .init = set_up, .fini = tear_down);

static int64_t sweep(const char *site, int64_t slot_ms, enum sweep_outcome outcome, uint64_t pages)
{
    struct sweep_row row = { .site = site,
                             .has_slot = true,
                             .slot_ms = slot_ms,
                             .started_ms = slot_ms + 1000,
                             .operator= "automatic",
                             .reason = "" };

    cr_assert_eq(sweeps_begin(store, &row, &error), STATUS_OK, "%s", error.message);
    row.outcome = outcome;
    row.ended_ms = slot_ms + 2000;
    row.counts.pages_reached = pages;
    cr_assert_eq(sweeps_end(store, &row, &error), STATUS_OK, "%s", error.message);
    return row.id;
}

/* A whole day of complete sweeps; the last one's id. */
static int64_t day(const char *site, int64_t start_ms, uint64_t pages)
{
    sweep(site, start_ms + 2 * HOUR_MS, SWEEP_COMPLETE, pages);
    sweep(site, start_ms + 8 * HOUR_MS, SWEEP_COMPLETE, pages);
    sweep(site, start_ms + 14 * HOUR_MS, SWEEP_COMPLETE, pages);
    return sweep(site, start_ms + 20 * HOUR_MS, SWEEP_COMPLETE, pages);
}

static int64_t add_address(const char *site, const char *url)
{
    struct address_row row = { .url = url, .first_seen_ms = 1 };

    cr_assert_eq(resources_add_address(store, site, &row, &error), STATUS_OK);
    return row.id;
}

static void find(const char *site, const char *key, int64_t address, const char *category,
                 enum finding_severity severity, int64_t in_sweep, int64_t at_ms)
{
    enum finding_change change;
    const struct finding_row row = { .site = site,
                                     .key = key,
                                     .address = address,
                                     .rule = strcmp(category, "site") == 0 ? "link-broken" : "classified.mark",
                                     .category = category,
                                     .severity = severity,
                                     .record = "{}" };

    cr_assert_eq(findings_see(store, &row, in_sweep, at_ms, "2026-11-01", &change, &error), STATUS_OK, "%s",
                 error.message);
}

static const struct report_section *section_of(const struct site_report *report, const char *id)
{
    for (size_t index = 0; index < report->section_count; index++) {
        if (strcmp(report->sections[index].id, id) == 0)
            return &report->sections[index];
    }
    return NULL;
}

static void expect_row(const struct site_report *report, const char *id, size_t row, const char *expected)
{
    const struct report_section *section = section_of(report, id);
    char text[1000] = "";

    cr_assert_not_null(section, "%s", id);
    cr_assert_gt(section->row_count, row, "%s has %zu rows", id, section->row_count);
    for (size_t column = 0; column < section->column_count; column++) {
        strcat(text, column > 0 ? "|" : "");
        strcat(text, section->rows[row].cells[column]);
    }
    cr_expect_str_eq(text, expected);
}

static struct site_report make(enum report_period period, struct date first, int64_t now_ms)
{
    const struct site_report_asked asked = {
        .period = period, .first = first, .sites = sites, .site_count = 3, .now_ms = now_ms
    };
    struct site_report report = { 0 };

    cr_assert_eq(site_report_make(store, &asked, arena, &report, &error), STATUS_OK, "%s", error.message);
    return report;
}

Test(site_report, counts_a_month)
{
    int64_t first = day("a", november, 10), at = add_address("a", "http://a/"), other = add_address("c", "http://c/");
    int64_t of_c;
    struct site_report report;
    uint64_t closed = 0;

    /* The second day of a: one slot missed, one sweep incomplete. Sweeps are recorded in the order of their times. */
    sweep("a", november + DAY_MS + 2 * HOUR_MS, SWEEP_COMPLETE, 12);
    sweep("c", november + DAY_MS + 2 * HOUR_MS, SWEEP_COMPLETE, 3);
    sweep("a", november + DAY_MS + 8 * HOUR_MS, SWEEP_MISSED, 0);
    sweep("c", november + DAY_MS + 8 * HOUR_MS, SWEEP_COMPLETE, 3);
    sweep("a", november + DAY_MS + 14 * HOUR_MS, SWEEP_INCOMPLETE, 5);
    sweep("c", november + DAY_MS + 14 * HOUR_MS, SWEEP_COMPLETE, 3);
    of_c = sweep("c", november + DAY_MS + 20 * HOUR_MS, SWEEP_COMPLETE, 3);
    find("a", "k", at, "classified", FINDING_SEVERE, first, november + 20 * HOUR_MS);
    find("a", "l", at, "site", FINDING_ORDINARY, first, november + 20 * HOUR_MS);
    find("c", "m", other, "personal", FINDING_SUSPECTED, of_c, november + DAY_MS + 20 * HOUR_MS);
    cr_assert_eq(findings_close_unseen(store, "a", at, NULL, first + 100, november + 26 * HOUR_MS, &closed, &error),
                 STATUS_OK);
    cr_assert_eq(closed, 1, "the one of the content");

    report = make(REPORT_MONTH, (struct date){ 2026, 11, 1 }, november + 2 * DAY_MS);
    cr_expect_str_eq(report.period, "2026-11-01 to 2026-11-30 (NOT OVER: up to 2026-11-03 00:00:00 +08:00)");
    cr_expect_not(report.is_over);
    expect_row(&report, "summary", 0, "甲|办公室|8|5|1|1|1/2|12|2|1|1|0|0");
    /* Nobody had heard of it before the day on which this is asked, the third. */
    expect_row(&report, "summary", 1, "乙|办公室|0|0|0|0|0/0|0|0|0|0|0|0");
    expect_row(&report, "summary", 2, "丙|教育局|4|4|0|0|1/1|3|1|0|1|0|0");
    expect_row(&report, "units", 0, "办公室|2|5/8|1|1|0|1|6.0|1|0");
    expect_row(&report, "units", 1, "教育局|1|4/4|0|0|1|0||1|0");
    expect_row(&report, "days", 0, "2026-11-01|4");
    expect_row(&report, "days", 1, "2026-11-02|5");
    cr_expect_eq(section_of(&report, "days")->row_count, 2, "what has not come is no day without sweeps");
    expect_row(&report, "kinds", 0, "state secrets|1|1|0");
    expect_row(&report, "kinds", 1, "broken link|1|0|1");
    cr_expect_eq(section_of(&report, "findings")->row_count, 3);
}

Test(site_report, says_what_was_open_then)
{
    int64_t id = day("a", november, 10), at = add_address("a", "http://a/");
    struct site_report report;
    uint64_t closed = 0;

    find("a", "k", at, "classified", FINDING_SEVERE, id, november + HOUR_MS);
    cr_assert_eq(findings_close_unseen(store, "a", at, NULL, id + 100, november + 3 * DAY_MS, &closed, &error),
                 STATUS_OK);
    report = make(REPORT_DAY, (struct date){ 2026, 11, 2 }, november + 30 * (int64_t)DAY_MS);
    expect_row(&report, "summary", 0, "甲|办公室|4|0|4|0|0/1|0|0|0|1|1|0|NOT complete");
    report = make(REPORT_DAY, (struct date){ 2026, 11, 5 }, november + 30 * (int64_t)DAY_MS);
    expect_row(&report, "summary", 0, "甲|办公室|4|0|4|0|0/1|0|0|0|0|0|0|NOT complete");
    cr_expect_eq(section_of(&report, "findings")->row_count, 0);
}

static void see_as(const char *rule, int64_t address, enum finding_severity severity, const char *record,
                   int64_t in_sweep, int64_t at_ms)
{
    enum finding_change change;
    const struct finding_row row = { .site = "a",
                                     .key = rule,
                                     .address = address,
                                     .rule = rule,
                                     .category = "site",
                                     .severity = severity,
                                     .record = record };

    cr_assert_eq(findings_see(store, &row, in_sweep, at_ms, "2026-11-01", &change, &error), STATUS_OK, "%s",
                 error.message);
}

static void see(const char *rule, int64_t address, const char *record, int64_t in_sweep, int64_t at_ms)
{
    see_as(rule, address, FINDING_ORDINARY, record, in_sweep, at_ms);
}

static struct site_report make_state(const char *day_text, int64_t now_ms)
{
    struct site_report_asked asked = { .period = REPORT_STATE, .sites = sites, .site_count = 1, .now_ms = now_ms };
    struct site_report report = { 0 };

    cr_assert_eq(site_report_period_parse(day_text, REPORT_STATE, &asked.first), true);
    cr_assert_eq(site_report_make(store, &asked, arena, &report, &error), STATUS_OK, "%s", error.message);
    return report;
}

/* Fixed on the fourth, there again on the tenth: what is open is told by the day that is asked for, not by today. */
Test(site_report, tells_the_state_of_a_day)
{
    static const struct site_column columns[] = { { .name = "要闻", .address = "http://a/xw/" },
                                                  { .name = "公告", .address = "http://a/gg/" } };
    static const char stale[] = "{\"message\":\"old\",\"advice\":\"write\"}";
    int64_t id = day("a", november, 10), now_ms = november + 20 * (int64_t)DAY_MS;
    int64_t start = add_address("a", "http://a/"), news = add_address("a", "http://a/xw/");
    struct site_report report;
    uint64_t closed = 0;

    sites[0].columns = columns;
    sites[0].column_count = 2;
    sites[0].icp = sites[0].police = sites[0].code = "";
    see("icp-missing", start, "{\"message\":\"no number\"}", id, november + 20 * HOUR_MS);
    see("column-stale", news, stale, id, november + 20 * HOUR_MS);
    cr_assert_eq(findings_close_unseen(store, "a", 0, "column-stale", id + 100, november + 3 * DAY_MS, &closed, &error),
                 STATUS_OK);
    see("column-stale", news, stale, day("a", november + 9 * (int64_t)DAY_MS, 11), november + 9 * (int64_t)DAY_MS);

    report = make_state("2026-11-03", now_ms);
    cr_expect_str_eq(report.period, "2026-10-05 to 2026-11-03");
    expect_row(&report, "state", 5, "Last complete sweep|2026-11-01 20:00:02 +08:00");
    expect_row(&report, "state", 11, "Open findings: ordinary|2");
    expect_row(&report, "columns", 0, "要闻|http://a/xw/|old");
    expect_row(&report, "columns", 1, "公告|http://a/gg/|in order");
    expect_row(&report, "identifiers", 0, "site identification code||in order");
    expect_row(&report, "identifiers", 1, "ICP filing number||no number");
    expect_row(&report, "kinds", 0, "column not updated|1|column-stale|ordinary|2026-11-01 20:00:00 +08:00|write");
    expect_row(&report, "trend", 0, "2026-11-01|2|2|0");
    expect_row(&report, "trend", 2, "2026-11-03|2|0|0");
    cr_expect_eq(section_of(&report, "days")->row_count, 3, "before the first sweep no day had slots");
    expect_row(&report, "units", 0, "办公室|1|4/12|0|2|0|0||2|0");

    report = make_state("2026-11-05", now_ms);
    expect_row(&report, "state", 11, "Open findings: ordinary|1");
    expect_row(&report, "columns", 0, "要闻|http://a/xw/|in order");
    expect_row(&report, "trend", 3, "2026-11-04|1|0|1");
    cr_expect_eq(section_of(&report, "findings")->row_count, 1);

    report = make_state("2026-11-12", now_ms);
    expect_row(&report, "state", 11, "Open findings: ordinary|2");
    expect_row(&report, "trend", 9, "2026-11-10|2|1|0");
    cr_expect_eq(section_of(&report, "findings")->row_count, 2);

    report = make_state("2026-10-31", now_ms);
    expect_row(&report, "state", 5, "Last complete sweep|none");
    expect_row(&report, "identifiers", 1, "ICP filing number||not checked yet");
    cr_expect_eq(section_of(&report, "findings")->row_count, 0);
}

static void decide(int64_t id, enum finding_state state, const char *until, const char *reason, int64_t at_ms)
{
    cr_assert_eq(findings_decide(store, id, state, until, "张三", reason, at_ms, &error), STATUS_OK, "%s",
                 error.message);
}

/* What somebody has set aside is there all the same, and who, why and until when is told as it was on that day. */
Test(site_report, does_not_call_in_order_what_is_set_aside)
{
    static const struct site_column columns[] = { { .name = "要闻", .address = "http://a/xw/" } };
    int64_t id = day("a", november, 10), now_ms = november + 20 * (int64_t)DAY_MS;
    int64_t start = add_address("a", "http://a/"), news = add_address("a", "http://a/xw/");
    struct site_report report;

    sites[0].columns = columns;
    sites[0].column_count = 1;
    sites[0].icp = sites[0].police = sites[0].code = "";
    see("icp-missing", start, "{\"message\":\"no number\"}", id, november + 20 * HOUR_MS);
    see("column-stale", news, "{\"message\":\"old\"}", id, november + 20 * HOUR_MS);
    decide(1, FINDING_FALSE_ALARM, "", "图片里有", november + DAY_MS);
    decide(2, FINDING_EXEMPT, "2026-12-31", "年底改版", november + DAY_MS);
    decide(2, FINDING_EXEMPT, "2027-01-31", "再延一个月", november + 5 * (int64_t)DAY_MS);

    report = make_state("2026-11-01", now_ms);
    expect_row(&report, "identifiers", 1, "ICP filing number||no number");
    report = make_state("2026-11-03", now_ms);
    expect_row(&report, "identifiers", 1,
               "ICP filing number||SET ASIDE as a false alarm by 张三 (图片里有): no number");
    expect_row(&report, "columns", 0, "要闻|http://a/xw/|EXEMPT up to and with 2026-12-31 by 张三 (年底改版): old");
    expect_row(&report, "set-aside", 0,
               "2|exempt|2026-12-31|张三|2026-11-02 00:00:00 +08:00|年底改版|ordinary|column-stale|http://a/xw/|old");
    expect_row(&report, "set-aside", 1,
               "1|false alarm||张三|2026-11-02 00:00:00 +08:00|图片里有|ordinary|icp-missing|http://a/|no number");
    cr_expect_eq(section_of(&report, "findings")->row_count, 0);
    report = make_state("2026-11-12", now_ms);
    expect_row(&report, "columns", 0, "要闻|http://a/xw/|EXEMPT up to and with 2027-01-31 by 张三 (再延一个月): old");
    report = make(REPORT_MONTH, (struct date){ 2026, 11, 1 }, now_ms);
    expect_row(&report, "decisions", 1, "2|甲|2026-11-02 00:00:00 +08:00|exempt|2026-12-31|张三|年底改版");
}

/* Found on the first, exempt from the second on, open again on the fifth, fixed on the eleventh: ten days. Found again
 * on the thirteenth and fixed on the fourteenth: a day. */
Test(site_report, counts_the_time_to_fix_from_the_beginning)
{
    int64_t first = day("a", november, 10), at = add_address("a", "http://a/");
    int64_t fifth = day("a", november + 4 * (int64_t)DAY_MS, 10), last;
    struct site_report report;
    uint64_t closed = 0;

    see("link-broken", at, "{}", first, november);
    decide(1, FINDING_EXEMPT, "2026-11-04", "改版", november + DAY_MS);
    decide(1, FINDING_OPEN, "", "不延", november + 4 * (int64_t)DAY_MS);
    see("link-broken", at, "{}", fifth, november + 4 * (int64_t)DAY_MS);
    last = day("a", november + 10 * (int64_t)DAY_MS, 10);
    cr_assert_eq(
        findings_close_unseen(store, "a", 0, "link-broken", last, november + 10 * (int64_t)DAY_MS, &closed, &error),
        STATUS_OK);
    cr_assert_eq(closed, 1);
    report = make(REPORT_MONTH, (struct date){ 2026, 11, 1 }, november + 30 * (int64_t)DAY_MS);
    expect_row(&report, "units", 0, "办公室|2|12/120|0|1|0|1|240.0|0|0");
    see("link-broken", at, "{}", last, november + 12 * (int64_t)DAY_MS);
    cr_assert_eq(
        findings_close_unseen(store, "a", 0, "link-broken", last + 1, november + 13 * (int64_t)DAY_MS, &closed, &error),
        STATUS_OK);
    report = make(REPORT_MONTH, (struct date){ 2026, 11, 1 }, november + 30 * (int64_t)DAY_MS);
    expect_row(&report, "units", 0, "办公室|2|12/120|0|1|0|1|24.0|0|0");
}

static void probe(const char *site, const char *url, int64_t at_ms, const char *outcome)
{
    const struct probe_row row = { .site = site,
                                   .url = url,
                                   .at_ms = at_ms,
                                   .is_reached = strcmp(outcome, "answered") == 0,
                                   .outcome = outcome,
                                   .title = "" };

    cr_assert_eq(probes_add(store, &row, &error), STATUS_OK, "%s", error.message);
}

/* DOMAIN 6.2: twenty a day. A site that nobody asked for is no site that is in order. */
Test(site_report, says_where_too_few_probes_were_made)
{
    static const char *const starts[] = { "http://a/" };
    struct site_report report;

    sites[0].starts = sites[1].starts = (struct site_texts){ starts, 1 };
    sites[2].starts = (struct site_texts){ (const char *const[]){ "http://c/" }, 1 };
    day("a", november, 10);
    day("b", november, 10);
    for (int number = 0; number < 20; number++)
        probe("a", "http://a/", november + number * HOUR_MS, number == 3 ? "timeout" : "answered");
    for (int number = 0; number < 19; number++)
        probe("a", "http://a/", november + DAY_MS + number * HOUR_MS, "answered");
    probe("a", "http://a/", november + DAY_MS + 20 * HOUR_MS, PROBE_OFFLINE);
    probe("b", "http://a/", november + HOUR_MS, PROBE_OFFLINE);
    report = make(REPORT_DAY, (struct date){ 2026, 11, 1 }, november + DAY_MS);
    expect_row(&report, "availability", 0, "甲|20|1|5.0|0|1/1|often enough");
    expect_row(&report, "availability", 1, "乙|0|0||1|0/1|NOT MONITORED: this machine had no network");
    expect_row(&report, "availability", 2, "丙|0|0||0|0/0|NOT MONITORED");
    report = make(REPORT_MONTH, (struct date){ 2026, 11, 1 }, november + 2 * DAY_MS + HOUR_MS);
    expect_row(&report, "availability", 0, "甲|39|1|2.6|1|1/2|fewer than 20 probes of a start page on 1 days");
    report = make(REPORT_MONTH, (struct date){ 2026, 12, 1 }, november + 2 * DAY_MS);
    cr_expect_str_eq(report.period, "2026-12-01 to 2026-12-31 (NOT BEGUN)");
    expect_row(&report, "availability", 0, "甲|0|0||0|0/0|NOT MONITORED");
}

/* The day report alone proves what was done, and what was not and why. */
Test(site_report, lists_the_sweeps_of_a_day)
{
    struct sweep_row missed = { .site = "a",
                                .has_slot = true,
                                .slot_ms = november + 8 * HOUR_MS,
                                .started_ms = november + 14 * HOUR_MS,
                                .operator= "automatic",
                                .reason = "" };
    struct site_report report;

    sweep("a", november + 2 * HOUR_MS, SWEEP_COMPLETE, 12);
    cr_assert_eq(sweeps_begin(store, &missed, &error), STATUS_OK);
    missed.outcome = SWEEP_MISSED;
    missed.ended_ms = missed.started_ms;
    missed.reason = "停电";
    cr_assert_eq(sweeps_end(store, &missed, &error), STATUS_OK);
    report = make(REPORT_DAY, (struct date){ 2026, 11, 1 }, november + DAY_MS);
    expect_row(&report, "sweeps", 0,
               "甲|2026-11-01 02:00:00 +08:00|complete|2026-11-01 02:00:01 +08:00|2026-11-01 02:00:02 "
               "+08:00||the program|12/0|0/0|0|0|0|0|0|0|");
    expect_row(&report, "sweeps", 1, "甲|2026-11-01 08:00:00 +08:00|missed|||停电||||||||||");
}

/* The severe and open first; a group for what is alike. */
Test(site_report, lists_what_is_open_first_and_what_is_alike_together)
{
    int64_t id = day("a", november, 10), at = add_address("a", "http://a/");
    const struct report_section *section;
    struct site_report report;
    uint64_t closed = 0;

    see_as("soft-404", at, FINDING_SEVERE, "{}", id, november + HOUR_MS);
    find("a", "k", at, "classified", FINDING_SUSPECTED, id, november + HOUR_MS);
    find("a", "l", at, "classified", FINDING_SUSPECTED, id, november + HOUR_MS);
    find("a", "m", at, "personal", FINDING_SEVERE, id, november + HOUR_MS);
    decide(4, FINDING_FALSE_ALARM, "", "引用", november + 2 * HOUR_MS);
    cr_assert_eq(findings_close_unseen(store, "a", 0, "soft-404", id + 1, november + 3 * HOUR_MS, &closed, &error),
                 STATUS_OK);
    report = make(REPORT_MONTH, (struct date){ 2026, 11, 1 }, november + DAY_MS);
    section = section_of(&report, "findings");
    cr_assert_eq(section->row_count, 4);
    for (size_t row = 0; row < 4; row++)
        cr_expect_str_eq(section->rows[row].cells[0], ((const char *[]){ "2", "3", "1", "4" })[row]);
    cr_expect_eq(section->rows[0].group, section->rows[1].group);
    cr_expect_neq(section->rows[1].group, section->rows[2].group);
    cr_expect_str_eq(section->rows[0].group, "甲: state secrets (suspected, open)");
    cr_expect_str_eq(section->sentences[0], "Open at the end: 2; fixed in this time: 1; set aside in this time by "
                                            "people, and not open: 1. They stand in this order.");
}

Test(site_report, says_how_many_decisions_it_leaves_out)
{
    int64_t id = day("a", november, 10), at = add_address("a", "http://a/");
    const struct report_section *section;
    struct site_report report;

    see("link-broken", at, "{}", id, november);
    for (int number = 0; number < 2501; number++) {
        decide(1, FINDING_FALSE_ALARM, "", "一", november + HOUR_MS);
        decide(1, FINDING_OPEN, "", "二", november + HOUR_MS);
    }
    report = make(REPORT_MONTH, (struct date){ 2026, 11, 1 }, november + DAY_MS);
    section = section_of(&report, "decisions");
    cr_expect_eq(section->row_count, 5000);
    cr_assert_eq(section->sentence_count, 1);
    cr_expect_not_null(strstr(section->sentences[0], "there are 2 more"), "%s", section->sentences[0]);
}

/* A report of November is the same in December, when what had been fixed is there again. */
Test(site_report, does_not_change_afterwards)
{
    int64_t id = day("a", november, 10), at = add_address("a", "http://a/");
    int64_t december = november + 30 * (int64_t)DAY_MS;
    struct site_report report;
    uint64_t closed = 0;

    find("a", "k", at, "classified", FINDING_SEVERE, id, november + 20 * HOUR_MS);
    cr_assert_eq(findings_close_unseen(store, "a", at, NULL, id + 100, november + 26 * HOUR_MS, &closed, &error),
                 STATUS_OK);
    find("a", "k", at, "classified", FINDING_SEVERE, day("a", december, 10), december + 20 * HOUR_MS);
    report = make(REPORT_MONTH, (struct date){ 2026, 11, 1 }, december + 2 * DAY_MS);
    expect_row(&report, "kinds", 0, "state secrets|1|1|0");
    expect_row(&report, "findings", 0,
               "1|甲|办公室|severe|classified.mark|http://a/|2026-11-01 20:00:00 +08:00|2026-11-02 02:00:00 "
               "+08:00|fixed");
    report = make(REPORT_MONTH, (struct date){ 2026, 12, 1 }, december + 2 * DAY_MS);
    expect_row(&report, "kinds", 0, "state secrets|1|0|1");
}

/* Each finding stands at one indicator, and what no program sees is named. */
Test(site_report, checks_itself_by_indicator)
{
    int64_t id = day("a", november, 10), at = add_address("a", "http://a/");
    const struct report_section *section;
    struct site_report report;

    find("a", "k", at, "classified", FINDING_SEVERE, id, november + HOUR_MS);
    find("a", "l", at, "quality", FINDING_SUSPECTED, id, november + HOUR_MS);
    find("a", "m", at, "site", FINDING_ORDINARY, id, november + HOUR_MS);
    see("column-stale", at, "{}", id, november + HOUR_MS);
    see_as("title-changed", at, FINDING_SEVERE, "{}", id, november + HOUR_MS);
    see_as("date-forged", at, FINDING_SUSPECTED, "{}", id, november + HOUR_MS);
    see_as("home-stale", at, FINDING_SUSPECTED, "{}", id, november + HOUR_MS);
    decide(3, FINDING_EXEMPT, "2026-12-31", "改版", november + 2 * HOUR_MS);
    report = make(REPORT_QUARTER, (struct date){ 2026, 10, 1 }, november + DAY_MS);
    expect_row(&report, "indicators", 0, "Veto: safety, secrets, tampering|2|0|2|1|0|whether there was public criticism");
    expect_row(&report, "indicators", 2, "Veto: home page not updated|0|0|0|1|0|");
    expect_row(&report, "indicators", 9, "Functions|1|0|0|0|1|search; browsers; IPv6; barriers");
    expect_row(&report, "indicators", 10,
               "Contents and links that lead out|0|0|0|1|0|findings that are suspected, one by one");
    section = section_of(&report, "indicators");
    cr_expect_str_eq(section->rows[6].cells[1], "1", "publication");
    cr_expect_str_eq(section->rows[1].cells[1], checks_know("site-unreachable") ? "0" : "—", "availability");
    cr_expect_str_eq(section->rows[8].cells[1], "—", "interaction is for people to look at");
    cr_expect_neq(section->rows[8].cells[6][0], '\0');
}

/* The eight days of the National Day of 2026 are days like all others: R1-6(4) knows no holidays. What begins a
 * millisecond before midnight in Shanghai is of that day, and a sweep of a slot is of the slot's day whenever it ends.
 */
Test(site_report, counts_holidays_and_midnights)
{
    int64_t october = date_start_ms((struct date){ 2026, 10, 1 }), last = november - 4 * HOUR_MS, id = 0;
    int64_t at = add_address("a", "http://a/");
    struct sweep_row late = {
        .site = "a", .has_slot = true, .slot_ms = last, .started_ms = november - 1, .operator= "automatic", .reason = ""
    };
    struct site_report report;

    for (int holiday = 0; holiday < 8; holiday++)
        id = day("a", october + holiday * (int64_t)DAY_MS, 10);
    cr_assert_eq(sweeps_begin(store, &late, &error), STATUS_OK);
    late.outcome = SWEEP_COMPLETE;
    late.ended_ms = november + HOUR_MS;
    cr_assert_eq(sweeps_end(store, &late, &error), STATUS_OK);
    find("a", "k", at, "classified", FINDING_SEVERE, id, november - 1);
    find("a", "l", at, "site", FINDING_ORDINARY, id, november);

    report = make(REPORT_MONTH, (struct date){ 2026, 10, 1 }, november + DAY_MS);
    expect_row(&report, "summary", 0, "甲|办公室|124|33|91|0|8/31|0|1|0|1|1|0");
    expect_row(&report, "days", 0, "2026-10-01|4");
    expect_row(&report, "days", 7, "2026-10-08|4");
    expect_row(&report, "days", 8, "2026-10-09|0");
    expect_row(&report, "days", 30, "2026-10-31|1");
    cr_expect_eq(section_of(&report, "findings")->row_count, 1);
    report = make(REPORT_DAY, (struct date){ 2026, 11, 1 }, november + DAY_MS);
    expect_row(&report, "summary", 0, "甲|办公室|4|0|4|0|0/1|0|1|0|2|1|0|NOT complete");
}

Test(site_report, reads_periods)
{
    static const struct {
        enum report_period period;
        const char *text, *first; /* NULL: none */
    } cases[] = {
        { REPORT_DAY, "2026-11-28", "2026-11-28" },
        { REPORT_DAY, "2026-11", NULL },
        { REPORT_MONTH, "2026-02", "2026-02-01" },
        { REPORT_MONTH, "2026-13", NULL },
        { REPORT_MONTH, "2026-2", NULL },
        { REPORT_QUARTER, "2026-Q4", "2026-10-01" },
        { REPORT_QUARTER, "2026-Q5", NULL },
        { REPORT_QUARTER, "2026-Q", NULL },
        { REPORT_YEAR, "2026", "2026-01-01" },
        { REPORT_STATE, "2026-11-28", "2026-10-30" },
        { REPORT_STATE, "2026-11", NULL },
        { REPORT_YEAR, "26", NULL },
        { REPORT_YEAR, "2026x", NULL },
    };

    for (size_t index = 0; index < sizeof cases / sizeof *cases; index++) {
        struct date first = { 0 };
        char text[DATE_TEXT_SIZE] = "";
        bool read = site_report_period_parse(cases[index].text, cases[index].period, &first);

        cr_expect_eq(read, cases[index].first != NULL, "%s", cases[index].text);
        if (read)
            date_text(first, text);
        if (read)
            cr_expect_str_eq(text, cases[index].first);
    }
}
