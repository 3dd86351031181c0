/* SPDX-License-Identifier: Apache-2.0
 *
 * The quick reader of JSON against jansson: the same tree, or none.
 */
#include "gate/json_tree.h"

#include <criterion/criterion.h>
#include <string.h>

#include "gate/json_members.h"

static void same(const char *json, size_t size)
{
    json_t *expected = json_loadb(json, size, JSON_REJECT_DUPLICATES, NULL), *quick, *tree = NULL;
    struct error error = { 0 };
    enum status status = json_tree_read(bytes_of(json, size), &tree, &error);

    quick = json_tree_quickly((const uint8_t *)json, size);
    cr_assert_eq(status == STATUS_OK, expected != NULL, "%.60s: %s", json, error.message);
    cr_assert(quick == NULL || json_equal(quick, expected), "%.60s", json);
    cr_assert(expected == NULL || json_equal(tree, expected), "%.60s", json);
    json_decref(expected);
    json_decref(quick);
    json_decref(tree);
}

static bool is_quick(const char *json)
{
    json_t *tree = json_tree_quickly((const uint8_t *)json, strlen(json));

    json_decref(tree);
    return tree != NULL;
}

Test(json_tree, reads_what_jansson_reads)
{
    static const char *const texts[] = {
        "{\"title\": \"关于召开会议的通知\", \"html\": \"<p class=\\\"a\\\">一\\n二\\t\\u4e09\\uD83D\\uDE00\\/</p>\"}",
        "{\"organs\": [\"甲\", \"乙\", []], \"n\": -12, \"f\": 1.5e3, \"t\": true, \"u\": null, \"o\": {\"\": {}}}",
        "[9223372036854775807, -9223372036854775808, 0, -0, 0.1, 1E-7]",
        " \t\r\n[\"\\b\\f\\\\\"] \n",
    };

    for (size_t index = 0; index < sizeof texts / sizeof *texts; index++) {
        same(texts[index], strlen(texts[index]));
        cr_assert(is_quick(texts[index]), "%s", texts[index]);
    }
}

Test(json_tree, refuses_what_jansson_refuses)
{
    static const char *const texts[] = { "",
                                         "{",
                                         "\"text alone\"",
                                         "{\"a\": 1, \"a\": 2}",
                                         "{\"a\": {\"b\": 1, \"b\": 1}}",
                                         "{\"a\": \"\\u0000\"}",
                                         "{\"\\u0000\": 1}",
                                         "[\"\\uDC00\"]",
                                         "[\"\\uD800\"]",
                                         "[\"\\uD800\\u0041\"]",
                                         "{\"\\uDC00\": 1}",
                                         "[\"\xE5\"]",
                                         "[\"\xED\xA0\x80\"]",
                                         "[\"\xC0\x80\"]",
                                         "[18446744073709551615]",
                                         "[99999999999999999999]",
                                         "[1e999]",
                                         "[01]",
                                         "[1,]",
                                         "{\"a\": 1,}",
                                         "[\"a\nb\"]",
                                         "[\"\\x\"]",
                                         "[] []",
                                         "\xEF\xBB\xBF[]",
                                         "[1] // comment",
                                         "{'a': 1}",
                                         "[NaN]" };

    for (size_t index = 0; index < sizeof texts / sizeof *texts; index++)
        same(texts[index], strlen(texts[index]));
    same("[\"a\0b\"]", 7);
}

/* Deeper than simdjson goes, and deeper than jansson. */
Test(json_tree, goes_as_deep_as_jansson)
{
    static const size_t depths[] = { 100, 1000, 1024, 1025, 2000, 2047, 2048, 2049, 5000 };
    static char json[10001];

    for (size_t index = 0; index < sizeof depths / sizeof *depths; index++) {
        memset(json, '[', depths[index]);
        memset(json + depths[index], ']', depths[index]);
        same(json, 2 * depths[index]);
    }
}

Test(json_tree, says_where_it_is_no_json)
{
    static const char json[] = "{\"title\":\n \"a\" \"b\"}";
    struct error error = { 0 };
    json_t *tree;

    cr_assert_eq(json_tree_read(bytes_of(json, sizeof json - 1), &tree, &error), STATUS_INVALID);
    cr_assert_not_null(strstr(error.message, "2"), "%s", error.message);
}
