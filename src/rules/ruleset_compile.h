/* SPDX-License-Identifier: Apache-2.0
 *
 * Patterns to a Hyperscan database, and Hyperscan's complaints to places in packs.
 *
 * Literals are compiled as escaped expressions in byte mode: Hyperscan's literal interface can fail at
 * scan time (libhs 5.4.0), and its UTF-8 mode makes compilation of literals many times slower.
 */
#ifndef GUANKA_RULES_RULESET_COMPILE_H
#define GUANKA_RULES_RULESET_COMPILE_H

#include "base/error.h"
#include "rules/ruleset_pool.h"

struct hs_database;

enum compile_purpose {
    COMPILE_VIEW,    /* every match; expressions with their start */
    COMPILE_PROGRAM, /* the same, of the patterns that programs' texts are searched for */
    COMPILE_CONTEXT, /* is there any match at all */
    COMPILE_GATED,   /* this and those behind it: as COMPILE_VIEW, of one part behind the gate; that has the others */
};

/* Is the pattern one of these? */
bool ruleset_compiles(const struct pool_pattern *pattern, enum compile_purpose purpose);
/* Raises *reach to the longest possible match in bytes. The caller frees the database. */
MUST_CHECK enum status ruleset_compile(const struct pool *pool, enum compile_purpose purpose,
                                       struct hs_database **database, uint32_t *reach, struct error *error);

/* A match may be at most this long; more would make every window of text carry a long tail. */
enum { COMPILE_WIDTH_MAX = 8192 };

#endif
