/* SPDX-License-Identifier: Apache-2.0 */
#include "personal/distinct.h"

#include <string.h>

/* FNV-1a, then the mixing of MurmurHash3: the low bits must be as good as the high ones. */
static uint64_t hash_of(const char *text, size_t size)
{
    uint64_t hash = UINT64_C(0xcbf29ce484222325);

    for (size_t index = 0; index < size; index++)
        hash = (hash ^ (uint8_t)text[index]) * UINT64_C(0x100000001b3);
    hash ^= hash >> 33;
    hash *= UINT64_C(0xff51afd7ed558ccd);
    hash ^= hash >> 33;
    hash *= UINT64_C(0xc4ceb9fe1a85ec53);
    hash ^= hash >> 33;
    return hash != 0 ? hash : UINT64_C(1) << 63;
}

static bool is_kept(uint64_t hash, uint32_t depth)
{
    return (hash & ((UINT64_C(1) << depth) - 1)) == 0;
}

static void insert(struct distinct *distinct, uint64_t hash)
{
    size_t slot = (size_t)(hash >> 40) % DISTINCT_SLOTS;

    while (distinct->hashes[slot] != 0 && distinct->hashes[slot] != hash)
        slot = (slot + 1) % DISTINCT_SLOTS;
    distinct->count += distinct->hashes[slot] == 0;
    distinct->hashes[slot] = hash;
}

static void thin_out(struct distinct *distinct)
{
    uint64_t old[DISTINCT_SLOTS];

    memcpy(old, distinct->hashes, sizeof old);
    memset(distinct->hashes, 0, sizeof distinct->hashes);
    distinct->count = 0;
    distinct->depth++;
    for (size_t slot = 0; slot < DISTINCT_SLOTS; slot++) {
        if (old[slot] != 0 && is_kept(old[slot], distinct->depth))
            insert(distinct, old[slot]);
    }
}

void distinct_add(struct distinct *distinct, const char *text, size_t size)
{
    uint64_t hash = hash_of(text, size);

    if (!is_kept(hash, distinct->depth))
        return;
    insert(distinct, hash);
    while (distinct->count > DISTINCT_SLOTS / 2 && distinct->depth < 63)
        thin_out(distinct);
}

uint64_t distinct_count(const struct distinct *distinct)
{
    return (uint64_t)distinct->count << distinct->depth;
}
