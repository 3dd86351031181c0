/* SPDX-License-Identifier: Apache-2.0 */
#include "report/json_line.h"

#include <criterion/criterion.h>

static void expect_member(const char *line, const char *key, const char *value)
{
    struct buf text = BUF_INIT(1000);
    struct bytes found = json_line_text(bytes_of_text(line), key);

    if (value == NULL) {
        cr_expect_null(found.data, "%s", line);
        return;
    }
    cr_assert_not_null(found.data, "%s", line);
    json_line_unescape(found, &text);
    cr_expect(bytes_equal(buf_bytes(&text), bytes_of_text(value)), "%.*s instead of %s", (int)text.size, text.data,
              value);
    buf_free(&text);
}

/* Escapes as RFC 8259, section 7, has them. */
Test(json_line, members_without_their_escapes)
{
    static const char line[] =
        "{\"path\":\"a \\\"b\\\"\\\\\\n\\u516c\\ud834\\udd1e\\/\",\"row\" : null, \"as_of\" : \"2026-11-27\"}";

    expect_member(line, "\"path\"", "a \"b\"\\\n公\xF0\x9D\x84\x9E/");
    expect_member(line, "\"as_of\"", "2026-11-27");
    expect_member(line, "\"row\"", NULL);
    expect_member(line, "\"match\"", NULL);
    expect_member("{\"path\":\"cut\\", "\"path\"", "cut\\");
}

Test(json_line, arrays_of_texts)
{
    static const char line[] = "{\"a\":\"b\",\"basis\":[\"R2-2\",\"R\\\"]7\", \"R7-3\"],\"none\":[],\"c\":\"d\"}";
    struct bytes array = json_line_array(bytes_of_text(line), "\"basis\""), text;

    cr_expect_eq(json_line_next_text(&array, &text), true);
    cr_expect_eq(bytes_equal(text, bytes_of_text("R2-2")), true);
    cr_expect_eq(json_line_next_text(&array, &text), true);
    cr_expect_eq(bytes_equal(text, bytes_of_text("R\\\"]7")), true);
    cr_expect_eq(json_line_next_text(&array, &text), true);
    cr_expect_eq(bytes_equal(text, bytes_of_text("R7-3")), true);
    cr_expect_eq(json_line_next_text(&array, &text), false);
    array = json_line_array(bytes_of_text(line), "\"none\"");
    cr_expect_eq(json_line_next_text(&array, &text), false);
    cr_expect_null(json_line_array(bytes_of_text(line), "\"a\"").data, "a text is no array");
    array = json_line_array(bytes_of_text("{\"basis\":[\"R2"), "\"basis\"");
    cr_expect_eq(json_line_next_text(&array, &text), true, "what is cut ends with the text");
    cr_expect_eq(json_line_next_text(&array, &text), false);
}

Test(json_line, members_one_after_another)
{
    static const char *const members[][2] = {
        { "\"a\"", "\"b, \\\"}\"" }, { "\"n\"", "-5" },    { "\"t\"", "[\"x]\\\"\",\"y\"]" },
        { "\"e\"", "[]" },           { "\"d\"", "[1,2]" }, { "\"is\"", "true" }
    };
    struct bytes object = bytes_of_text(
                     "{\"a\":\"b, \\\"}\",\"n\":-5,\"t\":[\"x]\\\"\",\"y\"],\"e\":[],\"d\":[1,2],\"is\":true}"),
                 key, value;

    for (size_t index = 0; index < sizeof members / sizeof *members; index++) {
        cr_assert(json_line_next_member(&object, &key, &value));
        cr_expect(bytes_equal(key, bytes_of_text(members[index][0])), "%.*s", (int)key.size, key.data);
        cr_expect(bytes_equal(value, bytes_of_text(members[index][1])), "%.*s", (int)value.size, value.data);
    }
    cr_expect_not(json_line_next_member(&object, &key, &value));
    cr_expect(json_line_has_ended(object));
}

Test(json_line, what_is_cut_has_not_ended)
{
    static const char whole[] = "{\"a\":\"b\",\"t\":[\"x\",\"y\"],\"n\":12}";
    struct bytes key, value;

    for (size_t size = 0; size < sizeof whole; size++) {
        struct bytes object = bytes_of(whole, size);

        while (json_line_next_member(&object, &key, &value))
            ;
        cr_expect_eq(json_line_has_ended(object), size == sizeof whole - 1, "%zu", size);
    }
    cr_expect(json_line_has_ended(bytes_of_text("{}")));
}

Test(json_line, lines_end_with_a_line_feed_or_the_text)
{
    struct bytes input = bytes_of_text("{}\n\n{\"a\":1}"), line;
    size_t offset = 0;

    cr_assert(json_line_next(input, &offset, &line));
    cr_expect(bytes_equal(line, bytes_of_text("{}")));
    cr_assert(json_line_next(input, &offset, &line));
    cr_expect_eq(line.size, 0);
    cr_assert(json_line_next(input, &offset, &line));
    cr_expect(bytes_equal(line, bytes_of_text("{\"a\":1}")));
    cr_expect_not(json_line_next(input, &offset, &line));
}
