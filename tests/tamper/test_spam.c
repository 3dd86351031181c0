/* SPDX-License-Identifier: Apache-2.0
 *
 * Advertising, and texts that only speak of it.
 */
#include "tamper/spam.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "../wording/found.h"

static const struct spam_word vocabulary[] = {
    { "百家乐", SPAM_STRONG }, { "新葡京", SPAM_STRONG }, { "bet365", SPAM_STRONG }, { "棋牌", SPAM_WEAK },
    { "投注", SPAM_WEAK },     { "打击", SPAM_EXCUSE },   { "谨防", SPAM_EXCUSE },
    { "六合彩", SPAM_STRONG }, { "六合彩虹桥", SPAM_ORDINARY },   { "百家乐", SPAM_ORDINARY },
};

static struct spam_count count_spam(const struct spam_words *words, enum spam_scope scope, const char *text)
{
    struct found_words found;

    return spam_count(words, scope, text, strlen(text), found_in(&found, spam_words_han(words), text, strlen(text)));
}

Test(spam, one_strong_word_or_two_weak_ones_and_no_excuse)
{
    static const struct {
        const char *text;
        bool advertises;
    } texts[] = {
        { "真人百家乐", true },        { "老年棋牌比赛", false },    { "棋牌投注", true },
        { "棋牌、棋牌、棋牌", false }, { "打击百家乐赌博", false },  { "欢迎来到bet365", true },
        { "alphabet3650", false },     { "abet365", false },         { "谨防新葡京、百家乐", false },
        { "", false },                 { "市人民政府", false },
        { "六合彩虹桥通车", false },   { "六合彩虹桥边的六合彩", true },
        { "六合彩开奖", true },
    };
    struct arena *arena;
    const struct spam_words *words;

    cr_assert_eq(arena_create(&arena), STATUS_OK);
    cr_assert_eq(spam_words_create(vocabulary, sizeof vocabulary / sizeof *vocabulary, arena, &words), STATUS_OK);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct spam_count count = count_spam(words, SPAM_ALL, texts[i].text);

        cr_expect_eq(spam_is_advertising(&count), texts[i].advertises, "%s", texts[i].text);
    }
    arena_destroy(arena);
}

Test(spam, weak_words_far_apart_met_by_chance)
{
    struct arena *arena;
    const struct spam_words *words;
    struct spam_count count;
    char text[1200];

    cr_assert_eq(arena_create(&arena), STATUS_OK);
    cr_assert_eq(spam_words_create(vocabulary, sizeof vocabulary / sizeof *vocabulary, arena, &words), STATUS_OK);
    cr_assert_gt(snprintf(text, sizeof text, "棋牌%1000s投注", ""), 0);
    count = count_spam(words, SPAM_ALL, text);
    cr_expect_not(spam_is_advertising(&count));
    cr_assert_gt(snprintf(text, sizeof text, "棋牌%1000s棋牌、投注", ""), 0);
    count = count_spam(words, SPAM_ALL, text);
    cr_expect(spam_is_advertising(&count));
    arena_destroy(arena);
}

Test(spam, the_first_strong_word_is_told)
{
    static const char text[] = "投注bet365和百家乐";
    struct arena *arena;
    const struct spam_words *words;
    struct spam_count count;

    cr_assert_eq(arena_create(&arena), STATUS_OK);
    cr_assert_eq(spam_words_create(vocabulary, sizeof vocabulary / sizeof *vocabulary, arena, &words), STATUS_OK);
    count = count_spam(words, SPAM_ALL, text);
    cr_expect_eq(count.strong, 2);
    cr_expect_eq(count.first.start, strlen("投注"));
    cr_expect_eq(count.first.end, strlen("投注bet365"));
    cr_expect_eq(count_spam(words, SPAM_HAN, text).strong, 1);
    arena_destroy(arena);
}
