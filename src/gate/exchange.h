/* SPDX-License-Identifier: Apache-2.0
 *
 * One request while it arrives, and its answer until it is sent. For the HTTP server alone.
 *
 * The thread that receives fills it in; then it belongs to a worker until that gives it back. Everything of the wire is
 * copied, so the worker never touches the connection.
 */
#ifndef GUANKA_GATE_EXCHANGE_H
#define GUANKA_GATE_EXCHANGE_H

#include <microhttpd.h>

#include "base/arena.h"
#include "base/spool.h"
#include "gate/http_server.h"

struct exchange_part {
    struct http_part shown;
    struct spool *spool;
};

struct exchange {
    struct exchange *next; /* in the queue */
    struct MHD_Connection *connection;
    struct http_server *server;
    struct arena *arena;
    struct http_request request;
    struct http_response response;
    struct spool *body;
    struct MHD_PostProcessor *splitter; /* of multipart bodies; NULL: the body is kept as it is */
    struct exchange_part *parts;
    size_t part_count, part_capacity;
    uint64_t received, counted; /* bytes; counted are those in the server's total */
    uint64_t begun_ns;
    unsigned refusal; /* an HTTP status that will be the answer; the rest of the body is thrown away */
    bool is_answered; /* the worker is done */
};

/* NULL when there is no memory. */
struct exchange *exchange_create(struct http_server *server, struct MHD_Connection *connection);
void exchange_destroy(struct exchange *exchange);
/* Path, fields and peer; false when there is no memory. */
bool exchange_describe(struct exchange *exchange, const char *path, const char *method, bool is_local, bool is_tls);
/* What forbids to go on after the headers, as an HTTP status; 0: nothing. */
unsigned exchange_check_headers(const struct exchange *exchange, uint64_t body_bytes_max);
/* Ready for the body: splits it if it is multipart. False when there is no memory. */
bool exchange_open_body(struct exchange *exchange);
/* STATUS_MALFORMED: the parts cannot be told apart. */
MUST_CHECK enum status exchange_take(struct exchange *exchange, const char *data, size_t size);
MUST_CHECK enum status exchange_close_body(struct exchange *exchange);

#endif
