/* SPDX-License-Identifier: Apache-2.0
 *
 * Tables from places: pages are drawn here as a person would, ten units to a character, and their cells read off.
 */
#include "extract/grid.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/buf.h"
#include "text/utf8.h"

enum { WORDS_MAX = 1 << 15, SIZE = 10 };

struct page {
    struct grid_word words[WORDS_MAX];
    const char *texts[WORDS_MAX];
    size_t count;
    struct grid_rule rules[GRID_RULES_MAX + 8];
    size_t rule_count;
};

static struct page page;
static struct grid grid;

static void setup(void)
{
    page.count = page.rule_count = 0;
    grid = (struct grid){ .table_count = 0 };
}

static void teardown(void)
{
    grid_free(&grid);
}

TestSuite(grid, .init = setup, .fini = teardown);

/* Chinese is as wide as high, all else half of that. */
static double width_of(const char *text)
{
    double width = 0;

    for (size_t size = strlen(text), at = 0; at < size;) {
        struct utf8_step step = utf8_next(text + at, size - at);

        width += step.code_point >= 0x2E80 ? SIZE : SIZE / 2.0;
        at += step.size;
    }
    return width;
}

/* Words come line by line, each from the left. */
static void word(double x, double y, const char *text)
{
    struct grid_word *added = &page.words[page.count];
    const struct grid_word *before = page.count > 0 ? added - 1 : NULL;

    *added = (struct grid_word){ .start = x, .end = x + width_of(text), .baseline = y, .size = SIZE };
    added->row = before == NULL ? 0 : before->row + (before->baseline < y || before->baseline > y);
    grid_word_read(added, bytes_of_text(text));
    page.texts[page.count++] = text;
}

/* A line of cells, at the given places, divided by bars; an empty one is left out. */
static void line(double y, const double *places, const char *cells)
{
    static char texts[1 << 16];
    static size_t used;
    char *text;

    if (used + strlen(cells) + 1 > sizeof texts)
        used = 0;
    text = strcpy(texts + used, cells);
    used += strlen(cells) + 1;
    for (char *end; text != NULL; text = end != NULL ? end + 1 : NULL, places++) {
        end = strchr(text, '|');
        if (end != NULL)
            *end = '\0';
        if (*text != '\0')
            word(*places, y, text);
    }
}

static void rule(double x0, double y0, double x1, double y1)
{
    page.rules[page.rule_count++] = (struct grid_rule){ x0, y0, x1, y1 };
}

static void frame(const double *x, size_t columns, const double *y, size_t rows)
{
    for (size_t index = 0; index < rows; index++)
        rule(x[0], y[index], x[columns - 1], y[index]);
    for (size_t index = 0; index < columns; index++)
        rule(x[index], y[0], x[index], y[rows - 1]);
}

/* "1.2.3 word" for each word, in its order, "-" for what is in no table. */
static const char *cells(void)
{
    static char out[1 << 20];
    struct buf text = BUF_INIT(sizeof out);

    cr_assert_eq(grid_find(&grid, page.words, page.count, page.rules, page.rule_count, true), STATUS_OK);
    for (size_t index = 0; index < page.count; index++) {
        uint32_t place = page.words[index].place;

        cr_assert(place == GRID_NONE || place < grid.place_count);
        if (index > 0)
            buf_byte(&text, ' ');
        if (place == GRID_NONE) {
            buf_format(&text, "- %s", page.texts[index]);
            continue;
        }
        buf_format(&text, "%u.%u.%u %s", grid.places[place].cell.table, grid.places[place].cell.row,
                   grid.places[place].cell.column, page.texts[index]);
    }
    buf_byte(&text, '\0');
    cr_assert_eq(buf_status(&text), STATUS_OK);
    memcpy(out, text.data, text.size);
    buf_free(&text);
    grid_forget(&grid);
    page.count = page.rule_count = 0;
    return out;
}

/* ---- with rules ---- */

Test(grid, rules_divide_what_stands_close)
{
    /* The second column is full to both its borders. */
    frame((double[]){ 0, 40, 132, 200 }, 4, (double[]){ 0, 20, 40, 60 }, 4);
    line(14, (double[]){ 2, 42, 134 }, "姓名|身份证号|电话");
    line(34, (double[]){ 2, 41, 133 }, "张三|522301199003070029|1381234");
    line(54, (double[]){ 2, 41, 133 }, "李四|522301199003070037|1381235");
    cr_expect_str_eq(cells(), "1.1.1 姓名 1.1.2 身份证号 1.1.3 电话 1.2.1 张三 1.2.2 522301199003070029 1.2.3 1381234 "
                              "1.3.1 李四 1.3.2 522301199003070037 1.3.3 1381235");
}

Test(grid, cells_span)
{
    /* 项目 over two rows, 金额 over two columns. */
    double x[] = { 0, 50, 100, 150 };

    rule(0, 0, 150, 0), rule(50, 20, 150, 20), rule(0, 40, 150, 40), rule(0, 60, 150, 60);
    rule(x[0], 0, x[0], 60), rule(x[1], 0, x[1], 60), rule(x[2], 20, x[2], 60), rule(x[3], 0, x[3], 60);
    word(90, 14, "金额");
    word(10, 24, "项目");
    word(60, 34, "本月");
    word(110, 34, "累计");
    line(54, (double[]){ 5, 60, 110 }, "收入|12.5|30.5");
    cr_expect_str_eq(cells(), "1.1.2 金额 1.1.1 项目 1.2.2 本月 1.2.3 累计 1.3.1 收入 1.3.2 12.5 1.3.3 30.5");
}

Test(grid, rows_without_rules_between_them_are_rows)
{
    /* As yearbooks set them: open at the sides, one rule below the heads. */
    rule(0, 0, 200, 0), rule(0, 20, 200, 20), rule(0, 100, 200, 100), rule(80, 0, 80, 100), rule(140, 0, 140, 100);
    line(14, (double[]){ 10, 90, 150 }, "指标|本月|增长");
    line(34, (double[]){ 5, 90, 150 }, "生产总值|130.5|5.6");
    line(54, (double[]){ 5, 90, 150 }, "投资|45.6|-5.4");
    line(74, (double[]){ 5, 90, 150 }, "零售|61.2|7.1");
    cr_expect_str_eq(cells(),
                     "1.1.1 指标 1.1.2 本月 1.1.3 增长 1.2.1 生产总值 1.2.2 130.5 1.2.3 5.6 1.3.1 投资 1.3.2 45.6 "
                     "1.3.3 -5.4 1.4.1 零售 1.4.2 61.2 1.4.3 7.1");
}

Test(grid, wrapped_text_is_one_cell)
{
    frame((double[]){ 0, 40, 140 }, 3, (double[]){ 0, 20, 70 }, 3);
    line(14, (double[]){ 2, 42 }, "姓名|住址");
    line(34, (double[]){ 2, 42 }, "|某县某镇某村某组");
    line(48, (double[]){ 2, 42 }, "张三|沿河路旁第三家对");
    line(62, (double[]){ 2, 42 }, "|面");
    cr_expect_str_eq(cells(),
                     "1.1.1 姓名 1.1.2 住址 1.2.2 某县某镇某村某组 1.2.1 张三 1.2.2 沿河路旁第三家对 1.2.2 面");
}

Test(grid, text_that_runs_over_its_border_stays_whole)
{
    frame((double[]){ 0, 50, 200 }, 3, (double[]){ 0, 20, 40 }, 3);
    line(14, (double[]){ 2, 60 }, "名称|说明");
    word(2, 34, "很长的名");
    word(42, 34, "字越过边线");
    cr_expect_str_eq(cells(), "1.1.1 名称 1.1.2 说明 1.2.1 很长的名 1.2.1 字越过边线");
}

Test(grid, a_frame_is_no_table)
{
    frame((double[]){ 0, 200 }, 2, (double[]){ 0, 100 }, 2);
    rule(0, 50, 200, 50);
    word(10, 20, "通知");
    word(10, 70, "各单位要按时报送");
    cr_expect_str_eq(cells(), "- 通知 - 各单位要按时报送");
}

Test(grid, tables_stand_in_frames)
{
    frame((double[]){ 0, 400 }, 2, (double[]){ 0, 400 }, 2);
    frame((double[]){ 20, 60, 100 }, 3, (double[]){ 20, 40, 60 }, 3);
    line(34, (double[]){ 22, 62 }, "姓名|性别");
    line(54, (double[]){ 22, 62 }, "张三|男");
    word(22, 200, "附注");
    cr_expect_str_eq(cells(), "1.1.1 姓名 1.1.2 性别 1.2.1 张三 1.2.2 男 - 附注");
}

/* ---- without rules ---- */

static const double places[] = { 0, 40, 80, 190, 260 };

static void heads(double y)
{
    line(y, places, "序号|姓名|身份证号码|电话|住址");
}

Test(grid, gaps_make_columns)
{
    word(100, 10, "名单");
    heads(40);
    line(56, places, "1|张三|522301199003070029|13800138000|某镇");
    line(72, places, "2|李四|522301199003070037|13800138001|某县某镇某村");
    line(88, places, "3|王小二|522301199003070045|13800138002|某乡");
    word(0, 130, "以上公示七天");
    cr_expect_str_eq(cells(), "- 名单 1.1.1 序号 1.1.2 姓名 1.1.3 身份证号码 1.1.4 电话 1.1.5 住址 1.2.1 1 1.2.2 张三 "
                              "1.2.3 522301199003070029 1.2.4 13800138000 1.2.5 某镇 1.3.1 2 1.3.2 李四 "
                              "1.3.3 522301199003070037 1.3.4 13800138001 1.3.5 某县某镇某村 1.4.1 3 1.4.2 王小二 "
                              "1.4.3 522301199003070045 1.4.4 13800138002 1.4.5 某乡 - 以上公示七天");
}

Test(grid, a_column_may_be_empty_but_for_its_head)
{
    double columns[] = { 0, 40, 160 };

    line(20, columns, "姓名|住址|备注");
    for (int row = 1; row < 10; row++)
        line(20 + 15 * row, columns, row % 2 == 0 ? "张三|某镇|" : "李四|某县某镇某村|");
    cr_expect_str_eq(cells(),
                     "1.1.1 姓名 1.1.2 住址 1.1.3 备注 1.2.1 李四 1.2.2 某县某镇某村 1.3.1 张三 1.3.2 某镇 1.4.1 李四 "
                     "1.4.2 某县某镇某村 1.5.1 张三 1.5.2 某镇 1.6.1 李四 1.6.2 某县某镇某村 1.7.1 张三 1.7.2 某镇 "
                     "1.8.1 李四 1.8.2 某县某镇某村 1.9.1 张三 1.9.2 某镇 1.10.1 李四 1.10.2 某县某镇某村");
}

Test(grid, a_heading_may_reach_over_columns)
{
    double columns[] = { 0, 60, 110 };

    word(0, 20, "指标");
    word(60, 20, "本月和本年累计");
    line(35, columns, "|本月|累计");
    line(50, columns, "收入|1.5|11.5");
    line(65, columns, "支出|1.6|11.6");
    line(80, columns, "投资|1.7|11.7");
    cr_expect_str_eq(cells(), "1.1.1 指标 1.1.2 本月和本年累计 1.2.2 本月 1.2.3 累计 1.3.1 收入 1.3.2 1.5 1.3.3 11.5 "
                              "1.4.1 支出 1.4.2 1.6 1.4.3 11.6 1.5.1 投资 1.5.2 1.7 1.5.3 11.7");
}

Test(grid, cells_wrap)
{
    /* The head of a column and an address in two lines; beside them the others stand at the top, or in the middle. */
    line(20, places, "序号|姓名|身份证|电话|住址");
    line(32, places, "||号码||");
    line(50, places, "1|张三|522301199003070029|13800138000|某县某镇某村");
    line(62, places, "||||沿河三组");
    line(80, places, "2|李四|522301199003070037|13800138001|某县");
    line(98, places, "||||某县某镇某村");
    line(104, places, "3|王五|522301199003070045|13800138002|");
    line(110, places, "||||沿河五组");
    cr_expect_str_eq(cells(),
                     "1.1.1 序号 1.1.2 姓名 1.1.3 身份证 1.1.4 电话 1.1.5 住址 1.1.3 号码 1.2.1 1 1.2.2 张三 "
                     "1.2.3 522301199003070029 1.2.4 13800138000 1.2.5 某县某镇某村 1.2.5 沿河三组 1.3.1 2 "
                     "1.3.2 李四 1.3.3 522301199003070037 1.3.4 13800138001 1.3.5 某县 1.4.5 某县某镇某村 1.4.1 3 "
                     "1.4.2 王五 1.4.3 522301199003070045 1.4.4 13800138002 1.4.5 沿河五组");
}

Test(grid, narrow_gaps_divide_where_rows_agree)
{
    /* As sheets are printed: the number fills its column, and two units divide it from the next. */
    double tight[] = { 0, 40, 132 };

    line(20, tight, "姓名|身份证号码|电话");
    line(34, tight, "张三|522301199003070029|13800138000");
    line(48, tight, "王小二|522301199003070037|13800138001");
    line(62, tight, "李四|522301199003070045|13800138002");
    cr_expect_str_eq(cells(),
                     "1.1.1 姓名 1.1.2 身份证号码 1.1.3 电话 1.2.1 张三 1.2.2 522301199003070029 1.2.3 13800138000 "
                     "1.3.1 王小二 1.3.2 522301199003070037 1.3.3 13800138001 1.4.1 李四 1.4.2 522301199003070045 "
                     "1.4.3 13800138002");
}

Test(grid, gaps_within_words_divide_nothing)
{
    /* Names of two characters are spread; between Chinese and digits, typesetters leave a gap. */
    line(20, (double[]){ 0, 14, 50 }, "姓名||住址");
    line(34, (double[]){ 0, 14, 50, 82.5, 90 }, "张|三|第一村|3|组");
    line(48, (double[]){ 0, 14, 50, 82.5, 90 }, "李|四|第二村|5|组");
    line(62, (double[]){ 0, 14, 50, 82.5, 90 }, "王|五|第三村|7|组");
    cr_expect_str_eq(cells(), "1.1.1 姓名 1.1.2 住址 1.2.1 张 1.2.1 三 1.2.2 第一村 1.2.2 3 1.2.2 组 1.3.1 李 1.3.1 四 "
                              "1.3.2 第二村 1.3.2 5 1.3.2 组 1.4.1 王 1.4.1 五 1.4.2 第三村 1.4.2 7 1.4.2 组");
}

static void expect_no_table(void)
{
    const char *found = cells();

    cr_expect(strstr(found, "1.1.") == NULL, "%s", found);
}

Test(grid, prose_in_columns_is_no_table)
{
    for (int row = 0; row < 12; row++) {
        word(0, 20 + 15 * row, row % 5 == 4 ? "并于每月底前报送" : "各有关单位要进一步加强组织领导");
        word(180, 20 + 15 * row, row % 7 == 6 ? "确保落到实处" : "对工作中发现的问题要及时整改并");
    }
    expect_no_table();
}

Test(grid, contents_are_no_table)
{
    static const char *const numbers[] = { "1", "3", "3", "8", "12", "40" };

    for (int row = 0; row < 6; row++)
        line(20 + 15 * row, (double[]){ 0, 40, 300 }, "第一节|总则和说明|"), word(300, 20 + 15 * row, numbers[row]);
    expect_no_table();
    for (int row = 0; row < 6; row++)
        line(20 + 15 * row, (double[]){ 0, 40, 100, 300 }, "第一节|总则......|");
    expect_no_table();
}

Test(grid, forms_of_labels_are_no_table)
{
    line(20, (double[]){ 0, 150 }, "姓名：张三|性别：男");
    line(35, (double[]){ 0, 150 }, "民族：汉|出生年月：1990年3月");
    line(50, (double[]){ 0, 150 }, "电话：13800138000|住址：某县");
    expect_no_table();
}

/* ---- from page to page ---- */

static void persons(double y)
{
    line(y, places, "1|张三|522301199003070029|13800138000|某镇");
    line(y + 16, places, "2|李四|522301199003070037|13800138001|某县某镇某村");
    line(y + 32, places, "3|王小二|522301199003070045|13800138002|某乡");
}

static void expect_begins(const char *wanted)
{
    const char *found = cells();

    cr_expect(strncmp(found, wanted, strlen(wanted)) == 0, "%.200s instead of %s", found, wanted);
}

Test(grid, tables_go_on_with_the_next_page)
{
    heads(40);
    persons(56);
    word(100, 800, "1");
    expect_begins("1.1.1 序号");
    word(100, 20, "名单");
    persons(60);
    expect_begins("- 名单 1.5.1 1");
    /* The heads once more. */
    heads(40);
    persons(56);
    expect_begins("1.8.1 序号 1.8.2 姓名");
    /* Something else stands between them. */
    for (int row = 0; row < 4; row++)
        word(0, 20 + 15 * row, "以上是第一批名单");
    persons(120);
    expect_begins("- 以上是第一批名单 - 以上是第一批名单 - 以上是第一批名单 - 以上是第一批名单 2.1.1 1");
    /* Other columns. */
    line(20, (double[]){ 0, 100, 200 }, "指标|本月|累计");
    line(35, (double[]){ 0, 100, 200 }, "收入|1.5|2.5");
    line(50, (double[]){ 0, 100, 200 }, "支出|1.6|2.6");
    expect_begins("3.1.1 指标");
}

Test(grid, a_row_that_is_cut_by_the_end_of_the_page_is_one)
{
    heads(40);
    persons(56);
    expect_begins("1.1.1 序号");
    line(20, places, "||||沿河三组");
    line(26, places, "||029||");
    persons(50);
    expect_begins("1.4.5 沿河三组 1.4.3 029 1.5.1 1");
}

Test(grid, a_page_without_tables_ends_them)
{
    heads(40);
    persons(56);
    expect_begins("1.1.1 序号");
    word(0, 20, "附件");
    expect_begins("- 附件");
    persons(60);
    expect_begins("2.1.1 1");
}

/* ---- numbers that are cut ---- */

Test(grid, the_edge_of_a_cell_cuts_numbers)
{
    const struct grid_place narrow = { .start = 0, .end = 60 }, wide = { .start = 0, .end = 200 };

    cr_expect(grid_is_cut(&narrow, bytes_of_text("5223011990"), 50, bytes_of_text("03070029"), SIZE));
    cr_expect(grid_is_cut(&narrow, bytes_of_text("522301****"), 50, bytes_of_text("****0029"), SIZE));
    cr_expect_not(grid_is_cut(&wide, bytes_of_text("5223011990"), 50, bytes_of_text("03070029"), SIZE));
    cr_expect_not(grid_is_cut(&narrow, bytes_of_text("13800138000"), 55, bytes_of_text("13900139000"), SIZE));
    cr_expect_not(grid_is_cut(&narrow, bytes_of_text("电话"), 50, bytes_of_text("13900139000"), SIZE));
}

/* ---- what nobody draws ---- */

Test(grid, no_number_is_beyond_it)
{
    static const double numbers[] = { NAN, INFINITY, -INFINITY, 1e300, -1e300, 0, 1e-300, 5 };
    enum { COUNT = sizeof numbers / sizeof *numbers };
    uint32_t random = 1;

    for (int round = 0; round < 200; round++) {
        for (int index = 0; index < 60; index++) {
            double values[4];

            for (int value = 0; value < 4; value++) {
                random = random * 1664525u + 1013904223u;
                values[value] = random >> 30 == 0 ? numbers[(random >> 8) % COUNT] : (random >> 8) % 300;
            }
            word(values[0], values[1], "12");
            page.words[page.count - 1].end = values[2];
            page.words[page.count - 1].size = values[3];
            page.words[page.count - 1].row = (uint32_t)index / 4;
            rule(values[0], values[1], values[2], values[3]);
            rule(values[0], values[1], values[0], values[3]);
        }
        (void)cells();
    }
}

Test(grid, much_of_anything_takes_no_time)
{
    clock_t begin = clock();

    for (int index = 0; index < WORDS_MAX; index++)
        word(index % 100 * 15, 20 * (index / 100), "1");
    for (int index = 0; index < GRID_RULES_MAX + 8; index++)
        index % 2 == 0 ? rule(0, 3 * index, 1500, 3 * index) : rule(3 * index, 0, 3 * index, 6000);
    (void)cells();
    /* One row without an end, and one cell. */
    for (int index = 0; index < WORDS_MAX; index++)
        word(15 * index, 20, "1");
    (void)cells();
    for (int index = 0; index < WORDS_MAX; index++)
        word(index % 2 * 50, 3 * (index / 2), "1");
    (void)cells();
    cr_expect_lt(clock() - begin, 5 * CLOCKS_PER_SEC);
}

Test(grid, there_may_be_nothing)
{
    cr_expect_eq(grid_find(&grid, page.words, 0, page.rules, 0, true), STATUS_OK);
    cr_expect_eq(grid.place_count, 0);
}
