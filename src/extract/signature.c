/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/signature.h"

const struct signature *signature_find(struct bytes input, const struct signature *table, size_t count)
{
    for (size_t index = 0; index < count; index++) {
        const struct signature *entry = &table[index];
        struct bytes place = bytes_slice(input, entry->offset, entry->size);

        if (bytes_equal(place, bytes_of(entry->magic, entry->size)))
            return entry;
    }
    return NULL;
}
