/* SPDX-License-Identifier: Apache-2.0
 *
 * What one step of writing lies between two texts: a character replaced, left out, added or written twice, or two
 * neighbours swapped, or replaced, left out or added together, as who types picks another word. Both are valid UTF-8. Pure.
 */
#ifndef GUANKA_WORDING_ONE_STEP_H
#define GUANKA_WORDING_ONE_STEP_H

#include <stddef.h>
#include <stdint.h>

enum one_step_kind {
    ONE_STEP_MORE, /* they differ by more than that */
    ONE_STEP_SAME,
    ONE_STEP_REPLACED,
    ONE_STEP_LEFT_OUT,
    ONE_STEP_ADDED,
    ONE_STEP_DOUBLED, /* added beside another one of itself */
    ONE_STEP_SWAPPED,
    ONE_STEP_WORD, /* two neighbours replaced */
    ONE_STEP_WORD_LEFT_OUT,
    ONE_STEP_WORD_ADDED,
};

struct one_step {
    enum one_step_kind kind;
    size_t at;        /* where it begins, in both texts */
    uint32_t was, is; /* the right character and the one written; 0 where there is none, or are two */
};

struct one_step one_step_between(const char *right, size_t right_size, const char *written, size_t written_size);

#endif
