/* SPDX-License-Identifier: Apache-2.0 */
#include "foreign/ole/ole_encoding.h"

#include <stddef.h>

struct numbered {
    uint32_t number;
    enum encoding encoding;
};

static const struct numbered code_pages[] = {
    { 367, ENCODING_WINDOWS_1252 },    { 437, ENCODING_WINDOWS_1252 },   { 866, ENCODING_IBM866 },
    { 874, ENCODING_WINDOWS_874 },     { 932, ENCODING_SHIFT_JIS },      { 936, ENCODING_GBK },
    { 949, ENCODING_EUC_KR },          { 950, ENCODING_BIG5 },           { 1200, ENCODING_UTF16LE },
    { 1201, ENCODING_UTF16BE },        { 1250, ENCODING_WINDOWS_1250 },  { 1251, ENCODING_WINDOWS_1251 },
    { 1252, ENCODING_WINDOWS_1252 },   { 1253, ENCODING_WINDOWS_1253 },  { 1254, ENCODING_WINDOWS_1254 },
    { 1255, ENCODING_WINDOWS_1255 },   { 1256, ENCODING_WINDOWS_1256 },  { 1257, ENCODING_WINDOWS_1257 },
    { 1258, ENCODING_WINDOWS_1258 },   { 10000, ENCODING_MACINTOSH },    { 10001, ENCODING_SHIFT_JIS },
    { 10002, ENCODING_BIG5 },          { 10003, ENCODING_EUC_KR },       { 10007, ENCODING_X_MAC_CYRILLIC },
    { 10008, ENCODING_GBK },           { 20127, ENCODING_WINDOWS_1252 }, { 20866, ENCODING_KOI8_R },
    { 20932, ENCODING_EUC_JP },        { 20936, ENCODING_GBK },          { 21866, ENCODING_KOI8_U },
    { 28591, ENCODING_WINDOWS_1252 },  { 28592, ENCODING_ISO_8859_2 },   { 28595, ENCODING_ISO_8859_5 },
    { 28605, ENCODING_ISO_8859_15 },   { 32768, ENCODING_MACINTOSH },    { 32769, ENCODING_WINDOWS_1252 },
    { 50220, ENCODING_ISO_2022_JP },   { 51932, ENCODING_EUC_JP },       { 51936, ENCODING_GBK },
    { 51949, ENCODING_EUC_KR },        { 54936, ENCODING_GB18030 },      { 65001, ENCODING_UTF8 },
    /* Property sets keep the number in 16 bits with a sign. */
    { 0xFFFFFDE9, ENCODING_UTF8 },     { 0xFFFFD698, ENCODING_GB18030 },
};

/* Whole language identifiers before primary languages, which are their low ten bits. */
static const struct numbered languages[] = {
    { 0x0804, ENCODING_GBK },   { 0x1004, ENCODING_GBK },          { 0x0404, ENCODING_BIG5 },
    { 0x0C04, ENCODING_BIG5 },  { 0x1404, ENCODING_BIG5 },         { 0x11, ENCODING_SHIFT_JIS },
    { 0x12, ENCODING_EUC_KR },  { 0x19, ENCODING_WINDOWS_1251 },   { 0x22, ENCODING_WINDOWS_1251 },
    { 0x02, ENCODING_WINDOWS_1251 }, { 0x05, ENCODING_WINDOWS_1250 }, { 0x0E, ENCODING_WINDOWS_1250 },
    { 0x15, ENCODING_WINDOWS_1250 }, { 0x08, ENCODING_WINDOWS_1253 }, { 0x1F, ENCODING_WINDOWS_1254 },
    { 0x0D, ENCODING_WINDOWS_1255 }, { 0x01, ENCODING_WINDOWS_1256 }, { 0x1E, ENCODING_WINDOWS_874 },
    { 0x2A, ENCODING_WINDOWS_1258 },
};

enum encoding ole_encoding_of_code_page(uint32_t code_page)
{
    for (size_t index = 0; index < sizeof code_pages / sizeof *code_pages; index++)
        if (code_pages[index].number == code_page)
            return code_pages[index].encoding;
    return ENCODING_NONE;
}

enum encoding ole_encoding_of_language(uint32_t language)
{
    for (size_t index = 0; index < sizeof languages / sizeof *languages; index++)
        if (languages[index].number == language || languages[index].number == (language & 0x3FF))
            return languages[index].encoding;
    return ENCODING_WINDOWS_1252;
}
