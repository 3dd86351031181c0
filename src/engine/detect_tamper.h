/* SPDX-License-Identifier: Apache-2.0
 *
 * The detector `tamper`: what makes a page look tampered with, as one score (tamper/page.h).
 *
 * Its words, hosts and points are tables: tamper-words.csv, allow.csv, hosts.csv, tamper-signs.csv.
 */
#ifndef GUANKA_ENGINE_DETECT_TAMPER_H
#define GUANKA_ENGINE_DETECT_TAMPER_H

#include "engine/detector.h"

extern const struct detector tamper_detector;

#endif
