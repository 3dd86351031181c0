/* SPDX-License-Identifier: Apache-2.0
 *
 * Whether there is news where there should be (DOMAIN 6.2: 首页不更新, 栏目不更新, 空白栏目).
 */
#include <libintl.h>
#include <string.h>

#include "report/words.h"
#include "sweep/checks/site_checks.h"

enum { HOME_DAYS = 14, HOME_WARNING_DAYS = 10, FORTNIGHT = 14, FORTNIGHT_WARNING = 10, HALF_YEAR_MONTHS = 6 };

/* The newest entry that is not in the future. */
static bool newest(const struct seen_address *page, struct date today, struct date *date)
{
    for (size_t index = 0; index < page->facts.date_count; index++) {
        *date = page->facts.dates[index];
        if (date_days(*date) <= date_days(today))
            return true;
    }
    return false;
}

static struct date months_before(struct date day, int32_t months)
{
    day.month -= months;
    while (day.month < 1) {
        day.month += 12;
        day.year--;
    }
    while (!date_exists(day))
        day.day--;
    return day;
}

/* The first day that is still in time, and the first before which a warning is due; false: the column has no period. */
static bool in_time(const struct site_column *column, struct date today, struct date *last, struct date *warning)
{
    int64_t days = date_days(today);

    if (column->class == COLUMN_ARCHIVED || (column->days == 0 && column->class >= COLUMN_OTHER))
        return false;
    if (column->days > 0) {
        *last = date_of_days(days - column->days);
        *warning = date_of_days(days - column->days * 5 / 6);
    } else if (column->class == COLUMN_NEWS) {
        *last = date_of_days(days - FORTNIGHT);
        *warning = date_of_days(days - FORTNIGHT_WARNING);
    } else {
        *last = months_before(today, HALF_YEAR_MONTHS);
        *warning = months_before(today, HALF_YEAR_MONTHS - 1);
    }
    return true;
}

static const struct seen_address *list_page(const struct site_view *view, const struct site_column *column)
{
    const struct seen_address *page = site_view_find_url(view, column->address);

    return page != NULL && page->is_visited && page->state == VISIT_DONE ? page : NULL;
}

static void run_column(const struct site_check *check, struct checking *checking, const struct site_view *view)
{
    for (size_t index = 0; index < view->site->column_count; index++) {
        const struct site_column *column = &view->site->columns[index];
        const struct seen_address *page = list_page(view, column);
        struct date last, warning, date;
        char text[DATE_TEXT_SIZE];

        if (page == NULL || !in_time(column, view->today, &last, &warning) || !newest(page, view->today, &date))
            continue;
        date_text(date, text);
        if (date_days(date) < date_days(last))
            checks_tell(checking, check, page, gettext("column %s: its newest entry is of %s"), column->name, text);
        else if (date_days(date) < date_days(warning))
            checks_tell_as(checking, check, FINDING_SUSPECTED, page,
                           gettext("column %s: its newest entry is of %s, its time is nearly over"), column->name,
                           text);
    }
}

static void run_blank(const struct site_check *check, struct checking *checking, const struct site_view *view)
{
    for (size_t index = 0; index < view->site->column_count; index++) {
        const struct site_column *column = &view->site->columns[index];
        const struct seen_address *page = list_page(view, column);

        if (page != NULL && column->class != COLUMN_STABLE && page->facts.entries == 0)
            checks_tell(checking, check, page, gettext("column %s: there is no entry"), column->name);
    }
}

static void run_home(const struct site_check *check, struct checking *checking, const struct site_view *view)
{
    for (size_t index = 0; index < view->site->starts.count; index++) {
        const struct seen_address *page = site_view_find_url(view, view->site->starts.items[index]);
        struct date date;
        char text[DATE_TEXT_SIZE];
        int64_t days;

        if (page == NULL || !page->is_visited || page->state != VISIT_DONE || !newest(page, view->today, &date))
            continue;
        date_text(date, text);
        days = date_days(view->today) - date_days(date);
        if (days > HOME_DAYS)
            checks_tell(checking, check, page, gettext("nothing on it is newer than %s"), text);
        else if (days > HOME_WARNING_DAYS)
            checks_tell_as(checking, check, FINDING_SUSPECTED, page,
                           gettext("nothing on it is newer than %s; after two weeks the whole site fails"), text);
    }
}

static void run_future(const struct site_check *check, struct checking *checking, const struct site_view *view)
{
    for (size_t index = 0; index < view->count; index++) {
        const struct seen_address *address = &view->addresses[index];
        char text[DATE_TEXT_SIZE];

        if (!address->is_visited || address->state != VISIT_DONE || !date_is_set(address->facts.published)
            || date_days(address->facts.published) <= date_days(view->today))
            continue;
        date_text(address->facts.published, text);
        checks_tell(checking, check, address, gettext("it says it was published on %s"), text);
    }
}

const struct site_check check_home_stale = {
    .name = "home-stale",
    .basis = "DOMAIN-6.2",
    .severity = FINDING_SEVERE,
    .advice = N_("Publish on the home page: two weeks without news fail the whole site."),
    .run = run_home
};
const struct site_check check_column_stale = { .name = "column-stale",
                                               .basis = "R1-11(1)",
                                               .severity = FINDING_ORDINARY,
                                               .advice = N_("Update the column, or merge or close it."),
                                               .run = run_column };
const struct site_check check_column_blank = { .name = "column-blank",
                                               .basis = "R1-11(1)",
                                               .severity = FINDING_ORDINARY,
                                               .advice = N_("Fill the column, or take it out of the navigation."),
                                               .run = run_blank };
const struct site_check check_date_future = { .name = "date-future",
                                              .basis = "R1-10(2)",
                                              .severity = FINDING_ORDINARY,
                                              .advice = N_("Correct the date of publication."),
                                              .run = run_future };
