/* SPDX-License-Identifier: Apache-2.0 */
#include "sweep/site_report.h"

#include <libintl.h>
#include <string.h>

#include "base/alloc.h"
#include "base/array.h"
#include "report/words.h"
#include "store/findings.h"
#include "sweep/checks.h"
#include "sweep/site_report_data.h"

enum { STATE_DAYS = 30 };

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

/* NULL when there is no memory for another. */
static struct kind *find_kind(struct making *making, const struct finding_row *row)
{
    const char *name = checks_kind(row);

    for (size_t index = 0; index < making->kind_count; index++) {
        if (strcmp(making->kinds[index].name, name) == 0)
            return &making->kinds[index];
    }
    if (ARRAY_GROW(&making->kinds, &making->kind_capacity, making->kind_count + 1) != STATUS_OK)
        return NULL;
    making->kinds[making->kind_count] = (struct kind){ .name = arena_text(making->arena, name, strlen(name)) };
    return making->kinds[making->kind_count].name != NULL ? &making->kinds[making->kind_count++] : NULL;
}

static bool count_finding(void *context, const struct site_finding *finding)
{
    struct making *making = context;
    struct kind *kind = find_kind(making, finding->row);

    making->status =
        kind == NULL ? STATUS_NO_MEMORY : site_figures_add_finding(&making->figures[making->site], finding);
    if (making->status != STATUS_OK)
        return false;
    making->status = site_report_note_finding(making, finding, (size_t)(kind - making->kinds));
    kind->opened += finding->opened ? 1 : 0;
    kind->closed += finding->closed ? 1 : 0;
    kind->open += finding->is_open ? 1 : 0;
    site_report_count_area(making, finding);
    return making->status == STATUS_OK;
}

static enum status count_site(struct making *making)
{
    const struct site_then *then = &making->roster.items[making->site];
    struct site_figures *figures = &making->figures[making->site];
    enum status status = site_figures_count_sweeps(making->store, then->site.id, &then->past, &making->span, figures,
                                                   making->error);

    for (size_t day = 0; day < making->span.day_count; day++)
        making->days_complete[day] += figures->complete_a_day[day];
    if (figures->begun_ms < making->span.from_ms)
        making->begun = 0;
    else if (figures->begun_ms < making->span.to_ms && site_span_day(&making->span, figures->begun_ms) < making->begun)
        making->begun = site_span_day(&making->span, figures->begun_ms);
    if (status == STATUS_OK)
        status = site_findings_read(making->store, then->site.id, &making->span, count_finding, making, making->error);
    return status == STATUS_OK ? making->status : status;
}

/* ---- Sections. */

#define NUMBER(value) report_build_number(&making->build, (uint64_t)(value))

/* Of the one day of a report. */
static const char *judge_day(const struct making *making, const struct site_figures *figures)
{
    if (figures->begun_ms >= making->span.to_ms)
        return gettext("before its first inspection");
    if (figures->days == 0)
        return gettext("no slots yet");
    if (making->span.come_ms < making->span.to_ms)
        return gettext("not over");
    return figures->days_complete > 0 ? gettext("complete") : gettext("NOT complete");
}

/* When it is not known, the records are from before the store kept what the site file said. */
static const char *describe_removal(struct making *making, const struct site_then *then)
{
    if (then->removed_ms == INT64_MIN)
        return report_build_text(&making->build, gettext("The site file does not name %s any more."), then->site.name);
    return report_build_text(&making->build,
                             gettext("%s was taken out of the site file on %s; no slots are asked of it since."),
                             then->site.name, report_build_time(&making->build, then->removed_ms));
}

const char *site_report_name(struct making *making, const struct site_then *then)
{
    if (then->removed_ms == INT64_MAX)
        return then->site.name;
    return report_build_text(&making->build, gettext("%s (taken out of the site file)"), then->site.name);
}

static void say_removals(struct making *making)
{
    for (size_t index = 0; index < making->roster.count; index++) {
        if (making->roster.items[index].removed_ms != INT64_MAX)
            report_build_say(&making->build, describe_removal(making, &making->roster.items[index]));
    }
}

/* They are in none of the figures; a day's sweeps are listed with what proves it. */
static void say_not_believed(struct making *making)
{
    for (size_t index = 0; index < making->roster.count; index++) {
        unsigned count = making->figures[index].not_believed;

        if (count > 0)
            report_build_say(
                &making->build,
                report_build_text(&making->build,
                                  gettext("%s: %u records have a time that is not credible, since the clock was wrong "
                                          "when they were made. They are not counted."),
                                  site_report_name(making, &making->roster.items[index]), count));
    }
}

static void write_summary(struct making *making)
{
    static const struct report_column columns[] = {
        { "site", N_("site"), REPORT_TEXT },
        { "unit", N_("unit"), REPORT_TEXT },
        { "slots", N_("slots"), REPORT_NUMBER },
        { "slots_kept", N_("kept"), REPORT_NUMBER },
        { "missed", N_("missed"), REPORT_NUMBER },
        { "incomplete", N_("incomplete"), REPORT_NUMBER },
        { "days_complete", N_("complete days"), REPORT_TEXT },
        { "pages", N_("pages"), REPORT_NUMBER },
        { "opened", N_("new findings"), REPORT_NUMBER },
        { "closed", N_("fixed"), REPORT_NUMBER },
        { "open", N_("open"), REPORT_NUMBER },
        { "open_severe", N_("of them severe"), REPORT_NUMBER },
        { "set_aside", N_("set aside"), REPORT_NUMBER },
        { "day", N_("the day"), REPORT_TEXT },
    };
    size_t count = REPORT_COUNT_OF(columns) - (making->asked->period == REPORT_DAY ? 0 : 1);

    for (size_t index = 0; index < making->roster.count; index++) {
        const struct site_then *then = &making->roster.items[index];
        const struct site_figures *figures = &making->figures[index];

        report_build_row(&making->build,
                         (const char *const[]){
                             site_report_name(making, then), then->site.unit, NUMBER(figures->slots), NUMBER(figures->kept),
                             NUMBER(figures->missed), NUMBER(figures->incomplete),
                             report_build_text(&making->build, "%u/%u", figures->days_complete, figures->days),
                             NUMBER(figures->pages), NUMBER(site_figures_opened(figures)), NUMBER(figures->closed),
                             NUMBER(site_figures_open(figures)), NUMBER(figures->open[FINDING_SEVERE]),
                             NUMBER(figures->set_aside), judge_day(making, figures) },
                         REPORT_COUNT_OF(columns));
    }
    report_build_say(&making->build,
                     report_build_text(&making->build,
                                       gettext("A day is complete when each of its slots had a complete sweep, and "
                                               "there were %d at least (《官方网站管理制度》第六条)."),
                                       SWEEPS_A_DAY));
    say_removals(making);
    say_not_believed(making);
    report_build_section(&making->build, "summary", gettext("Sweeps and findings by site"), columns, count, CHART_NONE,
                         0);
}

/* ---- Days and kinds. */

/* 0 when it is not the same on all days of the time. */
static size_t slots_a_day(const struct making *making)
{
    size_t wanted = 0;

    for (size_t index = 0; index < making->roster.count; index++) {
        const struct site_then *then = &making->roster.items[index];

        if (!site_past_is_same(&then->past, making->span.from_ms, making->span.come_ms - 1))
            return 0;
        wanted += then->site.slots.count;
    }
    return wanted;
}

void site_report_write_days(struct making *making)
{
    static const struct report_column columns[] = { { "day", N_("day"), REPORT_TEXT },
                                                    { "complete", N_("complete sweeps"), REPORT_NUMBER } };
    const struct site_span *span = &making->span;
    size_t come = span->come_ms > span->from_ms ? site_span_day(span, span->come_ms - 1) + 1 : 0;

    /* Before the first sweep there was nothing to keep. */
    for (size_t day = making->begun; day < come && day < making->span.day_count; day++) {
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
                         columns, REPORT_COUNT_OF(columns), CHART_UPRIGHT, slots_a_day(making));
}

static void write_kinds(struct making *making)
{
    static const struct report_column columns[] = { { "kind", N_("kind of finding"), REPORT_TEXT },
                                                    { "opened", N_("new findings"), REPORT_NUMBER },
                                                    { "closed", N_("fixed"), REPORT_NUMBER },
                                                    { "open", N_("open"), REPORT_NUMBER } };

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
    status = period == REPORT_DAY ? site_report_write_sweeps(making) : STATUS_OK;
    if (period != REPORT_DAY) {
        site_report_write_units(making);
        site_report_write_days(making);
    }
    write_kinds(making);
    if (status == STATUS_OK)
        status = site_report_write_probes(making);
    if (status == STATUS_OK)
        status = site_report_write_incidents(making);
    if (status == STATUS_OK)
        status = site_report_write_findings(making);
    return status == STATUS_OK ? site_report_write_decisions(making) : status;
}

static void free_making(struct making *making)
{
    for (size_t index = 0; making->figures != NULL && index < making->roster.count; index++)
        site_figures_free(&making->figures[index]);
    alloc_free(making->figures);
    alloc_free(making->kinds);
    alloc_free(making->listed);
    report_build_drop(&making->build);
    alloc_free(making);
}

/* "2026-11-01 to 2026-11-30", and how much of it has come. */
static const char *period_of(struct making *making, struct date last)
{
    const struct site_report_asked *asked = making->asked;
    struct report_build *build = &making->build;
    char first_text[DATE_TEXT_SIZE], last_text[DATE_TEXT_SIZE];
    const char *text;

    date_text(asked->first, first_text);
    date_text(last, last_text);
    text = asked->period == REPORT_DAY ? report_build_text(build, "%s", first_text)
                                       : report_build_text(build, gettext("%s to %s"), first_text, last_text);
    if (asked->now_ms < making->span.from_ms)
        return report_build_text(build, gettext("%s (NOT BEGUN)"), text);
    if (asked->now_ms < making->span.to_ms)
        return report_build_text(build, gettext("%s (NOT OVER: up to %s)"), text,
                                 report_build_time(build, asked->now_ms));
    return text;
}

/* Sites that are not in the file any more stand where they were inspected. */
static enum status find_sites(struct making *making)
{
    const struct site_report_asked *asked = making->asked;
    enum status status =
        site_roster_read(making->store, asked->sites, asked->site_count, asked->only, making->span.from_ms,
                         making->span.to_ms, asked->now_ms, making->arena, &making->roster, making->error);

    if (status == STATUS_OK && asked->only != NULL && making->roster.count == 0)
        status = error_set(making->error, STATUS_INVALID,
                           gettext("there is no site \"%.60s\": neither the site file nor the records name it"), asked->only);
    if (status != STATUS_OK)
        return status;
    making->figures = alloc_zeroed(making->roster.count + 1, sizeof *making->figures);
    return making->figures == NULL ? STATUS_NO_MEMORY : STATUS_OK;
}

enum status site_report_make(const struct store *store, const struct site_report_asked *asked, struct arena *arena,
                             struct site_report *report, struct error *error)
{
    struct making *making = alloc_zeroed(1, sizeof *making);
    struct date end = after(asked->period, asked->first);
    enum status status = making == NULL ? STATUS_NO_MEMORY : STATUS_OK;

    if (status == STATUS_OK) {
        *making = (struct making){
            .store = store, .asked = asked, .arena = arena, .error = error, .build = report_build_begin(arena, asked->show_secrets)
        };
        making->span = site_span_of(asked->first, (size_t)(date_days(end) - date_days(asked->first)), asked->now_ms);
        making->begun = making->span.day_count;
        status = find_sites(making);
    }
    for (; status == STATUS_OK && making->site < making->roster.count; making->site++)
        status = count_site(making);
    if (status == STATUS_OK)
        status = write_sections(making);
    if (status == STATUS_OK) {
        *report = (struct site_report){ .title = asked->period == REPORT_STATE
                                                     ? report_build_text(&making->build, "%s · %s",
                                                                         title_of(asked->period),
                                                                         site_report_name(making, &making->roster.items[0]))
                                                     : title_of(asked->period),
                                        .period = period_of(making, slots_day_after(end, -1)),
                                        .is_over = asked->now_ms >= making->span.to_ms,
                                        .made = report_build_time(&making->build, asked->now_ms) };
        status = report_build_end(&making->build, report);
    }
    if (making != NULL)
        free_making(making);
    return status == STATUS_NO_MEMORY ? error_set(error, status, gettext("out of memory")) : status;
}
