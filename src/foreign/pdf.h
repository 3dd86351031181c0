/* SPDX-License-Identifier: Apache-2.0
 *
 * PDF (ISO 32000-1) by MuPDF: pages, annotations, form fields, properties, outline, scripts, files inside.
 */
#ifndef GUANKA_FOREIGN_PDF_H
#define GUANKA_FOREIGN_PDF_H

#include "extract/extractor.h"

extern const struct extractor pdf_extractor;

#endif
