/* SPDX-License-Identifier: Apache-2.0
 *
 * Formulas with a number in front, 四个意识: what is written with another number, and what is listed behind or in front of one.
 *
 * Alone another number proves nothing, since anybody may speak of 三个意识 of his own; beside other formulas in one
 * enumeration (四个意识、三个自信、两个维护; 增强四个意识、坚定三个自信) it does, as another counter does (四种意识), and
 * beside words that only the formula has (三个全面 and 战略布局). A list in brackets behind a formula, 四个意识(政治意识、…),
 * one that 即 or a colon opens, and one in front of it (创新、协调、…的新发展理念; 政治意识、…,树立“四个意识”) are compared with
 * what the formula holds.
 * Pure; immutable once made.
 *
 * A formula whose number counts a single character (四风), or that has none (新发展理念), is a name: only its list is judged.
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
    const char *text;    /* a numeral, then what is counted; or a name */
    const char *members; /* divided by '|'; "": unknown. A name without a number has them */
    const char *beside;  /* words near which another number is wrong, divided by '|'; "": none */
};

enum formula_flaw {
    FORMULA_RIGHT,
    FORMULA_NUMBER,  /* no formula: another number than `formula` has, beside formulas or its words */
    FORMULA_MISSING, /* its list lacks members */
    FORMULA_FOREIGN, /* the list behind it has all members, and more */
};

struct formula_place {
    enum formula_flaw flaw;
    size_t formula;
    size_t from, to;  /* of the formula; with the list for FORMULA_MISSING and FORMULA_FOREIGN */
    uint32_t missing; /* bits of the members that are not listed */
};

struct formula_set;

/* STATUS_INVALID when a formula has neither a numeral in front nor members, or members of another number; *wrong says which one. */
MUST_CHECK enum status formula_create(const struct formula *formulas, size_t count, struct arena *arena,
                                      const struct formula_set **set, size_t *wrong);
/* What is counted, or a name, to be looked for; it lives as long as the set. */
struct literal_list formula_words(const struct formula_set *set);
/* The formulas of a block in which those words stand at `words`, right ones among them, in order. Returns how many. */
size_t formula_find(const struct formula_set *set, const char *text, size_t size, struct literal_places words,
                    struct formula_place places[FORMULA_PLACES_MAX]);

#endif
