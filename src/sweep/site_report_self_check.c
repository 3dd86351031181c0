/* SPDX-License-Identifier: Apache-2.0
 *
 * The self-check in the form that is published: how it was checked, what was found, what was mended, and by the
 * indicators of the inspections (《政府网站与政务新媒体检查指标》, 2019; DOMAIN 6.2, 6.3). What a program cannot see is
 * named as well: a blank would be read as being in order.
 */
#include <libintl.h>
#include <stdio.h>
#include <string.h>

#include "report/words.h"
#include "sweep/checks.h"
#include "sweep/site_report_data.h"

/* The first area whose list of checks has the name has the finding. */
static const struct area {
    const char *words;
    const char *checks;  /* names with blanks around them; "" */
    const char *by_hand; /* what people have to look at; "" */
} areas[] = {
    { N_("Veto: safety, secrets, tampering"),
      " home-blank start-elsewhere redirect-new title-changed date-forged date-changed outside-wrong script-new "
      "script-changed"
      " frame-new hidden-new cloaked robots-changed ",
      N_("whether there was public criticism") },
    { N_("Veto: site cannot be reached"), " site-unreachable ",
      N_("20 visits a day over a week, none slower than 15 seconds") },
    { N_("Veto: home page not updated"), " home-stale ", "" },
    { N_("Veto: columns not updated"), " site-stale ", "" },
    { N_("Veto: questions not answered"), "", N_("messages of a year that were not answered for three months") },
    { N_("Veto: services of no use"), "", N_("services, and what their guides have to say") },
    { N_("Publication and explanation"),
      " column-stale column-blank notice-expired date-future date-before-document list-dates permit-missing ",
      N_("policies and their explanations linked to each other; whether documents are in force") },
    { N_("Services"), " attachment-broken attachment-mismatch attachment-encrypted ",
      N_("figures of services (three months); guides complete and right") },
    { N_("Interaction"), "",
      N_("messages published (two months) and answered; consultations; interviews; questions and answers") },
    { N_("Functions"),
      " domain-wrong identifier-missing icp-missing police-filing-missing conac-missing report-error-entry-missing"
      " metadata-missing link-broken soft-404 redirect-private link-private charset-wrong page-unlinked ",
      N_("search; browsers; IPv6; barriers") },
    /* What no other has: other checks, and rules that do not stop publication. */
    { N_("Contents and links that lead out"), "", N_("findings that are suspected, one by one") },
};

enum { AREA_COUNT = sizeof areas / sizeof *areas, AREA_SAFETY = 0 };
_Static_assert((size_t)AREA_COUNT <= (size_t)AREAS_MAX, "room for every indicator");

static bool names(const struct area *area, const char *check)
{
    size_t size = strlen(check);

    for (const char *found = strstr(area->checks, check); found != NULL; found = strstr(found + 1, check)) {
        if (found[-1] == ' ' && found[size] == ' ')
            return true;
    }
    return false;
}

/* Whether this program has one of an area's checks: else it says nothing of it. */
static bool is_checked(const struct area *area)
{
    char name[64];

    for (const char *rest = area->checks + strspn(area->checks, " "); *rest != '\0'; rest += strspn(rest, " ")) {
        size_t size = strcspn(rest, " ");

        (void)snprintf(name, sizeof name, "%.*s", (int)size, rest);
        if (checks_know(name))
            return true;
        rest += size;
    }
    return false;
}

static size_t area_of(const struct finding_row *row)
{
    size_t area = 0;

    if (strcmp(row->category, "site") != 0)
        return row->severity == FINDING_SEVERE ? AREA_SAFETY : AREA_COUNT - 1;
    while (area + 1 < AREA_COUNT && !names(&areas[area], row->rule))
        area++;
    return area;
}

void site_report_count_area(struct making *making, const struct site_finding *finding)
{
    struct area_figures *figures = &making->areas[area_of(finding->row)];

    figures->set_aside += !finding->is_open && finding->row->state != FINDING_FIXED ? 1 : 0;
    /* An inspection counts what is so, not what may be. */
    if (finding->row->severity == FINDING_SUSPECTED) {
        figures->suspected += finding->is_open ? 1 : 0;
        return;
    }
    figures->opened += finding->opened ? 1 : 0;
    figures->closed += finding->closed ? 1 : 0;
    figures->open += finding->is_open ? 1 : 0;
}

static void write_areas(struct making *making)
{
    static const struct report_column columns[] = { { "indicator", N_("indicator"), REPORT_TEXT },
                                                    { "opened", N_("new findings"), REPORT_NUMBER },
                                                    { "closed", N_("fixed"), REPORT_NUMBER },
                                                    { "open", N_("open"), REPORT_NUMBER },
                                                    { "suspected", N_("suspected, open"), REPORT_NUMBER },
                                                    { "set_aside", N_("set aside by people"), REPORT_NUMBER },
                                                    { "by_hand", N_("to be checked by hand"), REPORT_TEXT } };
    struct report_build *build = &making->build;

    for (size_t index = 0; index < AREA_COUNT; index++) {
        const struct area_figures *figures = &making->areas[index];
        bool by_program = is_checked(&areas[index]) || index == AREA_COUNT - 1;

        report_build_row(build,
                         (const char *const[]){ gettext(areas[index].words),
                                                by_program ? report_build_number(build, figures->opened) : "—",
                                                by_program ? report_build_number(build, figures->closed) : "—",
                                                by_program ? report_build_number(build, figures->open) : "—",
                                                by_program ? report_build_number(build, figures->suspected) : "—",
                                                by_program ? report_build_number(build, figures->set_aside) : "—",
                                                areas[index].by_hand[0] != '\0' ? gettext(areas[index].by_hand) : "" },
                         REPORT_COUNT_OF(columns));
    }
    report_build_say(build, gettext("What is suspected is counted apart, until a person has said what it is. What "
                                    "people have set aside is not open, and an inspection may see it otherwise."));
    report_build_section(build, "indicators", gettext("By indicator"), columns, REPORT_COUNT_OF(columns), CHART_NONE,
                         0);
}

void site_report_write_self_check(struct making *making)
{
    struct site_figures sum = { 0 };
    unsigned opened, open;

    for (size_t index = 0; index < making->roster.count; index++)
        site_report_add_figures(&sum, &making->figures[index]);
    opened = site_figures_opened(&sum);
    open = site_figures_open(&sum);
    if (making->span.come_ms < making->span.to_ms)
        report_build_say(&making->build, gettext("The period is not over: these figures are not the final ones, and "
                                                 "not for publication."));
    report_build_say(
        &making->build,
        report_build_text(
            &making->build,
            gettext("1. How it was checked: %zu sites, looked through by program, every page and attachment that "
                    "could be reached. By plan there were to be %u sweeps; %u slots had a complete one."),
            making->roster.count, sum.slots, sum.kept));
    report_build_say(
        &making->build,
        report_build_text(&making->build,
                          gettext("2. What was found: %u new findings, of them %u severe, %u ordinary and %u suspected "
                                  "(to be decided by a person)."),
                          opened, sum.opened[FINDING_SEVERE], sum.opened[FINDING_ORDINARY],
                          sum.opened[FINDING_SUSPECTED]));
    report_build_say(
        &making->build,
        report_build_text(&making->build,
                          gettext("3. What was mended: %u findings were fixed in this time; %u are open, of them %u "
                                  "severe; people have set %u aside, with reasons."),
                          sum.closed, open, sum.open[FINDING_SEVERE], sum.set_aside));
    report_build_section(&making->build, "self-check", gettext("Self-check"), NULL, 0, CHART_NONE, 0);
    write_areas(making);
}
