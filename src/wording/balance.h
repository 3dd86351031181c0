/* SPDX-License-Identifier: Apache-2.0
 *
 * Brackets of a block that have no partner: 《关于加强管理的通知要求。
 *
 * Lines of a paragraph may be blocks of their own, so a bracket may find its partner in the next one; whether it is
 * certain that it does not is told too. Nothing is said of quotation marks, which each paragraph of a long quotation
 * opens again, nor of a ")" alone, which numbers points. Pure.
 */
#ifndef GUANKA_WORDING_BALANCE_H
#define GUANKA_WORDING_BALANCE_H

#include <stdbool.h>
#include <stddef.h>

#include "wording/vocabulary.h"

enum balance_pair {
    BALANCE_TITLE,      /* 《》 */
    BALANCE_ROUND,      /* () */
    BALANCE_YEAR,       /* 〔〕 */
    BALANCE_LENTICULAR, /* 【】 */
    BALANCE_PAIR_COUNT,
};

struct balance {
    bool is_unopened, is_unclosed;
    bool is_certain;           /* the unclosed one can find no partner in another block, but at its very beginning */
    size_t unopened, unclosed; /* where the first one of each stands */
    size_t size;               /* its bytes */
};

struct balance balance_judge(const struct vocabulary *vocabulary, enum balance_pair pair, const char *text,
                             size_t size);

#endif
