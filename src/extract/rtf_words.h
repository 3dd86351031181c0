/* SPDX-License-Identifier: Apache-2.0
 *
 * Control words of RTF (specification 1.9.1) and the encodings that it names by number. Pure and thread-safe.
 */
#ifndef GUANKA_EXTRACT_RTF_WORDS_H
#define GUANKA_EXTRACT_RTF_WORDS_H

#include <stdint.h>

#include "base/bytes.h"
#include "text/encoding.h"

/* What a word does. */
enum rtf_action {
    RTF_NOTHING,
    RTF_CHARACTER, /* stands for value */
    RTF_BLANK,     /* a tab and the like */
    RTF_LINE,      /* a line ends */
    RTF_PARAGRAPH, /* the paragraph ends */
    RTF_CELL,      /* so does a cell … */
    RTF_ROW,       /* … and a row */
    RTF_ROW_DEFAULTS,
    RTF_PARAGRAPH_DEFAULTS,
    RTF_CHARACTER_DEFAULTS,
    RTF_IN_TABLE,
    RTF_HIDDEN,  /* a switch */
    RTF_DELETED, /* a switch */
    RTF_FONT,
    RTF_SIZE,
    RTF_COLOR,
    RTF_CHARACTER_SHADE,
    RTF_PARAGRAPH_SHADE,
    RTF_CELL_SHADE,
    RTF_RED,
    RTF_GREEN,
    RTF_BLUE,
    RTF_CODE_PAGE,
    RTF_ENCODING, /* of the document: value is an enum encoding */
    RTF_CHARSET,  /* of a font */
    RTF_FONT_CODE_PAGE,
    RTF_SKIP_COUNT, /* \uc */
    RTF_UNICODE,    /* \u */
    RTF_BINARY,     /* \bin */
    RTF_DEFAULT_FONT,
    RTF_DESTINATION, /* the group is for something else: value is an enum rtf_destination */
};

enum rtf_destination {
    RTF_TEXT,    /* running text */
    RTF_SKIPPED, /* nothing that anybody wrote */
    RTF_UNKNOWN, /* readers pass over it, but there may be text */
    RTF_FONTS,
    RTF_COLORS,
    RTF_INFORMATION, /* holds properties */
    RTF_PROPERTY,
    RTF_HEADER,
    RTF_FOOTER,
    RTF_FOOTNOTE,
    RTF_COMMENT,
    RTF_COMMENT_AUTHOR,
    RTF_NAME, /* of a bookmark, a field, a person */
    RTF_TIP,  /* what is shown on demand: help, choices */
    RTF_TEXT_BOX,
    RTF_INSTRUCTION, /* of a field */
    RTF_OBJECT_DATA,
    RTF_PICTURE,
    RTF_SHAPE_NAME,  /* of a property of a shape … */
    RTF_SHAPE_VALUE, /* … and its value */
    RTF_TWICE,       /* \upr: its text, and, in \ud, the same in Unicode */
    RTF_ONCE,        /* \ud */
};

struct rtf_word {
    const char *name;
    enum rtf_action action;
    int32_t value;
};

/* NULL when the word is not known or means nothing here. */
const struct rtf_word *rtf_word_find(struct bytes name);
/* ENCODING_NONE when there is no such code page or character set, or it says nothing. */
enum encoding rtf_encoding_of_code_page(int32_t code_page);
enum encoding rtf_encoding_of_charset(int32_t charset);

#endif
