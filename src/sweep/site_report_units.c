/* SPDX-License-Identifier: Apache-2.0 */
#include <libintl.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "report/words.h"
#include "sweep/site_report.h"
#include "sweep/site_report_data.h"

#define NUMBER(value) report_build_number(&making->build, (uint64_t)(value))

static int compare_times(const void *left, const void *right)
{
    int64_t first = *(const int64_t *)left, second = *(const int64_t *)right;

    return (first > second) - (first < second);
}

/* Half of those that were fixed took no longer. */
static int64_t median(const struct site_figures *figures)
{
    if (figures->fixed_count == 0)
        return 0;
    qsort(figures->fixed_ms, figures->fixed_count, sizeof *figures->fixed_ms, compare_times);
    return figures->fixed_ms[(figures->fixed_count - 1) / 2];
}

static const char *hours(struct making *making, const struct site_figures *figures)
{
    enum { MS_PER_TENTH = 360000 };
    int64_t tenths = median(figures) / MS_PER_TENTH;

    return figures->fixed_count == 0
               ? ""
               : report_build_text(&making->build, "%lld.%lld", (long long)(tenths / 10), (long long)(tenths % 10));
}

void site_report_add_figures(struct site_figures *sum, const struct site_figures *figures)
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
static bool is_first_of_unit(const struct site_roster *roster, size_t site)
{
    for (size_t index = 0; index < site; index++) {
        if (strcmp(roster->items[index].site.unit, roster->items[site].site.unit) == 0)
            return false;
    }
    return true;
}

static void write_unit(struct making *making, size_t first)
{
    const struct site_roster *roster = &making->roster;
    struct site_figures sum = { 0 };
    unsigned sites = 0;

    for (size_t index = first; index < roster->count; index++) {
        const struct site_figures *figures = &making->figures[index];

        if (strcmp(roster->items[index].site.unit, roster->items[first].site.unit) != 0)
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
                     (const char *const[]){ roster->items[first].site.unit, NUMBER(sites),
                                            report_build_text(&making->build, "%u/%u", sum.kept, sum.slots),
                                            NUMBER(sum.opened[FINDING_SEVERE]), NUMBER(sum.opened[FINDING_ORDINARY]),
                                            NUMBER(sum.opened[FINDING_SUSPECTED]), NUMBER(sum.closed),
                                            hours(making, &sum), NUMBER(site_figures_open(&sum)),
                                            NUMBER(sum.set_aside) },
                     10);
    site_figures_free(&sum);
}

void site_report_write_units(struct making *making)
{
    static const struct report_column columns[] = {
        { "unit", N_("unit"), REPORT_TEXT },           { "sites", N_("sites"), REPORT_NUMBER },
        { "slots", N_("slots kept"), REPORT_TEXT },    { "severe", N_("severe"), REPORT_NUMBER },
        { "ordinary", N_("ordinary"), REPORT_NUMBER }, { "suspected", N_("suspected"), REPORT_NUMBER },
        { "closed", N_("fixed"), REPORT_NUMBER },      { "median_hours", N_("hours to fix (median)"), REPORT_NUMBER },
        { "open", N_("open"), REPORT_NUMBER },         { "set_aside", N_("set aside"), REPORT_NUMBER },
    };

    for (size_t index = 0; index < making->roster.count; index++) {
        if (is_first_of_unit(&making->roster, index))
            write_unit(making, index);
    }
    report_build_section(&making->build, "units", gettext("Scorecard of units"), columns, REPORT_COUNT_OF(columns),
                         CHART_NONE, 0);
}
