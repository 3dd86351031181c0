/* SPDX-License-Identifier: Apache-2.0 */
#include "wording/document_day.h"

#include <criterion/criterion.h>
#include <string.h>

static struct date day_of(const char *line)
{
    struct date day = { 0, 0, 0 };

    (void)document_day_take_line(&day, line, strlen(line));
    return day;
}

Test(document_day, lines_that_give_the_day)
{
    static const struct {
        const char *line;
        struct date day;
    } cases[] = {
        { "2022年11月3日", { 2022, 11, 3 } },        { "示例县水务局 2022年11月3日印发", { 2022, 11, 3 } },
        { "发布日期:2022-11-03", { 2022, 11, 3 } },  { "更新时间:2024/3/9 10:20", { 2024, 3, 9 } },
        { "印发时间 2021.12.31", { 2021, 12, 31 } }, { "(2022年6月)", { 2022, 6, 1 } },
        { "(2022年6月印)", { 2022, 6, 1 } },         { "2022年6月编印", { 2022, 6, 1 } },
    };

    for (size_t index = 0; index < sizeof cases / sizeof *cases; index++) {
        struct date day = day_of(cases[index].line);

        cr_expect(day.year == cases[index].day.year && day.month == cases[index].day.month
                      && day.day == cases[index].day.day,
                  "%s: %d-%d-%d", cases[index].line, day.year, day.month, day.day);
    }
}

Test(document_day, lines_that_do_not)
{
    static const char *const lines[] = {
        "2022-11-03", /* a cell of any column */
        "2022年6月",
        "更新时间:2024-13-09", /* no such month */
        "发布版本:20221.11.03",
        "(2022年6月至9月)",
        "发布日期:1822-11-03",
        "12022年6月印",
        "发布日期:2022-11",
    };

    for (size_t index = 0; index < sizeof lines / sizeof *lines; index++)
        cr_expect_not(date_is_set(day_of(lines[index])), "%s", lines[index]);
}

Test(document_day, a_month_alone_or_behind_an_organ)
{
    static const char *const lines[] = { "2022年6月", "2022年6月 ", "示例县水务局 2022年6月",
                                         "示例县人民政府2022年6月" };
    static const char *const others[] = { "完成时限 2025年12月",        "局 2025年12月", "2022年6月至9月", "2022年13月",
                                          "示例县水务局 2022年6月编印", "2022年6月3日" };
    struct date day;

    for (size_t index = 0; index < sizeof lines / sizeof *lines; index++) {
        day = (struct date){ 0, 0, 0 };
        cr_expect(document_day_take_month(&day, lines[index], strlen(lines[index])), "%s", lines[index]);
        cr_expect(day.year == 2022 && day.month == 6 && day.day == 1, "%s", lines[index]);
    }
    for (size_t index = 0; index < sizeof others / sizeof *others; index++) {
        day = (struct date){ 0, 0, 0 };
        cr_expect_not(document_day_take_month(&day, others[index], strlen(others[index])), "%s", others[index]);
        cr_expect_not(date_is_set(day));
    }
}

Test(document_day, days_of_the_text_itself)
{
    static const char *const own[] = { "2016年3月1日", "示例县人民政府 2016年3月1日", "示例县水务局 2016年3月1日印发",
                                       "成文日期:2016-03-01", "发布日期:2016-03-01" };
    static const char *const others[] = { "2024年5月6日 星期一", "更新时间:2024-05-06", "今天是2024年5月6日",
                                          "自2016年3月1日起施行" };

    for (size_t index = 0; index < sizeof own / sizeof *own; index++)
        cr_expect(document_day_is_own(own[index], strlen(own[index])), "%s", own[index]);
    for (size_t index = 0; index < sizeof others / sizeof *others; index++)
        cr_expect_not(document_day_is_own(others[index], strlen(others[index])), "%s", others[index]);
}

Test(document_day, the_note_below_the_title_of_a_law)
{
    static const char note[] = "(2016年3月1日示例县人民政府令第5号公布 根据2018年6月2日《关于修改部分规章的决定》修订)";
    static const char other[] = "(会议于2016年3月1日召开)";
    struct date day = { 0, 0, 0 };

    cr_expect(document_day_take_note(&day, note, sizeof note - 1));
    cr_expect(day.year == 2018 && day.month == 6 && day.day == 2);
    day = (struct date){ 0, 0, 0 };
    cr_expect_not(document_day_take_note(&day, other, sizeof other - 1));
    cr_expect_not(date_is_set(day));
}

Test(document_day, a_line_that_is_the_number_of_a_document)
{
    static const char *const numbers[] = { "示府发〔2016〕5号", "文号:示府办发[2016]第15号", "示应急(2016)123号" };
    static const char *const others[] = { "根据示府发〔2016〕5号文件", "(2016)黔2301民初12号", "示府发〔16〕5号",
                                          "示府发〔1816〕5号", "示府发〔2016〕5" };
    struct date day;

    for (size_t index = 0; index < sizeof numbers / sizeof *numbers; index++) {
        day = (struct date){ 0, 0, 0 };
        cr_expect(document_day_take_number(&day, numbers[index], strlen(numbers[index])), "%s", numbers[index]);
        cr_expect(day.year == 2016 && day.month == 1 && day.day == 1, "%s", numbers[index]);
    }
    for (size_t index = 0; index < sizeof others / sizeof *others; index++) {
        day = (struct date){ 0, 0, 0 };
        cr_expect_not(document_day_take_number(&day, others[index], strlen(others[index])), "%s", others[index]);
    }
}

Test(document_day, a_year_beside_a_name)
{
    static const char name[] = "国土资源局";
    static const struct {
        const char *text;
        int32_t year;
    } cases[] = {
        { "县国土资源局2023年工作要点", 2023 },
        { "县国土资源局 2023年工作要点", 2023 },
        { "2024年示例县国土资源局办理登记", 2024 },
        { "国土资源局负责2023年工作", 0 },
        { "2024年,县国土资源局", 0 },
        { "国土资源局12023年", 0 },
    };

    for (size_t index = 0; index < sizeof cases / sizeof *cases; index++) {
        size_t from = (size_t)(strstr(cases[index].text, name) - cases[index].text);

        cr_expect_eq(
            document_day_year_beside(cases[index].text, strlen(cases[index].text), from, from + sizeof name - 1),
            cases[index].year, "%s", cases[index].text);
    }
}

Test(document_day, a_text_that_speaks_of_the_past)
{
    static const struct date last = { 2019, 3, 31 };
    static const struct {
        const char *text;
        bool speaks;
    } cases[] = {
        { "2006.07-2011.09 示例县环境保护局科员", true },
        { "2016年,市国土资源局办理登记120件", true },
        { "2019.03-2024.05 示例县环境保护局科员", false },
        { "电话0859-3212006.07", false },
        { "示例县环境保护局", false },
    };

    for (size_t index = 0; index < sizeof cases / sizeof *cases; index++)
        cr_expect_eq(document_day_speaks_of(cases[index].text, strlen(cases[index].text), last), cases[index].speaks,
                     "%s", cases[index].text);
}
