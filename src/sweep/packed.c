/* SPDX-License-Identifier: Apache-2.0 */
#include "sweep/packed.h"

#include <zstd.h>

#include "base/alloc.h"

/* Level 1: of all the fastest that is worth it; pages shrink to a fifth. */
enum { LEVEL = 1 };

struct packer {
    ZSTD_CCtx *compressor;
    ZSTD_DCtx *decompressor;
};

enum status packer_create(struct packer **result)
{
    struct packer *packer = alloc_zeroed(1, sizeof *packer);

    if (packer == NULL)
        return STATUS_NO_MEMORY;
    packer->compressor = ZSTD_createCCtx();
    packer->decompressor = ZSTD_createDCtx();
    if (packer->compressor == NULL || packer->decompressor == NULL) {
        packer_destroy(packer);
        return STATUS_NO_MEMORY;
    }
    *result = packer;
    return STATUS_OK;
}

void packer_destroy(struct packer *packer)
{
    if (packer == NULL)
        return;
    (void)ZSTD_freeCCtx(packer->compressor);
    (void)ZSTD_freeDCtx(packer->decompressor);
    alloc_free(packer);
}

enum status packed_make(struct packer *packer, struct bytes bytes, struct buf *packed)
{
    size_t room = ZSTD_compressBound(bytes.size), size;
    char *start = buf_reserve(packed, room);

    if (start == NULL)
        return buf_status(packed);
    size = ZSTD_compressCCtx(packer->compressor, start, room, bytes.data, bytes.size, LEVEL);
    if (ZSTD_isError(size))
        return STATUS_NO_MEMORY;
    packed->size += size;
    return STATUS_OK;
}

enum status packed_open(struct packer *packer, struct bytes packed, uint64_t size, struct buf *bytes)
{
    char *start;
    size_t given;

    buf_clear(bytes);
    if (size > bytes->size_max)
        return STATUS_MALFORMED;
    start = buf_reserve(bytes, (size_t)size);
    if (start == NULL)
        return buf_status(bytes);
    given = ZSTD_decompressDCtx(packer->decompressor, start, (size_t)size, packed.data, packed.size);
    if (ZSTD_isError(given) || given != size)
        return STATUS_MALFORMED;
    bytes->size += given;
    return STATUS_OK;
}
