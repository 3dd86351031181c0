/* SPDX-License-Identifier: Apache-2.0 */
#include <libintl.h>

#include "report/words.h"
#include "sweep/checks/checks_list.h"
#include "sweep/private_host.h"

static void run(struct check_run *run)
{
    const struct site_view *view = check_view(run);

    for (size_t index = 0; index < view->page_count; index++) {
        const struct view_page *page = &view->pages[index], *target;

        if (!page->is_met || page->state != VISIT_REDIRECT)
            continue;
        target = site_view_of_id(view, page->target);
        if (target != NULL && !target->is_ours && private_host_is_of(target->url))
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
