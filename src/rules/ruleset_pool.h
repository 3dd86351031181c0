/* SPDX-License-Identifier: Apache-2.0
 *
 * The folded patterns of one database, collected before it is compiled or found in the cache.
 *
 * Within a rule a pattern occurs once; between rules it may occur again and is then kept for each, with
 * a note of its twin. Texts live in the arena given.
 */
#ifndef GUANKA_RULES_RULESET_POOL_H
#define GUANKA_RULES_RULESET_POOL_H

#include "base/arena.h"
#include "base/buf.h"
#include "rules/rule_file.h"

struct pool_pattern {
    const char *text; /* folded: plain text of a literal, or a terminated expression */
    uint32_t size;
    uint32_t literal_size; /* as in struct pattern */
    uint32_t rule;
    uint32_t twin; /* an earlier pattern with the same text, of another rule; POOL_NO_TWIN if none */
    struct rule_place place;
    const struct rule_pack *pack;
    const struct rule_text *source; /* the expression as written; NULL for a literal */
    uint32_t source_start;          /* where in the folded source this begins, if it is one alternative of it */
    bool in_literal_set;            /* found by a literal_set; not compiled */
    bool in_programs;               /* its rule looks into what programs read */
    bool is_gated;                  /* an expression that is only run where the gate lets it … */
    uint16_t gate_part;             /* … with this part */
};
#define POOL_NO_TWIN UINT32_MAX

struct pool {
    struct pool_pattern *patterns;
    size_t count, capacity;
    uint64_t hash; /* over the texts */
    uint32_t *slots; /* hash table of the latest pattern with a text; POOL_NO_TWIN is free */
    size_t slot_count;
};

enum { POOL_COUNT_MAX = 1000000 };

/* Copies pattern->text to the arena, unless the rule has it already. */
MUST_CHECK enum status pool_add(struct pool *pool, struct arena *arena, const struct pool_pattern *pattern);
void pool_free(struct pool *pool);
/* Have both the same patterns, in the same order? */
bool pool_is_same(const struct pool *left, const struct pool *right);
/* Appends all that decides what is compiled, for digests. */
void pool_describe(const struct pool *pool, struct buf *output);

/* All that the databases of a ruleset are compiled from. */
struct pools {
    struct arena *arena; /* pack files and folded patterns */
    struct pool views[VIEW_COUNT];
    struct pool *contexts; /* from the heap */
    size_t context_count, context_capacity;
};

void pools_free(struct pools *pools);

#endif
