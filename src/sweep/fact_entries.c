/* SPDX-License-Identifier: Apache-2.0 */
#include "sweep/fact_entries.h"

#include <string.h>

#include "sweep/fact_day.h"
#include "sweep/fact_particulars.h"

enum {
    LABEL_MIN = 6,      /* two characters: less is a page's number */
    YEARLESS_MAX = 4,   /* of FACT_DATES_MAX */
    DAY_SIZE_MAX = 24,  /* "2026年11月24日" with blanks */
    LINE_SIZE_MAX = 64, /* of what holds a day and brackets alone */
};

/* "10:30" or "10:30:05" behind a day. */
static void drop_time(struct bytes *text)
{
    struct bytes rest = *text;
    unsigned colons = 0;

    while (
        rest.size > 0 && text->size - rest.size < sizeof "10:30:05" - 1
        && (rest.data[rest.size - 1] == ':' || (rest.data[rest.size - 1] >= '0' && rest.data[rest.size - 1] <= '9'))) {
        colons += rest.data[rest.size - 1] == ':' ? 1 : 0;
        rest.size--;
    }
    if (colons == 0 || rest.size == 0 || rest.data[rest.size - 1] != ' ')
        return;
    *text = rest;
    fact_drop_blanks(text);
}

/* The day with which a line ends: "…的公告 2026-11-24", "…的公告[11-24]". */
static bool day_at_end(struct bytes text, struct date *date)
{
    bool bracketed;

    fact_drop_blanks(&text);
    drop_time(&text);
    bracketed = fact_drop_end(&text, "]") || fact_drop_end(&text, ")") || fact_drop_end(&text, "】");
    for (size_t start = text.size > DAY_SIZE_MAX ? text.size - DAY_SIZE_MAX : 0; start < text.size; start++) {
        struct bytes rest = bytes_slice(text, start, text.size - start), place;
        size_t size;

        if (rest.data[0] < '0' || rest.data[0] > '9'
            || (start > 0 && text.data[start - 1] >= '0' && text.data[start - 1] <= '9'))
            continue;
        if (fact_date_at(rest, date, &size) && size == rest.size)
            return true;
        if (bracketed && rest.size <= sizeof "11-24" - 1 && fact_date_in(rest, true, date, &place)
            && place.size == rest.size)
            return true;
    }
    return false;
}

/* A line that is a day alone. */
static bool is_day(struct bytes line, struct date *date)
{
    struct bytes place;

    if (line.size > LINE_SIZE_MAX || !fact_date_in(line, true, date, &place))
        return false;
    return line.size - place.size <= DAY_SIZE_MAX;
}

struct lines {
    struct bytes line; /* of the last link: many may stand in one that is long */
    size_t below;      /* where the last line stands that was another entry's for standing below it */
};

static struct bytes line_of(struct bytes text, const struct page_link *link, struct lines *lines)
{
    size_t start = (size_t)(lines->line.data - text.data);

    if (link->label.start < start || link->label.start > start + lines->line.size)
        lines->line = fact_line_around(text, link->label.start);
    return lines->line;
}

static bool find_day(struct bytes text, const struct page_link *link, struct date *date, struct lines *lines)
{
    struct bytes label = bytes_slice(text, link->label.start, link->label.end - link->label.start), line, before;
    size_t start, next;

    if (day_at_end(label, date))
        return true;
    line = line_of(text, link, lines);
    start = (size_t)(line.data - text.data);
    next = start + line.size + 1;
    before = bytes_slice(text, start, link->label.start - start);
    if (before.size > 0 && is_day(before, date))
        return true;
    /* In a line of its own below the title, or above it. */
    if (next < text.size && is_day(fact_line_around(text, next), date)) {
        lines->below = next;
        return true;
    }
    if (before.size > 0 || start < 2)
        return false;
    line = fact_line_around(text, start - 1);
    return (size_t)(line.data - text.data) != lines->below && is_day(line, date);
}

static void insert(struct fact_entries *entries, unsigned at, struct date date)
{
    if (entries->date_count < FACT_DATES_MAX)
        entries->date_count++;
    else if (at == FACT_DATES_MAX)
        return;
    memmove(&entries->dates[at + 1], &entries->dates[at], (entries->date_count - at - 1) * sizeof date);
    entries->dates[at] = date;
}

static void keep(struct fact_entries *entries, struct date date)
{
    unsigned at = 0;

    if (date.year == 0) {
        while (at < entries->date_count && entries->dates[at].year == 0)
            at++;
        if (at < YEARLESS_MAX)
            insert(entries, at, date);
        return;
    }
    while (at < entries->date_count
           && (entries->dates[at].year == 0 || date_days(entries->dates[at]) > date_days(date)))
        at++;
    if (at == entries->date_count || date_days(entries->dates[at]) != date_days(date))
        insert(entries, at, date);
}

struct fact_entries fact_entries_of(const struct site_page *page, struct fact_list *list)
{
    struct fact_entries entries = { 0 };
    struct lines lines = { fact_line_around(page->text, 0), SIZE_MAX };

    list->count = 0;
    for (size_t index = 0; index < page->link_count; index++) {
        const struct page_link *link = &page->links[index];
        struct date date;

        if (link->element != PAGE_ANCHOR || link->is_hidden || link->label.end - link->label.start < LABEL_MIN
            || link->label.end > page->text.size || !find_day(page->text, link, &date, &lines))
            continue;
        entries.count++;
        keep(&entries, date);
        if (list->count < FACT_LISTED_MAX)
            list->items[list->count++] = (struct fact_entry){ (uint32_t)index, date };
    }
    return entries;
}
