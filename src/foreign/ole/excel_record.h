/* SPDX-License-Identifier: Apache-2.0
 *
 * Records of Excel's binary format ([MS-XLS] 2.1.4), and strings in them, which may go on in records that continue the
 * first.
 */
#ifndef GUANKA_FOREIGN_OLE_EXCEL_RECORD_H
#define GUANKA_FOREIGN_OLE_EXCEL_RECORD_H

#include "base/buf.h"
#include "text/charset.h"

enum {
    EXCEL_FORMULA = 0x006,
    EXCEL_EOF = 0x00A,
    EXCEL_HEADER = 0x014,
    EXCEL_FOOTER = 0x015,
    EXCEL_EXTERNAL_SHEET = 0x017,
    EXCEL_NAME = 0x018,
    EXCEL_NOTE = 0x01C,
    EXCEL_DATE_MODE = 0x022,
    EXCEL_FILE_PASS = 0x02F,
    EXCEL_CONTINUE = 0x03C,
    EXCEL_CODE_PAGE = 0x042,
    EXCEL_WRITE_ACCESS = 0x05C,
    EXCEL_OBJECT = 0x05D,
    EXCEL_COLUMN = 0x07D,
    EXCEL_IMAGE = 0x07F,
    EXCEL_SHEET = 0x085,
    EXCEL_MULTIPLE_RK = 0x0BD,
    EXCEL_PIVOT_FIELD = 0x0C7,
    EXCEL_PIVOT_NUMBER = 0x0C9,
    EXCEL_PIVOT_STRING = 0x0CD,
    EXCEL_RICH_STRING = 0x0D6,
    EXCEL_CELL_FORMAT = 0x0E0,
    EXCEL_BACKGROUND = 0x0E9,
    EXCEL_DRAWING_GROUP = 0x0EB,
    EXCEL_DRAWING = 0x0EC,
    EXCEL_STRINGS = 0x0FC,
    EXCEL_LABEL_SHARED = 0x0FD,
    EXCEL_SUPBOOK = 0x1AE,
    EXCEL_TEXT_OBJECT = 0x1B6,
    EXCEL_LINK = 0x1B8,
    EXCEL_VALIDATION = 0x1BE,
    EXCEL_NUMBER = 0x203,
    EXCEL_LABEL = 0x204,
    EXCEL_BOOLEAN = 0x205,
    EXCEL_STRING = 0x207,
    EXCEL_ROW = 0x208,
    EXCEL_DEFAULT_ROW = 0x225,
    EXCEL_RK = 0x27E,
    EXCEL_FORMAT = 0x41E,
    EXCEL_LINK_TIP = 0x800,
    EXCEL_BOF = 0x809,
    EXCEL_HEADER_PICTURE = 0x866,
    EXCEL_CHART_TEXT = 0x100D,
};

enum { EXCEL_RECORD_HEADER_SIZE = 4 };

/* Each record has a type, a size and that many bytes. */
struct excel_record {
    uint16_t type;
    size_t offset; /* of the record in the stream */
    struct bytes body;
    struct bytes rest; /* what follows it */
};

/* False at the end of the stream. *cut: the record is longer than what is left. */
bool excel_record_next(struct bytes stream, size_t offset, struct excel_record *record, bool *cut);

/* Reads on through the records that continue one. */
struct excel_reader {
    struct reader reader; /* in the record at hand */
    struct bytes rest;    /* behind it */
    bool overrun;
};

struct excel_reader excel_reader_of(const struct excel_record *record);
uint8_t excel_reader_u8(struct excel_reader *reader);
uint16_t excel_reader_u16(struct excel_reader *reader);
uint32_t excel_reader_u32(struct excel_reader *reader);
void excel_reader_skip(struct excel_reader *reader, size_t size);
/* `count` characters, in 16 bits each if `wide`; where they go on in another record, that says anew whether they are
 * wide (2.5.293). */
void excel_reader_characters(struct excel_reader *reader, struct charset *charset, size_t count, bool wide,
                             struct buf *text);

#endif
