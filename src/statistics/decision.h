/* SPDX-License-Identifier: Apache-2.0
 *
 * The register of what has been released, and what it says of a statement on the day on which that shall be published.
 *
 * Tables: releases.csv (operator's; nothing ships) and release-lags.csv (how many days after a period's end a release is to
 * be expected at the earliest, where nothing else is known). Immutable; lives in the arena it was made in.
 */
#ifndef GUANKA_STATISTICS_DECISION_H
#define GUANKA_STATISTICS_DECISION_H

#include "statistics/indicator.h"
#include "statistics/period.h"
#include "statistics/quantity.h"

struct statement {
    const struct indicator *indicator;
    const char *region; /* code */
    struct period period; /* with its year */
    const struct quantity *value, *growth; /* or NULL */
};

enum decision_kind {
    DECISION_HISTORY,    /* long past: nobody's secret */
    DECISION_RELEASED,   /* and it agrees */
    DECISION_DIFFERS,    /* released, but the register has another figure */
    DECISION_EMBARGOED,  /* in the register with a later day */
    DECISION_UNRELEASED, /* not in the register, and too early to be released */
    DECISION_MONTHLY,    /* of a kind that is never published by the month */
    DECISION_UNKNOWN,    /* not in the register, though it may be released */
};

struct decision {
    enum decision_kind kind;
    const struct reference_row *row; /* of the register, or NULL */
    struct date expected;            /* earliest day by the lags, where there is no row */
};

struct release_register;
MUST_CHECK enum status release_register_create(const struct reference *reference, const struct vocabulary *vocabulary,
                                               struct arena *arena, const struct release_register **releases,
                                               struct error *error);
struct decision release_register_decide(const struct release_register *releases, const struct statement *statement,
                                        struct date day);

#endif
