/* SPDX-License-Identifier: Apache-2.0
 *
 * What matches is counted by hand here: the plain search is the measure of everything else.
 */
#include "rules/plain_search.h"

#include <criterion/criterion.h>
#include <stdio.h>

#include "base/buf.h"

/* All matches as "start-end ", with "+" when there is any. */
static void expect(const char *pattern, bool is_literal, const char *text, const char *wanted)
{
    struct plain_search *search;
    const struct span *matches;
    size_t count, offset;
    struct buf got = BUF_INIT(1 << 16);
    bool found;

    cr_assert_eq(plain_search_create(bytes_of_text(pattern), is_literal, &search, &offset), STATUS_OK);
    cr_assert_eq(plain_search_all(search, bytes_of_text(text), &matches, &count), STATUS_OK);
    buf_text(&got, "");
    for (size_t index = 0; index < count; index++)
        buf_format(&got, "%s%lu-%lu", index > 0 ? " " : "", matches[index].start, matches[index].end);
    buf_byte(&got, ';');
    cr_expect_str_eq(got.data, wanted, "%s in \"%s\": %s instead of %s", pattern, text, got.data, wanted);
    cr_assert_eq(plain_search_any(search, bytes_of_text(text), &found), STATUS_OK);
    cr_expect_eq(found, wanted[0] != ';');
    buf_free(&got);
    plain_search_free(search);
}

Test(plain_search, words_wherever_they_stand)
{
    expect("aa", true, "aaa\naa", "0-2 1-3 4-6;");
    expect("机密", true, "机密文件机密", "0-6 12-18;");
    expect("a.c", true, "abc a.c", "4-7;");
    expect("机密", true, "机要", ";");
    expect("机密", true, "", ";");
}

Test(plain_search, each_end_of_an_expression_with_its_leftmost_beginning)
{
    expect("ab{1,3}", false, "abbb", "0-2 0-3 0-4;");
    expect("[ab]{1,3}", false, "abab", "0-1 0-2 0-3 1-4;");
    expect("x?aa", false, "xaaa", "0-3 2-4;");
    expect("第[一二三]{1,2}条", false, "第三条第二三条", "0-9 9-21;");
}

Test(plain_search, borders_lines_and_sets)
{
    expect("\\b\\d{2}\\b", false, "12 345 67年", "0-2 7-9;");
    expect("^a$", false, "a\nb\na", "0-1 4-5;");
    expect("a.b", false, "a\nb acb", "4-7;");
    expect("\\w", false, "中_", "3-4;");
}

Test(plain_search, more_ends_than_there_is_room_for_at_first)
{
    struct plain_search *search;
    const struct span *matches;
    struct buf text = BUF_INIT(1 << 16);
    size_t count, offset;

    for (size_t index = 0; index < 1000; index++)
        buf_byte(&text, 'a');
    cr_assert_eq(plain_search_create(bytes_of_text("a{1,900}"), false, &search, &offset), STATUS_OK);
    cr_assert_eq(plain_search_all(search, buf_bytes(&text), &matches, &count), STATUS_OK);
    cr_assert_eq(count, 1000);
    cr_expect_eq(matches[899].start, 0);
    cr_expect_eq(matches[999].start, 100);
    buf_free(&text);
    plain_search_free(search);
}

Test(plain_search, what_is_no_expression)
{
    struct plain_search *search;
    size_t offset = 0;

    cr_assert_eq(plain_search_create(bytes_of_text("ab(c"), false, &search, &offset), STATUS_INVALID);
    cr_expect_eq(offset, 4);
}
