/* SPDX-License-Identifier: Apache-2.0
 *
 * Whose place a text speaks of: one's own, by the tree of regions and the region of the site, or one elsewhere.
 *
 * For rules with `place: own`, about what others must release: figures of an epidemic in another province or country are
 * news, and no release of one's own. Names of regions are the table region-words.csv, the site's region stands in site.csv
 * (statistics/lexicon.h); countries, words for what is near at hand (我校), what makes a name something else (河南路) and what
 * a place of one's own county may end with are place-words.csv. When in doubt the place is one's own.
 *
 * Immutable once made; any thread. Memory belongs to the arena.
 */
#ifndef GUANKA_ENGINE_OWN_PLACE_H
#define GUANKA_ENGINE_OWN_PLACE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/bytes.h"
#include "base/error.h"
#include "reference/reference.h"

enum { OWN_PLACE_BEFORE = 60, OWN_PLACE_BEHIND = 30 /* characters in which places are looked for */ };

struct own_place;

/* Without a region of the site no place is elsewhere. */
MUST_CHECK enum status own_place_create(const struct reference *reference, struct arena *arena,
                                        const struct own_place **places, struct error *error);

/* Is what text[match.start, match.end) tells told of a place elsewhere? Text is canonical, of one block. */
bool own_place_is_elsewhere(const struct own_place *places, const char *text, size_t size, struct span match);

#endif
