/* SPDX-License-Identifier: Apache-2.0
 *
 * The other way round: one character into the bytes of an encoding (WHATWG Encoding Standard), as browsers write
 * queries and forms. Pure.
 *
 * By the tables that charset_decode reads, turned round when guanka is built. The private-use characters that
 * GB18030-2022 has moved are left out, and so are the Japanese encodings.
 */
#ifndef GUANKA_TEXT_CHARSET_ENCODE_H
#define GUANKA_TEXT_CHARSET_ENCODE_H

#include <stddef.h>
#include <stdint.h>

#include "text/encoding.h"

enum { CHARSET_CODE_MAX = 4 };

/* The encoding to write in on a page that is read in `encoding`: UTF-8 for UTF-16 ("get an output encoding"), and for
 * those that cannot be written. */
enum encoding charset_output_encoding(enum encoding encoding);
/* Writes at most CHARSET_CODE_MAX bytes, in an encoding that charset_output_encoding gave. Returns how many; 0 when the
 * encoding lacks the character. */
size_t charset_encode(enum encoding encoding, uint32_t code_point, char output[CHARSET_CODE_MAX]);

#endif
