/* SPDX-License-Identifier: Apache-2.0
 *
 * The words around a place that excuse it or make it count: the operator's table wording-words.csv, by use. Immutable
 * once made.
 */
#ifndef GUANKA_WORDING_VOCABULARY_H
#define GUANKA_WORDING_VOCABULARY_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/status.h"
#include "reference/reference.h"

enum vocabulary_use {
    VOCABULARY_CORRECTION_BEFORE, /* in front of a form that is quoted as wrong */
    VOCABULARY_CORRECTION_AFTER,  /* behind one */
    VOCABULARY_PLACE,             /* what the name of a local organ stands behind */
    VOCABULARY_FORMER,            /* in front of a name that says itself that it is one of the past */
    VOCABULARY_BASIS,             /* in front of a law that a text rests on */
    VOCABULARY_REPEAL,            /* beside a law whose end is the subject */
    VOCABULARY_TITLE_SLIP,        /* misspelt last words of a title */
    VOCABULARY_LIST,              /* in front of the number of a list that follows */
    VOCABULARY_COUNTER,           /* behind that number */
    VOCABULARY_AT_LEAST,          /* behind it: the number is not that of the list */
    VOCABULARY_TITLE_LAST,        /* what a heading ends with, behind the title that it names */
    VOCABULARY_KIND,              /* kinds of regulations, as their titles end */
    VOCABULARY_PROVISIONAL,       /* in front of the kind, where a regulation speaks of itself */
    VOCABULARY_MADE,              /* in front of 本, where a regulation says what it is */
    VOCABULARY_OTHER_WORD,        /* begins with the last character of an organ's name, and makes other words of it: 部门 */
    VOCABULARY_ORGAN_DOES,        /* behind the name of an organ or a law, whose last character then ends a word: 办理, 负责 */
    VOCABULARY_LESSON,            /* what is said of misprints in front of examples of them: 改正下列 */
    VOCABULARY_USE_COUNT,
};

struct vocabulary;

MUST_CHECK enum status vocabulary_create(const struct reference *reference, struct arena *arena,
                                         const struct vocabulary **vocabulary, struct error *error);
/* Does a word of this use stand in the canonical text, or at its end? */
bool vocabulary_stands_in(const struct vocabulary *vocabulary, enum vocabulary_use use, const char *text, size_t size);
bool vocabulary_ends(const struct vocabulary *vocabulary, enum vocabulary_use use, const char *text, size_t size);
/* The bytes of the longest word of this use that the text begins with; 0 for none. */
size_t vocabulary_begins(const struct vocabulary *vocabulary, enum vocabulary_use use, const char *text, size_t size);
/* The first place at or behind *from where a word of this use stands: [*from, *to). */
bool vocabulary_next(const struct vocabulary *vocabulary, enum vocabulary_use use, const char *text, size_t size,
                     size_t *from, size_t *to);
/* Is the form at [from, to) of the text one that the text itself calls wrong? */
bool vocabulary_is_corrected(const struct vocabulary *vocabulary, const char *text, size_t size, size_t from,
                             size_t to);

#endif
