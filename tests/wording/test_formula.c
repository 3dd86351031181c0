/* SPDX-License-Identifier: Apache-2.0 */
#include "wording/formula.h"

#include <criterion/criterion.h>
#include <string.h>

#include "found.h"

static const struct formula formulas[] = {
    { "四个意识", "政治意识|大局意识|核心意识|看齐意识", "" },
    { "三个自信", "道路自信|理论自信|制度自信", "" },
    { "四个自信", "道路自信|理论自信|制度自信|文化自信", "" },
    { "两个维护", "", "坚决做到" },
    { "五位一体", "经济|政治|文化|社会|生态", "总体布局" },
    { "四风", "形式主义|官僚主义|享乐主义|奢靡之风", "" },
    { "新发展理念", "创新|协调|绿色|开放|共享", "" },
    { "核心价值观", "自由|平等|公正|法治", "" },
    { "四种形态", "", "监督执纪" },
    { "五大振兴", "产业|人才|文化|生态|组织", "" },
};
enum { FORMULA_COUNT = sizeof formulas / sizeof *formulas };

/* The first place that is not right; FORMULA_RIGHT without one. */
static struct formula_place first_flaw(const char *text)
{
    struct formula_place places[FORMULA_PLACES_MAX], none = { FORMULA_RIGHT, 0, 0, 0, 0 };
    const struct formula_set *set;
    struct found_words found;
    struct arena *arena;
    size_t wrong, count;

    cr_assert_eq(arena_create(&arena), STATUS_OK);
    cr_assert_eq(formula_create(formulas, FORMULA_COUNT, arena, &set, &wrong), STATUS_OK);
    count = formula_find(set, text, strlen(text), found_in(&found, formula_words(set), text, strlen(text)), places);
    arena_destroy(arena);
    for (size_t index = 0; index < count; index++)
        if (places[index].flaw != FORMULA_RIGHT)
            return places[index];
    return none;
}

Test(formula, another_number_among_formulas_is_wrong)
{
    struct formula_place place = first_flaw("增强\"五个意识\"、坚定\"四个自信\"、做到\"两个维护\"");

    cr_expect_eq(place.flaw, FORMULA_NUMBER, "verbs between");
    place = first_flaw("五个意识、四个自信、两个维护");
    cr_expect_eq(place.flaw, FORMULA_NUMBER);
    cr_expect_eq(place.from, 0);
    cr_expect_str_eq(formulas[place.formula].text, "四个意识");
    place = first_flaw("“四个意识”、\"四个自信\"和“三个维护”");
    cr_expect_eq(place.flaw, FORMULA_NUMBER);
    cr_expect_str_eq(formulas[place.formula].text, "两个维护");
}

Test(formula, alone_it_is_not)
{
    static const char *const texts[] = {
        "强化三个意识",
        "三个意识、四个作风",
        "十四个意识、四个自信",
        "四个意识、四个自信、两个维护",
        "三个自信、四个意识",
        "个意识",
        "",
    };

    for (size_t index = 0; index < sizeof texts / sizeof *texts; index++)
        cr_expect_eq(first_flaw(texts[index]).flaw, FORMULA_RIGHT, "%s", texts[index]);
}

Test(formula, lists_are_compared_with_the_members)
{
    struct formula_place place = first_flaw("增强\"四个意识\"(政治意识、大局意识、核心意识),坚定信心");

    cr_expect_eq(place.flaw, FORMULA_MISSING);
    cr_expect_eq(place.missing, 1U << 3);
    cr_expect_eq(place.to, strlen("增强\"四个意识\"(政治意识、大局意识、核心意识)"));
    cr_expect_eq(first_flaw("四个意识(政治意识、大局意识、核心意识、看齐意识、责任意识)").flaw, FORMULA_FOREIGN);
    cr_expect_eq(first_flaw("四个意识(政治意识、大局意识、核心意识、看齐意识)").flaw, FORMULA_RIGHT);
    cr_expect_eq(first_flaw("“四个意识”(政治意识、大局意识)").flaw, FORMULA_MISSING);
    cr_expect_eq(first_flaw("四个意识(政治意识、大局意识等)").flaw, FORMULA_RIGHT);
    cr_expect_eq(first_flaw("四个意识(详见附件)").flaw, FORMULA_RIGHT);
    cr_expect_eq(first_flaw("三个自信(道路自信、理论自信、制度自信)").flaw, FORMULA_RIGHT);
    cr_expect_eq(first_flaw("四个自信(道路自信、理论自信、制度自信)").flaw, FORMULA_MISSING);
    cr_expect_eq(first_flaw("五位一体(经济建设、政治建设、文化建设和社会建设)").flaw, FORMULA_MISSING);
}

Test(formula, words_that_only_the_formula_has_tell_its_number)
{
    struct formula_place place = first_flaw("统筹推进\"四位一体\"总体布局");

    cr_expect_eq(place.flaw, FORMULA_NUMBER);
    cr_expect_str_eq(formulas[place.formula].text, "五位一体");
    cr_expect_eq(first_flaw("坚决做到“三个维护”").flaw, FORMULA_NUMBER);
    cr_expect_eq(first_flaw("推进\"四位一体\"服务").flaw, FORMULA_RIGHT);
    cr_expect_eq(first_flaw("统筹推进\"五位一体\"总体布局").flaw, FORMULA_RIGHT);
    cr_expect_eq(first_flaw("五风").flaw, FORMULA_RIGHT, "a name has no other number");
}

Test(formula, lists_stand_behind_words_and_in_front)
{
    static const char before[] = "贯彻创新、协调、绿色、开放、共赢的新发展理念";
    struct formula_place place = first_flaw("纠治“四风”问题:形式主义、官僚主义、享乐主义。");

    cr_expect_eq(place.flaw, FORMULA_MISSING);
    cr_expect_eq(place.missing, 1U << 3);
    cr_expect_eq(first_flaw("“五位一体”总体布局,即经济、政治、文化、社会建设").flaw, FORMULA_MISSING);
    cr_expect_eq(first_flaw("“五位一体”总体布局,即经济、政治、文化、社会、生态文明建设").flaw, FORMULA_RIGHT);
    cr_expect_eq(first_flaw("“五位一体”总体布局,即经济建设优先").flaw, FORMULA_RIGHT, "one of them is no list");
    place = first_flaw(before);
    cr_expect_eq(place.flaw, FORMULA_MISSING);
    cr_expect_eq(place.missing, 1U << 4);
    cr_expect_eq(place.from, strlen("贯彻"));
    cr_expect_eq(place.to, strlen(before));
    cr_expect_eq(first_flaw("形式主义、官僚主义、享乐主义“四风”").flaw, FORMULA_MISSING);
    cr_expect_eq(first_flaw("创新、协调、绿色、开放、共享的新发展理念").flaw, FORMULA_RIGHT);
    cr_expect_eq(first_flaw("坚持创新、绿色、开放,贯彻新发展理念").flaw, FORMULA_RIGHT, "not of the list");
    cr_expect_eq(first_flaw("核心价值观:自由、平等、公正、法制。").flaw, FORMULA_MISSING, "等 of 平等 leaves no list open");
    cr_expect_eq(first_flaw("核心价值观:自由、平等、公正等。").flaw, FORMULA_RIGHT);
}

Test(formula, a_table_that_contradicts_itself_is_told)
{
    static const struct formula wrong[] = { { "四个意识", "", "" }, { "三个自信", "道路自信|理论自信", "" } };
    static const struct formula without[] = { { "个个意识", "", "" } };
    const struct formula_set *set;
    struct arena *arena;
    size_t index = 9;

    cr_assert_eq(arena_create(&arena), STATUS_OK);
    cr_expect_eq(formula_create(wrong, 2, arena, &set, &index), STATUS_INVALID);
    cr_expect_eq(index, 1);
    cr_expect_eq(formula_create(without, 1, arena, &set, &index), STATUS_INVALID);
    cr_expect_eq(index, 0);
    arena_destroy(arena);
}

Test(formula, verbs_may_stand_between)
{
    struct formula_place place = first_flaw("增强\"五个意识\",坚定\"四个自信\"");

    cr_expect_eq(place.flaw, FORMULA_NUMBER);
    place = first_flaw("统筹推进\"五位一体\"总体布局、坚决做到\"三个维护\"");
    cr_expect_eq(place.flaw, FORMULA_NUMBER);
    place = first_flaw("增强四个意识。讲了三个自信");
    cr_expect_eq(place.flaw, FORMULA_RIGHT);
}

Test(formula, another_counter_is_wrong_beside_a_formula)
{
    struct formula_place place = first_flaw("增强四种意识,坚定四个自信");

    cr_expect_eq(place.flaw, FORMULA_NUMBER);
    cr_expect_eq(place.formula, 0);
    cr_expect_eq(first_flaw("强化四种意识教育").flaw, FORMULA_RIGHT);
}

Test(formula, one_of_them_is_no_number_of_them)
{
    cr_expect_eq(first_flaw("监督执纪四种形态,其中第一种形态120人次").flaw, FORMULA_RIGHT);
    cr_expect_eq(first_flaw("监督执纪五种形态").flaw, FORMULA_NUMBER);
}

Test(formula, a_list_before_may_repeat_what_is_counted)
{
    cr_expect_eq(first_flaw("落实产业振兴、人才振兴、文化振兴、生态振兴\"五大振兴\"").flaw, FORMULA_MISSING);
    cr_expect_eq(first_flaw("落实产业振兴、人才振兴、文化振兴、生态振兴、组织振兴\"五大振兴\"").flaw, FORMULA_RIGHT);
    cr_expect_eq(first_flaw("政治意识、大局意识、看齐意识\"四个意识\"").flaw, FORMULA_MISSING);
}
