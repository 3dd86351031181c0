/* SPDX-License-Identifier: Apache-2.0
 *
 * A review between the store and the routes: what is written when something happens to it, in one place.
 *
 * All of these run inside the writer's task. Whatever changes a review also writes the ledger's entry, its permits and
 * the message to who waits for it, so that none is there without the others.
 */
#ifndef GUANKA_GATE_REVIEW_FILE_H
#define GUANKA_GATE_REVIEW_FILE_H

#include "gate/api.h"
#include "gate/submission.h"

/* 26 characters and NUL: 48 bits of time, 80 of chance, in Crockford's base 32, so that ids sort by time. */
MUST_CHECK enum status review_id_make(int64_t now_ms, char id[REVIEW_ID_SIZE]);

/* A review as it is kept, read whole; texts in the arena. */
struct review_file {
    struct review_row row;
    struct review_item item;
};
/* *found is false where there is none. With what time has changed in it (silence of organs) as of `today`; that is not
 * written. */
MUST_CHECK enum status review_file_read(const struct store *store, const char *id, const struct edition *edition,
                                        struct date today, struct arena *arena, struct review_file *file, bool *found,
                                        struct error *error);
/* Writes the row again with the item's state, and grants or revokes permits as that says; tells who waits for it. */
MUST_CHECK enum status review_file_save(struct store *store, struct review_file *file, int64_t now_ms,
                                        struct error *error);

/* The review as users see it: {"v":1,"type":"review",…}. With the assessment and how deadlines were counted for who
 * asks by `call`; NULL: without, for a message. */
void review_file_write(struct buf *out, const struct review_file *file, const struct call *call);

/* A new one. *file is filled in but for the pieces that are given. */
struct new_review {
    const struct call *call;
    const struct submission *submission;
    const struct assessment *assessment; /* NULL: it waits to be scanned */
    struct review_item item;
    const char *idempotency_key; /* NULL: none */
    struct digest request;
    char id[REVIEW_ID_SIZE];
    bool is_repeated; /* set when the key was used meanwhile: id is that of the review there is */
};
/* A writer's task: context is a struct new_review. */
enum status review_file_insert(void *context, struct store *store, int64_t now_ms, struct error *error);

#endif
