/* SPDX-License-Identifier: Apache-2.0
 *
 * For fuzz targets of formats that are zip files: the first byte of a case chooses which file of a small whole package
 * the rest is, so that what is fuzzed is the XML and not the archive around it.
 */
#ifndef GUANKA_TESTS_READ_PACKAGE_H
#define GUANKA_TESTS_READ_PACKAGE_H

#include "base/buf.h"
#include "put_zip.h"
#include "read_document.h"

enum { PACKAGE_CASE_MAX = 1 << 20 };

struct package_file {
    const char *name, *content;
};

static inline void read_package(const uint8_t *data, size_t size, const struct package_file *files, size_t count,
                                const char *name)
{
    struct buf package = BUF_INIT(64 << 20), directory = BUF_INIT(1 << 20);

    if (size == 0 || size > PACKAGE_CASE_MAX)
        return;
    for (size_t file = 0; file < count; file++)
        put_member(&package, &directory, files[file].name,
                   file == data[0] % count ? bytes_of(data + 1, size - 1) : bytes_of_text(files[file].content));
    put_directory(&package, &directory);
    ASSERT(buf_status(&package) == STATUS_OK);
    read_document(buf_bytes(&package), name);
    buf_free(&package);
    buf_free(&directory);
}

#endif
