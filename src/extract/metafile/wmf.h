/* SPDX-License-Identifier: Apache-2.0
 *
 * Metafiles of 16-bit Windows, with or without the header that places them ([MS-WMF]).
 */
#ifndef GUANKA_EXTRACT_METAFILE_WMF_H
#define GUANKA_EXTRACT_METAFILE_WMF_H

#include "extract/metafile/drawing.h"

bool wmf_recognise(struct bytes input);
/* Draws it as one rendering, for which there must be room. *end is where it ends in the input. */
MUST_CHECK enum status wmf_play(struct drawing *drawing, struct bytes input, size_t *end);

#endif
