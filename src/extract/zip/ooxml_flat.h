/* SPDX-License-Identifier: Apache-2.0
 *
 * Word documents as one XML file: packages in the form called Flat OPC (whatever is in them), and those of Word 2003.
 *
 * Both are read by the reader of packages: the parts of the first are wrapped otherwise, and the second is the main
 * part of a package, with styles, headers, notes and files in it that later versions put into parts of their own.
 */
#ifndef GUANKA_EXTRACT_ZIP_OOXML_FLAT_H
#define GUANKA_EXTRACT_ZIP_OOXML_FLAT_H

#include "extract/extractor.h"

extern const struct extractor ooxml_flat_extractor;

#endif
