/* SPDX-License-Identifier: Apache-2.0
 *
 * Marks of examination papers, 绝密★启用前 (DOMAIN 2.6): such a mark ends with its condition, so the day of the examination
 * decides. It is looked for behind the mark as a day with its label, in the mark's own line, and in headings that name the
 * examination; what is known of the whole document serves marks that have nothing beside them, as in page headers.
 */
#ifndef GUANKA_ENGINE_DETECT_EXAM_H
#define GUANKA_ENGINE_DETECT_EXAM_H

#include "engine/detector.h"

extern const struct detector exam_detector;

#endif
