/* SPDX-License-Identifier: Apache-2.0 */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "text/encoding.h"
#include "text_test.h"

static void check(struct bytes input, const char *transport, enum encoding_syntax syntax, enum encoding encoding,
                  enum encoding_source source, size_t bom_size, bool wrong, int line)
{
    struct encoding_evidence evidence = encoding_detect(input, transport, syntax);

    cr_assert(evidence.encoding == encoding && evidence.source == source && evidence.bom_size == bom_size
                  && evidence.label_was_wrong == wrong,
              "line %d: %s by %d, mark %zu, wrong %d", line, encoding_name(evidence.encoding), (int)evidence.source,
              evidence.bom_size, evidence.label_was_wrong);
}

#define HTML(text, transport, encoding, source, wrong)                                                                 \
    check(bytes_of_text(text), (transport), ENCODING_SYNTAX_HTML, (encoding), (source), 0, (wrong), __LINE__)

#define GBK_TEXT "\xB9\xD8\xD3\xDA\xBC\xD3\xC7\xBF\xB9\xDC\xC0\xED\xB5\xC4\xCD\xA8\xD6\xAA" /* 关于加强管理的通知 */

Test(encoding_detect, marks_come_first)
{
    check(bytes_of_text("\xEF\xBB\xBF<meta charset=gbk>"), "big5", ENCODING_SYNTAX_HTML, ENCODING_UTF8, ENCODING_BY_BOM,
          3, false, __LINE__);
    check(bytes_of("\xFF\xFE\x3A\x67", 4), "gbk", ENCODING_SYNTAX_PLAIN, ENCODING_UTF16LE, ENCODING_BY_BOM, 2, false,
          __LINE__);
    check(bytes_of("\xFE\xFF\x67\x3A", 4), NULL, ENCODING_SYNTAX_XML, ENCODING_UTF16BE, ENCODING_BY_BOM, 2, false,
          __LINE__);
    check(bytes_of_text("\x84\x31\x95\x33" GBK_TEXT), NULL, ENCODING_SYNTAX_PLAIN, ENCODING_GB18030, ENCODING_BY_BOM, 4,
          false, __LINE__);
}

Test(encoding_detect, transport_then_declaration)
{
    HTML("<meta charset=big5>", "gbk", ENCODING_GBK, ENCODING_BY_TRANSPORT, false);
    HTML("<meta charset=big5>", "nonsense", ENCODING_BIG5, ENCODING_BY_DECLARATION, false);
    HTML("<meta charset=gb2312>" GBK_TEXT, NULL, ENCODING_GBK, ENCODING_BY_DECLARATION, false);
    HTML("<?xml version='1.0' encoding='gb18030'?><html>" GBK_TEXT, NULL, ENCODING_GB18030, ENCODING_BY_DECLARATION,
         false);
    check(bytes_of_text("@charset \"gbk\"; a{}"), NULL, ENCODING_SYNTAX_PLAIN, ENCODING_GBK, ENCODING_BY_DECLARATION, 0,
          false, __LINE__);
    check(bytes_of_text("<meta charset=gbk>"), NULL, ENCODING_SYNTAX_PLAIN, ENCODING_UTF8, ENCODING_BY_GUESS, 0, false,
          __LINE__);
    check(bytes_of(NULL, 0), NULL, ENCODING_SYNTAX_HTML, ENCODING_UTF8, ENCODING_BY_GUESS, 0, false, __LINE__);
    check(bytes_of(NULL, 0), "gbk", ENCODING_SYNTAX_HTML, ENCODING_GBK, ENCODING_BY_TRANSPORT, 0, false, __LINE__);
}

Test(encoding_detect, a_late_declaration_still_counts)
{
    char page[30000];
    int size = snprintf(page, sizeof page, "<html><head><!--%2500s--><meta charset=\"euc-kr\">", " ");

    cr_assert_gt(size, 2500);
    HTML(page, NULL, ENCODING_EUC_KR, ENCODING_BY_DECLARATION, false);
    snprintf(page, sizeof page, "<html><head><!--%20000s--><meta charset=\"euc-kr\">", " ");
    HTML(page, NULL, ENCODING_UTF8, ENCODING_BY_GUESS, false);
}

Test(encoding_detect, declarations_that_lie)
{
    HTML("<meta charset=utf-8>" GBK_TEXT, NULL, ENCODING_GB18030, ENCODING_BY_GUESS, true);
    HTML("<meta charset=gbk>关于加强政府网站信息内容建设工作的意见", NULL, ENCODING_UTF8, ENCODING_BY_GUESS, true);
    HTML("关于加强政府网站信息内容建设工作的意见", "gb2312", ENCODING_UTF8, ENCODING_BY_GUESS, true);
    HTML("<meta charset=iso-8859-1>" GBK_TEXT, NULL, ENCODING_GB18030, ENCODING_BY_GUESS, true);
    HTML("<meta charset=iso-8859-1>caf\xE9 cr\xE8me", NULL, ENCODING_WINDOWS_1252, ENCODING_BY_DECLARATION, false);
    HTML("<meta charset=big5>" GBK_TEXT, NULL, ENCODING_GB18030, ENCODING_BY_GUESS, true);
    /* One broken byte does not make a liar when nothing else fits better. */
    HTML("<meta charset=utf-8>关于加强政府网站信息\xFF内容", NULL, ENCODING_UTF8, ENCODING_BY_DECLARATION, false);
    check(bytes_of_text("plain ASCII text, sent as UTF-16"), "utf-16", ENCODING_SYNTAX_PLAIN, ENCODING_UTF8,
          ENCODING_BY_GUESS, 0, true, __LINE__);
}

/* A mark alone, as it stands in the body of a mail or in a cell. */
Test(encoding_detect, declarations_that_lie_about_a_few_characters)
{
    static const char gbk[] = "\xBB\xFA\xC3\xDC\xA1\xEF\x31\x30\xC4\xEA"; /* 机密★10年 */
    static const char big5[] = "\xBE\xF7\xB1K\xA1\xB9\x31\x30\xA6~"; /* 機密★10年 */
    static const char *const labels[] = { "us-ascii", "iso-8859-1", "big5" };
    static const char *const western[] = {
        "caf\xE9 cr\xE8me", "\xC9t\xE9 \xE0 No\xEBl", "Gr\xFC\xDF" "e aus K\xF6ln", "STRA\xDF" "E \xC4\xD6\xDC", "S\xE3o Jo\xE3o",
        "\xC5r\xE6 og \xF8re", "se\xF1or \xA1hola!", "\xA9 2024 Z\xFCrich", "na\xEFve fa\xE7" "ade d\xE9j\xE0 vu",
    };

    for (size_t index = 0; index < sizeof labels / sizeof labels[0]; index++)
        HTML(gbk, labels[index], ENCODING_GB18030, ENCODING_BY_GUESS, true);
    HTML(big5, "gb2312", ENCODING_BIG5, ENCODING_BY_GUESS, true);
    for (size_t index = 0; index < sizeof western / sizeof western[0]; index++)
        HTML(western[index], "iso-8859-1", ENCODING_WINDOWS_1252, ENCODING_BY_TRANSPORT, false);
}

Test(encoding_detect, ascii_and_binary_are_utf8)
{
    uint8_t binary[4000];
    uint64_t seed = 3;

    HTML("just ASCII", NULL, ENCODING_UTF8, ENCODING_BY_GUESS, false);
    check(bytes_of_text("Bush hid the facts"), NULL, ENCODING_SYNTAX_PLAIN, ENCODING_UTF8, ENCODING_BY_GUESS, 0, false,
          __LINE__);
    for (size_t index = 0; index < sizeof binary; index++)
        binary[index] = (uint8_t)test_random(&seed);
    check(bytes_of(binary, sizeof binary), NULL, ENCODING_SYNTAX_PLAIN, ENCODING_UTF8, ENCODING_BY_GUESS, 0, false,
          __LINE__);
}

/* Real text, at the beginning and from the middle, in sizes from a sentence to a book. */
Test(encoding_detect, guesses_on_real_text)
{
    static const struct {
        enum encoding encoding;
        const char *name;
        size_t size_min;
    } forms[] = { { ENCODING_UTF8, "UTF-8", 12 },
                  { ENCODING_GB18030, "GB18030", 24 },
                  { ENCODING_UTF16LE, "UTF-16LE", 60 },
                  { ENCODING_UTF16BE, "UTF-16BE", 60 } };
    static const char *const names[] = { "laws/刑法/刑法.md", "laws/宪法/_index.md",
                                         "regulations/xingyi-regulations.txt" };
    uint64_t seed = 8;

    for (size_t name = 0; name < sizeof names / sizeof names[0]; name++) {
        struct bytes file = test_shared_file(names[name]);

        if (file.data == NULL)
            return;
        for (int round = 0; round < 300; round++) {
            size_t wanted = 60 + test_random(&seed) % (round % 10 == 0 ? 60000 : 900),
                   start = test_random(&seed) % file.size;

            while (start > 0 && (file.data[start] & 0xC0) == 0x80)
                start--;
            for (size_t index = 0; index < sizeof forms / sizeof forms[0]; index++) {
                struct bytes text = bytes_slice(file, start, wanted),
                             converted = test_convert(text, forms[index].name, "UTF-8");
                struct encoding_evidence evidence = encoding_detect(converted, NULL, ENCODING_SYNTAX_PLAIN);
                size_t wide = 0;

                for (size_t offset = 0; offset < text.size; offset++)
                    wide += text.data[offset] >= 0xE4 && text.data[offset] <= 0xE9;
                if (wide >= 8)
                    cr_assert_eq(evidence.encoding, forms[index].encoding, "%s at %zu, %zu bytes of %s: %s",
                                 names[name], start, text.size, forms[index].name, encoding_name(evidence.encoding));
                test_free(converted);
            }
        }
        test_free(file);
    }
}

/* Traditional text as Taiwan writes it (from the constitution's preamble as OpenCC converts it). */
Test(encoding_detect, big5)
{
    const char *text = "中國是世界上歷史最悠久的國家之一。中國各族人民共同創造了光輝燦爛的文化，具有光榮的革命傳統。"
                       "一八四〇年以後，封建的中國逐漸變成半殖民地、半封建的國家。中國人民為國家獨立、民族解放和民主自"
                       "由進行了前仆後繼的英勇奮鬥。";
    struct bytes all = bytes_of_text(text);

    for (size_t size = 36; size <= all.size; size += 3) {
        struct bytes big5 = test_convert(bytes_slice(all, 0, size), "BIG5", "UTF-8");

        check(big5, NULL, ENCODING_SYNTAX_HTML, ENCODING_BIG5, ENCODING_BY_GUESS, 0, false, __LINE__);
        check(big5, "gbk", ENCODING_SYNTAX_HTML, ENCODING_BIG5, ENCODING_BY_GUESS, 0, true, __LINE__);
        test_free(big5);
    }
}

Test(encoding_detect, pages_are_what_they_say)
{
    static const char *const names[] = { "newspages/tests__thepaper__1.html", "newspages/tests__xds__1.html",
                                         "newspages/tests__zsnews__1.html", "newspages/site__index.html" };

    for (size_t index = 0; index < sizeof names / sizeof names[0]; index++) {
        struct bytes file = test_shared_file(names[index]);

        if (file.data == NULL)
            return;
        check(file, NULL, ENCODING_SYNTAX_HTML, ENCODING_UTF8, ENCODING_BY_DECLARATION, 0, false, __LINE__);
        check(file, "gb18030", ENCODING_SYNTAX_HTML, ENCODING_UTF8, ENCODING_BY_GUESS, 0, true, __LINE__);
        test_free(file);
    }
}
