/* SPDX-License-Identifier: Apache-2.0 */
#include <libintl.h>
#include <string.h>

#include "report/words.h"
#include "sweep/checks/checks_list.h"

static void run(struct check_run *run)
{
    const struct site_view *view = check_view(run);

    for (size_t index = 0; index < view->page_count; index++) {
        const struct view_page *page = &view->pages[index];

        if (page->is_met && page->state == VISIT_DONE && page->file == URL_SCRIPT && page->facts != NULL
            && page->before != NULL && strcmp(page->facts->content, page->before->content) != 0)
            check_report(run, page, check_state(run, page, bytes_of_text(page->facts->content)), FINDING_SEVERE,
                         gettext("the script is another one than it was"));
    }
}

const struct check check_script_changed = {
    .name = "script-changed",
    .title = N_("script changed"),
    .basis = "《官方网站管理制度》第十五条第（六）项、第十六条",
    .advice =
        N_("Compare it with the copy that was released; when nobody changed it, put that back and look for how it "
           "came. When it is right, accept the change (guanka sweep decide accept)."),
    .family = "tamper",
    .compares = true,
    .takes_pages = true,
    .run = run,
};
