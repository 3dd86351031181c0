/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/zip/ooxml_deferred.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/array.h"

enum status deferred_add(struct deferred *deferred, const struct text_run *model, unsigned level, struct bytes text)
{
    struct deferred_run run = {
        .model = *model, .start = deferred->text.size, .size = text.size, .level = level, .order = deferred->count
    };
    enum status status = ARRAY_GROW(&deferred->items, &deferred->capacity, deferred->count + 1);

    if (status != STATUS_OK)
        return status;
    if (text.size > DEFERRED_SIZE_MAX - deferred->text.size)
        return STATUS_LIMIT_BYTES;
    buf_append(&deferred->text, text.data, text.size);
    if (buf_status(&deferred->text) != STATUS_OK)
        return buf_status(&deferred->text);
    deferred->items[deferred->count++] = run;
    return STATUS_OK;
}

static int by_level(const void *left, const void *right)
{
    const struct deferred_run *a = left, *b = right;

    if (a->level != b->level)
        return a->level < b->level ? -1 : 1;
    return a->order < b->order ? -1 : a->order > b->order;
}

static void sort(struct deferred *deferred, size_t first)
{
    if (deferred->count - first > 1)
        qsort(deferred->items + first, deferred->count - first, sizeof *deferred->items, by_level);
}

static struct bytes text_of(const struct deferred *deferred, const struct deferred_run *run)
{
    return bytes_of(deferred->text.data + run->start, run->size);
}

enum status deferred_flush(struct deferred *deferred, struct ooxml *ooxml)
{
    enum status status = STATUS_OK;

    sort(deferred, 0);
    for (size_t index = 0; index < deferred->count && status == STATUS_OK; index++)
        status = ooxml_emit(ooxml, &deferred->items[index].model, text_of(deferred, &deferred->items[index]));
    deferred->count = 0;
    buf_clear(&deferred->text);
    return status;
}

/* FNV-1a. A blank stands where a word begins; 0 is no hash. */
static uint64_t hash_joined(uint64_t hash, enum text_join join, struct bytes text)
{
    const uint64_t prime = UINT64_C(0x100000001B3);

    if (join == JOIN_BROKEN)
        hash = UINT64_C(0xCBF29CE484222325);
    else if (join == JOIN_SPACED)
        hash = (hash ^ ' ') * prime;
    for (size_t index = 0; index < text.size; index++)
        hash = (hash ^ text.data[index]) * prime;
    return hash != 0 ? hash : 1;
}

/* The slot that holds the hash, or the free one where it belongs. */
static uint64_t *slot_of(const struct deferred_known *known, uint64_t hash)
{
    size_t slot = (size_t)(hash ^ hash >> 32) & (known->slot_count - 1);

    while (known->slots[slot] != 0 && known->slots[slot] != hash)
        slot = (slot + 1) & (known->slot_count - 1);
    return &known->slots[slot];
}

static enum status grow(struct deferred_known *known)
{
    struct deferred_known grown = { .slot_count = known->slot_count > 0 ? 2 * known->slot_count : 64 };

    grown.slots = alloc_zeroed(grown.slot_count, sizeof *grown.slots);
    if (grown.slots == NULL)
        return STATUS_NO_MEMORY;
    for (size_t slot = 0; slot < known->slot_count; slot++)
        if (known->slots[slot] != 0)
            *slot_of(&grown, known->slots[slot]) = known->slots[slot];
    alloc_free(known->slots);
    known->slots = grown.slots;
    known->slot_count = grown.slot_count;
    return STATUS_OK;
}

static enum status know_current(struct deferred_known *known)
{
    uint64_t hash = known->current, *slot;
    enum status status = STATUS_OK;

    known->current = 0;
    if (hash == 0 || known->count >= DEFERRED_KNOWN_MAX)
        return STATUS_OK;
    if (2 * known->count >= known->slot_count)
        status = grow(known);
    if (status != STATUS_OK)
        return status;
    slot = slot_of(known, hash);
    known->count += *slot == 0;
    *slot = hash;
    return STATUS_OK;
}

enum status deferred_know(struct deferred *deferred, enum deferred_lane lane, enum text_join join, struct bytes text)
{
    struct deferred_known *known = &deferred->known[lane];
    enum status status = join == JOIN_BROKEN ? know_current(known) : STATUS_OK;

    /* The first alternative may go on in a word that began before it. */
    known->current = hash_joined(known->current, known->current == 0 ? JOIN_BROKEN : join, text);
    return status;
}

static bool is_known(const struct deferred_known *known, uint64_t hash)
{
    return hash == known->current || (known->slot_count > 0 && *slot_of(known, hash) != 0);
}

bool deferred_is_known(struct deferred *deferred, enum deferred_lane lane, struct bytes block)
{
    return is_known(&deferred->known[lane], hash_joined(0, JOIN_BROKEN, block));
}

static bool is_of_lane(const struct deferred_run *run, enum deferred_lane lane)
{
    return (run->model.role == TEXT_HIDDEN) == (lane == DEFERRED_HIDDEN);
}

/* Where the block of `lane` ends that begins with item `first`. */
static size_t block_end(const struct deferred *deferred, enum deferred_lane lane, size_t first, uint64_t *hash)
{
    size_t index;

    *hash = 0;
    for (index = first; index < deferred->count; index++) {
        const struct deferred_run *run = &deferred->items[index];

        if (!is_of_lane(run, lane))
            continue;
        if (index > first && run->model.join == JOIN_BROKEN)
            break;
        *hash = hash_joined(*hash, index > first ? run->model.join : JOIN_BROKEN, text_of(deferred, run));
    }
    return index;
}

static void drop_known_of(struct deferred *deferred, enum deferred_lane lane, size_t first)
{
    for (size_t next = first; next < deferred->count;) {
        size_t start = next;
        uint64_t hash;

        if (!is_of_lane(&deferred->items[start], lane)) {
            next++;
            continue;
        }
        next = block_end(deferred, lane, start, &hash);
        if (!is_known(&deferred->known[lane], hash))
            continue;
        for (size_t index = start; index < next; index++)
            if (is_of_lane(&deferred->items[index], lane))
                deferred->items[index].size = 0;
    }
}

void deferred_drop_known(struct deferred *deferred, size_t first)
{
    size_t kept = first;

    if (first >= deferred->count)
        return;
    sort(deferred, first);
    drop_known_of(deferred, DEFERRED_VISIBLE, first);
    drop_known_of(deferred, DEFERRED_HIDDEN, first);
    for (size_t index = first; index < deferred->count; index++)
        if (deferred->items[index].size > 0)
            deferred->items[kept++] = deferred->items[index];
    deferred->count = kept;
    for (size_t index = first; index < kept; index++)
        deferred->items[index].order = index;
}

void deferred_forget_known(struct deferred *deferred)
{
    for (int lane = 0; lane < DEFERRED_LANES; lane++) {
        alloc_free(deferred->known[lane].slots);
        deferred->known[lane] = (struct deferred_known){ 0 };
    }
}

void deferred_free(struct deferred *deferred)
{
    alloc_free(deferred->items);
    buf_free(&deferred->text);
    deferred_forget_known(deferred);
}
