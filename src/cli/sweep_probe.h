/* SPDX-License-Identifier: Apache-2.0
 *
 * guanka sweep probe: whether the start pages of sites can be opened now, and whether somebody has replaced one since
 * the last sweep.
 *
 * What came is stored when all have answered; a page that cannot be opened any more opens an incident
 * (sweep/outage.h), unless this machine has no network. A page whose content is another one than the last sweep had
 * is read by the rules; when they find something severe that is not known, or its title is not the one that was
 * accepted, the start pages are swept at once (sweep_run_starts), which opens findings and incidents.
 */
#ifndef GUANKA_CLI_SWEEP_PROBE_H
#define GUANKA_CLI_SWEEP_PROBE_H

#include "cli/sweep_run.h"

struct sweep_probe_options {
    struct sweep_run_options run;
    bool tells_all; /* what was reached, too */
    bool as_json;   /* an object a line */
};

/* Of these sites now. *failed counts start pages that could not be opened. */
MUST_CHECK enum status sweep_probe_sites(const struct sweep_probe_options *options, const struct site *const *sites,
                                         size_t count, unsigned *failed, struct error *error);
/* Of the sites of the file that were not probed for as long as the file says. */
MUST_CHECK enum status sweep_probe_due(const struct sweep_probe_options *options, struct error *error);

#endif
