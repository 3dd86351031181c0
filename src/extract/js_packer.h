/* SPDX-License-Identifier: Apache-2.0
 *
 * Dean Edwards' packer, `eval(function(p,a,c,k,e,d){…}('0.1("…")',9,9,'document|write'.split('|'),0,{}))`: the commonest way
 * to hide what a script does. Nothing is encrypted: each word of the code is a number, and its word stands at that place of
 * a list. So it is taken apart by substitution; the function itself is not looked at. Pure.
 */
#ifndef GUANKA_EXTRACT_JS_PACKER_H
#define GUANKA_EXTRACT_JS_PACKER_H

#include "base/bytes.h"

enum { JS_PACKER_BASE_MAX = 62 }; /* 0-9 a-z A-Z */

struct js_packed {
    struct bytes code;
    uint32_t base; /* 2 to JS_PACKER_BASE_MAX */
    const struct bytes *words; /* an empty one: the number stands for itself */
    size_t word_count;
};

/* The bytes that the code has when it is unpacked. */
size_t js_packer_size(const struct js_packed *packed);
/* Writes that many. */
void js_packer_unpack(const struct js_packed *packed, uint8_t *out);

#endif
