/* SPDX-License-Identifier: Apache-2.0
 *
 * The detector `titles`: what stands between 《 and 》 compared with the titles of laws and regulations: written
 * wrongly (misspelt), named as what a text rests on after the law's end (repealed), and with the country's name in front
 * though there is no such law (unlisted).
 *
 * The titles with their last days are the table laws.csv, the words around them wording-words.csv
 * (docs/zh/运营数据.md). Whether a law had ended is judged by the day that the text itself gives, never by the day of
 * the scan.
 */
#ifndef GUANKA_ENGINE_DETECT_TITLES_H
#define GUANKA_ENGINE_DETECT_TITLES_H

#include "engine/detector.h"

extern const struct detector titles_detector;

#endif
