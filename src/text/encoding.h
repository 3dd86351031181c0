/* SPDX-License-Identifier: Apache-2.0
 *
 * Names of character encodings, as browsers understand them (WHATWG Encoding Standard, clause 4.2),
 * and the order of evidence by which a document's encoding is decided.
 *
 * Labels lie in known ways: "gb2312" means GBK, "iso-8859-1" means windows-1252. Everything here is
 * pure and thread-safe.
 */
#ifndef GUANKA_TEXT_ENCODING_H
#define GUANKA_TEXT_ENCODING_H

#include <stdbool.h>

#include "base/bytes.h"

enum encoding {
    ENCODING_UTF8,
    ENCODING_GBK, /* decodes exactly as GB18030, as the standard says; kept apart for its name */
    ENCODING_GB18030,
    ENCODING_BIG5,
    ENCODING_UTF16LE,
    ENCODING_UTF16BE,
    ENCODING_EUC_JP,
    ENCODING_SHIFT_JIS,
    ENCODING_ISO_2022_JP,
    ENCODING_EUC_KR,
    ENCODING_WINDOWS_1252,
    ENCODING_SINGLE_BYTE_FIRST = ENCODING_WINDOWS_1252, /* from here on the standard's single-byte encodings */
    ENCODING_WINDOWS_1250,
    ENCODING_WINDOWS_1251,
    ENCODING_WINDOWS_1253,
    ENCODING_WINDOWS_1254,
    ENCODING_WINDOWS_1255,
    ENCODING_WINDOWS_1256,
    ENCODING_WINDOWS_1257,
    ENCODING_WINDOWS_1258,
    ENCODING_WINDOWS_874,
    ENCODING_IBM866,
    ENCODING_ISO_8859_2,
    ENCODING_ISO_8859_3,
    ENCODING_ISO_8859_4,
    ENCODING_ISO_8859_5,
    ENCODING_ISO_8859_6,
    ENCODING_ISO_8859_7,
    ENCODING_ISO_8859_8,
    ENCODING_ISO_8859_8_I,
    ENCODING_ISO_8859_10,
    ENCODING_ISO_8859_13,
    ENCODING_ISO_8859_14,
    ENCODING_ISO_8859_15,
    ENCODING_ISO_8859_16,
    ENCODING_KOI8_R,
    ENCODING_KOI8_U,
    ENCODING_MACINTOSH,
    ENCODING_X_MAC_CYRILLIC,
    ENCODING_COUNT,
    ENCODING_NONE = -1, /* no such label, or no evidence */
    ENCODING_REPLACEMENT = -2, /* of a label that browsers refuse: hz-gb-2312, iso-2022-cn, … */
};

/* By label: case and surrounding white space do not count (clause 4.2 "get an encoding").
 * "utf-16" is little-endian; labels of the replacement encoding give ENCODING_NONE, and
 * x-user-defined, which is no text, gives windows-1252 as in a <meta>. */
enum encoding encoding_from_label(const char *label, size_t size);
/* The same, but tells labels of the replacement encoding apart. */
enum encoding encoding_of_label(const char *label, size_t size);
/* The standard's name in lower case: "utf-8", "gbk", "gb18030", "big5", … Static. */
const char *encoding_name(enum encoding encoding);
/* True when the bytes of `<`, `>`, `&`, quotes, `=`, `/` and white space never occur inside a
 * character, so that markup can be found before anything is decoded. False for UTF-16 and
 * ISO-2022-JP, which must be decoded first. */
bool encoding_is_markup_safe(enum encoding encoding);

enum encoding_source {
    ENCODING_BY_BOM,
    ENCODING_BY_TRANSPORT,   /* HTTP header, mail header, or the operator */
    ENCODING_BY_DECLARATION, /* <meta>, XML declaration, @charset */
    ENCODING_BY_GUESS,
};

enum encoding_syntax { ENCODING_SYNTAX_PLAIN, ENCODING_SYNTAX_HTML, ENCODING_SYNTAX_XML };

struct encoding_evidence {
    enum encoding encoding; /* never ENCODING_NONE */
    enum encoding_source source;
    size_t bom_size;      /* bytes of byte order mark to skip */
    bool is_hz;            /* reads as Chinese in HZ (RFC 1843), which is ASCII on the outside and is not decoded */
    bool label_is_refused; /* the declared encoding is one that is not read; what the bytes look like is used */
    bool label_was_wrong; /* the declared encoding does not fit the bytes; another one, used here, does */
};

/* Decides the encoding of a whole document from its bytes and what the transport claims (NULL: nothing).
 * Looks at a bounded prefix of the declarations and a bounded sample of the text, so its cost does
 * not grow with the document. */
struct encoding_evidence encoding_detect(struct bytes input, const char *transport_label, enum encoding_syntax syntax);

#endif
