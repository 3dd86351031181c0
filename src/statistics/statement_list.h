/* SPDX-License-Identifier: Apache-2.0
 *
 * Indicators named together, each of which has a figure of its own: 第一、第二、第三产业增加值分别为…, 城镇、农村居民人均可支配收入分别为….
 *
 * What the last name of a list shares with those before it is completed from the vocabulary: a part counts when it is an
 * indicator's name together with an end of the last one. Text is canonical. Pure.
 */
#ifndef GUANKA_STATISTICS_STATEMENT_LIST_H
#define GUANKA_STATISTICS_STATEMENT_LIST_H

#include "statistics/lexicon.h"

enum { STATEMENT_LIST_MAX = 8 };

/* The indicators of the list that ends in words[index], in the order of the text; *from is where the list begins. Their
 * number, at least 2, or 0 when the name stands alone. */
size_t statement_list(const struct lexicon *lexicon, const char *text, size_t size, const struct word *words, size_t index,
                      struct word listed[STATEMENT_LIST_MAX], size_t *from);

#endif
