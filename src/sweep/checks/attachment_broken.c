/* SPDX-License-Identifier: Apache-2.0 */
#include <libintl.h>

#include "report/words.h"
#include "sweep/checks/checks_list.h"

static void look(struct check_run *run, const struct view_page *page)
{
    if (page->state == VISIT_GONE)
        check_report(run, page, NULL, FINDING_ORDINARY, gettext("the attachment is not there: the server answers %d"),
                     page->http_status);
    else if (page->state == VISIT_FAILED && check_is_lost(run, page))
        check_report(run, page, NULL, FINDING_ORDINARY, gettext("the attachment could not be had"));
    else if (page->state == VISIT_DONE && page->facts != NULL && page->size == 0)
        check_report(run, page, NULL, FINDING_ORDINARY, gettext("the attachment is empty"));
    else if (page->state == VISIT_DONE && page->facts != NULL && (page->facts->problems & FACT_MALFORMED) != 0)
        check_report(run, page, NULL, FINDING_ORDINARY, gettext("the attachment is damaged"));
}

static void run(struct check_run *run)
{
    const struct site_view *view = check_view(run);

    for (size_t index = 0; index < view->page_count; index++) {
        if (view->pages[index].is_led_to && view->pages[index].file == URL_ATTACHMENT)
            look(run, &view->pages[index]);
    }
}

const struct check check_attachment_broken = {
    .name = "attachment-broken",
    .title = N_("broken attachment"),
    .basis = "《政府网站与政务新媒体检查指标》办事服务、可用性：附件无法下载",
    .advice = N_("Upload the attachment again and open it from outside afterwards."),
    .needs_no_page = true,
    .run = run,
};
