/* SPDX-License-Identifier: Apache-2.0
 *
 * Formulas with a number in front, 四个意识: what is written with another number, and what is listed behind one.
 *
 * Alone another number proves nothing, since anybody may speak of 三个意识 of his own; beside other formulas in one
 * enumeration (四个意识、三个自信、两个维护) it does. A list behind a formula, 四个意识(政治意识、…), is compared with
 * what the formula holds. Pure; immutable once made.
 */
#ifndef GUANKA_WORDING_FORMULA_H
#define GUANKA_WORDING_FORMULA_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "text/literal_set.h"

enum {
    FORMULA_MEMBERS_MAX = 12,
    FORMULA_PLACES_MAX = 24, /* in one block */
};

/* All text is canonical. */
struct formula {
    const char *text;    /* a numeral, then what is counted */
    const char *members; /* divided by '|'; "": unknown */
};

enum formula_flaw {
    FORMULA_RIGHT,
    FORMULA_NUMBER,  /* no formula: another number than `formula` has, beside formulas */
    FORMULA_MISSING, /* the list behind it lacks members */
    FORMULA_FOREIGN, /* the list behind it has all members, and more */
};

struct formula_place {
    enum formula_flaw flaw;
    size_t formula;
    size_t from, to;  /* of the formula; with the list for FORMULA_MISSING and FORMULA_FOREIGN */
    uint32_t missing; /* bits of the members that are not listed */
};

struct formula_set;

/* STATUS_INVALID when a formula has no numeral in front, or members of another number; *wrong says which one. */
MUST_CHECK enum status formula_create(const struct formula *formulas, size_t count, struct arena *arena,
                                      const struct formula_set **set, size_t *wrong);
/* What is counted, to be looked for; it lives as long as the set. */
struct literal_list formula_words(const struct formula_set *set);
/* The formulas of a block in which those words stand at `words`, right ones among them, in order. Returns how many. */
size_t formula_find(const struct formula_set *set, const char *text, size_t size, struct literal_places words,
                    struct formula_place places[FORMULA_PLACES_MAX]);

#endif
