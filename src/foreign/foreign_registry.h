/* SPDX-License-Identifier: Apache-2.0
 *
 * The formats that guanka-extract adds to those of the library.
 */
#ifndef GUANKA_FOREIGN_FOREIGN_REGISTRY_H
#define GUANKA_FOREIGN_FOREIGN_REGISTRY_H

#include "extract/extractor.h"

/* NULL-terminated, for extract_context.formats. */
const struct extractor *const *foreign_formats(void);
/* What the parsers need before files can no longer be opened (tables, fonts, converters); call it once, first.
 * `ocr`: text in pictures is to be recognised, where Tesseract can be had. */
MUST_CHECK enum status foreign_prepare(bool ocr);

#endif
