/* SPDX-License-Identifier: Apache-2.0 */
#include "rules/word_list.h"

#include <criterion/criterion.h>

static enum status parse(const char *text, size_t size, const char *path, struct word_list *list, struct error *error)
{
    *error = (struct error){ STATUS_OK, "" };
    return word_list_parse(bytes_of(text, size), path, list, error);
}

static void expect_word(const struct word_list *list, size_t index, const char *text, uint32_t line, uint32_t column)
{
    cr_assert_lt(index, list->count);
    cr_expect(list->words[index].size == strlen(text) && memcmp(list->words[index].text, text, strlen(text)) == 0,
              "word %zu is %.*s", index, (int)list->words[index].size, list->words[index].text);
    cr_expect_eq(list->words[index].line, line, "%s: line %u", text, list->words[index].line);
    cr_expect_eq(list->words[index].column, column, "%s: column %u", text, list->words[index].column);
}

#define PARSE(text, path) parse(text, sizeof(text) - 1, path, &list, &error)

Test(word_list, text_has_one_word_a_line)
{
    struct word_list list;
    struct error error;

    cr_assert_eq(PARSE("\xEF\xBB\xBF# 注释\r\n博彩\r\n\r\n  　代 开 发票 　\n  # 又一注释\nC#", "w.txt"), STATUS_OK);
    cr_assert_eq(list.count, 3);
    expect_word(&list, 0, "博彩", 2, 1);
    expect_word(&list, 1, "代 开 发票", 4, 4);
    expect_word(&list, 2, "C#", 6, 1);
    word_list_free(&list);
}

Test(word_list, gbk_is_recognised)
{
    struct word_list list;
    struct error error;

    /* 网络赌博, 百家乐, 六合彩, 代开发票 */
    cr_assert_eq(PARSE("\xCD\xF8\xC2\xE7\xB6\xC4\xB2\xA9\n\xB0\xD9\xBC\xD2\xC0\xD6\n\xC1\xF9\xBA\xCF\xB2\xCA\n"
                       "\xB4\xFA\xBF\xAA\xB7\xA2\xC6\xB1\n", "w.txt"), STATUS_OK, "%s", error.message);
    cr_assert_eq(list.count, 4);
    expect_word(&list, 0, "网络赌博", 1, 1);
    expect_word(&list, 3, "代开发票", 4, 1);
    word_list_free(&list);
}

Test(word_list, utf_16_is_recognised_by_its_mark)
{
    struct word_list list;
    struct error error;

    cr_assert_eq(PARSE("\xFF\xFE\x5A\x53\x69\x5F\n\0a\0b\0", "w.txt"), STATUS_OK, "%s", error.message);
    cr_assert_eq(list.count, 2);
    expect_word(&list, 0, "博彩", 1, 1);
    expect_word(&list, 1, "ab", 2, 1);
    word_list_free(&list);
}

Test(word_list, csv_takes_the_first_column_without_a_header)
{
    struct word_list list;
    struct error error;

    cr_assert_eq(PARSE("博彩,1\n\"a,\"\"b\"\"\",2\n,3\n", "w.csv"), STATUS_OK);
    cr_assert_eq(list.count, 2);
    expect_word(&list, 0, "博彩", 1, 1);
    expect_word(&list, 1, "a,\"b\"", 2, 2);
    word_list_free(&list);
}

Test(word_list, csv_takes_the_column_that_its_header_names)
{
    struct word_list list;
    struct error error;

    cr_assert_eq(PARSE("编号,\"词\",类别\r\n1,博彩,赌\r\n2,\"两\n行\",赌\r\n3\r\n4,裸聊,黄\r\n", "W.CSV"), STATUS_OK);
    cr_assert_eq(list.count, 3);
    expect_word(&list, 0, "博彩", 2, 3);
    cr_assert_eq(list.words[1].line, 3);
    expect_word(&list, 2, "裸聊", 6, 3);
    word_list_free(&list);
}

Test(word_list, tab_separated_values_too)
{
    struct word_list list;
    struct error error;

    cr_assert_eq(PARSE("id\tWord\n1\ta, b\n", "w.tsv"), STATUS_OK);
    cr_assert_eq(list.count, 1);
    expect_word(&list, 0, "a, b", 2, 3);
    word_list_free(&list);
}

static void expect_error(const char *text, size_t size, const char *path, const char *message)
{
    struct word_list list;
    struct error error;

    cr_expect_eq(parse(text, size, path, &list, &error), STATUS_INVALID, "%s", message);
    cr_expect_eq(strncmp(error.message, message, strlen(message)), 0, "got %s, want %s", error.message, message);
    word_list_free(&list);
}

Test(word_list, mistakes_are_named_with_their_place)
{
    char longest[1200];

    expect_error("", 0, "w.txt", "w.txt: there is no word in this list");
    expect_error("# only\n \n", 9, "w.txt", "w.txt: there is no word in this list");
    expect_error("词\n", 4, "w.csv", "w.csv: there is no word in this list");
    expect_error("a\n\"b\nc\n", 7, "w.csv", "w.csv:2:1: a quote that begins here is never closed");
    memset(longest, 'a', sizeof longest);
    longest[0] = '\n';
    expect_error(longest, sizeof longest, "w.txt", "w.txt:2:1: this word has more than 1024 bytes");
}

Test(word_list, a_missing_file_is_an_input_error)
{
    struct word_list list;
    struct error error;

    cr_assert_eq(word_list_read("/nowhere/w.txt", NULL, &list, &error), STATUS_IO);
    word_list_free(&list);
}
