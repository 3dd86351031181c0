/* SPDX-License-Identifier: Apache-2.0
 *
 * Every limit of the program in one struct, and what is left of them for one document.
 *
 * All input is hostile: a document may expand without end, nest without end, or take for ever. Each
 * spender asks the budget first and passes a refusal on at once; the driver records it as a gap, so
 * a limit is always visible in the answer. One thread per budget; `stop` may be set from any thread
 * or a signal handler.
 */
#ifndef GUANKA_BASE_BUDGET_H
#define GUANKA_BASE_BUDGET_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/status.h"

struct limits {
    uint64_t input_bytes_max;    /* size of the document itself; 0 = any */
    uint64_t expanded_bytes_max; /* all that decompression makes of it */
    uint32_t children_max;       /* members of archives, embedded files, together */
    uint32_t depth_max;          /* archives within archives; the document itself is 0 */
    uint32_t ratio_max;          /* expanded : compressed of one member, once past a few MiB */
    uint32_t findings_max;       /* per document */
    uint32_t time_ms_max;        /* per document; 0 = any */
};

#define LIMITS_DEFAULT                                                                       \
    { .input_bytes_max = 0, .expanded_bytes_max = UINT64_C(16) << 30, .children_max = 100000, \
      .depth_max = 8, .ratio_max = 250, .findings_max = 10000, .time_ms_max = 600000 }

struct budget {
    const struct limits *limits;
    const atomic_bool *stop; /* NULL: cannot be stopped */
    uint64_t deadline_ns;    /* 0: none */
    uint64_t expanded_bytes;
    uint32_t children;
    uint32_t ticks;
};

/* Starts the clock. */
struct budget budget_start(const struct limits *limits, const atomic_bool *stop);
/* Cheap; call it in every loop that input drives. STATUS_DEADLINE or STATUS_STOPPED when over. */
MUST_CHECK enum status budget_tick(struct budget *budget);
/* The same, looking at the clock every time: for who waits instead of working. */
MUST_CHECK enum status budget_check(const struct budget *budget);
/* What is left, as limits of their own; the time at least 1 ms where there is a deadline. */
struct limits budget_rest(const struct budget *budget);
/* `total` bytes have now come out of `source_size` compressed bytes, `more` of them new. */
MUST_CHECK enum status budget_expand(struct budget *budget, uint64_t more, uint64_t total, uint64_t source_size);
MUST_CHECK enum status budget_child(struct budget *budget, uint32_t depth);

#endif
