/* SPDX-License-Identifier: Apache-2.0
 *
 * Checked growth of a typed array: the only way a count and a size are multiplied.
 */
#ifndef GUANKA_BASE_ARRAY_H
#define GUANKA_BASE_ARRAY_H

#include <stddef.h>

#include "base/status.h"

/* Makes room for at least `count` items of `item_size` bytes in *items (from the heap, alloc_free to
 * give back), doubling; *items and *capacity are untouched on failure. */
MUST_CHECK enum status array_grow(void **items, size_t *capacity, size_t count, size_t item_size);

/* array_grow for a typed pointer. */
#define ARRAY_GROW(items, capacity, count) \
    array_grow((void **)(items), (capacity), (count), sizeof **(items))

#endif
