/* SPDX-License-Identifier: Apache-2.0 */
#include <libintl.h>
#include <string.h>

#include "report/words.h"
#include "sweep/checks/checks_list.h"

/* The title of a start page or a list is nobody's daily work. */
static enum finding_severity judge(const struct site *site, const struct view_page *page)
{
    return site_names_page(site, page->url) || !facts_share_words(page->before->title, page->facts->title)
               ? FINDING_SEVERE
               : FINDING_SUSPECTED;
}

/* To words that nobody may publish: then nobody has to be asked first. */
static void tell(struct check_run *run, const struct view_page *page)
{
    const char *family = check_prohibited(run, page);

    check_report(run, page, check_state(run, page, bytes_of_text(page->facts->title)),
                 judge(check_view(run)->site, page), gettext("the title has changed from \"%.300s\" to \"%.300s\""),
                 check_quote(run, page->before->title), check_quote(run, page->facts->title));
    if (family != NULL)
        check_alarm(run, page, family, NULL);
}

static void run(struct check_run *run)
{
    const struct site_view *view = check_view(run);

    for (size_t index = 0; index < view->page_count; index++) {
        const struct view_page *page = &view->pages[index], *twin;

        if (!site_view_stands(page) || page->before == NULL || page->before->says_missing || page->facts->says_missing
            || page->facts->is_blank || strcmp(page->before->format, page->facts->format) != 0
            || strcmp(page->before->title, page->facts->title) == 0)
            continue;
        twin = site_names_page(view->site, page->url) ? NULL : site_view_twin(view, page);
        if (twin != NULL) /* what is said of the one is said of both */
            check_question(run, page, check_state(run, twin, bytes_of_text(twin->facts->title)));
        else
            tell(run, page);
    }
}

const struct check check_title_changed = {
    .name = "title-changed",
    .title = N_("title changed"),
    .basis = "《官方网站管理制度》第十六条",
    .advice = N_("Ask the editor; when nobody changed it, the site has been tampered with. When it is right, "
                 "accept the change (guanka sweep decide accept)."),
    .compares = true,
    .takes_pages = true,
    .run = run,
};
