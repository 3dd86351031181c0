/* SPDX-License-Identifier: Apache-2.0
 *
 * EPUB 2 and 3 (W3C): the pages of a book, in the order in which they are read, are files inside; so is everything else
 * in the package. The package document itself holds the properties.
 */
#ifndef GUANKA_EXTRACT_ZIP_EPUB_H
#define GUANKA_EXTRACT_ZIP_EPUB_H

#include "extract/extractor.h"

extern const struct extractor epub_extractor;

#endif
