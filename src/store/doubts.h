/* SPDX-License-Identifier: Apache-2.0
 *
 * Answers of a sweep that is running that were had and are not believed yet, so that one that was cut off goes on with
 * them and asks nobody again; and the texts that it believes of no page.
 *
 * A row is there until its address is settled, and no longer than its sweep runs (sweeps_end). A head is as it came,
 * and the content is packed by who puts it here. Times are milliseconds since 1970 UTC. Writing is refused (STATUS_IO)
 * outside of a transaction; rows that are read live as long as the call.
 */
#ifndef GUANKA_STORE_DOUBTS_H
#define GUANKA_STORE_DOUBTS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/bytes.h"
#include "base/digest.h"
#include "store/store.h"

enum doubt_state {
    DOUBT_NONE,       /* of an address that has no row */
    DOUBT_KEPT_BACK,  /* its answer is kept, and is read again */
    DOUBT_SET_ASIDE,  /* its answer was not that of a page, and was dropped */
    DOUBT_ASKED_AGAIN /* the same, and what it gives the next time is believed */
};

/* Only rows of what was kept back have more than an address and a state. */
struct doubt_row {
    int64_t address;
    enum doubt_state state;
    int http_status;
    const char *media_type, *charset, *etag, *modified; /* as the server said them; "" */
    const char *peer, *certificate;                     /* as in sweep/inspect.h; "" */
    struct bytes request, head;
    int64_t fetched_ms;
    struct digest digest; /* of the content, unpacked */
    uint64_t size;        /* the same */
    struct bytes packed;
};
/* In place of what the address has in this sweep. */
MUST_CHECK enum status doubts_put(struct store *store, int64_t sweep, const struct doubt_row *row, struct error *error);
/* There need not be one. */
MUST_CHECK enum status doubts_settle(struct store *store, int64_t sweep, int64_t address, struct error *error);

typedef bool doubts_read_row(void *context, const struct doubt_row *row); /* false ends the reading */
/* The address and state of each, the oldest first. */
MUST_CHECK enum status doubts_list(const struct store *store, int64_t sweep, doubts_read_row *read, void *context,
                                   struct error *error);
/* All of one; `read` is not called when there is none. */
MUST_CHECK enum status doubts_get(const struct store *store, int64_t sweep, int64_t address, doubts_read_row *read,
                                  void *context, struct error *error);

/* Nothing when it is refused already. */
MUST_CHECK enum status doubts_refuse(struct store *store, int64_t sweep, const struct digest *text,
                                     struct error *error);
typedef bool doubts_read_text(void *context, const struct digest *text); /* false ends the reading */
MUST_CHECK enum status doubts_list_refused(const struct store *store, int64_t sweep, doubts_read_text *read,
                                           void *context, struct error *error);

/* Everything of the sweep. */
MUST_CHECK enum status doubts_end(struct store *store, int64_t sweep, struct error *error);

#endif
