/* SPDX-License-Identifier: Apache-2.0 */
#include "sweep/link_list.h"

#include <assert.h>

enum { ELEMENT_BITS = 3, FLAGS_BITS = 4 };
static_assert(PAGE_OTHER < 1 << ELEMENT_BITS, "an element has room in its bits");

void link_list_add(struct buf *list, const struct listed_link *link)
{
    uint64_t value = (uint64_t)link->address << FLAGS_BITS | (link->is_hidden ? UINT64_C(1) << ELEMENT_BITS : 0)
                     | (uint64_t)link->element;

    for (; value >= 0x80; value >>= 7)
        buf_byte(list, (char)(value | 0x80));
    buf_byte(list, (char)value);
}

bool link_list_next(struct bytes list, size_t *offset, struct listed_link *link)
{
    uint64_t value = 0;

    for (unsigned shift = 0; *offset < list.size && shift < 63; shift += 7) {
        uint8_t byte = list.data[(*offset)++];

        value |= (uint64_t)(byte & 0x7F) << shift;
        if (byte < 0x80) {
            *link = (struct listed_link){ (int64_t)(value >> FLAGS_BITS),
                                          (enum page_element)(value & ((1 << ELEMENT_BITS) - 1)),
                                          (value >> ELEMENT_BITS & 1) != 0 };
            return true;
        }
    }
    return false;
}
