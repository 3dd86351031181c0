/* SPDX-License-Identifier: Apache-2.0
 *
 * Sockets that listen, from addresses that an operator writes.
 */
#ifndef GUANKA_CLI_LISTEN_H
#define GUANKA_CLI_LISTEN_H

#include <sys/socket.h>

#include "base/error.h"
#include "cli/gate_config.h"
#include "gate/http_server.h"

enum { LISTENERS_MAX = 16 };

struct listening {
    struct http_listener listeners[LISTENERS_MAX];
    const char *paths[LISTENERS_MAX]; /* of the Unix sockets that were made here; else NULL */
    size_t count;
};

/* Opens all of the list; "systemd" stands for all that systemd hands over (sd_listen_fds(3)), "systemd:NAME" for
 * what has that FileDescriptorName. On failure none is left, open or as a file. */
MUST_CHECK enum status listen_open(const struct gate_listen_list *list, struct listening *listening,
                                   struct error *error);
/* "ADDRESS:PORT" as the system has it; false of what is none: a Unix socket, systemd's, or a mistake. */
bool listen_resolve(const char *address, struct sockaddr_storage *resolved);
/* Takes away the files of the sockets that were made, so that nobody finds them any more. Before they are closed: then
 * what lies at the path cannot be another gate's. */
void listen_remove(const struct listening *listening);

#endif
