/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/name.h"

#include <criterion/criterion.h>

static void check(const char *raw, size_t size, const char *expected)
{
    struct charset *charset;
    struct buf name = BUF_INIT(1 << 20);

    cr_assert_eq(charset_create(&charset), STATUS_OK);
    cr_assert_eq(name_decode(charset, bytes_of(raw, size), &name), STATUS_OK);
    cr_expect_str_eq(name.data, expected);
    buf_free(&name);
    charset_destroy(charset);
}

#define CHECK(raw, expected) check(raw, sizeof(raw) - 1, expected)

Test(name, encodings)
{
    CHECK("", "");
    CHECK("plain.txt", "plain.txt");
    CHECK("名单.txt", "名单.txt");
    CHECK("\xB9\xAB\xCE\xC4.txt", "公文.txt"); /* GBK */
    CHECK("\xC1\xAA\xCD\xA8.txt", "联通.txt"); /* GBK, by accident nearly UTF-8 */
    CHECK("\xD2\xBB\xC4\xBE", "一木");         /* GBK, by accident UTF-8 */
    CHECK("\xB8\xBD\xBC\xFE"
          "a.doc",
          "附件a.doc");                   /* GBK */
    CHECK("caf\xC3\xA9.txt", "café.txt"); /* UTF-8: not all characters fit GB 2312 */
    CHECK("a\0b", "a b");
}

Test(name, long_names_are_cut)
{
    static char raw[3 * NAME_SIZE_MAX];
    struct charset *charset;
    struct buf name = BUF_INIT(1 << 20);

    memset(raw, 'a', sizeof raw);
    cr_assert_eq(charset_create(&charset), STATUS_OK);
    cr_assert_eq(name_decode(charset, bytes_of(raw, sizeof raw), &name), STATUS_OK);
    cr_expect_eq(name.size, NAME_SIZE_MAX);
    buf_free(&name);
    charset_destroy(charset);
}
