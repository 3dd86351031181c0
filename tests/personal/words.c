/* SPDX-License-Identifier: Apache-2.0 */
#include "words.h"

#include <criterion/criterion.h>

static const struct word words[] = {
    { "姓名", HEADER_NAME },          { "户主", HEADER_NAME },         { "身份证号", HEADER_ID },
    { "身份证号码", HEADER_ID },      { "证件号码", HEADER_ID },       { "护照号码", HEADER_DOCUMENT },
    { "电话", HEADER_PHONE },         { "联系电话", HEADER_PHONE },    { "办公电话", HEADER_OFFICE_PHONE },
    { "账号", HEADER_ACCOUNT },       { "住址", HEADER_ADDRESS },      { "出生年月", HEADER_BIRTH },
    { "出生日期", HEADER_BIRTH },     { "年龄", HEADER_AGE },          { "性别", HEADER_SEX },
    { "监护人", HEADER_GUARDIAN },    { "诊断", HEADER_HEALTH },       { "致贫原因", HEADER_CAUSE },
    { "单位", HEADER_ORGANISATION },  { "职务", HEADER_PROFESSION },   { "执业证号", HEADER_PROFESSION },
    { "户号", HEADER_HOUSEHOLD },     { "项目编号", HEADER_NUMBER },   { "金额", HEADER_NUMBER },
    { "公司", WORD_ORGANISATION },    { "财政局", WORD_ORGANISATION }, { "肺结核", WORD_HEALTH },
    { "因病", WORD_HEALTH },          { "事实无人抚养", WORD_CHILD },  { "社区矫正", WORD_STATUS },
    { "镇", WORD_VILLAGE },           { "村", WORD_VILLAGE },          { "组", WORD_UNIT },
    { "号", WORD_UNIT },              { "单元", WORD_ROOM },           { "无", WORD_WELL },
    { "健康", WORD_WELL },            { "张", WORD_SURNAME },          { "李", WORD_SURNAME },
    { "王", WORD_SURNAME },           { "欧阳", WORD_SURNAME },
};

const struct table_lexicon *test_table_lexicon(void)
{
    static struct arena *arena;
    static const struct table_lexicon *lexicon;

    if (arena == NULL) {
        cr_assert_eq(arena_create(&arena), STATUS_OK);
        cr_assert_eq(table_lexicon_create(words, sizeof words / sizeof *words, arena, &lexicon), STATUS_OK);
    }
    return lexicon;
}
