/* SPDX-License-Identifier: Apache-2.0 */
#include <libintl.h>

#include "report/words.h"
#include "sweep/checks/checks_list.h"

static void run(struct check_run *run)
{
    const struct site_view *view = check_view(run);

    for (size_t index = 0; index < view->page_count; index++) {
        const struct view_page *page = &view->pages[index];
        char published[DATE_TEXT_SIZE];

        if (!site_view_stands(page) || !date_is_set(page->facts->published)
            || date_days(page->facts->published) <= date_days(view->today))
            continue;
        date_text(page->facts->published, published);
        check_report(run, page, NULL, FINDING_ORDINARY, gettext("the page is dated in the future: %s"), published);
    }
}

const struct check check_date_future = {
    .name = "date-future",
    .title = N_("date in the future"),
    .basis = "《官方网站管理制度》第十条第（二）项",
    .advice = N_("Correct the day of publication."),
    .run = run,
};
