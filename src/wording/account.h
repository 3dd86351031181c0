/* SPDX-License-Identifier: Apache-2.0
 *
 * Accounts that the operator has approved: names and handles of messengers, numbers of groups, telephone numbers.
 *
 * An approved account is no sign of an advertisement; one that is written like an approved one and is another is told:
 * a name one character of which sounds or looks alike (alike.h), a handle whose letters and digits are taken for one
 * another (0 and o, 1 and l, rn and m). Text is canonical, so letters of other scripts that look like Latin ones are those.
 * Immutable once made; any thread. Memory belongs to the arena.
 */
#ifndef GUANKA_WORDING_ACCOUNT_H
#define GUANKA_WORDING_ACCOUNT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/error.h"
#include "reference/reference.h"

enum {
    ACCOUNT_NAME_MIN = 3,   /* characters of a name that has look-alikes */
    ACCOUNT_HANDLE_MIN = 5, /* letters and digits of such a handle */
    ACCOUNT_MAX = 96,       /* bytes of an account */
};

struct account_list;

/* Those of the table accounts.csv (account; other columns are for people). */
MUST_CHECK enum status account_list_load(const struct reference *reference, struct arena *arena,
                                         const struct account_list **list, struct error *error);
size_t account_list_count(const struct account_list *list);

/* Is the account approved? `dense` is text in the dense view: letters, digits and Han characters alone. */
bool account_list_has(const struct account_list *list, const char *dense, size_t size);

/* Tells what begins in text[from, to) and is written like an approved account, whose row it is; false ends it, and is returned. */
typedef bool account_found(void *context, const struct reference_row *row, size_t from, size_t to);
bool account_list_read(const struct account_list *list, const char *text, size_t size, size_t from, size_t to,
                       account_found *found, void *context);

#endif
