/* SPDX-License-Identifier: Apache-2.0 */
#include "text/encoding.h"

#include <criterion/criterion.h>
#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "text/encoding_prescan.h"
#include "text_test.h"

static enum encoding from_label(const char *label)
{
    return encoding_from_label(label, strlen(label));
}

Test(encoding, every_label_of_the_standard)
{
    struct bytes file = test_source_file("corpus/charset/labels.txt");
    char *lines = NULL, *line;
    unsigned count = 0;

    for (line = strtok_r((char *)(uintptr_t)file.data, "\n", &lines); line != NULL;
         line = strtok_r(NULL, "\n", &lines)) {
        char *name = strchr(line, '\t'), upper[64];
        enum encoding encoding;

        if (line[0] == '#')
            continue;
        *name++ = '\0';
        encoding = from_label(line);
        if (strcmp(name, "replacement") == 0) {
            cr_assert_eq(encoding, ENCODING_NONE, "%s", line);
        } else {
            cr_assert_neq(encoding, ENCODING_NONE, "%s", line);
            cr_assert_str_eq(encoding_name(encoding), strcmp(name, "x-user-defined") == 0 ? "windows-1252" : name);
        }
        snprintf(upper, sizeof upper, " \t%s\r\n\f", line);
        for (char *byte = upper; *byte != '\0'; byte++)
            *byte = (char)toupper((uint8_t)*byte);
        cr_assert_eq(from_label(upper), encoding, "%s", line);
        count++;
    }
    cr_assert_eq(count, 228);
    test_free(file);
}

Test(encoding, no_labels)
{
    static const char *const labels[] = {
        "", " ", "gb", "utf-8x", "utf\v8", "x", "gb2312 gbk", "a-label-that-is-much-longer-than-any-of-the-standard"
    };

    for (size_t index = 0; index < sizeof labels / sizeof labels[0]; index++)
        cr_assert_eq(from_label(labels[index]), ENCODING_NONE, "%s", labels[index]);
    cr_assert_eq(encoding_from_label("gbk\0", 4), ENCODING_NONE);
    cr_assert_eq(from_label("gb2312"), ENCODING_GBK);
    cr_assert_eq(from_label("iso-8859-1"), ENCODING_WINDOWS_1252);
    cr_assert_eq(from_label("utf-16"), ENCODING_UTF16LE);
}

Test(encoding, names_are_labels)
{
    for (int encoding = 0; encoding < ENCODING_COUNT; encoding++)
        cr_assert_eq((int)from_label(encoding_name((enum encoding)encoding)), encoding, "%d", encoding);
    cr_assert(encoding_is_markup_safe(ENCODING_GB18030) && encoding_is_markup_safe(ENCODING_BIG5));
    cr_assert(!encoding_is_markup_safe(ENCODING_UTF16LE) && !encoding_is_markup_safe(ENCODING_ISO_2022_JP));
}

/* ---- html5lib's tests: #data … #encoding name. */

static unsigned check_html5lib(const char *name)
{
    struct bytes file = test_shared_file(name);
    const char *next = (const char *)file.data;
    unsigned count = 0;

    while (next != NULL && (next = strstr(next, "#data\n")) != NULL) {
        const char *data = next + strlen("#data\n"), *end = strstr(data, "\n#encoding\n"), *label, *label_end;
        enum encoding wanted, found;

        cr_assert_not_null(end);
        label = end + strlen("\n#encoding\n");
        label_end = label + strcspn(label, "\n");
        wanted = encoding_from_label(label, (size_t)(label_end - label));
        found = encoding_prescan_html(bytes_of(data, (size_t)(end - data)));
        if (bytes_start_with(bytes_of(data, (size_t)(end - data)), "\xEF\xBB\xBF", 3))
            found = encoding_detect(bytes_of(data, (size_t)(end - data)), NULL, ENCODING_SYNTAX_HTML).encoding;
        cr_assert_neq(wanted, ENCODING_NONE);
        /* windows-1252 is what their browser assumes without a declaration. */
        if (found == ENCODING_NONE)
            found = ENCODING_WINDOWS_1252;
        cr_assert_eq(found, wanted, "%s, not %.*s, for %.*s", encoding_name(found), (int)(label_end - label), label,
                     (int)(end - data), data);
        count++;
        next = label_end;
    }
    test_free(file);
    return count;
}

Test(encoding, html5lib_prescan)
{
    unsigned count = check_html5lib("html5lib/encoding/tests1.dat");

    if (count == 0)
        return;
    count += check_html5lib("html5lib/encoding/tests2.dat");
    count += check_html5lib("html5lib/encoding/test-yahoo-jp.dat");
    cr_assert_eq(count, 82);
}

Test(encoding, xml_declarations)
{
    static const struct {
        const char *text;
        enum encoding encoding;
    } cases[] = {
        { "<?xml version=\"1.0\" encoding=\"GB2312\"?>", ENCODING_GBK },
        { "<?xml version='1.0' encoding = 'utf-8' standalone='yes'?>", ENCODING_UTF8 },
        { "<?xml version='1.0' encoding='UTF-16'?>", ENCODING_UTF8 },
        { "<?xml version='1.0'?><a encoding='gbk'>", ENCODING_NONE },
        { "<?xml version='1.0' encoding", ENCODING_NONE },
        { "<?xml version='1.0' encoding='gbk", ENCODING_NONE },
        { " <?xml version='1.0' encoding='gbk'?>", ENCODING_NONE },
    };

    for (size_t index = 0; index < sizeof cases / sizeof cases[0]; index++)
        cr_assert_eq(encoding_prescan_xml(bytes_of_text(cases[index].text)), cases[index].encoding, "%s",
                     cases[index].text);
}
