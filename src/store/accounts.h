/* SPDX-License-Identifier: Apache-2.0
 *
 * People and machines that may use the gate: accounts, their tokens and their sessions.
 *
 * Secrets are never stored: of a password the Argon2 string (the gate's to make), of tokens and sessions the SHA-256.
 * Writing happens inside the store's transaction, and is refused (STATUS_IO) outside of one. Rows that are read live as
 * long as the call, which must not begin the same reading again (STATUS_BUG). Texts to be written are never NULL.
 *
 * Errors as of the store; STATUS_INVALID, with what contradicts what, where a name is taken, missing or unknown.
 */
#ifndef GUANKA_STORE_ACCOUNTS_H
#define GUANKA_STORE_ACCOUNTS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/digest.h"
#include "store/store.h"

struct account_row {
    const char *name;    /* by which one signs in */
    const char *display; /* the person's name and office, for the ledger */
    const char *unit;
    const char *units;    /* others that it submits for (gate/units.h); NULL is "" when it is written */
    unsigned roles;       /* bits of review/item.h */
    const char *password; /* Argon2 string, or "": cannot sign in with one */
    bool is_disabled;
    unsigned failures;       /* wrong passwords since the last right one */
    int64_t locked_until_ms; /* 0: not locked */
    int64_t created_ms;
};
typedef bool account_read_row(void *context, const struct account_row *row);

/* Inserts the row, or replaces all but created_ms of the one of this name; its tokens and sessions stay. */
MUST_CHECK enum status account_put(struct store *store, const struct account_row *row, struct error *error);
MUST_CHECK enum status account_read(const struct store *store, const char *name, account_read_row *read, void *context,
                                    bool *found, struct error *error);
/* All, by name. */
MUST_CHECK enum status account_list(const struct store *store, account_read_row *read, void *context,
                                    struct error *error);
/* STATUS_INVALID when there is no such account. */
MUST_CHECK enum status account_count_failure(struct store *store, const char *name, unsigned failures,
                                             int64_t locked_until_ms, struct error *error);

/* A token of a machine: rights that are at most its account's. */
struct token_row {
    const char *id; /* by which it is shown and revoked */
    const char *account, *label;
    unsigned roles;
    struct digest digest;
    int64_t created_ms, expires_ms; /* expires_ms 0: never */
    bool is_revoked;
};
typedef bool token_read_row(void *context, const struct token_row *row);
MUST_CHECK enum status token_insert(struct store *store, const struct token_row *row, struct error *error);
MUST_CHECK enum status token_revoke(struct store *store, const char *id, bool *found, struct error *error);
MUST_CHECK enum status token_read(const struct store *store, const struct digest *digest, token_read_row *read,
                                  void *context, bool *found, struct error *error);
MUST_CHECK enum status token_list(const struct store *store, token_read_row *read, void *context, struct error *error);

struct session_row {
    struct digest digest;
    const char *account;
    int64_t created_ms, expires_ms;
};
typedef bool session_read_row(void *context, const struct session_row *row);
MUST_CHECK enum status session_insert(struct store *store, const struct session_row *row, struct error *error);
MUST_CHECK enum status session_read(const struct store *store, const struct digest *digest, session_read_row *read,
                                    void *context, bool *found, struct error *error);
MUST_CHECK enum status session_delete(struct store *store, const struct digest *digest, struct error *error);
/* All of an account: when it is disabled or its password changes. */
MUST_CHECK enum status session_delete_account(struct store *store, const char *account, struct error *error);
/* Removes those whose time is over: expires_ms has come. */
MUST_CHECK enum status session_expire(struct store *store, int64_t now_ms, struct error *error);

#endif
