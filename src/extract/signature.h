/* SPDX-License-Identifier: Apache-2.0
 *
 * Formats recognised by fixed bytes at a fixed place. Pure and thread-safe.
 */
#ifndef GUANKA_EXTRACT_SIGNATURE_H
#define GUANKA_EXTRACT_SIGNATURE_H

#include "base/bytes.h"
#include "extract/part.h"

struct signature {
    struct format format;
    uint16_t offset;
    uint8_t size;
    const char *magic; /* `size` bytes, which may contain NUL */
};

/* An entry of a table; `magic` is a literal. */
#define SIGNATURE(name, media_type, offset, magic)                                                                     \
    {                                                                                                                  \
        { name, media_type }, offset, sizeof(magic) - 1, magic                                                         \
    }

/* The first entry of table[0..count) that the input carries, or NULL. */
const struct signature *signature_find(struct bytes input, const struct signature *table, size_t count);

#endif
