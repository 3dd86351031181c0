/* SPDX-License-Identifier: Apache-2.0
 *
 * The detector `wording`: forms that are nearly a canonical phrase (near-miss), names that were given up before the
 * document was written (superseded), and days of the week that do not fit their date (weekday).
 *
 * Phrases and alike characters are the tables phrases.csv and shapes.csv (docs/zh/运营数据.md). A name is judged by the
 * day that the text itself gives (a line that is a date, a property that is one), never by the day of the scan: an old
 * text with an old name is right.
 */
#ifndef GUANKA_ENGINE_DETECT_WORDING_H
#define GUANKA_ENGINE_DETECT_WORDING_H

#include "engine/detector.h"

extern const struct detector wording_detector;

#endif
