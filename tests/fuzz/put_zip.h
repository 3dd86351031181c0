/* SPDX-License-Identifier: Apache-2.0
 *
 * Zip files for fuzz targets, so that a fuzzer need not learn to deflate.
 */
#ifndef GUANKA_TESTS_FUZZ_PUT_ZIP_H
#define GUANKA_TESTS_FUZZ_PUT_ZIP_H

#include <string.h>

#include "base/buf.h"

static inline void put_number(struct buf *out, uint32_t value, int size)
{
    for (int index = 0; index < size; index++)
        buf_byte(out, (char)(value >> (8 * index)));
}

/* A stored member; its directory entry is added to *directory. */
static inline void put_member(struct buf *out, struct buf *directory, const char *name, struct bytes content)
{
    uint32_t offset = (uint32_t)out->size;

    buf_append(out, "PK\3\4\x14\0\0\0\0\0\0\0\0\0\0\0\0\0", 18);
    buf_append(directory, "PK\1\2\x14\0\x14\0\0\0\0\0\0\0\0\0\0\0\0\0", 20);
    for (int copy = 0; copy < 2; copy++) {
        struct buf *target = copy == 0 ? out : directory;

        put_number(target, (uint32_t)content.size, 4);
        put_number(target, (uint32_t)content.size, 4);
        put_number(target, (uint32_t)strlen(name), 2);
        put_number(target, 0, 2);
    }
    buf_append(directory, "\0\0\0\0\0\0\0\0\0\0", 10);
    put_number(directory, offset, 4);
    buf_text(directory, name);
    buf_text(out, name);
    buf_append(out, content.data, content.size);
}

/* The end of the zip file; the count of members is wrong, as no reader minds. */
static inline void put_directory(struct buf *out, const struct buf *directory)
{
    size_t start = out->size;

    buf_append(out, directory->data, directory->size);
    buf_append(out, "PK\5\6\0\0\0\0\5\0\5\0", 12);
    put_number(out, (uint32_t)directory->size, 4);
    put_number(out, (uint32_t)start, 4);
    put_number(out, 0, 2);
}

#endif
