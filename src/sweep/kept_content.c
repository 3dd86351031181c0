/* SPDX-License-Identifier: Apache-2.0 */
#include "sweep/kept_content.h"

#include "sweep/packed.h"

struct unpacking {
    struct packer *packer;
    struct buf *content;
    bool is_there;
    enum status status;
};

static void unpack(void *context, uint64_t size, struct bytes packed)
{
    struct unpacking *unpacking = context;

    unpacking->is_there = true;
    unpacking->status = packed_open(unpacking->packer, packed, size, unpacking->content);
}

enum status kept_content_read(const struct store *store, const struct digest *digest, struct buf *content,
                              bool *is_there, struct error *error)
{
    struct unpacking unpacking = { .content = content };
    enum status status = packer_create(&unpacking.packer);

    buf_clear(content);
    if (status == STATUS_OK)
        status = resources_content(store, digest, unpack, &unpacking, error);
    packer_destroy(unpacking.packer);
    *is_there = unpacking.is_there;
    return status == STATUS_OK ? unpacking.status : status;
}
