/* SPDX-License-Identifier: Apache-2.0
 *
 * guanka sweep incident: what was opened by sweeps, what people say of it, its evidence, its clock.
 */
#ifndef GUANKA_CLI_SWEEP_INCIDENT_H
#define GUANKA_CLI_SWEEP_INCIDENT_H

#include "base/event_log.h"
#include "cli/site_file.h"
#include "store/store.h"

struct sweep_incident_options {
    const struct site_file *file;
    bool as_json, wants_all;       /* all: those that are over, too */
    bool show_secrets;             /* personal data in addresses and notes is not masked */
    const char *by, *text, *grade; /* note: who says it, what, and of STEP_GRADED the grade; NULL */
    const char *out;               /* report: the file; NULL: standard output */
    int64_t now_ms;
    struct event_log *log; /* NULL: none is kept */
};

MUST_CHECK enum status sweep_incident_list(const struct sweep_incident_options *options, const char *site,
                                           struct error *error);
MUST_CHECK enum status sweep_incident_show(const struct sweep_incident_options *options, const char *id,
                                           struct error *error);
/* A draft of the first report: HTML, which word processors open. */
MUST_CHECK enum status sweep_incident_report(const struct sweep_incident_options *options, const char *id,
                                             struct error *error);
MUST_CHECK enum status sweep_incident_note(const struct sweep_incident_options *options, const char *id,
                                           const char *step, struct error *error);
/* *is_right: ledger and evidence are as they were written. */
MUST_CHECK enum status sweep_incident_verify(const struct sweep_incident_options *options, const char *id,
                                             bool *is_right, struct error *error);
/* On standard error, and as JSON on standard output where that is wanted: messages about open incidents of a site
 * (NULL: of all) that nobody took in three days. */
MUST_CHECK enum status sweep_incident_tell_given_up(const struct store *store, const char *site, bool as_json,
                                                    struct error *error);
/* Reminders that have come, and messages that wait, leave; *late counts incidents that should have been reported. */
MUST_CHECK enum status sweep_incident_due(const struct sweep_incident_options *options, unsigned *late,
                                          struct error *error);

#endif
