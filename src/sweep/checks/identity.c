/* SPDX-License-Identifier: Apache-2.0
 *
 * What the foot of the home page must show (DOMAIN 6.3 功能设计, 6.4).
 */
#include <libintl.h>
#include <string.h>

#include "report/words.h"
#include "sweep/checks/site_checks.h"

/* The start pages that could be read. */
static const struct seen_address *home(const struct site_view *view, size_t index)
{
    const struct seen_address *address = site_view_find_url(view, view->site->starts.items[index]);

    return address != NULL && address->is_visited && address->state == VISIT_DONE ? address : NULL;
}

static bool is_same(const char *found, const char *expected)
{
    size_t at = 0;

    /* Blanks are written as one likes. */
    for (; *found != '\0'; found++) {
        if (*found == ' ')
            continue;
        while (expected[at] == ' ')
            at++;
        if (expected[at] != *found)
            return false;
        at++;
    }
    return expected[at] == '\0';
}

static void compare(const struct site_check *check, struct checking *checking, const struct seen_address *page,
                    const char *found, const char *expected)
{
    if (found[0] == '\0')
        checks_tell(checking, check, page, gettext("the page does not show it"));
    else if (expected[0] != '\0' && !is_same(found, expected))
        checks_tell(checking, check, page, gettext("the page shows \"%s\", the site file says \"%s\""), found,
                    expected);
}

static void run_code(const struct site_check *check, struct checking *checking, const struct site_view *view)
{
    for (size_t index = 0; index < view->site->starts.count; index++) {
        const struct seen_address *page = home(view, index);

        if (page != NULL)
            compare(check, checking, page, page->facts.code, view->site->code);
    }
}

static void run_icp(const struct site_check *check, struct checking *checking, const struct site_view *view)
{
    for (size_t index = 0; index < view->site->starts.count; index++) {
        const struct seen_address *page = home(view, index);

        if (page != NULL)
            compare(check, checking, page, page->facts.icp, view->site->icp);
    }
}

static void run_police(const struct site_check *check, struct checking *checking, const struct site_view *view)
{
    for (size_t index = 0; index < view->site->starts.count; index++) {
        const struct seen_address *page = home(view, index);

        if (page != NULL)
            compare(check, checking, page, page->facts.police, view->site->police);
    }
}

static void run_entry(const struct site_check *check, struct checking *checking, const struct site_view *view)
{
    for (size_t index = 0; index < view->site->starts.count; index++) {
        const struct seen_address *page = home(view, index);

        if (page != NULL && !page->facts.has_report_entry)
            checks_tell(checking, check, page, gettext("the page does not show it"));
    }
}

static void run_conac(const struct site_check *check, struct checking *checking, const struct site_view *view)
{
    for (size_t index = 0; index < view->site->starts.count; index++) {
        const struct seen_address *page = home(view, index);

        if (page != NULL && !page->facts.has_conac)
            checks_tell(checking, check, page, gettext("the page does not show it"));
    }
}

const struct site_check check_identifier = { .name = "identifier-missing",
                                             .basis = "DOMAIN-6.4",
                                             .severity = FINDING_ORDINARY,
                                             .advice =
                                                 N_("Show the site's identification code (网站标识码) in the foot."),
                                             .run = run_code };
const struct site_check check_icp = { .name = "icp-missing",
                                      .basis = "DOMAIN-6.4",
                                      .severity = FINDING_ORDINARY,
                                      .advice =
                                          N_("Show the ICP filing number in the foot, linked to beian.miit.gov.cn."),
                                      .run = run_icp };
const struct site_check check_police_filing = {
    .name = "police-filing-missing",
    .basis = "DOMAIN-6.4",
    .severity = FINDING_ORDINARY,
    .advice = N_("Show the filing number of the police in the foot, linked to beian.mps.gov.cn."),
    .run = run_police
};
const struct site_check check_report_error_entry = {
    .name = "report-error-entry-missing",
    .basis = "DOMAIN-6.4",
    .severity = FINDING_ORDINARY,
    .advice = N_("Put the entry for reporting errors (我为政府网站找错) in the foot."),
    .run = run_entry
};
const struct site_check check_conac = { .name = "conac-missing",
                                        .basis = "DOMAIN-6.4",
                                        .severity = FINDING_ORDINARY,
                                        .advice = N_("Put the sign of party and government sites in the foot."),
                                        .run = run_conac };
