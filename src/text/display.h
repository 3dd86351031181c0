/* SPDX-License-Identifier: Apache-2.0
 *
 * What a reader sees of text that holds characters which show as nothing themselves, where that is not what is stored.
 *
 * Characters that force a direction (U+202A to U+202E, U+2066 to U+2069) let 密机 be read as 机密. The order of display
 * is that of Unicode's bidirectional algorithm (UAX #9) for a line from left to right, as far as it concerns Han, Latin
 * letters and digits: of text that runs from right to left by itself only what is forced is judged, since there the two
 * orders always differ. Marks (U+200E, U+200F) and embeddings around Arabic, Hebrew or Uyghur move no such letters.
 * Pure.
 */
#ifndef GUANKA_TEXT_DISPLAY_H
#define GUANKA_TEXT_DISPLAY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum display_trick {
    DISPLAY_REORDERED = 1 << 0, /* letters are read in another order than they are stored */
    DISPLAY_UNSEEN = 1 << 1,    /* a row of characters that nobody sees, longer than any writing needs: it holds data */
    DISPLAY_ESCAPES = 1 << 2,   /* a terminal is told to hide, erase or colour text */
};

enum { DISPLAY_SIZE_MAX = 2048 };

/* May text of a line be a trick from here on? SIZE_MAX: nothing of it can begin one, else where. */
size_t display_suspect(const char *text, size_t size);
/* Bits of enum display_trick of a line, valid UTF-8 or not. Of more than DISPLAY_SIZE_MAX bytes the first are read. */
uint32_t display_tricks(const char *text, size_t size);
/* The line as it is read, without what shows as nothing; `output` has room for DISPLAY_SIZE_MAX. Returns the size. */
size_t display_shown(const char *text, size_t size, char *output);

#endif
