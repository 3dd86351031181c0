/* SPDX-License-Identifier: Apache-2.0 */
#include "text/encoding.h"

#include <stdlib.h>
#include <string.h>

#include "base/assert.h"

enum { LABEL_SIZE_MAX = 32 };

struct label {
    const char *label;
    enum encoding encoding;
};

static const struct label labels[] = {
#include "text/encoding_labels.inc"
};

static const char *const names[ENCODING_COUNT] = {
    "utf-8",        "gbk",          "gb18030",        "big5",         "utf-16le",     "utf-16be",     "euc-jp",
    "shift_jis",    "iso-2022-jp",  "euc-kr",         "windows-1252", "windows-1250", "windows-1251", "windows-1253",
    "windows-1254", "windows-1255", "windows-1256",   "windows-1257", "windows-1258", "windows-874",  "ibm866",
    "iso-8859-2",   "iso-8859-3",   "iso-8859-4",     "iso-8859-5",   "iso-8859-6",   "iso-8859-7",   "iso-8859-8",
    "iso-8859-8-i", "iso-8859-10",  "iso-8859-13",    "iso-8859-14",  "iso-8859-15",  "iso-8859-16",  "koi8-r",
    "koi8-u",       "macintosh",    "x-mac-cyrillic",
};

static bool is_space(char byte)
{
    return byte == ' ' || byte == '\t' || byte == '\n' || byte == '\f' || byte == '\r';
}

static int label_compare(const void *key, const void *item)
{
    return strcmp(key, ((const struct label *)item)->label);
}

enum encoding encoding_of_label(const char *label, size_t size)
{
    char lower[LABEL_SIZE_MAX + 1];
    const struct label *found;

    while (size > 0 && is_space(label[0])) {
        label++;
        size--;
    }
    while (size > 0 && is_space(label[size - 1]))
        size--;
    if (size == 0 || size > LABEL_SIZE_MAX)
        return ENCODING_NONE;
    for (size_t index = 0; index < size; index++) {
        char byte = label[index];

        lower[index] = (char)(byte >= 'A' && byte <= 'Z' ? byte | 0x20 : byte);
    }
    lower[size] = '\0';
    if (strlen(lower) != size)
        return ENCODING_NONE;
    found = bsearch(lower, labels, sizeof labels / sizeof labels[0], sizeof labels[0], label_compare);
    return found == NULL ? ENCODING_NONE : found->encoding;
}

enum encoding encoding_from_label(const char *label, size_t size)
{
    enum encoding encoding = encoding_of_label(label, size);

    return encoding == ENCODING_REPLACEMENT ? ENCODING_NONE : encoding;
}

const char *encoding_name(enum encoding encoding)
{
    ASSERT(encoding >= 0 && encoding < ENCODING_COUNT);
    return names[encoding];
}

bool encoding_is_markup_safe(enum encoding encoding)
{
    return encoding != ENCODING_UTF16LE && encoding != ENCODING_UTF16BE && encoding != ENCODING_ISO_2022_JP;
}
