/* SPDX-License-Identifier: Apache-2.0 */
#include <libintl.h>
#include <string.h>

#include "report/words.h"
#include "sweep/checks/checks_list.h"
#include "sweep/url_host.h"

/* Names that nobody on the network can ask for (RFC 6761, RFC 6762, ICANN's .internal), and addresses: sites that are
 * being built or tried out. */
static bool is_reserved(const char *host)
{
    static const char *const ends[] = { ".test", ".example", ".invalid", ".localhost", ".local", ".internal" };
    const char *last = strrchr(host, '.');

    for (size_t index = 0; index < sizeof ends / sizeof *ends; index++) {
        if (last != NULL && strcmp(last, ends[index]) == 0)
            return true;
    }
    return last == NULL || host[0] == '[' || (last[1] >= '0' && last[1] <= '9');
}

static void look_at_start(struct check_run *run, const char *start)
{
    const struct view_page *page = site_view_find(check_view(run), start);
    struct url_parts parts;

    /* Where it redirects to is where readers are. */
    if (page == NULL)
        check_give_up(run);
    else if (url_split(page->url, &parts) && !url_host_is_official(parts.host)
        && !is_reserved(parts.host))
        check_report(run, page, "name", FINDING_ORDINARY,
                     gettext("the site is at %s, which is no name of government (.gov.cn, .政务)"), parts.host);
}

static bool is_secure(const char *url)
{
    return strncmp(url, "https://", strlen("https://")) == 0;
}

/* A page of ours that readers are led to without encryption, and that does not send them on. */
static bool is_bare(const struct view_page *page)
{
    return page->is_ours && page->is_shown && !is_secure(page->url) && page->target == 0 && page->http_status == 200
           && site_view_stands(page);
}

static void look_at_mixture(struct check_run *run)
{
    const struct site_view *view = check_view(run);
    const struct view_page *home = site_view_find(view, view->site->starts.items[0]), *first = NULL;
    size_t count = 0;

    if (home == NULL || !is_secure(home->url))
        return;
    for (size_t index = 0; index < view->page_count; index++) {
        if (!is_bare(&view->pages[index]))
            continue;
        first = first != NULL ? first : &view->pages[index];
        count++;
    }
    if (count > 0)
        check_report(run, home, "mixture", FINDING_ORDINARY,
                     gettext("the site is at https, and %zu of its pages are linked as http; the first one: %s"), count,
                     first->url);
}

static void run(struct check_run *run)
{
    const struct site_view *view = check_view(run);

    for (size_t index = 0; index < view->site->starts.count; index++)
        look_at_start(run, view->site->starts.items[index]);
    look_at_mixture(run);
}

const struct check check_domain_wrong = {
    .name = "domain-wrong",
    .title = N_("wrong domain name"),
    .basis = "《国务院办公厅关于加强政府网站域名管理的通知》（国办函〔2018〕55号）；《政府网站与政务新媒体检查指标》功"
             "能设计：域名名称",
    .advice =
        N_("Put the site under a name below .gov.cn or .政务, have the other one redirect there, and link its pages "
           "in one way, by https."),
    .run = run,
};
