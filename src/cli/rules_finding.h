/* SPDX-License-Identifier: Apache-2.0
 *
 * `guanka rules explain FINGERPRINT PATH…`: finds a finding again and says why it is one.
 */
#ifndef GUANKA_CLI_RULES_FINDING_H
#define GUANKA_CLI_RULES_FINDING_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "cli/config.h"

bool rules_is_fingerprint(const char *text);
/* Scans the paths, which must be given as they were for the report, and writes the finding to standard output.
 * STATUS_INVALID when it is not there. */
MUST_CHECK enum status rules_explain_finding(const struct config *config, struct ruleset *ruleset,
                                             const char *fingerprint, char **paths, size_t path_count,
                                             struct error *error);

#endif
