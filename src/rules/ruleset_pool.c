/* SPDX-License-Identifier: Apache-2.0 */
#include "rules/ruleset_pool.h"

#include <string.h>

#include "base/alloc.h"
#include "base/array.h"

/* FNV-1a, eight bytes a step; the table is rebuilt from trusted packs, so no key is needed. */
static uint64_t hash_text(const char *text, size_t size)
{
    uint64_t hash = UINT64_C(0xCBF29CE484222325) ^ size;

    while (size >= 8) {
        uint64_t chunk;

        memcpy(&chunk, text, 8);
        hash = (hash ^ chunk) * UINT64_C(0x9E3779B97F4A7C15);
        hash ^= hash >> 32;
        text += 8;
        size -= 8;
    }
    for (size_t i = 0; i < size; i++)
        hash = (hash ^ (unsigned char)text[i]) * UINT64_C(0x100000001B3);
    return hash ^ hash >> 29;
}

static bool is_same_text(const struct pool_pattern *left, const struct pool_pattern *right)
{
    return left->size == right->size && (left->literal_size == 0) == (right->literal_size == 0)
           && memcmp(left->text, right->text, left->size) == 0;
}

/* The slot that has `pattern`'s text, of that hash, or the free one where it belongs. */
static uint32_t *find_slot(struct pool *pool, const struct pool_pattern *pattern, uint64_t hash)
{
    size_t mask = pool->slot_count - 1, at = hash & mask;

    while (pool->slots[at] != POOL_NO_TWIN && !is_same_text(&pool->patterns[pool->slots[at]], pattern))
        at = (at + 1) & mask;
    return &pool->slots[at];
}

static enum status grow_slots(struct pool *pool)
{
    size_t wanted = pool->slot_count == 0 ? 64 : pool->slot_count * 2;
    uint32_t *slots;

    if (pool->count * 2 < pool->slot_count)
        return STATUS_OK;
    slots = alloc(wanted * sizeof *slots);
    if (slots == NULL)
        return STATUS_NO_MEMORY;
    memset(slots, 0xFF, wanted * sizeof *slots);
    alloc_free(pool->slots);
    pool->slots = slots;
    pool->slot_count = wanted;
    for (uint32_t i = 0; i < pool->count; i++)
        *find_slot(pool, &pool->patterns[i], hash_text(pool->patterns[i].text, pool->patterns[i].size)) = i;
    return STATUS_OK;
}

enum status pool_add(struct pool *pool, struct arena *arena, const struct pool_pattern *pattern)
{
    uint32_t *slot;
    struct pool_pattern added = *pattern;
    uint64_t hash;
    enum status status = grow_slots(pool);

    if (status == STATUS_OK)
        status = ARRAY_GROW(&pool->patterns, &pool->capacity, pool->count + 1);
    if (status != STATUS_OK)
        return status;
    hash = hash_text(pattern->text, pattern->size);
    slot = find_slot(pool, pattern, hash);
    added.twin = *slot;
    for (uint32_t twin = *slot; twin != POOL_NO_TWIN; twin = pool->patterns[twin].twin) {
        if (pool->patterns[twin].rule == pattern->rule)
            return STATUS_OK;
    }
    added.text = arena_text(arena, pattern->text, pattern->size);
    if (added.text == NULL)
        return STATUS_NO_MEMORY;
    *slot = (uint32_t)pool->count;
    pool->patterns[pool->count] = added;
    pool->hash = (pool->hash ^ hash) * UINT64_C(0x9E3779B97F4A7C15);
    pool->count++;
    return STATUS_OK;
}

bool pool_is_same(const struct pool *left, const struct pool *right)
{
    if (left->count != right->count || left->hash != right->hash)
        return false;
    for (size_t i = 0; i < left->count; i++) {
        if (!is_same_text(&left->patterns[i], &right->patterns[i]))
            return false;
    }
    return true;
}

void pool_free(struct pool *pool)
{
    alloc_free(pool->patterns);
    alloc_free(pool->slots);
    *pool = (struct pool){ 0 };
}

void pools_free(struct pools *pools)
{
    for (size_t i = 0; i < VIEW_COUNT; i++)
        pool_free(&pools->views[i]);
    for (size_t i = 0; i < pools->context_count; i++)
        pool_free(&pools->contexts[i]);
    alloc_free(pools->contexts);
    if (pools->arena != NULL)
        arena_destroy(pools->arena);
    *pools = (struct pools){ 0 };
}

void pool_describe(const struct pool *pool, struct buf *output)
{
    uint64_t count = pool->count;

    buf_append(output, &count, sizeof count);
    for (size_t i = 0; i < pool->count; i++) {
        const struct pool_pattern *pattern = &pool->patterns[i];
        uint32_t head[4] = { pattern->size, pattern->literal_size, pattern->rule, pattern->in_programs };

        buf_append(output, head, sizeof head);
        buf_append(output, pattern->text, pattern->size);
    }
}
