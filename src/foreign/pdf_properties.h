/* SPDX-License-Identifier: Apache-2.0
 *
 * What a PDF says of itself: Info and XMP, outline, scripts, names of layers; and where files inside are named. All of
 * these are for work (pdf_reader.h).
 */
#ifndef GUANKA_FOREIGN_PDF_PROPERTIES_H
#define GUANKA_FOREIGN_PDF_PROPERTIES_H

#include "foreign/pdf_reader.h"

void pdf_info_read(struct pdf_reader *reader, void *argument);
void pdf_metadata_read(struct pdf_reader *reader, void *argument);
void pdf_outline_read(struct pdf_reader *reader, void *argument);
/* Scripts, layers and, for *files, attachments. */
void pdf_root_read(struct pdf_reader *reader, void *files);

#endif
