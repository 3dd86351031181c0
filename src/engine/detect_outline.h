/* SPDX-License-Identifier: Apache-2.0
 *
 * The detector `outline`: how a document is built. Numbers of paragraphs that are left out (gap), lists that have
 * another number of points than was announced (count), brackets without a partner (bracket),
 * regulations that call themselves by another name than their title (self-reference).
 *
 * The words that announce a list are in the table wording-words.csv (docs/zh/运营数据.md). What stands in a
 * cell of a table is a document of its own: so pages that are laid out by tables are read, and columns of numbers are
 * not.
 */
#ifndef GUANKA_ENGINE_DETECT_OUTLINE_H
#define GUANKA_ENGINE_DETECT_OUTLINE_H

#include "engine/detector.h"

extern const struct detector outline_detector;

#endif
