/* SPDX-License-Identifier: Apache-2.0
 *
 * A rule for people: as it stands in its pack, and in words. Of a rule in a sealed pack, what it looks for is not told.
 */
#ifndef GUANKA_CLI_RULES_EXPLAIN_H
#define GUANKA_CLI_RULES_EXPLAIN_H

#include <stdio.h>

#include "cli/config.h"
#include "rules/rule.h"

/* The lines of its pack. STATUS_IO, with words on standard error, when that cannot be read any more. */
MUST_CHECK enum status rules_show(const struct rule *rule, const struct config *config, FILE *out);
/* What it finds, where, what must or must not stand beside it, and its examples. The same failure. */
MUST_CHECK enum status rules_explain(const struct rule *rule, const struct config *config, FILE *out);
/* The same as a line of JSON (docs/contract.md). */
MUST_CHECK enum status rules_explain_json(const struct rule *rule, const struct config *config, FILE *out);

#endif
