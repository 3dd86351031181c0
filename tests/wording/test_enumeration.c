/* SPDX-License-Identifier: Apache-2.0 */
#include "wording/enumeration.h"

#include <criterion/criterion.h>
#include <string.h>

#include "found.h"

static const struct enumeration enumerations[] = {
    { "政治意识|大局意识|核心意识|看齐意识", false },
    { "经济建设|政治建设|文化建设|社会建设|生态文明建设/生态文明", true },
    { "稳就业|稳金融|稳外贸|稳外资|稳投资|稳预期", true },
    { "形式主义|官僚主义|享乐主义|奢靡之风", false },
    { "防范化解重大风险|精准脱贫|污染防治", false },
};
enum { ENUMERATION_COUNT = sizeof enumerations / sizeof *enumerations };

struct told {
    struct enumeration_place place;
    size_t count;
};

static bool on_found(void *context, const struct enumeration_place *place)
{
    struct told *told = context;

    if (told->count++ == 0)
        told->place = *place;
    return true;
}

static struct told read_text(const char *text)
{
    const struct enumeration_set *set;
    struct found_words found;
    struct told told = { .count = 0 };
    struct arena *arena;
    size_t wrong;

    cr_assert_eq(arena_create(&arena), STATUS_OK);
    cr_assert_eq(enumeration_create(enumerations, ENUMERATION_COUNT, arena, &set, &wrong), STATUS_OK);
    cr_expect(enumeration_read(set, text, strlen(text), found_in(&found, enumeration_words(set), text, strlen(text)),
                               on_found, &told));
    arena_destroy(arena);
    return told;
}

Test(enumeration, one_item_that_is_another)
{
    static const struct {
        const char *text, *written;
        size_t item;
    } cases[] = {
        { "树立政治意识、全局意识、核心意识、看齐意识", "全局意识", 1 },
        { "树立政治意识、大局意识、核心意识和向齐意识。", "向齐意识", 3 },
        { "树立正治意识、大局意识、核心意识、看齐意识", "正治意识", 0 },
        { "经济建设、政治建设、文化建设、社会建设、生态建设总体布局", "生态建设", 4 },
        { "稳就业、稳金融、稳外贸、稳外资、稳投资、稳物价工作", "稳物价", 5 },
        { "稳就业,稳财政,稳外贸,稳外资,稳投资,稳预期", "稳财政", 1 },
        { "形式主义、官僚主义、享受主义和奢靡之风", "享受主义", 2 },
        { "防范化解重大风险、精准扶贫、污染防治", "精准扶贫", 1 },
    };

    for (size_t index = 0; index < sizeof cases / sizeof *cases; index++) {
        struct told told = read_text(cases[index].text);

        cr_expect_eq(told.count, 1, "%s: %zu", cases[index].text, told.count);
        if (told.count == 0)
            continue;
        cr_expect_eq(told.place.item, cases[index].item, "%s", cases[index].text);
        cr_expect_not(told.place.is_left_out);
        cr_expect_eq(told.place.to - told.place.from, strlen(cases[index].written), "%s", cases[index].text);
        cr_expect_arr_eq(cases[index].text + told.place.from, cases[index].written, strlen(cases[index].written));
    }
}

Test(enumeration, one_item_left_out_of_a_whole_one)
{
    struct told told = read_text("稳就业、稳金融、稳外资、稳投资、稳预期");

    cr_expect_eq(told.count, 1);
    cr_expect(told.place.is_left_out);
    cr_expect_eq(told.place.item, 2);
    told = read_text("稳就业、稳外贸、稳外资、稳投资、稳预期");
    cr_expect_eq(told.count, 1);
    cr_expect_eq(told.place.item, 1);
    cr_expect_eq(read_text("政治意识、核心意识、看齐意识").count, 0, "may be somebody's own");
}

Test(enumeration, others_are_right)
{
    static const char *const texts[] = {
        "政治意识、大局意识、核心意识、看齐意识",
        "稳就业、稳企业、稳市场、稳预期",
        "政治意识、大局意识",
        "大局意识、核心意识、看齐意识",
        "学习政治意识、大局意识、服务意识、责任意识",
        "经济建设、政治建设、文化建设、社会建设和生态文明建设",
        "经济建设、政治建设、文化建设、社会建设、生态文明",
        "经济建设、政治建设、文化建设、社会建设等",
        "稳就业、稳金融、稳外贸、稳外资、稳投资、预期目标",
        "防范化解重大风险、扶贫、污染防治",
        "",
    };

    for (size_t index = 0; index < sizeof texts / sizeof *texts; index++)
        cr_expect_eq(read_text(texts[index]).count, 0, "%s", texts[index]);
}

Test(enumeration, one_that_cannot_be_found_is_invalid)
{
    static const struct enumeration few[] = { { "形式主义|官僚主义", false } };
    static const struct enumeration short_item[] = { { "形式主义|官僚主义|德", false } };
    const struct enumeration_set *set;
    struct arena *arena;
    size_t wrong = 9;

    cr_assert_eq(arena_create(&arena), STATUS_OK);
    cr_expect_eq(enumeration_create(few, 1, arena, &set, &wrong), STATUS_INVALID);
    cr_expect_eq(wrong, 0);
    cr_expect_eq(enumeration_create(short_item, 1, arena, &set, &wrong), STATUS_INVALID);
    arena_destroy(arena);
}
