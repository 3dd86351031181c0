/* SPDX-License-Identifier: Apache-2.0 */
#include "text/separated.h"

#include <criterion/criterion.h>
#include <string.h>

static struct separated values_of(const char *text, char separator)
{
    return (struct separated){ text, strlen(text), 0, 1, 0, separator };
}

static void expect_field(struct separated *values, const char *value, bool last, uint32_t line)
{
    struct separated_field field;
    char copy[64];
    size_t size;

    cr_assert_eq(separated_next(values, &field), SEPARATED_FIELD);
    size = field.end - field.start;
    memcpy(copy, values->text + field.start, size);
    if (field.quoted)
        size = separated_unquote(copy, size);
    cr_expect(size == strlen(value) && memcmp(copy, value, size) == 0, "\"%.*s\" instead of \"%s\"", (int)size, copy,
              value);
    cr_expect_eq(field.last, last, "%s", value);
    cr_expect_eq(field.line, line, "%s: line %u", value, field.line);
}

/* The examples of RFC 4180, section 2. */
Test(separated, fields_records_and_quotes)
{
    struct separated values = values_of("aaa,bbb,ccc\n\"aaa\",\"b \nbb\",\"b\"\"b,b\"\nz,,\"\"\n", ',');

    expect_field(&values, "aaa", false, 1);
    expect_field(&values, "bbb", false, 1);
    expect_field(&values, "ccc", true, 1);
    expect_field(&values, "aaa", false, 2);
    expect_field(&values, "b \nbb", false, 2);
    cr_expect_eq(values.line_start, strlen("aaa,bbb,ccc\n\"aaa\",\"b \n"));
    expect_field(&values, "b\"b,b", true, 3);
    expect_field(&values, "z", false, 4);
    expect_field(&values, "", false, 4);
    expect_field(&values, "", true, 4);
    cr_expect_eq(values.next, values.size);
}

Test(separated, the_last_line_needs_no_line_feed)
{
    struct separated values = values_of("词\t\"说明\" \r\n甲\t", '\t');

    expect_field(&values, "词", false, 1);
    expect_field(&values, "说明", true, 1);
    expect_field(&values, "甲", false, 2);
    expect_field(&values, "", true, 2);
    cr_expect_eq(values.next, values.size);
}

Test(separated, what_is_wrong_with_quotes_is_told)
{
    struct separated values = values_of("a,\"b\n\"\"c", ',');
    struct separated_field field;

    expect_field(&values, "a", false, 1);
    cr_expect_eq(separated_next(&values, &field), SEPARATED_UNCLOSED);
    cr_expect_eq(field.line, 1);
    values = values_of("\"a\nb\" c,d", ',');
    cr_expect_eq(separated_next(&values, &field), SEPARATED_TRAILING);
    cr_expect_eq(values.line, 2);
}

Test(separated, a_quote_inside_a_field_is_a_quote)
{
    struct separated values = values_of("a\"b\",c", ',');

    expect_field(&values, "a\"b\"", false, 1);
    expect_field(&values, "c", true, 1);
}

Test(separated, values_are_written_as_they_are_read)
{
    static const struct {
        const char *value, *written;
    } cases[] = {
        { "蓝莓", "蓝莓" },     { "", "" },           { "a,b", "\"a,b\"" }, { "a\"b", "\"a\"\"b\"" },
        { "#a", "\"#a\"" },     { "a\nb", "\"a\nb\"" }, { " a", "\" a\"" },   { "a b", "a b" },
    };

    for (size_t index = 0; index < sizeof cases / sizeof *cases; index++) {
        struct buf out = BUF_INIT(64);

        separated_put(&out, cases[index].value);
        buf_byte(&out, '\0');
        cr_assert_eq(buf_status(&out), STATUS_OK);
        cr_expect_str_eq(out.data, cases[index].written);
        buf_free(&out);
    }
}
