/* SPDX-License-Identifier: Apache-2.0
 *
 * The addresses that a page names, as they are kept with it: by their ids in the store, so that what an unchanged page
 * leads to is known without reading it; 0 is what is no address, such as javascript:. Varints (LEB128) of id << 4 |
 * is_hidden << 3 | enum page_element. Pure.
 */
#ifndef GUANKA_SWEEP_LINK_LIST_H
#define GUANKA_SWEEP_LINK_LIST_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "sweep/site_page.h"

struct listed_link {
    int64_t address;
    enum page_element element;
    bool is_hidden;
};

void link_list_add(struct buf *list, const struct listed_link *link);
/* The next one from *offset on; false at the end, or where the list is damaged. */
bool link_list_next(struct bytes list, size_t *offset, struct listed_link *link);

#endif
