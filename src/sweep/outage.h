/* SPDX-License-Identifier: Apache-2.0
 *
 * A start page that cannot be opened is an incident (R8 三(一)2②: 瘫痪、中断), as soon as probes say so: several that
 * failed one after the other, or a share of a week that fails the site (availability.h).
 *
 * It belongs to the finding of the check site-unreachable, so what a person has set aside opens none. A site has one
 * at a time. One that has ended is not opened again by the same outage. One thread.
 */
#ifndef GUANKA_SWEEP_OUTAGE_H
#define GUANKA_SWEEP_OUTAGE_H

#include "base/error.h"
#include "store/incidents.h"
#include "sweep/site.h"

/* What came of the probes of the last week is its evidence, in a folder of `evidence` (evidence.h); where it cannot be
 * written, the ledger says so, and it is tried again with the next probe that fails.
 *
 * After a probe of a start page has failed and the check was made (checks_see_unreachable). *opened: the incident
 * that was opened; its id is "" when none was. Inside of a transaction. */
MUST_CHECK enum status outage_see(struct store *store, const struct site *site, const char *start, const char *evidence,
                                  int64_t now_ms, struct incident_row *opened, struct error *error);

#endif
