/* SPDX-License-Identifier: Apache-2.0 */
#include "sweep/incident.h"

#include <libintl.h>
#include <stdio.h>
#include <string.h>

#include "base/assert.h"
#include "report/words.h"
#include "sweep/slots.h"

enum { MINUTE_MS = 60000, REPORT_MINUTES = 60, PROGRESS_MS = 4 * 60 * MINUTE_MS, DAILY_HOUR_MS = 17 * 60 * MINUTE_MS };

static const char *const steps[STEP_COUNT] = { "reported",     "graded",    "plan-started", "contained",
                                               "eradicated",   "recovered", "end-proposed", "end-approved",
                                               "investigated", "archived",  "dismissed",    "progress",
                                               "daily",        "correction" };

/* ---- Names. */

const char *incident_step_name(enum incident_step step)
{
    ASSERT(step < STEP_COUNT);
    return steps[step];
}

bool incident_step_parse(const char *name, enum incident_step *step)
{
    for (size_t index = 0; index < STEP_COUNT; index++) {
        if (strcmp(steps[index], name) == 0) {
            *step = (enum incident_step)index;
            return true;
        }
    }
    return false;
}

bool incident_grade_parse(const char *name, enum incident_grade *grade)
{
    for (size_t index = INCIDENT_GENERAL; index < INCIDENT_GRADE_COUNT; index++) {
        if (strcmp(incidents_grade_name((enum incident_grade)index), name) == 0) {
            *grade = (enum incident_grade)index;
            return true;
        }
    }
    return false;
}

/* ---- Words. */

static const char *const state_words[INCIDENT_STATE_COUNT] = {
    N_("discovered"), N_("reported"),     N_("graded"),       N_("plan started"), N_("contained"), N_("eradicated"),
    N_("recovered"),  N_("end proposed"), N_("end approved"), N_("investigated"), N_("archived"),  N_("dismissed")
};

const char *incident_describe_kind(enum incident_kind kind)
{
    static const char *const words[INCIDENT_KIND_COUNT] = { N_("unlawful acts"), N_("outage or tampering"),
                                                            N_("suspected terrorism"), N_("other incident") };

    return gettext(words[kind]);
}

const char *incident_describe_grade(enum incident_grade grade)
{
    static const char *const words[INCIDENT_GRADE_COUNT] = { N_("not graded"), N_("general"), N_("larger"), N_("major"),
                                                             N_("extraordinarily major") };

    return gettext(words[grade]);
}

const char *incident_describe_state(enum incident_state state)
{
    return gettext(state_words[state]);
}

const char *incident_describe_entry(const char *kind)
{
    static const char prefix[] = "incident-";
    static const struct {
        const char *name, *words;
    } entries[] = { { "opened", N_("opened") },
                    { "extended", N_("extended") },
                    { "evidence", N_("evidence kept") },
                    { "reminder", N_("reminder") },
                    { "overdue", N_("overdue") },
                    { "progress-overdue", N_("report of progress overdue") },
                    { "daily-overdue", N_("daily report overdue") },
                    { "progress", N_("progress") },
                    { "daily", N_("daily report") },
                    { "correction", N_("correction") },
                    { "evidence-missing", N_("evidence could not be kept") },
                    { "evidence-lost", N_("evidence is lost") },
                    { "evidence-full", N_("no place left for evidence") } };
    const char *name = kind + (strncmp(kind, prefix, sizeof prefix - 1) == 0 ? sizeof prefix - 1 : 0);

    for (size_t index = 0; index < sizeof entries / sizeof *entries; index++) {
        if (strcmp(entries[index].name, name) == 0)
            return gettext(entries[index].words);
    }
    for (size_t index = 0; index < INCIDENT_STATE_COUNT; index++) {
        if (strcmp(incidents_state_name((enum incident_state)index), name) == 0)
            return gettext(state_words[index]);
    }
    return kind;
}

enum incident_kind incident_kind_of(const char *category)
{
    if (strncmp(category, "prohibited.", strlen("prohibited.")) == 0)
        return INCIDENT_UNLAWFUL;
    return strcmp(category, "tamper") == 0 || strcmp(category, INCIDENT_OUTAGE) == 0 ? INCIDENT_TAMPERING
                                                                                     : INCIDENT_OTHER;
}

void incident_describe_source(struct buf *out, const struct incident_row *row)
{
    if (incidents_is_of_probes(row))
        buf_text(out, gettext("automatic inspection, probes of the start page"));
    else
        buf_format(out, gettext("automatic inspection, sweep %lld"), (long long)row->sweep);
}

/* ---- Days of daily reports. */

static bool is_over(const struct incident_row *row)
{
    return row->state >= INCIDENT_END_APPROVED;
}

static bool is_major(const struct incident_row *row)
{
    return row->grade >= INCIDENT_MAJOR && !is_over(row);
}

static int64_t later_of(int64_t first_ms, int64_t second_ms)
{
    return first_ms > second_ms ? first_ms : second_ms;
}

static int64_t daily_due_ms(struct date day)
{
    return date_start_ms(day) + DAILY_HOUR_MS;
}

/* The day on which it was known as a major one, or the one after that of the last report. */
static struct date first_daily(const struct incident_row *row)
{
    struct date first = slots_day(later_of(row->discovered_ms, row->major_ms)), last;

    if (date_parse(row->daily, strlen(row->daily), &last) && date_days(last) >= date_days(first))
        first = slots_day_after(last, 1);
    return first;
}

/* Until today's is due, what comes makes up for yesterday's where that is missing: today's is asked for all the same. */
static struct date reported_day(const struct incident_row *row, int64_t at_ms)
{
    struct date today = slots_day(at_ms), yesterday = slots_day_after(today, -1);
    bool makes_up =
        is_major(row) && at_ms < daily_due_ms(today) && date_days(first_daily(row)) <= date_days(yesterday);

    return makes_up ? yesterday : today;
}

static void note_day(struct incident_row *row, int64_t at_ms)
{
    char day[DATE_TEXT_SIZE];

    date_text(reported_day(row, at_ms), day);
    (void)snprintf(row->daily, sizeof row->daily, "%.10s", day);
}

/* ---- Steps. */

/* Of steps that may come in any order while it goes on, the furthest is the state. */
static const char *advance(struct incident_row *row, enum incident_state state)
{
    row->state = row->state > state ? row->state : state;
    return NULL;
}

static const char *follow(struct incident_row *row, enum incident_state before, enum incident_state state)
{
    if (row->state != before)
        return gettext("another step comes before this one (docs/zh/站点巡检.md)");
    row->state = state;
    return NULL;
}

static const char *report(struct incident_row *row, int64_t at_ms)
{
    if (row->reported_ms != 0)
        return gettext("the first report was made already: what comes later is progress, daily or correction");
    row->reported_ms = at_ms;
    if (row->overdue_ms == 0 && at_ms - row->discovered_ms > REPORT_MINUTES * MINUTE_MS)
        row->overdue_ms = at_ms;
    return advance(row, INCIDENT_REPORTED);
}

static const char *set_grade(struct incident_row *row, enum incident_grade grade, int64_t at_ms)
{
    if (row->reported_ms == 0)
        return gettext("it has to be reported first");
    if (grade == INCIDENT_NOT_GRADED)
        return gettext("a grade is needed: --grade general, larger, major or extraordinary");
    if (grade < INCIDENT_MAJOR)
        row->major_ms = 0;
    else if (row->grade < INCIDENT_MAJOR)
        row->major_ms = at_ms;
    row->grade = grade;
    return advance(row, INCIDENT_GRADED);
}

static const char *propose_end(struct incident_row *row)
{
    if (row->reported_ms == 0)
        return gettext("it has to be reported first");
    if (row->grade == INCIDENT_NOT_GRADED)
        return gettext("it has to be graded first");
    return follow(row, INCIDENT_RECOVERED, INCIDENT_END_PROPOSED);
}

static const char *end(struct incident_row *row, enum incident_state state, int64_t at_ms)
{
    row->state = state;
    row->ended_ms = at_ms;
    return NULL;
}

static const char *take_while_open(struct incident_row *row, enum incident_step step, enum incident_grade grade,
                                   int64_t at_ms)
{
    switch (step) {
    case STEP_REPORTED:
        return report(row, at_ms);
    case STEP_GRADED:
        return set_grade(row, grade, at_ms);
    case STEP_PLAN_STARTED:
        return row->grade != INCIDENT_NOT_GRADED ? advance(row, INCIDENT_PLAN_STARTED)
                                                 : gettext("it has to be graded first");
    case STEP_CONTAINED:
        return row->state < INCIDENT_CONTAINED ? advance(row, INCIDENT_CONTAINED) : gettext("it was contained already");
    case STEP_ERADICATED:
        return follow(row, INCIDENT_CONTAINED, INCIDENT_ERADICATED);
    case STEP_RECOVERED:
        return follow(row, INCIDENT_ERADICATED, INCIDENT_RECOVERED);
    case STEP_END_PROPOSED:
        return propose_end(row);
    case STEP_END_APPROVED:
        return row->state == INCIDENT_END_PROPOSED ? end(row, INCIDENT_END_APPROVED, at_ms)
                                                   : gettext("its end has to be proposed first");
    case STEP_DISMISSED:
        return end(row, INCIDENT_DISMISSED, at_ms);
    case STEP_PROGRESS:
        row->progress_ms = at_ms;
        return NULL;
    case STEP_DAILY:
        note_day(row, at_ms);
        return NULL;
    default:
        return gettext("its end has to be approved first");
    }
}

const char *incident_take(struct incident_row *row, enum incident_step step, enum incident_grade grade, int64_t at_ms)
{
    if (step == STEP_CORRECTION)
        return NULL;
    if (!is_over(row))
        return take_while_open(row, step, grade, at_ms);
    if (step == STEP_INVESTIGATED)
        return follow(row, INCIDENT_END_APPROVED, INCIDENT_INVESTIGATED);
    if (step == STEP_ARCHIVED)
        return follow(row, INCIDENT_INVESTIGATED, INCIDENT_ARCHIVED);
    return gettext("it is over: corrections can be added, and what follows the end");
}

/* ---- Clocks. */

int64_t incident_report_due_ms(const struct incident_row *row)
{
    return row->discovered_ms + REPORT_MINUTES * MINUTE_MS;
}

unsigned incident_reminder(const struct incident_row *row, int64_t now_ms)
{
    static const unsigned minutes[] = { REPORT_MINUTES, 45, 30 };

    if (row->reported_ms != 0 || is_over(row))
        return 0;
    for (size_t index = 0; index < sizeof minutes / sizeof *minutes; index++) {
        if (now_ms - row->discovered_ms >= (int64_t)minutes[index] * MINUTE_MS)
            return minutes[index] > row->warned ? minutes[index] : 0;
    }
    return 0;
}

bool incident_is_late(const struct incident_row *row, int64_t now_ms)
{
    return row->reported_ms == 0 && !is_over(row) && now_ms - row->discovered_ms >= REPORT_MINUTES * MINUTE_MS;
}

bool incident_was_late(const struct incident_row *row, int64_t now_ms)
{
    return row->state != INCIDENT_DISMISSED && (row->overdue_ms != 0 || incident_is_late(row, now_ms));
}

const char *incident_describe_first(const struct incident_row *row, int64_t now_ms)
{
    if (row->state == INCIDENT_DISMISSED)
        return row->reported_ms != 0 ? gettext("made; a false alarm") : gettext("none due: a false alarm");
    if (incident_was_late(row, now_ms))
        return row->reported_ms != 0 ? gettext("made, LATE") : gettext("LATE");
    if (row->reported_ms != 0)
        return gettext("made in time");
    return row->ended_ms != 0 ? gettext("not made") : gettext("not due yet");
}

int64_t incident_progress_due_ms(const struct incident_row *row)
{
    int64_t last = later_of(later_of(row->progress_ms, row->reported_ms), row->major_ms);

    return is_major(row) ? last + PROGRESS_MS : 0;
}

int64_t incident_missed_progress_ms(const struct incident_row *row, int64_t after_ms, int64_t now_ms)
{
    int64_t due_ms = incident_progress_due_ms(row);

    if (after_ms >= due_ms)
        due_ms += ((after_ms - due_ms) / PROGRESS_MS + 1) * PROGRESS_MS;
    return is_major(row) && due_ms <= now_ms ? due_ms : 0;
}

bool incident_needs_progress(const struct incident_row *row, int64_t now_ms)
{
    return incident_missed_progress_ms(row, INT64_MIN, now_ms) != 0;
}

static int64_t next_daily_ms(int64_t after_ms)
{
    int64_t due_ms = daily_due_ms(slots_day(after_ms));

    return due_ms > after_ms ? due_ms : daily_due_ms(slots_day_after(slots_day(after_ms), 1));
}

int64_t incident_missed_daily_ms(const struct incident_row *row, int64_t after_ms, int64_t now_ms)
{
    int64_t due_ms = daily_due_ms(first_daily(row));

    if (after_ms >= due_ms)
        due_ms = next_daily_ms(after_ms);
    return is_major(row) && due_ms <= now_ms ? due_ms : 0;
}

bool incident_needs_daily(const struct incident_row *row, int64_t now_ms)
{
    return incident_missed_daily_ms(row, INT64_MIN, now_ms) != 0;
}
