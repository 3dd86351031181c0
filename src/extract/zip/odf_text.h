/* SPDX-License-Identifier: Apache-2.0
 *
 * The XML of OpenDocument: what each element means for the text.
 */
#ifndef GUANKA_EXTRACT_ZIP_ODF_TEXT_H
#define GUANKA_EXTRACT_ZIP_ODF_TEXT_H

#include "extract/extractor.h"
#include "extract/xml.h"
#include "extract/zip/odf_style.h"

extern const struct xml_namespace odf_namespaces[];
extern const struct xml_handler odf_handler;

/* `styles` collects those of the file and is asked for those of files before it. The reader is the handler's context.
 * NULL when memory is exhausted. */
struct odf_reader;
struct odf_reader *odf_reader_create(struct extract_job *job, struct odf_styles *styles);
/* What still waits goes out; call it at the end of each file, also of a damaged one. */
MUST_CHECK enum status odf_reader_finish(struct odf_reader *reader);
void odf_reader_destroy(struct odf_reader *reader);

#endif
