/* SPDX-License-Identifier: Apache-2.0
 *
 * What a draft may do next: what its author forgot, what holds it, whether it may be reviewed at all, and up to which
 * level.
 *
 * Pure: the same draft, findings and profile give the same answer, whatever the clock says.
 */
#ifndef GUANKA_REVIEW_JUDGE_H
#define GUANKA_REVIEW_JUDGE_H

#include "base/arena.h"
#include "review/draft.h"
#include "review/profile.h"

/* As much of a finding as decides. */
struct judged_finding {
    const char *category, *action, *rule, *fingerprint;
};

struct judged_scan {
    const struct judged_finding *findings;
    size_t finding_count;
    bool is_complete; /* everything could be read */
    enum review_class suggested;
};

/* What the author has to supply before anyone reviews; in the order of the form. */
enum missing {
    MISSING_TITLE,
    MISSING_UNIT,
    MISSING_AUTHOR,
    MISSING_SOURCE,
    MISSING_DISCLOSURE,
    MISSING_DISCLOSURE_REASON,
    MISSING_CLASS,
    MISSING_CLASS_REASON,
    MISSING_APPROVAL,
    MISSING_PRODUCER_APPROVAL,
    MISSING_COUNT
};
const char *missing_name(enum missing missing);  /* the member of the submission: "title", … */
const char *missing_basis(enum missing missing); /* "R1 第十条（一）" */

/* Something besides blanks; NULL says nothing. */
bool review_has_said(const char *text);

/* Why a draft is held. */
struct held {
    const struct review_stop *stop;       /* NULL: by its 公开属性 */
    const struct judged_finding *finding; /* the first of those that do it; NULL as above */
    size_t finding_count;
    const char *basis;
};

struct judgement {
    uint32_t missing;        /* bit (1 << enum missing) */
    const struct held *held; /* by category; the severest first */
    size_t held_count;
    enum stop_effect effect; /* the severest of them; STOP_DOUBT when there are none or only doubts */
    uint8_t
        override_level; /* from which level on all that holds may be overridden; 0: nobody may, or nothing is held */
    bool is_doubtful;   /* findings to be judged, what could not be read, or a class below what was suggested */
    enum review_class class, suggested;
    uint8_t level; /* the last level that must approve */
};

/* The results are in the arena and borrow from the arguments. A finding whose action is unknown, or of which the
 * profile says nothing, holds the draft. */
MUST_CHECK enum status review_judge(const struct review_profile *profile, const struct draft *draft,
                                    const struct judged_scan *scan, struct arena *arena, struct judgement *judgement);

#endif
