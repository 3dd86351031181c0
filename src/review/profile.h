/* SPDX-License-Identifier: Apache-2.0
 *
 * What a body of regulations asks of a review: how many levels each class of information needs, what stops a draft and
 * who may override it, how long an answer may take and what silence means (DOMAIN 1.0, 10.4).
 *
 * Periods and levels differ between the city's regulations and present national law, so they are data:
 * review-profiles.csv (profile, key, value, basis) and review-stops.csv (profile, category, action, effect, level,
 * basis). Immutable once made; any thread.
 */
#ifndef GUANKA_REVIEW_PROFILE_H
#define GUANKA_REVIEW_PROFILE_H

#include <stdbool.h>

#include "reference/reference.h"

/* Classes of information (regulation 2, article 6); ascending. */
enum review_class { CLASS_ORDINARY, CLASS_IMPORTANT, CLASS_SPECIAL, CLASS_COUNT };
const char *review_class_name(enum review_class class); /* "ordinary", "important", "special" */
/* By that name or the regulation's (一般, 重要, 特级, with or without 信息 behind it); false when it is none. */
bool review_class_parse(const char *text, enum review_class *class);

/* Levels of review are the numbers 1 to 4; 0 is none. */
enum { REVIEW_LEVEL_MAX = 4 };

/* What happens when an organ that was asked does not answer in time. */
enum silence { SILENCE_AGREES, SILENCE_REFUSES, SILENCE_DECIDES_NOTHING };

enum stop_effect {
    STOP_DOUBT,   /* a reviewer must say what he thinks of it */
    STOP_HELD,    /* held until someone of stop.level overrides it with a reason; level 0: nobody may */
    STOP_REFUSED, /* not to be reviewed at all (regulation 2, article 8) */
};

struct review_stop {
    const char *category;
    const char *action; /* "review" or "block" */
    enum stop_effect effect;
    uint8_t level;
    const char *basis;
};

struct review_profile {
    const char *id;
    const char *name_zh, *name_en;
    uint8_t level_of_class[CLASS_COUNT]; /* the last level that must approve */
    uint8_t level_of_doubt[CLASS_COUNT]; /* the same where there is a doubt: findings to be judged, or what could not be
                                            read */
    bool secrecy_review;                 /* three steps of it, beside the levels (regulation 7, article 7) */
    unsigned referral_days;              /* working days in which the secrecy body answers */
    unsigned consultation_days;          /* working days in which another organ answers, */
    enum silence consultation_silence;   /* and what it means when it does not */
    unsigned disclosure_days;            /* working days from formation to publication */
    unsigned consultation_before_days;   /* a letter is out so many working days before that ends */
    unsigned keep_days;                  /* the content of drafts is kept so long after the last decision */
    const char *const *basis;            /* of the above, by enum profile_key */
    const struct review_stop *stops;
    size_t stop_count;
};

enum profile_key {
    KEY_NAME_ZH,
    KEY_NAME_EN,
    KEY_LEVEL_ORDINARY,
    KEY_LEVEL_IMPORTANT,
    KEY_LEVEL_SPECIAL,
    KEY_DOUBT_ORDINARY,
    KEY_DOUBT_IMPORTANT,
    KEY_DOUBT_SPECIAL,
    KEY_SECRECY_REVIEW,
    KEY_REFERRAL_DAYS,
    KEY_CONSULTATION_DAYS,
    KEY_CONSULTATION_SILENCE,
    KEY_DISCLOSURE_DAYS,
    KEY_CONSULTATION_BEFORE_DAYS,
    KEY_KEEP_DAYS,
    PROFILE_KEY_COUNT
};
const char *profile_key_name(enum profile_key key); /* "level.ordinary" */

struct review_profiles;

/* All that the tables have. `reference` and `arena` must live as long as the result; `is_category` knows the categories
 * of findings, so that a misspelt stop is an error and not one that never stops. STATUS_INVALID with file and line in
 * *error: an unknown key, category, effect, a number out of range, a level of override where nothing is held, a profile
 * that lacks a key, and one whose levels fall where the class or a doubt rises. */
MUST_CHECK enum status review_profiles_create(const struct reference *reference, bool (*is_category)(const char *name),
                                              struct arena *arena, const struct review_profiles **profiles,
                                              struct error *error);
size_t review_profile_count(const struct review_profiles *profiles);
const struct review_profile *review_profile_at(const struct review_profiles *profiles, size_t index);
/* NULL when there is none of this id. */
const struct review_profile *review_profile_find(const struct review_profiles *profiles, const char *id);

/* What the profile makes of a finding: that of the category itself, else that of "*"; NULL: it does not say. */
const struct review_stop *review_profile_stop(const struct review_profile *profile, const char *category,
                                              const char *action);

#endif
