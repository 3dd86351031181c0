/* SPDX-License-Identifier: Apache-2.0 */
#include "base/alloc.h"

#include <malloc.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* The only mutable process state below the command line: what tests set, … */
static atomic_ulong fail_countdown;
/* … and what stays set once a secret has been read (a freed block no longer knows whose it was). */
static atomic_bool wipes_freed;

void alloc_fail_after(unsigned long nth)
{
    atomic_store(&fail_countdown, nth);
}

static bool fails(void)
{
    if (__builtin_expect(atomic_load_explicit(&fail_countdown, memory_order_relaxed) == 0, 1))
        return false;
    return atomic_fetch_sub(&fail_countdown, 1) == 1;
}

void *alloc(size_t size)
{
    return fails() ? NULL : malloc(size > 0 ? size : 1);
}

void *alloc_zeroed(size_t count, size_t size)
{
    return fails() ? NULL : calloc(count > 0 ? count : 1, size > 0 ? size : 1);
}

void alloc_wipe_freed(void)
{
    atomic_store(&wipes_freed, true);
}

static bool wipes(void)
{
    return __builtin_expect(atomic_load_explicit(&wipes_freed, memory_order_relaxed), 0);
}

/* realloc() would leave the old block as it was. */
static void *move(void *memory, size_t size)
{
    size_t old_size = malloc_usable_size(memory);
    void *moved = malloc(size);

    if (moved == NULL)
        return NULL;
    memcpy(moved, memory, old_size < size ? old_size : size);
    alloc_free(memory);
    return moved;
}

void *alloc_resize(void *memory, size_t size)
{
    if (fails())
        return NULL;
    if (size == 0)
        size = 1;
    return wipes() && memory != NULL ? move(memory, size) : realloc(memory, size);
}

void alloc_free(void *memory)
{
    if (wipes() && memory != NULL)
        explicit_bzero(memory, malloc_usable_size(memory));
    free(memory);
}

char *alloc_text(const char *text, size_t size)
{
    char *copy = alloc(size + 1);

    if (copy != NULL) {
        memcpy(copy, text, size);
        copy[size] = '\0';
    }
    return copy;
}
