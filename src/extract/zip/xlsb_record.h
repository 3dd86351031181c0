/* SPDX-License-Identifier: Apache-2.0
 *
 * Parts of binary workbooks ([MS-XLSB] 2.1.4): a sequence of records, each with a type, a size and that many bytes.
 *
 * Records come as they are inflated, so a part of any size takes the memory of its largest record. What cannot be read
 * is passed over and comes out as STATUS_MALFORMED at the end, so that the rest is read all the same.
 */
#ifndef GUANKA_EXTRACT_ZIP_XLSB_RECORD_H
#define GUANKA_EXTRACT_ZIP_XLSB_RECORD_H

#include "base/buf.h"
#include "extract/zip/ooxml.h"

/* Types of records (2.3). */
enum {
    XLSB_ROW = 0x000,
    XLSB_CELL_BLANK = 0x001,
    XLSB_CELL_RK = 0x002,
    XLSB_CELL_ERROR = 0x003,
    XLSB_CELL_BOOLEAN = 0x004,
    XLSB_CELL_REAL = 0x005,
    XLSB_CELL_STRING = 0x006,
    XLSB_CELL_SHARED = 0x007,
    XLSB_FORMULA_STRING = 0x008,
    XLSB_FORMULA_REAL = 0x009,
    XLSB_FORMULA_BOOLEAN = 0x00A,
    XLSB_FORMULA_ERROR = 0x00B,
    XLSB_SHORT_BLANK = 0x00C, /* to XLSB_SHORT_SHARED: without the column, which is the next one */
    XLSB_SHORT_RK = 0x00D,
    XLSB_SHORT_ERROR = 0x00E,
    XLSB_SHORT_BOOLEAN = 0x00F,
    XLSB_SHORT_REAL = 0x010,
    XLSB_SHORT_STRING = 0x011,
    XLSB_SHORT_SHARED = 0x012,
    XLSB_SHARED_STRING = 0x013,
    XLSB_ITEM_MISSING = 0x014,
    XLSB_ITEM_REAL = 0x015,
    XLSB_ITEM_BOOLEAN = 0x016,
    XLSB_ITEM_ERROR = 0x017,
    XLSB_ITEM_STRING = 0x018,
    XLSB_ITEM_DATE = 0x019,
    XLSB_ITEM_INDEX = 0x01A,
    XLSB_ITEM_MORE_MISSING = 0x01B, /* to XLSB_ITEM_MORE_DATE: with more behind the value */
    XLSB_ITEM_MORE_REAL = 0x01C,
    XLSB_ITEM_MORE_BOOLEAN = 0x01D,
    XLSB_ITEM_MORE_ERROR = 0x01E,
    XLSB_ITEM_MORE_STRING = 0x01F,
    XLSB_ITEM_MORE_DATE = 0x020,
    XLSB_CACHE_RECORD = 0x021,
    XLSB_CACHE_ITEMS = 0x022, /* a record of which each value is an item */
    XLSB_NAME = 0x027,
    XLSB_NUMBER_FORMAT = 0x02C,
    XLSB_CELL_FORMAT = 0x02F,
    XLSB_COLUMNS = 0x03C,
    XLSB_SHORT_RICH = 0x03D,
    XLSB_CELL_RICH = 0x03E,
    XLSB_VALIDATION = 0x040,
    XLSB_BEGIN_SHEET = 0x081,
    XLSB_END_SHEET = 0x082,
    XLSB_BEGIN_BOOK = 0x083,
    XLSB_END_BOOK = 0x084,
    XLSB_BOOK_PROPERTIES = 0x099,
    XLSB_SHEET = 0x09C,
    XLSB_BEGIN_STRINGS = 0x09F,
    XLSB_END_STRINGS = 0x0A0,
    XLSB_BEGIN_CACHE = 0x0B3,
    XLSB_END_CACHE = 0x0B4,
    XLSB_CACHE_FIELD = 0x0B7,
    XLSB_CACHE_FIELD_ITEMS = 0x0BD,
    XLSB_BEGIN_CACHE_RECORDS = 0x0C1,
    XLSB_END_CACHE_RECORDS = 0x0C2,
    XLSB_CONNECTION = 0x0C9,
    XLSB_CONNECTION_DATABASE = 0x0CB,
    XLSB_CONNECTION_WEB = 0x105,
    XLSB_CONNECTION_PARAMETER = 0x10B,
    XLSB_BEGIN_STYLES = 0x116,
    XLSB_END_STYLES = 0x117,
    XLSB_BEGIN_TABLE = 0x157,
    XLSB_END_TABLE = 0x158,
    XLSB_LINK_SHEETS = 0x167,
    XLSB_BEGIN_LINK = 0x168,
    XLSB_LINK_ROW = 0x16E,
    XLSB_LINK_REAL = 0x170,
    XLSB_LINK_BOOLEAN = 0x171,
    XLSB_LINK_STRING = 0x173,
    XLSB_ARRAY_FORMULA = 0x1AA,
    XLSB_SHARED_FORMULA = 0x1AB,
    XLSB_BEGIN_CONNECTIONS = 0x1AD,
    XLSB_END_CONNECTIONS = 0x1AE,
    XLSB_CONDITION = 0x1CF,
    XLSB_HEADER_FOOTER = 0x1DF,
    XLSB_HYPERLINK = 0x1EE,
    XLSB_CONNECTION_TEXT = 0x21A,
    XLSB_LINK_NAME = 0x241,
    XLSB_LINK_NAME_REAL = 0x244,
    XLSB_LINK_NAME_STRING = 0x246,
    XLSB_END_LINK = 0x24C,
    XLSB_BEGIN_CELL_FORMATS = 0x269,
    XLSB_END_CELL_FORMATS = 0x26A,
    XLSB_BEGIN_COMMENTS = 0x274,
    XLSB_END_COMMENTS = 0x275,
    XLSB_COMMENT_AUTHOR = 0x278,
    XLSB_COMMENT_TEXT = 0x27D,
    XLSB_VALIDATION_LIST = 0x2A9,
    XLSB_CONDITION_EXTENSION = 0x418,
    XLSB_VALIDATION_EXTENSION = 0x41D,
};

/* What a kind of part is made of. A part that does not begin with `begin` is none of that kind, and one that does not
 * end with `end` is not whole. */
struct xlsb_part {
    uint32_t begin, end;
    /* A record, from `begin` on and before `end`; *reader is its body, good during the call. Reading past its end makes
     * the part damaged, a non-OK return stops. */
    enum status (*take)(void *context, uint32_t type, struct reader *reader);
};

MUST_CHECK enum status xlsb_record_parse(struct ooxml *ooxml, const struct zip_member *member,
                                         const struct xlsb_part *part, void *context);

/* An IEEE number (2.5.172). */
double xlsb_record_real(struct reader *reader);

/* Text (2.5.169, 2.5.167): how many characters in 32 bits, then they in UTF-16. It is appended to *utf8. A nullable
 * string may be absent, which is no text. */
void xlsb_record_string(struct ooxml *ooxml, struct reader *reader, struct buf *utf8);
void xlsb_record_nullable(struct ooxml *ooxml, struct reader *reader, struct buf *utf8);
/* The same of a known number of characters. */
void xlsb_record_characters(struct ooxml *ooxml, struct reader *reader, size_t count, struct buf *utf8);
/* Text with looks (RichStr). How it is spoken is no part of it. */
void xlsb_record_rich(struct ooxml *ooxml, struct reader *reader, struct buf *utf8);

#endif
