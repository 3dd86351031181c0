/* SPDX-License-Identifier: Apache-2.0
 *
 * The detector `formulas`: formulas with a number in front (四个意识) that are written with another number among
 * others, or after the formula was given up (number), and lists behind one that lack members or have foreign ones
 * (members); enumerations that everybody writes alike, of which one item is another (item).
 *
 * The formulas with their members and days are the table formulas.csv, the enumerations enumerations.csv (docs/zh/运营数据.md). What was given up is
 * judged by the day that the text itself gives.
 */
#ifndef GUANKA_ENGINE_DETECT_FORMULAS_H
#define GUANKA_ENGINE_DETECT_FORMULAS_H

#include "engine/detector.h"

extern const struct detector formulas_detector;

#endif
