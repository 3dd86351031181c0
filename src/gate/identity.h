/* SPDX-License-Identifier: Apache-2.0
 *
 * Who a request comes from, and what he may do.
 *
 * In this order: a bearer token (machines), a session cookie (people, at the console; what changes something then also
 * needs the header X-Guanka-Request, which no foreign page can send), the user of a process at the other end of a Unix
 * socket. Anything wrong makes it nobody, and nobody may do nothing but look whether the gate is alive.
 *
 * What others have delegated is a person's, not a machine's: a token has none of it.
 */
#ifndef GUANKA_GATE_IDENTITY_H
#define GUANKA_GATE_IDENTITY_H

#include "base/arena.h"
#include "gate/http_message.h"
#include "store/accounts.h"
#include "store/delegations.h"

/* A process of this user acts as this account. */
struct local_user {
    uid_t user;
    const char *account;
};

struct identity_options {
    const struct local_user *local_users;
    size_t local_user_count;
};

enum identity_kind { IDENTITY_NOBODY, IDENTITY_TOKEN, IDENTITY_SESSION, IDENTITY_LOCAL };

/* For whom a person may decide today, and in which roles. Texts in the arena. */
struct delegated {
    const char *delegation, *delegator, *display;
    unsigned roles;
    struct date from, until;
};
enum { DELEGATED_MAX = 32 };

struct identity {
    enum identity_kind kind;
    const char *account, *display, *unit, *units; /* in the arena; "" for nobody */
    unsigned roles;                               /* his own */
    unsigned roles_in_all;                        /* with those of others that he may act for: what he may look at */
    const struct delegated *delegated;            /* by the delegator's name; in the arena */
    size_t delegated_count;
    struct digest session; /* of a session */
    const char *complaint; /* why it is nobody, where something was tried; NULL */
};

/* The store is read only. STATUS_OK also for nobody. */
MUST_CHECK enum status identity_find(const struct identity_options *options, const struct http_request *request,
                                     const struct store *store, int64_t now_ms, struct arena *arena,
                                     struct identity *identity, struct error *error);

extern const char identity_cookie[]; /* its name */

#endif
