/* SPDX-License-Identifier: Apache-2.0
 *
 * What the gate shows of inspected sites (docs/zh/站点巡检.md): their sweeps, findings and incidents, read from the
 * store that inspections write. Nothing is written there.
 *
 * Who reviews, audits or administers sees all sites; who only submits, those of the units that he submits for. The
 * store may come later than the gate: it is opened by each worker when it is first asked for.
 */
#ifndef GUANKA_GATE_INSPECTION_H
#define GUANKA_GATE_INSPECTION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/error.h"
#include "store/incidents.h"

struct gate_site {
    const char *id, *name, *unit;
};

/* By when what is due, of an incident as it stands: milliseconds since 1970, 0 where nothing is. */
struct gate_incident_clock {
    int64_t report_due_ms, progress_due_ms;
    bool is_late, needs_progress, needs_daily;
};
/* What the regulations say (sweep/incident.h, which the gate does not know). Pure, any thread. */
typedef struct gate_incident_clock gate_read_clock(const struct incident_row *row, int64_t now_ms);

/* Whether a program is at the site: a sweep that the store has as running, while none is, was cut off. Any thread. */
typedef bool gate_is_under_way(const char *store, const char *site);

/* What became of a slot. */
enum gate_slot_state {
    GATE_SLOT_COMING,
    GATE_SLOT_DUE, /* it may still be made up for */
    GATE_SLOT_MISSED,
    GATE_SLOT_INCOMPLETE,
    GATE_SLOT_COMPLETE,
    GATE_SLOT_RUNNING
};
struct gate_slot {
    int64_t at_ms, sweep; /* sweep: 0, there is none */
    enum gate_slot_state state;
};
typedef bool gate_read_slot(void *context, const struct gate_slot *slot); /* false ends it */
struct gate_inspection;
/* Those of [from_ms, to_ms), as day sheets and reports count them (sweep/site_slots.h), the earliest first. `site`: its
 * place among the sites. Any thread. */
typedef enum status gate_list_slots(const struct gate_inspection *inspection, const struct store *store, size_t site,
                                    int64_t from_ms, int64_t to_ms, int64_t now_ms, gate_read_slot *read, void *context,
                                    struct error *error);

struct gate_inspection {
    const char *store; /* NULL: no sites are shown */
    const struct gate_site *sites;
    size_t site_count;
    const void *file; /* the site file, for list_slots */
    int64_t read_ms;  /* when it was read */
    gate_list_slots *list_slots;
    gate_read_clock *read_clock;
    gate_is_under_way *is_under_way;
};

/* ---- For routes. */

struct call;

/* The worker's, to read. NULL when the call is answered: no site file is named, or the store cannot be opened. */
const struct store *inspection_store(struct call *call);
/* The same where a store is named, without an answer. */
const struct store *inspection_open_store(const struct call *call, struct error *error);
/* NULL: the site file has it no more. */
const struct gate_site *inspection_site(const struct call *call, const char *id);
/* Whether the sender may see what is of this site; with `unit` and `site` (NULL: any) as he has narrowed it down. */
bool inspection_may_see(const struct call *call, const char *id);
bool inspection_is_wanted(const struct call *call, const char *id);
/* A list of rows, so many of them as a page has. */
struct inspection_list {
    const struct call *call;
    struct buf *out;
    unsigned left;
    bool has_more;
};
/* Whether the row of this site is written: its object is begun. False: it is passed over, or (has_more) the page is full. */
bool inspection_begin_row(struct inspection_list *list, const char *site);
/* Whether the next row is wanted. */
bool inspection_end_row(struct inspection_list *list);
/* The members "site", "site_name" and "unit". */
void inspection_write_site(const struct call *call, struct buf *out, const char *id);
/* The number that stands for "*" in the path; 0 when it is none. */
int64_t inspection_number(const struct call *call);
/* A time as a member, null for 0. */
void inspection_write_time(struct buf *out, const char *key, int64_t at_ms);

#endif
