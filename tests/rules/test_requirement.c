/* SPDX-License-Identifier: Apache-2.0 */
#include "rules/requirement.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "base/buf.h"

static struct requirement required_by(const char *folded, struct arena *arena)
{
    struct requirement requirement;

    cr_assert_eq(requirement_of(folded, strlen(folded), arena, NULL, &requirement), STATUS_OK);
    return requirement;
}

/* "[甲|乙] [丙]": the choices, in the order of the expression. */
static void write_choices(const struct requirement *requirement, struct buf *output)
{
    for (size_t choice = 0; choice < requirement->choice_count; choice++) {
        buf_text(output, choice > 0 ? " [" : "[");
        for (size_t text = 0; text < requirement->choices[choice].count; text++) {
            struct bytes bytes = requirement->choices[choice].texts[text];

            buf_text(output, text > 0 ? "|" : "");
            buf_append(output, bytes.data, bytes.size);
        }
        buf_byte(output, ']');
    }
    buf_byte(output, '\0');
}

/* What must stand in a match, worked out by hand. */
static const struct words_case {
    const char *expression, *choices;
} words[] = {
    { "内部资料", "[内部资料]" },
    { "内部(?:资料|文件)", "[内部文件|内部资料]" },
    { "内部.{0,4}资料", "[内部] [资料]" },
    { "内部[资材]料", "[内部材料|内部资料]" },
    { "内部(?:的)?资料", "[内部资料|内部的资料]" },
    { "机密[★☆]{1,2}", "[机密★|机密★★|机密★☆|机密☆|机密☆★|机密☆☆]" },
    /* What stands in front of a word is looked at as well, but there must be a word. */
    { "\\(内部\\)", "[(内部)]" },
    { "[\\(\\[]内部", "[(内部|[内部]" },
    { "密.?级", "" },
    { "内部|资料", "[内部|资料]" },
    { "内部|密", "" },
    { "内部|abc", "" },
    { "(?:内部|a)资料", "[a资料|内部资料]" },
    /* Nothing is required of what may be absent. */
    { "(?:内部){0,3}资料", "[资料|内部资料|内部内部资料|内部内部内部资料]" },
    { "(?:内部.资料)?机密", "[机密]" },
    { "(?:内部){2,9}", "[内部]" },
    { "^内部$", "[内部]" },
    { "\\b内部\\b", "[内部]" },
    { "[^内]部门", "[部门]" },
    { "\\x{5185}\\x{90e8}", "[内部]" },
    { "[\\x{3400}-\\x{9fff}]{2}机密", "[机密]" },
    { "\\p{Han}{1,3}机密", "[机密]" },
    { "(?:(?:绝密|机密)|秘密)件", "[机密件|秘密件|绝密件]" },
    { "(内部)(?:资料)", "[内部资料]" },
    { "内部资料{1,2}?密件", "[内部资料密件|内部资料料密件]" },
};

Test(requirement, words_that_a_match_has)
{
    for (size_t index = 0; index < sizeof words / sizeof *words; index++) {
        struct buf found = BUF_INIT(4096);
        struct requirement requirement;
        struct arena *arena;

        cr_assert_eq(arena_create(&arena), STATUS_OK);
        requirement = required_by(words[index].expression, arena);
        write_choices(&requirement, &found);
        cr_expect_str_eq(found.data, words[index].choices, "%s: %s", words[index].expression, found.data);
        buf_free(&found);
        arena_destroy(arena);
    }
}

static const struct kinds_case {
    const char *expression;
    uint32_t digits, letters, signs, latin;
} kinds[] = {
    { "[1-9][0-9]{5}", 6, 0, 0, 0 },
    { "\\d{3}", 3, 0, 0, 0 },
    { "[0-9]{0,5}", 0, 0, 0, 0 },
    { "12|3", 1, 0, 0, 0 },
    { "[0-9x]", 0, 0, 0, 0 },
    { "bet365", 3, 3, 0, 0 },
    { "\\/\\/[a-z]{2,9}", 0, 2, 2, 0 },
    { "[\\x{a1}-\\x{ff}]{5,40}", 0, 0, 0, 5 },
    { "[A-z]", 0, 0, 0, 0 },
    { "[<-@]", 0, 0, 0, 0 },
    { "[^0-9]", 0, 0, 0, 0 },
    { "年[0-9]{1,2}月,", 1, 0, 0, 0 },
    { "(?:a1){3}", 3, 3, 0, 0 },
};

Test(requirement, kinds_of_characters_that_a_match_has)
{
    for (size_t index = 0; index < sizeof kinds / sizeof *kinds; index++) {
        struct requirement requirement;
        struct arena *arena;

        cr_assert_eq(arena_create(&arena), STATUS_OK);
        requirement = required_by(kinds[index].expression, arena);
        cr_expect_eq(requirement.kinds[KIND_DIGIT], kinds[index].digits, "%s", kinds[index].expression);
        cr_expect_eq(requirement.kinds[KIND_LETTER], kinds[index].letters, "%s", kinds[index].expression);
        cr_expect_eq(requirement.kinds[KIND_SIGN], kinds[index].signs, "%s", kinds[index].expression);
        cr_expect_eq(requirement.kinds[KIND_LATIN], kinds[index].latin, "%s", kinds[index].expression);
        arena_destroy(arena);
    }
}

Test(requirement, marks_side_by_side)
{
    static const struct {
        const char *expression;
        uint32_t doubled;
    } cases[] = {
        { "[\\p{Han}\\)],,[^,]", 1 },
        { "\\p{Han}(?:,。|。,|、、|;。|::)", 1 },
        { "(?:,;){2,3}", 1 },
        { "[,;]{2}甲", 1 },
        { ",[^,],", 0 },
        { ",,|甲", 0 },
        { "甲(?:,,)?乙", 0 },
        { ",?,", 0 },
        { ",《", 0 },
    };

    for (size_t index = 0; index < sizeof cases / sizeof *cases; index++) {
        struct arena *arena;

        cr_assert_eq(arena_create(&arena), STATUS_OK);
        cr_expect_eq(required_by(cases[index].expression, arena).kinds[KIND_DOUBLED], cases[index].doubled, "%s",
                     cases[index].expression);
        arena_destroy(arena);
    }
}

/* Too short to be searched for: looked for where the words are. */
static const struct words_case briefs[] = {
    { "(?:对|将) ?.{2,3}(?:作出|决定)", "[对|将]" }, /* what has one of these inside needs no mention */
    { "密.{0,4}文件", "[密]" },
    { "(?:对.){1,2}决定", "[对]" },
    { "(?:对.)?决定", "" },
    { "(?:对|将.)决定", "" },
    { "[甲乙丙丁戊].决定", "[丁|丙|乙|戊|甲]" },
    { "[甲乙丙丁戊己庚辛壬].决定", "" },
    { "a.决定", "" },
    { "(?:对|向甲).{0,2}决定", "[对|向甲]" },
    { "(?:[勿莫别]|[先暂可就也请还便又]别).{0,8}传播", "[别|勿|莫]" },
};

Test(requirement, brief_texts_that_a_match_has)
{
    for (size_t index = 0; index < sizeof briefs / sizeof *briefs; index++) {
        struct buf found = BUF_INIT(4096);
        struct requirement only = { .choice_count = 0 };
        struct arena *arena;

        cr_assert_eq(arena_create(&arena), STATUS_OK);
        only.choices[0] = required_by(briefs[index].expression, arena).brief;
        only.choice_count = only.choices[0].count > 0;
        write_choices(&only, &found);
        cr_expect_str_eq(found.data, briefs[index].choices, "%s: %s", briefs[index].expression, found.data);
        buf_free(&found);
        arena_destroy(arena);
    }
}

Test(requirement, how_long_a_match_and_its_line_may_be)
{
    struct arena *arena;
    struct requirement requirement;

    cr_assert_eq(arena_create(&arena), STATUS_OK);
    requirement = required_by("^内部.{0,2}$", arena);
    cr_expect_eq(requirement.width, 6 + 2 * 4);
    cr_expect_eq(requirement.line_max, requirement.width);
    cr_expect_eq(required_by("^内部", arena).line_max, UINT32_MAX);
    cr_expect_eq(required_by("^内部$|资料$", arena).line_max, UINT32_MAX);
    cr_expect_eq(required_by("(?:^内部$)", arena).line_max, UINT32_MAX, "only what is plain to see is told");
    cr_expect_eq(required_by("^内部\\$", arena).line_max, UINT32_MAX);
    arena_destroy(arena);
}

/* What another expression had already is required all the same. */
Test(requirement, a_group_that_is_remembered_requires_the_same)
{
    struct requirement_memory *memory;
    struct arena *arena;
    char expression[512];

    cr_assert_eq(arena_create(&arena), STATUS_OK);
    memory = requirement_memory_create(arena);
    cr_assert_not_null(memory);
    for (size_t index = 0; index < 2 * sizeof words / sizeof *words; index++) {
        const struct words_case *item = &words[index / 2];
        struct buf wanted = BUF_INIT(1 << 16), found = BUF_INIT(1 << 16);
        struct requirement without, with;
        char *kept;

        snprintf(expression, sizeof expression, "%s(?:甲乙丙丁|子丑寅卯(?:%s)辰巳午未申酉)", index % 2 == 0 ? "机密" : "",
                 item->expression);
        kept = arena_text(arena, expression, strlen(expression));
        cr_assert_eq(requirement_of(kept, strlen(kept), arena, NULL, &without), STATUS_OK);
        cr_assert_eq(requirement_of(kept, strlen(kept), arena, memory, &with), STATUS_OK);
        write_choices(&without, &wanted);
        write_choices(&with, &found);
        cr_expect_str_eq(found.data, wanted.data, "%s", expression);
        cr_expect_arr_eq(with.kinds, without.kinds, sizeof with.kinds, "%s", expression);
        cr_expect_eq(with.width, without.width, "%s", expression);
        buf_free(&wanted);
        buf_free(&found);
    }
    arena_destroy(arena);
}

Test(requirement, too_many_texts_are_no_choice)
{
    struct arena *arena;

    cr_assert_eq(arena_create(&arena), STATUS_OK);
    /* 8 to the power of 3 */
    cr_expect_eq(required_by("[甲乙丙丁戊己庚辛]{2}机[甲乙丙丁戊己庚辛]密件", arena).choice_count, 2);
    arena_destroy(arena);
}
