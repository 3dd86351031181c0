/* SPDX-License-Identifier: Apache-2.0
 *
 * Enhanced metafiles, of 32-bit Windows: records of GDI, with those of EMF+ among them ([MS-EMF]).
 */
#ifndef GUANKA_EXTRACT_METAFILE_EMF_H
#define GUANKA_EXTRACT_METAFILE_EMF_H

#include "extract/metafile/drawing.h"

bool emf_recognise(struct bytes input);
/* Draws it as one rendering and, where it has any, its EMF+ records as another, for which there must be room. *end is
 * where it ends in the input. */
MUST_CHECK enum status emf_play(struct drawing *drawing, struct bytes input, size_t *end);

#endif
