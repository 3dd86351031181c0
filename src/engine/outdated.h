/* SPDX-License-Identifier: Apache-2.0
 *
 * What was right until some day: rows of a table with a last day, met in a text whose own day is known when it ends.
 *
 * Shared by the detectors of wording, formulas and titles. Part of their state; a zeroed one is empty.
 */
#ifndef GUANKA_ENGINE_OUTDATED_H
#define GUANKA_ENGINE_OUTDATED_H

#include "base/date.h"
#include "engine/detector.h"

enum { OUTDATED_MAX = 32 }; /* rows that one part can be told of: a text of old names needs no longer list */

struct outdated_place {
    size_t row; /* of the detector's table */
    uint32_t occurrences;
    const struct detector_hold *hold; /* the first place */
    int32_t year;                     /* that the text puts beside it, behind the last day; 0: none */
};

struct outdated {
    struct date latest;   /* of the days in lines of their own */
    struct date earliest; /* of those that are the text's, whatever page shows it: an old text keeps its day */
    struct outdated_place places[OUTDATED_MAX];
    size_t count;
};

/* Every block with a date is shown. True for a property, of which nothing but the day is read. */
bool outdated_take_day(struct outdated *outdated, const struct detector_text *text);
/* The row, right until `valid_to`, stands at `span`. Not kept where the text itself speaks of the past, nor when `most`
 * rows (at most OUTDATED_MAX) are. */
MUST_CHECK enum status outdated_note(struct detector_job *job, struct outdated *outdated,
                                     const struct detector_text *text, struct span span, size_t row,
                                     struct date valid_to, size_t most);
/* The day of the text, unset when it gives none. */
struct date outdated_day(const struct outdated *outdated);
/* Is it behind `valid_to`? */
bool outdated_is_past(const struct outdated *outdated, struct date valid_to);
/* The same, or the text has a later year beside the place. */
bool outdated_place_is_past(const struct outdated *outdated, const struct outdated_place *place, struct date valid_to);
/* "the text gives … as its day; "words" was given up on … for "replacement"". */
void outdated_describe(const struct outdated *outdated, const struct outdated_place *place, const char *words,
                       struct date valid_to, const char *replacement, const struct reference_row *row, char *reason,
                       size_t size);

#endif
