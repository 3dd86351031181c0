/* SPDX-License-Identifier: Apache-2.0
 *
 * Windows' metafiles, EMF and WMF: drawings as lists of what to draw, text among it. Charts, diagrams and what shows an
 * embedded object in office documents are kept in this form. No foreign parser is involved, so they are read where they
 * are.
 */
#ifndef GUANKA_EXTRACT_METAFILE_METAFILE_H
#define GUANKA_EXTRACT_METAFILE_METAFILE_H

#include "extract/extractor.h"

extern const struct extractor emf_extractor;
extern const struct extractor wmf_extractor;

#endif
