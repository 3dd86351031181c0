/* SPDX-License-Identifier: Apache-2.0
 *
 * 标文通, the Unified Office Format: GB/T 20916-2007 (UOF 1, one XML file: .uof, .uot, .uos, .uop) and its successor
 * UOF 2, whose packages are zip files of such XML, each read by itself.
 *
 * Elements and attributes are named in Chinese; in UOF 2 each name ends in a number of four hexadecimal digits, which is
 * passed over. Everything that is not layout comes out: text that no known element explains as a property.
 */
#ifndef GUANKA_EXTRACT_UOF_H
#define GUANKA_EXTRACT_UOF_H

#include "extract/extractor.h"

extern const struct extractor uof_extractor;

#endif
