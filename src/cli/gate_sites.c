/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/gate_sites.h"

#include "base/alloc.h"
#include "base/arena.h"
#include "base/clock.h"
#include "cli/sweep_run.h"
#include "sweep/incident.h"
#include "sweep/site_slots.h"
#include "sweep/site_sweeps.h"

static struct gate_incident_clock read_clock(const struct incident_row *row, int64_t now_ms)
{
    return (struct gate_incident_clock){ .report_due_ms = incident_report_due_ms(row),
                                         .progress_due_ms = incident_progress_due_ms(row),
                                         .is_late = incident_is_late(row, now_ms),
                                         .needs_progress = incident_needs_progress(row, now_ms),
                                         .needs_daily = incident_needs_daily(row, now_ms) };
}

/* ---- Slots. */

struct listing {
    const struct gate_inspection *inspection;
    const char *site;
    gate_read_slot *read;
    void *context;
};

/* A sweep that was cut off leaves its slot to be made up for. */
static bool take_slot(void *context, const struct site_slot *slot)
{
    static const enum gate_slot_state states[] = { [SITE_SLOT_COMING] = GATE_SLOT_COMING,
                                                   [SITE_SLOT_DUE] = GATE_SLOT_DUE,
                                                   [SITE_SLOT_MISSED] = GATE_SLOT_MISSED,
                                                   [SITE_SLOT_INCOMPLETE] = GATE_SLOT_INCOMPLETE,
                                                   [SITE_SLOT_COMPLETE] = GATE_SLOT_COMPLETE };
    const struct listing *listing = context;
    bool is_under_way = slot->is_running && sweep_run_is_under_way(listing->inspection->store, listing->site);
    const struct gate_slot shown = { .at_ms = slot->at_ms,
                                     .sweep = slot->sweep,
                                     .state = is_under_way ? GATE_SLOT_RUNNING : states[slot->state] };

    return listing->read(listing->context, &shown);
}

static enum status list_slots(const struct gate_inspection *inspection, const struct store *store, size_t site,
                              int64_t from_ms, int64_t to_ms, int64_t now_ms, gate_read_slot *read, void *context,
                              struct error *error)
{
    const struct site_file *file = inspection->file;
    const char *id = file->sites[site].id;
    struct listing listing = { inspection, id, read, context };
    struct arena *arena;
    struct site_past past;
    int64_t begun_ms, last_ms;
    enum status status = arena_create(&arena);

    if (status != STATUS_OK)
        return status;
    status = site_past_read_later(store, &file->sites[site], inspection->read_ms, now_ms, arena, &past, error);
    if (status == STATUS_OK)
        status = site_sweeps_extent(store, id, &past, now_ms, &begun_ms, &last_ms, error);
    if (status == STATUS_OK)
        status = site_slots_list(store, id, &past, begun_ms, from_ms, to_ms, now_ms, take_slot, &listing, error);
    arena_destroy(arena);
    return status;
}

enum status gate_sites_read(const char *path, struct gate_sites *sites, struct error *error)
{
    int64_t read_ms = clock_wall_ms();
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

        sites->sites[index] = (struct gate_site){ .id = site->id, .name = site->name, .unit = site->unit };
    }
    sites->inspection = (struct gate_inspection){ .store = sites->file.store,
                                                  .sites = sites->sites,
                                                  .site_count = sites->file.count,
                                                  .file = &sites->file,
                                                  .read_ms = read_ms,
                                                  .list_slots = list_slots,
                                                  .read_clock = read_clock,
                                                  .is_under_way = sweep_run_is_under_way };
    return STATUS_OK;
}

void gate_sites_free(struct gate_sites *sites)
{
    alloc_free(sites->sites);
    site_file_free(&sites->file);
}
