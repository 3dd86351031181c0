/* SPDX-License-Identifier: Apache-2.0 */
#include "base/alloc.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* The single piece of mutable process state below the command line, and only tests ever set it. */
static atomic_ulong fail_countdown;

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

void *alloc_resize(void *memory, size_t size)
{
    return fails() ? NULL : realloc(memory, size > 0 ? size : 1);
}

void alloc_free(void *memory)
{
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
