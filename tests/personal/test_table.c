/* SPDX-License-Identifier: Apache-2.0
 *
 * Tables after DOMAIN 3.8 and 3.9. Rows are written with | between cells; numbers are vectors of DOMAIN 3.1 and 3.3, or
 * have been given check characters after the standards.
 */
#include "personal/table.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "words.h"

static const struct table_limits limits = TABLE_LIMITS_DEFAULT;
static const struct date day = { 2024, 6, 1 };
static struct table table;
static struct table_report reports[SUBJECT_COUNT];

static void feed(const char *text)
{
    uint32_t row = 1;

    while (*text != '\0') {
        const char *line_end = strchrnul(text, '\n');

        for (uint32_t column = 1; text <= line_end; column++) {
            const char *end = memchr(text, '|', (size_t)(line_end - text));
            struct span span;

            end = end != NULL ? end : line_end;
            if (end > text)
                (void)table_cell(&table, row, column, text, (size_t)(end - text), &span);
            text = end + 1;
        }
        row++;
        text = *line_end == '\0' ? line_end : line_end + 1;
    }
}

static size_t judge(const char *text)
{
    table_begin(&table, test_table_lexicon(), &limits, day, false);
    feed(text);
    return table_finish(&table, reports);
}

static const struct table_report *report_of(size_t count, enum table_subject subject)
{
    for (size_t i = 0; i < count; i++) {
        if (reports[i].subject == subject)
            return &reports[i];
    }
    return NULL;
}

Test(table, identity_numbers_with_names)
{
    size_t count = judge("序号|姓名|身份证号码|金额\n1|张三|522301199003070029|300\n2|李四|52230119881112000x|300\n"
                         "3|王五|522301199003070029|300");
    const struct table_report *report = report_of(count, SUBJECT_IDENTITY);

    cr_assert_eq(count, 1);
    cr_assert_not_null(report);
    cr_expect_eq(report->tally->rows, 3);
    cr_expect_eq(table.rows, 3);
    cr_expect_eq(report->distinct, 2);
    cr_expect(report->distinct_is_exact);
    cr_expect_str_eq(report->title, "身份证号码");
    cr_expect_eq(report->shown->sample_count, 3);
    cr_expect_str_eq(report->shown->samples[0], "522*************29");
    cr_expect_eq(report->tally->beside & (BESIDE_NAME | BESIDE_ID), BESIDE_NAME | BESIDE_ID);
}

Test(table, old_numbers_need_a_header_or_a_column)
{
    cr_expect_not_null(report_of(judge("姓名|身份证号\n张三|522301680704001"), SUBJECT_IDENTITY));
    cr_expect_not_null(report_of(judge("张三|522301680704001\n李四|610104620927690\n王五|522301680704001"),
                                 SUBJECT_IDENTITY));
    cr_expect_null(report_of(judge("甲|522301680704001\n乙|丙"), SUBJECT_IDENTITY));
    cr_expect_null(report_of(judge("项目编号|姓名\n522301680704001|张三\n522301680704002|张三\n522301680704003|张三"),
                             SUBJECT_IDENTITY));
}

Test(table, accounts_of_persons_and_not_of_organisations)
{
    cr_expect_not_null(report_of(judge("户主|一卡通账号\n张三|1160608744420679814\n李四|1160608744420679815"),
                                 SUBJECT_ACCOUNT));
    cr_expect_null(report_of(judge("姓名|账号\n兴义市财政局|1160608744420679814\n张三公司|1160608744420679814"),
                             SUBJECT_ACCOUNT));
    cr_expect_null(report_of(judge("姓名|项目编号\n张三|1160608744420679814"), SUBJECT_ACCOUNT));
}

Test(table, mobile_numbers_of_persons_and_of_offices)
{
    cr_expect_not_null(report_of(judge("姓名|联系电话\n张三|13812345678\n李四|13912345678\n王五|15012345678"),
                                 SUBJECT_PHONE));
    cr_expect_eq(judge("姓名|联系电话\n张三|13812345678\n李四|0859-3222222"), 0, "one contact");
    cr_expect_eq(judge("姓名|联系电话\n张*|138****5678\n李*|139****5678\n王*|150****5678"), 0);
    cr_expect_eq(judge("单位|办公电话\n兴义市财政局|0859-3222222\n财政局|0859-3222223\n财政局|0859-3222224"), 0);
    size_t count = judge("姓名|职务|联系电话\n张三|局长|13812345678\n李四|科长|13912345678\n王五|科员|15012345678");
    cr_expect_null(report_of(count, SUBJECT_PHONE));
    cr_expect_not_null(report_of(count, SUBJECT_OFFICIAL_PHONE));
}

Test(table, health_beside_names)
{
    cr_expect_not_null(report_of(judge("姓名|疾病诊断\n张三|高血压3级\n李四|无"), SUBJECT_HEALTH));
    cr_expect_null(report_of(judge("姓名|疾病诊断\n张三|无\n李四|健康"), SUBJECT_HEALTH));
    cr_expect_null(report_of(judge("编号|疾病诊断\n1|肺结核\n2|肺结核\n3|肺结核"), SUBJECT_HEALTH));
    cr_expect_null(report_of(judge("姓名|职务|诊断\n张三|主任医师|肺结核"), SUBJECT_HEALTH), "what a doctor treats");
    cr_expect_not_null(report_of(judge("姓名|致贫原因\n张三|因病\n李四|因病\n王五|因病"), SUBJECT_HEALTH));
    cr_expect_null(report_of(judge("姓名|致贫原因\n张三|缺技术\n李四|缺资金\n王五|因病"), SUBJECT_HEALTH));
}

/* The day is 2024-06-01. */
Test(table, ages_at_the_day_of_publication)
{
    cr_expect_not_null(report_of(judge("姓名|出生日期\n张三|2010-06-02"), SUBJECT_CHILD), "14 tomorrow");
    cr_expect_null(report_of(judge("姓名|出生日期\n张三|2010-06-01"), SUBJECT_CHILD), "14 today");
    cr_expect_not_null(report_of(judge("姓名|出生日期\n张三|2010-06-01\n李四|2009-01-01\n王五|2008-01-01"),
                                 SUBJECT_YOUTH));
    cr_expect_null(report_of(judge("姓名|出生日期\n张三|2006-06-01\n李四|2005-01-01\n王五|2004-01-01"), SUBJECT_YOUTH));
    cr_expect_not_null(report_of(judge("姓名|年龄|监护人\n张三|6|李四"), SUBJECT_CHILD));
    cr_expect_eq(judge("姓名|年龄\n张三|6\n李四|7\n王五|8"), 0, "a list of prizes");
    cr_expect_not_null(report_of(judge("姓名|情况\n张三|事实无人抚养\n李四|事实无人抚养\n王五|事实无人抚养"),
                                 SUBJECT_YOUTH));
}

Test(table, addresses_finer_than_a_village)
{
    cr_expect_not_null(report_of(judge("姓名|住址\n张三|则戎镇长冲村6组85号\n李四|则戎镇长冲村7组\n王五|万屯镇贡新村1组"),
                                 SUBJECT_ADDRESS));
    cr_expect_eq(judge("姓名|住址|金额\n张三|则戎镇长冲村|300\n李四|则戎镇长冲村|300\n王五|万屯镇贡新村|300"), 0,
                 "name, village and amount are the pattern that is allowed");
}

/* The counts of DOMAIN 3.9. */
Test(table, masks_and_what_stands_beside_them)
{
    size_t count = judge("姓名|身份证号\n张三|522301********0029");
    cr_expect_eq(count, 0, "3151 numbers are possible");

    count = judge("姓名|出生年月|身份证号\n张三|1990年03月|522301********0029");
    cr_assert_not_null(report_of(count, SUBJECT_MASK_WEAK));
    cr_expect_eq(table.fewest_candidates, 4);

    count = judge("姓名|身份证号|出生年月\n张三|522301********0029|1990");
    cr_assert_not_null(report_of(count, SUBJECT_MASK_WEAK), "the column may follow");
    cr_expect_eq(table.fewest_candidates, 33);

    count = judge("姓名|出生日期|身份证号\n张三|1990-03-07|522301********0029");
    cr_expect_not_null(report_of(count, SUBJECT_MASK_OPEN));
    cr_expect_null(report_of(count, SUBJECT_MASK_WEAK), "told once");

    cr_expect_not_null(report_of(judge("姓名|身份证号\n张三|52230119900307002*"), SUBJECT_MASK_OPEN));
    cr_expect_not_null(report_of(judge("姓名|身份证号\n张三|52230119900307****"), SUBJECT_MASK_WEAK), "the whole birth");
    cr_expect_eq(judge("姓名|身份证号\n张三|522301************\n李四|522***********0029\n王五|5****************9"), 0);
    cr_expect_eq(judge("姓名|出生日期|银行卡号\n张三|1990-03-07|622202****0008"), 0, "a card");
}

Test(table, fields_with_labels_are_of_one_person)
{
    size_t count = judge("姓名|张三|性别|女|出生年月|1990年03月\n住址|则戎镇|身份证号|522301********0029");

    cr_expect_not_null(report_of(count, SUBJECT_MASK_WEAK));
    cr_expect_eq(table.fewest_candidates, 4);
    cr_expect_not_null(report_of(judge("姓名|张三|诊断|肺结核"), SUBJECT_HEALTH));
    cr_expect_eq(judge("姓名|张三|联系电话|13812345678"), 0);
}

Test(table, licences_and_names_in_public_lists_are_harmless)
{
    cr_expect_eq(judge("单位|姓名|执业证号\n某律师事务所|张三|15223296818093005\n某律师事务所|李四|15223234104801624\n"
                       "某律师事务所|王五|15223317780389123"),
                 0);
    cr_expect_eq(judge("姓名|金额\n张三|960\n李四|420\n王五|600"), 0);
    cr_expect_eq(judge("地区|增长\n兴义市|5.2\n兴仁市|3.1"), 0);
}

/* A million rows are judged in the same memory, and the same whether headers come again or not. */
Test(table, memory_is_the_same_for_any_number_of_rows)
{
    struct span span;

    table_begin(&table, test_table_lexicon(), &limits, day, false);
    feed("姓名|联系电话");
    for (uint32_t row = 2; row < 300000; row++) {
        char mobile[16];
        int size = snprintf(mobile, sizeof mobile, "138%08u", row);

        (void)table_cell(&table, row, 1, "张三", 6, &span);
        (void)table_cell(&table, row, 2, mobile, (size_t)size, &span);
    }
    size_t count = table_finish(&table, reports);
    const struct table_report *report = report_of(count, SUBJECT_PHONE);
    cr_assert_not_null(report);
    cr_expect_eq(report->tally->rows, 299998);
    cr_expect_gt(report->distinct, 299998 * 0.65);
    cr_expect_lt(report->distinct, 299998 * 1.35);
}
