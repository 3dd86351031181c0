/* SPDX-License-Identifier: Apache-2.0 */
#include <libintl.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "report/words.h"
#include "sweep/checks/checks_list.h"
#include "sweep/checks/redated.h"
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

/* ---- One of them. */

/* Dated anew again, it is the same finding as long as nobody has accepted the first time. */
static const char *subject_of(struct check_run *run, const struct view_page *page, const struct view_page *former)
{
    char before[DATE_TEXT_SIZE];

    if (former != page)
        return check_state(run, page, bytes_of_text(former->url));
    date_text(page->before->published, before);
    return check_state(run, page, bytes_of_text(before));
}

struct words {
    char before[DATE_TEXT_SIZE], now[DATE_TEXT_SIZE], seen[DATE_TEXT_SIZE];
};

static struct words words_of(const struct redated *redated)
{
    struct words words;

    date_text(redated->former->before->published, words.before);
    date_text(redated->page->facts->published, words.now);
    date_text(slots_day(redated->former->first_seen_ms), words.seen);
    return words;
}

static void report_moved(struct check_run *run, const struct redated *redated, size_t count, bool is_batch)
{
    const struct view_page *page = redated->page, *former = redated->former;
    const char *subject = subject_of(run, page, former), *url = check_quote(run, former->url);
    struct words words = words_of(redated);

    if (is_batch)
        check_report(run, page, subject, FINDING_SEVERE,
                     gettext("%zu pages that had stood there before were dated anew at once; this one is dated %s now, "
                             "and was known on %s already at %s, where it is gone, dated %s"),
                     count, words.now, words.seen, url, words.before);
    else
        check_report(
            run, page, subject, FINDING_SUSPECTED,
            gettext("the page is dated %s, and was known on %s already at %s, where it is gone, dated %s, with "
                    "the same text"),
            words.now, words.seen, url, words.before);
}

static void report_changed(struct check_run *run, const struct redated *redated, size_t count, bool is_batch)
{
    const struct view_page *page = redated->page;
    const char *subject = subject_of(run, page, page);
    struct words words = words_of(redated);

    if (!redated_is_fresh(redated))
        check_report(run, page, subject, FINDING_SUSPECTED,
                     gettext("the page was dated %s before and is dated %s now, and its text is the same"),
                     words.before, words.now);
    else if (is_batch)
        check_report(run, page, subject, FINDING_SEVERE,
                     gettext("%zu pages that had stood there before were dated anew at once; this one is dated %s now, "
                             "and was known on %s already, dated %s"),
                     count, words.now, words.seen, words.before);
    else
        check_report(run, page, subject, FINDING_SUSPECTED,
                     gettext("the page is dated %s now, and was known on %s already, dated %s, with the same text"),
                     words.now, words.seen, words.before);
}

static void report(struct check_run *run, const struct redated *redated, size_t count)
{
    const struct view_page *page = redated->page, *twin = site_view_twin(check_view(run), page);
    bool is_batch = redated_is_fresh(redated) && count >= check_view(run)->site->thresholds.backdated_pages;

    if (twin != NULL && twin->before != NULL) /* what is said of the one is said of both */
        check_question(run, page, subject_of(run, twin, twin));
    else if (redated->former != page)
        report_moved(run, redated, count, is_batch);
    else
        report_changed(run, redated, count, is_batch);
}

/* ---- Whether a whole site is dated anew, by another template or by somebody. */

static bool is_whole_site(const struct redated_list *redated)
{
    return redated->count >= WHOLE_PAGES_MIN && redated->count * 100 >= redated->comparable * WHOLE_PERCENT_MIN;
}

static int compare_days(const void *left, const void *right)
{
    int64_t one = *(const int64_t *)left, other = *(const int64_t *)right;

    return (one > other) - (one < other);
}

static bool are_most(const struct redated_list *redated, size_t count)
{
    return count * 100 >= redated->count * MOST_PERCENT_MIN;
}

/* Whether most of all lie within so many days of each other. Sorts them. */
static bool lie_close(const struct redated_list *redated, int64_t *days, size_t count, int64_t span)
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
static bool is_forged(const struct redated_list *redated, int64_t *days, int64_t *moved)
{
    size_t count = 0;

    for (size_t index = 0; index < redated->count; index++) {
        const struct redated *one = &redated->items[index];

        if (!redated_is_fresh(one) || redated_days(one) <= ERRING_DAYS)
            continue;
        days[count] = date_days(one->page->facts->published);
        moved[count++] = redated_days(one);
    }
    return are_most(redated, count)
           && (lie_close(redated, days, count, ONE_TIME_DAYS) || !lie_close(redated, moved, count, ALIKE_DAYS));
}

static void report_whole_site(struct check_run *run, const struct redated_list *redated, bool is_forgery)
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
    for (size_t index = 0; index < redated->count; index++)
        check_question(run, redated->items[index].page, home->url);
}

static void tell_whole_site(struct check_run *run, const struct redated_list *redated)
{
    int64_t *days = alloc_zeroed(redated->count, sizeof *days);
    int64_t *moved = alloc_zeroed(redated->count, sizeof *moved);

    if (days == NULL || moved == NULL)
        check_fail(run, STATUS_NO_MEMORY);
    else
        report_whole_site(run, redated, is_forged(redated, days, moved));
    alloc_free(days);
    alloc_free(moved);
}

/* ---- All of them. */

/* After which sweep it was dated anew. */
static size_t sweep_of(const struct site_view *view, const struct redated *redated)
{
    const struct view_page *page = redated->page;

    return site_view_sweep_before(view, redated->former == page ? page->changed_ms : page->first_seen_ms);
}

static void report_all(struct check_run *run, const struct redated_list *redated)
{
    const struct site_view *view = check_view(run);
    size_t *counts = alloc_zeroed(view->earlier_count + 1, sizeof *counts); /* of those made fresh after each sweep */

    if (counts == NULL) {
        check_fail(run, STATUS_NO_MEMORY);
        return;
    }
    for (size_t index = 0; index < redated->count; index++) {
        const struct redated *one = &redated->items[index];

        if (redated_is_fresh(one) && site_view_twin(view, one->page) == NULL)
            counts[sweep_of(view, one)]++;
    }
    for (size_t index = 0; index < redated->count; index++)
        report(run, &redated->items[index], counts[sweep_of(view, &redated->items[index])]);
    alloc_free(counts);
}

static void run(struct check_run *run)
{
    struct redated_list redated;
    enum status status = redated_find(check_view(run), &redated);

    if (status != STATUS_OK)
        check_fail(run, status);
    else if (is_whole_site(&redated))
        tell_whole_site(run, &redated);
    else
        report_all(run, &redated);
    alloc_free(redated.items);
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
