/* SPDX-License-Identifier: Apache-2.0
 *
 * Growable output that is born with a maximum.
 *
 * Errors are sticky: append as much as you like, then look at buf_status once. `data` is terminated
 * whenever it is not NULL. The buffer owns its memory until buf_free or buf_detach.
 */
#ifndef GUANKA_BASE_BUF_H
#define GUANKA_BASE_BUF_H

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include "base/bytes.h"
#include "base/status.h"

struct buf {
    char *data;
    size_t size, capacity, size_max;
    enum status status;
};

#define BUF_INIT(maximum) { .size_max = (maximum) }

void buf_append(struct buf *buf, const void *data, size_t size);
void buf_text(struct buf *buf, const char *text);
void buf_byte(struct buf *buf, char byte);
void buf_unsigned(struct buf *buf, uint64_t value);
void buf_format(struct buf *buf, const char *format, ...) __attribute__((format(printf, 2, 3)));
void buf_format_list(struct buf *buf, const char *format, va_list values) __attribute__((format(printf, 2, 0)));
/* Room for `size` more bytes behind data[size]; NULL (and sticky status) if there can be none. */
char *buf_reserve(struct buf *buf, size_t size);
/* STATUS_OK, STATUS_LIMIT_BYTES (maximum reached; the tail is missing) or STATUS_NO_MEMORY. */
MUST_CHECK enum status buf_status(const struct buf *buf);
/* Empties it, keeps the memory, clears the status. */
void buf_clear(struct buf *buf);
void buf_free(struct buf *buf);

static inline struct bytes buf_bytes(const struct buf *buf)
{
    return bytes_of(buf->data, buf->size);
}

#endif
