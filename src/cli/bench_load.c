/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/bench_load.h"

#include <curl/curl.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "base/clock.h"
#include "cli/bench_figure.h"
#include "report/words.h"

enum {
    ANSWER_SECONDS = 120,
    PATIENCE = 3,              /* times the seconds of the load: what is not sent then is late */
    ANSWERS_PER_SECOND = 50000 /* more than any gate gives */
};

struct loading {
    const struct bench_load_target *target;
    const struct bench_load_options *options;
    double *taken; /* seconds that each answer took, by the number of its request; below 0: none came */
    size_t capacity;
    atomic_size_t next;
    uint64_t start_ns;
    pthread_mutex_t lock; /* for what follows */
    struct bench_load *load;
};

struct connection {
    struct loading *loading;
    CURL *curl;
    struct curl_slist *headers;
    pthread_t thread;
};

static double elapsed(const struct loading *loading)
{
    return (double)(clock_monotonic_ns() - loading->start_ns) / 1e9;
}

static bool is_stopped(const struct loading *loading)
{
    return loading->options->stop != NULL && atomic_load(loading->options->stop);
}

/* ---- One request. */

static size_t ignore(char *data, size_t size, size_t count, void *context)
{
    (void)data;
    (void)context;
    return size * count;
}

static void note(struct loading *loading, long status, const char *complaint)
{
    struct bench_load *load = loading->load;

    (void)pthread_mutex_lock(&loading->lock);
    if (status == 200 || status == 201)
        load->answered++;
    else if (status == 503)
        load->refused++;
    else
        load->failed++;
    if (complaint != NULL && load->complaint[0] == '\0')
        (void)snprintf(load->complaint, sizeof load->complaint, "%s", complaint);
    (void)pthread_mutex_unlock(&loading->lock);
}

/* Whether the answer is what was asked for. */
static bool ask(struct connection *connection, size_t number)
{
    const struct bench_load_target *target = connection->loading->target;
    struct bytes body = target->bodies[number % target->body_count];
    char words[BENCH_TEXT_SIZE];
    long status = 0;
    CURLcode code;

    (void)curl_easy_setopt(connection->curl, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)body.size);
    (void)curl_easy_setopt(connection->curl, CURLOPT_POSTFIELDS, body.data);
    code = curl_easy_perform(connection->curl);
    (void)curl_easy_getinfo(connection->curl, CURLINFO_RESPONSE_CODE, &status);
    (void)snprintf(words, sizeof words,
                   status == 401
                       ? _("the gate answers %ld: it does not know the token; make one with guanka gate token")
                       : _("the gate answers %ld"),
                   status);
    if (code != CURLE_OK)
        note(connection->loading, 0,
             code == CURLE_COULDNT_CONNECT
                 ? _("nobody answers at this address; does the gate run, and does it listen there?")
                 : curl_easy_strerror(code));
    else
        note(connection->loading, status, status == 200 || status == 201 || status == 503 ? NULL : words);
    return code == CURLE_OK && (status == 200 || status == 201);
}

/* ---- A connection. */

static void wait_until(const struct loading *loading, double due)
{
    double left = due - elapsed(loading);
    struct timespec pause;

    if (left <= 0)
        return;
    pause = (struct timespec){ (time_t)left, (long)((left - (double)(time_t)left) * 1e9) };
    (void)nanosleep(&pause, NULL);
}

static void ask_when_due(struct connection *connection)
{
    struct loading *loading = connection->loading;
    const struct bench_load_options *options = loading->options;

    while (!is_stopped(loading)) {
        size_t number = atomic_fetch_add(&loading->next, 1);
        double due = (double)number / options->rate;

        if (number >= loading->capacity)
            return;
        wait_until(loading, due);
        if (elapsed(loading) > PATIENCE * options->seconds) {
            loading->taken[number] = elapsed(loading) - due;
            (void)pthread_mutex_lock(&loading->lock);
            loading->load->late++;
            (void)pthread_mutex_unlock(&loading->lock);
        } else if (ask(connection, number)) {
            loading->taken[number] = elapsed(loading) - due;
        }
    }
}

static void ask_at_once(struct connection *connection)
{
    struct loading *loading = connection->loading;

    while (!is_stopped(loading) && elapsed(loading) < loading->options->seconds) {
        size_t number = atomic_fetch_add(&loading->next, 1);
        double begun = elapsed(loading);

        if (number >= loading->capacity)
            return;
        if (ask(connection, number))
            loading->taken[number] = elapsed(loading) - begun;
    }
}

static void *work(void *context)
{
    struct connection *connection = context;

    if (connection->loading->options->rate > 0)
        ask_when_due(connection);
    else
        ask_at_once(connection);
    return NULL;
}

static bool add_header(struct connection *connection, const char *name, const char *value)
{
    struct buf line = BUF_INIT(1 << 16);
    struct curl_slist *longer = NULL;

    buf_format(&line, "%s: %s", name, value);
    if (buf_status(&line) == STATUS_OK)
        longer = curl_slist_append(connection->headers, line.data);
    buf_free(&line);
    if (longer != NULL)
        connection->headers = longer;
    return longer != NULL;
}

static enum status prepare(struct loading *loading, struct connection *connection)
{
    const struct bench_load_target *target = loading->target;
    struct buf token = BUF_INIT(1 << 16);
    bool is_ready;

    *connection = (struct connection){ .loading = loading, .curl = curl_easy_init() };
    if (target->token != NULL)
        buf_format(&token, "Bearer %s", target->token);
    /* Without "Expect:" a body of some size would wait for a word of the gate's. */
    is_ready = connection->curl != NULL && buf_status(&token) == STATUS_OK
               && add_header(connection, "Content-Type", target->media_type) && add_header(connection, "Expect", "")
               && (target->token == NULL || add_header(connection, "Authorization", token.data))
               && curl_easy_setopt(connection->curl, CURLOPT_URL, target->url) == CURLE_OK
               && curl_easy_setopt(connection->curl, CURLOPT_HTTPHEADER, connection->headers) == CURLE_OK
               && (target->socket == NULL
                   || curl_easy_setopt(connection->curl, CURLOPT_UNIX_SOCKET_PATH, target->socket) == CURLE_OK)
               && curl_easy_setopt(connection->curl, CURLOPT_PROXY, "") == CURLE_OK;
    buf_free(&token);
    if (!is_ready)
        return STATUS_NO_MEMORY;
    (void)curl_easy_setopt(connection->curl, CURLOPT_PROTOCOLS_STR, "http,https");
    (void)curl_easy_setopt(connection->curl, CURLOPT_NOSIGNAL, 1L);
    (void)curl_easy_setopt(connection->curl, CURLOPT_POST, 1L);
    (void)curl_easy_setopt(connection->curl, CURLOPT_TCP_NODELAY, 1L);
    (void)curl_easy_setopt(connection->curl, CURLOPT_TIMEOUT, (long)ANSWER_SECONDS);
    (void)curl_easy_setopt(connection->curl, CURLOPT_WRITEFUNCTION, ignore);
    return STATUS_OK;
}

/* ---- All of them. */

static enum status run_connections(struct loading *loading, struct connection *connections)
{
    uint32_t prepared = 0, started = 0;
    enum status status = STATUS_OK;

    while (prepared < loading->options->connections && status == STATUS_OK)
        status = prepare(loading, &connections[prepared++]);
    loading->start_ns = clock_monotonic_ns();
    while (started < prepared && status == STATUS_OK) {
        if (pthread_create(&connections[started].thread, NULL, work, &connections[started]) != 0)
            status = STATUS_NO_MEMORY;
        else
            started++;
    }
    for (uint32_t index = 0; index < started; index++)
        (void)pthread_join(connections[index].thread, NULL);
    loading->load->elapsed = elapsed(loading);
    for (uint32_t index = 0; index < prepared; index++) {
        curl_slist_free_all(connections[index].headers);
        curl_easy_cleanup(connections[index].curl);
    }
    return status;
}

static void reckon(struct loading *loading)
{
    struct bench_load *load = loading->load;
    size_t asked = atomic_load(&loading->next), count = 0;

    load->due = asked < loading->capacity ? asked : loading->capacity;
    for (size_t number = 0; number < load->due; number++) {
        if (loading->taken[number] >= 0)
            loading->taken[count++] = loading->taken[number];
    }
    if (count == 0)
        return;
    bench_sort(loading->taken, count);
    load->median = bench_quantile(loading->taken, count, 0.5);
    load->p95 = bench_quantile(loading->taken, count, 0.95);
    load->p99 = bench_quantile(loading->taken, count, 0.99);
    load->most = loading->taken[count - 1];
}

enum status bench_load_run(const struct bench_load_target *target, const struct bench_load_options *options,
                           struct bench_load *load)
{
    double count = options->seconds * (options->rate > 0 ? options->rate : ANSWERS_PER_SECOND);
    struct loading loading = { .target = target,
                               .options = options,
                               .capacity = count < 1 ? 1 : (size_t)count,
                               .lock = PTHREAD_MUTEX_INITIALIZER,
                               .load = load };
    struct connection *connections = alloc_zeroed(options->connections, sizeof *connections);
    enum status status = STATUS_NO_MEMORY;

    *load = (struct bench_load){ 0 };
    loading.taken = alloc(loading.capacity * sizeof *loading.taken);
    if (connections != NULL && loading.taken != NULL) {
        for (size_t number = 0; number < loading.capacity; number++)
            loading.taken[number] = -1;
        status = run_connections(&loading, connections);
    }
    if (status == STATUS_OK)
        reckon(&loading);
    alloc_free(connections);
    alloc_free(loading.taken);
    return status == STATUS_OK && is_stopped(&loading) ? STATUS_STOPPED : status;
}
