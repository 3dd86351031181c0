/* SPDX-License-Identifier: Apache-2.0
 *
 * Spans of text formats: finding syntax in bytes that are not decoded yet, and emitting what lies between.
 */
#ifndef GUANKA_EXTRACT_SPAN_H
#define GUANKA_EXTRACT_SPAN_H

#include "extract/extractor.h"

/* One character of syntax, or of anything else. */
struct span_unit {
    uint16_t code; /* of ASCII characters; others give SPAN_OTHER or what they are in UTF-16 */
    uint8_t size;  /* in bytes, at least 1 */
};
enum { SPAN_OTHER = 0xFFFD };

/* The unit at `offset` < input.size. In double-byte encodings the second byte may look like syntax (GBK 0x5C, 0x7B);
 * it is never taken for it. Not for ISO-2022-JP. */
struct span_unit span_unit_at(struct bytes input, enum encoding encoding, size_t offset);

/* Emits input[start..end) in the part's encoding, in runs of allowed size. *model says everything but the text, its
 * origin and its source; it joins as told once. start and end lie on character boundaries. */
MUST_CHECK enum status span_emit(struct extract_job *job, const struct text_run *model, size_t start, size_t end);
/* Emits `utf8` for the escape or reference input[start..end). */
MUST_CHECK enum status span_emit_whole(struct extract_job *job, const struct text_run *model, struct bytes utf8,
                                       size_t start, size_t end);

#endif
