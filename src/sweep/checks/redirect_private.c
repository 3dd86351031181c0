/* SPDX-License-Identifier: Apache-2.0 */
#include <arpa/inet.h>
#include <libintl.h>
#include <string.h>

#include "report/words.h"
#include "sweep/address_guard.h"
#include "sweep/checks/checks_list.h"

/* Written as an address that is nobody's on the Internet. */
static bool is_private(const char *url)
{
    static const struct address_guard only_public;
    struct sockaddr_in address = { .sin_family = AF_INET };
    struct url_parts parts;

    return url_split(url, &parts) && inet_pton(AF_INET, parts.host, &address.sin_addr) == 1
           && !address_guard_allows(&only_public, (const struct sockaddr *)&address);
}

static void run(struct check_run *run)
{
    const struct site_view *view = check_view(run);

    for (size_t index = 0; index < view->page_count; index++) {
        const struct view_page *page = &view->pages[index], *target;

        if (!page->is_met || page->state != VISIT_REDIRECT)
            continue;
        target = site_view_of_id(view, page->target);
        if (target != NULL && !target->is_ours && is_private(target->url))
            check_report(run, page, NULL, FINDING_ORDINARY,
                         gettext("readers are redirected into a private network: %s"), target->url);
    }
}

const struct check check_redirect_private = {
    .name = "redirect-private",
    .title = N_("redirect to a private address"),
    .basis = "《官方网站管理制度》第十六条；《政府网站与政务新媒体检查指标》可用性",
    .advice = N_("Remove the redirection: it tells outsiders of the network behind, and leads nowhere."),
    .run = run,
};
