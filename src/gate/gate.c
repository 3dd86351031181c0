/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/gate.h"

#include <libintl.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/clock.h"
#include "gate/api.h"
#include "gate/background.h"
#include "gate/clamd.h"
#include "gate/gate_event.h"
#include "gate/gate_failure.h"
#include "report/json.h"

enum { RECEIVERS = 2, IDLE_SECONDS = 30, PENDING_BODIES = 8 };

/* ---- Rules. */

static enum status load_edition(struct gate *gate, const struct edition **edition, struct error *error)
{
    struct ruleset *ruleset;
    enum status status = gate->options.load_rules(gate->options.load_context, &ruleset, error);

    return status == STATUS_OK ? edition_create(ruleset, gate->options.profile,
                                                gate_clock_ms(writer_clock(gate->writer)), edition, error)
                               : status;
}

/* What the ledger says about rules, starts and ends. */
struct note {
    const char *actor, *kind, *event; /* event: what the log calls it */
    const struct edition *edition; /* NULL: none */
    const char *reason;            /* NULL: none */
};

static enum status write_note(void *context, struct store *store, int64_t at_ms, struct error *error)
{
    const struct note *note = context;
    struct buf body = BUF_INIT(1 << 16);
    char digest[DIGEST_TEXT_SIZE];
    struct ledger_entry entry = {
        .at_ms = at_ms, .actor = note->actor, .role = "", .kind = note->kind, .subject = "rules"
    };

    buf_byte(&body, '{');
    json_text(&body, "program", GUANKA_VERSION);
    if (note->edition != NULL) {
        digest_text(ruleset_digest(note->edition->ruleset), digest);
        json_text(&body, "rules", digest);
        json_text(&body, "profile", note->edition->profile->id);
    }
    json_text(&body, "reason", note->reason);
    return ledger_add_object(store, &entry, &body, error);
}

static enum status write_down(struct gate *gate, struct note note, struct error *error)
{
    enum status status = writer_run(gate->writer, write_note, &note, error);

    if (status == STATUS_OK)
        gate_event_life(gate, note.event, note.edition);
    return status;
}

static enum status reload(struct gate *gate, const char *actor, struct error *error)
{
    const struct edition *edition;
    enum status status = load_edition(gate, &edition, error), written;
    struct error unwritten = { 0 };

    if (status != STATUS_OK) {
        atomic_fetch_add(&gate->counts.reload_failures, 1);
        written = write_down(gate, (struct note){ actor, "rules-refused", "rules-refused", NULL, error->message }, &unwritten);
        if (written != STATUS_OK)
            gate_failure(gate, written, &unwritten);
        return status;
    }
    /* Written before they are used: a verdict by rules that the ledger does not know of would not be explained. */
    status = write_down(gate, (struct note){ actor, "rules-loaded", "rules-loaded", edition, NULL }, error);
    if (status != STATUS_OK) {
        edition_unref(edition);
        return status;
    }
    edition_slot_set(gate->editions, edition);
    atomic_fetch_add(&gate->counts.reloads, 1);
    background_wake(gate->background);
    return STATUS_OK;
}

enum status gate_reload(struct gate *gate, const char *actor, struct error *error)
{
    enum status status;

    (void)pthread_mutex_lock(&gate->reload_lock);
    status = reload(gate, actor, error);
    (void)pthread_mutex_unlock(&gate->reload_lock);
    return status;
}

/* ---- Life. */

static enum status open_workers(struct gate *gate, struct error *error)
{
    enum status status = STATUS_OK;

    gate->workers = alloc_zeroed(gate->options.workers, sizeof *gate->workers);
    if (gate->workers == NULL)
        return STATUS_NO_MEMORY;
    gate->worker_count = gate->options.workers;
    for (unsigned index = 0; index < gate->worker_count && status == STATUS_OK; index++) {
        struct gate_worker *worker = &gate->workers[index];

        status = arena_create(&worker->arena);
        if (status == STATUS_OK)
            status = assessor_create(&gate->options.assessor, &worker->assessor);
        if (status == STATUS_OK)
            status = store_open(gate->options.store, STORE_READ, &worker->store, error);
    }
    return status;
}

static void close_workers(struct gate *gate)
{
    for (unsigned index = 0; index < gate->worker_count; index++) {
        assessor_destroy(gate->workers[index].assessor);
        store_close(gate->workers[index].store);
        store_close(gate->workers[index].sites);
        if (gate->workers[index].arena != NULL)
            arena_destroy(gate->workers[index].arena);
    }
    alloc_free(gate->workers);
}

static enum status open_store(struct gate *gate, struct error *error)
{
    const struct edition *edition;
    enum status status = store_open(gate->options.store, STORE_WRITE, &gate->store, error);

    if (status == STATUS_OK)
        status = writer_create(gate->store, gate_failure_storage, gate, &gate->writer, error);
    if (status == STATUS_OK)
        status = load_edition(gate, &edition, error);
    return status == STATUS_OK ? edition_slot_create(edition, &gate->editions) : status;
}

/* Only now: who looks for the gate finds none that ends again because of its database or its rules. */
static enum status open_sockets(struct gate *gate, struct error *error)
{
    return gate->options.open_sockets(gate->options.sockets_context, &gate->sockets, error);
}

static enum status write_started(struct gate *gate, struct error *error)
{
    const struct edition *edition = edition_slot_get(gate->editions);
    enum status status = write_down(gate, (struct note){ "gate", "started", "gate-started", edition, NULL }, error);

    edition_unref(edition);
    return status;
}

static enum status start_server(struct gate *gate, struct error *error)
{
    const struct gate_options *options = &gate->options;
    const struct http_server_options wanted = { .listeners = gate->sockets.http,
                                                .listener_count = gate->sockets.http_count,
                                                .certificate = options->certificate,
                                                .key = options->key,
                                                .workers = options->workers,
                                                .receivers = RECEIVERS,
                                                .queue_max = options->queue_max,
                                                .connections_max = options->connections_max,
                                                .body_bytes_max = options->body_bytes_max,
                                                .pending_bytes_max = options->body_bytes_max * PENDING_BODIES,
                                                .idle_seconds = IDLE_SECONDS,
                                                .receive_seconds = options->receive_seconds,
                                                .handle = api_handle,
                                                .context = gate };

    return http_server_start(&wanted, &gate->server, error);
}

static enum status start_clamd(struct gate *gate, struct error *error)
{
    const struct gate_options *options = &gate->options;
    const struct clamd_options wanted = { .listeners = gate->sockets.clamd,
                                          .listener_count = gate->sockets.clamd_count,
                                          .workers = options->workers,
                                          .stream_bytes_max = options->body_bytes_max,
                                          .idle_seconds = IDLE_SECONDS };

    return gate->sockets.clamd_count > 0 ? clamd_start(&wanted, gate, &gate->clamd, error) : STATUS_OK;
}

static void destroy(struct gate *gate)
{
    clamd_stop(gate->clamd);
    background_stop(gate->background);
    http_server_stop(gate->server);
    writer_destroy(gate->writer);
    close_workers(gate);
    store_close(gate->store);
    edition_slot_destroy(gate->editions);
    gate_failures_tell_rest(gate, true);
    gate_failures_destroy(&gate->failures);
    (void)pthread_mutex_destroy(&gate->reload_lock);
    alloc_free(gate);
}

enum status gate_start(const struct gate_options *options, struct gate **result, struct error *error)
{
    struct gate *gate = alloc_zeroed(1, sizeof *gate);
    enum status status;

    if (gate == NULL)
        return STATUS_NO_MEMORY;
    gate->options = *options;
    gate->options.assessor.stop = &gate->stop;
    gate->started_ns = clock_monotonic_ns();
    (void)pthread_mutex_init(&gate->reload_lock, NULL);
    gate_failures_init(&gate->failures);
    status = open_store(gate, error);
    if (status == STATUS_OK)
        status = open_workers(gate, error);
    if (status == STATUS_OK)
        status = open_sockets(gate, error);
    if (status == STATUS_OK)
        status = write_started(gate, error);
    if (status == STATUS_OK)
        status = background_start(gate, &gate->background, error);
    if (status == STATUS_OK)
        status = start_server(gate, error);
    if (status == STATUS_OK)
        status = start_clamd(gate, error);
    if (status != STATUS_OK) {
        destroy(gate);
        return status;
    }
    atomic_store(&gate->is_ready, true);
    *result = gate;
    return STATUS_OK;
}

void gate_stop(struct gate *gate, unsigned seconds)
{
    struct error error = { 0 };
    uint64_t begun = clock_monotonic_ns(), spent;
    enum status status;

    if (gate == NULL)
        return;
    atomic_store(&gate->is_ready, false);
    http_server_drain(gate->server, seconds);
    spent = (clock_monotonic_ns() - begun) / 1000000000;
    clamd_drain(gate->clamd, spent < seconds ? seconds - (unsigned)spent : 0);
    /* What has not ended by now is cut: its answer is that it was not read completely, or none. */
    atomic_store(&gate->stop, true);
    status = write_down(gate, (struct note){ "gate", "stopped", "gate-stopped", NULL, NULL }, &error);
    if (status != STATUS_OK)
        gate_failure(gate, status, &error);
    destroy(gate);
}
