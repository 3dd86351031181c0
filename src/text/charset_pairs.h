/* SPDX-License-Identifier: Apache-2.0
 *
 * The encodings of one or two bytes (GB18030: also four): direct tables from two bytes to UTF-8, made at build
 * time (charset_pairs_table.h). Pure.
 */
#ifndef GUANKA_TEXT_CHARSET_PAIRS_H
#define GUANKA_TEXT_CHARSET_PAIRS_H

#include "text/charset.h"

enum pairs_set { PAIRS_GB18030, PAIRS_BIG5, PAIRS_EUC_KR, PAIRS_COUNT };

/* As charset_decode. */
struct charset_step pairs_decode(enum pairs_set set, struct bytes input, bool last, char *output, size_t capacity);

#endif
