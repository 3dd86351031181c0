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

/* To an address of the site, under whatever name of it. */
static bool leads_home(const struct site_view *view, const struct view_page *page)
{
    struct listed_link link;
    size_t offset = 0;

    while (link_list_next(page->links, &offset, &link)) {
        const struct view_page *target = site_view_of_id(view, link.address);
        bool is_way = link.element == PAGE_ANCHOR || link.element == PAGE_FRAME || link.element == PAGE_REFRESH;
        struct url_parts parts, own;

        if (is_way && !link.is_hidden && target != NULL && url_split(target->url, &parts) && url_split(page->url, &own)
            && strcmp(parts.host, own.host) != 0 && site_is_at_home(view->site, parts.host))
            return true;
    }
    return false;
}

/* Nobody can go on from there, and it was otherwise. */
static bool is_alone(const struct site_view *view, const struct view_page *page)
{
    return site_view_stands(page) && page->before != NULL && page->before->leads_on && !page->facts->leads_on
           && !page->facts->is_blank && page->facts->notice != NOTICE_REFUSED && !leads_home(view, page);
}

/* With another title it is another page, whatever was said of this one. Who closes a site, or has none, says so. */
static void tell_alone(struct check_run *run, const struct view_page *home)
{
    const char *subject = check_state(run, home, bytes_of_text(home->facts->title));

    if (home->facts->notice == NOTICE_CLOSED || home->facts->says_missing)
        check_report(run, home, subject, FINDING_SUSPECTED,
                     gettext("the home page leads to no other page of the site any more, and says that there is none, "
                             "that it is being worked on or has closed: \"%.300s\""),
                     check_quote(run, home->facts->title));
    else
        check_report(run, home, subject, FINDING_SEVERE,
                     gettext("the home page leads to no other page of the site any more; its title is \"%.300s\""),
                     check_quote(run, home->facts->title));
}

static void run(struct check_run *run)
{
    const struct site_view *view = check_view(run);

    for (size_t index = 0; index < view->site->starts.count; index++) {
        const struct view_page *home = site_view_find(view, view->site->starts.items[index]);

        if (home != NULL && is_blank(home))
            check_report(run, home, NULL, FINDING_SEVERE,
                         gettext("the home page is blank: readers find no word on it, and no link"));
        else if (home != NULL && is_alone(view, home))
            tell_alone(run, home);
    }
}

const struct check check_home_blank = {
    .name = "home-blank",
    .title = N_("home page that is blank or leads nowhere"),
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
