/* SPDX-License-Identifier: Apache-2.0
 *
 * Takes the connections of listening sockets and hands them on, in a thread of its own, until it is stopped.
 *
 * libmicrohttpd can accept by itself, but not stop while it runs: MHD_quiesce_daemon takes the socket out of an epoll
 * set from which its own threads take it at the same time, and who comes second aborts the process (0.9.75, and not
 * mended since).
 */
#ifndef GUANKA_GATE_ACCEPTOR_H
#define GUANKA_GATE_ACCEPTOR_H

#include <stdbool.h>
#include <sys/socket.h>

#include "base/error.h"
#include "gate/http_server.h"

struct acceptor;

struct acceptor_options {
    const struct http_listener *listeners; /* must outlive the acceptor */
    size_t listener_count;
    /* May another connection of this listener come now? While not, they wait where they are. */
    bool (*has_room)(void *context, size_t listener);
    /* The connection, which does not block, is the callee's. */
    void (*take)(void *context, size_t listener, int descriptor, const struct sockaddr *address, socklen_t size);
    void *context;
};

/* Calls back from one thread, its own. The sockets become non-blocking and stay the caller's. STATUS_IO, with words in
 * *error. */
MUST_CHECK enum status acceptor_start(const struct acceptor_options *options, struct acceptor **acceptor,
                                      struct error *error);
void acceptor_stop(struct acceptor *acceptor); /* when it returns nothing is called any more; NULL is allowed */

#endif
