/* SPDX-License-Identifier: Apache-2.0
 *
 * What R8 (《应急预案》 三(一), 四(一), 五(五), 六(二)) asks of incidents. Instants: date -d '2026-11-28 08:00 +0800'
 * +%s.
 */
#include "sweep/incident.h"

#include <criterion/criterion.h>
#include <stdint.h>

static const int64_t discovered = INT64_C(1795824000000); /* 2026-11-28 08:00 */

enum { MINUTE = 60000, HOUR = 60 * MINUTE };

static struct incident_row found(void)
{
    return (struct incident_row){ .site = "a", .family = "tamper", .discovered_ms = discovered };
}

static void expect_steps(struct incident_row *row, const enum incident_step *steps, size_t count)
{
    for (size_t index = 0; index < count; index++) {
        const char *why = incident_take(row, steps[index], INCIDENT_MAJOR, discovered + MINUTE);

        cr_assert(why == NULL, "%s: %s", incident_step_name(steps[index]), why);
    }
}

Test(incident, goes_through_the_plan)
{
    struct incident_row row = found();
    static const enum incident_step steps[] = { STEP_REPORTED,     STEP_GRADED,    STEP_PLAN_STARTED, STEP_CONTAINED,
                                                STEP_ERADICATED,   STEP_RECOVERED, STEP_END_PROPOSED, STEP_END_APPROVED,
                                                STEP_INVESTIGATED, STEP_ARCHIVED,  STEP_CORRECTION };

    expect_steps(&row, steps, sizeof steps / sizeof *steps);
    cr_expect_eq(row.state, INCIDENT_ARCHIVED);
    cr_expect_eq(row.grade, INCIDENT_MAJOR);
    cr_expect_eq(row.overdue_ms, 0);
    cr_expect_eq(row.ended_ms, discovered + MINUTE);
}

Test(incident, what_is_urgent_is_removed_before_the_report)
{
    struct incident_row row = found();
    static const enum incident_step steps[] = { STEP_CONTAINED, STEP_REPORTED,     STEP_ERADICATED,  STEP_GRADED,
                                                STEP_RECOVERED, STEP_END_PROPOSED, STEP_END_APPROVED };

    expect_steps(&row, steps, sizeof steps / sizeof *steps);
    cr_expect_eq(row.state, INCIDENT_END_APPROVED);
}

Test(incident, steps_out_of_turn_are_refused)
{
    struct incident_row row = found();
    static const enum incident_step refused[] = { STEP_GRADED,       STEP_PLAN_STARTED, STEP_ERADICATED,
                                                  STEP_RECOVERED,    STEP_END_PROPOSED, STEP_END_APPROVED,
                                                  STEP_INVESTIGATED, STEP_ARCHIVED };

    for (size_t index = 0; index < sizeof refused / sizeof *refused; index++)
        cr_expect(incident_take(&row, refused[index], INCIDENT_MAJOR, discovered) != NULL, "%s",
                  incident_step_name(refused[index]));
    cr_expect_eq(row.state, INCIDENT_DISCOVERED);
    cr_expect(incident_take(&row, STEP_REPORTED, 0, discovered) == NULL);
    cr_expect(incident_take(&row, STEP_REPORTED, 0, discovered) != NULL, "there is one first report");
    cr_expect(incident_take(&row, STEP_DISMISSED, 0, discovered) == NULL);
    cr_expect(incident_take(&row, STEP_CONTAINED, 0, discovered) != NULL, "it is over");
    cr_expect(incident_take(&row, STEP_CORRECTION, 0, discovered) == NULL);
}

Test(incident, the_first_report_has_an_hour)
{
    struct incident_row row = found();

    cr_expect_eq(incident_reminder(&row, discovered + 30 * MINUTE - 1), 0);
    cr_expect_eq(incident_reminder(&row, discovered + 30 * MINUTE), 30);
    row.warned = 30;
    cr_expect_eq(incident_reminder(&row, discovered + 44 * MINUTE), 0);
    cr_expect_eq(incident_reminder(&row, discovered + 45 * MINUTE), 45);
    cr_expect_not(incident_is_late(&row, discovered + HOUR - 1));
    cr_expect(incident_is_late(&row, discovered + HOUR));
    cr_expect_eq(incident_reminder(&row, discovered + 90 * MINUTE), 60);
    row.warned = 60;
    cr_expect_eq(incident_reminder(&row, discovered + 900 * MINUTE), 0);
    cr_expect(incident_take(&row, STEP_REPORTED, 0, discovered + HOUR + 1) == NULL);
    cr_expect_eq(row.overdue_ms, discovered + HOUR + 1, "that it was late stays");
    cr_expect_not(incident_is_late(&row, discovered + 2 * HOUR));
    cr_expect(incident_was_late(&row, discovered + 2 * HOUR));
    cr_expect_str_eq(incident_describe_first(&row, discovered + 2 * HOUR), "made, LATE");
}

/* R8 asks for the report of an incident, and there was none. That it was noted as late stays in the ledger. */
Test(incident, a_false_alarm_is_not_late)
{
    struct incident_row row = found();

    row.overdue_ms = discovered + HOUR;
    cr_expect(incident_was_late(&row, discovered + 2 * HOUR));
    cr_expect(incident_take(&row, STEP_DISMISSED, 0, discovered + 3 * HOUR) == NULL);
    cr_expect_not(incident_was_late(&row, discovered + 4 * HOUR));
    cr_expect_str_eq(incident_describe_first(&row, discovered + 4 * HOUR), "none due: a false alarm");
    cr_expect_eq(row.overdue_ms, discovered + HOUR);
}

/* `discovered` is 08:00 in Shanghai: the grade comes at noon of the next day. */
Test(incident, no_report_is_due_of_the_time_before_the_grade)
{
    struct incident_row row = found();
    const int64_t graded = discovered + 28 * (int64_t)HOUR;

    row.reported_ms = discovered;
    cr_assert(incident_take(&row, STEP_GRADED, INCIDENT_GENERAL, discovered + HOUR) == NULL);
    cr_assert(incident_take(&row, STEP_GRADED, INCIDENT_MAJOR, graded) == NULL);
    cr_expect_not(incident_needs_daily(&row, graded + HOUR), "yesterday it was no major one");
    cr_expect(incident_needs_daily(&row, graded + 5 * HOUR), "today's, at 17:00");
    cr_expect(incident_needs_daily(&row, graded + 20 * HOUR), "of the day of the grade, a day later");
    cr_expect_not(incident_needs_progress(&row, graded + 4 * HOUR - 1));
    cr_expect(incident_needs_progress(&row, graded + 4 * HOUR));
    cr_assert(incident_take(&row, STEP_GRADED, INCIDENT_EXTRAORDINARY, graded + HOUR) == NULL);
    cr_expect(incident_needs_progress(&row, graded + 4 * HOUR), "it was known to be as bad before");
}

Test(incident, major_ones_are_reported_on_until_the_end)
{
    struct incident_row row = found();

    row.reported_ms = discovered;
    row.state = INCIDENT_GRADED;
    row.grade = INCIDENT_LARGER;
    cr_expect_not(incident_needs_progress(&row, discovered + 100 * (int64_t)HOUR));
    row.grade = INCIDENT_MAJOR;
    cr_expect_not(incident_needs_progress(&row, discovered + 4 * HOUR - 1));
    cr_expect(incident_needs_progress(&row, discovered + 4 * HOUR));
    cr_expect(incident_take(&row, STEP_PROGRESS, 0, discovered + 4 * HOUR) == NULL);
    cr_expect_not(incident_needs_progress(&row, discovered + 7 * HOUR));
    cr_expect_not(incident_needs_daily(&row, discovered + 9 * HOUR - 1), "before 17:00");
    cr_expect(incident_needs_daily(&row, discovered + 9 * HOUR));
    cr_expect(incident_needs_daily(&row, discovered + 24 * HOUR), "yesterday's is missing");
    cr_expect(incident_take(&row, STEP_DAILY, 0, discovered + 10 * HOUR) == NULL);
    cr_expect_not(incident_needs_daily(&row, discovered + 24 * HOUR));
    cr_expect(incident_needs_daily(&row, discovered + 33 * (int64_t)HOUR));
    row.state = INCIDENT_END_APPROVED;
    cr_expect_not(incident_needs_daily(&row, discovered + 33 * (int64_t)HOUR));
}

/* 17:00 in Shanghai is nine hours after `discovered`. */
Test(incident, a_daily_report_that_comes_late_is_not_the_next_day_s)
{
    struct incident_row row = found();

    row.reported_ms = discovered;
    row.state = INCIDENT_GRADED;
    row.grade = INCIDENT_MAJOR;
    cr_expect(incident_needs_daily(&row, discovered + 9 * HOUR));
    cr_expect(incident_take(&row, STEP_DAILY, 0, discovered + 17 * (int64_t)HOUR) == NULL, "half past midnight or so");
    cr_expect_not(incident_needs_daily(&row, discovered + 33 * (int64_t)HOUR - 1), "the day before has its report");
    cr_expect(incident_needs_daily(&row, discovered + 33 * (int64_t)HOUR), "the new day has none");
    cr_expect(incident_take(&row, STEP_DAILY, 0, discovered + 34 * (int64_t)HOUR) == NULL);
    cr_expect_not(incident_needs_daily(&row, discovered + 57 * (int64_t)HOUR - 1));
    cr_expect(incident_take(&row, STEP_DAILY, 0, discovered + 50 * (int64_t)HOUR) == NULL, "none is missing");
    cr_expect_not(incident_needs_daily(&row, discovered + 57 * (int64_t)HOUR), "it was made before it was due");
}

Test(incident, names_are_read_back)
{
    enum incident_grade grade;

    for (enum incident_step step = 0; step < STEP_COUNT; step++) {
        enum incident_step back = STEP_COUNT;

        cr_expect(incident_step_parse(incident_step_name(step), &back));
        cr_expect_eq(back, step);
    }
    cr_expect_str_eq(incidents_state_name(INCIDENT_DISMISSED), "dismissed");
    cr_expect_str_eq(incidents_state_name(INCIDENT_REPORTED), "reported");
    cr_expect(incident_grade_parse("major", &grade) && grade == INCIDENT_MAJOR);
    cr_expect_not(incident_grade_parse("", &grade));
    cr_expect_eq(incident_kind_of("prohibited.6"), INCIDENT_UNLAWFUL);
    cr_expect_eq(incident_kind_of("tamper"), INCIDENT_TAMPERING);
    cr_expect_eq(incident_kind_of(INCIDENT_OUTAGE), INCIDENT_TAMPERING, "R8 三(一)2②: 中断");
    cr_expect_eq(incident_kind_of("classified"), INCIDENT_OTHER);
}
