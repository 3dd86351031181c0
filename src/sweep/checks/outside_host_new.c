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

static const struct site_texts *asks(const struct facts *facts)
{
    return &facts->asks;
}

static bool takes_secrets(const struct facts *facts, const char *host)
{
    for (size_t index = 0; index < facts->secrets.count; index++) {
        if (strcmp(facts->secrets.items[index], host) == 0)
            return true;
    }
    return false;
}

typedef void report_host(struct check_run *run, const struct view_page *page, const char *host);

static void report_named(struct check_run *run, const struct view_page *page, const char *host)
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

static void report_asked(struct check_run *run, const struct view_page *page, const char *host)
{
    check_report(
        run, page, host, FINDING_SUSPECTED,
        site_view_is_script(page)
            ? gettext(
                "the script takes something from a host that the site has not named before, or sends it there: %s")
            : gettext("a script in the page takes something from a host that the site has not named before, or "
                      "sends it there: %s"),
        host);
}

static void look_at(struct check_run *run, const struct known *known, struct known_told *told,
                    const struct view_page *page, const struct site_texts *hosts, report_host *report)
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
            look_at(run, known, told, page, &page->facts->secrets, report_named);
    }
}

/* What an older version has kept of the page says nothing of whom its scripts ask. */
static void look_for_asked(struct check_run *run, const struct known *known, struct known_told *told,
                           const struct view_page *page)
{
    if (page->before == NULL || page->before->has_asks)
        look_at(run, known, told, page, &page->facts->asks, report_asked);
}

/* What is not kept is compared with nothing: whoever puts something behind it is not to hide it so. */
static void look_at_rest(struct check_run *run, const struct view_page *page)
{
    if (page->facts->has_more)
        check_report(
            run, page, NULL, FINDING_SUSPECTED,
            gettext("it names more addresses or hosts of others than are compared (%d of a kind): whether any of "
                    "the rest are new is not known"),
            FACT_ADDRESSES_MAX);
}

static void look_at_page(struct check_run *run, const struct known *known, struct known_told *told,
                         const struct view_page *page)
{
    look_at(run, known, told, page, &page->facts->loads, report_named);
    /* What a new article leads its readers to is its editor's; a page that stood before has no reason to change. */
    if (page->before != NULL)
        look_at(run, known, told, page, &page->facts->leads, report_named);
}

static void run(struct check_run *run)
{
    static known_list *const lists[] = { loads, leads, asks };
    const struct site_view *view = check_view(run);
    struct known_told told = { 0 };
    struct known known;

    check_fail(run, known_load(view, lists, sizeof lists / sizeof *lists, &known));
    look_for_secrets(run, &known, &told);
    for (size_t index = 0; index < view->page_count; index++) {
        const struct view_page *page = &view->pages[index];

        if (!(site_view_stands(page) || site_view_is_script(page)) || page->facts == page->before)
            continue;
        if (site_view_stands(page))
            look_at_page(run, &known, &told, page);
        look_for_asked(run, &known, &told, page);
        look_at_rest(run, page);
    }
    known_free(&known);
    known_told_free(&told);
}

const struct check check_outside_host_new = {
    .name = "outside-host-new",
    .title = N_("new outside host"),
    .basis = "《官方网站管理制度》第十六条",
    .advice =
        N_("Look at what the page takes from that host, or sends there. When it is right, accept the change (guanka "
           "sweep decide accept)."),
    .compares = true,
    .takes_pages = true,
    .run = run,
};
