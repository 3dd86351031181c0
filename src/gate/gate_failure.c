/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/gate_failure.h"

#include <inttypes.h>
#include <stdio.h>

#include "base/clock.h"
#include "gate/gate_event.h"
#include "report/words.h"

static const uint64_t minute_ns = 60ULL * 1000000000;

void gate_failures_init(struct gate_failures *failures)
{
    (void)pthread_mutex_init(&failures->lock, NULL);
}

void gate_failures_destroy(struct gate_failures *failures)
{
    (void)pthread_mutex_destroy(&failures->lock);
}

static void tell(const struct gate *gate, uint64_t count, const struct error *last)
{
    if (count == 1)
        fprintf(stderr, _("guanka: something failed for a reason of the gate's own: %s (%s)\n"), last->message,
                status_code(last->status));
    else
        fprintf(stderr,
                ngettext_("guanka: %" PRIu64 " more thing failed for a reason of the gate's own, the last: %s (%s)\n",
                          "guanka: %" PRIu64 " more things failed for a reason of the gate's own, the last: %s (%s)\n",
                          count),
                count, last->message, status_code(last->status));
    gate_event_failures(gate, last->status, count);
}

/* How many are to be told of now; 0: none, or not yet. With the lock held. */
static uint64_t take(struct gate_failures *failures, bool is_ending, struct error *last)
{
    uint64_t now_ns = clock_monotonic_ns(), count = failures->untold;

    if (count == 0 || (!is_ending && failures->told_ns != 0 && now_ns - failures->told_ns < minute_ns))
        return 0;
    failures->untold = 0;
    failures->told_ns = now_ns;
    *last = failures->last;
    return count;
}

/* Once: what still can be read or written does not make it whole. */
static void note_damage(struct gate *gate, const struct error *error)
{
    if (atomic_exchange(&gate->is_damaged, true))
        return;
    fprintf(stderr,
            _("guanka: the database is damaged, and the gate is not ready until it was stopped, the database restored from "
              "the backup, and the gate started again: %s\n"),
            error->message);
    gate_event_storage(gate, true, 0);
}

bool gate_storage_is_failing(const struct gate *gate)
{
    return atomic_load(&gate->is_damaged) || writer_is_failing(gate->writer);
}

void gate_failure(struct gate *gate, enum status status, const struct error *error)
{
    struct gate_failures *failures = &gate->failures;
    struct error last;
    uint64_t count;

    atomic_fetch_add(&gate->counts.failed, 1);
    if (status == STATUS_MALFORMED)
        note_damage(gate, error);
    (void)pthread_mutex_lock(&failures->lock);
    failures->untold++;
    (void)error_set(&failures->last, status, "%s", error->message[0] != '\0' ? error->message : status_code(status));
    count = take(failures, false, &last);
    (void)pthread_mutex_unlock(&failures->lock);
    if (count > 0)
        tell(gate, count, &last);
}

void gate_failures_tell_rest(struct gate *gate, bool is_ending)
{
    struct error last;
    uint64_t count;

    (void)pthread_mutex_lock(&gate->failures.lock);
    count = take(&gate->failures, is_ending, &last);
    (void)pthread_mutex_unlock(&gate->failures.lock);
    if (count > 0)
        tell(gate, count, &last);
}

void gate_failure_storage(void *context, const struct error *error, uint64_t unwritten)
{
    const struct gate *gate = context;

    if (error != NULL)
        fprintf(stderr, _("guanka: the database cannot be written; what would write to it is refused until it can: %s\n"),
                error->message);
    else
        fprintf(stderr,
                ngettext_("guanka: the database can be written again; %" PRIu64 " thing was refused meanwhile\n",
                          "guanka: the database can be written again; %" PRIu64 " things were refused meanwhile\n",
                          unwritten),
                unwritten);
    gate_event_storage(gate, error != NULL, unwritten);
}
