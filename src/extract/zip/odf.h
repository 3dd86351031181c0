/* SPDX-License-Identifier: Apache-2.0
 *
 * OpenDocument 1.0 to 1.3 (OASIS, ISO/IEC 26300): texts, spreadsheets, presentations, drawings, charts and formulas, as
 * a package or as one XML file.
 *
 * Styles come before what uses them, so one pass says what can be seen. Text aside (notes, comments, boxes) waits for
 * the end of the paragraph it is anchored in.
 */
#ifndef GUANKA_EXTRACT_ZIP_ODF_H
#define GUANKA_EXTRACT_ZIP_ODF_H

#include "extract/extractor.h"

extern const struct extractor odf_extractor;      /* packages */
extern const struct extractor odf_flat_extractor; /* one XML file */

#endif
