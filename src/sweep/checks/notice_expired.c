/* SPDX-License-Identifier: Apache-2.0 */
#include <libintl.h>

#include "report/words.h"
#include "sweep/checks/checks_list.h"

static void look_at_links(struct check_run *run, const struct view_page *home)
{
    const struct site_view *view = check_view(run);
    struct listed_link link;
    size_t offset = 0;

    while (link_list_next(home->links, &offset, &link)) {
        const struct view_page *page = link.element == PAGE_ANCHOR ? site_view_of_id(view, link.address) : NULL;
        char closes[DATE_TEXT_SIZE];

        if (page == NULL || !site_view_stands(page) || !date_is_set(page->facts->closes)
            || date_days(page->facts->closes) >= date_days(view->today))
            continue;
        date_text(page->facts->closes, closes);
        check_report(run, page, NULL, FINDING_ORDINARY, gettext("the home page leads to a notice that closed on %s"),
                     closes);
    }
}

static void run(struct check_run *run)
{
    const struct site_view *view = check_view(run);

    for (size_t index = 0; index < view->site->starts.count; index++) {
        const struct view_page *home = site_view_find(view, view->site->starts.items[index]);

        if (home == NULL || !site_view_stands(home))
            check_give_up(run);
        else
            look_at_links(run, home);
    }
}

const struct check check_notice_expired = {
    .name = "notice-expired",
    .title = N_("notice that is over"),
    .basis = "《官方网站管理制度》第十条第（二）项",
    .advice = N_("Take the notice off the home page; in its column it may stay."),
    .needs_no_page = true,
    .run = run,
};
