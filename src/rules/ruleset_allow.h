/* SPDX-License-Identifier: Apache-2.0
 *
 * Allowed phrases of a ruleset: those of single rules (`allow:`), and those for all, from the table allow.csv of
 * the folders of packs (data/allow.csv) and of the layers (reference/reference.h).
 */
#ifndef GUANKA_RULES_RULESET_ALLOW_H
#define GUANKA_RULES_RULESET_ALLOW_H

#include "rules/ruleset_build.h"

/* What `pool` has, as the set of one rule. STATUS_INVALID when a phrase is too long. */
MUST_CHECK enum status ruleset_allow_rule(struct build *build, const struct pool *pool,
                                          const struct allow_set **allowed);
/* Those of build->ruleset->reference, into build->ruleset. */
MUST_CHECK enum status ruleset_allow_all(struct build *build);

#endif
