/* SPDX-License-Identifier: Apache-2.0 */
#include "report/json.h"

#include <criterion/criterion.h>
#include <string.h>

static void check(const char *text, size_t size, const char *expected)
{
    struct buf out = BUF_INIT(1 << 16);

    json_quoted(&out, text, size);
    cr_expect_str_eq(out.data, expected);
    buf_free(&out);
}

Test(json, escapes_what_the_standard_wants)
{
    check("a\"b\\c/", 6, "\"a\\\"b\\\\c/\"");
    check("\n\r\t\x01\x1f", 5, "\"\\n\\r\\t\\u0001\\u001f\"");
    check("a\0b", 3, "\"a\\u0000b\"");
    check("", 0, "\"\"");
}

Test(json, escapes_what_could_act_on_a_terminal_or_a_line)
{
    check("\x7f\xC2\x9B", 3, "\"\\u007f\\u009b\"");
    check("\xE2\x80\xA8\xE2\x80\xAE\xE2\x81\xA6", 9, "\"\\u2028\\u202e\\u2066\"");
}

Test(json, passes_chinese_and_characters_past_the_basic_plane)
{
    check("机密★𠮷", 13, "\"机密★𠮷\"");
}

Test(json, replaces_broken_bytes)
{
    check("a\xFFz", 3, "\"a\xEF\xBF\xBDz\"");
    check("\xE6\x9C", 2, "\"\xEF\xBF\xBD\"");
    check("\xED\xA0\x80", 3, "\"\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\"");
}

Test(json, puts_commas_between_members)
{
    struct buf out = BUF_INIT(1 << 16);

    buf_byte(&out, '{');
    json_text(&out, "a", NULL);
    json_number(&out, "b", 18446744073709551615u);
    json_number_or_null(&out, "c", false, 7);
    json_bool(&out, "d", true);
    json_key(&out, "e");
    buf_byte(&out, '[');
    json_element(&out);
    json_quoted(&out, "x", 1);
    json_element(&out);
    json_quoted(&out, "y", 1);
    buf_text(&out, "]}");
    cr_expect_str_eq(out.data, "{\"a\":null,\"b\":18446744073709551615,\"c\":null,\"d\":true,\"e\":[\"x\",\"y\"]}");
    buf_free(&out);
}
