/* SPDX-License-Identifier: Apache-2.0
 *
 * Properties of Outlook's messages ([MS-OXPROPS]), which .msg and TNEF wrap each in its own way.
 */
#ifndef GUANKA_FOREIGN_OLE_MSG_PROPERTY_H
#define GUANKA_FOREIGN_OLE_MSG_PROPERTY_H

#include "foreign/ole/ole_output.h"

enum {
    MESSAGE_TEXT_MAX = 64 << 20, /* bytes of one property, decoded */
    SEEN_MAX = 256,
};

/* [MS-OXCDATA] 2.11.1 */
enum {
    TYPE_NARROW = 0x001E,
    TYPE_WIDE = 0x001F,
    TYPE_BINARY = 0x0102,
    TYPE_OBJECT = 0x000D,
    TYPE_MANY = 0x1000,
    TYPE_INTEGER = 3,
};

/* [MS-OXPROPS] */
enum {
    MESSAGE_CLASS = 0x001A,
    SUBJECT = 0x0037,
    SUBJECT_PREFIX = 0x003D,
    CONVERSATION_TOPIC = 0x0070,
    NORMALIZED_SUBJECT = 0x0E1D,
    BODY = 0x1000,
    RTF = 0x1009,
    HTML = 0x1013,
    FILE_DATA = 0x3701,
    FILE_SHORT_NAME = 0x3704,
    FILE_LONG_NAME = 0x3707,
    FILE_MEDIA_TYPE = 0x370E,
    MESSAGE_SENDER = 0x0C1A,
    MESSAGE_CODE_PAGE = 0x3FFD,
    INTERNET_CODE_PAGE = 0x3FDE,
};

struct message {
    struct extract_job *job;
    struct ole_output *output;
    enum encoding encoding;
    struct buf text;
    /* Names and addresses come up many times, as sender, as who is represented, as who received it. */
    uint64_t seen[SEEN_MAX];
    size_t seen_count;
};

/* Also of many values. */
bool message_type_is_text(uint16_t type);
/* Into message->text, without zeros at the end. Narrow text of which nobody said the encoding is looked at. */
void message_text_decode(struct message *message, struct bytes raw, uint16_t type);
/* What the property is for a reader: a title, a body, a file inside. What came up before is passed over. */
MUST_CHECK enum status message_text_read(struct message *message, struct bytes raw, uint16_t id, uint16_t type);
/* The bodies among those that are no text. */
MUST_CHECK enum status message_binary_read(struct message *message, struct bytes raw, uint16_t id);

#endif
