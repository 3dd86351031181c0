/* SPDX-License-Identifier: Apache-2.0
 *
 * The detector of what tables give away of persons, and of masks that can be undone (src/personal).
 *
 * Tables: table-headers.csv (header,kind), table-words.csv (word,kind), surnames.csv (surname), personal-limits.csv
 * (limit,value).
 */
#ifndef GUANKA_ENGINE_DETECT_TABLE_H
#define GUANKA_ENGINE_DETECT_TABLE_H

#include "engine/detector.h"

extern const struct detector table_detector;

#endif
