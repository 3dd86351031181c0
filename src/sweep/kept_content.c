/* SPDX-License-Identifier: Apache-2.0 */
#include "sweep/kept_content.h"

#include <string.h>

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

/* A copy may be damaged and give something nevertheless. */
static enum status compare(struct bytes content, const struct digest *digest)
{
    struct digest found;
    enum status status = digest_of(content, &found);

    if (status != STATUS_OK)
        return status;
    return memcmp(&found, digest, sizeof found) == 0 ? STATUS_OK : STATUS_MALFORMED;
}

enum status kept_content_read(struct store *store, const struct digest *digest, struct buf *content,
                              enum kept_content *kept, struct error *error)
{
    struct unpacking unpacking = { .content = content };
    enum status status = packer_create(&unpacking.packer);

    *kept = KEPT_FORGOTTEN;
    buf_clear(content);
    if (status == STATUS_OK)
        status = resources_content(store, digest, unpack, &unpacking, error);
    packer_destroy(unpacking.packer);
    if (status == STATUS_OK && unpacking.is_there && unpacking.status == STATUS_OK)
        unpacking.status = compare(buf_bytes(content), digest);
    if (status != STATUS_OK || !unpacking.is_there)
        return status;
    *kept = unpacking.status == STATUS_MALFORMED ? KEPT_DAMAGED : KEPT_WHOLE;
    if (*kept == KEPT_WHOLE)
        return unpacking.status;
    buf_clear(content);
    return resources_read_again(store, digest, error);
}

enum { CONTENT_MAX = INT32_MAX };

struct checking {
    struct packer *packer;
    struct buf content;
    kept_content_damaged *damaged;
    void *context;
    enum status status;
};

static bool check_one(void *context, const struct digest *digest, uint64_t size, struct bytes packed, const char *url)
{
    struct checking *checking = context;

    buf_clear(&checking->content);
    checking->status = packed_open(checking->packer, packed, size, &checking->content);
    if (checking->status == STATUS_OK)
        checking->status = compare(buf_bytes(&checking->content), digest);
    if (checking->status == STATUS_MALFORMED) {
        checking->damaged(checking->context, url);
        checking->status = STATUS_OK;
    }
    return checking->status == STATUS_OK;
}

enum status kept_content_check(const struct store *store, kept_content_damaged *damaged, void *context,
                               struct error *error)
{
    struct checking checking = { .content = BUF_INIT(CONTENT_MAX), .damaged = damaged, .context = context };
    enum status status = packer_create(&checking.packer);

    if (status == STATUS_OK)
        status = resources_list_kept(store, check_one, &checking, error);
    packer_destroy(checking.packer);
    buf_free(&checking.content);
    return status == STATUS_OK ? checking.status : status;
}
