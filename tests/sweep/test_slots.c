/* SPDX-License-Identifier: Apache-2.0
 *
 * Slots of a day in Shanghai. Instants were computed with GNU date: date -d '2026-11-28 02:00:00 +0800' +%s.
 */
#include "sweep/slots.h"

#include <criterion/criterion.h>
#include <string.h>

static struct error error;

static int64_t at(const char *text)
{
    int64_t ms = -1;

    cr_assert(slots_time_parse(text, &ms), "%s", text);
    return ms;
}

static void expect_time(int64_t ms, const char *wanted)
{
    char text[SLOTS_TIME_SIZE];

    slots_time_write(ms, text);
    cr_expect_str_eq(text, wanted, "%s: %s", wanted, text);
}

static void expect_date(struct date date, const char *wanted)
{
    char text[DATE_TEXT_SIZE];

    date_text(date, text);
    cr_expect_str_eq(text, wanted);
}

/* Four slots; the first soon after midnight. */
static struct slots four(void)
{
    static const char *const texts[] = { "20:30", "02:00", "14:00", "08:00" };
    struct slots slots;

    cr_assert_eq(slots_parse(texts, 4, &slots, &error), STATUS_OK, "%s", error.message);
    return slots;
}

Test(slots, times_are_written_and_read)
{
    int64_t ms;

    expect_time(INT64_C(1795802400000), "2026-11-28 02:00:00 +08:00");
    cr_expect_eq(at("2026-11-28 02:00:00 +08:00"), INT64_C(1795802400000));
    expect_time(INT64_C(1795802400999), "2026-11-28 02:00:00 +08:00");
    expect_time(0, "1970-01-01 08:00:00 +08:00");
    expect_time(-1, "1970-01-01 07:59:59 +08:00");
    expect_time(INT64_C(-28800000), "1970-01-01 00:00:00 +08:00");
    expect_time(INT64_C(-28800001), "1969-12-31 23:59:59 +08:00");
    expect_time(INT64_C(951753599000), "2000-02-28 23:59:59 +08:00");
    expect_time(INT64_C(951753600000), "2000-02-29 00:00:00 +08:00");
    expect_time(INT64_C(1798732799000), "2026-12-31 23:59:59 +08:00");
    expect_time(INT64_C(1798732800000), "2027-01-01 00:00:00 +08:00");
    expect_time(INT64_MAX, "");
    expect_time(INT64_MIN, "");
    expect_time(INT64_C(253402272000000), "");
    expect_time(INT64_C(253402271999000), "9999-12-31 23:59:59 +08:00");
    cr_expect_not(slots_time_parse("", &ms));
    cr_expect_not(slots_time_parse("2026-11-28 02:00:00", &ms));
    cr_expect_not(slots_time_parse("2026-11-28 02:00:00 +09:00", &ms));
    cr_expect_not(slots_time_parse("2026-11-28T02:00:00 +08:00", &ms));
    cr_expect_not(slots_time_parse("2026/11/28 02:00:00 +08:00", &ms));
    cr_expect_not(slots_time_parse("2026-11-31 02:00:00 +08:00", &ms));
    cr_expect_not(slots_time_parse("2026-11-28 24:00:00 +08:00", &ms));
    cr_expect_not(slots_time_parse("2026-11-28 02:60:00 +08:00", &ms));
    cr_expect_not(slots_time_parse("2026-11-28 02:00:60 +08:00", &ms));
    cr_expect_not(slots_time_parse("2026-11-28 -2:00:00 +08:00", &ms));
    cr_expect_not(slots_time_parse("2026-11-28 02:00:00 +08:00 ", &ms));
}

Test(slots, are_read_and_sorted)
{
    struct slots slots = four();

    cr_assert_eq(slots.count, (size_t)4);
    cr_expect_eq(slots.minutes[0], 120);
    cr_expect_eq(slots.minutes[1], 480);
    cr_expect_eq(slots.minutes[2], 840);
    cr_expect_eq(slots.minutes[3], 1230);
}

Test(slots, are_refused_with_words)
{
    static const char *const three[] = { "02:00", "08:00", "14:00" };
    static const char *const twice[] = { "02:00", "08:00", "14:00", "02:00" };
    static const char *const wrong[] = { "2:00", "24:00", "12:60", "12.00", "12:0", "12:000", "", "-1:00", "1２:00" };
    const char *many[SLOTS_MAX + 1];
    struct slots slots;

    cr_expect_eq(slots_parse(three, 3, &slots, &error), STATUS_INVALID);
    cr_expect_not_null(strstr(error.message, "4"), "%s", error.message);
    cr_expect_eq(slots_parse(twice, 4, &slots, &error), STATUS_INVALID);
    cr_expect_not_null(strstr(error.message, "02:00"), "%s", error.message);
    for (size_t index = 0; index < sizeof wrong / sizeof *wrong; index++) {
        const char *texts[] = { "02:00", "08:00", "14:00", wrong[index] };

        cr_expect_eq(slots_parse(texts, 4, &slots, &error), STATUS_INVALID, "%s", wrong[index]);
        cr_expect_not_null(strstr(error.message, wrong[index]), "%s", error.message);
    }
    for (size_t index = 0; index < SLOTS_MAX + 1; index++)
        many[index] = "02:00";
    cr_expect_eq(slots_parse(many, SLOTS_MAX + 1, &slots, &error), STATUS_INVALID);
}

Test(slots, follow_each_other_across_days)
{
    struct slots slots = four();

    expect_time(slots_next(&slots, at("2026-11-28 01:59:59 +08:00")), "2026-11-28 02:00:00 +08:00");
    expect_time(slots_next(&slots, at("2026-11-28 02:00:00 +08:00")), "2026-11-28 08:00:00 +08:00");
    expect_time(slots_next(&slots, at("2026-11-28 20:30:00 +08:00")), "2026-11-29 02:00:00 +08:00");
    expect_time(slots_next(&slots, at("2026-11-30 23:59:59 +08:00")), "2026-12-01 02:00:00 +08:00");
    expect_time(slots_next(&slots, at("2026-12-31 23:00:00 +08:00")), "2027-01-01 02:00:00 +08:00");
    expect_time(slots_next(&slots, at("2028-02-28 21:00:00 +08:00")), "2028-02-29 02:00:00 +08:00");
    expect_time(slots_last(&slots, at("2027-01-01 00:00:00 +08:00")), "2026-12-31 20:30:00 +08:00");
    expect_time(slots_last(&slots, at("2027-01-01 02:00:00 +08:00")), "2027-01-01 02:00:00 +08:00");
    expect_time(slots_last(&slots, at("2027-03-01 01:59:59 +08:00")), "2027-02-28 20:30:00 +08:00");
    expect_time(slots_last(&slots, at("2027-03-01 23:59:59 +08:00")), "2027-03-01 20:30:00 +08:00");
}

Test(slots, days_and_weeks)
{
    expect_date(slots_day(at("2026-11-28 00:00:00 +08:00")), "2026-11-28");
    expect_date(slots_day(at("2026-11-28 00:00:00 +08:00") - 1), "2026-11-27");
    expect_time(date_start_ms((struct date){ 2026, 11, 28 }), "2026-11-28 00:00:00 +08:00");
    expect_time(date_start_ms(slots_day_after((struct date){ 2026, 12, 31 }, 1)), "2027-01-01 00:00:00 +08:00");
    expect_date(slots_day_after((struct date){ 2028, 3, 1 }, -1), "2028-02-29");
    /* 2026-11-28 is a Saturday. */
    expect_date(slots_week_start((struct date){ 2026, 11, 28 }), "2026-11-23");
    expect_date(slots_week_start((struct date){ 2026, 11, 29 }), "2026-11-23");
    expect_date(slots_week_start((struct date){ 2026, 11, 30 }), "2026-11-30");
    expect_date(slots_week_start((struct date){ 2027, 1, 1 }), "2026-12-28");
    expect_date(slots_week_start((struct date){ 1970, 1, 1 }), "1969-12-29");
    expect_date(slots_week_start((struct date){ 1969, 12, 28 }), "1969-12-22");
}
