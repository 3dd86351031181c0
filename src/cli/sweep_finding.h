/* SPDX-License-Identifier: Apache-2.0
 *
 * guanka sweep findings, finding and decide: what was found on sites, one finding with all that became of it, and what
 * a person decides on it.
 */
#ifndef GUANKA_CLI_SWEEP_FINDING_H
#define GUANKA_CLI_SWEEP_FINDING_H

#include "cli/site_file.h"

struct sweep_finding_options {
    const struct site_file *file;
    bool as_json, show_secrets;      /* show_secrets: personal data in addresses is not masked */
    const char *by, *reason, *until; /* decide: who, why, and of an exemption its last day; NULL */
    int64_t now_ms;
};

/* Findings of a site (NULL: of all in the file) that are open, or all. */
MUST_CHECK enum status sweep_finding_list(const struct sweep_finding_options *options, const struct site *site,
                                          bool wants_all, struct error *error);
/* STATUS_INVALID with words when `id` names none. */
MUST_CHECK enum status sweep_finding_show(const struct sweep_finding_options *options, const char *id,
                                          struct error *error);
/* `decision`: "false-alarm", "exempt", "accept" or "open". All of them, or none and words in *error. */
MUST_CHECK enum status sweep_finding_decide(const struct sweep_finding_options *options, const char *decision,
                                            char *const *ids, size_t count, struct error *error);

#endif
