/* SPDX-License-Identifier: Apache-2.0
 *
 * Formats that are recognised, by content alone, and not read: "an encrypted PDF" is an answer, "no
 * findings" would be a lie.
 *
 * Documents that are zip files underneath (OFD, ODF, EPUB) are reported the same way, and what is in the
 * zip is read as the files it is.
 */
#ifndef GUANKA_EXTRACT_UNSUPPORTED_H
#define GUANKA_EXTRACT_UNSUPPORTED_H

#include "extract/extractor.h"

/* For formats that are read elsewhere, where they are not: says which one it is, and whether it is encrypted. */
MUST_CHECK enum status unsupported_extract(struct extract_job *job);

/* Whether the first bytes hold more control characters than any text. */
bool unsupported_is_binary(struct bytes input);

extern const struct extractor unsupported_extractor;
extern const struct extractor zip_document_extractor;

#endif
