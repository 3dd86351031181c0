/* SPDX-License-Identifier: Apache-2.0
 *
 * The encodings of one or two bytes (GB18030: also four): direct tables from two bytes to UTF-8, made at build
 * time (charset_pairs_table.h). Pure.
 */
#ifndef GUANKA_TEXT_CHARSET_PAIRS_H
#define GUANKA_TEXT_CHARSET_PAIRS_H

#include "text/charset.h"
#include "text/charset_encode.h"

enum pairs_set { PAIRS_GB18030, PAIRS_BIG5, PAIRS_EUC_KR, PAIRS_COUNT };

/* As charset_decode. */
struct charset_step pairs_decode(enum pairs_set set, struct bytes input, bool last, char *output, size_t capacity);
/* As charset_encode: the code of two bytes, and the one of four that GB18030 has for what has none. */
size_t pairs_encode(enum pairs_set set, uint32_t code_point, char output[CHARSET_CODE_MAX]);
size_t pairs_encode_four(uint32_t code_point, char output[CHARSET_CODE_MAX]);

#endif
