/* SPDX-License-Identifier: Apache-2.0
 *
 * Cells of CSV: quotes as RFC 4180 has them, what spreadsheets run as formulas (OWASP, CSV Injection), controls.
 */
#include "report/csv_cell.h"

#include <criterion/criterion.h>
#include <string.h>

static void check(const char *text, const char *expected)
{
    struct buf out = BUF_INIT(1 << 10);

    csv_cell(&out, text, strlen(text));
    cr_assert_eq(buf_status(&out), STATUS_OK);
    cr_expect_str_eq(out.data, expected);
    buf_free(&out);
}

Test(csv_cell, quotes)
{
    check("a \"b\", c", "\"a \"\"b\"\", c\"");
    check("", "\"\"");
}

Test(csv_cell, formulas_are_text)
{
    check("=cmd|' /C calc'!A1", "\"'=cmd|' /C calc'!A1\"");
    check("+1", "\"'+1\"");
    check("-1", "\"'-1\"");
    check("@SUM(1)", "\"'@SUM(1)\"");
    check("＝1", "\"'＝1\"");
    check("  =1", "\"'  =1\"");
    check("\t=1", "\"' =1\"");
    check("\r\n=1", "\"'  =1\"");
    check("a=1", "\"a=1\"");
}

Test(csv_cell, is_one_line_without_controls)
{
    check("a\r\nb\x1b[2J", "\"a  b\xEF\xBF\xBD[2J\"");
    check("\xE2\x80\xAEgnp.exe\xFF", "\"\xEF\xBF\xBDgnp.exe\xEF\xBF\xBD\"");
}

Test(csv_cell, our_own_lines_stay)
{
    struct buf out = BUF_INIT(1 << 10);

    csv_cell_of_lines(&out, "a\r\n=b\x1b\n", strlen("a\r\n=b\x1b\n"));
    csv_cell_of_lines(&out, "\n=c", 3);
    csv_cell_of_lines(&out, "", 0);
    cr_expect_str_eq(out.data, "\"a \n=b\xEF\xBF\xBD\n\",\"'\n=c\",\"\"");
    buf_free(&out);
}

Test(csv_cell, cells_of_a_line_have_a_comma_between)
{
    struct buf out = BUF_INIT(1 << 10);

    csv_cell(&out, "a", 1);
    csv_cell(&out, "\n", 1);
    csv_cell(&out, "b", 1);
    cr_expect_str_eq(out.data, "\"a\",\" \",\"b\"");
    buf_free(&out);
}
