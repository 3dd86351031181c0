/* SPDX-License-Identifier: Apache-2.0 */
#include <libintl.h>

#include "report/words.h"
#include "sweep/checks/checks_list.h"
#include "sweep/fact_charset.h"

/* So many pages with the same are the server's or the template's, which is told once. */
enum { SAME_PAGES = 20 };

enum fault { FAULT_NONE, FAULT_SAID, FAULT_DECLARED, FAULT_COUNT };

static enum fault fault_of(const struct facts *facts)
{
    if (!fact_charset_agrees(facts->charset_said, facts->charset))
        return FAULT_SAID;
    if (!fact_charset_agrees(facts->charset_declared, facts->charset)
        || !fact_charset_agrees(facts->charset_declared, facts->charset_said))
        return FAULT_DECLARED;
    return FAULT_NONE;
}

static void report(struct check_run *run, const struct view_page *page, enum fault fault)
{
    const struct facts *facts = page->facts;

    if (fault == FAULT_SAID)
        check_report(run, page, NULL, FINDING_ORDINARY, gettext("the server says that the page is in %s; it is in %s"),
                     facts->charset_said, facts->charset);
    else
        check_report(run, page, NULL, FINDING_ORDINARY, gettext("the page says that it is in %s; it is in %s"),
                     facts->charset_declared, facts->charset);
}

static void report_all(struct check_run *run, size_t count, const struct view_page *first, const char *name)
{
    const struct site_view *view = check_view(run);
    const struct view_page *home = site_view_find(view, view->site->starts.items[0]);

    if (home != NULL)
        check_report(run, home, name, FINDING_ORDINARY,
                     gettext("%zu pages of the site are not in the charset that is declared; the first one: %s"), count,
                     first->url);
}

static enum fault look_at(const struct site_view *view, const struct view_page *page)
{
    enum fault fault = site_view_stands(page) ? fault_of(page->facts) : FAULT_NONE;

    return fault != FAULT_NONE && site_view_twin(view, page) != NULL ? FAULT_NONE : fault;
}

static void run(struct check_run *run)
{
    static const char *const names[FAULT_COUNT] = { [FAULT_SAID] = "server", [FAULT_DECLARED] = "page" };
    const struct site_view *view = check_view(run);
    const struct view_page *first[FAULT_COUNT] = { NULL };
    size_t counts[FAULT_COUNT] = { 0 };

    for (size_t index = 0; index < view->page_count; index++) {
        enum fault fault = look_at(view, &view->pages[index]);

        if (counts[fault]++ == 0)
            first[fault] = &view->pages[index];
    }
    for (size_t index = 0; index < view->page_count; index++) {
        enum fault fault = look_at(view, &view->pages[index]);

        if (fault != FAULT_NONE && counts[fault] <= SAME_PAGES)
            report(run, &view->pages[index], fault);
    }
    for (enum fault fault = FAULT_NONE + 1; fault < FAULT_COUNT; fault++) {
        if (counts[fault] > SAME_PAGES)
            report_all(run, counts[fault], first[fault], names[fault]);
    }
}

const struct check check_charset_wrong = {
    .name = "charset-wrong",
    .title = N_("wrong charset"),
    .basis = "《政府网站与政务新媒体检查指标》可用性：网页无法正常显示（乱码）",
    .advice = N_("Have the server and the page name the charset that the page is saved in, UTF-8 if you can choose."),
    .run = run,
};
