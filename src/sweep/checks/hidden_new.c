/* SPDX-License-Identifier: Apache-2.0 */
#include <libintl.h>
#include <string.h>

#include "report/words.h"
#include "sweep/checks/checks_list.h"
#include "sweep/checks/known.h"
#include "sweep/url_host.h"

static bool has(const struct site_texts *texts, const char *item)
{
    for (size_t index = 0; index < texts->count; index++) {
        if (strcmp(texts->items[index], item) == 0)
            return true;
    }
    return false;
}

/* Menus that open hide links to the sites of government. */
static bool is_official(const char *url)
{
    struct url_parts parts;

    return url_split(url, &parts) && url_host_is_official(parts.host);
}

static const struct site_texts *loads(const struct facts *facts)
{
    return &facts->loads;
}

static const struct site_texts *leads(const struct facts *facts)
{
    return &facts->leads;
}

/* Hosts that the site knows: found out when somebody asks first, since mostly nobody does. */
struct hosts {
    struct known known;
    bool is_loaded;
};

static bool is_known_host(struct check_run *run, struct hosts *hosts, const char *url)
{
    static known_list *const lists[] = { loads, leads };
    struct url_parts parts;

    if (!hosts->is_loaded)
        check_fail(run, known_load(check_view(run), lists, sizeof lists / sizeof *lists, &hosts->known));
    hosts->is_loaded = true;
    return url_split(url, &parts) && known_has(&hosts->known, parts.host);
}

/* Links that have come, of one kind. */
struct arrivals {
    const char *first;
    unsigned count;
};

static void arrive(struct arrivals *arrivals, const char *url)
{
    if (arrivals->count++ == 0)
        arrivals->first = url;
}

static void tell(struct check_run *run, const struct view_page *page, const char *state, const struct arrivals *hidden,
                 const struct arrivals *openable)
{
    if (hidden->count > 0)
        check_report(run, page, state, FINDING_SEVERE,
                     gettext("hidden links to other hosts have come, %u of them; the first one: %s"), hidden->count,
                     hidden->first);
    else
        check_report(run, page, state, FINDING_SUSPECTED,
                     gettext("links to other hosts have come where readers have to open something first (a menu, a "
                             "tab, a dialog), %u of them; the first one: %s"),
                     openable->count, openable->first);
}

/* Who breaks in can make a menu as well: a new one is told of, and so is what an old one has of hosts that nobody knew.
 */
static bool is_usual(struct check_run *run, struct hosts *hosts, const struct view_page *page, const char *url)
{
    return has(&page->facts->openable, url) && page->before->opens && is_known_host(run, hosts, url);
}

static void look_at(struct check_run *run, struct hosts *hosts, const struct view_page *page)
{
    const struct site *site = check_view(run)->site;
    const struct view_page *twin = site_view_twin(check_view(run), page);
    struct arrivals hidden = { 0 }, openable = { 0 };
    struct buf links = BUF_INIT(1 << 24);

    for (size_t index = 0; index < page->facts->hidden.count; index++) {
        const char *url = page->facts->hidden.items[index];

        if (known_is_ours(site, url) || is_official(url) || has(&page->before->hidden, url)
            || is_usual(run, hosts, page, url))
            continue;
        arrive(has(&page->facts->openable, url) ? &openable : &hidden, url);
        buf_format(&links, "%s\n", url);
    }
    if (links.size > 0 && twin != NULL) /* what is said of the one is said of both */
        check_question(run, page, check_state(run, twin, buf_bytes(&links)));
    else if (links.size > 0)
        tell(run, page, check_state(run, page, buf_bytes(&links)), &hidden, &openable);
    check_fail(run, buf_status(&links));
    buf_free(&links);
}

static void run(struct check_run *run)
{
    const struct site_view *view = check_view(run);
    struct hosts hosts = { 0 };

    for (size_t index = 0; index < view->page_count; index++) {
        const struct view_page *page = &view->pages[index];

        /* What is new altogether is read by the rules alone: there is nothing to compare it with. */
        if (site_view_stands(page) && page->before != NULL && page->before != page->facts)
            look_at(run, &hosts, page);
    }
    known_free(&hosts.known);
}

const struct check check_hidden_new = {
    .name = "hidden-new",
    .title = N_("new hidden link"),
    .basis = "《官方网站管理制度》第十六条；《政府网站与政务新媒体检查指标》单项否决：页面被挂马、内容被篡改",
    .advice =
        N_("Take the page off and keep a copy as evidence; then find out how the links came, and look at the other "
           "pages of the site."),
    .family = "tamper",
    .compares = true,
    .takes_pages = true,
    .run = run,
};
