/* SPDX-License-Identifier: Apache-2.0
 *
 * Headers as they stand in published lists, and what only holds their words.
 */
#include "personal/table_lexicon.h"

#include <criterion/criterion.h>
#include <string.h>

#include "words.h"

Test(table_lexicon, headers_are_known_by_their_end)
{
    static const struct {
        const char *text;
        enum word_kind kind;
    } headers[] = {
        { "姓名", HEADER_NAME },
        { "户主姓名", HEADER_NAME },
        { "家庭成员身份证号码", HEADER_ID },
        { "联系电话", HEADER_PHONE },
        { "联系电话1", HEADER_PHONE },
        { "身份证号码(18位)", HEADER_ID },
        { "身份证号:", HEADER_ID },
        { "办公电话", HEADER_OFFICE_PHONE }, /* the longer word wins */
        { "姓名不详", WORD_NONE },
        { "联系电话请致电本单位办公室咨询办理相关业务的电话", WORD_NONE }, /* too much in front */
        { "备注", WORD_NONE },
        { "", WORD_NONE },
        { "(姓名)", WORD_NONE },
    };
    const struct table_lexicon *lexicon = test_table_lexicon();

    for (size_t i = 0; i < sizeof headers / sizeof *headers; i++)
        cr_expect_eq(table_lexicon_header(lexicon, headers[i].text, strlen(headers[i].text)), headers[i].kind, "%s",
                     headers[i].text);
}

static void count(void *context, enum word_kind kind, size_t from, size_t to)
{
    size_t *counts = context;

    (void)from;
    (void)to;
    counts[kind]++;
}

Test(table_lexicon, every_place_of_every_word_is_told)
{
    size_t counts[WORD_KIND_COUNT] = { 0 };
    const char text[] = "张村镇王村6组5号";

    table_lexicon_scan(test_table_lexicon(), text, strlen(text), count, counts);
    cr_expect_eq(counts[WORD_VILLAGE], 3);
    cr_expect_eq(counts[WORD_UNIT], 2);
    cr_expect_eq(counts[WORD_SURNAME], 2);
}

Test(table_lexicon, kinds_have_names)
{
    cr_expect_eq(table_lexicon_header_kind("identity"), HEADER_ID);
    cr_expect_eq(table_lexicon_word_kind("village"), WORD_VILLAGE);
    cr_expect_eq(table_lexicon_header_kind("village"), WORD_NONE);
    cr_expect_eq(table_lexicon_word_kind("surname"), WORD_NONE, "surnames have a table of their own");
}
