/* SPDX-License-Identifier: Apache-2.0
 *
 * Compiled help (CHM) through libmspack: its pages and other files as children, in the order in which they lie.
 *
 * libchm reads from files alone, which the sandbox has none of; libmspack leaves all input and output to its caller.
 */
#ifndef GUANKA_FOREIGN_CHM_H
#define GUANKA_FOREIGN_CHM_H

#include "extract/extractor.h"

extern const struct extractor chm_extractor;

#endif
