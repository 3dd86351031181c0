/* SPDX-License-Identifier: Apache-2.0
 *
 * The digits of a match, without the separators that people put between groups, and what stands around
 * them. Shared by the validators of numbers.
 */
#ifndef GUANKA_RULES_CHECK_RUN_H
#define GUANKA_RULES_CHECK_RUN_H

#include <stdbool.h>

#include "base/bytes.h"

enum {
    RUN_SIZE_MAX = 64, /* longer runs are cut: no number that we know is so long */
    RUN_X = 10,        /* the value of the check character X, however it is written */
};

struct run_symbol {
    uint8_t value;        /* 0-9, RUN_X */
    uint32_t start, end;  /* bytes of the text */
};

struct run {
    struct run_symbol symbols[RUN_SIZE_MAX];
    size_t count;
    size_t digits_before, digits_after; /* that touch the match's first and last symbol from outside */
};

/* Collects the symbols of the match: digits (in one that begins with Han numerals those, too: 一, 壹, 〇), X in its forms
 * (x × * and look-alikes) after a digit, and between them single blanks, hyphens and dots. Stops at anything else once
 * digits have begun. */
void run_collect(const char *text, size_t size, struct span match, struct run *run);
/* As many digits as the run has, touching ones outside included. */
size_t run_total(const struct run *run);
/* Luhn's check (ISO/IEC 7812-1, annex B) over symbols[0..count). */
bool run_passes_luhn(const struct run *run);
/* Does one of `labels` (count of them, canonical text) stand in the `characters` before `start`? */
bool run_is_labelled(const char *text, size_t start, size_t characters, const char *const *labels, size_t count);

#endif
