/* SPDX-License-Identifier: Apache-2.0
 *
 * `guanka rules check --engine`: does the engine find what a plain search finds (rules/ruleset_engine.h)?
 */
#ifndef GUANKA_CLI_RULES_ENGINE_H
#define GUANKA_CLI_RULES_ENGINE_H

#include <stdio.h>

#include "base/error.h"
#include "rules/ruleset.h"

/* Writes each difference with rule, pattern, text, place and what to do, and a line that sums up. The ruleset as for
 * ruleset_engine_check. */
MUST_CHECK enum status rules_engine_check(const struct ruleset *ruleset, FILE *out, size_t *differences,
                                          struct error *error);

#endif
