/* SPDX-License-Identifier: Apache-2.0
 *
 * What may be done with an incident, when, and by when (R8 三(一), DOMAIN 10): the first report within an hour of
 * discovery, and of major ones reports of progress and of each day until the end is approved.
 *
 * Nothing is taken back: a mistake is set right by an entry that says so. No clock is read here. Pure.
 */
#ifndef GUANKA_SWEEP_INCIDENT_H
#define GUANKA_SWEEP_INCIDENT_H

#include "base/buf.h"
#include "store/incidents.h"

/* What a person says of it; the first ones bring it to the state of the same name. */
enum incident_step {
    STEP_REPORTED,
    STEP_GRADED, /* again, too: grades change as more is known */
    STEP_PLAN_STARTED,
    STEP_CONTAINED, /* before the report, too, when that is urgent: R8 四(一)2 */
    STEP_ERADICATED,
    STEP_RECOVERED,
    STEP_END_PROPOSED,
    STEP_END_APPROVED,
    STEP_INVESTIGATED,
    STEP_ARCHIVED,
    STEP_DISMISSED, /* a false alarm */
    STEP_PROGRESS,
    STEP_DAILY,
    STEP_CORRECTION,
    STEP_COUNT
};
/* "reported", "plan-started", "progress", "correction" and so on. */
const char *incident_step_name(enum incident_step step);
bool incident_step_parse(const char *name, enum incident_step *step);
bool incident_grade_parse(const char *name, enum incident_grade *grade);
/* The same in words; of an entry of the ledger by its kind, "incident-…" (one that is none stays as it is). */
const char *incident_describe_kind(enum incident_kind kind);
const char *incident_describe_grade(enum incident_grade grade);
const char *incident_describe_state(enum incident_state state);
const char *incident_describe_entry(const char *kind);

/* A family of incidents that is no rule's, as INCIDENT_OUTAGE is none: days of publication are forged. */
#define INCIDENT_FORGERY "forgery"
/* What findings of a category amount to. A person may correct it. */
enum incident_kind incident_kind_of(const char *category);
/* In words how it was discovered. */
void incident_describe_source(struct buf *out, const struct incident_row *row);

/* Takes the step in *row; a daily report is of the day on which it is made, before 17:00 in Shanghai of the day before when that
 * one's is missing; `grade` is looked at by STEP_GRADED. NULL, or why it may not be taken now. */
const char *incident_take(struct incident_row *row, enum incident_step step, enum incident_grade grade, int64_t at_ms);

/* When the first report has to be made at the latest. */
int64_t incident_report_due_ms(const struct incident_row *row);
/* The same of the next report of progress; 0 when none is asked for. */
int64_t incident_progress_due_ms(const struct incident_row *row);
/* Minutes after discovery of the reminder that has come and was not given yet: 30, 45, 60 (which is late); 0: none. */
unsigned incident_reminder(const struct incident_row *row, int64_t now_ms);
bool incident_is_late(const struct incident_row *row, int64_t now_ms);  /* the first report is missing after an hour */
/* It is, or was made later than that. Never of a false alarm, of which nothing had to be reported. */
bool incident_was_late(const struct incident_row *row, int64_t now_ms);
/* In words how the first report stands. */
const char *incident_describe_first(const struct incident_row *row, int64_t now_ms);
/* Of major ones that go on, since they were graded so, reports of progress are due every four hours (the plan names no
 * period), daily ones at 17:00 in Shanghai from the day of the grade on. The first of such times after `after_ms` that
 * has passed since the last report of its kind; 0: there is none. */
int64_t incident_missed_progress_ms(const struct incident_row *row, int64_t after_ms, int64_t now_ms);
int64_t incident_missed_daily_ms(const struct incident_row *row, int64_t after_ms, int64_t now_ms);
/* Whether there is any. */
bool incident_needs_progress(const struct incident_row *row, int64_t now_ms);
bool incident_needs_daily(const struct incident_row *row, int64_t now_ms);

#endif
