/* SPDX-License-Identifier: Apache-2.0 */
#include <libintl.h>

#include "report/words.h"
#include "sweep/checks/checks_list.h"

/* Pages that were not looked at in this sweep have what they had. */
static bool was_looked_at(const struct view_page *page)
{
    return page->is_met && (page->state == VISIT_DONE || page->state == VISIT_GONE || page->state == VISIT_REDIRECT);
}

static bool leads_to(const struct view_page *page, const struct view_page *outside)
{
    struct listed_link link;
    size_t offset = 0;

    while (link_list_next(page->links, &offset, &link)) {
        if (link.address == outside->id && link.element == PAGE_ANCHOR && !link.is_hidden)
            return true;
    }
    return false;
}

static bool may_be_shown(const struct site_view *view, const struct view_page *outside)
{
    for (size_t index = 0; index < view->page_count; index++) {
        const struct view_page *page = &view->pages[index];

        if (page->is_ours && !was_looked_at(page) && leads_to(page, outside))
            return true;
    }
    return false;
}

static void run(struct check_run *run)
{
    const struct site_view *view = check_view(run);

    for (size_t index = 0; index < view->page_count; index++) {
        const struct view_page *page = &view->pages[index];

        if (page->is_ours || page->facts == NULL || page->facts->wrong[0] == '\0')
            continue;
        if (!page->is_shown) {
            if (may_be_shown(view, page))
                check_keep_page(run, page);
            continue;
        }
        check_report(run, page, NULL, FINDING_SEVERE,
                     gettext("what stands there now is prohibited (%s); its title: %.300s"), page->facts->wrong,
                     check_quote(run, page->facts->title));
        check_alarm(run, page, page->facts->wrong_category, NULL);
    }
}

const struct check check_outside_wrong = {
    .name = "outside-wrong",
    .title = N_("outside link to prohibited content"),
    .basis = "《官方网站管理制度》第十五条；《政府网站与政务新媒体检查指标》单项否决：链接反动、暴力、色情等内容",
    .advice = N_("Remove the link at once and keep a copy of the page that has it; then look where else the site links "
                 "to that host."),
    .needs_no_page = true,
    .is_of_link = true,
    .run = run,
};
