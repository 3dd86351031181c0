/* SPDX-License-Identifier: Apache-2.0 */
#include "store/incidents.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdio.h>
#include <string.h>

#include "place.h"
#include "store/findings.h"
#include "store/notices.h"
#include "store/resources.h"
#include "store/sweeps.h"

static struct place place;
static struct store *store;
static struct error error;
static int64_t sweep, address;

static void set_up(void)
{
    struct sweep_row row = { .site = "a", .started_ms = 1000, .operator= "automatic", .reason = "" };
    struct address_row page = { .url = "http://a/1" };

    place = place_make();
    store = place_open(&place, STORE_WRITE);
    begin(store);
    cr_assert_eq(sweeps_begin(store, &row, &error), STATUS_OK);
    cr_assert_eq(resources_add_address(store, "a", &page, &error), STATUS_OK);
    sweep = row.id;
    address = page.id;
}

static void tear_down(void)
{
    if (store_is_writing(store))
        store_undo(store);
    store_close(store);
    place_remove(&place);
}

TestSuite(incidents, .init = set_up, .fini = tear_down);
TestSuite(notices, .init = set_up, .fini = tear_down);

static struct incident_row sample(const char *family)
{
    return (struct incident_row){ .site = "a",
                                  .family = family,
                                  .kind = INCIDENT_TAMPERING,
                                  .discovered_ms = 5000,
                                  .sweep = sweep,
                                  .last_good_ms = 900,
                                  .last_good_sweep = 0 };
}

static struct incident_row open_one(const char *family)
{
    struct incident_row row = sample(family);

    cr_assert_eq(incidents_open(store, &row, "20261128", 0, &error), STATUS_OK, "%s", error.message);
    return row;
}

static bool write_row(void *context, const struct incident_row *row)
{
    char *text = context;

    (void)sprintf(text + strlen(text), "%s %s %s %d %d %lld %lld %u\n", row->id, row->site, row->family,
                  (int)row->state, (int)row->grade, (long long)row->reported_ms, (long long)row->ended_ms,
                  row->evidence);
    return true;
}

static bool write_finding(void *context, const struct finding_row *row)
{
    (void)strcat(strcat(context, row->key), "\n");
    return true;
}

Test(incidents, are_numbered_by_day_and_one_of_a_family_is_open)
{
    char text[500] = "";
    struct incident_row row = open_one("tamper"), second = sample("tamper");

    cr_expect_str_eq(row.id, "INC-20261128-001");
    cr_expect_eq(incidents_open(store, &second, "20261128", 0, &error), STATUS_INVALID);
    cr_expect_str_eq(open_one("classified").id, "INC-20261128-002");
    row.state = INCIDENT_DISMISSED;
    row.reported_ms = 7000;
    row.ended_ms = 8000;
    row.evidence = 3;
    cr_assert_eq(incidents_update(store, &row, &error), STATUS_OK, "%s", error.message);
    cr_expect_str_eq(open_one("tamper").id, "INC-20261128-003");
    second.family = "other";
    cr_assert_eq(incidents_open(store, &second, "20261129", 0, &error), STATUS_OK);
    cr_expect_str_eq(second.id, "INC-20261129-001");
    cr_expect_eq(incidents_list(store, &(struct incidents_filter){ .family = "tamper" }, write_row, text, &error),
                 STATUS_OK);
    cr_expect_str_eq(text, "INC-20261128-001 a tamper 11 0 7000 8000 3\nINC-20261128-003 a tamper 0 0 0 0 0\n");
    text[0] = '\0';
    cr_expect_eq(
        incidents_list(store, &(struct incidents_filter){ .site = "a", .only_open = true }, write_row, text, &error),
        STATUS_OK);
    cr_expect_str_eq(text, "INC-20261128-002 a classified 0 0 0 0 0\nINC-20261128-003 a tamper 0 0 0 0 0\n"
                           "INC-20261129-001 a other 0 0 0 0 0\n");
}

Test(incidents, findings_are_added_once)
{
    const struct incident_row row = open_one("tamper");
    const char *const keys[] = { "k1", "k2", "k1" };
    char text[100] = "";

    for (size_t index = 0; index < 3; index++) {
        const struct finding_row finding = { .site = "a",
                                             .key = keys[index],
                                             .address = address,
                                             .rule = "tamper.link",
                                             .category = "tamper",
                                             .severity = FINDING_SEVERE,
                                             .record = "{}" };
        enum finding_change change;

        cr_assert_eq(findings_see(store, &finding, sweep, 5000, "2026-11-28", &change, &error), STATUS_OK);
        cr_expect_eq(incidents_add_finding(store, row.id, "a", keys[index], 5000, &error), STATUS_OK);
    }
    cr_expect_eq(findings_list(store, &(struct findings_filter){ .incident = row.id }, write_finding, text, &error),
                 STATUS_OK);
    cr_expect_str_eq(text, "k1\nk2\n");
    cr_expect_eq(findings_list(store, &(struct findings_filter){ .incident = "INC-1" }, write_finding, text, &error),
                 STATUS_OK);
    cr_expect_str_eq(text, "k1\nk2\n");
}

Test(incidents, what_was_said_once_stays)
{
    struct incident_row row = open_one("tamper"), other = row;
    char words[200];

    row.overdue_ms = 3605000;
    row.reported_ms = 4000000;
    cr_assert_eq(incidents_update(store, &row, &error), STATUS_OK);
    other.overdue_ms = 0;
    other.reported_ms = 4000000;
    cr_expect_neq(incidents_update(store, &other, &error), STATUS_OK, "it is late no more");
    other.overdue_ms = 3605000;
    other.reported_ms = 3000000;
    cr_expect_neq(incidents_update(store, &other, &error), STATUS_OK, "it was reported earlier");
    (void)strcpy(other.id, "INC-1");
    cr_expect_eq(incidents_update(store, &other, &error), STATUS_INVALID);
    commit(store);
    cr_expect_not(place_run_sql(&place, "UPDATE incidents SET discovered = 9000", words));
    cr_expect_not(place_run_sql(&place, "DELETE FROM incidents", words));
}

Test(incidents, the_last_reading_of_an_address_is_known)
{
    const struct visit visit = { .address = address, .state = VISIT_DONE };
    struct sweep_row later = { .site = "a", .started_ms = 2000, .operator= "automatic", .reason = "" };
    int64_t found, started_ms;

    cr_assert_eq(sweeps_visit(store, sweep, &visit, &error), STATUS_OK);
    cr_assert_eq(sweeps_begin(store, &later, &error), STATUS_OK);
    cr_expect_eq(sweeps_last_read(store, address, later.id, &found, &started_ms, &error), STATUS_OK);
    cr_expect_eq(found, sweep);
    cr_expect_eq(started_ms, 1000);
    cr_expect_eq(sweeps_last_read(store, address, sweep, &found, &started_ms, &error), STATUS_OK);
    cr_expect_eq(found, 0);
}

static bool write_notice(void *context, const struct notice_row *row)
{
    char *text = context;

    (void)sprintf(text + strlen(text), "%lld %s %s %s %s %u\n", (long long)row->id, row->incident, row->address,
                  row->subject, row->body, row->attempts);
    return true;
}

Test(notices, wait_are_delayed_and_end)
{
    const struct incident_row row = open_one("tamper");
    const struct notice_row notice = {
        .incident = row.id, .address = "mailto:a@example.gov.cn", .subject = "s", .body = "b", .created_ms = 5000
    };
    char text[500] = "";

    cr_assert_eq(notices_insert(store, &notice, &error), STATUS_OK, "%s", error.message);
    cr_assert_eq(notices_insert(store, &notice, &error), STATUS_OK);
    cr_expect_eq(notices_list_due(store, 4999, 9, write_notice, text, &error), STATUS_OK);
    cr_expect_str_eq(text, "");
    cr_expect_eq(notices_list_due(store, 5000, 1, write_notice, text, &error), STATUS_OK);
    cr_expect_str_eq(text, "1 INC-20261128-001 mailto:a@example.gov.cn s b 0\n");
    text[0] = '\0';
    cr_expect_eq(notices_delay(store, 1, 1, 9000, "busy", &error), STATUS_OK);
    cr_expect_eq(notices_finish(store, 2, 6000, NULL, &error), STATUS_OK);
    cr_expect_eq(notices_list_due(store, 8999, 9, write_notice, text, &error), STATUS_OK);
    cr_expect_str_eq(text, "");
    cr_expect_eq(notices_list_due(store, 9000, 9, write_notice, text, &error), STATUS_OK);
    cr_expect_str_eq(text, "1 INC-20261128-001 mailto:a@example.gov.cn s b 1\n");
}
