/* SPDX-License-Identifier: Apache-2.0 */
#include "base/arena.h"

#include <string.h>

#include "base/alloc.h"

enum { BLOCK_SIZE = 64 * 1024, ALIGNMENT = 16, SPARE_MAX = 4 };

struct block {
    struct block *previous;
    size_t used, capacity;
    _Alignas(ALIGNMENT) unsigned char data[];
};

struct arena {
    struct block *top;
    struct block *spare; /* ordinary blocks kept for reuse */
    unsigned spare_count;
    size_t footprint;
};

enum status arena_create(struct arena **arena)
{
    struct arena *created = alloc_zeroed(1, sizeof *created);

    if (created == NULL)
        return STATUS_NO_MEMORY;
    *arena = created;
    return STATUS_OK;
}

static void block_drop(struct arena *arena, struct block *block)
{
    if (block->capacity == BLOCK_SIZE && arena->spare_count < SPARE_MAX) {
        block->previous = arena->spare;
        arena->spare = block;
        arena->spare_count++;
        return;
    }
    arena->footprint -= block->capacity;
    alloc_free(block);
}

static struct block *block_get(struct arena *arena, size_t size)
{
    size_t capacity = size > BLOCK_SIZE / 2 ? size : BLOCK_SIZE;
    struct block *block;

    if (capacity == BLOCK_SIZE && arena->spare != NULL) {
        block = arena->spare;
        arena->spare = block->previous;
        arena->spare_count--;
    } else {
        if (capacity > SIZE_MAX - sizeof *block)
            return NULL;
        block = alloc(sizeof *block + capacity);
        if (block == NULL)
            return NULL;
        block->capacity = capacity;
        arena->footprint += capacity;
    }
    block->used = 0;
    return block;
}

void *arena_alloc(struct arena *arena, size_t size)
{
    struct block *block = arena->top;
    void *memory;

    if (size > SIZE_MAX / 2)
        return NULL;
    size = (size + ALIGNMENT - 1) & ~(size_t)(ALIGNMENT - 1);
    if (block == NULL || size > block->capacity - block->used) {
        block = block_get(arena, size);
        if (block == NULL)
            return NULL;
        block->previous = arena->top;
        arena->top = block;
    }
    memory = block->data + block->used;
    block->used += size;
    return memory;
}

void *arena_zeroed(struct arena *arena, size_t size)
{
    void *memory = arena_alloc(arena, size);

    return memory == NULL ? NULL : memset(memory, 0, size);
}

char *arena_text(struct arena *arena, const char *text, size_t size)
{
    char *copy = arena_alloc(arena, size + 1);

    if (copy == NULL)
        return NULL;
    memcpy(copy, text, size);
    copy[size] = '\0';
    return copy;
}

const char *arena_copy(struct arena_copies *copies, const char *text)
{
    const char *copy = arena_text(copies->arena, text, strlen(text));

    copies->has_failed = copies->has_failed || copy == NULL;
    return copy;
}

struct arena_mark arena_mark(const struct arena *arena)
{
    return (struct arena_mark){ arena->top, arena->top != NULL ? arena->top->used : 0 };
}

void arena_release(struct arena *arena, struct arena_mark mark)
{
    while (arena->top != mark.block) {
        struct block *block = arena->top;

        arena->top = block->previous;
        block_drop(arena, block);
    }
    if (arena->top != NULL)
        arena->top->used = mark.used;
}

void arena_reset(struct arena *arena)
{
    arena_release(arena, (struct arena_mark){ NULL, 0 });
}

size_t arena_footprint(const struct arena *arena)
{
    return arena->footprint;
}

void arena_destroy(struct arena *arena)
{
    if (arena == NULL)
        return;
    arena_reset(arena);
    while (arena->spare != NULL) {
        struct block *block = arena->spare;

        arena->spare = block->previous;
        alloc_free(block);
    }
    alloc_free(arena);
}
