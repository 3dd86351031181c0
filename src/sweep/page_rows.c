/* SPDX-License-Identifier: Apache-2.0 */
#include "sweep/page_rows.h"

#include <string.h>

#include "base/array.h"
#include "extract/html_scan.h"

enum bound { BOUND_NONE, BOUND_BEGINS, BOUND_ENDS };

/* `tag`: behind its `<`. End tags are often left out: another table or list ends a row, too. */
static enum bound bound_of(struct bytes tag)
{
    static const char *const entries[] = { "tr", "li" }, *const wholes[] = { "table", "ul", "ol" };
    bool is_end = tag.size > 0 && tag.data[0] == '/';

    if (is_end)
        tag = bytes_slice(tag, 1, tag.size - 1);
    for (size_t index = 0; index < sizeof entries / sizeof *entries; index++) {
        if (html_scan_names(tag, entries[index]))
            return is_end ? BOUND_ENDS : BOUND_BEGINS;
    }
    for (size_t index = 0; index < sizeof wholes / sizeof *wholes; index++) {
        if (html_scan_names(tag, wholes[index]))
            return BOUND_ENDS;
    }
    return BOUND_NONE;
}

static enum bound last_bound(struct bytes source)
{
    enum bound last = BOUND_NONE;

    for (size_t at = 0; at < source.size;) {
        const uint8_t *open = memchr(source.data + at, '<', source.size - at);
        enum bound bound;

        if (open == NULL)
            break;
        at = (size_t)(open - source.data) + 1;
        bound = bound_of(bytes_slice(source, at, source.size - at));
        last = bound != BOUND_NONE ? bound : last;
    }
    return last;
}

static enum status begin(struct page_rows *rows, size_t place, bool is_entry)
{
    enum status status = STATUS_OK;

    if (rows->count > 0 && rows->items[rows->count - 1].start == place) {
        rows->items[rows->count - 1].is_entry = is_entry;
        return STATUS_OK;
    }
    if (rows->count == PAGE_ROWS_MAX)
        return STATUS_OK;
    status = ARRAY_GROW(&rows->items, &rows->capacity, rows->count + 1);
    if (status == STATUS_OK) {
        rows->items[rows->count] = (struct page_row){ place, is_entry && rows->count + 1 < PAGE_ROWS_MAX };
        rows->count++;
    }
    return status;
}

enum status page_rows_meet(struct page_rows *rows, struct bytes source, uint64_t until, size_t place)
{
    enum status status = rows->count == 0 ? begin(rows, 0, false) : STATUS_OK;
    enum bound bound;

    if (status != STATUS_OK || until <= rows->seen || until > source.size)
        return status;
    bound = last_bound(bytes_slice(source, (size_t)rows->seen, (size_t)(until - rows->seen)));
    rows->seen = until;
    return bound != BOUND_NONE ? begin(rows, place, bound == BOUND_BEGINS) : STATUS_OK;
}
