/* SPDX-License-Identifier: Apache-2.0
 *
 * Markdown (CommonMark 0.31 with the tables and strike-through of GitHub), known by its name or media type only.
 *
 * Read for its text, not for its look: emphasis, escapes, references, tags and links are taken out of words, and blocks
 * are told apart. A paragraph is looked at as a whole, but not more than a bounded piece of one; all else streams.
 */
#ifndef GUANKA_EXTRACT_MARKDOWN_H
#define GUANKA_EXTRACT_MARKDOWN_H

#include "extract/extractor.h"

extern const struct extractor markdown_extractor;

#endif
