/* SPDX-License-Identifier: Apache-2.0
 *
 * Whether a statement may be published on a day: the release register decides (DOMAIN 4.5).
 *
 * Depends on the statement, the tables and the day alone. The reason names the row of the register, or the row that is
 * missing, and the days that were compared. Pure.
 */
#ifndef GUANKA_STATISTICS_DECISION_H
#define GUANKA_STATISTICS_DECISION_H

#include "statistics/release.h"
#include "statistics/statement.h"

enum decision_outcome {
    DECISION_UNRELEASED,
    DECISION_EMBARGOED,
    DECISION_INTERNAL,          /* says itself that it is not released */
    DECISION_MONTHLY,           /* monthly GDP of a region: never published */
    DECISION_DIFFERS,           /* from the released figure */
    DECISION_UNKNOWN,           /* its time has come, and the register does not know it */
    DECISION_AMBIGUOUS,         /* 三季度, 全县: unreleased under one reading */
    DECISION_RANKING,           /* a rank in what is not released */
    DECISION_NOT_COMPILED,      /* at this level */
    DECISION_PROBABLY_RELEASED, /* by calendar, or at an hour of that very day */
    DECISION_OUTCOMES,
    DECISION_NONE = DECISION_OUTCOMES, /* nothing to say */
    DECISION_RELEASED,
};
/* As rules name them; DECISION_OUTCOMES of them, then NULL. */
extern const char *const decision_outcome_names[];

enum { DECISION_REASON_MAX = 640 };

struct decision {
    enum decision_outcome outcome;
    struct period period; /* as it was resolved */
    char reason[DECISION_REASON_MAX];
};

/* What is known of the document's own day. */
struct decision_document {
    struct date written;  /* not set: unknown */
    int32_t title_year;   /* 0: unknown */
    int32_t latest_year;  /* the latest year that the text writes; 0: none */
    struct date published; /* T: the intended day of publication */
};

void decision_make(const struct lexicon *lexicon, const struct release_register *records,
                   const struct decision_document *document, const struct statement *statement,
                   struct decision *decision);

#endif
