/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/rtf_words.h"

#include <string.h>

/* In the order of strcmp. Destinations that hold no words of anybody are skipped; those that are not here but begin
 * with \\* are unknown. */
static const struct rtf_word words[] = {
    { "aftncn", RTF_DESTINATION, RTF_SKIPPED },
    { "aftnsep", RTF_DESTINATION, RTF_SKIPPED },
    { "aftnsepc", RTF_DESTINATION, RTF_SKIPPED },
    { "annotation", RTF_DESTINATION, RTF_COMMENT },
    { "ansicpg", RTF_CODE_PAGE, 0 },
    { "atnauthor", RTF_DESTINATION, RTF_COMMENT_AUTHOR },
    { "atndate", RTF_DESTINATION, RTF_SKIPPED },
    { "atnid", RTF_DESTINATION, RTF_COMMENT_AUTHOR },
    { "atnparent", RTF_DESTINATION, RTF_SKIPPED },
    { "atnref", RTF_DESTINATION, RTF_SKIPPED },
    { "atntime", RTF_DESTINATION, RTF_SKIPPED },
    { "atrfend", RTF_DESTINATION, RTF_SKIPPED },
    { "atrfstart", RTF_DESTINATION, RTF_SKIPPED },
    { "author", RTF_DESTINATION, RTF_PROPERTY },
    { "background", RTF_DESTINATION, RTF_TEXT },
    { "bin", RTF_BINARY, 0 },
    { "bkmkend", RTF_DESTINATION, RTF_SKIPPED },
    { "bkmkstart", RTF_DESTINATION, RTF_NAME },
    { "blipuid", RTF_DESTINATION, RTF_SKIPPED },
    { "blue", RTF_BLUE, 0 },
    { "bullet", RTF_CHARACTER, 0x2022 },
    { "buptim", RTF_DESTINATION, RTF_SKIPPED },
    { "category", RTF_DESTINATION, RTF_PROPERTY },
    { "cb", RTF_CHARACTER_SHADE, 0 },
    { "cbpat", RTF_PARAGRAPH_SHADE, 0 },
    { "cell", RTF_CELL, 0 },
    { "cf", RTF_COLOR, 0 },
    { "cfpat", RTF_PARAGRAPH_SHADE, 0 },
    { "chcbpat", RTF_CHARACTER_SHADE, 0 },
    { "chshdng", RTF_CHARACTER_SHADE, 0 },
    { "clcbpat", RTF_CELL_SHADE, 0 },
    { "clcbpatraw", RTF_CELL_SHADE, 0 },
    { "clcfpat", RTF_CELL_SHADE, 0 },
    { "clshdng", RTF_CELL_SHADE, 0 },
    { "colorschememapping", RTF_DESTINATION, RTF_SKIPPED },
    { "colortbl", RTF_DESTINATION, RTF_COLORS },
    { "column", RTF_PARAGRAPH, 0 },
    { "comment", RTF_DESTINATION, RTF_PROPERTY },
    { "company", RTF_DESTINATION, RTF_PROPERTY },
    { "cpg", RTF_FONT_CODE_PAGE, 0 },
    { "creatim", RTF_DESTINATION, RTF_SKIPPED },
    { "datafield", RTF_DESTINATION, RTF_SKIPPED },
    { "datastore", RTF_DESTINATION, RTF_SKIPPED },
    { "defchp", RTF_DESTINATION, RTF_SKIPPED },
    { "deff", RTF_DEFAULT_FONT, 0 },
    { "defpap", RTF_DESTINATION, RTF_SKIPPED },
    { "deleted", RTF_DELETED, 0 },
    { "doccomm", RTF_DESTINATION, RTF_PROPERTY },
    { "docvar", RTF_DESTINATION, RTF_PROPERTY },
    { "dptxbxtext", RTF_DESTINATION, RTF_TEXT_BOX },
    { "ebcend", RTF_DESTINATION, RTF_SKIPPED },
    { "ebcstart", RTF_DESTINATION, RTF_SKIPPED },
    { "emdash", RTF_CHARACTER, 0x2014 },
    { "emspace", RTF_BLANK, 0 },
    { "endash", RTF_CHARACTER, 0x2013 },
    { "enspace", RTF_BLANK, 0 },
    { "f", RTF_FONT, 0 },
    { "factoidname", RTF_DESTINATION, RTF_SKIPPED },
    { "falt", RTF_DESTINATION, RTF_SKIPPED },
    { "fcharset", RTF_CHARSET, 0 },
    { "ffdeftext", RTF_DESTINATION, RTF_TIP },
    { "ffhelptext", RTF_DESTINATION, RTF_TIP },
    { "ffl", RTF_DESTINATION, RTF_TIP },
    { "ffname", RTF_DESTINATION, RTF_NAME },
    { "ffstattext", RTF_DESTINATION, RTF_TIP },
    { "field", RTF_DESTINATION, RTF_TEXT },
    { "filetbl", RTF_DESTINATION, RTF_SKIPPED },
    { "fldinst", RTF_DESTINATION, RTF_INSTRUCTION },
    { "fldrslt", RTF_DESTINATION, RTF_TEXT },
    { "fname", RTF_DESTINATION, RTF_SKIPPED },
    { "fontemb", RTF_DESTINATION, RTF_SKIPPED },
    { "fontfile", RTF_DESTINATION, RTF_SKIPPED },
    { "fonttbl", RTF_DESTINATION, RTF_FONTS },
    { "footer", RTF_DESTINATION, RTF_FOOTER },
    { "footerf", RTF_DESTINATION, RTF_FOOTER },
    { "footerl", RTF_DESTINATION, RTF_FOOTER },
    { "footerr", RTF_DESTINATION, RTF_FOOTER },
    { "footnote", RTF_DESTINATION, RTF_FOOTNOTE },
    { "formfield", RTF_DESTINATION, RTF_TEXT },
    { "fs", RTF_SIZE, 0 },
    { "ftncn", RTF_DESTINATION, RTF_SKIPPED },
    { "ftnsep", RTF_DESTINATION, RTF_SKIPPED },
    { "ftnsepc", RTF_DESTINATION, RTF_SKIPPED },
    { "generator", RTF_DESTINATION, RTF_SKIPPED },
    { "green", RTF_GREEN, 0 },
    { "header", RTF_DESTINATION, RTF_HEADER },
    { "headerf", RTF_DESTINATION, RTF_HEADER },
    { "headerl", RTF_DESTINATION, RTF_HEADER },
    { "headerr", RTF_DESTINATION, RTF_HEADER },
    { "highlight", RTF_CHARACTER_SHADE, 0 },
    { "hlinkbase", RTF_DESTINATION, RTF_PROPERTY },
    { "info", RTF_DESTINATION, RTF_INFORMATION },
    { "intbl", RTF_IN_TABLE, 0 },
    { "keycode", RTF_DESTINATION, RTF_SKIPPED },
    { "keywords", RTF_DESTINATION, RTF_PROPERTY },
    { "latentstyles", RTF_DESTINATION, RTF_SKIPPED },
    { "lbr", RTF_LINE, 0 },
    { "ldblquote", RTF_CHARACTER, 0x201C },
    { "levelnumbers", RTF_DESTINATION, RTF_SKIPPED },
    { "leveltext", RTF_DESTINATION, RTF_SKIPPED },
    { "line", RTF_LINE, 0 },
    { "linkval", RTF_DESTINATION, RTF_PROPERTY },
    { "listoverridetable", RTF_DESTINATION, RTF_SKIPPED },
    { "listpicture", RTF_DESTINATION, RTF_SKIPPED },
    { "listtable", RTF_DESTINATION, RTF_SKIPPED },
    { "listtext", RTF_DESTINATION, RTF_TEXT },
    { "lquote", RTF_CHARACTER, 0x2018 },
    { "mac", RTF_ENCODING, ENCODING_MACINTOSH },
    { "manager", RTF_DESTINATION, RTF_PROPERTY },
    { "mmathPr", RTF_DESTINATION, RTF_SKIPPED },
    { "mvfmf", RTF_DESTINATION, RTF_SKIPPED },
    { "nestcell", RTF_PARAGRAPH, 0 },
    { "nestrow", RTF_PARAGRAPH, 0 },
    { "nesttableprops", RTF_DESTINATION, RTF_TEXT },
    { "nonshppict", RTF_DESTINATION, RTF_SKIPPED },
    { "objalias", RTF_DESTINATION, RTF_SKIPPED },
    { "objclass", RTF_DESTINATION, RTF_SKIPPED },
    { "objdata", RTF_DESTINATION, RTF_OBJECT_DATA },
    { "object", RTF_DESTINATION, RTF_TEXT },
    { "objname", RTF_DESTINATION, RTF_SKIPPED },
    { "objsect", RTF_DESTINATION, RTF_SKIPPED },
    { "objtime", RTF_DESTINATION, RTF_SKIPPED },
    { "oldcprops", RTF_DESTINATION, RTF_SKIPPED },
    { "oldpprops", RTF_DESTINATION, RTF_SKIPPED },
    { "oldsprops", RTF_DESTINATION, RTF_SKIPPED },
    { "oldtprops", RTF_DESTINATION, RTF_SKIPPED },
    { "operator", RTF_DESTINATION, RTF_PROPERTY },
    { "page", RTF_PARAGRAPH, 0 },
    { "panose", RTF_DESTINATION, RTF_SKIPPED },
    { "par", RTF_PARAGRAPH, 0 },
    { "pard", RTF_PARAGRAPH_DEFAULTS, 0 },
    { "passwordhash", RTF_DESTINATION, RTF_SKIPPED },
    { "pc", RTF_ENCODING, ENCODING_WINDOWS_1252 },
    { "pca", RTF_ENCODING, ENCODING_WINDOWS_1252 },
    { "pgdsc", RTF_DESTINATION, RTF_SKIPPED },
    { "pgdsctbl", RTF_DESTINATION, RTF_SKIPPED },
    { "pgptbl", RTF_DESTINATION, RTF_SKIPPED },
    { "picprop", RTF_DESTINATION, RTF_TEXT },
    { "pict", RTF_DESTINATION, RTF_PICTURE },
    { "plain", RTF_CHARACTER_DEFAULTS, 0 },
    { "pn", RTF_DESTINATION, RTF_SKIPPED },
    { "pnseclvl", RTF_DESTINATION, RTF_SKIPPED },
    { "pntext", RTF_DESTINATION, RTF_TEXT },
    { "printim", RTF_DESTINATION, RTF_SKIPPED },
    { "propname", RTF_DESTINATION, RTF_PROPERTY },
    { "protend", RTF_DESTINATION, RTF_SKIPPED },
    { "protstart", RTF_DESTINATION, RTF_SKIPPED },
    { "protusertbl", RTF_DESTINATION, RTF_NAME },
    { "qmspace", RTF_BLANK, 0 },
    { "rdblquote", RTF_CHARACTER, 0x201D },
    { "red", RTF_RED, 0 },
    { "result", RTF_DESTINATION, RTF_TEXT },
    { "revtbl", RTF_DESTINATION, RTF_NAME },
    { "revtim", RTF_DESTINATION, RTF_SKIPPED },
    { "row", RTF_ROW, 0 },
    { "rquote", RTF_CHARACTER, 0x2019 },
    { "rsidtbl", RTF_DESTINATION, RTF_SKIPPED },
    { "rtf", RTF_DESTINATION, RTF_TEXT },
    { "sect", RTF_PARAGRAPH, 0 },
    { "shading", RTF_PARAGRAPH_SHADE, 0 },
    { "shp", RTF_DESTINATION, RTF_TEXT },
    { "shpgrp", RTF_DESTINATION, RTF_TEXT },
    { "shpinst", RTF_DESTINATION, RTF_TEXT },
    { "shppict", RTF_DESTINATION, RTF_TEXT },
    { "shprslt", RTF_DESTINATION, RTF_SKIPPED },
    { "shptxt", RTF_DESTINATION, RTF_TEXT_BOX },
    { "sn", RTF_DESTINATION, RTF_SHAPE_NAME },
    { "softcol", RTF_PARAGRAPH, 0 },
    { "softline", RTF_LINE, 0 },
    { "softpage", RTF_PARAGRAPH, 0 },
    { "sp", RTF_DESTINATION, RTF_TEXT },
    { "staticval", RTF_DESTINATION, RTF_PROPERTY },
    { "stylesheet", RTF_DESTINATION, RTF_SKIPPED },
    { "subject", RTF_DESTINATION, RTF_PROPERTY },
    { "sv", RTF_DESTINATION, RTF_SHAPE_VALUE },
    { "tab", RTF_BLANK, 0 },
    { "tblstylefmt", RTF_DESTINATION, RTF_SKIPPED },
    { "template", RTF_DESTINATION, RTF_PROPERTY },
    { "themedata", RTF_DESTINATION, RTF_SKIPPED },
    { "title", RTF_DESTINATION, RTF_PROPERTY },
    { "trcbpat", RTF_CELL_SHADE, 0 },
    { "trowd", RTF_ROW_DEFAULTS, 0 },
    { "u", RTF_UNICODE, 0 },
    { "uc", RTF_SKIP_COUNT, 0 },
    { "ud", RTF_DESTINATION, RTF_ONCE },
    { "upr", RTF_DESTINATION, RTF_TWICE },
    { "userprops", RTF_DESTINATION, RTF_INFORMATION },
    { "v", RTF_HIDDEN, 0 },
    { "wgrffmtfilter", RTF_DESTINATION, RTF_SKIPPED },
    { "writereservhash", RTF_DESTINATION, RTF_SKIPPED },
    { "xmlnstbl", RTF_DESTINATION, RTF_SKIPPED },
};

enum { WORD_COUNT = sizeof words / sizeof *words };

static int compare(struct bytes name, const char *known)
{
    int difference = strncmp((const char *)name.data, known, name.size);

    return difference != 0 ? difference : -(known[name.size] != '\0');
}

const struct rtf_word *rtf_word_find(struct bytes name)
{
    size_t low = 0, high = WORD_COUNT;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int difference = compare(name, words[middle].name);

        if (difference == 0)
            return &words[middle];
        if (difference < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return NULL;
}

struct numbered {
    int32_t number;
    enum encoding encoding;
};

static enum encoding find(const struct numbered *table, size_t count, int32_t number)
{
    for (size_t index = 0; index < count; index++)
        if (table[index].number == number)
            return table[index].encoding;
    return ENCODING_NONE;
}

enum encoding rtf_encoding_of_code_page(int32_t code_page)
{
    static const struct numbered table[] = {
        { 936, ENCODING_GBK },           { 54936, ENCODING_GB18030 },        { 950, ENCODING_BIG5 },
        { 932, ENCODING_SHIFT_JIS },     { 949, ENCODING_EUC_KR },           { 1361, ENCODING_EUC_KR },
        { 65001, ENCODING_UTF8 },        { 1250, ENCODING_WINDOWS_1250 },    { 1251, ENCODING_WINDOWS_1251 },
        { 1252, ENCODING_WINDOWS_1252 }, { 1253, ENCODING_WINDOWS_1253 },    { 1254, ENCODING_WINDOWS_1254 },
        { 1255, ENCODING_WINDOWS_1255 }, { 1256, ENCODING_WINDOWS_1256 },    { 1257, ENCODING_WINDOWS_1257 },
        { 1258, ENCODING_WINDOWS_1258 }, { 874, ENCODING_WINDOWS_874 },      { 866, ENCODING_IBM866 },
        { 10000, ENCODING_MACINTOSH },   { 10007, ENCODING_X_MAC_CYRILLIC }, { 10008, ENCODING_GBK },
        { 10002, ENCODING_BIG5 },
    };

    return find(table, sizeof table / sizeof *table, code_page);
}

/* 0 (ANSI), 1 (default), 2 (symbol) and 255 (OEM) say nothing that the document's code page would not. */
enum encoding rtf_encoding_of_charset(int32_t charset)
{
    static const struct numbered table[] = {
        { 134, ENCODING_GBK },          { 136, ENCODING_BIG5 },         { 128, ENCODING_SHIFT_JIS },
        { 129, ENCODING_EUC_KR },       { 130, ENCODING_EUC_KR },       { 77, ENCODING_MACINTOSH },
        { 161, ENCODING_WINDOWS_1253 }, { 162, ENCODING_WINDOWS_1254 }, { 163, ENCODING_WINDOWS_1258 },
        { 177, ENCODING_WINDOWS_1255 }, { 178, ENCODING_WINDOWS_1256 }, { 186, ENCODING_WINDOWS_1257 },
        { 204, ENCODING_WINDOWS_1251 }, { 222, ENCODING_WINDOWS_874 },  { 238, ENCODING_WINDOWS_1250 },
    };

    return find(table, sizeof table / sizeof *table, charset);
}
