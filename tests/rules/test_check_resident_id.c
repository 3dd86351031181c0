/* SPDX-License-Identifier: Apache-2.0
 *
 * Resident numbers: the vectors of DOMAIN 3.1, and how often chance makes one.
 */
#include "rules/check_resident_id.h"

#include <criterion/criterion.h>
#include <stdio.h>

#include "rules/check.h"
#include "rules/check_region.h"

/* What the validator finds when the whole text is the match, or NULL. */
static const char *find(const char *name, const char *text, char *buffer, size_t size)
{
    struct span found;

    if (!check_find(name)->accept(text, strlen(text), (struct span){ 0, strlen(text) }, &found))
        return NULL;
    snprintf(buffer, size, "%.*s", (int)(found.end - found.start), text + found.start);
    return buffer;
}

static const struct vector {
    const char *text, *found, *why;
} vectors[] = {
    { "11010519491231002x", "11010519491231002x", "the standard's first example" },
    { "440524188001010014", NULL, "the standard's second example: born 1880, out of the live range" },
    { "522301199003070029", "522301199003070029", "" },
    { "52230119881112000x", "52230119881112000x", "" },
    { "52230119881112000*", "52230119881112000*", "* for X" },
    { "52230119881112000×", "52230119881112000×", "multiplication sign for X" },
    { "52230119881112000х", "52230119881112000х", "Cyrillic letter for X" },
    { "522322198506151178", "522322198506151178", "a county abolished in 2018" },
    { "522321196807040011", "522321196807040011", "a county abolished in 1987" },
    { "522301200002290009", "522301200002290009", "leap day" },
    { "522301190002290002", NULL, "1900 had no leap day" },
    { "522301199003070028", NULL, "check digit" },
    { "999999198001010011", NULL, "region" },
    { "810000199408230021", "810000199408230021", "residence permit, Hong Kong" },
    { "820000198001010016", "820000198001010016", "Macau" },
    { "830000199201300022", "830000199201300022", "Taiwan" },
    { "123456789012345678", NULL, "" },
    { "610104196209276908", "610104196209276908", "another project's vector" },
    { "132133197003010019", NULL, "check digit of the next" },
    { "132133197003010016", "132133197003010016", "a prefecture abolished in 1993" },
    { "522301 19900307 0029", "522301 19900307 0029", "in groups" },
    { "522301-19900307-0029", "522301-19900307-0029", "in groups" },
    { "52230119900307002943", "522301199003070029", "disability card: number, kind, degree" },
    { "g522301199003070029", "522301199003070029", "pupil's number" },
    { "l522301199003070029", "522301199003070029", "pupil's number" },
    { "52230119900307002901", "522301199003070029", "taxpayer's number" },
    { "img522301199003070029.jpg", "522301199003070029", "file name" },
    { "000522301199003070029", NULL, "21 digits are a serial number" },
    { "身份证:000522301199003070029", "522301199003070029", "unless a label says what it is" },
    { "5223011990030700**", NULL, "masked" },
    { "91350100m000100y43", NULL, "a credit code" },
};

Test(check_resident_id, vectors_of_the_domain)
{
    char buffer[64];

    for (size_t i = 0; i < sizeof vectors / sizeof *vectors; i++) {
        const char *found = find("resident-id", vectors[i].text, buffer, sizeof buffer);

        cr_expect_eq(found != NULL, vectors[i].found != NULL, "%s (%s)", vectors[i].text, vectors[i].why);
        if (found != NULL && vectors[i].found != NULL)
            cr_expect_str_eq(found, vectors[i].found, "%s (%s) finds %s", vectors[i].text, vectors[i].why, found);
    }
}

Test(check_resident_id, a_match_that_covers_a_part_sees_the_digits_around)
{
    const char *text = "12345522301199003070029";
    struct span found;

    cr_expect_not(check_find("resident-id")->accept(text, 23, (struct span){ 5, 23 }, &found), "a run of 23");
    cr_expect(check_find("resident-id")->accept(text + 4, 19, (struct span){ 1, 19 }, &found), "a run of 19");
    cr_expect_eq(found.start, 1);
}

/* 91 52 2301 … is a head of credit codes; the code is made here by the standard's formulas. */
Test(check_resident_id, digits_inside_a_credit_code_are_no_old_number)
{
    char buffer[64];

    cr_expect_null(find("resident-id-old", "91440300715267261g", buffer, sizeof buffer));
    cr_expect_null(find("bank-card", "9144030071526726xg", buffer, sizeof buffer));
}

Test(check_resident_id, numbers_of_fifteen_digits)
{
    char buffer[64];

    cr_expect_not_null(find("resident-id-old", "522301680704001", buffer, sizeof buffer));
    cr_expect_not_null(find("resident-id-old", "610104620927690", buffer, sizeof buffer));
    cr_expect_null(find("resident-id-old", "522301681304001", buffer, sizeof buffer), "month 13");
    cr_expect_null(find("resident-id-old", "522301680230001", buffer, sizeof buffer), "30 February");
    cr_expect_null(find("resident-id-old", "992301680704001", buffer, sizeof buffer), "region");
    cr_expect_null(find("resident-id-old", "5223016807040012", buffer, sizeof buffer), "sixteen digits");
    cr_expect_null(find("resident-id-old", "52230168070400x", buffer, sizeof buffer), "X");
}

Test(check_resident_id, numbers_that_a_spreadsheet_has_damaged)
{
    char buffer[64];

    cr_expect_not_null(find("resident-id-damaged", "522301199003070000", buffer, sizeof buffer));
    cr_expect_null(find("resident-id-damaged", "522301199003070029", buffer, sizeof buffer), "not damaged");
    cr_expect_null(find("resident-id-damaged", "522301199013070000", buffer, sizeof buffer), "month 13");
    cr_expect_null(find("resident-id-damaged", "992301199003070000", buffer, sizeof buffer), "region");
}

/* DOMAIN 3.1: every single-digit substitution and adjacent transposition of a number is caught. */
Test(check_resident_id, typing_errors_are_caught)
{
    static const char number[] = "522301199003070029";
    char text[20], buffer[64];
    int substitutions = 0;

    for (size_t i = 0; i < 18; i++) {
        for (char digit = '0'; digit <= '9'; digit++) {
            memcpy(text, number, sizeof number);
            if (text[i] == digit)
                continue;
            text[i] = digit;
            substitutions++;
            cr_expect_null(find("resident-id", text, buffer, sizeof buffer), "%s", text);
        }
        memcpy(text, number, sizeof number);
        if (i + 1 < 18 && text[i] != text[i + 1]) {
            text[i] = number[i + 1];
            text[i + 1] = number[i];
            cr_expect_null(find("resident-id", text, buffer, sizeof buffer), "%s", text);
        }
    }
    cr_assert_eq(substitutions, 162);
}

/* Of random digits that have a right check digit and date, the share whose region is accepted. DOMAIN says
 * 2.5e-7 of all with the table and 4.2e-5 without one; the prefectures that we accept as well, for counties
 * newer than the table, must stay within ten times the first. */
Test(check_resident_id, chance_rarely_makes_one)
{
    uint64_t state = 88172645463325252u;
    char text[19] = "", buffer[64];
    size_t accepted = 0;
    enum { ROUNDS = 3000000 };

    for (int round = 0; round < ROUNDS; round++) {
        unsigned sum = 0;

        /* xorshift64; dates are made valid by force, so that each round stands for 1 / 6.9e-4 / (1/11) numbers */
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        snprintf(text, sizeof text, "%06u%04u%02u%02u%03u", (unsigned)(state % 1000000),
                 1900 + (unsigned)(state >> 20) % 200, 1 + (unsigned)(state >> 28) % 12,
                 1 + (unsigned)(state >> 36) % 28, (unsigned)(state >> 44) % 1000);
        for (size_t i = 0; i < 17; i++)
            sum = (sum * 2 + (unsigned)(text[i] - '0')) % 11;
        text[17] = "10x98765432"[sum * 2 % 11];
        text[18] = '\0';
        accepted += find("resident-id", text, buffer, sizeof buffer) != NULL;
    }
    /* 200 years of 365.25 days in 1e8 dates, one check digit in 11. */
    double probability = (double)accepted / ROUNDS * (200 * 365.25 / 1e8) / 11;

    cr_log_info("a random 18-digit number passes with %.2g", probability);
    cr_expect_gt(probability, 1e-7, "%g: the test cannot fail", probability);
    cr_expect_lt(probability, 2.5e-6, "%g", probability);
}

Test(check_resident_id, the_region_table_is_sorted_and_has_the_local_history)
{
    static const uint32_t local[] = { 522300, 522301, 522302, 522321, 522322, 522323, 522324, 522325, 522326,
                                      522327, 522328 };

    for (size_t i = 1; i < region_count(); i++)
        cr_assert_lt(region_code(i - 1), region_code(i), "%u", region_code(i));
    for (size_t i = 0; i < sizeof local / sizeof *local; i++)
        cr_expect_eq(region_find(local[i]), REGION_COUNTY, "%u", local[i]);
    cr_expect_eq(region_find(522319), REGION_PREFECTURE);
    cr_expect_eq(region_find(522339), REGION_PROVINCE, "no new region is numbered so");
    cr_expect_eq(region_find(529901), REGION_PROVINCE);
    cr_expect_eq(region_find(992301), REGION_UNKNOWN);
    cr_expect_eq(region_find(0), REGION_UNKNOWN);
}
