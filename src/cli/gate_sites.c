/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/gate_sites.h"

#include "base/alloc.h"
#include "cli/sweep_run.h"
#include "sweep/incident.h"

static struct gate_incident_clock read_clock(const struct incident_row *row, int64_t now_ms)
{
    return (struct gate_incident_clock){ .report_due_ms = incident_report_due_ms(row),
                                         .progress_due_ms = incident_progress_due_ms(row),
                                         .is_late = incident_is_late(row, now_ms),
                                         .needs_progress = incident_needs_progress(row, now_ms),
                                         .needs_daily = incident_needs_daily(row, now_ms) };
}

enum status gate_sites_read(const char *path, struct gate_sites *sites, struct error *error)
{
    enum status status;

    *sites = (struct gate_sites){ 0 };
    if (path == NULL)
        return STATUS_OK;
    status = site_file_read(path, &sites->file, error);
    if (status != STATUS_OK)
        return status;
    sites->sites = alloc_zeroed(sites->file.count + 1, sizeof *sites->sites);
    if (sites->sites == NULL)
        return STATUS_NO_MEMORY;
    for (size_t index = 0; index < sites->file.count; index++) {
        const struct site *site = &sites->file.sites[index];

        sites->sites[index] = (struct gate_site){ .id = site->id,
                                                  .name = site->name,
                                                  .unit = site->unit,
                                                  .slots = site->slots.minutes,
                                                  .slot_count = site->slots.count };
    }
    sites->inspection = (struct gate_inspection){ .store = sites->file.store,
                                                  .sites = sites->sites,
                                                  .site_count = sites->file.count,
                                                  .read_clock = read_clock,
                                                  .is_under_way = sweep_run_is_under_way };
    return STATUS_OK;
}

void gate_sites_free(struct gate_sites *sites)
{
    alloc_free(sites->sites);
    site_file_free(&sites->file);
}
