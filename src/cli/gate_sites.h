/* SPDX-License-Identifier: Apache-2.0
 *
 * The sites that the gate shows, from the site file that its configuration names: which there are, when each is looked
 * through, and by when something is due of an incident.
 */
#ifndef GUANKA_CLI_GATE_SITES_H
#define GUANKA_CLI_GATE_SITES_H

#include "cli/site_file.h"
#include "gate/inspection.h"

struct gate_sites {
    struct site_file file;
    struct gate_site *sites;
    struct gate_inspection inspection; /* for the gate's options; lives as long as this */
};

/* `path` NULL: none are shown. Free it in any case. STATUS_INVALID with file, line and column. */
MUST_CHECK enum status gate_sites_read(const char *path, struct gate_sites *sites, struct error *error);
void gate_sites_free(struct gate_sites *sites);

#endif
