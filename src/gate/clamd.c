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
#include "gate/clamd_connection.h"
#include "gate/gate_data.h"

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

static bool answer_verdict(struct clamd_connection *connection, const struct content_assessment *assessment)
{
    if (assessment->verdict == VERDICT_PASS)
        return clamd_answer(connection, "stream: OK");
    return clamd_answer(connection, "stream: Guanka.%s.%s FOUND", verdict_name(assessment->verdict),
                        assessment->rule != NULL ? assessment->rule : "incomplete");
}

static bool judge(struct clamd_worker *worker, struct bytes bytes, struct file_content *content)
{
    struct gate *gate = worker->clamd->gate;
    const struct edition *edition = edition_slot_get(gate->editions);
    struct assessment_content asked = { .name = "", .media_type = "", .bytes = bytes, .content = content };
    struct content_assessment assessment;
    enum status status = assess_content(worker->assessor, edition->ruleset, &asked,
                                        gate_clock_today(writer_clock(gate->writer)), &assessment);
    bool goes_on;

    if (status == STATUS_OK) {
        atomic_fetch_add(&gate->counts.checks, 1);
        atomic_fetch_add(&gate->counts.bytes, bytes.size);
        atomic_fetch_add(&gate->counts.verdicts[assessment.verdict], 1);
        goes_on = answer_verdict(&worker->connection, &assessment);
    } else {
        atomic_fetch_add(&gate->counts.failed, 1);
        goes_on = clamd_answer(&worker->connection, "stream: %s ERROR", status_code(status));
    }
    edition_unref(edition);
    return goes_on;
}

static bool judge_spool(struct clamd_worker *worker, struct spool *spool)
{
    struct clamd_connection *connection = &worker->connection;
    struct file_content *content;
    struct bytes bytes;
    enum status status = clamd_read_stream(connection, worker->clamd->options.stream_bytes_max, spool);

    if (status == STATUS_OK)
        status = spool_finish(spool, &bytes, &content);
    if (status == STATUS_OK)
        return judge(worker, bytes, content);
    /* After this the stream is not understood any more. */
    if (status == STATUS_LIMIT_BYTES)
        (void)clamd_answer(connection, "INSTREAM size limit exceeded. ERROR");
    else if (status != STATUS_IO)
        (void)clamd_answer(connection, "stream: %s ERROR", status_code(status));
    return false;
}

static bool judge_stream(struct clamd_worker *worker)
{
    struct spool *spool;
    bool goes_on;

    if (spool_create(&spool) != STATUS_OK)
        return clamd_answer(&worker->connection, "stream: %s ERROR", status_code(STATUS_NO_MEMORY));
    goes_on = judge_spool(worker, spool);
    spool_destroy(spool);
    return goes_on;
}

static bool judge_descriptor(struct clamd_worker *worker)
{
    int descriptor = clamd_take_descriptor(&worker->connection);
    struct file_content *content;
    enum status status;
    bool goes_on;

    if (descriptor < 0)
        return clamd_answer(&worker->connection, "No file descriptor received. ERROR") && false;
    status = file_content_of(descriptor, NULL, &content, NULL);
    (void)close(descriptor);
    if (status != STATUS_OK)
        return clamd_answer(&worker->connection, "fd: %s ERROR", status_code(status));
    goes_on = judge(worker, file_content_bytes(content), content);
    file_content_close(content);
    return goes_on;
}

static bool reload(struct clamd_worker *worker)
{
    struct error error = { 0 };

    if (gate_reload(worker->clamd->gate, "clamd", &error) == STATUS_OK)
        return clamd_answer(&worker->connection, "RELOADING");
    return clamd_answer(&worker->connection, "%.900s ERROR", error.message);
}

static bool tell_version(struct clamd_connection *connection, bool with_commands)
{
    return clamd_answer(
        connection, "guanka %s%s", GUANKA_VERSION,
        with_commands ? "| COMMANDS: PING VERSION VERSIONCOMMANDS RELOAD STATS INSTREAM FILDES IDSESSION END" : "");
}

static bool tell_statistics(struct clamd_worker *worker)
{
    struct gate_counts *counts = &worker->clamd->gate->counts;

    return clamd_answer(&worker->connection,
                        "POOLS: 1\nSTATE: VALID PRIMARY\nTHREADS: live %u\nQUEUE: 0 items\nCHECKS: %llu\nEND",
                        worker->clamd->started, (unsigned long long)atomic_load(&counts->checks));
}

/* False when the conversation is over. */
static bool obey(struct clamd_worker *worker, const char *command)
{
    struct clamd_connection *connection = &worker->connection;

    connection->number++;
    if (strcmp(command, "IDSESSION") == 0) {
        connection->is_session = true;
        connection->number = 0;
        return true;
    }
    if (strcmp(command, "END") == 0)
        return false;
    if (strcmp(command, "PING") == 0)
        return clamd_answer(connection, "PONG");
    if (strcmp(command, "VERSION") == 0)
        return tell_version(connection, false);
    if (strcmp(command, "VERSIONCOMMANDS") == 0)
        return tell_version(connection, true);
    if (strcmp(command, "RELOAD") == 0)
        return reload(worker);
    if (strcmp(command, "STATS") == 0)
        return tell_statistics(worker);
    if (strcmp(command, "INSTREAM") == 0)
        return judge_stream(worker);
    if (strcmp(command, "FILDES") == 0)
        return judge_descriptor(worker);
    return clamd_answer(connection, "UNKNOWN COMMAND") && false;
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

static bool serve_command(struct clamd_worker *worker)
{
    struct clamd_connection *connection = &worker->connection;
    char command[CLAMD_COMMAND_MAX];
    bool goes_on = clamd_read_command(connection, command);

    if (goes_on) {
        atomic_store(&connection->is_asked, true);
        goes_on = obey(worker, command) && connection->is_session;
        atomic_store(&connection->is_asked, false);
    }
    return goes_on;
}

static void converse(struct clamd_worker *worker, int descriptor)
{
    struct clamd_connection *connection = &worker->connection;
    const struct timeval patience = { .tv_sec = (time_t)worker->clamd->options.idle_seconds };

    *connection = (struct clamd_connection){ .descriptor = descriptor, .passed = -1 };
    (void)setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    (void)setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
    set_talking(worker, true);
    while (!atomic_load(&worker->clamd->gate->stop) && serve_command(worker))
        ;
    set_talking(worker, false);
    if (connection->passed >= 0)
        (void)close(connection->passed);
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
