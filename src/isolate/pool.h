/* SPDX-License-Identifier: Apache-2.0
 *
 * Workers for one scanner: the delegate that reads isolated formats by guanka-extract.
 *
 * A worker is started when it is first needed and then serves part after part. What is inside a part may be isolated
 * too, so there is one worker for each depth. A worker that dies, hangs, or says what no honest one says costs the
 * part it was reading, which is reported so; it is replaced and everything else goes on. One thread.
 */
#ifndef GUANKA_ISOLATE_POOL_H
#define GUANKA_ISOLATE_POOL_H

#include <stdatomic.h>

#include "extract/extract.h"

struct pool;

/* Why a worker was ended. */
enum pool_end {
    POOL_END_WORN,    /* it had read its share, and what its parsers have leaked went with it */
    POOL_END_CRASHED, /* it died, or said what no honest one says */
    POOL_END_TIMEOUT, /* the document's time was over */
    POOL_END_LIMIT,   /* what it gave went beyond a limit */
    POOL_END_STOPPED, /* nobody waits for it any more */
    POOL_END_FAILED,  /* for a reason of this process: no memory, no room for temporary files */
    POOL_END_COUNT
};
/* "worn", "crashed", "timeout", "limit", "stopped", "failed". */
const char *pool_end_name(enum pool_end end);

/* What the workers of all pools that share it went through, since it was zeroed. Any thread. */
struct pool_counts {
    atomic_uint_fast64_t started, starts_failed, ended[POOL_END_COUNT];
    atomic_uint_fast64_t running, busy; /* now; busy: of these, those that read */
};

struct pool_options {
    const char *program;    /* path of guanka-extract */
    const char *quarantine; /* folder for copies of what killed a worker; NULL: none are kept */
    bool ocr;               /* text in pictures is recognised: guanka-extract is started with --ocr */
    struct pool_counts *counts; /* NULL: nobody asks */
    bool everything;        /* formats that could be read in this process are read by guanka-extract, too */
};

/* The options must outlive the pool. Starts nothing yet. */
MUST_CHECK enum status pool_create(const struct pool_options *options, struct pool **pool);
void pool_destroy(struct pool *pool);
struct extract_delegate *pool_delegate(struct pool *pool);
/* Starts a worker if there is none and says what its sandbox is made of (enum sandbox_feature). STATUS_UNSUPPORTED
 * when the program cannot be started. */
MUST_CHECK enum status pool_features(struct pool *pool, uint32_t *features);
/* The process that reads at depth 0, or -1: for a test that kills it. */
int pool_process(const struct pool *pool);

#endif
