/* SPDX-License-Identifier: Apache-2.0
 *
 * The review gate: a daemon that examines drafts before publication and keeps the record of who decided what
 * (docs/zh/审查网关.md).
 *
 * Threads: a few that receive, `workers` that scan and answer, one that writes, one that scans again and sends what has
 * to leave. A verdict is never better than what is known: whatever fails becomes an error, `incomplete` or a wait, and
 * never `pass`.
 */
#ifndef GUANKA_GATE_GATE_H
#define GUANKA_GATE_GATE_H

#include <stdatomic.h>

#include "base/event_log.h"
#include "gate/assessment.h"
#include "gate/edition.h"
#include "gate/http_server.h"
#include "gate/identity.h"
#include "gate/inspection.h"

struct gate;

/* Loads and checks the rules anew; called in any thread, one at a time. */
typedef enum status gate_load_rules(void *context, struct ruleset **ruleset, struct error *error);

/* Where it listens; the descriptors are the gate's from then on. */
struct gate_sockets {
    const struct http_listener *http, *clamd; /* clamd: for its protocol (gate/clamd.h) */
    size_t http_count, clamd_count;
};

/* Opens them; called once, by gate_start, when the database and the rules have been found to be good. */
typedef enum status gate_open_sockets(void *context, struct gate_sockets *sockets, struct error *error);

struct gate_options {
    gate_open_sockets *open_sockets;
    void *sockets_context;
    const char *certificate, *key; /* PEM; NULL: no TLS */
    const char *store;             /* path of the database */
    const char *profile;
    unsigned workers, queue_max, connections_max;
    unsigned receive_seconds;               /* in which a request has to arrive */
    unsigned idempotency_days, outbox_days; /* how long keys of submissions, and messages that have left, are kept */
    uint64_t body_bytes_max;
    struct identity_options identity;
    struct assessor_options assessor; /* stop is the gate's own */
    gate_load_rules *load_rules;
    void *load_context;
    struct gate_inspection inspection;
    struct event_log *log;   /* base/event_log.h; NULL: none is kept */
    const char *webhook_key; /* that signs what is sent; NULL: webhooks are refused */
};

/* Everything in the options must outlive the gate. When it returns STATUS_OK, requests are answered. */
MUST_CHECK enum status gate_start(const struct gate_options *options, struct gate **gate, struct error *error);
/* New rules for all that begins from now on; what waits for a decision is scanned again. On failure the old ones stay,
 * and the ledger says so. `actor` is for the ledger. Any thread. */
MUST_CHECK enum status gate_reload(struct gate *gate, const char *actor, struct error *error);
/* No new connections, what has arrived is answered (for at most `seconds`), and everything ends. NULL is allowed. */
void gate_stop(struct gate *gate, unsigned seconds);

#endif
