/* SPDX-License-Identifier: Apache-2.0
 *
 * Tables and sheets of OpenDocument: where a cell stands, and whether it can be seen.
 */
#ifndef GUANKA_EXTRACT_ZIP_ODF_TABLE_H
#define GUANKA_EXTRACT_ZIP_ODF_TABLE_H

#include "extract/zip/odf_reader.h"

struct odf_table *odf_table_innermost(struct odf_reader *reader);
/* What the elements do (struct odf_meaning). */
enum status odf_table_begin(struct odf_reader *reader, const struct xml_element *element, struct odf_frame *frame);
enum status odf_table_finish(struct odf_reader *reader, struct odf_frame *frame);
enum status odf_table_column_begin(struct odf_reader *reader, const struct xml_element *element,
                                   struct odf_frame *frame);
enum status odf_table_row_begin(struct odf_reader *reader, const struct xml_element *element, struct odf_frame *frame);
enum status odf_table_cell_begin(struct odf_reader *reader, const struct xml_element *element, struct odf_frame *frame);
enum status odf_table_cell_finish(struct odf_reader *reader, struct odf_frame *frame);
/* Text that the cell shows. */
void odf_table_text_note(struct odf_reader *reader, const char *utf8, size_t size);

#endif
