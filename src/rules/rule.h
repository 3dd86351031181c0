/* SPDX-License-Identifier: Apache-2.0
 *
 * A rule as it stands in a pack, loaded and checked.
 *
 * Immutable once the ruleset is loaded; every pointer lives as long as the ruleset.
 */
#ifndef GUANKA_RULES_RULE_H
#define GUANKA_RULES_RULE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/bytes.h"

enum rule_action { ACTION_NOTE, ACTION_REVIEW, ACTION_BLOCK }; /* ascending */

enum rule_zone {
    ZONE_ANYWHERE,
    ZONE_HEAD, /* the first RULE_HEAD_LINES non-empty lines of the part's body */
};
enum {
    RULE_HEAD_LINES = 12,
    RULE_FOOT_LINES = 6,
    RULE_APART_CHARACTERS = 48, /* of a line that stands apart; */
    RULE_APART_SENTENCE = 24,   /* of one that ends like a sentence */
};

enum rule_view {
    VIEW_CANONICAL,
    VIEW_DENSE, /* only Han, letters and digits: `view: dense` in a pack */
    VIEW_COUNT,
};

/* What a match says about the class of the information (regulation 2, article 6); ascending. */
enum rule_suggests {
    SUGGESTS_NOTHING, /* the matches are findings */
    SUGGESTS_IMPORTANT,
    SUGGESTS_SPECIAL,
};

enum rule_per { PER_NONE, PER_TABLE, PER_DOCUMENT };

struct rule_pack;
struct rule_patterns;

/* Context that must, or must not, stand near a match. `context` is an index for ruleset_context_found. */
struct rule_context {
    bool present;
    uint32_t context;
    uint32_t within; /* characters on either side */
    const struct rule_patterns *patterns; /* as they stand in the pack (rule_file.h), for people */
};

struct allow_set;

struct rule {
    const char *id;       /* "classified.mark" */
    const char *pack;     /* "classified" */
    const char *category; /* one of docs/contract.md's */
    const char *name_zh, *name_en;
    const char *advice_zh, *advice_en;
    const char *const *basis; /* articles; basis_count of them */
    size_t basis_count;
    const char *const *covers; /* ids of rules whose findings this one's stand for; cover_count of them */
    size_t cover_count;
    /* ids of rules that find nothing in a part in which this one does; excuse_count of them. With any, no match is a
     * finding, action means nothing */
    const char *const *excuses;
    size_t excuse_count;
    enum rule_action action;
    enum rule_action apart; /* what a match that stands apart, as a mark does, is worth: not less than `action` */
    enum rule_suggests suggests; /* otherwise than SUGGESTS_NOTHING: no match is a finding, action means nothing */
    enum rule_view view;
    uint32_t roles; /* bit (1 << enum text_role) */
    enum rule_zone zone;
    struct rule_context required, excused;
    const struct allow_set *allowed; /* longer phrases that a match may be part of, or NULL */
    const char *detector, *outcome; /* what finds it, if not patterns (engine/detector.h); NULL */
    const struct check *check; /* post-match validator, or NULL */
    uint32_t count_at_least;   /* 0: each match is a finding */
    enum rule_per count_per;
    bool own_place; /* what the text tells of a place elsewhere is no match (engine/own_place.h) */
    bool secret; /* personal: the match is masked wherever it is shown */
    /* As it stands there, for people (rule_file.h): what `match:` has, and the pack, of which the bytes are gone. */
    const struct rule_patterns *patterns;
    const struct rule_pack *source;
    const char *file; /* where it stands */
    uint32_t line, column;
    bool sealed; /* the file is: what stands there is shown to nobody */
};

/* Are its matches findings? */
static inline bool rule_reports(const struct rule *rule)
{
    return rule->suggests == SUGGESTS_NOTHING && rule->excuse_count == 0;
}

#endif
