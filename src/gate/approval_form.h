/* SPDX-License-Identifier: Apache-2.0
 *
 * The approval ledger in its official form (审批台账, DOMAIN 10.5): one row for each review, with who decided what at
 * which level.
 *
 * Made from the store alone: the reviews, and the ledger's entries about them. What is personal in findings is not in
 * it.
 */
#ifndef GUANKA_GATE_APPROVAL_FORM_H
#define GUANKA_GATE_APPROVAL_FORM_H

#include <stddef.h>

#include "store/store.h"

/* Names of the columns, in Chinese: it is an official form. */
extern const char *const approval_form_columns[];
extern const size_t approval_form_column_count;

/* `cells` has as many as there are columns; texts live as long as the call. False ends the reading. */
typedef bool approval_form_row(void *context, const char *const *cells);
/* All reviews, the oldest first. */
MUST_CHECK enum status approval_form_read(const struct store *store, approval_form_row *read, void *context,
                                          struct error *error);

#endif
