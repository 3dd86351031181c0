/* SPDX-License-Identifier: Apache-2.0
 *
 * Reading of short forms, such as dates, word by word: the place moves over what was understood, and stays otherwise. To try
 * something, a copy goes ahead. Pure.
 */
#ifndef GUANKA_TEXT_CURSOR_H
#define GUANKA_TEXT_CURSOR_H

#include <stdbool.h>
#include <stddef.h>

struct cursor {
    const char *text;
    size_t size, at;
};

/* Moves over `word` if it stands here. Nearly always false at the first or second byte: no call is worth making. */
static inline bool cursor_take(struct cursor *cursor, const char *word)
{
    size_t at = cursor->at;

    for (; *word != '\0'; word++, at++) {
        if (at == cursor->size || cursor->text[at] != *word)
            return false;
    }
    cursor->at = at;
    return true;
}

/* The first of `words`, which end with NULL. */
static inline bool cursor_take_any(struct cursor *cursor, const char *const *words)
{
    for (; *words != NULL; words++) {
        if (cursor_take(cursor, *words))
            return true;
    }
    return false;
}

/* Is the byte at `at` an ASCII digit of the text? */
static inline bool cursor_is_digit(const struct cursor *cursor, size_t at)
{
    return at < cursor->size && cursor->text[at] >= '0' && cursor->text[at] <= '9';
}

#endif
