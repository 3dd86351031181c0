/* SPDX-License-Identifier: Apache-2.0
 *
 * `guanka rules check`: every example of every rule is scanned as the product scans.
 */
#ifndef GUANKA_CLI_RULES_CHECK_H
#define GUANKA_CLI_RULES_CHECK_H

#include <stdio.h>

#include "base/date.h"
#include "cli/packs.h"
#include "rules/ruleset.h"

struct rules_check {
    size_t examples, failures;
    size_t errors, remarks; /* of the loader */
};

/* Writes a line for each example that behaves otherwise than its pack says, and for each remark of the
 * loader, as file:line:column: words; and for each row of a table that means nothing any more on this day. */
MUST_CHECK enum status rules_check_run(struct ruleset *ruleset, struct date day, FILE *out,
                                       struct rules_check *result, struct error *error);

/* The suppressions of the layers and those named: what is wrong with each, which have expired on this day, and which are
 * of a rule that there is not, where all that ship are loaded. Adds to *result. */
MUST_CHECK enum status rules_check_suppressions(const struct ruleset *ruleset, const struct packs *packs,
                                                const struct text_list *named, struct date day, FILE *out,
                                                struct rules_check *result, struct error *error);

#endif
