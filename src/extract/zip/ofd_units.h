/* SPDX-License-Identifier: Apache-2.0
 *
 * Graphics and pictures that other graphics of an OFD document refer to, by their number.
 */
#ifndef GUANKA_EXTRACT_ZIP_OFD_UNITS_H
#define GUANKA_EXTRACT_ZIP_OFD_UNITS_H

#include "extract/zip/ofd.h"

/* After units or pictures were added, before one is looked for. */
void ofd_units_sort(struct ofd *ofd);
/* NULL when there is none; valid until units are added or sorted. */
struct ofd_unit *ofd_unit_find(struct ofd *ofd, uint32_t id);
MUST_CHECK enum status ofd_use_add(struct ofd_uses *uses, const struct ofd_use *use);
/* The same for pictures: sorted before one is looked for. NULL when there is no file for it. */
MUST_CHECK enum status ofd_medium_add(struct ofd *ofd, uint32_t id, const struct zip_member *member);
const struct zip_member *ofd_medium_find(const struct ofd *ofd, uint32_t id);
/* Emits what no page has used, and forgets all units and pictures. */
MUST_CHECK enum status ofd_units_finish(struct ofd *ofd);

#endif
