/* SPDX-License-Identifier: Apache-2.0 */
#include "sweep/checks/listed.h"

#include "sweep/slots.h"

struct date listed_with_year(const struct view_page *page, struct date date)
{
    enum { AHEAD_DAYS = 30 };
    struct date seen = slots_day(page->changed_ms);

    if (date.year != 0)
        return date;
    date.year = seen.year + 1;
    for (unsigned year = 0; year < 3; year++, date.year--) {
        if (date_exists(date) && date_days(date) <= date_days(seen) + AHEAD_DAYS)
            return date;
    }
    return (struct date){ 0 };
}

/* ---- Whether a page and a list agree. */

static bool is_near(const struct site_view *view, struct date listed, struct date named)
{
    int64_t days;

    if (listed.year == 0)
        listed.year = named.year;
    if (!date_exists(listed)) /* 29 February of another year */
        return true;
    days = date_days(listed) - date_days(named);
    return days <= view->site->thresholds.listed_days && -days <= view->site->thresholds.listed_days;
}

/* Lists of documents often give the day on which each was made out, or updated. */
static bool agrees(const struct site_view *view, const struct view_page *article, struct date listed)
{
    for (unsigned index = 0; index < article->facts->named_count; index++) {
        if (is_near(view, listed, article->facts->named[index]))
            return true;
    }
    return false;
}

/* ---- Entries, one after the other. */

/* The address of the link of this number; the walk goes on from there, so numbers must grow. */
static const struct view_page *linked_page(struct listed_walk *walk, uint32_t number)
{
    struct listed_link link = { 0 };

    while (walk->links <= number) {
        if (!link_list_next(walk->page->links, &walk->link_offset, &link))
            return NULL;
        walk->links++;
    }
    return link.element == PAGE_ANCHOR ? site_view_of_id(walk->view, link.address) : NULL;
}

static const struct view_page *take_article(struct listed_walk *walk, uint32_t number)
{
    const struct view_page *page = linked_page(walk, number);

    return page != NULL && page != walk->page && page->is_ours && site_view_stands(page) && page->state == VISIT_DONE
                   && page->facts->named_count > 0 && date_is_set(page->facts->published)
                   && !site_names_page(walk->view->site, page->url)
               ? page
               : NULL;
}

/* Whether no more articles agree with the day of the entry before or behind than with their own: then those days
 * belong to the others. */
static bool is_paired(const struct listed_walk *walk)
{
    const struct facts *facts = walk->page->facts;
    struct listed_walk own = { .view = walk->view, .page = walk->page };
    size_t agreeing = 0, agreeing_before = 0, agreeing_behind = 0;

    for (size_t index = 0; index < facts->listed_count; index++) {
        const struct view_page *article = take_article(&own, facts->listed[index].link);

        if (article == NULL)
            continue;
        agreeing += agrees(walk->view, article, facts->listed[index].date) ? 1 : 0;
        agreeing_before += index > 0 && agrees(walk->view, article, facts->listed[index - 1].date) ? 1 : 0;
        agreeing_behind +=
            index + 1 < facts->listed_count && agrees(walk->view, article, facts->listed[index + 1].date) ? 1 : 0;
    }
    return agreeing >= agreeing_before && agreeing >= agreeing_behind;
}

bool listed_next(struct listed_walk *walk, struct listed_entry *entry)
{
    const struct fact_entry *listed;

    if (!walk->is_begun)
        walk->is_paired = is_paired(walk);
    walk->is_begun = true;
    if (walk->next >= walk->page->facts->listed_count)
        return false;
    listed = &walk->page->facts->listed[walk->next++];
    entry->article = take_article(walk, listed->link);
    entry->date = listed_with_year(walk->page, listed->date);
    entry->is_contradicted =
        entry->article != NULL && walk->is_paired && !agrees(walk->view, entry->article, listed->date);
    return true;
}
