/* SPDX-License-Identifier: Apache-2.0
 *
 * The entities that an XML document declares for itself (XML 1.0, 4.2), and what they stand for.
 *
 * Text can be taken apart by entities, or stand in them alone. Declarations inside the document are read; what lies
 * outside of it is never fetched, and is a gap once something from there is used. Expanding is bounded in depth and in
 * all by the size of the document, so that no "billion laughs" get far; beyond that the document has a gap.
 */
#ifndef GUANKA_EXTRACT_MARKUP_DTD_H
#define GUANKA_EXTRACT_MARKUP_DTD_H

#include "base/buf.h"
#include "extract/extractor.h"

struct markup_dtd;
struct markup_entity;

/* Reads a document type declaration from behind `<!DOCTYPE`; *size is up to behind its end, or 0 when it has
 * none. `text` is in `encoding`.
 * *dtd lives in the job's arena; NULL when nothing is declared. */
MUST_CHECK enum status markup_dtd_read(struct extract_job *job, enum encoding encoding, struct bytes text,
                                       struct markup_dtd **dtd, size_t *size);
/* The entity that is referred to at the ampersand `next`; *size is that of the reference. NULL when it is none that is
 * declared; *is_outside then says whether it may be declared outside of the document. */
const struct markup_entity *markup_dtd_find(const struct markup_dtd *dtd, const uint8_t *next, const uint8_t *end,
                                            size_t *size, bool *is_outside);
/* Appends what the entity stands for, as UTF-8 with markup and references to characters in it. What cannot be read is
 * recorded as a gap, each kind once. */
MUST_CHECK enum status markup_dtd_expand(struct markup_dtd *dtd, const struct markup_entity *entity, struct buf *out);
/* Records that an entity is used whose declaration lies outside. */
MUST_CHECK enum status markup_dtd_outside(struct markup_dtd *dtd);

#endif
