/* SPDX-License-Identifier: Apache-2.0 */
#include "wording/anniversary.h"

#include <criterion/criterion.h>
#include <string.h>

static const struct anniversary_event events[] = {
    { "中国共产党成立|建党", 1921 },
    { "中华人民共和国成立|建国", 1949 },
    { "抗日战争胜利|世界反法西斯战争胜利", 1945 },
};
enum { EVENTS = sizeof events / sizeof *events };

static bool read(const char *text, struct anniversary *found)
{
    const char *sign = strstr(text, "周年");

    return sign != NULL && anniversary_read(events, EVENTS, text, strlen(text), (size_t)(sign - text), found);
}

Test(anniversary, events_and_numbers)
{
    static const struct {
        const char *text;
        size_t event;
        unsigned number;
        bool is_celebrated;
    } cases[] = {
        { "庆祝中国共产党成立103周年", 0, 103, true },
        { "纪念建党一百零三周年", 0, 103, true },
        { "热烈庆祝中华人民共和国成立 75周年", 1, 75, true },
        { "纪念中国人民抗日战争暨世界反法西斯战争胜利80周年", 2, 80, true },
        { "在庆祝中国共产党成立95周年大会上的讲话", 0, 95, false },
        { "庆祝中国共产党成立101周年暨表彰大会", 0, 101, true },
        { "中国共产党成立100周年", 0, 100, false },
        { "庆祝中国共产党成立90周年时,县里建了广场", 0, 90, false },
    };

    for (size_t index = 0; index < sizeof cases / sizeof *cases; index++) {
        struct anniversary found;

        cr_assert(read(cases[index].text, &found), "%s", cases[index].text);
        cr_expect_eq(found.event, cases[index].event, "%s", cases[index].text);
        cr_expect_eq(found.number, cases[index].number, "%s: %u", cases[index].text, found.number);
        cr_expect_eq(found.is_celebrated, cases[index].is_celebrated, "%s", cases[index].text);
    }
}

Test(anniversary, what_is_none_of_these)
{
    static const char *const texts[] = { "县人民医院建院20周年", "朝鲜建国75周年", "周年纪念", "建党周年",
                                         "庆祝建党第N周年" };
    struct anniversary found;

    for (size_t index = 0; index < sizeof texts / sizeof *texts; index++)
        cr_expect_not(read(texts[index], &found), "%s", texts[index]);
}

Test(anniversary, the_year_in_which_it_is_right)
{
    cr_expect(anniversary_is_right(&events[0], 104, 2025, false));
    cr_expect_not(anniversary_is_right(&events[0], 103, 2025, false));
    cr_expect(anniversary_is_right(&events[0], 100, 2020, true));
    cr_expect_not(anniversary_is_right(&events[0], 100, 2020, false));
}

Test(anniversary, years_that_a_text_names)
{
    static const char text[] = "1949年以来,20240501批,电话02345,到2024年";
    size_t at = 0;

    cr_expect_eq(anniversary_next_year(text, sizeof text - 1, &at), 1949);
    cr_expect_eq(anniversary_next_year(text, sizeof text - 1, &at), 2024);
    cr_expect_eq(anniversary_next_year(text, sizeof text - 1, &at), 0);
}
