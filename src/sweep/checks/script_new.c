/* SPDX-License-Identifier: Apache-2.0 */
#include <libintl.h>

#include "report/words.h"
#include "sweep/checks/checks_list.h"
#include "sweep/checks/known.h"

static const struct site_texts *scripts(const struct facts *facts)
{
    return &facts->scripts;
}

static void run(struct check_run *run)
{
    static known_list *const lists[] = { scripts };
    const struct site_view *view = check_view(run);
    struct known known, told = { 0 };

    check_fail(run, known_load(view, lists, 1, &known));
    for (size_t index = 0; index < view->page_count; index++) {
        const struct view_page *page = &view->pages[index];

        for (size_t item = 0; site_view_stands(page) && item < page->facts->scripts.count; item++) {
            const char *script = page->facts->scripts.items[item];

            if (!known_is_ours(view->site, script) && known_is_told_now(run, &known, &told, page, script))
                check_report(run, page, script, FINDING_SEVERE, gettext("a script of another host has come: %s"),
                             script);
        }
    }
    known_free(&known);
    known_free(&told);
}

const struct check check_script_new = {
    .name = "script-new",
    .basis = "《官方网站管理制度》第十六条",
    .advice =
        N_("Ask who put the script there; when nobody did, the site has been tampered with. When it is right, set "
           "the finding aside as a false alarm."),
    .compares = true,
    .run = run,
};
