/* SPDX-License-Identifier: Apache-2.0
 *
 * What a report of sites is made of, for the files that make it.
 */
#ifndef GUANKA_SWEEP_SITE_REPORT_DATA_H
#define GUANKA_SWEEP_SITE_REPORT_DATA_H

#include "store/store.h"
#include "sweep/report_build.h"
#include "sweep/site_figures.h"
#include "sweep/site_roster.h"

enum { REPORT_LISTED_MAX = 5000 /* findings that a report names one by one */ };

struct kind {
    const char *name; /* of the category, or of the check */
    unsigned opened, closed, open;
};

/* Of a part of the form of the self-check. */
struct area_figures {
    unsigned opened, closed, open; /* but for what is suspected, of which a person has to say what it is */
    unsigned suspected;            /* open */
    unsigned set_aside;            /* at the end, whenever that was said */
};
enum { AREAS_MAX = 12 };

/* What became of one that is listed by the end of the time. */
enum listed_class { LISTED_OPEN, LISTED_FIXED, LISTED_SET_ASIDE };

struct listed_finding {
    int64_t id;
    size_t site, kind; /* of the arrays of the report */
    enum listed_class class;
    enum finding_severity severity;
    const char *const *cells; /* NULL until it was read again */
};

struct making {
    const struct store *store;
    const struct site_report_asked *asked;
    struct site_roster roster; /* the sites of the report, as they were then */
    struct arena *arena;
    struct error *error;
    struct site_span span;        /* the period */
    struct site_figures *figures; /* of each site */
    unsigned days_complete[SITE_FIGURES_DAYS_MAX];
    size_t begun; /* the day of the first sweep of any site; as many as there are days: it was later */
    struct kind *kinds;
    size_t kind_count, kind_capacity;
    struct area_figures areas[AREAS_MAX];
    struct listed_finding *listed;
    size_t listed_count, listed_capacity;
    size_t decisions_left; /* that are more than can be listed */
    struct report_build build;
    size_t site;        /* at hand */
    enum status status; /* of a reading that ended early */
};

/* What a site was called then, and that the site file does not name it any more. */
const char *site_report_name(struct making *making, const struct site_then *then);
void site_report_add_figures(struct site_figures *sum, const struct site_figures *figures);
void site_report_count_area(struct making *making, const struct site_finding *finding);
void site_report_write_self_check(struct making *making);
void site_report_write_units(struct making *making);
void site_report_write_days(struct making *making);
MUST_CHECK enum status site_report_write_sweeps(struct making *making);
/* Of the site at hand: those that site_report_write_findings lists. `kind` of making->kinds. */
MUST_CHECK enum status site_report_note_finding(struct making *making, const struct site_finding *finding, size_t kind);
MUST_CHECK enum status site_report_write_findings(struct making *making);
/* Nothing when nobody has decided anything. */
MUST_CHECK enum status site_report_write_decisions(struct making *making);
/* Those of a site that were discovered before the end of the time and had not ended before its beginning, each as it
 * stood at the end; the oldest first. */
struct incident_row;
typedef void site_report_read_incident(void *context, const struct incident_row *row);
MUST_CHECK enum status site_report_read_incidents(struct making *making, const struct site *site,
                                                  site_report_read_incident *read, void *context);
MUST_CHECK enum status site_report_write_incidents(struct making *making);
MUST_CHECK enum status site_report_write_probes(struct making *making);
/* All sections of REPORT_STATE, of which there is one site. */
MUST_CHECK enum status site_report_write_state(struct making *making);

#endif
