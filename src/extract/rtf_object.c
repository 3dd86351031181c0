/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/rtf_object.h"

#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "extract/name.h"

enum {
    CHUNK_SIZE = 4096,
    FORMAT_EMBEDDED = 2, /* [MS-OLEDS] 2.2.4 */
    PACKAGE_NAMES = 2,   /* a label, and the path it came from */
};

void rtf_object_begin(struct rtf_object *object, bool is_picture)
{
    rtf_object_free(object);
    object->count++;
    object->has_half = false;
    object->is_picture = is_picture;
}

void rtf_object_free(struct rtf_object *object)
{
    spool_destroy(object->spool);
    object->spool = NULL;
}

enum status rtf_object_binary(struct rtf_object *object, struct extract_job *job, struct bytes bytes)
{
    enum status status = object->spool == NULL ? spool_create(&object->spool) : STATUS_OK;

    return status == STATUS_OK ? extract_spool_append(job, object->spool, bytes, bytes.size) : status;
}

static int digit(uint8_t byte)
{
    if (byte >= '0' && byte <= '9')
        return byte - '0';
    byte |= 0x20;
    return byte >= 'a' && byte <= 'f' ? byte - 'a' + 10 : -1;
}

enum status rtf_object_hexadecimal(struct rtf_object *object, struct extract_job *job, struct bytes digits)
{
    uint8_t chunk[CHUNK_SIZE];
    size_t size = 0;
    enum status status = STATUS_OK;

    for (size_t index = 0; index < digits.size && status == STATUS_OK; index++) {
        int value = digit(digits.data[index]);

        if (value < 0)
            continue;
        object->has_half = !object->has_half;
        if (object->has_half) {
            object->half = (uint8_t)value;
            continue;
        }
        chunk[size++] = (uint8_t)(object->half * 16 + value);
        if (size == sizeof chunk) {
            status = rtf_object_binary(object, job, bytes_of(chunk, size));
            size = 0;
        }
    }
    return status == STATUS_OK && size > 0 ? rtf_object_binary(object, job, bytes_of(chunk, size)) : status;
}

static struct bytes text_take(struct reader *reader)
{
    struct bytes text = reader_take(reader, reader_u32le(reader));

    if (text.size > 0 && text.data[text.size - 1] == '\0')
        text.size--;
    return text;
}

static struct bytes terminated_take(struct reader *reader)
{
    size_t left = (size_t)(reader->end - reader->next);
    const uint8_t *end = left > 0 ? memchr(reader->next, '\0', left) : NULL;
    struct bytes text = reader_take(reader, end != NULL ? (size_t)(end - reader->next) : left + 1);

    (void)reader_u8(reader);
    return text;
}

/* A file that was dropped into a document: its label, where it came from, where it was kept, and its bytes. */
static bool package_open(struct bytes native, struct bytes *name, struct bytes *content)
{
    struct reader reader = reader_of(native);

    if (reader_u16le(&reader) != PACKAGE_NAMES)
        return false;
    *name = terminated_take(&reader);
    (void)terminated_take(&reader);
    (void)reader_u32le(&reader);
    (void)text_take(&reader);
    *content = reader_take(&reader, reader_u32le(&reader));
    return !reader.overrun && name->size > 0;
}

/* The header of an embedded object ([MS-OLEDS] 2.2.4, 2.2.5). */
static bool embedded_open(struct bytes object, struct bytes *kind, struct bytes *native)
{
    struct reader reader = reader_of(object);

    (void)reader_u32le(&reader);
    if (reader_u32le(&reader) != FORMAT_EMBEDDED)
        return false;
    *kind = text_take(&reader);
    (void)text_take(&reader);
    (void)text_take(&reader);
    (void)reader_u32le(&reader);
    *native = bytes_of(reader.next, (size_t)(reader.end - reader.next));
    return !reader.overrun && native->size > 0;
}

static enum status child_read(struct rtf_object *object, struct extract_job *job, struct bytes bytes,
                              struct file_content *content)
{
    struct buf name = BUF_INIT(4 * NAME_SIZE_MAX + 64);
    struct bytes kind, native, label, file;
    char number[32];
    enum status status = STATUS_OK;

    snprintf(number, sizeof number, object->is_picture ? "picture %u" : "object %u", object->count);
    buf_text(&name, number);
    if (!object->is_picture && embedded_open(bytes, &kind, &native)) {
        bytes = native;
        if (bytes_equal(kind, bytes_of_text("Package")) && package_open(native, &label, &file)) {
            status = name_decode(job->charset, label, &name);
            bytes = file;
        }
    }
    if (status == STATUS_OK)
        status = buf_status(&name);
    if (status == STATUS_OK)
        status = extract_child(job, &(struct part_hint){ .name = name.data }, bytes, content);
    buf_free(&name);
    return status;
}

enum status rtf_object_end(struct rtf_object *object, struct extract_job *job)
{
    struct bytes bytes;
    struct file_content *content;
    enum status status;

    if (object->spool == NULL)
        return STATUS_OK;
    status = spool_finish(object->spool, &bytes, &content);
    /* Cut out of a mapped file, it is read as memory. */
    if (status == STATUS_OK && bytes.size > 0)
        status = child_read(object, job, bytes, object->is_picture ? content : NULL);
    rtf_object_free(object);
    return status;
}
