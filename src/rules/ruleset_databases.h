/* SPDX-License-Identifier: Apache-2.0
 *
 * The databases of a ruleset: from the cache, or compiled from its pools. The last step of loading one.
 */
#ifndef GUANKA_RULES_RULESET_DATABASES_H
#define GUANKA_RULES_RULESET_DATABASES_H

#include "rules/ruleset_build.h"

/* Sets ruleset->databases and was_cached, and raises its reach. `patterns` is the digest of all pools. When they came from the
 * cache, the ruleset's pools must live as long as it. */
MUST_CHECK enum status ruleset_databases_obtain(struct build *build, const struct digest *patterns);

#endif
