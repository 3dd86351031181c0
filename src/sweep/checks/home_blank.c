/* SPDX-License-Identifier: Apache-2.0 */
#include <libintl.h>
#include <string.h>

#include "report/words.h"
#include "sweep/checks/checks_list.h"

/* What a script fills in is not seen here. */
static bool is_blank(const struct view_page *page)
{
    const struct facts *facts = page->facts;

    return facts != NULL
           && (page->size == 0 || (strcmp(facts->format, "html") == 0 && facts->is_blank && !facts->runs_script));
}

static void run(struct check_run *run)
{
    const struct site_view *view = check_view(run);

    for (size_t index = 0; index < view->site->starts.count; index++) {
        const struct view_page *home = site_view_find(view, view->site->starts.items[index]);

        if (home != NULL && is_blank(home))
            check_report(run, home, NULL, FINDING_SEVERE,
                         gettext("the home page is blank: readers find no word on it, and no link"));
    }
}

const struct check check_home_blank = {
    .name = "home-blank",
    .title = N_("blank home page"),
    .basis = "《官方网站管理制度》第十六条；《应急预案》三（一）2②",
    .advice =
        N_("See whether the server, its program or the page was tampered with, and put the page back from the last "
           "copy that was good."),
    .family = "tamper",
    .compares = true,
    .takes_starts = true,
    .takes_pages = true,
    .run = run,
};
