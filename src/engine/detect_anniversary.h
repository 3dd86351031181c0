/* SPDX-License-Identifier: Apache-2.0
 *
 * Anniversaries that the calendar does not have (R1-9): 庆祝中国共产党成立103周年 in a text of 2025. The years of
 * events are a table (anniversaries.csv); whatever is not in it, 建院20周年, is nobody's business. The years beside the
 * words and the day of the text say which year it is; without either nothing is said.
 */
#ifndef GUANKA_ENGINE_DETECT_ANNIVERSARY_H
#define GUANKA_ENGINE_DETECT_ANNIVERSARY_H

#include "engine/detector.h"

extern const struct detector anniversary_detector;

#endif
