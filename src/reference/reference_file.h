/* SPDX-License-Identifier: Apache-2.0
 *
 * One CSV file of a layer, as it stands: a header and records with their lines (RFC 4180).
 */
#ifndef GUANKA_REFERENCE_REFERENCE_FILE_H
#define GUANKA_REFERENCE_REFERENCE_FILE_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/bytes.h"
#include "base/error.h"

struct reference_record {
    const char **fields; /* as many as the header */
    uint32_t line;
};

struct reference_file {
    const char *name; /* of the table */
    const char *path;
    bool is_sealed; /* it lies there so; nothing of it may be quoted */
    const char **columns;
    size_t column_count;
    struct reference_record *records;
    size_t record_count;
};

enum { REFERENCE_FILE_SIZE_MAX = 256 << 20 };

/* Parses `bytes`, which are open; all texts go to the arena. STATUS_INVALID with file and line: broken UTF-8, a quote
 * that is never closed, a record with more fields than columns, a column named twice or not at all. */
MUST_CHECK enum status reference_file_parse(struct bytes bytes, struct arena *arena, struct reference_file *file,
                                            struct error *error);

#endif
