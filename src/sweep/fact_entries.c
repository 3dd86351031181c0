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
    ROW_LINKS_MAX = 4,  /* of an entry: its kind, its title, who has published it; a row of more lays out a page */
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
    size_t above_until; /* up to there days stand above their titles */
};

static struct bytes line_of(struct bytes text, const struct page_link *link, struct lines *lines)
{
    size_t start = (size_t)(lines->line.data - text.data);

    if (link->label.start < start || link->label.start > start + lines->line.size)
        lines->line = fact_line_around(text, link->label.start);
    return lines->line;
}

/* ---- Rows. */

/* The row in which the link is that is looked at. */
struct entry_row {
    size_t index;
    struct span span;
    size_t title; /* the link of an entry that the day is of */
    bool has_day, is_entry;
    struct date day;                     /* of an entry */
    bool above_has_link, below_has_link; /* the rows next to it */
};

static bool may_be_entry(const struct site_page *page, const struct page_link *link)
{
    return link->element == PAGE_ANCHOR && !link->is_hidden && link->label.end >= link->label.start + LABEL_MIN
           && link->label.end <= page->text.size;
}

/* The last one that starts there or before. */
static size_t row_at(const struct site_page *page, size_t place)
{
    size_t low = 0, high = page->row_count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (page->rows[middle].start <= place)
            low = middle + 1;
        else
            high = middle;
    }
    return low > 0 ? low - 1 : 0;
}

static struct span span_of_row(const struct site_page *page, size_t row)
{
    return (struct span){ page->rows[row].start,
                          row + 1 < page->row_count ? page->rows[row + 1].start : page->text.size };
}

/* Links stand in the order of the text: the first one that begins in the row or behind it. */
static size_t first_link(const struct site_page *page, struct span row)
{
    size_t low = 0, high = page->link_count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (page->links[middle].label.start < row.start)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static bool has_link(const struct site_page *page, size_t row)
{
    struct span span;

    if (row >= page->row_count)
        return false;
    span = span_of_row(page, row);
    for (size_t index = first_link(page, span); index < page->link_count; index++) {
        if (page->links[index].label.start >= span.end)
            return false;
        if (may_be_entry(page, &page->links[index]))
            return true;
    }
    return false;
}

/* The longest one is the title; how many there are. */
static size_t find_title(const struct site_page *page, struct entry_row *row)
{
    size_t count = 0, longest = 0;

    for (size_t index = first_link(page, row->span); index < page->link_count; index++) {
        const struct page_link *link = &page->links[index];

        if (link->label.start >= row->span.end)
            break;
        if (!may_be_entry(page, link))
            continue;
        count++;
        if (link->label.end - link->label.start > longest) {
            longest = link->label.end - link->label.start;
            row->title = index;
        }
    }
    return count;
}

/* Beside the title's line, which may begin with a day that it is about. */
static bool find_day_in_row(const struct site_page *page, struct entry_row *row)
{
    struct bytes text = page->text;
    size_t title = page->links[row->title].label.start;

    for (size_t start = row->span.start; start < row->span.end;) {
        struct bytes line = fact_line_around(text, start);

        start = (size_t)(line.data - text.data) + line.size + 1;
        if ((title < start - line.size - 1 || title >= start) && is_day(line, &row->day))
            return true;
    }
    return false;
}

static void enter_row(const struct site_page *page, size_t index, struct entry_row *row)
{
    row->index = index;
    row->span = span_of_row(page, index);
    row->is_entry = page->rows[index].is_entry && find_title(page, row) <= ROW_LINKS_MAX;
    row->has_day = row->is_entry && find_day_in_row(page, row);
    row->above_has_link = index > 0 && has_link(page, index - 1);
    row->below_has_link = has_link(page, index + 1);
}

/* ---- The day of an entry. */

/* What stands in another row is that one's when there is a link in it. */
static bool is_free(const struct site_page *page, const struct entry_row *row, size_t line)
{
    size_t index = row_at(page, line);

    if (index == row->index)
        return true;
    return index < row->index ? index + 1 == row->index && !row->above_has_link
                              : index == row->index + 1 && !row->below_has_link;
}

static bool has_link_in(const struct site_page *page, struct bytes line)
{
    size_t start = (size_t)(line.data - page->text.data);
    size_t index = first_link(page, (struct span){ start, start + line.size });

    return index < page->link_count && page->links[index].label.start < start + line.size
           && may_be_entry(page, &page->links[index]);
}

/* Day, title, day, title…: where that ends with a title, each day is the one of the title below it. Where it ends with a
 * day, or is cut off by the end of what was read, it is not. Returns where the last title ends; 0: they are not above. */
static size_t find_end_of_days_above(const struct site_page *page, size_t title_end)
{
    struct bytes text = page->text;
    struct date date;

    for (size_t next = title_end + 1; next < text.size;) {
        struct bytes line = fact_line_around(text, next);

        if (!is_day(line, &date))
            return title_end;
        next = (size_t)(line.data - text.data) + line.size + 1;
        if (next >= text.size)
            return 0;
        line = fact_line_around(text, next);
        if (!has_link_in(page, line))
            return 0;
        title_end = (size_t)(line.data - text.data) + line.size;
        next = title_end + 1;
    }
    return title_end;
}

/* Of a title with a day above it. What is found holds for all of the list. */
static bool is_day_above(const struct site_page *page, size_t start, size_t title_end, struct lines *lines)
{
    if (start == lines->below)
        return false;
    if (title_end > lines->above_until)
        lines->above_until = find_end_of_days_above(page, title_end);
    return title_end <= lines->above_until;
}

/* In a line of its own below the title, or above it. */
static bool find_day_beside(const struct site_page *page, struct bytes title, bool is_first,
                            const struct entry_row *row, struct lines *lines, struct date *date)
{
    struct bytes text = page->text, line;
    size_t start = (size_t)(title.data - text.data), end = start + title.size, next = end + 1;

    if (is_first && start >= 2) {
        line = fact_line_around(text, start - 1);
        if (is_day(line, date) && is_free(page, row, (size_t)(line.data - text.data))
            && is_day_above(page, (size_t)(line.data - text.data), end, lines))
            return true;
    }
    if (next < text.size && is_free(page, row, next) && is_day(fact_line_around(text, next), date)) {
        lines->below = next;
        return true;
    }
    if (!is_first || start < 2)
        return false;
    line = fact_line_around(text, start - 1);
    start = (size_t)(line.data - text.data);
    return start != lines->below && is_free(page, row, start) && is_day(line, date);
}

static bool find_day(const struct site_page *page, size_t index, const struct entry_row *row, struct lines *lines,
                     struct date *date)
{
    struct span label = page->links[index].label;
    struct bytes line, before;

    if (day_at_end(bytes_slice(page->text, label.start, label.end - label.start), date))
        return true;
    line = line_of(page->text, &page->links[index], lines);
    before = bytes_slice(line, 0, label.start - (size_t)(line.data - page->text.data));
    if (before.size > 0 && is_day(before, date))
        return true;
    if (row->has_day) {
        *date = row->day;
        return index == row->title;
    }
    return find_day_beside(page, line, before.size == 0, row, lines, date);
}

/* ---- All of them. */

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
    struct entry_row row = { .index = SIZE_MAX };
    struct lines lines = { fact_line_around(page->text, 0), SIZE_MAX, 0 };

    list->count = 0;
    for (size_t index = 0; index < page->link_count; index++) {
        const struct page_link *link = &page->links[index];
        struct date date;

        if (!may_be_entry(page, link))
            continue;
        if (row_at(page, link->label.start) != row.index)
            enter_row(page, row_at(page, link->label.start), &row);
        if (!find_day(page, index, &row, &lines, &date))
            continue;
        entries.count++;
        keep(&entries, date);
        if (list->count < FACT_LISTED_MAX)
            list->items[list->count++] = (struct fact_entry){ (uint32_t)index, date };
    }
    return entries;
}
