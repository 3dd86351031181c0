/* SPDX-License-Identifier: Apache-2.0 */
#include <libintl.h>

#include "report/words.h"
#include "sweep/checks/checks_list.h"

static void run(struct check_run *run)
{
    const struct site_view *view = check_view(run);

    for (size_t index = 0; index < view->page_count; index++) {
        const struct view_page *page = &view->pages[index];

        if (site_view_stands(page) && page->is_led_to && page->facts->says_missing)
            check_report(run, page, NULL, FINDING_ORDINARY,
                         gettext("the page says that there is none, but the server answers %d"), page->http_status);
    }
}

const struct check check_soft_404 = {
    .name = "soft-404",
    .title = N_("missing page answered with 200"),
    .basis = "《政府网站与政务新媒体检查指标》可用性：链接无法正常访问",
    .advice = N_("Correct the link, and let the server answer 404 for what is not there."),
    .needs_no_page = true,
    .run = run,
};
