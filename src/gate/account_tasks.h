/* SPDX-License-Identifier: Apache-2.0
 *
 * What happens in the store when people sign in or accounts change; with the ledger's entry of it.
 */
#ifndef GUANKA_GATE_ACCOUNT_TASKS_H
#define GUANKA_GATE_ACCOUNT_TASKS_H

#include "gate/api.h"
#include "gate/secret.h"

struct sign_in_task {
    const struct call *call;
    const char *name;
    unsigned failures_max;
    int64_t lock_ms, session_ms;
    /* By sign_in_look: */
    char hash[PASSWORD_HASH_SIZE];
    bool may_sign_in;
    /* By the caller: */
    bool is_right;
    struct digest session;
    /* By sign_in_finish: */
    bool is_known;
    bool is_locked;
};
/* The hash to compare with ("" where there is no such account), from the worker's store. */
MUST_CHECK enum status sign_in_look(struct sign_in_task *task, struct error *error);
/* Writer's task: a session, or one more failure. */
enum status sign_in_finish(void *context, struct store *store, int64_t now_ms, struct error *error);
/* Writer's task; context is the struct call. */
enum status sign_out(void *context, struct store *store, int64_t now_ms, struct error *error);

/* What is NULL or not set stays as it is; a new account has no roles and no password until they are given. */
struct account_task {
    const struct call *call;
    const char *name, *display, *unit, *units;
    unsigned roles;
    bool sets_roles, sets_password, sets_disabled, is_disabled;
    char hash[PASSWORD_HASH_SIZE];
};
enum status account_write(void *context, struct store *store, int64_t now_ms, struct error *error);

struct token_task {
    const struct call *call;
    const char *account, *label;
    unsigned roles, days;
    struct digest digest;
    char id[REVIEW_ID_SIZE];
    bool is_found;
};
enum status token_write(void *context, struct store *store, int64_t now_ms, struct error *error);
/* Of the call's wildcard. */
enum status token_take_back(void *context, struct store *store, int64_t now_ms, struct error *error);

#endif
