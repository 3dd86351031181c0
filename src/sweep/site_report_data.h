/* SPDX-License-Identifier: Apache-2.0
 *
 * What a report of sites is made of, for the files that make it.
 */
#ifndef GUANKA_SWEEP_SITE_REPORT_DATA_H
#define GUANKA_SWEEP_SITE_REPORT_DATA_H

#include "store/store.h"
#include "sweep/report_build.h"

enum {
    DAYS_MAX = 366,
    REPORT_LISTED_MAX = 5000 /* findings that a report names one by one */
};

struct kind {
    const char *name; /* of the category, or of the check */
    unsigned opened, closed, open;
};

struct figures {
    unsigned slots, kept, missed, complete, incomplete;
    unsigned days, days_complete;
    uint64_t pages, attachments; /* of the last complete sweep */
    unsigned opened[FINDING_SEVERITY_COUNT], closed, set_aside, open[FINDING_SEVERITY_COUNT];
    int64_t *fixed_ms; /* how long each that was closed had been open */
    size_t fixed_count, fixed_capacity;
};

/* Of a part of the form of the self-check. */
struct area_figures {
    unsigned opened, closed, open;
};
enum { AREAS_MAX = 12 };

/* A state that a finding was brought to. */
struct change {
    int64_t finding, at_ms;
    enum finding_state state;
};

struct making {
    const struct store *store;
    const struct site_report_asked *asked;
    struct arena *arena;
    struct error *error;
    int64_t from_ms, to_ms;  /* of the period */
    int64_t come_ms;         /* as far as it has come */
    struct figures *figures; /* of each site */
    unsigned days_complete[DAYS_MAX];
    size_t day_count;
    struct kind *kinds;
    size_t kind_count, kind_capacity;
    struct area_figures areas[AREAS_MAX];
    struct report_build build;
    size_t site;            /* at hand */
    struct change *changes; /* of the site whose findings are looked at: finding by finding, the earliest first */
    size_t change_count, change_capacity;
    unsigned kept_a_day[DAYS_MAX], slots_a_day[DAYS_MAX], complete_a_day[DAYS_MAX];
    int64_t last_slot_ms;
    enum status status; /* of a reading that ended early */
};

/* The last change of a finding before an instant; NULL: it was not known then. */
const struct change *site_report_change_at(const struct making *making, int64_t finding, int64_t at_ms);
/* Of one of the sites. */
MUST_CHECK enum status site_report_read_changes(struct making *making, const struct site *site);
void site_report_add_figures(struct figures *sum, const struct figures *figures);
void site_report_count_area(struct making *making, const struct finding_row *row, bool opened, bool closed,
                            bool is_open);
void site_report_write_self_check(struct making *making);
void site_report_write_units(struct making *making);
void site_report_write_days(struct making *making);
/* Nothing when there was no probe. */
MUST_CHECK enum status site_report_write_probes(struct making *making);
/* All sections of REPORT_STATE, of which there is one site. */
MUST_CHECK enum status site_report_write_state(struct making *making);

#endif
