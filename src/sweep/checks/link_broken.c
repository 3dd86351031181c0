/* SPDX-License-Identifier: Apache-2.0 */
#include <libintl.h>

#include "report/words.h"
#include "sweep/checks/checks_list.h"

enum { CHAIN_MAX = 20 };

/* Whether the redirections that begin here come back to where they were. */
static bool is_loop(const struct site_view *view, const struct view_page *page)
{
    const struct view_page *slow = page, *fast = page;

    for (unsigned step = 0; step < CHAIN_MAX; step++) {
        for (unsigned twice = 0; twice < 2; twice++) {
            if (fast == NULL || !fast->is_met || fast->state != VISIT_REDIRECT)
                return false;
            fast = site_view_of_id(view, fast->target);
        }
        slow = site_view_of_id(view, slow->target);
        if (fast == slow)
            return true;
    }
    return true; /* no browser goes on either */
}

/* The one that pages link to stands for the chain. */
static bool begins_chain(const struct site_view *view, const struct view_page *page)
{
    const struct view_page *via = site_view_via(view, page);

    return via == NULL || via->state != VISIT_REDIRECT;
}

static void run(struct check_run *run)
{
    const struct site_view *view = check_view(run);

    for (size_t index = 0; index < view->page_count; index++) {
        const struct view_page *page = &view->pages[index];

        if (!page->is_led_to || page->file == URL_ATTACHMENT)
            continue;
        if (page->state == VISIT_GONE)
            check_report(run, page, NULL, FINDING_ORDINARY, gettext("the link is broken: the server answers %d"),
                         page->http_status);
        else if (page->state == VISIT_FAILED && check_is_lost(run, page))
            check_report(run, page, NULL, FINDING_ORDINARY,
                         gettext("the link is broken: what it leads to could not be had"));
        else if (page->state == VISIT_REDIRECT && begins_chain(view, page) && is_loop(view, page))
            check_report(run, page, NULL, FINDING_ORDINARY,
                         gettext("the link is broken: its redirections lead in a circle"));
    }
}

const struct check check_link_broken = {
    .name = "link-broken",
    .title = N_("broken link"),
    .basis = "《政府网站与政务新媒体检查指标》可用性：链接无法正常访问",
    .advice = N_("Correct or remove the link on the page that leads there, or put back what it led to."),
    .needs_no_page = true,
    .run = run,
};
