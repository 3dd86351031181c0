/* SPDX-License-Identifier: Apache-2.0
 *
 * What the tests of the review share: the shipped tables, a draft that lacks nothing, decisions, and how they end.
 */
#ifndef GUANKA_TESTS_REVIEW_SUPPORT_H
#define GUANKA_TESTS_REVIEW_SUPPORT_H

#include "review/item.h"

struct tables {
    struct reference *reference;
    struct arena *arena;
    const struct review_profiles *profiles;
    const struct working_days *days;
};

struct tables tables_load(void);
void tables_unload(struct tables *tables);
const struct review_profile *tables_profile(const struct tables *tables, const char *id);

/* The categories that the contract names. */
bool is_category(const char *name);
struct date day_of(const char *text);
void expect_day(struct date day, const char *text); /* "": none */

struct draft whole_draft(void);
/* Of a draft of this class in which nothing was found, as the profile's table has it. */
struct judgement clean_judgement(const struct review_profile *profile, enum review_class class);

/* A draft at its beginning, and who decides on it on which day. */
struct bench {
    struct tables tables;
    const struct review_profile *profile;
    struct review_item item;
    struct date today;
};
struct bench bench_begin(const char *profile, const struct draft *draft, const struct judgement *judgement,
                         const char *today);
/* As above, without findings. */
struct bench bench_of_class(const char *profile, enum review_class class);
void bench_end(struct bench *bench);

/* With an opinion, a document's number and consent. */
struct decision decision_of(enum review_action action, const char *actor, unsigned roles);
void expect_accepted(struct bench *bench, const struct decision *decision);
/* Refused in words that have `words` in them, and the item is byte for byte as before. */
void expect_refused(struct bench *bench, const struct decision *decision, const char *words);
/* The levels from `first` to `last` approve, each by another person ("人1", …). */
void approve_levels(struct bench *bench, unsigned first, unsigned last);
/* All three steps, by three persons. */
void approve_secrecy(struct bench *bench);

#endif
