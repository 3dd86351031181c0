/* SPDX-License-Identifier: Apache-2.0
 *
 * The configuration of the gate: a YAML file, read and checked whole before anything begins (docs/zh/审查网关.md lists
 * its keys).
 */
#ifndef GUANKA_CLI_GATE_CONFIG_H
#define GUANKA_CLI_GATE_CONFIG_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/error.h"
#include "cli/packs.h"
#include "gate/identity.h"

struct gate_listen {
    const char *address; /* "127.0.0.1:8423", "[::1]:8423", "unix:/run/guanka/gate.sock", "systemd" */
    uint32_t mode;       /* of a Unix socket */
};

struct gate_listen_list {
    struct gate_listen *items;
    size_t count, capacity;
};

/* Everything is in the arena. */
struct gate_config {
    struct gate_listen_list listen, clamd; /* for HTTP, and for clamd's protocol */
    const char *store, *profile;
    const char *log;                         /* where events are written (base/event_log.h); NULL: nowhere */
    const char *sites_file;                  /* of inspections that the gate shows; NULL: none */
    const char *certificate_file, *key_file; /* of TLS; NULL: none */
    struct buf certificate, key;
    struct packs packs;
    struct local_user *local_users;
    size_t local_user_count, local_user_capacity;
    uint32_t workers;                                                /* 0: four a core */
    uint32_t queue, connections, body_mib, receive_seconds, seconds; /* seconds: of one draft */
    uint32_t idempotency_days, outbox_days; /* for which keys of submissions and sent messages are kept */
    const char *webhook_key_file;
    struct buf webhook_key;
    bool show_secrets, isolate_all;
    struct arena *arena;
};

/* STATUS_INVALID with file, line and column. Free it in any case. */
MUST_CHECK enum status gate_config_read(const char *path, struct gate_config *config, struct error *error);
void gate_config_free(struct gate_config *config);

#endif
