/* SPDX-License-Identifier: Apache-2.0
 *
 * Drafts under review, what they contain, what was found in them, and which bytes may be published.
 *
 * Everything that changes is written inside the store's transaction, together with the ledger's entry of it, which is
 * the caller's to add; outside of one they are refused (STATUS_IO). Rows that are read live as long as the call that
 * they are given in, which must not begin the same reading again (STATUS_BUG); other functions of the store may be
 * called there. Records (draft, item, verdict) are JSON of the gate's, kept as they are.
 *
 * Texts of a row to be written are UTF-8 and never NULL. Errors as of the store; STATUS_INVALID, with what contradicts
 * what, where a value is missing or cannot be like this, an id is taken or nothing has it.
 */
#ifndef GUANKA_STORE_REVIEWS_H
#define GUANKA_STORE_REVIEWS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/bytes.h"
#include "base/digest.h"
#include "store/store.h"

enum { REVIEW_ID_SIZE = 27 }; /* 26 characters: time and chance (ULID), so that ids sort by time */

struct review_row {
    const char *id;
    int64_t created_ms, updated_ms;
    const char *account; /* who submitted it */
    const char *unit, *title;
    const char *state, *class; /* words of review/item.h and review/profile.h */
    unsigned waits_for;        /* roles whose queue it is in */
    const char *due;           /* "2024-05-09", or "" */
    const char *supersedes;    /* id of the version before, or "" */
    const char *webhook;       /* where to send what becomes of it, or "" */
    struct digest digest;      /* of all contents in their order; zeros until it is known, and then never changed */
    struct digest rules;       /* of the rules that judged it last; zeros while it waits */
    const char *draft, *item, *verdict;
};

struct content_row {
    unsigned ordinal; /* 0 is the draft itself, the others its attachments */
    const char *name, *media_type;
    struct digest digest;
    struct bytes bytes; /* where it is read, data NULL: not kept any more */
};

/* STATUS_INVALID when the id is taken or there is no review that it supersedes. */
MUST_CHECK enum status review_insert(struct store *store, const struct review_row *row,
                                     const struct content_row *contents, size_t content_count, struct error *error);
/* What has become of it: updated_ms, state, class, waits_for, due, rules, item, verdict, and the digest when it was not
 * known. The rest of the row is not looked at: what was submitted stays. STATUS_INVALID when there is none of this id.
 */
MUST_CHECK enum status review_update(struct store *store, const struct review_row *row, struct error *error);

typedef bool review_read_row(void *context, const struct review_row *row); /* false ends the reading */
/* *found tells whether there is one. */
MUST_CHECK enum status review_read(const struct store *store, const char *id, review_read_row *read, void *context,
                                   bool *found, struct error *error);

/* Which reviews a list has; NULL, "" and 0 ask for nothing. */
struct review_query {
    const char *unit, *state, *class, *account;
    const char *words;          /* a part of the title, every character of it as it is, but for the case of a to z */
    unsigned waits_for;         /* any of these roles */
    const char *units;          /* the reader's: a JSON array; NULL: none */
    unsigned unit_roles;        /* those of waits_for that count for reviews of his units alone */
    const char *reader;         /* an account: only what is its units' or was submitted by it */
    const char *after;          /* ids after this one in the list's order: for the next page */
    int64_t since_ms, until_ms; /* when it was submitted; until_ms itself is outside */
    bool by_due;                /* the earliest due day first, then those without; else the newest first */
    unsigned limit;             /* at most so many; 0: none */
};
/* Of lists: without verdicts (verdict is ""). */
MUST_CHECK enum status review_list(const struct store *store, const struct review_query *query, review_read_row *read,
                                   void *context, struct error *error);
/* All of them, whole, the oldest first: for the official form. */
MUST_CHECK enum status review_read_all(const struct store *store, review_read_row *read, void *context,
                                       struct error *error);
/* Ids of what is under way (waiting, held, review, cleared, ready) and was not judged by `rules`, the oldest first:
 * what is to be scanned (again). */
typedef bool review_read_id(void *context, const char *id);
MUST_CHECK enum status review_list_stale(const struct store *store, const struct digest *rules, unsigned limit,
                                         review_read_id *read, void *context, struct error *error);

typedef bool content_read_row(void *context, const struct content_row *row);
MUST_CHECK enum status content_list(const struct store *store, const char *review, content_read_row *read,
                                    void *context, struct error *error);
/* Forgets the bytes (not the digests) of reviews that are over (published, rejected, refused, returned, withdrawn,
 * superseded) and have not changed since `before_ms`; *count is how many contents. They are wiped from the file. */
MUST_CHECK enum status content_forget(struct store *store, int64_t before_ms, unsigned *count, struct error *error);

/* Each scan of a review, the first is round 1: records of the gate, for replay. *round is the new one's. */
MUST_CHECK enum status verdict_insert(struct store *store, const char *review, int64_t at_ms, const char *record,
                                      unsigned *round, struct error *error);
typedef bool verdict_read_row(void *context, unsigned round, int64_t at_ms, const char *record);
MUST_CHECK enum status verdict_list(const struct store *store, const char *review, verdict_read_row *read,
                                    void *context, struct error *error);

/* Exactly the bytes with this digest may be published, because of `review`. Granting what is granted changes nothing;
 * granting again after a revocation is allowed. */
MUST_CHECK enum status permit_grant(struct store *store, const struct digest *digest, const char *review, int64_t at_ms,
                                    struct error *error);
MUST_CHECK enum status permit_revoke_review(struct store *store, const char *review, int64_t at_ms,
                                            struct error *error);
struct permit_row {
    char review[REVIEW_ID_SIZE];
    int64_t granted_ms;
};
/* *found: there is one that is not revoked; of several the first. */
MUST_CHECK enum status permit_find(const struct store *store, const struct digest *digest, struct permit_row *permit,
                                   bool *found, struct error *error);

/* What was answered under an Idempotency-Key of an account: the review and the digest of the request. */
struct idempotency_row {
    char review[REVIEW_ID_SIZE];
    struct digest request;
};
MUST_CHECK enum status idempotency_find(const struct store *store, const char *account, const char *key,
                                        struct idempotency_row *row, bool *found, struct error *error);
/* STATUS_INVALID when the account has used the key already. */
MUST_CHECK enum status idempotency_insert(struct store *store, const char *account, const char *key,
                                          const struct idempotency_row *row, int64_t at_ms, struct error *error);
/* Removes those that were used before `before_ms`: the reviews stay, the keys may be used anew. */
MUST_CHECK enum status idempotency_forget(struct store *store, int64_t before_ms, struct error *error);

/* Numbers for reports: reviews by unit, month of submission (Asia/Shanghai, "2026-11"), class and state. */
typedef bool review_read_count(void *context, const char *unit, const char *month, const char *class, const char *state,
                               uint64_t count);
MUST_CHECK enum status review_count(const struct store *store, int64_t since_ms, int64_t until_ms,
                                    review_read_count *read, void *context, struct error *error);

/* The same of what was found in them, by their last verdict: by unit, month, category and action. Reads all verdicts of
 * the time: for reports, not for every request. */
MUST_CHECK enum status review_count_findings(const struct store *store, int64_t since_ms, int64_t until_ms,
                                             review_read_count *read, void *context, struct error *error);

#endif
