/* SPDX-License-Identifier: Apache-2.0 */
#include <libintl.h>
#include <string.h>

#include "report/words.h"
#include "sweep/checks/checks_list.h"
#include "sweep/checks/known.h"

static const struct site_texts *forbids(const struct facts *facts)
{
    return &facts->forbids;
}

/* The first rule that was not there; NULL: there is none. */
static const char *find_new(const struct known *known, const struct facts *facts)
{
    for (size_t index = 0; index < facts->forbids.count; index++) {
        if (!known_has(known, facts->forbids.items[index]))
            return facts->forbids.items[index];
    }
    return NULL;
}

/* A page was had before; of what the site file names a redirection is enough, as it leads to its pages. */
static bool was_had(const struct view_page *page)
{
    return page->http_status / 100 == 2 || (page->http_status / 100 == 3 && page->depth == 0 && page->via == 0);
}

/* How many pages of the host were had before and are forbidden now. */
static size_t count_hidden(const struct site_view *view, const struct view_page *robots, const struct view_page **first)
{
    size_t origin = strlen(robots->url) - strlen("/robots.txt"), count = 0;

    for (size_t index = 0; index < view->page_count; index++) {
        const struct view_page *page = &view->pages[index];

        if (!page->is_met || page->state != VISIT_FORBIDDEN || page->is_map || !was_had(page)
            || strncmp(page->url, robots->url, origin + 1) != 0)
            continue;
        *first = count++ == 0 ? page : *first;
    }
    return count;
}

static void look_at(struct check_run *run, const struct known *known, const struct view_page *robots)
{
    const struct view_page *first = NULL;
    size_t hidden = count_hidden(check_view(run), robots, &first);
    const char *rule = find_new(known, robots->facts);
    const char *state =
        hidden > 0 || rule != NULL ? check_state(run, robots, bytes_of_text(robots->facts->content)) : NULL;

    if (hidden > 0)
        check_report(
            run, robots, state, FINDING_SEVERE,
            gettext("robots.txt hides from inspection what was inspected before, %zu addresses, among them %s"), hidden,
            check_quote(run, first->url));
    else if (rule != NULL)
        check_report(run, robots, state, FINDING_ORDINARY,
                     gettext("robots.txt forbids what it did not forbid before: %s"), check_quote(run, rule));
}

static void run(struct check_run *run)
{
    static known_list *const lists[] = { forbids };
    const struct site_view *view = check_view(run);
    struct known known;

    check_fail(run, known_load(view, lists, 1, &known));
    for (size_t index = 0; index < view->page_count; index++) {
        const struct view_page *page = &view->pages[index];

        /* A host that nobody had been to before has a file of rules, too. */
        if (page->is_met && page->facts != NULL && strcmp(page->facts->format, "robots") == 0 && page->before != NULL)
            look_at(run, &known, page);
    }
    known_free(&known);
}

const struct check check_robots_changed = {
    .name = "robots-changed",
    .title = N_("robots.txt forbids more"),
    .basis = "《官方网站管理制度》第十六条",
    .advice = N_(
        "Find out who changed robots.txt; when nobody did, put it back and look at what it was meant to hide. When it "
        "is meant, accept the change (guanka sweep decide accept): what it forbids is then left out of sweeps by that "
        "decision. Sweeps of one's own site better look at everything all the same (manners: robots: ignore)."),
    .compares = true,
    .takes_pages = true,
    .run = run,
};
