/* SPDX-License-Identifier: Apache-2.0
 *
 * Validators other than those of resident numbers. The vectors are those of DOMAIN 3.3 to 3.6, of the
 * standards named there, or made to break one property of such a vector.
 */
#include "rules/check.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>

struct vector {
    const char *check, *text;
    const char *found; /* NULL: refused */
};

/* The match is the whole text without what stands before '<' and after '>', which only surround it. */
static void expect(const struct vector *vector)
{
    char text[256];
    const char *open = strchr(vector->text, '<'), *close = strchr(vector->text, '>');
    size_t before = open == NULL ? 0 : (size_t)(open - vector->text);
    size_t inside = open == NULL ? strlen(vector->text) : (size_t)(close - open) - 1;
    const struct check *check = check_find(vector->check);
    struct span found = { 0, 0 };
    bool accepted;

    snprintf(text, sizeof text, "%.*s%.*s%s", (int)before, vector->text, (int)inside,
             open == NULL ? vector->text : open + 1, close == NULL ? "" : close + 1);
    cr_assert_not_null(check);
    accepted = check->accept(text, strlen(text), (struct span){ before, before + inside }, &found);
    cr_expect_eq(accepted, vector->found != NULL, "%s on %s: %d", vector->check, vector->text, accepted);
    if (accepted && vector->found != NULL)
        cr_expect(found.end - found.start == strlen(vector->found)
                      && memcmp(text + found.start, vector->found, strlen(vector->found)) == 0,
                  "%s on %s finds %.*s", vector->check, vector->text, (int)(found.end - found.start),
                  text + found.start);
}

static const struct vector vectors[] = {
    { "bank-card", "6222022401000000008", "6222022401000000008" },
    { "bank-card", "6217007123456789012", "6217007123456789012" },
    { "bank-card", "6228480000000000018", "6228480000000000018" },
    { "bank-card", "456419800000003", "456419800000003" },
    { "bank-card", "6222 0224 0100 0000 008", "6222 0224 0100 0000 008" },
    { "bank-card", "6222022401000000009", NULL },       /* check digit */
    { "bank-card", "1<6222022401000000008>", NULL },    /* part of a longer number */
    { "bank-card", "<6222022401000000008>1", NULL },
    { "bank-card", "7992739871300000004", NULL },       /* no issuer; Luhn holds for the first eleven only */
    /* The label and the character behind, which the pattern needs, are no part of the number. */
    { "document-number", "护照号:e12345678 ", "e12345678" },
    { "document-number", "护照no.<e12345678>", "e12345678" },
    { "document-number", "军官证号:军字第1234567号", "1234567" },
    { "document-number", "<护照号:e1234>5678", NULL }, /* part of a longer one */
    { "document-number", "护照no.", NULL },
    { "luhn", "79927398713", "79927398713" },           /* the classic example of the algorithm */
    { "luhn", "79927398710", NULL },
    { "uscc", "91350100m000100y43", "91350100m000100y43" },
    { "uscc", "9144030071526726xg", "9144030071526726xg" },
    { "uscc", "91370200163562681g", "91370200163562681g" },
    { "uscc", "代码:91350100m000100y43。", "91350100m000100y43" },
    { "uscc", "91350100m000100y44", NULL },             /* check symbol */
    { "uscc", "91350100m000100i43", NULL },             /* I is no symbol */
    { "uscc", "a<91350100m000100y43>", NULL },          /* part of a longer word */
    { "mobile", "13885912345", "13885912345" },
    { "mobile", "138 8591 2345", "138 8591 2345" },
    { "mobile", "138-8591-2345", "138-8591-2345" },
    { "mobile", "+<8613885912345>", "13885912345" },
    { "mobile", "008613885912345", "13885912345" },
    { "mobile", "12885912345", NULL },
    { "mobile", "1<13885912345>", NULL },
    { "mobile", "<13885912345>6", NULL },
    { "mobile", "<13885912345>.67元", NULL },
    { "mobile", "<13885912345>元", NULL },
    { "mobile", "0.<13885912345>", NULL },
    { "plate", "贵e12345", "贵e12345" },
    { "plate", "贵e·a1b23", "贵e·a1b23" },
    { "plate", "贵ed12345", "贵ed12345" },              /* new energy, DOMAIN 3.6 */
    { "plate", "贵e12345d", "贵e12345d" },
    { "plate", "贵e1234挂", "贵e1234挂" },
    { "plate", "黑i12345", NULL },                      /* I is no letter of plates */
    { "plate", "贵eabcde", NULL },                      /* five letters */
    { "plate", "天e12345", NULL },
    { "vin", "1m8gdm9axkp042788", "1m8gdm9axkp042788" },
    { "vin", "11111111111111111", "11111111111111111" },
    { "vin", "1m8gdm9a1kp042788", NULL },
    { "vin", "1m8gdm9axkpo42788", NULL },
    { "vin", "1<1m8gdm9axkp042788>", NULL },
};

Test(check, vectors_of_the_domain)
{
    for (size_t i = 0; i < sizeof vectors / sizeof *vectors; i++)
        expect(&vectors[i]);
}

Test(check, every_validator_has_a_name_and_a_purpose_and_is_found_by_it)
{
    const struct check *const *checks = check_all();
    size_t count = 0;

    for (; checks[count] != NULL; count++) {
        cr_expect_eq(check_find(checks[count]->name), checks[count]);
        cr_expect_gt(strlen(checks[count]->purpose), 20);
        cr_expect(count == 0 || strcmp(checks[count - 1]->name, checks[count]->name) < 0, "sorted for messages");
    }
    cr_assert_eq(count, 10);
    cr_assert_null(check_find("resident"));
}

Test(check, no_validator_reads_past_the_text_whatever_it_is)
{
    const struct check *const *checks = check_all();
    static const char alphabet[] = "0123456789x*- .abg\xC3\x97\xE8\xB4\xB5\xD1";
    uint32_t seed = 1;

    for (int round = 0; round < 20000; round++) {
        size_t size = (size_t)(round % 70);
        char *text = malloc(size + 1);

        cr_assert_not_null(text);
        for (size_t i = 0; i < size; i++) {
            seed = seed * 1664525 + 1013904223;
            text[i] = alphabet[(seed >> 16) % (sizeof alphabet - 1)];
        }
        text = realloc(text, size + (size == 0)); /* so that AddressSanitizer sees the end */
        for (size_t i = 0; checks[i] != NULL; i++) {
            size_t start = size / 3, end = size - size / 5;
            struct span found = { 0, 0 };

            if (checks[i]->accept(text, size, (struct span){ start, end }, &found))
                cr_assert(found.start >= start && found.start < found.end && found.end <= end, "%s",
                          checks[i]->name);
        }
        free(text);
    }
}
