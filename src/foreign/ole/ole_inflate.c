/* SPDX-License-Identifier: Apache-2.0 */
#include "foreign/ole/ole_inflate.h"

#include "extract/deflate.h"

enum { ZLIB_HEADER_SIZE = 2 };

static enum status inflate_into(struct bytes compressed, uint8_t *memory, size_t size, size_t *done)
{
    struct deflate *deflate;
    enum status status = deflate_create(&deflate);
    size_t produced = 1;

    if (status != STATUS_OK)
        return status;
    status = deflate_start(deflate, bytes_slice(compressed, ZLIB_HEADER_SIZE, compressed.size));
    while (status == STATUS_OK && produced > 0 && *done < size) {
        status = deflate_next(deflate, memory + *done, size - *done, &produced);
        *done += produced;
    }
    deflate_destroy(deflate);
    return status == STATUS_OK && *done < size ? STATUS_MALFORMED : status;
}

/* The size that it says is a promise that only the data can keep. */
enum status ole_inflate(struct extract_job *job, struct bytes compressed, size_t size, struct bytes *output)
{
    size_t done = 0;
    enum status status;
    uint8_t *memory;

    *output = bytes_of(NULL, 0);
    if (size == 0)
        return STATUS_MALFORMED;
    status = extract_expand(job, size, compressed.size, &memory);
    if (status != STATUS_OK)
        return status;
    status = inflate_into(compressed, memory, size, &done);
    *output = bytes_of(memory, done);
    return status;
}
