/* SPDX-License-Identifier: Apache-2.0 */
#include "sweep/checks/columns.h"

#include <string.h>

#include "sweep/checks/listed.h"

/* ---- Days. */

static void take_newer(struct date *newest, struct date date, struct date today)
{
    if (date_is_set(date) && date_days(date) <= date_days(today)
        && (!date_is_set(*newest) || date_days(date) > date_days(*newest)))
        *newest = date;
}

/* What a page says of itself counts, not what a list says of it. */
static void take_listed(const struct site_view *view, const struct view_page *page, struct date *newest)
{
    struct listed_walk walk = { .view = view, .page = page };
    struct listed_entry entry;

    while (listed_next(&walk, &entry))
        take_newer(newest, entry.is_contradicted ? entry.article->facts->published : entry.date, view->today);
}

static void take_linked(const struct site_view *view, const struct view_page *page, struct date *newest)
{
    struct listed_link link;
    size_t offset = 0;

    while (link_list_next(page->links, &offset, &link)) {
        const struct view_page *target = link.element == PAGE_ANCHOR ? site_view_of_id(view, link.address) : NULL;

        if (target != NULL && site_view_stands(target))
            take_newer(newest, target->facts->published, view->today);
    }
}

struct date column_newest(const struct site_view *view, const struct view_page *page)
{
    const struct fact_entries *entries = &page->facts->entries;
    struct date newest = { 0 };

    if (entries->count == 0)
        take_linked(view, page, &newest);
    take_listed(view, page, &newest);
    /* Beyond those that are kept one by one. */
    for (unsigned index = 0; index < entries->date_count && entries->count > page->facts->listed_count; index++)
        take_newer(&newest, listed_with_year(page, entries->dates[index]), view->today);
    return newest;
}

static struct date months_after(struct date date, uint32_t months)
{
    date.month += (int32_t)months;
    date.year += (date.month - 1) / 12;
    date.month = (date.month - 1) % 12 + 1;
    while (!date_exists(date))
        date.day--;
    return date;
}

/* What is exactly as old is still in time. */
static bool is_past(struct date newest, struct date today, uint32_t days, uint32_t months)
{
    if (!date_is_set(newest))
        return true;
    if (months > 0)
        return date_days(months_after(newest, months)) < date_days(today);
    return date_days(newest) + days < date_days(today);
}

static enum column_state by_age(const struct site_view *view, const struct site_column *column, struct date newest)
{
    const struct site_thresholds *thresholds = &view->site->thresholds;
    uint32_t days = column->days, months = 0;
    uint32_t warn_days = column->warn_days > 0 ? column->warn_days : days * 5 / 6, warn_months = 0;

    if (days == 0 && column->class == COLUMN_NEWS) {
        days = thresholds->news_days;
        warn_days = thresholds->news_warn_days;
    } else if (days == 0 && column->class == COLUMN_NOTICE) {
        months = thresholds->notice_months;
        warn_months = thresholds->notice_warn_months;
    } else if (days == 0 && column->class == COLUMN_POLICY) {
        months = thresholds->policy_months;
        warn_months = thresholds->policy_warn_months;
    } else if (days == 0) {
        return COLUMN_FRESH; /* nobody said how often */
    }
    if (is_past(newest, view->today, days, months))
        return COLUMN_STALE;
    return is_past(newest, view->today, warn_days, warn_months) ? COLUMN_EARLY : COLUMN_FRESH;
}

/* ---- Blank ones. */

static bool links_to(const struct view_page *page, int64_t id)
{
    struct listed_link link;
    size_t offset = 0;

    while (link_list_next(page->links, &offset, &link)) {
        if (link.address == id)
            return true;
    }
    return false;
}

/* Its own other pages: /xw/index_2.html of /xw/. */
static bool is_turned_page(const struct view_page *column, const struct view_page *page)
{
    size_t folder = strlen(column->url);

    while (folder > 0 && column->url[folder - 1] != '/')
        folder--;
    return strncmp(page->url, column->url, folder) == 0 && strncmp(page->url + folder, "index", strlen("index")) == 0;
}

/* Whether it leads anywhere that the home page does not. */
static bool has_own_link(const struct site_view *view, const struct view_page *page)
{
    const struct view_page *home = site_view_find(view, view->site->starts.items[0]);
    struct listed_link link;
    size_t offset = 0;

    while (link_list_next(page->links, &offset, &link)) {
        const struct view_page *target = site_view_of_id(view, link.address);

        if (link.element != PAGE_ANCHOR || link.is_hidden || target == NULL || target == page || target == home
            || is_turned_page(page, target))
            continue;
        if (home == NULL || !links_to(home, target->id))
            return true;
    }
    return false;
}

bool column_shows_nothing(enum column_state state)
{
    return state == COLUMN_BLANK || state == COLUMN_BARE || state == COLUMN_UNREADABLE;
}

struct column_judgement column_judge(const struct site_view *view, const struct site_column *column)
{
    struct column_judgement judgement = { .page = site_view_find(view, column->address) };

    if (judgement.page == NULL || column->class == COLUMN_ARCHIVED)
        return judgement;
    if (!site_view_stands(judgement.page)) {
        judgement.state = judgement.page->facts != NULL && judgement.page->size == 0 ? COLUMN_BLANK : COLUMN_UNREADABLE;
        return judgement;
    }
    judgement.newest = column_newest(view, judgement.page);
    if (judgement.page->facts->entries.count == 0 && !date_is_set(judgement.newest)) {
        bool is_bare = !has_own_link(view, judgement.page);

        if (is_bare || judgement.page->facts->says_empty) {
            judgement.state = judgement.page->facts->says_empty ? COLUMN_BLANK : COLUMN_BARE;
            return judgement;
        }
    }
    judgement.state =
        column->class == COLUMN_STABLE && column->days == 0 ? COLUMN_FRESH : by_age(view, column, judgement.newest);
    return judgement;
}
