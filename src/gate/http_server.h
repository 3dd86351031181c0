/* SPDX-License-Identifier: Apache-2.0
 *
 * HTTP/1.1 over TCP, TLS and Unix sockets (libmicrohttpd), in front of a fixed number of worker threads.
 *
 * Requests are taken in by a few threads that never wait for anything; whole ones go through a bounded queue to the
 * workers, which call the handler. When the queue is full the answer is 503 with Retry-After and nothing was begun.
 * What is ambiguous on the wire (both lengths, two lengths, an unknown coding: RFC 9112, section 6.3) is refused and
 * the connection closed.
 */
#ifndef GUANKA_GATE_HTTP_SERVER_H
#define GUANKA_GATE_HTTP_SERVER_H

#include <stdatomic.h>

#include "base/error.h"
#include "gate/http_message.h"

struct http_server;

/* Called by one thread for each `worker`, from 0. The response is zeroed but for its buffer; status 0 is our bug and
 * becomes 500. */
typedef void http_handler(void *context, unsigned worker, const struct http_request *request,
                          struct http_response *response);

struct http_listener {
    int descriptor; /* bound and listening; the server's from then on */
    bool is_local;  /* a Unix socket */
};

struct http_server_options {
    const struct http_listener *listeners;
    size_t listener_count;
    const char *certificate, *key; /* PEM, for TCP; NULL: no TLS. Must outlive the server */
    unsigned workers, receivers;   /* threads */
    unsigned queue_max;            /* requests that wait for a worker */
    unsigned connections_max;
    uint64_t body_bytes_max;    /* of one request */
    uint64_t pending_bytes_max; /* of all bodies together */
    unsigned idle_seconds;      /* a connection on which nothing happens is closed */
    unsigned receive_seconds;   /* for the head of a request, and then for its body, however slowly they come */
    http_handler *handle;
    void *context;
};

struct http_server_counts {
    atomic_uint_fast64_t requests, overloaded, malformed, connections;
    atomic_uint_fast64_t waiting, busy; /* now: requests in the queue, workers that are at one */
};

/* Starts threads, and from here on answers. The options' handler and context must outlive it. STATUS_IO, STATUS_INVALID
 * (certificate), with words in *error. */
MUST_CHECK enum status http_server_start(const struct http_server_options *options, struct http_server **server,
                                         struct error *error);
const struct http_server_counts *http_server_counts(const struct http_server *server);
/* No new connections; what has arrived is answered. Returns when that is done, or after `seconds`. */
void http_server_drain(struct http_server *server, unsigned seconds);
void http_server_stop(struct http_server *server); /* NULL is allowed */

#endif
