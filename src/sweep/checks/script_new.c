/* SPDX-License-Identifier: Apache-2.0 */
#include <libintl.h>

#include "report/words.h"
#include "sweep/checks/checks_list.h"
#include "sweep/checks/known.h"

static const struct site_texts *scripts(const struct facts *facts)
{
    return &facts->scripts;
}

/* A new page comes with its own scripts; one that stood before has no reason to take in another. */
static void look_at_own(struct check_run *run, const struct view_page *page)
{
    const struct site_view *view = check_view(run);
    struct listed_link link;
    size_t offset = 0;

    while (link_list_next(page->links, &offset, &link)) {
        const struct view_page *script = link.element == PAGE_PROGRAM ? site_view_of_id(view, link.address) : NULL;

        if (script == NULL || !script->is_ours || !script->is_met || script->state != VISIT_DONE
            || script->facts == NULL || script->before != NULL)
            continue;
        check_report(run, script, NULL, FINDING_SUSPECTED,
                     gettext("pages that were there before take in a script of the site's own that was not"));
    }
}

static void run(struct check_run *run)
{
    const struct site_view *view = check_view(run);

    known_report_new(run, scripts, gettext("a script of another host has come: %s"));
    for (size_t index = 0; index < view->page_count; index++) {
        const struct view_page *page = &view->pages[index];

        if (site_view_stands(page) && page->before != NULL)
            look_at_own(run, page);
    }
}

const struct check check_script_new = {
    .name = "script-new",
    .title = N_("new script"),
    .basis = "《官方网站管理制度》第十六条",
    .advice = N_("Ask who put the script there; when nobody did, the site has been tampered with. When it is right, "
                 "accept the change (guanka sweep decide accept)."),
    .family = "tamper",
    .compares = true,
    .takes_pages = true,
    .run = run,
};
