/* SPDX-License-Identifier: Apache-2.0
 *
 * What the files that make up review/item.h have in common. For them alone.
 */
#ifndef GUANKA_REVIEW_ITEM_DATA_H
#define GUANKA_REVIEW_ITEM_DATA_H

#include "review/item.h"

/* False when it is empty or does not fit. */
bool item_name_copy(char name[ITEM_NAME_SIZE], const char *text);
/* Of two days, either of which may be none. */
struct date item_earlier(struct date left, struct date right);

/* The four decisions about other organs (consultation.c). */
MUST_CHECK enum status consultation_decide(struct review_item *item, const struct review_profile *profile,
                                           const struct working_days *days, const struct decision *decision, struct date today,
                                           struct error *error);

#endif
