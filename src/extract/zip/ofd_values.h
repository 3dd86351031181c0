/* SPDX-License-Identifier: Apache-2.0
 *
 * Files of an OFD package whose elements producers choose themselves: custom tags and extensions.
 */
#ifndef GUANKA_EXTRACT_ZIP_OFD_VALUES_H
#define GUANKA_EXTRACT_ZIP_OFD_VALUES_H

#include "extract/zip/ofd.h"

/* Emits what stands in elements and attributes, and the names of elements that are words of a language (公文 tags),
 * but not the numbers of objects and pages that tags refer to. */
MUST_CHECK enum status ofd_values_read(struct ofd *ofd, const struct zip_member *member, const char *section);

#endif
