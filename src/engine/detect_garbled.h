/* SPDX-License-Identifier: Apache-2.0
 *
 * The detector `garbled`: UTF-8 that was read as GBK (utf8-as-gbk). The reason of a finding gives the text as it was
 * meant. One finding a part, of as many places as there are: a damaged page is damaged everywhere.
 */
#ifndef GUANKA_ENGINE_DETECT_GARBLED_H
#define GUANKA_ENGINE_DETECT_GARBLED_H

#include "engine/detector.h"

extern const struct detector garbled_detector;

#endif
