/* SPDX-License-Identifier: Apache-2.0 */
#include <libintl.h>

#include "report/words.h"
#include "sweep/checks/checks_list.h"

/* What led there may be no page that stands: a file that is called an attachment, or one that was taken back in the same sweep. */
static void tell(struct check_run *run, const struct view_page *page)
{
    const struct view_page *via = site_view_via(check_view(run), page);

    if (via != NULL && via->is_map)
        check_report(run, page, NULL, FINDING_SUSPECTED,
                     gettext("no page of the site leads there; it is known from the site map alone"));
    else if (via != NULL)
        check_report(run, page, NULL, FINDING_SUSPECTED,
                     gettext("no page that stands leads there; it is known from %s alone"),
                     check_quote(run, via->url));
    else
        check_report(run, page, NULL, FINDING_SUSPECTED,
                     gettext("no page of the site leads there; it is known from earlier sweeps alone"));
}

static void run(struct check_run *run)
{
    const struct site_view *view = check_view(run);

    for (size_t index = 0; index < view->page_count; index++) {
        const struct view_page *page = &view->pages[index];

        if (site_view_stands(page) && page->is_led_to && page->depth > 0 && !page->is_linked
            && !page->facts->says_missing)
            tell(run, page);
    }
}

const struct check check_page_unlinked = {
    .name = "page-unlinked",
    .title = N_("page without a link"),
    .basis = "《官方网站管理制度》第十六条",
    .advice = N_("Find out who put the page there; link to it, or take it off the site and the site map."),
    .needs_no_page = true,
    .run = run,
};
