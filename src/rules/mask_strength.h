/* SPDX-License-Identifier: Apache-2.0
 *
 * How many people a masked identity number may still be: is it masked well enough?
 *
 * A resident number (GB 11643-1999) tells its holder's region, day of birth and sex, and its last character follows from
 * the others. What is covered can therefore often be computed, more so beside a column of birth dates. Here a mask is
 * read, and all numbers are counted that agree with what is shown, with what else is known and with the check
 * character (ISO 7064 MOD 11-2). Pure.
 */
#ifndef GUANKA_RULES_MASK_STRENGTH_H
#define GUANKA_RULES_MASK_STRENGTH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/bytes.h"

enum {
    MASK_SIZE = 18,
    MASK_COVERED = -1, /* the value of a symbol that is not shown */
    MASK_X = 10,       /* the check character X */
};

struct masked_id {
    int8_t symbols[MASK_SIZE]; /* 0-9, MASK_X at the end, MASK_COVERED */
    unsigned covered;          /* how many are not shown */
    bool collapsed;            /* fewer characters stand for the covered ones than there are */
};

enum sex { SEX_UNKNOWN, SEX_MALE, SEX_FEMALE };

/* What the same row, or the page, tells of the holder. Zero = not known. */
struct mask_knowledge {
    uint32_t year_first, year_last; /* of birth, both included; must be given */
    uint32_t month, day;
    enum sex sex;
};

/* The first masked number in text[from..size): digits, one run of covering characters or several, together 18 symbols; or
 * fewer, when one run stands for all that is covered, at least six digits are shown and nothing else that has a usual
 * length (11 of a mobile number, 16 or 19 of a card) is likely. False: there is none. */
bool mask_find(const char *text, size_t size, size_t from, struct masked_id *id, struct span *found);
/* Numbers that are possible. */
uint64_t mask_candidates(const struct masked_id *id, const struct mask_knowledge *knowledge);
/* Is the whole day of birth shown? */
bool mask_shows_birth(const struct masked_id *id);

#endif
