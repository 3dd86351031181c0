/* SPDX-License-Identifier: Apache-2.0 */
#include <libintl.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "report/words.h"
#include "sweep/checks/checks_list.h"
#include "sweep/fact_sketch.h"
#include "sweep/incident.h"
#include "sweep/slots.h"

enum {
    /* When so many of its articles are dated anew at once, it is one matter. */
    WHOLE_PERCENT_MIN = 50,
    WHOLE_PAGES_MIN = 20,
    MOST_PERCENT_MIN = 50, /* of those */
    /* Another template moves days by one where it errs in the time of day, and all alike where it errs in the month:
     * months differ by three days. It does not give articles of many days the same one. */
    ERRING_DAYS = 1,
    ALIKE_DAYS = 3,
    ONE_TIME_DAYS = 2,
};

/* ---- Which articles are dated anew. */

/* An article before and now; another title is told of by title-changed. */
static bool is_comparable(const struct site_view *view, const struct view_page *page)
{
    return site_view_stands(page) && page->state == VISIT_DONE && page->before != NULL
           && !site_names_page(view->site, page->url) && page->facts->sketch[0] != '\0'
           && date_is_set(page->before->published) && date_is_set(page->facts->published)
           && strcmp(page->before->title, page->facts->title) == 0;
}

static int64_t days_on(const struct view_page *page)
{
    return date_days(page->facts->published) - date_days(page->before->published);
}

/* Who corrects an article may well date it anew for some days; who changes nothing but the day has no reason to. */
static bool is_redated(const struct site_view *view, const struct view_page *page)
{
    int64_t days = is_comparable(view, page) ? days_on(page) : 0;
    unsigned likeness = days != 0 ? fact_sketch_likeness(page->before->sketch, page->facts->sketch) : 0;

    return likeness == 100
           || (likeness >= view->site->thresholds.same_text_percent
               && (days >= view->site->thresholds.redated_days || -days >= view->site->thresholds.redated_days));
}

/* It stood there before the day on which it says now that it was published. */
static bool is_made_fresh(const struct view_page *page)
{
    return days_on(page) > 0 && date_days(slots_day(page->first_seen_ms)) < date_days(page->facts->published);
}

/* ---- How they are told of. */

/* Dated anew again, it is the same finding as long as nobody has accepted the first time. */
static const char *subject_of(struct check_run *run, const struct view_page *page)
{
    char before[DATE_TEXT_SIZE];

    date_text(page->before->published, before);
    return check_state(run, page, bytes_of_text(before));
}

static void report(struct check_run *run, const struct view_page *page, size_t count)
{
    const struct view_page *twin = site_view_twin(check_view(run), page);
    bool is_batch = count >= check_view(run)->site->thresholds.backdated_pages;
    char before[DATE_TEXT_SIZE], now[DATE_TEXT_SIZE], seen[DATE_TEXT_SIZE];

    if (twin != NULL && twin->before != NULL) { /* what is said of the one is said of both */
        check_question(run, page, subject_of(run, twin));
        return;
    }
    date_text(page->before->published, before);
    date_text(page->facts->published, now);
    date_text(slots_day(page->first_seen_ms), seen);
    if (!is_made_fresh(page))
        check_report(run, page, subject_of(run, page), FINDING_SUSPECTED,
                     gettext("the page was dated %s before and is dated %s now, and its text is the same"), before,
                     now);
    else if (is_batch)
        check_report(run, page, subject_of(run, page), FINDING_SEVERE,
                     gettext("%zu pages that had stood there before were dated anew at once; this one is dated %s now, "
                             "and was known on %s already, dated %s"),
                     count, now, seen, before);
    else
        check_report(run, page, subject_of(run, page), FINDING_SUSPECTED,
                     gettext("the page is dated %s now, and was known on %s already, dated %s, with the same text"),
                     now, seen, before);
}

/* ---- How many there are. */

struct redated {
    bool *pages;    /* of each */
    size_t *counts; /* of those that were made fresh after each sweep */
    size_t count, comparable;
};

static void find_redated(const struct site_view *view, struct redated *redated)
{
    for (size_t index = 0; index < view->page_count; index++) {
        const struct view_page *page = &view->pages[index];

        redated->comparable += is_comparable(view, page) ? 1 : 0;
        redated->pages[index] = is_redated(view, page);
        if (!redated->pages[index])
            continue;
        redated->count++;
        if (is_made_fresh(page) && site_view_twin(view, page) == NULL)
            redated->counts[site_view_sweep_before(view, page->changed_ms)]++;
    }
}

static bool is_whole_site(const struct redated *redated)
{
    return redated->count >= WHOLE_PAGES_MIN && redated->count * 100 >= redated->comparable * WHOLE_PERCENT_MIN;
}

/* ---- Whether a whole site is dated anew by another template, or by somebody. */

static int compare_days(const void *left, const void *right)
{
    int64_t one = *(const int64_t *)left, other = *(const int64_t *)right;

    return (one > other) - (one < other);
}

static bool are_most(const struct redated *redated, size_t count)
{
    return count * 100 >= redated->count * MOST_PERCENT_MIN;
}

/* Whether most of all lie within so many days of each other. Sorts them. */
static bool lie_close(const struct redated *redated, int64_t *days, size_t count, int64_t span)
{
    size_t most = 0;

    qsort(days, count, sizeof *days, compare_days);
    for (size_t first = 0, last = 0; last < count; last++) {
        while (days[last] - days[first] > span)
            first++;
        most = last - first + 1 > most ? last - first + 1 : most;
    }
    return are_most(redated, most);
}

/* Most say that they were published when they had long stood there. What moves them all alike is a template, unless
 * they come to one time. */
static bool is_forged(const struct site_view *view, const struct redated *redated, int64_t *days, int64_t *moved)
{
    size_t count = 0;

    for (size_t index = 0; index < view->page_count; index++) {
        const struct view_page *page = &view->pages[index];

        if (!redated->pages[index] || !is_made_fresh(page) || days_on(page) <= ERRING_DAYS)
            continue;
        days[count] = date_days(page->facts->published);
        moved[count++] = days_on(page);
    }
    return are_most(redated, count)
           && (lie_close(redated, days, count, ONE_TIME_DAYS) || !lie_close(redated, moved, count, ALIKE_DAYS));
}

static void report_whole_site(struct check_run *run, const struct redated *redated, bool is_forgery)
{
    const struct site_view *view = check_view(run);
    const struct view_page *home = site_view_find(view, view->site->starts.items[0]);

    if (home == NULL) {
        check_give_up(run);
        return;
    }
    if (is_forgery)
        check_report(run, home, NULL, FINDING_SEVERE,
                     gettext("%zu of %zu articles are dated anew with the same text, most of them after the day on "
                             "which they were known already"),
                     redated->count, redated->comparable);
    else
        check_report(run, home, NULL, FINDING_SUSPECTED,
                     gettext("%zu of %zu articles have another day of publication than before, and the same text"),
                     redated->count, redated->comparable);
    for (size_t index = 0; index < view->page_count; index++) {
        if (redated->pages[index])
            check_question(run, &view->pages[index], home->url);
    }
}

static void tell_whole_site(struct check_run *run, const struct redated *redated)
{
    const struct site_view *view = check_view(run);
    int64_t *days = alloc_zeroed(redated->count, sizeof *days);
    int64_t *moved = alloc_zeroed(redated->count, sizeof *moved);

    if (days == NULL || moved == NULL)
        check_fail(run, STATUS_NO_MEMORY);
    else
        report_whole_site(run, redated, is_forged(view, redated, days, moved));
    alloc_free(days);
    alloc_free(moved);
}

/* ---- All of them. */

static void report_all(struct check_run *run, const struct redated *redated)
{
    const struct site_view *view = check_view(run);

    for (size_t index = 0; index < view->page_count; index++) {
        if (redated->pages[index])
            report(run, &view->pages[index],
                   redated->counts[site_view_sweep_before(view, view->pages[index].changed_ms)]);
    }
}

static void run(struct check_run *run)
{
    const struct site_view *view = check_view(run);
    struct redated redated = { .pages = alloc_zeroed(view->page_count + 1, sizeof *redated.pages),
                               .counts = alloc_zeroed(view->earlier_count + 1, sizeof *redated.counts) };

    if (redated.pages == NULL || redated.counts == NULL) {
        check_fail(run, STATUS_NO_MEMORY);
    } else {
        find_redated(view, &redated);
        if (is_whole_site(&redated))
            tell_whole_site(run, &redated);
        else
            report_all(run, &redated);
    }
    alloc_free(redated.pages);
    alloc_free(redated.counts);
}

const struct check check_date_changed = {
    .name = "date-changed",
    .title = N_("day of publication changed"),
    .basis = "《政府网站与政务新媒体检查指标》单项否决：弄虚作假（伪造发稿日期）",
    .advice =
        N_("Ask who dated the page anew, and why. An article that is corrected keeps its day of publication and names "
           "the day of its update beside it; when the day before was wrong, accept the change (guanka sweep decide "
           "accept)."),
    .family = INCIDENT_FORGERY,
    .compares = true,
    .run = run,
};
