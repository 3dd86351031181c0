/* SPDX-License-Identifier: Apache-2.0
 *
 * The detector `statistics`: figures of the economy that the register does not know as released on the day of publication.
 *
 * It reads statements (region, period, indicator, value, growth) in prose and in tables. Region and period may stand
 * earlier in the document; where no region is named at all, nothing is said. Plans, enterprises and projects are excused.
 */
#ifndef GUANKA_ENGINE_DETECT_STATISTICS_H
#define GUANKA_ENGINE_DETECT_STATISTICS_H

#include "engine/detector.h"

extern const struct detector statistics_detector;

#endif
