/* SPDX-License-Identifier: Apache-2.0 */
#include "base/buf.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/alloc.h"

char *buf_reserve(struct buf *buf, size_t size)
{
    size_t wanted, capacity;
    char *data;

    if (buf->status != STATUS_OK)
        return NULL;
    if (size > buf->size_max - buf->size) {
        buf->status = STATUS_LIMIT_BYTES;
        return NULL;
    }
    wanted = buf->size + size + 1;
    if (wanted <= buf->capacity)
        return buf->data + buf->size;
    capacity = buf->capacity < 128 ? 256 : buf->capacity + buf->capacity / 2;
    if (capacity < wanted)
        capacity = wanted;
    data = alloc_resize(buf->data, capacity);
    if (data == NULL) {
        buf->status = STATUS_NO_MEMORY;
        return NULL;
    }
    buf->data = data;
    buf->capacity = capacity;
    return buf->data + buf->size;
}

void buf_append(struct buf *buf, const void *data, size_t size)
{
    char *target = buf_reserve(buf, size);

    if (target == NULL)
        return;
    if (size > 0)
        memcpy(target, data, size);
    buf->size += size;
    buf->data[buf->size] = '\0';
}

void buf_text(struct buf *buf, const char *text)
{
    buf_append(buf, text, strlen(text));
}

void buf_byte(struct buf *buf, char byte)
{
    buf_append(buf, &byte, 1);
}

void buf_unsigned(struct buf *buf, uint64_t value)
{
    char digits[20];
    size_t start = sizeof digits;

    do {
        digits[--start] = (char)('0' + value % 10);
        value /= 10;
    } while (value > 0);
    buf_append(buf, digits + start, sizeof digits - start);
}

void buf_format(struct buf *buf, const char *format, ...)
{
    va_list values;

    va_start(values, format);
    buf_format_list(buf, format, values);
    va_end(values);
}

void buf_format_list(struct buf *buf, const char *format, va_list values)
{
    va_list again;
    char *target;
    int length;

    va_copy(again, values);
    length = vsnprintf(NULL, 0, format, again);
    va_end(again);
    if (length < 0) {
        buf->status = STATUS_BUG;
        return;
    }
    target = buf_reserve(buf, (size_t)length);
    if (target == NULL)
        return;
    vsnprintf(target, (size_t)length + 1, format, values);
    buf->size += (size_t)length;
}

enum status buf_status(const struct buf *buf)
{
    return buf->status;
}

void buf_clear(struct buf *buf)
{
    buf->size = 0;
    buf->status = STATUS_OK;
    if (buf->data != NULL)
        buf->data[0] = '\0';
}

void buf_free(struct buf *buf)
{
    alloc_free(buf->data);
    *buf = (struct buf){ .size_max = buf->size_max };
}
