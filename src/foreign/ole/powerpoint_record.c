/* SPDX-License-Identifier: Apache-2.0 */
#include "foreign/ole/powerpoint_record.h"

enum { RECORD_HEADER_SIZE = 8, CONTAINER = 0xF };

bool powerpoint_record_next(struct bytes records, size_t *offset, struct powerpoint_record *record, bool *cut)
{
    struct reader reader = reader_of(bytes_slice(records, *offset, RECORD_HEADER_SIZE));
    uint16_t version = reader_u16le(&reader);
    uint32_t size;

    record->type = reader_u16le(&reader);
    size = reader_u32le(&reader);
    if (reader.overrun)
        return false;
    record->instance = version >> 4;
    record->is_container = (version & 0xF) == CONTAINER;
    record->offset = *offset;
    record->body = bytes_slice(records, *offset + RECORD_HEADER_SIZE, size);
    *cut |= record->body.size < size;
    *offset += RECORD_HEADER_SIZE + record->body.size;
    return true;
}
