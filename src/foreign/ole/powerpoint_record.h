/* SPDX-License-Identifier: Apache-2.0
 *
 * Records of PowerPoint's format ([MS-PPT] 2.3.1), which drawings of the other formats have too ([MS-ODRAW]).
 */
#ifndef GUANKA_FOREIGN_OLE_POWERPOINT_RECORD_H
#define GUANKA_FOREIGN_OLE_POWERPOINT_RECORD_H

#include <stdbool.h>

#include "base/bytes.h"

/* 2.13.24 */
enum {
    PPT_DOCUMENT = 1000,
    PPT_SLIDE = 1006,
    PPT_SLIDE_ATOM = 1007,
    PPT_NOTES = 1008,
    PPT_NOTES_ATOM = 1009,
    PPT_SLIDE_PERSIST = 1011,
    PPT_MASTER = 1016,
    PPT_SLIDE_SHOW_INFO = 1017,
    PPT_TEXT_HEADER = 3999,
    PPT_TEXT_REFERENCE = 3998,
    PPT_TEXT_CHARS = 4000,
    PPT_TEXT_BYTES = 4008,
    PPT_STRING = 4026,
    PPT_HANDOUT = 4041,
    PPT_LINK = 4055,
    PPT_HEADERS = 4057,
    PPT_SLIDE_LIST = 4080,
    PPT_USER_EDIT = 4085,
    PPT_OBJECT = 4113,
    PPT_PROGRAM_STRINGS = 5001,
    PPT_PROGRAM_TAG = 5002,
    PPT_BINARY_DATA = 5003,
    PPT_DIRECTORY = 6002,
    PPT_COMMENT = 12000,
    PPT_CRYPTO = 12052,
    ART_OPTIONS = 0xF00B,
};

struct powerpoint_record {
    uint16_t type, instance;
    bool is_container;
    size_t offset; /* in what was read */
    struct bytes body;
};

/* The record at *offset, which moves behind it. False at the end. *cut: it was longer than what is left. */
bool powerpoint_record_next(struct bytes records, size_t *offset, struct powerpoint_record *record, bool *cut);

#endif
