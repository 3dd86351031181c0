/* SPDX-License-Identifier: Apache-2.0
 *
 * Sockets that listen, from addresses that an operator writes.
 */
#ifndef GUANKA_CLI_LISTEN_H
#define GUANKA_CLI_LISTEN_H

#include "base/error.h"
#include "cli/gate_config.h"
#include "gate/http_server.h"

enum { LISTENERS_MAX = 16 };

/* Opens all of the list; "systemd" stands for all that systemd hands over (sd_listen_fds(3)), "systemd:NAME" for
 * what has that FileDescriptorName. On failure none is left open. */
MUST_CHECK enum status listen_open(const struct gate_listen_list *list, struct http_listener listeners[LISTENERS_MAX],
                                   size_t *count, struct error *error);

#endif
