/* SPDX-License-Identifier: Apache-2.0
 *
 * What the files that make up review/item.h have in common. For them alone.
 */
#ifndef GUANKA_REVIEW_ITEM_DATA_H
#define GUANKA_REVIEW_ITEM_DATA_H

#include "review/item.h"

/* Under review: neither over, nor published, nor waiting for its scan. */
bool item_is_open(const struct review_item *item);
/* STATUS_INVALID with these words, or with the reason that is always the same. */
enum status item_refuse(struct error *error, const char *words);
MUST_CHECK enum status item_must_be_open(const struct review_item *item, struct error *error);
MUST_CHECK enum status item_must_say_why(const struct decision *decision, struct error *error);
/* The one who decides, or for whom he does, is among those who acted there. */
bool item_has_acted(const struct item_actor *actor, const struct decision *decision);
/* Of a decision whose names have been found to fit. */
struct item_actor item_actor_of(const struct decision *decision);

/* False when it is empty or does not fit. */
bool item_name_copy(char name[ITEM_NAME_SIZE], const char *text);
/* Of two days, either of which may be none. */
struct date item_earlier(struct date left, struct date right);

/* The secrecy review (secrecy.c). */
MUST_CHECK enum status secrecy_may_act(const struct review_item *item, const struct decision *decision,
                                       struct error *error);
MUST_CHECK enum status secrecy_approve(struct review_item *item, const struct decision *decision, struct error *error);
MUST_CHECK enum status secrecy_refer(struct review_item *item, const struct review_profile *profile,
                                     const struct working_days *days, const struct decision *decision,
                                     struct date today, struct error *error);
MUST_CHECK enum status secrecy_answer(struct review_item *item, const struct decision *decision, struct error *error);

/* The four decisions about other organs (consultation.c). */
MUST_CHECK enum status consultation_decide(struct review_item *item, const struct review_profile *profile,
                                           const struct working_days *days, const struct decision *decision,
                                           struct date today, struct error *error);

#endif
