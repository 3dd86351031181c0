/* SPDX-License-Identifier: Apache-2.0
 *
 * Character references of HTML: `&nbsp;`, `&#36172;`, `&#x8D4C;` (WHATWG HTML, clauses 13.2.5.72 to 80).
 *
 * Pure and thread-safe.
 */
#ifndef GUANKA_EXTRACT_HTML_ENTITIES_H
#define GUANKA_EXTRACT_HTML_ENTITIES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Room for what one reference stands for: at most two characters. */
enum { HTML_REFERENCE_SIZE = 8 };

/* Decodes the reference that begins with the `&` at `next`, by the longest match and with the leniency of
 * browsers: the semicolon may be missing, but not in an attribute before `=`, a letter or a digit. Returns
 * the bytes it takes, 0 when there is none; its characters go to utf8[0..*utf8_size). */
size_t html_entities_decode(const uint8_t *next, const uint8_t *end, bool in_attribute, char *utf8, size_t *utf8_size);
/* The same through up to three levels of escaping, as content systems produce them: `&amp;#36172;`. */
size_t html_entities_decode_deep(const uint8_t *next, const uint8_t *end, bool in_attribute, char *utf8,
                                 size_t *utf8_size);

#endif
