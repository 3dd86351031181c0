/* SPDX-License-Identifier: Apache-2.0
 *
 * REPORT_STATE: how one site stands at the end of a day.
 *
 * What was open then is told by what became of each finding, event by event, not by how it stands now.
 */
#include <inttypes.h>
#include <libintl.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/array.h"
#include "report/words.h"
#include "store/findings.h"
#include "store/incidents.h"
#include "store/sweep_times.h"
#include "sweep/checks.h"
#include "sweep/incident.h"
#include "sweep/site_report_data.h"

/* One that was open or set aside; its texts lie in the arena. */
struct known_finding {
    int64_t id, opened_ms;
    const char *rule, *url, *message, *advice;
    enum finding_severity severity;
    const char *kind; /* in words */
    enum finding_state state;
    /* Of what is set aside: when, by whom, why, and up to and with which day ("": for good). */
    int64_t decided_ms;
    const char *actor, *reason, *until;
};

struct known_list {
    struct known_finding *items;
    size_t count, capacity;
};

struct state {
    struct sweep_times times; /* while sweeps are read */
    struct making *making;
    const struct site *site;
    unsigned open_before; /* at the beginning of the period */
    unsigned appeared[SITE_FIGURES_DAYS_MAX], closed[SITE_FIGURES_DAYS_MAX];
    struct known_list open, aside;
    unsigned by_severity[FINDING_SEVERITY_COUNT];
    unsigned incidents, late; /* that were open at the end */
    struct sweep_row last;    /* the last complete one, but for its texts; id 0: there is none */
    enum status status;
};

/* ---- What was open. */

static void count_step(struct state *state, const struct finding_step *step, bool opens)
{
    const struct site_span *span = &state->making->span;

    if (step->at_ms < span->from_ms)
        state->open_before += opens ? 1 : -1U;
    else if (opens)
        state->appeared[site_span_day(span, step->at_ms)]++;
    else
        state->closed[site_span_day(span, step->at_ms)]++;
}

/* What is set aside and then fixed was closed once. */
static enum status count_steps(struct state *state)
{
    const struct making *making = state->making;
    struct site_steps steps = { 0 };
    enum status status = site_steps_read(making->store, state->site->id, &steps, making->error);
    bool is_open = false;

    for (size_t index = 0; index < steps.count; index++) {
        const struct finding_step *step = &steps.items[index];
        bool opens = step->state == FINDING_OPEN;

        if (index == 0 || step[-1].finding != step->finding)
            is_open = false;
        if (step->at_ms < making->span.to_ms && opens != is_open)
            count_step(state, step, opens);
        is_open = opens;
    }
    site_steps_free(&steps);
    return status;
}

static bool take_finding(void *context, const struct finding_row *row)
{
    struct state *state = context;
    struct report_build *build = &state->making->build;

    struct known_list *list = row->state == FINDING_OPEN ? &state->open : &state->aside;

    if (row->state == FINDING_FIXED)
        return true;
    state->status = ARRAY_GROW(&list->items, &list->capacity, list->count + 1);
    if (state->status != STATUS_OK)
        return false;
    state->by_severity[row->severity] += row->state == FINDING_OPEN ? 1 : 0;
    list->items[list->count++] =
        (struct known_finding){ .id = row->id,
                                .opened_ms = row->opened_ms,
                                .rule = report_build_text(build, "%s", row->rule),
                                .url = report_build_text(build, "%s", row->url),
                                .message = report_build_member(build, row->record, "\"message\""),
                                .advice = report_build_member(build, row->record, "\"advice\""),
                                .severity = row->severity,
                                .state = row->state,
                                .decided_ms = row->closed_ms,
                                .actor = report_build_text(build, "%s", row->actor),
                                .reason = report_build_text(build, "%s", row->reason),
                                .until = report_build_text(build, "%s", row->exempt_until),
                                .kind = checks_kind(row) };
    return true;
}

static int compare_findings(const void *left, const void *right)
{
    const struct known_finding *first = left, *second = right;

    int order = strcmp(first->rule, second->rule);

    if (first->severity != second->severity)
        return first->severity < second->severity ? -1 : 1;
    if (order != 0)
        return order;
    return (first->id > second->id) - (first->id < second->id);
}

static void sort(struct known_list *list)
{
    if (list->count > 1)
        qsort(list->items, list->count, sizeof *list->items, compare_findings);
}

static bool take_sweep(void *context, const struct sweep_row *row)
{
    struct state *state = context;

    /* By its end: one that was late for its slot may have ended after the one of the next. */
    if (sweep_times_judge(&state->times, row).verdict == SWEEP_TIME_BELIEVED && row->outcome == SWEEP_COMPLETE
        && row->ended_ms > state->last.ended_ms)
        state->last = *row;
    return true;
}

static void take_incident(void *context, const struct incident_row *row)
{
    struct state *state = context;

    if (row->ended_ms != 0)
        return;
    state->incidents++;
    state->late += incident_was_late(row, state->making->span.come_ms) ? 1 : 0;
}

static enum status read_all(struct state *state)
{
    struct making *making = state->making;
    enum status status = count_steps(state);

    if (status == STATUS_OK)
        status =
            findings_list_at(making->store, state->site->id, making->span.to_ms, take_finding, state, making->error);
    if (status == STATUS_OK)
        status = sweep_times_read(making->store, making->span.now_ms, &state->times, making->error);
    if (status == STATUS_OK)
        status = sweeps_list(making->store, state->site->id, INT64_MIN, making->span.to_ms, take_sweep, state,
                             making->error);
    if (status == STATUS_OK)
        status = site_report_read_incidents(making, state->site, take_incident, state);
    sweep_times_free(&state->times);
    sort(&state->open);
    sort(&state->aside);
    return status == STATUS_OK ? state->status : status;
}

/* ---- Particulars. */

static const char *list_of(struct report_build *build, const struct site_texts *texts)
{
    const char *list = "";

    for (size_t index = 0; index < texts->count; index++)
        list = report_build_text(build, index == 0 ? "%s%s" : "%s, %s", list, texts->items[index]);
    return list;
}

static const char *slots_of(struct report_build *build, const struct slots *slots)
{
    const char *list = "";

    for (size_t index = 0; index < slots->count; index++)
        list = report_build_text(build, "%s%s%02d:%02d", list, index == 0 ? "" : ", ", slots->minutes[index] / 60,
                                 slots->minutes[index] % 60);
    return list;
}

static void write_particulars(struct state *state)
{
    struct report_build *build = &state->making->build;
    const struct sweep_counts *counts = &state->last.counts;
    const struct site *site = state->site;

    report_build_fact(build, gettext("Site"), report_build_text(build, "%s (%s)", site_report_name(state->making, &state->making->roster.items[0]), site->id));
    report_build_fact(build, gettext("Responsible unit"), site->unit);
    report_build_fact(build, gettext("Start pages"), list_of(build, &site->starts));
    report_build_fact(build, gettext("Hosts"), list_of(build, &site->hosts));
    report_build_fact(build, gettext("Slots"), slots_of(build, &site->slots));
    report_build_fact(build, gettext("Last complete sweep"),
                      state->last.id == 0 ? gettext("none") : report_build_time(build, state->last.ended_ms));
    report_build_fact(build, gettext("Pages reached"),
                      report_build_text(build, "%" PRIu64 "/%" PRIu64, counts->pages_reached, counts->pages_expected));
    report_build_fact(
        build, gettext("Attachments reached"),
        report_build_text(build, "%" PRIu64 "/%" PRIu64, counts->attachments_reached, counts->attachments_expected));
    report_build_count(build, gettext("Addresses that could not be had"), counts->failures);
    report_build_count(build, gettext("Addresses left out for robots.txt"), counts->left_out);
    for (size_t severity = 0; severity < FINDING_SEVERITY_COUNT; severity++)
        report_build_count(build,
                           report_build_text(build, gettext("Open findings: %s"),
                                             site_report_severity((enum finding_severity)severity)),
                           state->by_severity[severity]);
    report_build_count(build, gettext("Findings that are set aside (false alarm, exempt, accepted)"),
                       state->aside.count);
    report_build_count(build, gettext("Open incidents"), state->incidents);
    report_build_count(build, gettext("of them not reported in time"), state->late);
    report_build_facts(build, "state", gettext("State of the site"));
}

/* What a check says of one address (any, where it is NULL) of the site; NULL: nothing. */
static const struct known_finding *find(const struct known_list *list, const char *rule, const char *url)
{
    for (size_t index = 0; index < list->count; index++) {
        const struct known_finding *finding = &list->items[index];

        if (strcmp(finding->rule, rule) == 0 && (url == NULL || strcmp(finding->url, url) == 0))
            return finding;
    }
    return NULL;
}

/* Nobody may read what is set aside as being in order. */
static const char *describe_aside(struct report_build *build, const struct known_finding *finding)
{
    static const char *const words[FINDING_STATE_COUNT] = {
        [FINDING_FALSE_ALARM] = N_("SET ASIDE as a false alarm by %s (%s): %s"),
        [FINDING_ACCEPTED] = N_("ACCEPTED by %s (%s): %s"),
        [FINDING_EXEMPT] = N_("EXEMPT by %s (%s): %s"),
    };

    if (finding->state == FINDING_EXEMPT && finding->until[0] != '\0')
        return report_build_text(build, gettext("EXEMPT up to and with %s by %s (%s): %s"), finding->until,
                                 finding->actor, finding->reason, finding->message);
    return report_build_text(build, gettext(words[finding->state]), finding->actor, finding->reason, finding->message);
}

/* What is known by any of these checks, what is open first; in order when none has found anything. */
static const char *judge(struct state *state, const char *const *rules, size_t count, const char *url)
{
    const struct known_finding *finding = NULL;

    for (size_t index = 0; index < count && finding == NULL; index++)
        finding = find(&state->open, rules[index], url);
    if (finding != NULL)
        return finding->message;
    for (size_t index = 0; index < count && finding == NULL; index++)
        finding = find(&state->aside, rules[index], url);
    if (finding != NULL)
        return describe_aside(&state->making->build, finding);
    return state->last.id == 0 ? gettext("not checked yet") : gettext("in order");
}

static void write_identifiers(struct state *state)
{
    static const struct report_column columns[] = { { "item", N_("item"), REPORT_TEXT },
                                                    { "value", N_("as the site file has it"), REPORT_TEXT },
                                                    { "state", N_("on the start page"), REPORT_TEXT } };
    const struct site *site = state->site;
    const struct {
        const char *rule, *words, *value;
    } identifiers[] = { { "identifier-missing", N_("site identification code"), site->code },
                        { "icp-missing", N_("ICP filing number"), site->icp },
                        { "police-filing-missing", N_("filing number of the police"), site->police },
                        { "conac-missing", N_("emblem of party and government sites"), "" },
                        { "report-error-entry-missing", N_("entry for reporting errors"), "" } };
    struct report_build *build = &state->making->build;

    for (size_t index = 0; index < sizeof identifiers / sizeof *identifiers; index++)
        report_build_row(build,
                         (const char *const[]){ gettext(identifiers[index].words), identifiers[index].value,
                                                judge(state, &identifiers[index].rule, 1, NULL) },
                         REPORT_COUNT_OF(columns));
    report_build_section(build, "identifiers", gettext("Identifiers"), columns, REPORT_COUNT_OF(columns), CHART_NONE,
                         0);
}

static void write_columns(struct state *state)
{
    static const struct report_column columns[] = { { "column", N_("column of the site"), REPORT_TEXT },
                                                    { "url", N_("address"), REPORT_TEXT },
                                                    { "state", N_("updates"), REPORT_TEXT } };
    static const char *const rules[] = { "column-blank", "column-stale" };
    struct report_build *build = &state->making->build;

    for (size_t index = 0; index < state->site->column_count; index++) {
        const struct site_column *column = &state->site->columns[index];

        report_build_row(build,
                         (const char *const[]){ column->name, column->address,
                                                judge(state, rules, sizeof rules / sizeof *rules, column->address) },
                         REPORT_COUNT_OF(columns));
    }
    report_build_section(build, "columns", gettext("Columns"), columns, REPORT_COUNT_OF(columns), CHART_NONE, 0);
}

/* ---- Thirty days. */

static void write_trend(struct state *state)
{
    static const struct report_column columns[] = { { "day", N_("day"), REPORT_TEXT },
                                                    { "open", N_("open at its end"), REPORT_NUMBER },
                                                    { "appeared", N_("appeared"), REPORT_NUMBER },
                                                    { "closed", N_("fixed or set aside"), REPORT_NUMBER } };
    const struct making *making = state->making;
    struct report_build *build = &state->making->build;
    unsigned open = state->open_before;

    for (size_t day = 0; day < making->span.day_count; day++) {
        struct date date = slots_day_after(making->asked->first, (int)day);
        char text[DATE_TEXT_SIZE];

        if (date_start_ms(date) >= making->span.come_ms)
            break;
        open += state->appeared[day];
        open -= state->closed[day];
        if (day < making->begun)
            continue;
        date_text(date, text);
        report_build_row(build,
                         (const char *const[]){ report_build_text(build, "%s", text), report_build_number(build, open),
                                                report_build_number(build, state->appeared[day]),
                                                report_build_number(build, state->closed[day]) },
                         REPORT_COUNT_OF(columns));
    }
    report_build_section(build, "trend", gettext("Open findings day by day"), columns, REPORT_COUNT_OF(columns),
                         CHART_UPRIGHT, 0);
}

/* ---- Open findings. */

/* Those of a rule and severity, of which the first is the oldest. */
struct open_kind {
    const struct known_finding *first;
    unsigned count;
};

static bool is_alike(const struct known_finding *left, const struct known_finding *right)
{
    return left->severity == right->severity && strcmp(left->rule, right->rule) == 0;
}

/* A row for each kind; those of a kind stand together. */
static enum status gather_kinds(struct state *state, struct open_kind **kinds, size_t *count)
{
    size_t capacity = 0;

    for (size_t index = 0; index < state->open.count; index++) {
        const struct known_finding *one = &state->open.items[index];

        if (index == 0 || !is_alike(one, one - 1)) {
            if (ARRAY_GROW(kinds, &capacity, *count + 1) != STATUS_OK)
                return STATUS_NO_MEMORY;
            (*kinds)[(*count)++] = (struct open_kind){ .first = one };
        }
        (*kinds)[*count - 1].count++;
    }
    return STATUS_OK;
}

static enum status write_kinds(struct state *state)
{
    static const struct report_column columns[] = { { "kind", N_("kind of finding"), REPORT_TEXT },
                                                    { "open", N_("open"), REPORT_NUMBER },
                                                    { "rule", N_("rule"), REPORT_TEXT },
                                                    { "severity", N_("severity"), REPORT_TEXT },
                                                    { "since", N_("the oldest since"), REPORT_TEXT },
                                                    { "advice", N_("advice"), REPORT_TEXT } };
    struct report_build *build = &state->making->build;
    struct open_kind *kinds = NULL;
    size_t count = 0;
    enum status status = gather_kinds(state, &kinds, &count);

    for (size_t index = 0; index < count; index++) {
        const struct known_finding *first = kinds[index].first;

        report_build_row(build,
                         (const char *const[]){ first->kind, report_build_number(build, kinds[index].count),
                                                first->rule, site_report_severity(first->severity),
                                                report_build_time(build, first->opened_ms), first->advice },
                         REPORT_COUNT_OF(columns));
    }
    alloc_free(kinds);
    report_build_section(build, "kinds", gettext("Open findings by kind, with advice"), columns,
                         REPORT_COUNT_OF(columns), CHART_BARS, 0);
    return status;
}

static void say_cut(struct state *state, size_t count)
{
    struct report_build *build = &state->making->build;

    if (count > REPORT_LISTED_MAX)
        report_build_say(
            build, report_build_text(build, gettext("Only the first %d are listed; guanka sweep findings has all."),
                                     REPORT_LISTED_MAX));
}

static void write_findings(struct state *state)
{
    static const struct report_column columns[] = {
        { "id", N_("number"), REPORT_NUMBER },     { "severity", N_("severity"), REPORT_TEXT },
        { "rule", N_("rule"), REPORT_TEXT },       { "url", N_("address"), REPORT_TEXT },
        { "message", N_("message"), REPORT_TEXT }, { "opened", N_("found"), REPORT_TEXT }
    };
    struct report_build *build = &state->making->build;
    const char *group = NULL;

    for (size_t index = 0; index < state->open.count && index < REPORT_LISTED_MAX; index++) {
        const struct known_finding *one = &state->open.items[index];
        const char *const cells[] = { report_build_number(build, (uint64_t)one->id),
                                      site_report_severity(one->severity),
                                      one->rule,
                                      one->url,
                                      one->message,
                                      report_build_time(build, one->opened_ms) };

        if (index == 0 || !is_alike(one, one - 1))
            group = report_build_text(build, gettext("%s (%s)"), one->kind, site_report_severity(one->severity));
        report_build_row_of(build, report_build_cells(build, cells, REPORT_COUNT_OF(columns)), group);
    }
    say_cut(state, state->open.count);
    report_build_section(build, "findings", gettext("Open findings"), columns, REPORT_COUNT_OF(columns), CHART_NONE, 0);
}

static void write_aside(struct state *state)
{
    static const struct report_column columns[] = { { "id", N_("number"), REPORT_NUMBER },
                                                    { "decision", N_("decision"), REPORT_TEXT },
                                                    { "until", N_("up to and with"), REPORT_TEXT },
                                                    { "by", N_("person"), REPORT_TEXT },
                                                    { "at", N_("time"), REPORT_TEXT },
                                                    { "reason", N_("reason"), REPORT_TEXT },
                                                    { "severity", N_("severity"), REPORT_TEXT },
                                                    { "rule", N_("rule"), REPORT_TEXT },
                                                    { "url", N_("address"), REPORT_TEXT },
                                                    { "message", N_("message"), REPORT_TEXT } };
    struct report_build *build = &state->making->build;

    for (size_t index = 0; index < state->aside.count && index < REPORT_LISTED_MAX; index++) {
        const struct known_finding *one = &state->aside.items[index];

        report_build_row(
            build,
            (const char *const[]){ report_build_number(build, (uint64_t)one->id), site_report_state(one->state),
                                   one->until, one->actor, report_build_time(build, one->decided_ms), one->reason,
                                   site_report_severity(one->severity), one->rule, one->url, one->message },
            REPORT_COUNT_OF(columns));
    }
    say_cut(state, state->aside.count);
    report_build_section(build, "set-aside", gettext("Findings that people have set aside"), columns,
                         REPORT_COUNT_OF(columns), CHART_NONE, 0);
}

enum status site_report_write_state(struct making *making)
{
    struct state *state = alloc_zeroed(1, sizeof *state);
    enum status status;

    if (state == NULL)
        return STATUS_NO_MEMORY;
    state->making = making;
    state->site = &making->roster.items[0].site;
    status = read_all(state);
    if (status == STATUS_OK) {
        write_particulars(state);
        write_identifiers(state);
        site_report_write_units(making);
        site_report_write_days(making);
        status = site_report_write_probes(making);
    }
    if (status == STATUS_OK) {
        write_trend(state);
        write_columns(state);
        status = site_report_write_incidents(making);
    }
    if (status == STATUS_OK)
        status = write_kinds(state);
    if (status == STATUS_OK) {
        write_findings(state);
        write_aside(state);
    }
    alloc_free(state->open.items);
    alloc_free(state->aside.items);
    alloc_free(state);
    return status;
}
