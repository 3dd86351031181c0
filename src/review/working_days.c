/* SPDX-License-Identifier: Apache-2.0 */
#include "review/working_days.h"

#include <libintl.h>
#include <stdlib.h>
#include <string.h>

enum column { DATE, KIND, NAME, DOCUMENT, COLUMN_COUNT };

/* A day that is not what its day of the week says. */
struct exception {
    int64_t day; /* since 1970-01-01 */
    bool is_working;
    const char *name;
};

struct working_days {
    const struct exception *exceptions; /* ascending */
    size_t count;
};

static int by_day(const void *left, const void *right)
{
    int64_t a = ((const struct exception *)left)->day, b = ((const struct exception *)right)->day;

    return (a > b) - (a < b);
}

/* Monday is 0; 1970-01-01 was a Thursday. */
static unsigned weekday(int64_t day)
{
    int64_t shifted = (day + 3) % 7;

    return (unsigned)(shifted < 0 ? shifted + 7 : shifted);
}

static bool is_weekend(int64_t day)
{
    return weekday(day) >= 5;
}

static enum status read_exception(const struct reference_row *row, struct exception *exception, struct error *error)
{
    struct date date = { 0 };
    enum status status = reference_day(row, DATE, &date, error);

    if (status != STATUS_OK)
        return status;
    *exception = (struct exception){ date_days(date), strcmp(row->fields[KIND], "work") == 0, row->fields[NAME] };
    if (!exception->is_working && strcmp(row->fields[KIND], "rest") != 0)
        return reference_complain(row, error, gettext("the kind \"%.40s\" is not one of work, rest"), row->fields[KIND]);
    if (exception->is_working && !is_weekend(exception->day))
        return reference_complain(row, error, gettext("%s is no Saturday or Sunday, so it is a working day without being listed"),
                                  row->fields[DATE]);
    return STATUS_OK;
}

enum status working_days_create(const struct reference *reference, struct arena *arena,
                                const struct working_days **result, struct error *error)
{
    static const char *const columns[] = { "date", "kind", "name", "document" };
    static const struct reference_form form = { .name = "working-days",
                                                .columns = columns,
                                                .column_count = COLUMN_COUNT,
                                                .required_count = 4,
                                                .key_count = 1,
                                                .has_notes = true };
    struct reference_table table;
    struct working_days *days = arena_zeroed(arena, sizeof *days);
    struct exception *exceptions;
    enum status status = days == NULL ? STATUS_NO_MEMORY : reference_table(reference, &form, arena, &table, error);

    if (status != STATUS_OK)
        return status;
    exceptions = arena_zeroed(arena, (table.row_count + 1) * sizeof *exceptions);
    if (exceptions == NULL)
        return STATUS_NO_MEMORY;
    for (size_t index = 0; index < table.row_count && status == STATUS_OK; index++)
        status = read_exception(&table.rows[index], &exceptions[index], error);
    if (status != STATUS_OK)
        return status;
    if (table.row_count > 1)
        qsort(exceptions, table.row_count, sizeof *exceptions, by_day);
    days->exceptions = exceptions;
    days->count = table.row_count;
    *result = days;
    return STATUS_OK;
}

static const struct exception *find(const struct working_days *days, int64_t day)
{
    struct exception wanted = { .day = day };

    return days->count == 0 ? NULL : bsearch(&wanted, days->exceptions, days->count, sizeof wanted, by_day);
}

bool working_days_know(const struct working_days *days, int32_t year)
{
    for (size_t index = 0; index < days->count; index++) {
        if (date_of_days(days->exceptions[index].day).year == year)
            return true;
    }
    return false;
}

static bool is_working(const struct working_days *days, int64_t day)
{
    const struct exception *exception = find(days, day);

    return exception != NULL ? exception->is_working : !is_weekend(day);
}

bool working_days_has(const struct working_days *days, struct date day)
{
    return is_working(days, date_days(day));
}

/* Goes `step` days at a time until so many working days have been met. */
static enum status count_off(const struct working_days *days, struct date from, int step, unsigned count, struct date *end,
                             struct error *error)
{
    int64_t day = date_days(from);
    int32_t known = 0;

    while (count > 0) {
        struct date date = date_of_days(day += step);

        if (date.year != known && !working_days_know(days, date.year))
            return error_set(error, STATUS_INVALID,
                             gettext("the holidays of %d are not known; put the State Council's notice for that year into "
                                     "working-days.csv"), (int)date.year);
        known = date.year;
        count -= is_working(days, day);
    }
    *end = date_of_days(day);
    return STATUS_OK;
}

enum status working_days_after(const struct working_days *days, struct date from, unsigned count, struct date *due,
                               struct error *error)
{
    return count_off(days, from, 1, count, due, error);
}

enum status working_days_before(const struct working_days *days, struct date before, unsigned count, struct date *latest,
                                struct error *error)
{
    return count_off(days, before, -1, count, latest, error);
}

static void put_day(struct buf *words, int64_t day)
{
    struct date date = date_of_days(day);

    buf_format(words, "%04d-%02d-%02d", (int)date.year, (int)date.month, (int)date.day);
}

/* Days of rest in a row that have one name are told together; a weekend has none. */
static int64_t put_rest(const struct working_days *days, int64_t day, int64_t last, struct buf *words)
{
    const struct exception *first = find(days, day);
    const char *name = first != NULL ? first->name : gettext("weekend");
    int64_t end = day;

    while (end < last && !is_working(days, end + 1)) {
        const struct exception *next = find(days, end + 1);

        if (strcmp(next != NULL ? next->name : gettext("weekend"), name) != 0)
            break;
        end++;
    }
    put_day(words, day);
    if (end > day) {
        buf_text(words, gettext(" to "));
        put_day(words, end);
    }
    buf_format(words, " %s", name);
    return end;
}

enum status working_days_explain(const struct working_days *days, struct date from, struct date due, struct buf *words)
{
    int64_t last = date_days(due);
    unsigned count = 0;

    for (int64_t day = date_days(from) + 1; day <= last; day++) {
        const struct exception *exception = find(days, day);

        buf_text(words, day > date_days(from) + 1 ? gettext(", ") : "");
        if (!is_working(days, day)) {
            day = put_rest(days, day, last, words);
            continue;
        }
        put_day(words, day);
        if (exception != NULL)
            buf_format(words, " %s", exception->name);
        buf_format(words, " (%u)", ++count);
    }
    return buf_status(words);
}
