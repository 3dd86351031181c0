/* SPDX-License-Identifier: Apache-2.0
 *
 * UTF-8 that was read as GBK: 淇濆瘑鏈熼檺 was 保密期限. Taken back to the bytes of GBK such text is UTF-8 again, and
 * common characters at that; ordinary Chinese is not, because its bytes seldom have the pattern of UTF-8.
 *
 * Canonical text has lost which form of a character stood there; of a folded one all are tried. As it stands, text also
 * shows UTF-8 and GBK that were read as Latin letters (ä¿\u009Då¯†, ±£ÃÜ), whose case canonical text has lost.
 *
 * Readers that find a byte without a partner put a sign in its place. In the middle of a character it is one of few, since
 * few bytes begin no character of GBK, and which gives a common character is taken; of a last character it is lost, and comes
 * back only where a word of classification is cut. Immutable once made.
 */
#ifndef GUANKA_WORDING_GARBLED_H
#define GUANKA_WORDING_GARBLED_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/status.h"

enum { GARBLED_CHARACTERS_MAX = 48 /* of garbled text that are taken back in one piece */ };

struct garbled;

struct garbled_place {
    size_t from, to;
    char meant[3 * GARBLED_CHARACTERS_MAX]; /* as it was written, terminated */
};

MUST_CHECK enum status garbled_create(struct arena *arena, const struct garbled **garbled);
/* The first place at or behind `from` in canonical text, of UTF-8 read as GBK. */
bool garbled_next(const struct garbled *garbled, const char *text, size_t size, size_t from,
                  struct garbled_place *place);
/* The first place at or behind `from` in UTF-8 text as it stands. */
bool garbled_next_as_read(const struct garbled *garbled, const char *text, size_t size, size_t from,
                          struct garbled_place *place);

#endif
