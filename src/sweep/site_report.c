/* SPDX-License-Identifier: Apache-2.0 */
#include "sweep/site_report.h"

#include <inttypes.h>
#include <libintl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/array.h"
#include "base/buf.h"
#include "report/describe.h"
#include "report/words.h"
#include "store/findings.h"
#include "store/probes.h"
#include "store/sweeps.h"
#include "sweep/checks.h"
#include "sweep/site_report_data.h"

enum { SWEEPS_A_DAY = 4 /* R1-6(4) */, STATE_DAYS = 30 };

const char *site_report_severity(enum finding_severity severity)
{
    static const char *const words[FINDING_SEVERITY_COUNT] = { N_("severe"), N_("ordinary"), N_("suspected") };

    return gettext(words[severity]);
}

const char *site_report_state(enum finding_state state)
{
    static const char *const words[FINDING_STATE_COUNT] = { N_("open"), N_("fixed"), N_("false alarm"), N_("exempt"),
                                                            N_("accepted") };

    return gettext(words[state]);
}

const char *site_report_event(const char *event)
{
    static const struct {
        const char *name, *words;
    } events[] = {
        { "opened", N_("first found") },      { "fixed", N_("fixed") },   { "reopened", N_("open again") },
        { "false-alarm", N_("false alarm") }, { "exempt", N_("exempt") }, { "accepted", N_("accepted") },
    };

    for (size_t index = 0; index < sizeof events / sizeof *events; index++) {
        if (strcmp(events[index].name, event) == 0)
            return gettext(events[index].words);
    }
    return event;
}

/* ---- Periods. */

static bool read_number(const char **text, unsigned digits, int32_t *number)
{
    *number = 0;
    for (unsigned index = 0; index < digits; index++, ++*text) {
        if (**text < '0' || **text > '9')
            return false;
        *number = *number * 10 + (**text - '0');
    }
    return true;
}

bool site_report_period_parse(const char *text, enum report_period period, struct date *first)
{
    int32_t number = 1;

    if (period == REPORT_DAY)
        return date_parse(text, strlen(text), first);
    if (period == REPORT_STATE) {
        if (!date_parse(text, strlen(text), first))
            return false;
        *first = slots_day_after(*first, 1 - STATE_DAYS);
        return true;
    }
    if (!read_number(&text, 4, &first->year))
        return false;
    first->month = first->day = 1;
    if (period == REPORT_MONTH && (*text++ != '-' || !read_number(&text, 2, &first->month)))
        return false;
    if (period == REPORT_QUARTER
        && (*text++ != '-' || (*text != 'Q' && *text != 'q') || (text++, !read_number(&text, 1, &number)) || number < 1
            || number > 4))
        return false;
    if (period == REPORT_QUARTER)
        first->month = 3 * (number - 1) + 1;
    return *text == '\0' && date_exists(*first);
}

static struct date after(enum report_period period, struct date first)
{
    static const int32_t months[REPORT_PERIOD_COUNT] = { 0, 1, 3, 12, 0 };

    if (period == REPORT_DAY || period == REPORT_STATE)
        return slots_day_after(first, period == REPORT_DAY ? 1 : STATE_DAYS);
    first.month += months[period];
    first.year += (first.month - 1) / 12;
    first.month = (first.month - 1) % 12 + 1;
    return first;
}

/* ---- Figures. */

static size_t day_of(const struct making *making, int64_t at_ms)
{
    return (size_t)(date_days(slots_day(at_ms)) - date_days(making->asked->first));
}

static bool take_sweep(void *context, const struct sweep_row *row)
{
    struct making *making = context;
    struct figures *figures = &making->figures[making->site];
    size_t day = day_of(making, row->has_slot ? row->slot_ms : row->started_ms);

    figures->missed += row->outcome == SWEEP_MISSED ? 1 : 0;
    figures->incomplete += row->outcome == SWEEP_INCOMPLETE ? 1 : 0;
    if (row->outcome != SWEEP_COMPLETE || day >= making->day_count)
        return true;
    figures->complete++;
    figures->pages = row->counts.pages_reached;
    figures->attachments = row->counts.attachments_reached;
    making->complete_a_day[day]++;
    if (row->has_slot && row->slot_ms != making->last_slot_ms) {
        making->last_slot_ms = row->slot_ms;
        making->kept_a_day[day]++;
        figures->kept++;
    }
    return true;
}

static bool take_beginning(void *context, const struct sweep_row *row)
{
    *(int64_t *)context = row->has_slot && row->slot_ms < row->started_ms ? row->slot_ms : row->started_ms;
    return false;
}

/* Before its first sweep nobody looked through a site by plan; one that never was swept has missed every slot. */
static enum status find_beginning(const struct making *making, const struct site *site, int64_t *from_ms)
{
    int64_t first_ms = making->from_ms;
    enum status status =
        sweeps_list(making->store, site->id, INT64_MIN, INT64_MAX, take_beginning, &first_ms, making->error);

    *from_ms = first_ms > making->from_ms ? first_ms : making->from_ms;
    return status;
}

static enum status count_sweeps(struct making *making, const struct site *site)
{
    struct figures *figures = &making->figures[making->site];
    int64_t from_ms;
    enum status status = find_beginning(making, site, &from_ms);

    if (status != STATUS_OK)
        return status;
    memset(making->kept_a_day, 0, sizeof making->kept_a_day);
    memset(making->slots_a_day, 0, sizeof making->slots_a_day);
    memset(making->complete_a_day, 0, sizeof making->complete_a_day);
    making->last_slot_ms = INT64_MIN;
    for (int64_t slot = slots_next(&site->slots, from_ms - 1); slot < making->come_ms;
         slot = slots_next(&site->slots, slot)) {
        making->slots_a_day[day_of(making, slot)]++;
        figures->slots++;
    }
    status = sweeps_list(making->store, site->id, making->from_ms, making->to_ms, take_sweep, making, making->error);
    for (size_t day = 0; day < making->day_count; day++) {
        bool complete = making->slots_a_day[day] > 0 && making->kept_a_day[day] == making->slots_a_day[day]
                        && making->complete_a_day[day] >= SWEEPS_A_DAY;

        figures->days += making->slots_a_day[day] > 0 ? 1 : 0;
        figures->days_complete += complete ? 1 : 0;
        making->days_complete[day] += making->complete_a_day[day];
    }
    return status;
}

static struct kind *find_kind(struct making *making, const struct finding_row *row)
{
    const char *name = strcmp(row->category, "site") == 0 ? checks_title(row->rule) : describe_category(row->category);

    for (size_t index = 0; index < making->kind_count; index++) {
        if (strcmp(making->kinds[index].name, name) == 0)
            return &making->kinds[index];
    }
    if (ARRAY_GROW(&making->kinds, &making->kind_capacity, making->kind_count + 1) != STATUS_OK)
        return NULL;
    making->kinds[making->kind_count] = (struct kind){ .name = arena_text(making->arena, name, strlen(name)) };
    return making->kinds[making->kind_count].name != NULL ? &making->kinds[making->kind_count++] : NULL;
}

static bool is_within(const struct making *making, int64_t at_ms)
{
    return at_ms >= making->from_ms && at_ms < making->to_ms;
}

/* What became of findings afterwards does not change what is said of a period: a finding is as its last event before
 * the end left it. */
static bool take_change(void *context, int64_t finding, int64_t at_ms, enum finding_state state)
{
    struct making *making = context;

    making->status = ARRAY_GROW(&making->changes, &making->change_capacity, making->change_count + 1);
    if (making->status != STATUS_OK)
        return false;
    making->changes[making->change_count++] = (struct change){ finding, at_ms, state };
    return true;
}

enum status site_report_read_changes(struct making *making, const struct site *site)
{
    enum status status;

    making->change_count = 0;
    status = findings_list_changes(making->store, site->id, take_change, making, making->error);
    return status == STATUS_OK ? making->status : status;
}

/* The first change of a finding, or where it would stand. */
static size_t first_change(const struct making *making, int64_t finding)
{
    size_t low = 0, high = making->change_count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (making->changes[middle].finding < finding)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

const struct change *site_report_change_at(const struct making *making, int64_t finding, int64_t at_ms)
{
    const struct change *last = NULL;

    for (size_t index = first_change(making, finding); index < making->change_count; index++) {
        const struct change *change = &making->changes[index];

        if (change->finding != finding || change->at_ms >= at_ms)
            break;
        last = change;
    }
    return last;
}

/* Since when it had been open when this change ended that. */
static int64_t opened_before(const struct making *making, const struct change *change)
{
    const struct change *open = site_report_change_at(making, change->finding, change->at_ms);

    return open != NULL ? open->at_ms : change->at_ms;
}

static bool take_finding(void *context, const struct finding_row *row)
{
    struct making *making = context;
    struct figures *figures = &making->figures[making->site];
    struct kind *kind = find_kind(making, row);
    const struct change *last = site_report_change_at(making, row->id, making->to_ms);
    bool opened = is_within(making, row->opened_ms), is_open = last != NULL && last->state == FINDING_OPEN;
    bool is_over = last != NULL && !is_open && is_within(making, last->at_ms);
    bool closed = is_over && last->state == FINDING_FIXED;

    making->status = kind == NULL ? STATUS_NO_MEMORY
                                  : ARRAY_GROW(&figures->fixed_ms, &figures->fixed_capacity, figures->fixed_count + 1);
    if (making->status != STATUS_OK)
        return false;
    kind->opened += opened ? 1 : 0;
    kind->closed += closed ? 1 : 0;
    kind->open += is_open ? 1 : 0;
    site_report_count_area(making, row, opened, closed, is_open);
    figures->opened[row->severity] += opened ? 1 : 0;
    figures->open[row->severity] += is_open ? 1 : 0;
    figures->closed += closed ? 1 : 0;
    figures->set_aside += is_over && !closed ? 1 : 0;
    if (closed)
        figures->fixed_ms[figures->fixed_count++] = last->at_ms - opened_before(making, last);
    return true;
}

static enum status count_site(struct making *making)
{
    const struct site *site = &making->asked->sites[making->site];
    const struct findings_filter filter = { .site = site->id };
    enum status status = count_sweeps(making, site);

    if (status == STATUS_OK)
        status = site_report_read_changes(making, site);
    if (status == STATUS_OK)
        status = findings_list(making->store, &filter, take_finding, making, making->error);
    return status == STATUS_OK ? making->status : status;
}

static int compare_times(const void *left, const void *right)
{
    int64_t first = *(const int64_t *)left, second = *(const int64_t *)right;

    return (first > second) - (first < second);
}

/* Half of those that were fixed took no longer. */
static int64_t median(const struct figures *figures)
{
    if (figures->fixed_count == 0)
        return 0;
    qsort(figures->fixed_ms, figures->fixed_count, sizeof *figures->fixed_ms, compare_times);
    return figures->fixed_ms[(figures->fixed_count - 1) / 2];
}

/* ---- Sections. */

#define NUMBER(value) report_build_number(&making->build, (uint64_t)(value))

static const char *hours(struct making *making, const struct figures *figures)
{
    enum { MS_PER_TENTH = 360000 };
    int64_t tenths = median(figures) / MS_PER_TENTH;

    return figures->fixed_count == 0
               ? ""
               : report_build_text(&making->build, "%lld.%lld", (long long)(tenths / 10), (long long)(tenths % 10));
}

static void write_summary(struct making *making)
{
    static const struct report_column columns[] = {
        { "site", N_("site") },
        { "unit", N_("unit") },
        { "slots", N_("slots") },
        { "slots_kept", N_("kept") },
        { "missed", N_("missed") },
        { "incomplete", N_("incomplete") },
        { "days_complete", N_("complete days") },
        { "pages", N_("pages") },
        { "opened", N_("new findings") },
        { "closed", N_("fixed") },
        { "open", N_("open") },
        { "open_severe", N_("of them severe") },
        { "set_aside", N_("set aside") },
    };

    for (size_t index = 0; index < making->asked->site_count; index++) {
        const struct site *site = &making->asked->sites[index];
        const struct figures *figures = &making->figures[index];
        unsigned opened = 0, open = 0;

        for (size_t severity = 0; severity < FINDING_SEVERITY_COUNT; severity++) {
            opened += figures->opened[severity];
            open += figures->open[severity];
        }
        report_build_row(
            &making->build,
            (const char *const[]){ site->name, site->unit, NUMBER(figures->slots), NUMBER(figures->kept),
                                   NUMBER(figures->missed), NUMBER(figures->incomplete),
                                   report_build_text(&making->build, "%u/%u", figures->days_complete, figures->days),
                                   NUMBER(figures->pages), NUMBER(opened), NUMBER(figures->closed), NUMBER(open),
                                   NUMBER(figures->open[FINDING_SEVERE]), NUMBER(figures->set_aside) },
            REPORT_COUNT_OF(columns));
    }
    report_build_section(&making->build, "summary", gettext("Sweeps and findings by site"), columns,
                         REPORT_COUNT_OF(columns), CHART_NONE, 0);
}

/* ---- Units. */

void site_report_add_figures(struct figures *sum, const struct figures *figures)
{
    sum->slots += figures->slots;
    sum->kept += figures->kept;
    sum->closed += figures->closed;
    sum->set_aside += figures->set_aside;
    for (size_t severity = 0; severity < FINDING_SEVERITY_COUNT; severity++) {
        sum->opened[severity] += figures->opened[severity];
        sum->open[severity] += figures->open[severity];
    }
}

/* Those of all sites of a unit, told at the first of them. */
static bool is_first_of_unit(const struct site_report_asked *asked, size_t site)
{
    for (size_t index = 0; index < site; index++) {
        if (strcmp(asked->sites[index].unit, asked->sites[site].unit) == 0)
            return false;
    }
    return true;
}

static void write_unit(struct making *making, size_t first)
{
    const struct site_report_asked *asked = making->asked;
    struct figures sum = { 0 };
    unsigned sites = 0;

    for (size_t index = first; index < asked->site_count; index++) {
        const struct figures *figures = &making->figures[index];

        if (strcmp(asked->sites[index].unit, asked->sites[first].unit) != 0)
            continue;
        sites++;
        site_report_add_figures(&sum, figures);
        for (size_t fixed = 0; fixed < figures->fixed_count; fixed++) {
            if (ARRAY_GROW(&sum.fixed_ms, &sum.fixed_capacity, sum.fixed_count + 1) != STATUS_OK) {
                making->build.status = STATUS_NO_MEMORY;
                break;
            }
            sum.fixed_ms[sum.fixed_count++] = figures->fixed_ms[fixed];
        }
    }
    report_build_row(&making->build,
                     (const char *const[]){
                         asked->sites[first].unit, NUMBER(sites),
                         report_build_text(&making->build, "%u/%u", sum.kept, sum.slots),
                         NUMBER(sum.opened[FINDING_SEVERE]), NUMBER(sum.opened[FINDING_ORDINARY]),
                         NUMBER(sum.opened[FINDING_SUSPECTED]), NUMBER(sum.closed), hours(making, &sum),
                         NUMBER(sum.open[FINDING_SEVERE] + sum.open[FINDING_ORDINARY] + sum.open[FINDING_SUSPECTED]),
                         NUMBER(sum.set_aside) },
                     10);
    alloc_free(sum.fixed_ms);
}

void site_report_write_units(struct making *making)
{
    static const struct report_column columns[] = {
        { "unit", N_("unit") },         { "sites", N_("sites") },
        { "slots", N_("slots kept") },  { "severe", N_("severe") },
        { "ordinary", N_("ordinary") }, { "suspected", N_("suspected") },
        { "closed", N_("fixed") },      { "median_hours", N_("hours to fix (median)") },
        { "open", N_("open") },         { "set_aside", N_("set aside") },
    };

    for (size_t index = 0; index < making->asked->site_count; index++) {
        if (is_first_of_unit(making->asked, index))
            write_unit(making, index);
    }
    report_build_section(&making->build, "units", gettext("Scorecard of units"), columns, REPORT_COUNT_OF(columns),
                         CHART_NONE, 0);
}

/* ---- Days and kinds. */

void site_report_write_days(struct making *making)
{
    static const struct report_column columns[] = { { "day", N_("day") }, { "complete", N_("complete sweeps") } };
    size_t come = making->come_ms > making->from_ms ? day_of(making, making->come_ms - 1) + 1 : 0;
    size_t wanted = 0;

    for (size_t index = 0; index < making->asked->site_count; index++)
        wanted += making->asked->sites[index].slots.count;
    for (size_t day = 0; day < come && day < making->day_count; day++) {
        char text[DATE_TEXT_SIZE];

        date_text(slots_day_after(making->asked->first, (int)day), text);
        report_build_row(
            &making->build,
            (const char *const[]){ report_build_text(&making->build, "%s", text), NUMBER(making->days_complete[day]) },
            REPORT_COUNT_OF(columns));
    }
    report_build_section(&making->build, "days",
                         making->asked->period == REPORT_STATE ? gettext("Complete sweeps of each day")
                                                               : gettext("Complete sweeps of each day, all sites"),
                         columns, REPORT_COUNT_OF(columns), CHART_UPRIGHT, wanted);
}

static void write_kinds(struct making *making)
{
    static const struct report_column columns[] = { { "kind", N_("kind of finding") },
                                                    { "opened", N_("new findings") },
                                                    { "closed", N_("fixed") },
                                                    { "open", N_("open") } };

    for (size_t index = 0; index < making->kind_count; index++) {
        const struct kind *kind = &making->kinds[index];

        if (kind->opened + kind->closed + kind->open > 0)
            report_build_row(
                &making->build,
                (const char *const[]){ kind->name, NUMBER(kind->opened), NUMBER(kind->closed), NUMBER(kind->open) },
                REPORT_COUNT_OF(columns));
    }
    report_build_section(&making->build, "kinds", gettext("Findings by kind"), columns, REPORT_COUNT_OF(columns),
                         CHART_BARS, 0);
}

/* ---- Findings one by one. */

static bool list_finding(void *context, const struct finding_row *row)
{
    struct making *making = context;
    const struct site *site = &making->asked->sites[making->site];
    const struct change *last = site_report_change_at(making, row->id, making->to_ms);
    bool is_closed = last != NULL && last->state != FINDING_OPEN;

    if (last == NULL || (is_closed && last->at_ms < making->from_ms))
        return true;
    if (making->build.row_count == REPORT_LISTED_MAX)
        return false;
    report_build_row(&making->build,
                     (const char *const[]){ NUMBER(row->id), site->name, site_report_severity(row->severity),
                                            report_build_text(&making->build, "%s", row->rule),
                                            report_build_text(&making->build, "%s", row->url),
                                            report_build_time(&making->build, row->opened_ms),
                                            is_closed ? report_build_time(&making->build, last->at_ms) : "",
                                            site_report_state(last->state) },
                     8);
    return making->build.status == STATUS_OK;
}

static enum status write_findings(struct making *making)
{
    static const struct report_column columns[] = {
        { "id", N_("number") },   { "site", N_("site") },    { "severity", N_("severity") }, { "rule", N_("rule") },
        { "url", N_("address") }, { "opened", N_("found") }, { "closed", N_("settled") },    { "state", N_("state") },
    };
    enum status status = STATUS_OK;

    for (making->site = 0; making->site < making->asked->site_count && status == STATUS_OK; making->site++) {
        const struct site *site = &making->asked->sites[making->site];

        status = site_report_read_changes(making, site);
        if (status == STATUS_OK)
            status = findings_list(making->store, &(struct findings_filter){ .site = site->id }, list_finding, making,
                                   making->error);
    }
    if (making->build.row_count == REPORT_LISTED_MAX)
        report_build_say(&making->build,
                         report_build_text(&making->build,
                                           gettext("Only the first %d are listed; guanka sweep findings has all."),
                                           REPORT_LISTED_MAX));
    report_build_section(&making->build, "findings", gettext("Findings that were open in this time"), columns,
                         REPORT_COUNT_OF(columns), CHART_NONE, 0);
    return status;
}

/* ---- Whether start pages could be opened. */

enum status site_report_write_probes(struct making *making)
{
    static const struct report_column columns[] = { { "site", N_("site") },
                                                    { "probes", N_("probes") },
                                                    { "failed", N_("failed") },
                                                    { "percent", N_("failed, percent") } };
    enum status status = STATUS_OK;

    for (size_t index = 0; index < making->asked->site_count && status == STATUS_OK; index++) {
        const struct site *site = &making->asked->sites[index];
        uint64_t total = 0, failed = 0, tenths;

        status =
            probes_count(making->store, site->id, NULL, making->from_ms, making->to_ms, &total, &failed, making->error);
        tenths = total > 0 ? failed * 1000 / total : 0;
        if (status == STATUS_OK && total > 0)
            report_build_row(&making->build,
                             (const char *const[]){
                                 site->name, NUMBER(total), NUMBER(failed),
                                 report_build_text(&making->build, "%" PRIu64 ".%" PRIu64, tenths / 10, tenths % 10) },
                             REPORT_COUNT_OF(columns));
    }
    if (making->build.row_count > 0)
        report_build_section(&making->build, "availability", gettext("Whether start pages could be opened"), columns,
                             REPORT_COUNT_OF(columns), CHART_NONE, 0);
    return status;
}

/* ---- What people have decided. */

static bool list_decision(void *context, const struct finding_event *event)
{
    struct making *making = context;

    if (making->build.row_count == REPORT_LISTED_MAX)
        return false;
    report_build_row(&making->build,
                     (const char *const[]){ NUMBER(event->finding), making->asked->sites[making->site].name,
                                            report_build_time(&making->build, event->at_ms),
                                            site_report_event(event->event),
                                            report_build_text(&making->build, "%s", event->actor),
                                            report_build_text(&making->build, "%s", event->reason) },
                     6);
    return making->build.status == STATUS_OK;
}

static enum status write_decisions(struct making *making)
{
    static const struct report_column columns[] = {
        { "id", N_("number") },         { "site", N_("site") }, { "at", N_("time") },
        { "decision", N_("decision") }, { "by", N_("person") }, { "reason", N_("reason") },
    };
    enum status status = STATUS_OK;

    for (making->site = 0; making->site < making->asked->site_count && status == STATUS_OK; making->site++)
        status = findings_list_decisions(making->store, making->asked->sites[making->site].id, making->from_ms,
                                         making->to_ms, list_decision, making, making->error);
    if (making->build.row_count > 0)
        report_build_section(&making->build, "decisions", gettext("What people have decided on findings"), columns,
                             REPORT_COUNT_OF(columns), CHART_NONE, 0);
    return status;
}

static const char *title_of(enum report_period period)
{
    static const char *const titles[REPORT_PERIOD_COUNT] = { N_("Site inspection: day"), N_("Site inspection: month"),
                                                             N_("Site inspection: quarterly self-check"),
                                                             N_("Site inspection: year"),
                                                             N_("Site inspection: state of a site") };

    return gettext(titles[period]);
}

static enum status write_sections(struct making *making)
{
    enum report_period period = making->asked->period;
    enum status status;

    if (period == REPORT_STATE)
        return site_report_write_state(making);
    if (period == REPORT_QUARTER || period == REPORT_YEAR)
        site_report_write_self_check(making);
    write_summary(making);
    if (period != REPORT_DAY) {
        site_report_write_units(making);
        site_report_write_days(making);
    }
    write_kinds(making);
    status = site_report_write_probes(making);
    if (status == STATUS_OK)
        status = write_findings(making);
    return status == STATUS_OK ? write_decisions(making) : status;
}

static void free_making(struct making *making)
{
    for (size_t index = 0; making->figures != NULL && index < making->asked->site_count; index++)
        alloc_free(making->figures[index].fixed_ms);
    alloc_free(making->figures);
    alloc_free(making->kinds);
    alloc_free(making->changes);
    report_build_drop(&making->build);
    alloc_free(making);
}

enum status site_report_make(const struct store *store, const struct site_report_asked *asked, struct arena *arena,
                             struct site_report *report, struct error *error)
{
    struct making *making = alloc_zeroed(1, sizeof *making);
    struct date end = after(asked->period, asked->first);
    char first[DATE_TEXT_SIZE], last[DATE_TEXT_SIZE];
    enum status status = making == NULL ? STATUS_NO_MEMORY : STATUS_OK;

    if (status == STATUS_OK) {
        *making = (struct making){
            .store = store, .asked = asked, .arena = arena, .error = error, .build = report_build_begin(arena)
        };
        making->from_ms = slots_day_start_ms(asked->first);
        making->to_ms = slots_day_start_ms(end);
        making->come_ms = asked->now_ms < making->to_ms ? asked->now_ms : making->to_ms;
        making->day_count = (size_t)(date_days(end) - date_days(asked->first));
        making->figures = alloc_zeroed(asked->site_count + 1, sizeof *making->figures);
        status = making->figures == NULL ? STATUS_NO_MEMORY : STATUS_OK;
    }
    for (; status == STATUS_OK && making->site < asked->site_count; making->site++)
        status = count_site(making);
    if (status == STATUS_OK)
        status = write_sections(making);
    if (status == STATUS_OK) {
        date_text(asked->first, first);
        date_text(slots_day_after(end, -1), last);
        *report = (struct site_report){
            .title = asked->period == REPORT_STATE
                         ? report_build_text(&making->build, "%s · %s", title_of(asked->period), asked->sites[0].name)
                         : title_of(asked->period),
            .period = asked->period == REPORT_DAY ? report_build_text(&making->build, "%s", first)
                                                  : report_build_text(&making->build, gettext("%s to %s"), first, last),
            .made = report_build_time(&making->build, asked->now_ms)
        };
        status = report_build_end(&making->build, report);
    }
    if (making != NULL)
        free_making(making);
    return status == STATUS_NO_MEMORY ? error_set(error, status, gettext("out of memory")) : status;
}
