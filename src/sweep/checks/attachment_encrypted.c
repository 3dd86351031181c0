/* SPDX-License-Identifier: Apache-2.0 */
#include <libintl.h>

#include "report/words.h"
#include "sweep/checks/checks_list.h"

static void run(struct check_run *run)
{
    const struct site_view *view = check_view(run);

    for (size_t index = 0; index < view->page_count; index++) {
        const struct view_page *page = &view->pages[index];

        if (page->is_met && page->state == VISIT_DONE && page->file == URL_ATTACHMENT && page->facts != NULL
            && (page->facts->problems & FACT_ENCRYPTED) != 0)
            check_report(
                run, page, NULL, FINDING_ORDINARY,
                gettext("the attachment asks for a password: readers cannot open it, and nobody can check it"));
    }
}

const struct check check_attachment_encrypted = {
    .name = "attachment-encrypted",
    .title = N_("attachment with a password"),
    .basis = "《政府网站与政务新媒体检查指标》办事服务：附件、样表无法使用",
    .advice = N_("Upload it without a password, or take it off the site."),
    .run = run,
};
