/* SPDX-License-Identifier: Apache-2.0
 *
 * What is written in another way in a script: escapes in its literals (ECMA-262, 12.9.4), and what `unescape`, `atob`
 * and `String.fromCharCode` make of texts.
 */
#ifndef GUANKA_EXTRACT_JS_DECODE_H
#define GUANKA_EXTRACT_JS_DECODE_H

#include "extract/js_value.h"

/* A literal, without its quotes. */
struct js_value js_decode_literal(struct js_reader *reader, struct bytes literal);
/* unescape, decodeURIComponent: bytes of UTF-8, and characters. */
struct js_value js_decode_percent(struct js_reader *reader, const struct js_value *from);
struct js_value js_decode_base64(struct js_reader *reader, const struct js_value *from);
/* The arguments of String.fromCharCode, from behind its bracket; *at moves to the bracket that closes, or the end. */
struct js_value js_decode_char_codes(struct js_reader *reader, size_t *at);
/* A number as a script has it, in tens or, behind 0x, in sixteens; false: it is none, or too long. */
bool js_decode_number(struct bytes text, uint32_t *number);

#endif
