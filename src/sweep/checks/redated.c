/* SPDX-License-Identifier: Apache-2.0 */
#include "sweep/checks/redated.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "sweep/fact_sketch.h"
#include "sweep/slots.h"

enum { FORMERS_MAX = 16 }; /* pages of one text or title that an article is compared with */

int64_t redated_days(const struct redated *redated)
{
    return date_days(redated->page->facts->published) - date_days(redated->former->before->published);
}

bool redated_is_fresh(const struct redated *redated)
{
    return redated_days(redated) > 0
           && date_days(slots_day(redated->former->first_seen_ms)) < date_days(redated->page->facts->published);
}

static bool is_dated_article(const struct facts *facts)
{
    return facts->sketch[0] != '\0' && date_is_set(facts->published);
}

/* Who corrects an article may well date it anew for some days; who changes nothing but the day has no reason to. */
static bool is_redated_by(const struct site_view *view, unsigned likeness, int64_t days)
{
    const struct site_thresholds *thresholds = &view->site->thresholds;

    return days != 0
           && (likeness == 100
               || (likeness >= thresholds->same_text_percent
                   && (days >= thresholds->redated_days || -days >= thresholds->redated_days)));
}

/* ---- At the same address. */

static bool is_article(const struct site_view *view, const struct view_page *page)
{
    return site_view_stands(page) && page->state == VISIT_DONE && !site_names_page(view->site, page->url)
           && is_dated_article(page->facts);
}

/* An article before and now; another title is told of by title-changed. */
static bool is_comparable(const struct view_page *page)
{
    return page->before != NULL && date_is_set(page->before->published)
           && strcmp(page->before->title, page->facts->title) == 0;
}

static bool is_redated(const struct site_view *view, const struct view_page *page)
{
    int64_t days = redated_days(&(struct redated){ page, page });

    return days != 0 && is_redated_by(view, fact_sketch_likeness(page->before->sketch, page->facts->sketch), days);
}

/* ---- At another address. */

/* Pages that are gone, by their text or their title, and then by the day. */
struct formers {
    const struct view_page **by_text, **by_title;
    size_t count;
};

/* The server has it no more, or says so itself. */
static bool is_taken_away(const struct view_page *page)
{
    return page->is_met
           && (page->state == VISIT_GONE || page->state == VISIT_REDIRECT
               || (site_view_stands(page) && page->facts->says_missing));
}

/* Or no page leads there any more: the sweep has gone everywhere. */
static bool is_gone(const struct view_page *page)
{
    return is_taken_away(page) || (!page->is_linked && (!page->is_met || site_view_stands(page)));
}

static int compare_published(const struct facts *left, const struct facts *right)
{
    int64_t one = date_days(left->published), other = date_days(right->published);

    return (one > other) - (one < other);
}

static int compare_texts(const struct facts *left, const struct facts *right)
{
    int order = strncmp(left->sketch, right->sketch, FACT_SKETCH_WHOLE_SIZE);

    return order != 0 ? order : compare_published(left, right);
}

static int compare_titles(const struct facts *left, const struct facts *right)
{
    int order = strcmp(left->title, right->title);

    return order != 0 ? order : compare_published(left, right);
}

static int compare_by_text(const void *left, const void *right)
{
    return compare_texts((*(const struct view_page *const *)left)->before,
                         (*(const struct view_page *const *)right)->before);
}

static int compare_by_title(const void *left, const void *right)
{
    return compare_titles((*(const struct view_page *const *)left)->before,
                          (*(const struct view_page *const *)right)->before);
}

static enum status gather_formers(const struct site_view *view, struct formers *formers)
{
    formers->by_text = alloc_zeroed(view->page_count + 1, sizeof(const struct view_page *));
    formers->by_title = alloc_zeroed(view->page_count + 1, sizeof(const struct view_page *));
    if (formers->by_text == NULL || formers->by_title == NULL)
        return STATUS_NO_MEMORY;
    for (size_t index = 0; index < view->page_count; index++) {
        const struct view_page *page = &view->pages[index];

        if (page->before == NULL || !is_dated_article(page->before) || !is_gone(page)
            || site_names_page(view->site, page->url))
            continue;
        formers->by_text[formers->count] = formers->by_title[formers->count] = page;
        formers->count++;
    }
    qsort(formers->by_text, formers->count, sizeof(const struct view_page *), compare_by_text);
    qsort(formers->by_title, formers->count, sizeof(const struct view_page *), compare_by_title);
    return STATUS_OK;
}

/* A complete sweep saw the one and not the other: what comes to two addresses at once is not moved. Where no page leads
 * to either, that says nothing. */
static bool may_be_moved(const struct site_view *view, const struct view_page *former, const struct view_page *page)
{
    size_t sweep = site_view_sweep_before(view, page->first_seen_ms);

    return former != page && (page->is_linked || is_taken_away(former)) && sweep < view->earlier_count
           && former->first_seen_ms < view->earlier[sweep];
}

/* What is the same article, dated as late or earlier, the latest one first. NULL: there is none. */
static const struct view_page *find_former(const struct site_view *view, const struct view_page *page,
                                           const struct view_page *const *formers, size_t count,
                                           int (*compare)(const struct facts *, const struct facts *))
{
    size_t low = 0, high = count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (compare(formers[middle]->before, page->facts) <= 0)
            low = middle + 1;
        else
            high = middle;
    }
    for (size_t back = 0; back < FORMERS_MAX && back < low; back++) {
        const struct view_page *former = formers[low - 1 - back];
        unsigned likeness = fact_sketch_likeness(former->before->sketch, page->facts->sketch);

        if (may_be_moved(view, former, page) && compare_published(former->before, page->facts) <= 0
            && (likeness == 100
                || (likeness >= view->site->thresholds.same_text_percent
                    && strcmp(former->before->title, page->facts->title) == 0)))
            return former;
    }
    return NULL;
}

static const struct view_page *find_moved(const struct site_view *view, const struct view_page *page,
                                          const struct formers *formers)
{
    const struct view_page *former = find_former(view, page, formers->by_text, formers->count, compare_texts);

    if (former != NULL || page->facts->title[0] == '\0')
        return former;
    return find_former(view, page, formers->by_title, formers->count, compare_titles);
}

/* ---- All of them. */

static void add(const struct site_view *view, const struct view_page *page, const struct formers *formers,
                struct redated_list *list)
{
    const struct view_page *former = page;
    bool is_changed = is_comparable(page) && is_redated(view, page);

    if (!is_changed) {
        former = site_view_twin(view, page) == NULL ? find_moved(view, page, formers) : NULL;
        is_changed = former != NULL
                     && is_redated_by(view, fact_sketch_likeness(former->before->sketch, page->facts->sketch),
                                      redated_days(&(struct redated){ page, former }));
    }
    list->comparable += is_comparable(page) || former != NULL ? 1 : 0;
    if (is_changed)
        list->items[list->count++] = (struct redated){ page, former };
}

static void free_formers(struct formers *formers)
{
    alloc_free(formers->by_text);
    alloc_free(formers->by_title);
}

enum status redated_find(const struct site_view *view, struct redated_list *list)
{
    struct formers formers = { 0 };
    enum status status = gather_formers(view, &formers);

    *list = (struct redated_list){ .items = alloc_zeroed(view->page_count + 1, sizeof *list->items) };
    if (list->items == NULL)
        status = STATUS_NO_MEMORY;
    for (size_t index = 0; index < view->page_count && status == STATUS_OK; index++) {
        if (is_article(view, &view->pages[index]))
            add(view, &view->pages[index], &formers, list);
    }
    free_formers(&formers);
    return status;
}

enum status redated_find_moved(const struct site_view *view, bool *moved)
{
    struct formers formers = { 0 };
    enum status status = gather_formers(view, &formers);

    for (size_t index = 0; index < view->page_count && status == STATUS_OK; index++) {
        const struct view_page *page = &view->pages[index];
        const struct view_page *former = is_article(view, page) ? find_moved(view, page, &formers) : NULL;

        moved[index] = former != NULL && redated_days(&(struct redated){ page, former }) == 0;
    }
    free_formers(&formers);
    return status;
}
