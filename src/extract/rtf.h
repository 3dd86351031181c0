/* SPDX-License-Identifier: Apache-2.0
 *
 * Rich Text Format, from Microsoft's specification 1.9.1.
 *
 * Read in one pass without recursion: groups stand on a bounded stack. Bytes are decoded in the code page of the font
 * or the document, pairs of them also across escapes. Text aside (notes, comments, text boxes, headers) waits for the
 * end of the paragraph it is anchored in. Objects and pictures are files inside.
 */
#ifndef GUANKA_EXTRACT_RTF_H
#define GUANKA_EXTRACT_RTF_H

#include "extract/extractor.h"

extern const struct extractor rtf_extractor;

#endif
