/* SPDX-License-Identifier: Apache-2.0
 *
 * Whether what an expression of a script comes to is an address, as far as it is known: which host it begins with. Pure
 * but for the reader's memory, which bounds it.
 */
#ifndef GUANKA_EXTRACT_JS_ADDRESS_H
#define GUANKA_EXTRACT_JS_ADDRESS_H

#include "extract/js_value.h"

/* Whether a text begins with a host, `https://host` or `//host`; *ends: what is behind it belongs to it no more. */
bool js_address_begins_with_host(struct bytes text, bool *ends);
/* What a template holds open: the text in front of it is the literal's own. */
struct bytes js_address_before_hole(struct bytes text);
/* Something in it is not known. */
bool js_address_has_hole(const struct js_value *value);
/* Of an address one piece is left. False when there is no memory for it. */
bool js_address_keep_piece(struct js_reader *reader, struct js_value *address, struct js_piece piece);
/* `//host` and what is known behind it, of a value that is none of several choices; false when it begins with no host,
 * or it is not known where that ends. */
bool js_address_of_host(struct js_reader *reader, const struct js_value *value, struct js_value *address);

#endif
