/* SPDX-License-Identifier: Apache-2.0
 *
 * What a ruleset is made of; only the ruleset_*.c files see it. ruleset_data.c has its life and the functions of
 * ruleset.h that look at it; ruleset.c loads it.
 */
#ifndef GUANKA_RULES_RULESET_DATA_H
#define GUANKA_RULES_RULESET_DATA_H

#include <stdatomic.h>

#include "base/arena.h"
#include "base/buf.h"
#include "rules/complaint.h"
#include "rules/database_set.h"
#include "rules/gate.h"
#include "rules/ruleset.h"
#include "rules/ruleset_pool.h"
#include "text/literal_set.h"

/* Databases in one array: the views first, then what programs' texts are searched for, then the parts behind the gate of
 * each view, then the contexts. */
enum { SEARCH_PROGRAM = VIEW_COUNT, SEARCH_GATED, SEARCH_COUNT = SEARCH_GATED + VIEW_COUNT * GATE_PARTS };

struct search_scratch {
    struct hs_scratch *hyperscan;
    const struct ruleset *ruleset; /* the last one prepared for */
    bool *serves;                  /* does `hyperscan` serve this database of it? serves_capacity of them; from the heap */
    size_t serves_capacity;
    struct gate_watch watch;
    bool wants_tail;    /* matcher_loses_ends */
    struct buf tailed;  /* the text at work and what stands behind it for the engine */
};

struct ruleset {
    atomic_uint references;
    struct arena *arena; /* all texts and tables below, but for the databases */
    const struct rule *rules;
    size_t rule_count;
    const struct pattern *patterns[VIEW_COUNT];
    size_t pattern_count[VIEW_COUNT];
    const uint32_t *const *context_literals; /* sizes of the literals of each context; 0: an expression */
    /* Those of the patterns that are not in a database; in those of the views, with ids behind the patterns', the words
     * of the gate. */
    const struct literal_set *literals[SEARCH_GATED];
    const struct gate *gates[VIEW_COUNT]; /* NULL: nothing is behind one */
    struct database_set *databases; /* of SEARCH_COUNT and all contexts; owned */
    struct pools pools;             /* what they are compiled from; nothing when all have been, unless they are kept */
    struct reference *reference; /* owned */
    const void *knowledge;       /* the engine's, in the arena */
    const struct allow_set *allowed; /* for all rules, or NULL */
    uint32_t reach, context_reach;
    struct digest digest;
    bool was_cached;
    const struct ruleset_example *examples;
    size_t example_count;
    struct ruleset_remark *remarks; /* from the heap */
    size_t remark_count, remark_capacity;
};

size_t ruleset_search_of(enum rule_view view, enum rule_reader reader);
size_t ruleset_gated_of(enum rule_view view, unsigned part);

/* A fresh, empty one with one reference. */
MUST_CHECK enum status ruleset_data_create(struct ruleset **ruleset);
MUST_CHECK enum status ruleset_data_remark(struct ruleset *ruleset, struct rule_place place, bool is_error,
                                           const char *format, ...) __attribute__((format(printf, 4, 5)));

#endif
