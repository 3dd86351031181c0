/* SPDX-License-Identifier: Apache-2.0 */
#include <libintl.h>

#include "report/words.h"
#include "sweep/checks/checks_list.h"
#include "sweep/checks/known.h"
#include "sweep/private_host.h"

/* A site on a network of one's own, tried out or meant for that, has no other addresses to link to. */
static bool is_private_site(const struct site *site)
{
    for (size_t index = 0; index < site->starts.count; index++) {
        if (private_host_is_of(site->starts.items[index]))
            return true;
    }
    return false;
}

/* Of what redirects there redirect-private tells. */
static bool is_on_page(const struct check_run *run, const struct view_page *page)
{
    const struct view_page *via = site_view_via(check_view(run), page);

    return page->is_linked && via != NULL && via->state != VISIT_REDIRECT;
}

/* Of the addresses of one host the first one stands for all. */
static void look_at(struct check_run *run, struct known_told *told, const struct view_page *page)
{
    static const struct known none;
    struct url_parts parts;
    const char *host;

    if (page->is_ours || !is_on_page(run, page) || !url_split(page->url, &parts) || !private_host_is(parts.host))
        return;
    host = check_quote(run, parts.host);
    if (known_is_told_now(run, &none, told, page, host))
        check_report(run, page, host, FINDING_ORDINARY,
                     gettext("a page publishes an address of an internal network: %s"), check_quote(run, page->url));
}

static void run(struct check_run *run)
{
    const struct site_view *view = check_view(run);
    struct known_told told = { 0 };

    for (size_t index = 0; index < view->page_count && !is_private_site(view->site); index++)
        look_at(run, &told, &view->pages[index]);
    known_told_free(&told);
}

const struct check check_link_private = {
    .name = "link-private",
    .title = N_("address of an internal network"),
    .basis = "《官方网站管理制度》第十六条；《政府网站与政务新媒体检查指标》可用性",
    .advice = N_("Take the address off the page, or put the public one in its place: readers cannot open it, and it tells "
                 "outsiders of the network behind."),
    .needs_no_page = true,
    .run = run,
};
