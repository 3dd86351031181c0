/* SPDX-License-Identifier: Apache-2.0
 *
 * Requests to a gate, as many as are wanted and when they are wanted, and how long each answer took (libcurl).
 *
 * At a rate, requests are due at even distances, whether or not those before them have been answered, and an answer is
 * as late as it comes after its request was due: who waits because the gate is slow is counted with what he waited
 * (no "coordinated omission"). Without a rate each connection asks again as soon as it is answered. A thread for each
 * connection; the call returns when all have ended. Environment variables (proxies) do not count.
 */
#ifndef GUANKA_CLI_BENCH_LOAD_H
#define GUANKA_CLI_BENCH_LOAD_H

#include <stdatomic.h>
#include <stdint.h>

#include "base/bytes.h"
#include "base/error.h"

enum { BENCH_CONNECTIONS_MAX = 512 };

struct bench_load_target {
    const char *socket; /* path of a Unix socket; NULL: the network */
    const char *url;    /* "http://127.0.0.1:8423/v1/check" */
    const char *token;  /* NULL: who asks is known by the socket */
    const char *media_type;
    const struct bytes *bodies; /* asked with in turn */
    size_t body_count;
};

struct bench_load_options {
    uint32_t connections;
    double rate;    /* requests a second; 0: as fast as answers come */
    double seconds; /* in which requests are due; answers may come later */
    const atomic_bool *stop;
};

struct bench_load {
    uint64_t due;                       /* requests that had to be made */
    uint64_t answered, refused, failed; /* 200 and 201; 503 (the gate is busy); anything else */
    uint64_t late;  /* that were not even sent three times `seconds` after the beginning: the gate does not keep up */
    double elapsed; /* seconds until the last answer */
    double median, p95, p99, most; /* seconds; of what was not sent, what it had waited until then */
    char complaint[256];           /* about one that failed; "" */
};

/* STATUS_STOPPED; STATUS_NO_MEMORY. That the gate fails is no failure here. */
MUST_CHECK enum status bench_load_run(const struct bench_load_target *target, const struct bench_load_options *options,
                                      struct bench_load *load);

#endif
