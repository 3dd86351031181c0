/* SPDX-License-Identifier: Apache-2.0
 *
 * Files that hold graphics: pages, templates, annotations of a page, and resources.
 */
#ifndef GUANKA_EXTRACT_ZIP_OFD_GRAPHICS_H
#define GUANKA_EXTRACT_ZIP_OFD_GRAPHICS_H

#include "extract/zip/ofd.h"

/* Reads a page with its templates and resources, and emits it. */
MUST_CHECK enum status ofd_page_read(struct ofd *ofd, const struct ofd_page *page);
/* A file that nothing refers to: read as a page, unseen, when it is one. *is_page says whether it was. */
MUST_CHECK enum status ofd_page_stray_read(struct ofd *ofd, const struct zip_member *member, bool *is_page);
MUST_CHECK enum status ofd_annotations_read(struct ofd *ofd, const struct zip_member *member, uint32_t page_number);
/* Fonts are known to hold no text; graphics are kept for those who refer to them. */
MUST_CHECK enum status ofd_resources_read(struct ofd *ofd, const struct zip_member *member);

#endif
