/* SPDX-License-Identifier: Apache-2.0
 *
 * What a line must have for an expression to match in it: words, kinds of bytes, a length. Rare is the line that has it all, so a
 * search for the words of all expressions (rules/gate.h) spares most text the expressions themselves.
 *
 * The expression is a folded one (rules/pattern.h), which matches within one line. What is told is necessary and never
 * sufficient: of what is not understood nothing is required. Pure; results live in the arena.
 */
#ifndef GUANKA_RULES_REQUIREMENT_H
#define GUANKA_RULES_REQUIREMENT_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/bytes.h"

enum { REQUIREMENT_CHOICES_MAX = 4, REQUIREMENT_TEXTS_MAX = 128, REQUIREMENT_BRIEF_MAX = 8 };

/* Kinds of characters that most lines of Chinese text have few of. */
enum requirement_kind {
    KIND_DIGIT,  /* ASCII */
    KIND_LETTER, /* ASCII */
    KIND_SIGN,   /* of programs: $ & / < = > ? @ [ \ ] ^ _ ` { | } ~ */
    KIND_LATIN,  /* of two bytes in UTF-8 */
    KIND_DOUBLED, /* marks of punctuation side by side (marks_are_doubled): there are some, 1, or none, 0 */
    REQUIREMENT_KINDS,
    KIND_OTHER = REQUIREMENT_KINDS,
};
/* Never KIND_DOUBLED, which is of two characters. */
enum requirement_kind requirement_kind_of(uint32_t code_point);

/* One of these texts stands in every match. Each can be found by a literal_set, from some character on. */
struct requirement_choice {
    const struct bytes *texts;
    size_t count;
};

struct requirement {
    struct requirement_choice choices[REQUIREMENT_CHOICES_MAX]; /* all of them */
    size_t choice_count;
    struct requirement_choice brief; /* REQUIREMENT_BRIEF_MAX texts at most, of three bytes or more, not all of which can be found so:
                                      * for a second look */
    uint32_t kinds[REQUIREMENT_KINDS]; /* as many characters of each as this */
    uint32_t width;    /* bytes that a match has at most: everything stands so near together */
    uint32_t line_max; /* bytes: a longer line cannot be matched as a whole; UINT32_MAX: any can */
};

/* Where the part begins that a literal_set takes; `size` without one. */
size_t requirement_word(const char *text, size_t size);

/* The choice whose texts are met least often, as far as their lengths tell; NULL without one. */
const struct requirement_choice *requirement_rarest(const struct requirement *requirement);

/* Of the groups of expressions that were read before, so that one that many have is read once. It, the
 * expressions and the arena of their requirements must live equally long. NULL when the heap is exhausted. */
struct requirement_memory;
struct requirement_memory *requirement_memory_create(struct arena *arena);

/* `memory` may be NULL. STATUS_NO_MEMORY only. */
MUST_CHECK enum status requirement_of(const char *folded, size_t size, struct arena *arena,
                                      struct requirement_memory *memory, struct requirement *requirement);

#endif
