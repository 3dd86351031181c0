/* SPDX-License-Identifier: Apache-2.0 */
#include "foreign/ole/powerpoint_object.h"

#include "foreign/ole/ole_inflate.h"

enum {
    IS_COMPRESSED = 1,
    UNCOMPRESSED_SIZE = 4,
};

enum status powerpoint_object_read(struct extract_job *job, const struct powerpoint_record *record, bool is_present)
{
    struct part_hint hint = { .name = is_present ? "object.ole" : "earlier object.ole" };
    struct reader reader = reader_of(record->body);
    struct bytes object = record->body;
    enum status status = STATUS_OK;

    if (record->instance == IS_COMPRESSED)
        status = ole_inflate(job, bytes_slice(record->body, UNCOMPRESSED_SIZE, record->body.size),
                             reader_u32le(&reader), &object);
    if (status == STATUS_OK)
        return extract_child(job, &hint, object, NULL);
    if (status_scope(status) != SCOPE_PART)
        return status;
    return object.size > 0 ? extract_child_damaged(job, &hint, object, NULL, status, NULL)
                           : extract_child_unread(job, &hint, status, NULL);
}
