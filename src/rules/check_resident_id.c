/* SPDX-License-Identifier: Apache-2.0 */
#include "rules/check_resident_id.h"

#include "base/date.h"
#include "rules/check_list.h"
#include "rules/check_region.h"
#include "rules/check_uscc.h"

enum {
    RUN_SERIAL_SIZE = 21, /* from here on a run is a serial number or a bar code, unless labelled */
    YEAR_FIRST = 1900,
    YEAR_LAST = 2099,
    FOREIGNER_DIGIT = 9, /* permanent residence cards of 2023 begin so; their region is not in GB/T 2260 */
};

static const char *const labels[] = { "身份证", "公民身份",   "居民证",   "证件号", "证件编号", "残疾人证",
                                      "残疾证", "社会保障号", "永久居留", "idcard", "id card" };
enum { LABEL_COUNT = sizeof labels / sizeof *labels };

/* ---- The parts of a number. */

static uint32_t number_at(const struct run *run, size_t at, size_t count)
{
    uint32_t number = 0;

    for (size_t i = 0; i < count; i++)
        number = number * 10 + run->symbols[at + i].value;
    return number;
}

static bool is_all_digits(const struct run *run, size_t at, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (run->symbols[at + i].value > 9)
            return false;
    }
    return true;
}

/* The Gregorian calendar (ISO 8601). */
static bool is_date(uint32_t year, uint32_t month, uint32_t day)
{
    return year >= YEAR_FIRST && year <= YEAR_LAST
           && date_exists((struct date){ (int32_t)year, (int32_t)month, (int32_t)day });
}

static bool has_date(const struct run *run, size_t at)
{
    return is_date(number_at(run, at + 6, 4), number_at(run, at + 10, 2), number_at(run, at + 12, 2));
}

/* ISO 7064, MOD 11-2: weights are powers of two, the check character completes the sum to 1. */
static bool has_check_character(const struct run *run, size_t at)
{
    unsigned sum = 0;

    for (size_t i = 0; i < RESIDENT_ID_SIZE; i++)
        sum = (sum * 2 + run->symbols[at + i].value) % 11;
    return sum == 1;
}

/* "*" hides digits far more often than it stands for X, so it counts only where one digit is hidden. */
static bool has_plausible_x(const char *text, size_t size, const struct run_symbol *last)
{
    if (last->value != RUN_X || text[last->start] != '*')
        return true;
    return last->end >= size || text[last->end] != '*';
}

static bool is_number(const struct run *run, size_t at)
{
    return at + RESIDENT_ID_SIZE <= run->count && is_all_digits(run, at, RESIDENT_ID_SIZE - 1)
           && has_check_character(run, at) && has_date(run, at);
}

bool resident_id_is_certain(const struct run *run, size_t at)
{
    return is_number(run, at) && region_find(number_at(run, at, 6)) == REGION_COUNTY;
}

static struct span span_of(const struct run *run, size_t at, size_t count)
{
    return (struct span){ run->symbols[at].start, run->symbols[at + count - 1].end };
}

static bool is_labelled(const char *text, const struct run *run)
{
    return run_is_labelled(text, run->symbols[0].start, CHECK_CONTEXT, labels, LABEL_COUNT);
}

/* ---- 18 characters. */

/* A region that is not in the table needs more evidence: the number stands alone and its prefecture is
 * known, or a label says what it is. */
static bool has_acceptable_region(const char *text, const struct run *run, size_t at)
{
    enum region_match match = region_find(number_at(run, at, 6));

    if (match == REGION_COUNTY)
        return true;
    if (match == REGION_PREFECTURE && run_total(run) == RESIDENT_ID_SIZE)
        return true;
    return (match != REGION_UNKNOWN || run->symbols[at].value == FOREIGNER_DIGIT) && is_labelled(text, run);
}

static bool accept_resident_id(const char *text, size_t size, struct span match, struct span *found)
{
    struct run run;

    run_collect(text, size, match, &run);
    if (run.count < RESIDENT_ID_SIZE)
        return false;
    if (run_total(&run) >= RUN_SERIAL_SIZE && !is_labelled(text, &run))
        return false;
    for (size_t at = 0; at + RESIDENT_ID_SIZE <= run.count; at++) {
        struct span span = span_of(&run, at, RESIDENT_ID_SIZE);

        if (is_number(&run, at) && has_plausible_x(text, size, &run.symbols[at + RESIDENT_ID_SIZE - 1])
            && has_acceptable_region(text, &run, at)
            && !uscc_surrounds(text, size, (size_t)span.start, (size_t)span.end)) {
            *found = span;
            return true;
        }
    }
    return false;
}

const struct check check_resident_id = {
    .name = "resident-id",
    .accept = accept_resident_id,
    .purpose =
        CHECK_PURPOSE("resident identity number of 18 characters: region (past ones included), date of birth, check "
                      "character (GB 11643-1999); also inside a disability card's or a pupil's number"),
};

/* ---- 15 digits, until 1999: no check digit, so only a rule with context should use it. */

static bool accept_old(const char *text, size_t size, struct span match, struct span *found)
{
    struct run run;

    run_collect(text, size, match, &run);
    if (run.count != RESIDENT_ID_OLD_SIZE || run_total(&run) != RESIDENT_ID_OLD_SIZE
        || !is_all_digits(&run, 0, RESIDENT_ID_OLD_SIZE))
        return false;
    if (!is_date(1900 + number_at(&run, 6, 2), number_at(&run, 8, 2), number_at(&run, 10, 2))
        || region_find(number_at(&run, 0, 6)) != REGION_COUNTY || number_at(&run, 12, 3) == 0)
        return false;
    *found = span_of(&run, 0, RESIDENT_ID_OLD_SIZE);
    return !uscc_surrounds(text, size, (size_t)found->start, (size_t)found->end);
}

const struct check check_resident_id_old = {
    .name = "resident-id-old",
    .accept = accept_old,
    .purpose =
        CHECK_PURPOSE("resident identity number of 15 digits (before 1999): region and date of birth; it has no check "
                      "digit, so ask for context too"),
};

/* ---- 18 digits after a spreadsheet has kept 15 of them. */

static bool accept_damaged(const char *text, size_t size, struct span match, struct span *found)
{
    struct run run;

    run_collect(text, size, match, &run);
    if (run.count != RESIDENT_ID_SIZE || run_total(&run) != RESIDENT_ID_SIZE
        || !is_all_digits(&run, 0, RESIDENT_ID_SIZE) || number_at(&run, 15, 3) != 0)
        return false;
    if (has_check_character(&run, 0) || !has_date(&run, 0) || region_find(number_at(&run, 0, 6)) != REGION_COUNTY)
        return false;
    *found = span_of(&run, 0, RESIDENT_ID_SIZE);
    return true;
}

const struct check check_resident_id_damaged = {
    .name = "resident-id-damaged",
    .accept = accept_damaged,
    .purpose = CHECK_PURPOSE(
        "resident identity number whose last three digits a spreadsheet has turned to 000: region and date "
        "of birth are still there"),
};
