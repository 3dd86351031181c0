/* SPDX-License-Identifier: Apache-2.0 */
#include "base/array.h"

#include <stdint.h>

#include "base/alloc.h"

enum status array_grow(void **items, size_t *capacity, size_t count, size_t item_size)
{
    size_t wanted = *capacity;
    void *grown;

    if (count <= *capacity)
        return STATUS_OK;
    wanted = wanted > SIZE_MAX / 2 ? count : wanted * 2;
    if (wanted < count)
        wanted = count;
    if (wanted < 16)
        wanted = 16;
    if (wanted > SIZE_MAX / item_size)
        return STATUS_NO_MEMORY;
    grown = alloc_resize(*items, wanted * item_size);
    if (grown == NULL)
        return STATUS_NO_MEMORY;
    *items = grown;
    *capacity = wanted;
    return STATUS_OK;
}
