/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/http_server.h"

#include <libintl.h>
#include <pthread.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/clock.h"
#include "gate/acceptor.h"
#include "gate/connection_watch.h"
#include "gate/exchange.h"

enum { HEADER_BYTES_MAX = 32 << 10, DRAIN_STEP_NS = 5000000, CONNECTIONS_SPARE = 256 };

/* What connections of one listener have in common; their context. */
struct http_door {
    struct http_server *server;
    struct MHD_Daemon **daemons; /* a thread each, options.receivers of them, that take turns */
    unsigned daemon_count, turn;
    atomic_uint connections;
    bool is_local, is_tls;
};

struct http_worker {
    struct http_server *server;
    pthread_t thread;
    unsigned number;
};

struct http_server {
    struct http_server_options options;
    struct http_listener *listeners; /* open while connections are taken; options.listener_count of them */
    struct http_door *doors;         /* in their order */
    size_t door_count;
    struct http_worker *workers;
    unsigned worker_count;
    struct http_server_counts counts;
    struct connection_watch *watch;
    struct acceptor *acceptor;
    atomic_uint_fast64_t pending_bytes;
    atomic_uint_fast64_t under_way; /* exchanges between arrival and answer */
    pthread_mutex_t lock;
    pthread_cond_t has_work;
    struct exchange *first, **end; /* the queue */
    unsigned queued;
    bool is_ending;
};

/* False when it is full. */
static bool enqueue(struct http_server *server, struct exchange *exchange)
{
    bool fits;

    (void)pthread_mutex_lock(&server->lock);
    fits = server->queued < server->options.queue_max && !server->is_ending;
    if (fits) {
        exchange->next = NULL;
        *server->end = exchange;
        server->end = &exchange->next;
        server->queued++;
        atomic_fetch_add(&server->counts.waiting, 1);
        (void)pthread_cond_signal(&server->has_work);
    }
    (void)pthread_mutex_unlock(&server->lock);
    return fits;
}

/* NULL when the server ends and nothing is left. */
static struct exchange *dequeue(struct http_server *server)
{
    struct exchange *exchange;

    (void)pthread_mutex_lock(&server->lock);
    while (server->first == NULL && !server->is_ending)
        (void)pthread_cond_wait(&server->has_work, &server->lock);
    exchange = server->first;
    if (exchange != NULL) {
        server->first = exchange->next;
        server->queued--;
        atomic_fetch_sub(&server->counts.waiting, 1);
        if (server->first == NULL)
            server->end = &server->first;
    }
    (void)pthread_mutex_unlock(&server->lock);
    return exchange;
}

static void *work(void *context)
{
    struct http_worker *worker = context;
    struct http_server *server = worker->server;
    struct exchange *exchange;

    while ((exchange = dequeue(server)) != NULL) {
        atomic_fetch_add(&server->counts.busy, 1);
        server->options.handle(server->options.context, worker->number, &exchange->request, &exchange->response);
        atomic_fetch_sub(&server->counts.busy, 1);
        exchange->is_answered = true;
        MHD_resume_connection(exchange->connection);
    }
    return NULL;
}

/* ---- Answers. */

static const char *words_of(unsigned status)
{
    switch (status) {
    case MHD_HTTP_BAD_REQUEST:
        return gettext("the request cannot be understood without doubt");
    case MHD_HTTP_REQUEST_TIMEOUT:
        return gettext("the request did not arrive in time");
    case MHD_HTTP_CONTENT_TOO_LARGE:
        return gettext("the request is too large");
    case MHD_HTTP_SERVICE_UNAVAILABLE:
        return gettext("the gate is busy; nothing was begun, try again");
    case MHD_HTTP_INSUFFICIENT_STORAGE:
        return gettext("there is no room for the request; nothing was begun");
    default:
        return gettext("the gate has failed; nothing was decided");
    }
}

static enum MHD_Result send_refusal(struct MHD_Connection *connection, unsigned status)
{
    static const char format[] = "{\"error\":{\"code\":\"%u\",\"message\":\"%s\"}}\n";
    struct buf body = BUF_INIT(1024);
    struct MHD_Response *response;
    enum MHD_Result result = MHD_NO;

    buf_format(&body, format, status, words_of(status));
    if (buf_status(&body) == STATUS_OK
        && (response = MHD_create_response_from_buffer(body.size, body.data, MHD_RESPMEM_MUST_COPY)) != NULL) {
        (void)MHD_add_response_header(response, "Content-Type", "application/json; charset=utf-8");
        if (status == MHD_HTTP_SERVICE_UNAVAILABLE)
            (void)MHD_add_response_header(response, "Retry-After", "1");
        if (status == MHD_HTTP_BAD_REQUEST || status == MHD_HTTP_CONTENT_TOO_LARGE)
            (void)MHD_add_response_header(response, "Connection", "close");
        result = MHD_queue_response(connection, status, response);
        MHD_destroy_response(response);
    }
    buf_free(&body);
    return result;
}

static enum MHD_Result send_answer(struct exchange *exchange)
{
    struct http_response *answer = &exchange->response;
    struct MHD_Response *response;
    enum MHD_Result result;

    if (answer->status == 0 || buf_status(&answer->body) != STATUS_OK)
        return send_refusal(exchange->connection, MHD_HTTP_INTERNAL_SERVER_ERROR);
    /* The exchange outlives the response: it is freed when the request is completed. */
    response = MHD_create_response_from_buffer(answer->body.size, answer->body.data, MHD_RESPMEM_PERSISTENT);
    if (response == NULL)
        return MHD_NO;
    if (answer->media_type != NULL)
        (void)MHD_add_response_header(response, "Content-Type", answer->media_type);
    for (size_t index = 0; index < answer->header_count; index++)
        (void)MHD_add_response_header(response, answer->headers[index].name, answer->headers[index].value);
    result = MHD_queue_response(exchange->connection, answer->status, response);
    MHD_destroy_response(response);
    return result;
}

/* ---- Requests. */

static struct watched *watched_of(struct MHD_Connection *connection)
{
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);

    return info != NULL ? info->socket_context : NULL;
}

static bool is_late(const struct exchange *exchange)
{
    return clock_monotonic_ns() - exchange->begun_ns > exchange->server->options.receive_seconds * UINT64_C(1000000000);
}

static enum MHD_Result begin(struct http_door *door, struct MHD_Connection *connection, const char *path,
                             const char *method, void **state)
{
    struct http_server *server = door->server;
    struct exchange *exchange = exchange_create(server, connection);
    unsigned refusal;

    connection_watch_head_came(watched_of(connection));
    if (exchange == NULL)
        return send_refusal(connection, MHD_HTTP_SERVICE_UNAVAILABLE);
    *state = exchange;
    atomic_fetch_add(&server->counts.requests, 1);
    atomic_fetch_add(&server->under_way, 1);
    if (!exchange_describe(exchange, path, method, door->is_local, door->is_tls))
        return send_refusal(connection, MHD_HTTP_BAD_REQUEST);
    refusal = exchange_check_headers(exchange, server->options.body_bytes_max);
    /* Who does not wait for leave to send reads the answer only after all is sent: it is thrown away, see receive(). */
    if (refusal == MHD_HTTP_CONTENT_TOO_LARGE && http_header(&exchange->request, "Expect") == NULL) {
        exchange->refusal = refusal;
        return MHD_YES;
    }
    if (refusal != 0) {
        atomic_fetch_add(&server->counts.malformed, 1);
        return send_refusal(connection, refusal);
    }
    return exchange_open_body(exchange) ? MHD_YES : send_refusal(connection, MHD_HTTP_SERVICE_UNAVAILABLE);
}

/* MHD answers only when the body has ended: a refused one is thrown away, within reason. */
static enum MHD_Result receive(struct exchange *exchange, const char *data, size_t size)
{
    const struct http_server_options *options = &exchange->server->options;
    enum status status;

    exchange->received += size;
    if (exchange->received > 2 * options->body_bytes_max || (exchange->refusal != 0 && is_late(exchange)))
        return MHD_NO;
    if (exchange->refusal != 0)
        return MHD_YES;
    if (exchange->received > options->body_bytes_max) {
        exchange->refusal = MHD_HTTP_CONTENT_TOO_LARGE;
        return MHD_YES;
    }
    if (is_late(exchange)) {
        exchange->refusal = MHD_HTTP_REQUEST_TIMEOUT;
        return MHD_YES;
    }
    exchange->counted += size;
    if (atomic_fetch_add(&exchange->server->pending_bytes, size) + size > options->pending_bytes_max) {
        exchange->refusal = MHD_HTTP_SERVICE_UNAVAILABLE;
        return MHD_YES;
    }
    status = exchange_take(exchange, data, size);
    if (status != STATUS_OK && exchange->refusal == 0)
        exchange->refusal = status == STATUS_MALFORMED ? MHD_HTTP_BAD_REQUEST : MHD_HTTP_INSUFFICIENT_STORAGE;
    return MHD_YES;
}

static enum MHD_Result refuse(struct exchange *exchange, unsigned status)
{
    struct http_server_counts *counts = &exchange->server->counts;

    atomic_fetch_add(status == MHD_HTTP_SERVICE_UNAVAILABLE ? &counts->overloaded : &counts->malformed, 1);
    return send_refusal(exchange->connection, status);
}

static enum MHD_Result hand_over(struct exchange *exchange)
{
    enum status status = exchange->refusal == 0 ? exchange_close_body(exchange) : STATUS_OK;

    if (exchange->refusal == 0 && status != STATUS_OK)
        exchange->refusal = status == STATUS_MALFORMED ? MHD_HTTP_BAD_REQUEST : MHD_HTTP_INSUFFICIENT_STORAGE;
    if (exchange->refusal != 0)
        return refuse(exchange, exchange->refusal);
    /* Suspended before it is queued: a quick worker must not resume what is not suspended. */
    MHD_suspend_connection(exchange->connection);
    if (enqueue(exchange->server, exchange))
        return MHD_YES;
    exchange->refusal = MHD_HTTP_SERVICE_UNAVAILABLE;
    exchange->is_answered = true;
    MHD_resume_connection(exchange->connection);
    return MHD_YES;
}

static enum MHD_Result on_request(void *context, struct MHD_Connection *connection, const char *path,
                                  const char *method, const char *version, const char *data, size_t *size, void **state)
{
    struct exchange *exchange = *state;

    (void)version;
    if (exchange == NULL)
        return begin(context, connection, path, method, state);
    if (*size > 0) {
        enum MHD_Result result = receive(exchange, data, *size);

        *size = 0;
        return result;
    }
    if (!exchange->is_answered)
        return hand_over(exchange);
    return exchange->refusal != 0 ? refuse(exchange, exchange->refusal) : send_answer(exchange);
}

static void on_completed(void *context, struct MHD_Connection *connection, void **state,
                         enum MHD_RequestTerminationCode why)
{
    struct exchange *exchange = *state;
    struct http_server *server = ((struct http_door *)context)->server;

    (void)why;
    connection_watch_head_awaited(watched_of(connection));
    if (exchange == NULL)
        return;
    atomic_fetch_sub(&server->pending_bytes, exchange->counted);
    atomic_fetch_sub(&server->under_way, 1);
    exchange_destroy(exchange);
    *state = NULL;
}

static void on_connection(void *context, struct MHD_Connection *connection, void **state,
                          enum MHD_ConnectionNotificationCode what)
{
    struct http_door *door = context;
    struct http_server *server = door->server;

    if (what == MHD_CONNECTION_NOTIFY_STARTED) {
        const union MHD_ConnectionInfo *info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);

        atomic_fetch_add(&server->counts.connections, 1);
        atomic_fetch_add(&door->connections, 1);
        *state = info != NULL ? connection_watch_add(server->watch, info->connect_fd) : NULL;
    } else {
        atomic_fetch_sub(&server->counts.connections, 1);
        atomic_fetch_sub(&door->connections, 1);
        connection_watch_remove(server->watch, *state);
        *state = NULL;
    }
}

/* ---- Life. */

static struct MHD_Daemon *start_daemon(struct http_door *door)
{
    const struct http_server_options *options = &door->server->options;
    unsigned flags = MHD_USE_EPOLL_INTERNAL_THREAD | MHD_USE_NO_LISTEN_SOCKET | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_TURBO
                     | (door->is_tls ? MHD_USE_TLS : 0);
    const struct MHD_OptionItem tls[] = { { MHD_OPTION_HTTPS_MEM_CERT, 0, (void *)(uintptr_t)options->certificate },
                                          { MHD_OPTION_HTTPS_MEM_KEY, 0, (void *)(uintptr_t)options->key },
                                          { MHD_OPTION_END, 0, NULL } };

    /* has_room holds the limit of all daemons of a door together; here it only must not be smaller. */
    return MHD_start_daemon(flags, 0, NULL, NULL, on_request, door, MHD_OPTION_CONNECTION_LIMIT,
                            options->connections_max + CONNECTIONS_SPARE, MHD_OPTION_CONNECTION_TIMEOUT,
                            options->idle_seconds, MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)HEADER_BYTES_MAX,
                            MHD_OPTION_STRICT_FOR_CLIENT, 1, MHD_OPTION_NOTIFY_COMPLETED, on_completed, door,
                            MHD_OPTION_NOTIFY_CONNECTION, on_connection, door, MHD_OPTION_ARRAY,
                            door->is_tls ? tls : &tls[2], MHD_OPTION_END);
}

static enum status open_door(struct http_server *server, const struct http_listener *listener, struct error *error)
{
    const struct http_server_options *options = &server->options;
    struct http_door *door = &server->doors[server->door_count++];

    *door = (struct http_door){ .server = server,
                                .daemons = alloc_zeroed(options->receivers, sizeof(struct MHD_Daemon *)),
                                .is_local = listener->is_local,
                                .is_tls = !listener->is_local && options->certificate != NULL };
    if (door->daemons == NULL)
        return STATUS_NO_MEMORY;
    for (; door->daemon_count < options->receivers; door->daemon_count++) {
        struct MHD_Daemon *daemon = start_daemon(door);

        if (daemon == NULL)
            return door->is_tls
                       ? error_set(error, STATUS_INVALID,
                                   gettext("the HTTP server cannot start: see whether the certificate and its key are "
                                           "PEM and belong together"))
                       : error_set(error, STATUS_IO,
                                   gettext("the HTTP server cannot start: threads or descriptors are missing"));
        door->daemons[door->daemon_count] = daemon;
    }
    return STATUS_OK;
}

static bool has_room(void *context, size_t listener)
{
    const struct http_server *server = context;

    return atomic_load(&server->doors[listener].connections) < server->options.connections_max;
}

/* When there is no memory for it, libmicrohttpd closes it, and says so only to us. */
static void take_connection(void *context, size_t listener, int descriptor, const struct sockaddr *address,
                            socklen_t size)
{
    struct http_door *door = &((struct http_server *)context)->doors[listener];

    door->turn = (door->turn + 1) % door->daemon_count;
    if (MHD_add_connection(door->daemons[door->turn], descriptor, address, size) != MHD_YES)
        atomic_fetch_add(&door->server->counts.overloaded, 1);
}

static enum status open_doors(struct http_server *server, struct error *error)
{
    const struct http_server_options *options = &server->options;
    enum status status = STATUS_OK;

    for (size_t index = 0; index < options->listener_count && status == STATUS_OK; index++)
        status = open_door(server, &options->listeners[index], error);
    if (status != STATUS_OK)
        return status;
    return acceptor_start(&(struct acceptor_options){ .listeners = server->listeners,
                                                      .listener_count = options->listener_count,
                                                      .has_room = has_room,
                                                      .take = take_connection,
                                                      .context = server },
                          &server->acceptor, error);
}

/* Connections that come from now on are refused, or wait for who listens next (systemd). */
static void close_listeners(struct http_server *server)
{
    acceptor_stop(server->acceptor);
    server->acceptor = NULL;
    for (size_t index = 0; server->listeners != NULL && index < server->options.listener_count; index++) {
        if (server->listeners[index].descriptor >= 0)
            (void)close(server->listeners[index].descriptor);
        server->listeners[index].descriptor = -1;
    }
}

static void close_doors(struct http_server *server)
{
    for (size_t index = 0; index < server->door_count; index++) {
        struct http_door *door = &server->doors[index];

        for (unsigned daemon = 0; daemon < door->daemon_count; daemon++)
            MHD_stop_daemon(door->daemons[daemon]);
        alloc_free(door->daemons);
    }
}

static enum status start_workers(struct http_server *server, struct error *error)
{
    for (; server->worker_count < server->options.workers; server->worker_count++) {
        struct http_worker *worker = &server->workers[server->worker_count];

        *worker = (struct http_worker){ .server = server, .number = server->worker_count };
        if (pthread_create(&worker->thread, NULL, work, worker) != 0)
            return error_set(error, STATUS_IO, gettext("no thread can be started"));
    }
    return STATUS_OK;
}

enum status http_server_start(const struct http_server_options *options, struct http_server **result,
                              struct error *error)
{
    struct http_server *server = alloc_zeroed(1, sizeof *server);
    enum status status = STATUS_OK;

    if (server == NULL)
        return STATUS_NO_MEMORY;
    server->options = *options;
    server->end = &server->first;
    (void)pthread_mutex_init(&server->lock, NULL);
    (void)pthread_cond_init(&server->has_work, NULL);
    server->doors = alloc_zeroed(options->listener_count, sizeof *server->doors);
    server->workers = alloc_zeroed(options->workers, sizeof *server->workers);
    server->listeners = alloc_zeroed(options->listener_count, sizeof *server->listeners);
    if (server->listeners != NULL)
        memcpy(server->listeners, options->listeners, options->listener_count * sizeof *server->listeners);
    if (server->listeners == NULL || server->doors == NULL || server->workers == NULL)
        status = STATUS_NO_MEMORY;
    if (status == STATUS_OK)
        status = connection_watch_create(options->receive_seconds, &server->watch, error);
    if (status == STATUS_OK)
        status = start_workers(server, error);
    if (status == STATUS_OK)
        status = open_doors(server, error);
    if (status != STATUS_OK) {
        http_server_stop(server);
        return status;
    }
    *result = server;
    return STATUS_OK;
}

const struct http_server_counts *http_server_counts(const struct http_server *server)
{
    return &server->counts;
}

void http_server_drain(struct http_server *server, unsigned seconds)
{
    const struct timespec step = { .tv_nsec = DRAIN_STEP_NS };
    uint64_t until = clock_monotonic_ns() + seconds * UINT64_C(1000000000);

    close_listeners(server);
    while (atomic_load(&server->under_way) > 0 && clock_monotonic_ns() < until)
        (void)nanosleep(&step, NULL);
}

void http_server_stop(struct http_server *server)
{
    if (server == NULL)
        return;
    close_listeners(server);
    (void)pthread_mutex_lock(&server->lock);
    server->is_ending = true;
    (void)pthread_cond_broadcast(&server->has_work);
    (void)pthread_mutex_unlock(&server->lock);
    /* Workers first: MHD refuses to stop while a connection is suspended. */
    for (unsigned index = 0; index < server->worker_count; index++)
        (void)pthread_join(server->workers[index].thread, NULL);
    close_doors(server);
    connection_watch_destroy(server->watch);
    (void)pthread_cond_destroy(&server->has_work);
    (void)pthread_mutex_destroy(&server->lock);
    alloc_free(server->workers);
    alloc_free(server->doors);
    alloc_free(server->listeners);
    alloc_free(server);
}
