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
    const struct site_report_asked asked = { period, first, sites, 3, now_ms, false };
    struct site_report report = { 0 };

    cr_assert_eq(site_report_make(store, &asked, arena, &report, &error), STATUS_OK, "%s", error.message);
    return report;
}

Test(site_report, counts_a_month)
{
    int64_t first = day("a", november, 10), at = add_address("a", "http://a/"), other = add_address("c", "http://c/");
    int64_t of_c = day("c", november + DAY_MS, 3);
    struct site_report report;
    uint64_t closed = 0;

    /* The second day of a: one slot missed, one sweep incomplete. */
    sweep("a", november + DAY_MS + 2 * HOUR_MS, SWEEP_COMPLETE, 12);
    sweep("a", november + DAY_MS + 8 * HOUR_MS, SWEEP_MISSED, 0);
    sweep("a", november + DAY_MS + 14 * HOUR_MS, SWEEP_INCOMPLETE, 5);
    find("a", "k", at, "classified", FINDING_SEVERE, first, november + 20 * HOUR_MS);
    find("a", "l", at, "site", FINDING_ORDINARY, first, november + 20 * HOUR_MS);
    find("c", "m", other, "personal", FINDING_SUSPECTED, of_c, november + DAY_MS + 20 * HOUR_MS);
    cr_assert_eq(findings_close_unseen(store, "a", at, NULL, first + 100, november + 26 * HOUR_MS, &closed, &error),
                 STATUS_OK);
    cr_assert_eq(closed, 1, "the one of the content");

    report = make(REPORT_MONTH, (struct date){ 2026, 11, 1 }, november + 2 * DAY_MS);
    cr_expect_str_eq(report.period, "2026-11-01 to 2026-11-30");
    expect_row(&report, "summary", 0, "甲|办公室|8|5|1|1|1/2|12|2|1|1|0|0");
    expect_row(&report, "summary", 1, "乙|办公室|8|0|0|0|0/2|0|0|0|0|0|0");
    expect_row(&report, "summary", 2, "丙|教育局|4|4|0|0|1/1|3|1|0|1|0|0");
    expect_row(&report, "units", 0, "办公室|2|5/16|1|1|0|1|6.0|1|0");
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
    expect_row(&report, "summary", 0, "甲|办公室|4|0|0|0|0/1|0|0|0|1|1|0");
    report = make(REPORT_DAY, (struct date){ 2026, 11, 5 }, november + 30 * (int64_t)DAY_MS);
    expect_row(&report, "summary", 0, "甲|办公室|4|0|0|0|0/1|0|0|0|0|0|0");
    cr_expect_eq(section_of(&report, "findings")->row_count, 0);
}

static void see(const char *rule, int64_t address, const char *record, int64_t in_sweep, int64_t at_ms)
{
    enum finding_change change;
    const struct finding_row row = { .site = "a",
                                     .key = rule,
                                     .address = address,
                                     .rule = rule,
                                     .category = "site",
                                     .severity = FINDING_ORDINARY,
                                     .record = record };

    cr_assert_eq(findings_see(store, &row, in_sweep, at_ms, "2026-11-01", &change, &error), STATUS_OK, "%s",
                 error.message);
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
    expect_row(&report, "state", 10, "Open findings: ordinary|2");
    expect_row(&report, "columns", 0, "要闻|http://a/xw/|old");
    expect_row(&report, "columns", 1, "公告|http://a/gg/|in order");
    expect_row(&report, "identifiers", 0, "site identification code||in order");
    expect_row(&report, "identifiers", 1, "ICP filing number||no number");
    expect_row(&report, "kinds", 1, "column not updated|1|column-stale|ordinary|2026-11-01 20:00:00 +08:00|write");
    expect_row(&report, "trend", 26, "2026-10-31|0|0|0");
    expect_row(&report, "trend", 27, "2026-11-01|2|2|0");
    expect_row(&report, "trend", 29, "2026-11-03|2|0|0");
    expect_row(&report, "units", 0, "办公室|1|4/12|0|2|0|0||2|0");

    report = make_state("2026-11-05", now_ms);
    expect_row(&report, "state", 10, "Open findings: ordinary|1");
    expect_row(&report, "columns", 0, "要闻|http://a/xw/|in order");
    expect_row(&report, "trend", 28, "2026-11-04|1|0|1");
    cr_expect_eq(section_of(&report, "findings")->row_count, 1);

    report = make_state("2026-11-12", now_ms);
    expect_row(&report, "state", 10, "Open findings: ordinary|2");
    expect_row(&report, "trend", 27, "2026-11-10|2|1|0");
    cr_expect_eq(section_of(&report, "findings")->row_count, 2);

    report = make_state("2026-10-31", now_ms);
    expect_row(&report, "state", 5, "Last complete sweep|none");
    expect_row(&report, "identifiers", 1, "ICP filing number||not checked yet");
    cr_expect_eq(section_of(&report, "findings")->row_count, 0);
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
    report = make(REPORT_QUARTER, (struct date){ 2026, 10, 1 }, november + DAY_MS);
    expect_row(&report, "indicators", 0, "Veto: safety, secrets, tampering|1|0|1|whether there was public criticism");
    expect_row(&report, "indicators", 2, "Veto: home page not updated|0|0|0|");
    expect_row(&report, "indicators", 9, "Functions|1|0|1|search; browsers; IPv6; barriers");
    expect_row(&report, "indicators", 10,
               "Contents and links that lead out|1|0|1|findings that are suspected, one by one");
    section = section_of(&report, "indicators");
    cr_expect_str_eq(section->rows[6].cells[1], "1", "publication");
    cr_expect_str_eq(section->rows[1].cells[1], checks_know("site-unreachable") ? "0" : "—", "availability");
    cr_expect_str_eq(section->rows[8].cells[1], "—", "interaction is for people to look at");
    cr_expect_neq(section->rows[8].cells[4][0], '\0');
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
    expect_row(&report, "summary", 0, "甲|办公室|124|33|0|0|8/31|0|1|0|1|1|0");
    expect_row(&report, "days", 0, "2026-10-01|4");
    expect_row(&report, "days", 7, "2026-10-08|4");
    expect_row(&report, "days", 8, "2026-10-09|0");
    expect_row(&report, "days", 30, "2026-10-31|1");
    cr_expect_eq(section_of(&report, "findings")->row_count, 1);
    report = make(REPORT_DAY, (struct date){ 2026, 11, 1 }, november + DAY_MS);
    expect_row(&report, "summary", 0, "甲|办公室|4|0|0|0|0/1|0|1|0|2|1|0");
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
