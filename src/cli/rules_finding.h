/* SPDX-License-Identifier: Apache-2.0
 *
 * `guanka rules explain FINGERPRINT PATH…`: finds a finding again and says why it is one.
 *
 * A report need not have been written with --explain: the file is scanned once more, with the rules as they are now.
 */
#ifndef GUANKA_CLI_RULES_FINDING_H
#define GUANKA_CLI_RULES_FINDING_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "cli/config.h"

bool rules_is_fingerprint(const char *text);

struct rules_finding {
    const char *fingerprint;
    const char *const *paths; /* as they were given for the report; path_count of them */
    size_t path_count;
    const char *report; /* JSONL, which knows the path and the day; NULL: none */
    const char *as_of;  /* NULL: the report's day, else today */
    bool as_json;
};

/* Scans the paths (or the file that the report names) and writes the finding to standard output. STATUS_INVALID when it is
 * not there. */
MUST_CHECK enum status rules_explain_finding(const struct config *config, struct ruleset *ruleset,
                                             const struct rules_finding *finding, struct error *error);

#endif
