/* SPDX-License-Identifier: Apache-2.0
 *
 * Hides personal data in what is shown, so that a report does not leak what it reports.
 *
 * A mask lies over one text: characters are hidden by span or by kind, then pieces of the text are
 * written with an asterisk for each hidden character. Hiding only ever adds. Of a hidden span the first
 * three and the last two characters stay readable, enough to find it in the original; a short span
 * keeps only its first. One thread; the memory is reused from text to text.
 */
#ifndef GUANKA_REPORT_MASK_H
#define GUANKA_REPORT_MASK_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/bytes.h"

struct mask {
    const char *text; /* borrowed until the next mask_cover; valid UTF-8 */
    size_t size;
    struct buf hidden; /* one byte for each byte of the text; true at the start of a hidden character */
};

#define MASK_INIT                                                                                                      \
    {                                                                                                                  \
        .hidden = BUF_INIT(SIZE_MAX / 2)                                                                               \
    }

/* Starts anew over text[0..size), nothing hidden. STATUS_NO_MEMORY: nothing may be shown. */
MUST_CHECK enum status mask_cover(struct mask *mask, const char *text, size_t size);
void mask_span(struct mask *mask, struct span span);
/* What a text was cut out of: the (folded) characters next to its ends, 0 where it really ends. */
struct mask_borders {
    uint32_t before, after;
};
/* Every place where `secret` occurs; what a cut end has left of it is hidden completely. */
void mask_occurrences(struct mask *mask, struct bytes secret, struct mask_borders borders);
/* Runs of at least MASK_DIGITS_MIN digits (whatever folds to ASCII digits; X after a digit counts, invisible characters
 * do not), and of MASK_GROUPED_DIGITS_MIN when blanks, hyphens or middle dots divide them, as people write telephone,
 * card and identity numbers. A run of nothing but days and times of day ("2026-11-28 10:30") is nobody's. Of another
 * run that may go on behind a cut end nothing stays readable, however short it looks: the cut would pass for its end,
 * and several cuts together would show all of it. */
void mask_numbers(struct mask *mask, struct mask_borders borders);
enum { MASK_DIGITS_MIN = 8, MASK_GROUPED_DIGITS_MIN = 11 };
/* Whether a number that stands beside this character is a part of a longer one. */
bool mask_is_digit(uint32_t code_point);
/* Appends text[start..end) as it may be shown; both on character boundaries. */
void mask_write(const struct mask *mask, size_t start, size_t end, struct buf *out);
void mask_free(struct mask *mask);

#endif
