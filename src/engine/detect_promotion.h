/* SPDX-License-Identifier: Apache-2.0
 *
 * The detector of text that promotes what is forbidden (wording/promotion.h). An outcome for each topic; `quoted` is
 * an advertisement of any topic that stands in a text that warns, forbids or reports.
 *
 * Tables: promotions.csv (word,part,topic,points), promotion-limits.csv (limit,value), allow.csv (word).
 */
#ifndef GUANKA_ENGINE_DETECT_PROMOTION_H
#define GUANKA_ENGINE_DETECT_PROMOTION_H

#include "engine/detector.h"

extern const struct detector promotion_detector;

#endif
