/* SPDX-License-Identifier: Apache-2.0
 *
 * Findings one by one, and what people have decided on them.
 *
 * What is open comes before what was fixed or set aside, the severe before the others, those of a kind together: so a
 * list that is cut loses what matters least, and what is alike stands under one heading.
 */
#include <libintl.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/array.h"
#include "report/words.h"
#include "sweep/site_report_data.h"

/* ---- Which are listed, and in which order. */

static enum listed_class class_of(const struct site_finding *finding)
{
    return finding->is_open ? LISTED_OPEN : finding->closed ? LISTED_FIXED : LISTED_SET_ASIDE;
}

enum status site_report_note_finding(struct making *making, const struct site_finding *finding, size_t kind)
{
    enum status status;

    if (!finding->is_open && !finding->closed && !finding->set_aside)
        return STATUS_OK;
    status = ARRAY_GROW(&making->listed, &making->listed_capacity, making->listed_count + 1);
    if (status == STATUS_OK)
        making->listed[making->listed_count++] = (struct listed_finding){ .id = finding->row->id,
                                                                          .site = making->site,
                                                                          .class = class_of(finding),
                                                                          .severity = finding->row->severity,
                                                                          .kind = kind };
    return status;
}

static int compare_numbers(int64_t left, int64_t right)
{
    return (left > right) - (left < right);
}

static int compare_ids(const void *left, const void *right)
{
    return compare_numbers(((const struct listed_finding *)left)->id, ((const struct listed_finding *)right)->id);
}

static int compare_order(const void *left, const void *right)
{
    const struct listed_finding *first = left, *second = right;
    const int64_t keys[][2] = { { first->class, second->class },
                                { first->severity, second->severity },
                                { (int64_t)first->site, (int64_t)second->site },
                                { (int64_t)first->kind, (int64_t)second->kind } };

    for (size_t index = 0; index < sizeof keys / sizeof *keys; index++) {
        int order = compare_numbers(keys[index][0], keys[index][1]);

        if (order != 0)
            return order;
    }
    return compare_ids(left, right);
}

static void sort(struct making *making, int (*compare)(const void *left, const void *right))
{
    if (making->listed_count > 1)
        qsort(making->listed, making->listed_count, sizeof *making->listed, compare);
}

/* ---- Each of them. */

enum { FINDING_COLUMNS = 11 };

static bool fill_finding(void *context, const struct site_finding *finding)
{
    struct making *making = context;
    struct report_build *build = &making->build;
    const struct site *site = &making->roster.items[making->site].site;
    const struct finding_row *row = finding->row;
    struct listed_finding *listed = NULL;

    if (making->listed_count > 0)
        listed = bsearch(&(struct listed_finding){ .id = row->id }, making->listed, making->listed_count,
                         sizeof *making->listed, compare_ids);
    if (listed == NULL)
        return true;
    listed->cells = report_build_cells(
        build,
        (const char *const[]){ report_build_number(build, (uint64_t)row->id), site->name, site->unit,
                               site_report_severity(row->severity), report_build_text(build, "%s", row->rule),
                               report_build_text(build, "%s", row->url), report_build_time(build, row->opened_ms),
                               report_build_time(build, row->closed_ms), site_report_state(row->state),
                               report_build_member(build, row->record, "\"message\""),
                               report_build_member(build, row->record, "\"advice\"") },
        FINDING_COLUMNS);
    return build->status == STATUS_OK;
}

static const char *group_of(struct making *making, const struct listed_finding *listed)
{
    static const char *const words[] = {
        [LISTED_OPEN] = N_("open"), [LISTED_FIXED] = N_("fixed"), [LISTED_SET_ASIDE] = N_("set aside")
    };

    return report_build_text(&making->build, gettext("%s: %s (%s, %s)"), making->roster.items[listed->site].site.name,
                             making->kinds[listed->kind].name, site_report_severity(listed->severity),
                             gettext(words[listed->class]));
}

static bool is_alike(const struct listed_finding *left, const struct listed_finding *right)
{
    return left->class == right->class && left->severity == right->severity && left->site == right->site
           && left->kind == right->kind;
}

static void add_rows(struct making *making)
{
    const char *group = NULL;

    for (size_t index = 0; index < making->listed_count; index++) {
        const struct listed_finding *listed = &making->listed[index];

        if (index == 0 || !is_alike(listed, listed - 1))
            group = group_of(making, listed);
        report_build_row_of(&making->build, listed->cells, group);
    }
}

static void say_counts(struct making *making)
{
    struct site_figures sum = { 0 };

    for (size_t index = 0; index < making->roster.count; index++)
        site_report_add_figures(&sum, &making->figures[index]);
    report_build_say(&making->build,
                     report_build_text(&making->build,
                                       gettext("Open at the end: %u; fixed in this time: %u; set aside in this time "
                                               "by people, and not open: %u. They stand in this order."),
                                       site_figures_open(&sum), sum.closed, sum.set_aside));
}

static void cut(struct making *making)
{
    sort(making, compare_order);
    if (making->listed_count > REPORT_LISTED_MAX) {
        making->listed_count = REPORT_LISTED_MAX;
        report_build_say(&making->build,
                         report_build_text(&making->build,
                                           gettext("Only the first %d are listed; guanka sweep findings has all."),
                                           REPORT_LISTED_MAX));
    }
    sort(making, compare_ids);
}

/* What each is and what is to be done about it is told of a day; of longer times there would be too much of it. */
enum status site_report_write_findings(struct making *making)
{
    static const struct report_column columns[FINDING_COLUMNS] = {
        { "id", N_("number"), REPORT_NUMBER },   { "site", N_("site"), REPORT_TEXT },
        { "unit", N_("unit"), REPORT_TEXT },     { "severity", N_("severity"), REPORT_TEXT },
        { "rule", N_("rule"), REPORT_TEXT },     { "url", N_("address"), REPORT_TEXT },
        { "opened", N_("found"), REPORT_TEXT },  { "closed", N_("settled"), REPORT_TEXT },
        { "state", N_("state"), REPORT_TEXT },   { "message", N_("message"), REPORT_TEXT },
        { "advice", N_("advice"), REPORT_TEXT },
    };
    size_t count = making->asked->period == REPORT_DAY ? FINDING_COLUMNS : FINDING_COLUMNS - 2;
    enum status status = STATUS_OK;

    say_counts(making);
    cut(making);
    for (making->site = 0; making->site < making->roster.count && status == STATUS_OK; making->site++)
        status = site_findings_read(making->store, making->roster.items[making->site].site.id, &making->span, fill_finding,
                                    making, making->error);
    sort(making, compare_order);
    add_rows(making);
    report_build_section(&making->build, "findings", gettext("Findings of this time: open, fixed, set aside"), columns,
                         count, CHART_NONE, 0);
    return status;
}

/* ---- What people have decided. */

static bool list_decision(void *context, const struct finding_event *event)
{
    struct making *making = context;

    if (making->build.row_count == REPORT_LISTED_MAX) {
        making->decisions_left++;
        return true;
    }
    report_build_row(
        &making->build,
        (const char *const[]){ report_build_number(&making->build, (uint64_t)event->finding),
                               making->roster.items[making->site].site.name, report_build_time(&making->build, event->at_ms),
                               site_report_event(event->event), report_build_text(&making->build, "%s", event->until),
                               report_build_text(&making->build, "%s", event->actor),
                               report_build_text(&making->build, "%s", event->reason) },
        7);
    return making->build.status == STATUS_OK;
}

enum status site_report_write_decisions(struct making *making)
{
    static const struct report_column columns[] = {
        { "id", N_("number"), REPORT_NUMBER },
        { "site", N_("site"), REPORT_TEXT },
        { "at", N_("time"), REPORT_TEXT },
        { "decision", N_("decision"), REPORT_TEXT },
        { "until", N_("up to and with"), REPORT_TEXT },
        { "by", N_("person"), REPORT_TEXT },
        { "reason", N_("reason"), REPORT_TEXT },
    };
    enum status status = STATUS_OK;

    for (making->site = 0; making->site < making->roster.count && status == STATUS_OK; making->site++)
        status = findings_list_decisions(making->store, making->roster.items[making->site].site.id, making->span.from_ms,
                                         making->span.to_ms, list_decision, making, making->error);
    if (making->decisions_left > 0)
        report_build_say(&making->build,
                         report_build_text(&making->build,
                                           gettext("Only the first %d decisions are listed; there are %zu more. guanka "
                                                   "sweep finding NUMBER has those of each finding."),
                                           REPORT_LISTED_MAX, making->decisions_left));
    if (making->build.row_count > 0)
        report_build_section(&making->build, "decisions", gettext("What people have decided on findings"), columns,
                             REPORT_COUNT_OF(columns), CHART_NONE, 0);
    return status;
}
