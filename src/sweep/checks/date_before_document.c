/* SPDX-License-Identifier: Apache-2.0 */
#include <libintl.h>

#include "report/words.h"
#include "sweep/checks/checks_list.h"

static void run(struct check_run *run)
{
    const struct site_view *view = check_view(run);

    for (size_t index = 0; index < view->page_count; index++) {
        const struct view_page *page = &view->pages[index];
        char published[DATE_TEXT_SIZE], written[DATE_TEXT_SIZE];

        if (!site_view_stands(page) || !date_is_set(page->facts->published) || !date_is_set(page->facts->written)
            || date_days(page->facts->published) >= date_days(page->facts->written))
            continue;
        date_text(page->facts->published, published);
        date_text(page->facts->written, written);
        check_report(run, page, NULL, FINDING_SUSPECTED,
                     gettext("the page is dated %s, before the document that it publishes: %s"), published, written);
    }
}

const struct check check_date_before_document = {
    .name = "date-before-document",
    .title = N_("published before the document's date"),
    .basis = "《政府网站与政务新媒体检查指标》单项否决：伪造发稿日期",
    .advice = N_("Find out which of the two days is right, and correct the other."),
    .run = run,
};
