/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/zip/ofd_units.h"

#include <stdlib.h>

#include "base/array.h"

static int compare_units(const void *left, const void *right)
{
    uint32_t a = ((const struct ofd_unit *)left)->id, b = ((const struct ofd_unit *)right)->id;

    return a < b ? -1 : a > b;
}

static int compare_media(const void *left, const void *right)
{
    uint32_t a = ((const struct ofd_medium *)left)->id, b = ((const struct ofd_medium *)right)->id;

    return a < b ? -1 : a > b;
}

void ofd_units_sort(struct ofd *ofd)
{
    if (ofd->medium_count > 1)
        qsort(ofd->media, ofd->medium_count, sizeof *ofd->media, compare_media);
    if (ofd->unit_count > 1)
        qsort(ofd->units, ofd->unit_count, sizeof *ofd->units, compare_units);
}

struct ofd_unit *ofd_unit_find(struct ofd *ofd, uint32_t id)
{
    struct ofd_unit wanted = { .id = id };

    if (ofd->unit_count == 0)
        return NULL;
    return bsearch(&wanted, ofd->units, ofd->unit_count, sizeof wanted, compare_units);
}

enum status ofd_medium_add(struct ofd *ofd, uint32_t id, const struct zip_member *member)
{
    enum status status = ARRAY_GROW(&ofd->media, &ofd->medium_capacity, ofd->medium_count + 1);

    if (status == STATUS_OK)
        ofd->media[ofd->medium_count++] = (struct ofd_medium){ id, member };
    return status;
}

const struct zip_member *ofd_medium_find(const struct ofd *ofd, uint32_t id)
{
    const struct ofd_medium wanted = { .id = id }, *found = NULL;

    if (ofd->medium_count > 0)
        found = bsearch(&wanted, ofd->media, ofd->medium_count, sizeof wanted, compare_media);
    return found != NULL ? found->member : NULL;
}

enum status ofd_use_add(struct ofd_uses *uses, const struct ofd_use *use)
{
    enum status status = ARRAY_GROW(&uses->items, &uses->capacity, uses->count + 1);

    if (status == STATUS_OK)
        uses->items[uses->count++] = *use;
    return status;
}

enum status ofd_units_finish(struct ofd *ofd)
{
    struct layout *from = &ofd->unit_layout;
    struct layout unused = LAYOUT_INIT;
    struct text_run run = { .role = TEXT_HIDDEN, .section = "resources" };
    enum status status = STATUS_OK;

    for (size_t index = 0; index < ofd->unit_count && status == STATUS_OK; index++) {
        const struct ofd_unit *unit = &ofd->units[index];

        for (size_t piece = 0; piece < unit->piece_count && !unit->is_used && status == STATUS_OK; piece++) {
            const struct layout_piece *item = &from->pieces[unit->piece_first + piece];

            status = layout_add(&unused, item, bytes_of(from->text.data + item->text, item->text_size));
        }
        if (status == STATUS_OK)
            status = layout_emit(&unused, ofd->package.job, &run);
    }
    layout_free(&unused);
    ofd->unit_count = ofd->unit_uses.count = ofd->medium_count = from->count = 0;
    buf_clear(&from->text);
    return status;
}
