/* SPDX-License-Identifier: Apache-2.0 */
#include <libintl.h>
#include <string.h>

#include "report/words.h"
#include "sweep/checks/checks_list.h"
#include "sweep/checks/sent.h"
#include "sweep/url_host.h"

static const struct view_page *find_page(const struct site_view *view, const char *url)
{
    for (size_t index = 0; index < view->page_count; index++) {
        if (strcmp(view->pages[index].url, url) == 0)
            return &view->pages[index];
    }
    return NULL;
}

/* A site that has moved in with another one of government has moved; one that is suddenly anywhere else was taken. */
static enum finding_severity severity_of(const struct view_page *elsewhere)
{
    struct url_parts parts;

    return url_split(elsewhere->url, &parts) && url_host_is_official(parts.host) ? FINDING_ORDINARY : FINDING_SEVERE;
}

/* What a person says of one host is no word on the next one. */
static void tell(struct check_run *run, const struct view_page *start, const struct view_page *last,
                 const struct view_page *elsewhere)
{
    struct url_parts parts;
    const char *host = url_split(elsewhere->url, &parts) ? parts.host : elsewhere->url;

    check_report(run, start, check_state(run, start, bytes_of_text(host)), severity_of(elsewhere),
                 gettext("the start page sends readers to another host: %s"), elsewhere->url);
    check_alarm(run, last, "tamper", NULL);
}

/* That it has always done so is told, but opens nothing: nobody has taken it over since. */
static enum finding_severity severity_of_sent(const struct view_page *by, const char *url)
{
    bool is_known = by->before != NULL && (!by->before->has_sends || sent_knows_host(by->before, url));

    return is_known || sent_is_official(url) ? FINDING_ORDINARY : FINDING_SEVERE;
}

/* The page is there, but a refresh or a script sends readers on. */
static void look_at_page(struct check_run *run, const char *start)
{
    const struct view_page *page = site_view_find(check_view(run), start), *by;
    const char *url = page != NULL && site_view_stands(page) ? sent_from(check_view(run), page, &by) : NULL;

    if (url == NULL)
        return;
    if (by == page)
        check_report(run, page, check_state(run, page, bytes_of_text(url)), severity_of_sent(by, url),
                     gettext("the start page sends readers to another host, by a refresh or a script: %s"), url);
    else
        check_report(run, page, check_state(run, page, bytes_of_text(url)), severity_of_sent(by, url),
                     gettext("the start page sends readers to another host, by the script %s: %s"),
                     check_quote(run, by->url), url);
    check_alarm(run, page, "tamper", NULL);
}

/* In the first sweep it is rather the site file that is wrong: the sweep says so. */
static void run(struct check_run *run)
{
    const struct site_view *view = check_view(run);

    for (size_t index = 0; index < view->site->starts.count; index++) {
        const struct view_page *start = find_page(view, view->site->starts.items[index]), *last = NULL;
        const struct view_page *elsewhere = start != NULL ? sent_redirected(view, start, &last) : NULL;

        /* That nothing could be read behind another name of the site the sweep itself says. */
        if (elsewhere != NULL && sent_is_elsewhere(view->site, elsewhere->url))
            tell(run, start, last, elsewhere);
        else if (elsewhere == NULL)
            look_at_page(run, view->site->starts.items[index]);
    }
}

const struct check check_start_elsewhere = {
    .name = "start-elsewhere",
    .title = N_("start page that leads to another host"),
    .basis = "《官方网站管理制度》第十六条；《应急预案》三（一）2②",
    .advice = N_("See whether the name, the server or the page was taken over, and take the redirection back; when the "
                 "site has moved, correct the site file (start, hosts)."),
    .compares = true,
    .takes_starts = true,
    .takes_pages = true,
    .run = run,
};
