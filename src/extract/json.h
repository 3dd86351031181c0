/* SPDX-License-Identifier: Apache-2.0
 *
 * JSON (RFC 8259) and JSON Lines: what an interface answers, and what stands behind a page.
 *
 * Strings, names of members and numbers are text. The reading is lexical, so nothing is lost behind an
 * error: what is neither string nor punctuation is text as well. Tags within a string do not divide words (json_tag.h).
 */
#ifndef GUANKA_EXTRACT_JSON_H
#define GUANKA_EXTRACT_JSON_H

#include "extract/extractor.h"

extern const struct extractor json_extractor;

#endif
