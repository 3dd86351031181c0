/* SPDX-License-Identifier: Apache-2.0
 *
 * Deadlines in working days. Expected days are DOMAIN 10.7's example, or were counted by hand on the State Council's notices for
 * 2024, 2025 and 2026, which the shipped table has.
 */
#include "review/working_days.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct fixture {
    struct reference *reference;
    struct arena *arena;
    const struct working_days *days;
};

static struct fixture load(const char *folder)
{
    struct fixture fixture;
    struct error error = { 0 };

    cr_assert_eq(arena_create(&fixture.arena), STATUS_OK);
    cr_assert_eq(reference_load(&folder, 1, &fixture.reference, &error), STATUS_OK, "%s", error.message);
    cr_assert_eq(working_days_create(fixture.reference, fixture.arena, &fixture.days, &error), STATUS_OK, "%s",
                 error.message);
    return fixture;
}

static void unload(struct fixture *fixture)
{
    reference_free(fixture->reference);
    arena_destroy(fixture->arena);
}

static struct date day_of(const char *text)
{
    struct date date = { 0 };

    cr_assert(date_parse(text, strlen(text), &date), "%s", text);
    return date;
}

static void write_day(struct date date, char text[16])
{
    snprintf(text, 16, "%04d-%02d-%02d", date.year, date.month, date.day);
}

Test(working_days, periods_end_on_these_days)
{
    static const struct {
        const char *from;
        unsigned count;
        const char *due;
    } periods[] = {
        { "2024-04-29", 5, "2024-05-09" },  /* the example: holiday, and 5 May ends it */
        { "2024-04-26", 1, "2024-04-28" },  /* a Sunday made a working day */
        { "2024-05-10", 1, "2024-05-11" },  /* a Saturday made one */
        { "2024-06-03", 5, "2024-06-11" },  /* the Dragon Boat festival on a Monday */
        { "2024-12-27", 5, "2025-01-06" },  /* over the New Year into the next year's notice */
        { "2025-09-26", 3, "2025-09-30" },  /* Sunday 28 September works */
        { "2025-09-30", 1, "2025-10-09" },
        { "2026-02-13", 1, "2026-02-14" },
        { "2026-02-14", 5, "2026-02-28" },  /* nine days of Spring Festival, and Saturday 28 works */
        { "2026-11-23", 20, "2026-12-21" }, /* an application for information: twenty days without a holiday */
    };
    struct fixture fixture = load(GUANKA_SOURCE_DIR "/patterns/data");

    for (size_t index = 0; index < sizeof periods / sizeof *periods; index++) {
        struct date due;
        struct error error = { 0 };
        char text[16];

        cr_assert_eq(working_days_after(fixture.days, day_of(periods[index].from), periods[index].count, &due, &error),
                     STATUS_OK, "%s", error.message);
        write_day(due, text);
        cr_expect_str_eq(text, periods[index].due, "%u after %s", periods[index].count, periods[index].from);
    }
    unload(&fixture);
}

/* R5, article 9: in writing, five working days before the period for disclosure is over. */
Test(working_days, the_latest_day_before)
{
    struct fixture fixture = load(GUANKA_SOURCE_DIR "/patterns/data");
    struct date latest;
    struct error error = { 0 };
    char text[16];

    cr_assert_eq(working_days_before(fixture.days, day_of("2024-05-09"), 5, &latest, &error), STATUS_OK);
    write_day(latest, text);
    cr_expect_str_eq(text, "2024-04-29");
    unload(&fixture);
}

Test(working_days, how_it_was_counted_is_told)
{
    struct fixture fixture = load(GUANKA_SOURCE_DIR "/patterns/data");
    struct buf words = BUF_INIT(4096);

    cr_assert_eq(working_days_explain(fixture.days, day_of("2024-04-29"), day_of("2024-05-11"), &words), STATUS_OK);
    buf_byte(&words, '\0');
    cr_expect_str_eq(words.data, "2024-04-30 (1), 2024-05-01 to 2024-05-05 劳动节, 2024-05-06 (2), 2024-05-07 (3), "
                                 "2024-05-08 (4), 2024-05-09 (5), 2024-05-10 (6), 2024-05-11 劳动节调休上班 (7)");
    buf_free(&words);
    unload(&fixture);
}

/* Consent by silence is never a guess. */
Test(working_days, nothing_is_computed_in_a_year_that_is_not_known)
{
    struct fixture fixture = load(GUANKA_SOURCE_DIR "/patterns/data");
    struct date due = { 1, 1, 1 };
    struct error error = { 0 };

    cr_expect(working_days_know(fixture.days, 2026));
    cr_expect_not(working_days_know(fixture.days, 2031));
    cr_assert_eq(working_days_after(fixture.days, day_of("2030-12-30"), 5, &due, &error), STATUS_INVALID);
    cr_expect_not_null(strstr(error.message, "2030"));
    cr_expect_not_null(strstr(error.message, "working-days.csv"));
    cr_expect_eq(due.year, 1);
    unload(&fixture);
}

Test(working_days, broken_rows_are_refused_with_their_line)
{
    static const struct {
        const char *row, *words;
    } rows[] = {
        { "2027-01-01,off,元旦,通知", "off" },
        { "2027-01-04,work,元旦,通知", "2027-01-04" }, /* a Monday */
        { "2027-02-30,rest,元旦,通知", "2027-02-30" },
    };

    for (size_t index = 0; index < sizeof rows / sizeof *rows; index++) {
        char folder[] = "/tmp/guanka-days-XXXXXX", path[64];
        const char *folders[] = { folder };
        struct reference *reference;
        const struct working_days *days;
        struct arena *arena;
        struct error error = { 0 };
        FILE *file;

        cr_assert_not_null(mkdtemp(folder));
        snprintf(path, sizeof path, "%s/working-days.csv", folder);
        file = fopen(path, "w");
        fprintf(file, "date,kind,name,document\n%s\n", rows[index].row);
        fclose(file);
        cr_assert_eq(arena_create(&arena), STATUS_OK);
        cr_assert_eq(reference_load(folders, 1, &reference, &error), STATUS_OK, "%s", error.message);
        cr_assert_eq(working_days_create(reference, arena, &days, &error), STATUS_INVALID);
        cr_expect_not_null(strstr(error.message, "working-days.csv:2"), "%s", error.message);
        cr_expect_not_null(strstr(error.message, rows[index].words), "%s", error.message);
        reference_free(reference);
        arena_destroy(arena);
        unlink(path);
        rmdir(folder);
    }
}
