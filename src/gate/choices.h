/* SPDX-License-Identifier: Apache-2.0
 *
 * Which decisions on a review its reader could take now: what a console offers. Found by trying each on a copy, so that
 * the rules of review/item.h stand in one place only.
 */
#ifndef GUANKA_GATE_CHOICES_H
#define GUANKA_GATE_CHOICES_H

#include "gate/api.h"

/* The member "may": an array of {action, organ, needs, on_behalf_of}; `organ` is null but for those about one that is
 * named already, `needs` are members of the decision that may not be empty ("opinion", "document"), `on_behalf_of` is
 * the account that delegated, or null. Any thread. */
void choices_write(struct buf *out, const struct call *call, const struct review_item *item);

#endif
