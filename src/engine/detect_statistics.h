/* SPDX-License-Identifier: Apache-2.0
 *
 * The detector of statements about statistics that may not be published yet: prose and tables (statistics/statement.h,
 * statistics/sheet.h), judged by the release register on the day of publication (statistics/decision.h).
 */
#ifndef GUANKA_ENGINE_DETECT_STATISTICS_H
#define GUANKA_ENGINE_DETECT_STATISTICS_H

#include "engine/detector.h"

extern const struct detector statistics_detector;

#endif
