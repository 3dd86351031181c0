/* SPDX-License-Identifier: Apache-2.0
 *
 * What the gate is made of, for the files of this layer.
 */
#ifndef GUANKA_GATE_GATE_DATA_H
#define GUANKA_GATE_GATE_DATA_H

#include <pthread.h>

#include "gate/gate.h"
#include "gate/writer.h"

/* What one worker has to itself. */
struct gate_worker {
    struct assessor *assessor;
    struct store *store; /* to read */
    struct store *sites; /* that of inspections, to read; NULL until it is asked for (gate/inspection.h) */
    struct arena *arena; /* of the request at hand */
};

struct gate_counts {
    atomic_uint_fast64_t checks, submissions, decisions, denied, unknown, failed;
    atomic_uint_fast64_t verdicts[VERDICT_BLOCK + 1], bytes, nanoseconds; /* of scans */
    atomic_uint_fast64_t reloads, reload_failures;
};

/* Those that gate/gate_failure.h has not told of yet. */
struct gate_failures {
    pthread_mutex_t lock;
    uint64_t told_ns; /* clock_monotonic_ns of the last line; 0: there was none */
    uint64_t untold;
    struct error last;
};

struct gate {
    struct gate_options options;
    struct gate_sockets sockets;
    struct edition_slot *editions;
    pthread_mutex_t reload_lock;
    struct store *store; /* the writer's */
    struct writer *writer;
    struct gate_worker *workers;
    unsigned worker_count;
    struct http_server *server;
    struct gate_counts counts;
    struct gate_failures failures;
    struct background *background;
    struct clamd *clamd; /* NULL: its protocol is not spoken */
    atomic_bool stop, is_ready;
    atomic_bool is_damaged;   /* the database: nothing but a restart after it was restored makes it whole */
    atomic_uint signing_in;   /* passwords being hashed at the moment */
    int64_t strangers_minute; /* the writer's thread's: failed sign-ins of unknown names in this minute */
    unsigned strangers;
    uint64_t started_ns;
};

#endif
