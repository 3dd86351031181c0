/* SPDX-License-Identifier: Apache-2.0 */
#include <libintl.h>
#include <string.h>

#include "report/words.h"
#include "sweep/checks/checks_list.h"
#include "sweep/checks/known.h"

static const struct site_texts *loads(const struct facts *facts)
{
    return &facts->loads;
}

static const struct site_texts *leads(const struct facts *facts)
{
    return &facts->leads;
}

static bool takes_secrets(const struct facts *facts, const char *host)
{
    for (size_t index = 0; index < facts->secrets.count; index++) {
        if (strcmp(facts->secrets.items[index], host) == 0)
            return true;
    }
    return false;
}

static void report(struct check_run *run, const struct view_page *page, const char *host)
{
    if (takes_secrets(page->facts, host))
        check_report(
            run, page, host, FINDING_SEVERE,
            gettext("a form of the page asks for a password or an identity number, and sends it to a host that "
                    "the site has not named before: %s"),
            host);
    else
        check_report(run, page, host, FINDING_SUSPECTED, gettext("the site has not named this host before: %s"), host);
}

static void look_at(struct check_run *run, const struct known *known, struct known_told *told,
                    const struct view_page *page, const struct site_texts *hosts)
{
    for (size_t index = 0; index < hosts->count; index++) {
        const char *host = hosts->items[index];

        if (!site_has_host(check_view(run)->site, host) && known_is_told_now(run, known, told, page, host))
            report(run, page, host);
    }
}

/* The pages that ask first: the one finding of a host tells the worst of it. */
static void look_for_secrets(struct check_run *run, const struct known *known, struct known_told *told)
{
    const struct site_view *view = check_view(run);

    for (size_t index = 0; index < view->page_count; index++) {
        const struct view_page *page = &view->pages[index];

        if (site_view_stands(page) && page->facts != page->before)
            look_at(run, known, told, page, &page->facts->secrets);
    }
}

static void run(struct check_run *run)
{
    static known_list *const lists[] = { loads, leads };
    const struct site_view *view = check_view(run);
    struct known_told told = { 0 };
    struct known known;

    check_fail(run, known_load(view, lists, 2, &known));
    look_for_secrets(run, &known, &told);
    for (size_t index = 0; index < view->page_count; index++) {
        const struct view_page *page = &view->pages[index];

        if (!site_view_stands(page) || page->facts == page->before)
            continue;
        look_at(run, &known, &told, page, &page->facts->loads);
        /* What a new article leads its readers to is its editor's; a page that stood before has no reason to change. */
        if (page->before != NULL)
            look_at(run, &known, &told, page, &page->facts->leads);
    }
    known_free(&known);
    known_told_free(&told);
}

const struct check check_outside_host_new = {
    .name = "outside-host-new",
    .title = N_("new outside host"),
    .basis = "《官方网站管理制度》第十六条",
    .advice = N_("Look at what the page takes from that host. When it is right, accept the change (guanka sweep decide "
                 "accept)."),
    .compares = true,
    .run = run,
};
