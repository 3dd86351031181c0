/* SPDX-License-Identifier: Apache-2.0
 *
 * For fuzz targets of the formats of guanka-extract: makes its libraries ready once, without OCR.
 */
#ifndef GUANKA_TESTS_READ_FOREIGN_H
#define GUANKA_TESTS_READ_FOREIGN_H

#include "foreign/foreign_registry.h"
#include "read_document.h"

enum { FOREIGN_CASE_MAX = 1 << 20 };

static inline void read_foreign(const uint8_t *data, size_t size, const char *name)
{
    static bool is_prepared;

    if (!is_prepared && foreign_prepare(false) != STATUS_OK)
        abort();
    is_prepared = true;
    if (size <= FOREIGN_CASE_MAX)
        read_document_with(bytes_of(data, size), name, foreign_formats());
}

#endif
