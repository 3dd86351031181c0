/* SPDX-License-Identifier: Apache-2.0
 *
 * What is a table and what is a text that only looks like one, in CSV and JSON alike.
 */
#include "extract/csv.h"

#include <criterion/criterion.h>

#include "extract/json.h"

static bool is_csv(const char *text, const char *name)
{
    return csv_extractor.bid(bytes_of_text(text), &(struct part_hint){ .name = name }) > 1;
}

static bool is_json(const char *text)
{
    return json_extractor.bid(bytes_of_text(text), &(struct part_hint){ .name = "a.json" }) > 0;
}

Test(csv, by_structure)
{
    cr_expect(is_csv("a,b,c\n1,2,3\n4,5,6\n", "x.txt"));
    cr_expect(is_csv("a\tb\n1\t2\n3\t4\n", NULL));
    cr_expect(is_csv("a;b;c\r\n1;2;3\r\n4;5;\"x;\ny\"\r\n", NULL));
    cr_expect_not(is_csv("a,b,c\n1,2\n4,5,6\n", NULL));
    cr_expect_not(is_csv("Dear all, hello.\nOne, two.\n", "x.txt"));
    cr_expect_not(is_csv("", "x.csv"));
    cr_expect_not(is_csv("no separator\n", "x.csv"));
    cr_expect_not(is_csv("<p>a,b,c\n1,2,3\n4,5,6\n", NULL));
}

/* A few lines above the head, of fewer columns. */
Test(csv, under_titles)
{
    cr_expect(is_csv("title\na,b,c\n1,2,3\n4,5,6\n", "x.txt"));
    cr_expect(is_csv("first\n\nsecond\nthird,fourth\na,b,c\n1,2,3\n4,5,6\n", NULL));
    cr_expect(is_csv("title\r\na\tb\r\n1\t2\r\n3\t4\r\n", NULL));
    cr_expect_not(is_csv("title\na,b\n1,2\n3,4\n5,6\n1,2\n3,4\n5,6\n7,8\n", NULL)); /* of two columns nothing else says it */
    cr_expect_not(is_csv("first\nsecond\nthird\nfourth\nfifth\na,b,c\n1,2,3\n4,5,6\n", NULL));
    cr_expect_not(is_csv("0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789"
                         "0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789"
                         "0123456789012345678901234567890123456789 is prose\na,b,c\n1,2,3\n4,5,6\n", NULL));
    cr_expect_not(is_csv("a,b,c,d\na,b,c\n1,2,3\n4,5,6\n", NULL)); /* wider than the table */
    cr_expect_not(is_csv("Dear all,\nwe met, talked, and left.\nNothing else.\nGreetings, all, from us.\n", NULL));
    cr_expect(is_csv("title\na,b\n1,2\n", "x.csv"));
    cr_expect_not(is_csv("title\nno separator\n", "x.csv"));
}

Test(csv, by_name)
{
    cr_expect(is_csv("a,b\n1\n", "X.CSV"));
    cr_expect(is_csv("a\tb\n", "x.tsv"));
    cr_expect_not(is_csv("a,b\n1\n", "x.csv.txt"));
}

Test(json, by_content)
{
    cr_expect(is_json("{}"));
    cr_expect(is_json("[]"));
    cr_expect(is_json(" \n{\"a\": [1, -2.5e3, true, null, {\"b\": \"c\\\"d\"}]}"));
    cr_expect(is_json("\xEF\xBB\xBF[1]"));
    cr_expect(is_json("{\"a\":1}\n{\"a\":2}\n"));
    cr_expect_not(is_json(""));
    cr_expect_not(is_json("{"));
    cr_expect_not(is_json("[2023]3号"));
    cr_expect_not(is_json("{a:1}"));
    cr_expect_not(is_json("[附件]"));
    cr_expect_not(is_json("[1] [第二]"));
    cr_expect_not(is_json("\"text\""));
    cr_expect_not(is_json("{\"a\":1]"));
    cr_expect_not(is_json("[1,]"));
}
