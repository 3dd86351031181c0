/* SPDX-License-Identifier: Apache-2.0
 *
 * Cells as they stand in published lists; numbers are the vectors of DOMAIN 3.
 */
#include "personal/cell.h"

#include <criterion/criterion.h>
#include <string.h>

#include "words.h"

static const struct {
    const char *text;
    uint32_t kinds;
} cells[] = {
    { "522301199003070029", CELL_ID | CELL_ACCOUNT },
    { "11010519491231002x", CELL_ID },
    { "522301199003 070029", CELL_ID | CELL_ACCOUNT },
    { "g522301199003070029", CELL_ID },
    { "52230119900307002941", CELL_ID | CELL_ACCOUNT },
    { "522301199003070000", CELL_ID_DAMAGED | CELL_ACCOUNT },
    { "522301680704001", CELL_ID_OLD | CELL_ACCOUNT },
    { "6222022401000000008", CELL_CARD | CELL_ACCOUNT },
    { "1160608744420679814", CELL_ACCOUNT },
    { "522301********0029", CELL_ID_MASKED },
    { "138****1234", 0 },
    { "13812345678", CELL_MOBILE },
    { "+86 138-1234-5678", CELL_MOBILE | CELL_ACCOUNT },
    { "0859-3222222", 0 },
    { "e12345678", CELL_DOCUMENT },
    { "h1234567890", CELL_DOCUMENT },
    { "01234567", CELL_DOCUMENT },
    { "1990-03-07", CELL_BIRTH },
    { "1990年3月", CELL_BIRTH },
    { "19900307", CELL_DOCUMENT | CELL_BIRTH },
    { "1990.13", 0 }, /* no month */
    { "67", CELL_AGE },
    { "9岁", CELL_AGE },
    { "300.5", 0 },
    { "男", CELL_SEX },
    { "张三", CELL_NAME },
    { "欧阳修文", CELL_NAME },
    { "艾合买提·买买提", CELL_NAME },
    { "张某", CELL_COVERED },
    { "张*", CELL_COVERED },
    { "贵州张三公司", CELL_ORGANISATION },
    { "肺结核", CELL_HEALTH },
    { "无", CELL_WELL },
    { "则戎镇长冲村6组85号", CELL_ADDRESS },
    { "则戎镇长冲村六组", CELL_ADDRESS },
    { "则戎镇长冲村", 0 },
    { "阳光小区3栋2单元501", CELL_ADDRESS },
    { "第5223010123号", 0 },
    { "91350100m000100y43", 0 },
    { "9144030071526726xg", 0 },
};

Test(cell, kinds)
{
    const struct table_lexicon *lexicon = test_table_lexicon();

    for (size_t i = 0; i < sizeof cells / sizeof *cells; i++) {
        struct cell_value value;

        cell_read(lexicon, cells[i].text, strlen(cells[i].text), &value);
        cr_expect_eq(value.kinds, cells[i].kinds, "%s: %x, not %x", cells[i].text, value.kinds, cells[i].kinds);
    }
}

Test(cell, births)
{
    static const struct {
        const char *text;
        struct birth birth;
    } births[] = {
        { "1990年3月7日", { 1990, 3, 7 } },  { "1990年03月07日生", { 1990, 3, 7 } }, { "1990-03-07", { 1990, 3, 7 } },
        { "1990.3.7", { 1990, 3, 7 } },      { "1990/3", { 1990, 3, 0 } },           { "199003", { 1990, 3, 0 } },
        { "19900307", { 1990, 3, 7 } },      { "1990年", { 1990, 0, 0 } },           { "1990年12月", { 1990, 12, 0 } },
        { "1990-03-07 00:00", { 1990, 3, 7 } },
    };

    for (size_t i = 0; i < sizeof births / sizeof *births; i++) {
        struct birth birth;

        cr_expect(cell_read_birth(births[i].text, strlen(births[i].text), &birth), "%s", births[i].text);
        cr_expect(birth.year == births[i].birth.year && birth.month == births[i].birth.month
                      && birth.day == births[i].birth.day,
                  "%s: %u %u %u", births[i].text, birth.year, birth.month, birth.day);
    }
}

Test(cell, the_birth_of_a_number)
{
    static const char *const numbers[] = { "522301199003070029", "522301-19900307-0029", "522301199003070000" };
    struct cell_value value;

    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        cell_read(test_table_lexicon(), numbers[i], strlen(numbers[i]), &value);
        cr_expect(value.birth.year == 1990 && value.birth.month == 3 && value.birth.day == 7, "%s", numbers[i]);
    }
    cell_read(test_table_lexicon(), "522301680704001", 15, &value);
    cr_expect(value.birth.year == 1968 && value.birth.month == 7 && value.birth.day == 4);
}
