/* SPDX-License-Identifier: Apache-2.0
 *
 * What the gate tells its log (report/event.h): a line for each verdict, decision and permit that was asked for, and
 * for its own life. After what they tell of is on disk. Nothing where no log is kept. Any thread.
 */
#ifndef GUANKA_GATE_GATE_EVENT_H
#define GUANKA_GATE_GATE_EVENT_H

#include "gate/decision_file.h"
#include "report/event.h"

/* "check", "submission", "rescan" or "clamd": what the verdict was asked by. */
struct gate_verdict {
    const char *request;
    const char *review; /* NULL: none is kept */
    enum verdict verdict;
    const struct assessment_counts *counts;
    const struct assessment_content *contents;
    size_t content_count;
    const struct digest *digest; /* of all contents; NULL: it is made here */
    const struct digest *rules;
    uint64_t begun_ns; /* clock_monotonic_ns */
};
void gate_event_verdict(const struct gate *gate, const struct gate_verdict *verdict);
void gate_event_decision(const struct gate *gate, const struct decision_task *task, uint64_t begun_ns);
/* `review` is that which the permit comes from; NULL: there is no permit. */
void gate_event_permit(const struct gate *gate, const struct digest *content, const char *review, uint64_t begun_ns);
/* Failures of the gate's own, `count` since the event before; the status is that of the last. */
void gate_event_failures(const struct gate *gate, enum status status, uint64_t count);
/* "internal-error", a request that was answered with 500, or with 507 for a damaged database: `route` is a path of the table of routes, `reason` one of
 * guanka's own sentences. */
void gate_event_internal(const struct gate *gate, const char *request_id, const char *route, enum status status,
                         const char *reason);
/* "storage-failing", or "storage-recovered" with what could not be written meanwhile. */
void gate_event_storage(const struct gate *gate, bool is_failing, uint64_t unwritten);
/* "gate-started", "gate-stopped", "rules-loaded", "rules-refused"; the edition may be NULL. */
void gate_event_life(const struct gate *gate, const char *name, const struct edition *edition);

#endif
