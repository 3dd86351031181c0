/* SPDX-License-Identifier: Apache-2.0
 *
 * Everything that is on record of one incident, as an annex of the report to the superior (R8 三(一)): how it stands,
 * its clocks, what was found, what was done by whom and when, the evidence with its digests, the messages that left.
 *
 * Computed from the store alone. Whether evidence and ledger are as they were written is for guanka sweep incident
 * verify and guanka ledger verify to say.
 */
#ifndef GUANKA_SWEEP_INCIDENT_REPORT_H
#define GUANKA_SWEEP_INCIDENT_REPORT_H

#include "sweep/site_report.h"

/* Of `asked` sites, time and show_secrets. Everything lies in the arena. STATUS_INVALID when there is no such incident.
 * The site may be one that is in `sites` no more. */
MUST_CHECK enum status incident_report_make(const struct store *store, const char *id,
                                            const struct site_report_asked *asked, struct arena *arena,
                                            struct site_report *report, struct error *error);

#endif
