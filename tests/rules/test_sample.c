/* SPDX-License-Identifier: Apache-2.0 */
#include "rules/sample.h"

#include <criterion/criterion.h>
#include <string.h>

#include "rules/plain_search.h"

enum { SEEDS = 400 };

/* Every sample of an expression without borders and negations is matched by it, from end to end. */
static void expect_matched(const char *expression)
{
    struct plain_search *search;
    size_t offset;

    cr_assert_eq(plain_search_create(bytes_of_text(expression), false, &search, &offset), STATUS_OK);
    for (uint64_t seed = 0; seed < SEEDS; seed++) {
        struct buf sample = BUF_INIT(1 << 16);
        const struct span *matches;
        size_t count;

        sample_append(expression, seed, &sample);
        cr_assert_gt(sample.size, 0, "%s: nothing", expression);
        cr_assert_eq(plain_search_all(search, buf_bytes(&sample), &matches, &count), STATUS_OK);
        cr_assert(count > 0 && matches[count - 1].start == 0 && matches[count - 1].end == sample.size, "%s: %s",
                  expression, sample.data);
        buf_free(&sample);
    }
    plain_search_free(search);
}

/* Do so many different samples come of it, and no other? */
static void expect_different(const char *expression, const char *const *wanted)
{
    bool seen[16] = { false };

    for (uint64_t seed = 0; seed < SEEDS; seed++) {
        struct buf sample = BUF_INIT(1 << 16);
        size_t index = 0;

        buf_text(&sample, "");
        sample_append(expression, seed, &sample);
        buf_byte(&sample, ';');
        while (wanted[index] != NULL && strncmp(wanted[index], sample.data, sample.size - 1) != 0)
            index++;
        cr_assert_not_null(wanted[index], "%s: %s", expression, sample.data);
        for (index = 0; wanted[index] != NULL; index++)
            seen[index] = seen[index]
                          || (strlen(wanted[index]) == sample.size - 1
                              && strncmp(wanted[index], sample.data, sample.size - 1) == 0);
        buf_free(&sample);
    }
    for (size_t index = 0; wanted[index] != NULL; index++)
        cr_expect(seen[index], "%s never gives %s", expression, wanted[index]);
}

Test(sample, is_matched)
{
    expect_matched("第[一二三四五六七八九十]{1,3}(条|章|节)");
    expect_matched("(?:a|bc|def){2,4}\\d{4}年");
    expect_matched("[\\x{3400}-\\x{9fff}a-f\\-\\]]{3}\\.\\x{4e00}\\x41");
    expect_matched("\\{x\\}(((a)))?z");
    expect_matched("[a-c]{0,20}?xy");
}

Test(sample, every_choice_is_met)
{
    expect_different("a|b|cd", (const char *const[]){ "a", "b", "cd", NULL });
    expect_different("x(?:1|2)?", (const char *const[]){ "x", "x1", "x2", NULL });
    expect_different("(?:a|b){2}", (const char *const[]){ "aa", "ab", "ba", "bb", NULL });
    expect_different("^[甲乙]{1,2}$", (const char *const[]){ "甲", "乙", "甲甲", "甲乙", "乙甲", "乙乙", NULL });
}

Test(sample, nothing_of_what_is_not_understood)
{
    static const char *const broken[] = { "a(b", "a)", "[ab", "a\\", "a{0,3000}b{3000}" };

    for (size_t index = 0; index < sizeof broken / sizeof *broken; index++) {
        struct buf sample = BUF_INIT(1 << 16);

        buf_text(&sample, "before");
        sample_append(broken[index], 1, &sample);
        cr_expect_eq(sample.size, strlen("before"), "%s", broken[index]);
        buf_free(&sample);
    }
}
