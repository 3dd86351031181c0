/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/clamd.h"

#include <errno.h>
#include <libintl.h>
#include <poll.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/clock.h"
#include "gate/clamd_conversation.h"
#include "gate/gate_event.h"
#include "gate/gate_failure.h"

enum { LISTENERS_MAX = 16, DRAIN_STEP_NS = 5000000 };

struct clamd_worker {
    struct clamd *clamd;
    pthread_t thread;
    struct assessor *assessor;
    struct clamd_connection connection;
    bool is_talking; /* the connection is open; under the lock */
};

struct clamd {
    struct clamd_options options;
    struct gate *gate;
    struct clamd_worker *workers;
    unsigned started;
    int ending; /* an eventfd that is readable when it is time to end */
    pthread_mutex_t lock;
    bool is_ending; /* under the lock */
    struct http_listener listeners[LISTENERS_MAX];
};

/* ---- What is asked. */

static enum status judge(void *context, struct bytes bytes, struct file_content *content,
                         struct content_assessment *assessment)
{
    struct clamd_worker *worker = context;
    struct gate *gate = worker->clamd->gate;
    const struct edition *edition = edition_slot_get(gate->editions);
    const struct assessment_content asked = { .name = "", .media_type = "", .bytes = bytes, .content = content };
    uint64_t begun_ns = clock_monotonic_ns();
    enum status status = assess_content(worker->assessor, edition->ruleset, &asked,
                                        gate_clock_today(writer_clock(gate->writer)), assessment);

    if (status == STATUS_OK) {
        atomic_fetch_add(&gate->counts.checks, 1);
        atomic_fetch_add(&gate->counts.bytes, bytes.size);
        atomic_fetch_add(&gate->counts.verdicts[assessment->verdict], 1);
        gate_event_verdict(gate, &(struct gate_verdict){ .request = "clamd",
                                                         .verdict = assessment->verdict,
                                                         .counts = &assessment->counts,
                                                         .contents = &asked,
                                                         .content_count = 1,
                                                         .rules = ruleset_digest(edition->ruleset),
                                                         .begun_ns = begun_ns });
    } else {
        gate_failure(gate, status, &(struct error){ 0 });
    }
    edition_unref(edition);
    return status;
}

static enum status reload(void *context, struct error *error)
{
    return gate_reload(((struct clamd_worker *)context)->clamd->gate, "clamd", error);
}

static void tell_statistics(void *context, unsigned *threads, uint64_t *checks)
{
    struct clamd *clamd = ((struct clamd_worker *)context)->clamd;

    *threads = clamd->options.workers;
    *checks = atomic_load(&clamd->gate->counts.checks);
}

static bool is_ending(void *context)
{
    return atomic_load(&((struct clamd_worker *)context)->clamd->gate->stop);
}

/* Who ends the gate may shut the connection while it is open. One that came just before is heard as far as it has
 * spoken. */
static void set_talking(struct clamd_worker *worker, bool is_talking)
{
    struct clamd *clamd = worker->clamd;

    (void)pthread_mutex_lock(&clamd->lock);
    worker->is_talking = is_talking;
    if (is_talking && clamd->is_ending)
        (void)shutdown(worker->connection.descriptor, SHUT_RD);
    (void)pthread_mutex_unlock(&clamd->lock);
}

static void converse(struct clamd_worker *worker, int descriptor)
{
    const struct timeval patience = { .tv_sec = (time_t)worker->clamd->options.idle_seconds };
    const struct clamd_service service = { .context = worker,
                                           .version = GUANKA_VERSION,
                                           .stream_bytes_max = worker->clamd->options.stream_bytes_max,
                                           .judge = judge,
                                           .reload = reload,
                                           .tell_statistics = tell_statistics,
                                           .is_ending = is_ending };

    (void)setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    (void)setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
    worker->connection = (struct clamd_connection){ .descriptor = descriptor, .passed = -1 };
    set_talking(worker, true);
    clamd_converse(&worker->connection, &service);
    set_talking(worker, false);
}

/* ---- Life. */

/* The next connection; -1 when it is time to end. */
static int wait_for_connection(const struct clamd *clamd)
{
    struct pollfd watched[LISTENERS_MAX + 1] = { { .fd = clamd->ending, .events = POLLIN } };
    nfds_t count = 1;

    for (size_t index = 0; index < clamd->options.listener_count; index++)
        watched[count++] = (struct pollfd){ .fd = clamd->listeners[index].descriptor, .events = POLLIN };
    for (;;) {
        if (poll(watched, count, -1) < 0 && errno != EINTR)
            return -1;
        if (watched[0].revents != 0)
            return -1;
        for (nfds_t index = 1; index < count; index++) {
            /* All workers are woken and one gets it: the sockets do not block. */
            int descriptor = watched[index].revents != 0 ? accept4(watched[index].fd, NULL, NULL, SOCK_CLOEXEC) : -1;

            if (descriptor >= 0)
                return descriptor;
        }
    }
}

static void *work(void *context)
{
    struct clamd_worker *worker = context;
    int descriptor;

    while ((descriptor = wait_for_connection(worker->clamd)) >= 0) {
        converse(worker, descriptor);
        (void)close(descriptor);
    }
    return NULL;
}

static enum status start_workers(struct clamd *clamd, struct error *error)
{
    for (; clamd->started < clamd->options.workers; clamd->started++) {
        struct clamd_worker *worker = &clamd->workers[clamd->started];
        enum status status;

        worker->clamd = clamd;
        status = assessor_create(&clamd->gate->options.assessor, &worker->assessor);
        if (status != STATUS_OK)
            return status;
        if (pthread_create(&worker->thread, NULL, work, worker) != 0) {
            assessor_destroy(worker->assessor);
            return error_set(error, STATUS_IO, gettext("no thread can be started"));
        }
    }
    return STATUS_OK;
}

enum status clamd_start(const struct clamd_options *options, struct gate *gate, struct clamd **result,
                        struct error *error)
{
    struct clamd *clamd = alloc_zeroed(1, sizeof *clamd);
    enum status status = STATUS_OK;

    if (clamd == NULL || options->listener_count > LISTENERS_MAX) {
        alloc_free(clamd);
        return STATUS_NO_MEMORY;
    }
    clamd->options = *options;
    clamd->gate = gate;
    (void)pthread_mutex_init(&clamd->lock, NULL);
    memcpy(clamd->listeners, options->listeners, options->listener_count * sizeof *options->listeners);
    clamd->workers = alloc_zeroed(options->workers, sizeof *clamd->workers);
    clamd->ending = eventfd(0, EFD_CLOEXEC);
    if (clamd->workers == NULL || clamd->ending < 0)
        status = STATUS_NO_MEMORY;
    if (status == STATUS_OK)
        status = start_workers(clamd, error);
    if (status != STATUS_OK) {
        clamd_stop(clamd);
        return status;
    }
    *result = clamd;
    return STATUS_OK;
}

/* Conversations in which nothing is asked end, with `all` also the others. Returns how many there are. */
static unsigned cut(struct clamd *clamd, bool all)
{
    unsigned count = 0;

    (void)pthread_mutex_lock(&clamd->lock);
    clamd->is_ending = true;
    for (unsigned index = 0; index < clamd->started; index++) {
        struct clamd_worker *worker = &clamd->workers[index];

        if (!worker->is_talking)
            continue;
        count++;
        if (all || !atomic_load(&worker->connection.is_asked))
            (void)shutdown(worker->connection.descriptor, all ? SHUT_RDWR : SHUT_RD);
    }
    (void)pthread_mutex_unlock(&clamd->lock);
    return count;
}

void clamd_drain(struct clamd *clamd, unsigned seconds)
{
    const struct timespec step = { .tv_nsec = DRAIN_STEP_NS };
    uint64_t until = clock_monotonic_ns() + seconds * UINT64_C(1000000000);

    if (clamd == NULL)
        return;
    (void)eventfd_write(clamd->ending, 1);
    while (cut(clamd, false) > 0 && clock_monotonic_ns() < until)
        (void)nanosleep(&step, NULL);
}

void clamd_stop(struct clamd *clamd)
{
    if (clamd == NULL)
        return;
    (void)eventfd_write(clamd->ending, 1);
    (void)cut(clamd, true);
    for (unsigned index = 0; index < clamd->started; index++) {
        (void)pthread_join(clamd->workers[index].thread, NULL);
        assessor_destroy(clamd->workers[index].assessor);
    }
    for (size_t index = 0; index < clamd->options.listener_count; index++)
        (void)close(clamd->listeners[index].descriptor);
    (void)close(clamd->ending);
    (void)pthread_mutex_destroy(&clamd->lock);
    alloc_free(clamd->workers);
    alloc_free(clamd);
}
