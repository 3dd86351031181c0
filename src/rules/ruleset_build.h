/* SPDX-License-Identifier: Apache-2.0
 *
 * From pack files to folded patterns: the first half of loading a ruleset.
 */
#ifndef GUANKA_RULES_RULESET_BUILD_H
#define GUANKA_RULES_RULESET_BUILD_H

#include "base/arena.h"
#include "rules/ruleset.h"
#include "rules/ruleset_pool.h"

/* What exists only while a ruleset is loaded. */
struct build {
    const struct ruleset_options *options;
    struct ruleset *ruleset;
    struct rule_draft **drafts; /* the enabled ones, in order of id; rule i of the ruleset is draft i */
    size_t draft_count, draft_capacity;
    const struct rule_pack **packs; /* of each draft */
    size_t pack_capacity;
    struct pools *pools; /* the ruleset's */
    bool has_sealed; /* some pack or word list was sealed */
    struct error *error;
};

/* Reads, checks, selects and folds. The caller frees, whatever the status. */
MUST_CHECK enum status ruleset_build(struct build *build);
void ruleset_build_free(struct build *build);

#endif
