/* SPDX-License-Identifier: Apache-2.0 */
#include <libintl.h>

#include "base/alloc.h"
#include "report/words.h"
#include "sweep/checks/checks_list.h"
#include "sweep/checks/listed.h"

static void look_at(struct check_run *run, const struct view_page *page)
{
    const struct site_view *view = check_view(run);
    struct listed_walk walk = { .view = view, .page = page };
    struct listed_entry entry, first = { 0 };
    char listed[DATE_TEXT_SIZE], own[DATE_TEXT_SIZE];
    size_t count = 0, articles = 0;

    while (listed_next(&walk, &entry)) {
        articles += entry.article != NULL ? 1 : 0;
        if (!entry.is_contradicted)
            continue;
        first = count == 0 ? entry : first;
        count++;
    }
    if (count == 0)
        return;
    date_text(first.date, listed);
    date_text(first.article->facts->published, own);
    check_report(
        run, page, NULL, FINDING_SUSPECTED,
        gettext("%zu of %zu entries of the list have another day than the page that they lead to: first %s, which "
                "the list dates %s and which says %s itself"),
        count, articles, check_quote(run, first.article->url), listed, own);
}

/* A page may be a start page and a column, or several columns. */
static void look_once(struct check_run *run, const char *url, bool *is_seen)
{
    const struct site_view *view = check_view(run);
    const struct view_page *page = site_view_find(view, url);

    if (page == NULL || !site_view_stands(page) || is_seen[page - view->pages])
        return;
    is_seen[page - view->pages] = true;
    look_at(run, page);
}

static void run(struct check_run *run)
{
    const struct site_view *view = check_view(run);
    bool *is_seen = alloc_zeroed(view->page_count + 1, sizeof *is_seen);

    if (is_seen == NULL) {
        check_fail(run, STATUS_NO_MEMORY);
        return;
    }
    for (size_t index = 0; index < view->site->starts.count; index++)
        look_once(run, view->site->starts.items[index], is_seen);
    for (size_t index = 0; index < view->site->column_count; index++)
        look_once(run, view->site->columns[index].address, is_seen);
    alloc_free(is_seen);
}

const struct check check_list_dates = {
    .name = "list-dates",
    .title = N_("list gives other days than its articles"),
    .basis = "《政府网站与政务新媒体检查指标》单项否决：弄虚作假（伪造发稿日期）；栏目不更新",
    .advice =
        N_("Have the list show the day of publication of each article. How old the column is goes by what the articles "
           "say."),
    .run = run,
};
