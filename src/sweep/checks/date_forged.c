/* SPDX-License-Identifier: Apache-2.0 */
#include <libintl.h>

#include "base/alloc.h"
#include "report/words.h"
#include "sweep/answer_head.h"
#include "sweep/checks/checks_list.h"
#include "sweep/checks/redated.h"
#include "sweep/incident.h"
#include "sweep/slots.h"

enum {
    /* A server that dates so many of its pages anew says nothing about any of them. */
    LATE_PERCENT_MAX = 10,
    LATE_PAGES_MIN = 10,
};

/* ---- Pages that an earlier sweep would have seen, had they been there when they are dated. */

static size_t sweep_before(const struct site_view *view, const struct view_page *page)
{
    return site_view_sweep_before(view, page->first_seen_ms);
}

static bool is_backdated(const struct site_view *view, const struct view_page *page)
{
    size_t sweep = sweep_before(view, page);

    return sweep < view->earlier_count
           && date_days(page->facts->published) + view->site->thresholds.backdated_days
                  <= date_days(slots_day(view->earlier[sweep]));
}

struct forged {
    size_t *counts; /* how many came at once after each sweep; as many as there are sweeps */
    bool *moved;    /* of each page: it was known before, at another address with the same day */
};

static bool is_judged(const struct site_view *view, const struct forged *forged, const struct view_page *page)
{
    return site_view_stands(page) && date_is_set(page->facts->published) && !forged->moved[page - view->pages];
}

static void count_backdated(const struct site_view *view, struct forged *forged)
{
    for (size_t index = 0; index < view->page_count; index++) {
        const struct view_page *page = &view->pages[index];

        if (is_judged(view, forged, page) && is_backdated(view, page))
            forged->counts[sweep_before(view, page)]++;
    }
}

static void report_backdated(struct check_run *run, const struct view_page *page, size_t count)
{
    const struct site_view *view = check_view(run);
    bool is_batch = count >= view->site->thresholds.backdated_pages;
    char published[DATE_TEXT_SIZE], seen[DATE_TEXT_SIZE];

    date_text(page->facts->published, published);
    date_text(slots_day(page->first_seen_ms), seen);
    if (is_batch)
        check_report(run, page, NULL, FINDING_SEVERE,
                     gettext("%zu pages with earlier days came at once on %s; this one is dated %s"), count, seen,
                     published);
    else
        check_report(run, page, NULL, FINDING_SUSPECTED, gettext("the page was not there before %s, and is dated %s"),
                     seen, published);
}

/* ---- What the server says of pages whose first content still stands. */

static bool has_first_content(const struct site_view *view, const struct view_page *page)
{
    return site_view_sweep_before(view, page->changed_ms) == sweep_before(view, page) && page->modified[0] != '\0';
}

static bool is_late(const struct site_view *view, const struct view_page *page, struct date *modified)
{
    *modified = answer_head_day(page->modified);
    return date_is_set(*modified)
           && date_days(*modified) >= date_days(page->facts->published) + view->site->thresholds.forged_days;
}

static bool says_something(const struct site_view *view)
{
    size_t pages = 0, late = 0;

    for (size_t index = 0; index < view->page_count; index++) {
        const struct view_page *page = &view->pages[index];
        struct date modified;

        if (!site_view_stands(page) || !date_is_set(page->facts->published) || !has_first_content(view, page)
            || date_days(page->facts->published) + view->site->thresholds.forged_days > date_days(view->today))
            continue;
        pages++;
        late += is_late(view, page, &modified) ? 1 : 0;
    }
    return late < LATE_PAGES_MIN || late * 100 <= pages * LATE_PERCENT_MAX;
}

static void report_late(struct check_run *run, const struct view_page *page, struct date modified)
{
    char published[DATE_TEXT_SIZE], made[DATE_TEXT_SIZE];

    date_text(page->facts->published, published);
    date_text(modified, made);
    check_report(run, page, NULL, FINDING_SUSPECTED,
                 gettext("the page is dated %s, but the server says that it was made on %s"), published, made);
}

static void look(struct check_run *run, const struct forged *forged)
{
    const struct site_view *view = check_view(run);
    bool heeds_server = says_something(view);

    for (size_t index = 0; index < view->page_count; index++) {
        const struct view_page *page = &view->pages[index];
        struct date modified;

        if (!is_judged(view, forged, page))
            continue;
        if (is_backdated(view, page))
            report_backdated(run, page, forged->counts[sweep_before(view, page)]);
        else if (heeds_server && has_first_content(view, page) && is_late(view, page, &modified))
            report_late(run, page, modified);
    }
}

static void run(struct check_run *run)
{
    const struct site_view *view = check_view(run);
    struct forged forged = { .counts = alloc_zeroed(view->earlier_count + 1, sizeof *forged.counts),
                             .moved = alloc_zeroed(view->page_count + 1, sizeof *forged.moved) };
    enum status status = STATUS_NO_MEMORY;

    if (forged.counts != NULL && forged.moved != NULL)
        status = redated_find_moved(view, forged.moved);
    if (status == STATUS_OK) {
        count_backdated(view, &forged);
        look(run, &forged);
    }
    check_fail(run, status);
    alloc_free(forged.counts);
    alloc_free(forged.moved);
}

const struct check check_date_forged = {
    .name = "date-forged",
    .title = N_("date set back"),
    .basis = "《政府网站与政务新媒体检查指标》单项否决：弄虚作假（伪造发稿日期）",
    .advice = N_("Ask who published the page and when; a day of publication is the day on which it was published."),
    .family = INCIDENT_FORGERY,
    .run = run,
};
