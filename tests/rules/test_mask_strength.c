/* SPDX-License-Identifier: Apache-2.0
 *
 * How strong masks of identity numbers are. The counts are those of DOMAIN 3.9 for 522301199003070029, or of a plain
 * enumeration written here; what is a mask and what is not are shapes met in published lists.
 */
#include "rules/mask_strength.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

static const struct mask_knowledge nothing = { .year_first = 1930, .year_last = 2024 };

static uint64_t candidates(const char *text, struct mask_knowledge knowledge)
{
    struct masked_id id;
    struct span found;

    cr_assert(mask_find(text, strlen(text), 0, &id, &found), "%s", text);
    cr_expect_eq(found.end - found.start, strlen(text), "%s", text);
    return mask_candidates(&id, &knowledge);
}

Test(mask_strength, counts_of_the_domain_table)
{
    struct mask_knowledge known = nothing;

    cr_expect_eq(candidates("52230119900307002*", nothing), 1);
    cr_expect_eq(candidates("52230119900307****", nothing), 1000);
    known.sex = SEX_FEMALE;
    cr_expect_eq(candidates("52230119900307****", known), 500);
    known.sex = SEX_UNKNOWN;
    cr_expect_eq(candidates("522301********0029", known), 3151);
    known.year_first = known.year_last = 1990;
    cr_expect_eq(candidates("522301********0029", known), 33);
    known.month = 3;
    cr_expect_eq(candidates("522301********0029", known), 4);
    known.day = 7;
    cr_expect_eq(candidates("522301********0029", known), 1);
    known.day = 8;
    cr_expect_eq(candidates("522301********0029", known), 0, "only 7, 15, 23 and 31 pass the check");
}

Test(mask_strength, what_is_shown_and_what_is_known_must_agree)
{
    struct mask_knowledge known = { .year_first = 1990, .year_last = 1990, .sex = SEX_MALE };

    cr_expect_eq(candidates("522301********0029", known), 0, "2 is a woman's");
    known.sex = SEX_FEMALE;
    cr_expect_eq(candidates("522301********0029", known), 33);
    cr_expect_eq(candidates("5223011985****0029", known), 0);
}

/* Every number is written out and checked with ISO 7064 as DOMAIN 3.1 gives it. */
static uint64_t enumerate(const char *mask)
{
    static const unsigned weights[] = { 7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2 };
    uint64_t count = 0;

    for (unsigned tail = 0; tail < 1000; tail++) {
        char text[24];
        unsigned sum = 0;

        snprintf(text, sizeof text, "%.14s%03u", mask, tail);
        for (size_t i = 0; i < 17; i++)
            sum += (unsigned)(text[i] - '0') * weights[i];
        text[17] = "10x98765432"[sum % 11];
        bool fits = true;
        for (size_t i = 14; i < 18; i++)
            fits = fits && (mask[i] == '*' || mask[i] == text[i]);
        count += fits;
    }
    return count;
}

Test(mask_strength, agrees_with_plain_enumeration)
{
    static const char *const masks[] = { "52230119900307***9", "52230119900307**29", "52230119900307*029",
                                         "522301199003070*2*", "52230119881112***x", "11010519491231****" };

    for (size_t i = 0; i < sizeof masks / sizeof *masks; i++)
        cr_expect_eq(candidates(masks[i], nothing), enumerate(masks[i]), "%s", masks[i]);
}

Test(mask_strength, strong_masks_leave_thousands)
{
    cr_expect_gt(candidates("522***********0029", nothing), 100000, "3 and 4");
    cr_expect_gt(candidates("52*************029", nothing), 1000000, "2 and 3");
    cr_expect_gt(candidates("5****************9", nothing), 1000000000, "1 and 1");
}

Test(mask_strength, runs_that_are_too_short_stand_for_all_that_is_covered)
{
    static const char *const forms[] = { "522301****0029", "522301******0029", "522301*********0029", "522301××××0029",
                                         "522301____0029", "522301xxxx0029",   "522301●●●●●●●●0029" };

    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
        cr_expect_eq(candidates(forms[i], nothing), 3151, "%s", forms[i]);
    cr_expect_eq(candidates("522301****002x", nothing), candidates("522301********002x", nothing));
}

Test(mask_strength, is_found_in_text_without_what_is_around)
{
    static const struct {
        const char *text, *found;
    } texts[] = {
        { "张某，身份证号522301********0029。", "522301********0029" },
        { "证号:522301********0029.", "522301********0029" },
        { "522301xxxxxxxx002x", "522301xxxxxxxx002x" },
        { "522301********002x", "522301********002x" },
        { "******19900307****", "******19900307****" },
        { "电话138****1234 证5223011990****0029", "5223011990****0029" },
    };

    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct masked_id id;
        struct span found;

        cr_assert(mask_find(texts[i].text, strlen(texts[i].text), 0, &id, &found), "%s", texts[i].text);
        cr_expect(found.end - found.start == strlen(texts[i].found)
                      && memcmp(texts[i].text + found.start, texts[i].found, strlen(texts[i].found)) == 0,
                  "%s: %.*s", texts[i].text, (int)(found.end - found.start), texts[i].text + found.start);
    }
}

Test(mask_strength, other_things_are_no_masks)
{
    static const char *const texts[] = {
        "138****1234",              /* mobile */
        "622202******0008",         /* card of 16 */
        "622201******0008",         /* 622201 was a city of Gansu */
        "552301******0008",         /* no region */
        "6222***********0008",      /* card of 19 */
        "522301199003070029",       /* not masked */
        "2024-01-01-2024-12-31",    /* a period */
        "0859-3222222",
        "2024.05.06-2024.12",
        "2*3*4*5*6*7*8*9*10",       /* a product, 18 characters: every second one is covered */
        "----------------------",
        "张*、李**",
        "52230119900307002X。",     /* upper case does not occur in canonical text */
    };

    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct masked_id id;
        struct span found;

        if (mask_find(texts[i], strlen(texts[i]), 0, &id, &found))
            cr_expect_eq(mask_candidates(&id, &nothing), 0, "%s", texts[i]);
    }
}

Test(mask_strength, knows_when_the_day_of_birth_is_shown)
{
    struct masked_id id;
    struct span found;

    cr_assert(mask_find("52230119900307****", 18, 0, &id, &found));
    cr_expect(mask_shows_birth(&id));
    cr_assert(mask_find("522301********0029", 18, 0, &id, &found));
    cr_expect_not(mask_shows_birth(&id));
}
