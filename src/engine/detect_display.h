/* SPDX-License-Identifier: Apache-2.0
 *
 * The detector `display`: text that is shown otherwise than it is stored (engine/shown.h).
 */
#ifndef GUANKA_ENGINE_DETECT_DISPLAY_H
#define GUANKA_ENGINE_DETECT_DISPLAY_H

#include "engine/detector.h"

extern const struct detector display_detector;

#endif
