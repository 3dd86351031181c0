/* SPDX-License-Identifier: Apache-2.0
 *
 * What is counted of a site over some days: the one definition that day sheets and reports share
 * (docs/zh/站点巡检.md, "怎样计数").
 *
 * Slots count from the first sweep of the site on (of one that never was swept, since the store knows of it, or
 * since today), as far as they have come: those that the site file had at each time, and whatever is on record; one is kept by
 * a complete sweep of it, and missed when it is on record as that or over and not on record. A finding is new in the days in which a sweep found it first or found it there again,
 * fixed when the last thing that became of it in them was that, and counts once however often. A sweep and all that it
 * found are of one day: that of its slot, or of its start where it has none. All is as it was when the sweeps of the days
 * were over: what came later changes nothing. Times are milliseconds since 1970, days those of Asia/Shanghai.
 */
#ifndef GUANKA_SWEEP_SITE_FIGURES_H
#define GUANKA_SWEEP_SITE_FIGURES_H

#include "store/findings.h"
#include "sweep/site_past.h"

enum { SITE_FIGURES_DAYS_MAX = 366, SWEEPS_A_DAY = 4 /* R1-6(4) */ };

struct site_span {
    struct date first;
    size_t day_count;
    int64_t from_ms, to_ms;
    int64_t come_ms; /* as far as it has come */
    int64_t now_ms;
};
struct site_span site_span_of(struct date first, size_t day_count, int64_t now_ms);
/* Since when a site counts that the site file names and the store knows nothing of: today. Nobody knew of it before. */
int64_t site_figures_begun_unknown_ms(int64_t now_ms);
/* Which of its days an instant in it is of. */
size_t site_span_day(const struct site_span *span, int64_t at_ms);

struct site_figures {
    unsigned slots, kept, missed, complete, incomplete;
    unsigned not_believed; /* sweeps and records of missed slots whose time is not (store/sweep_times.h): in none of these */
    int64_t begun_ms; /* when the site was swept first, or was to be; site_figures_begun_unknown_ms where nobody knows */
    unsigned days, days_complete; /* days with slots, and those whose slots were kept by at least four sweeps */
    unsigned complete_a_day[SITE_FIGURES_DAYS_MAX];
    int64_t last_complete_ms; /* when the last complete sweep ended; 0: there was none */
    uint64_t pages;           /* that it reached */
    unsigned opened[FINDING_SEVERITY_COUNT], closed, set_aside, open[FINDING_SEVERITY_COUNT];
    int64_t *fixed_ms; /* how long each that was fixed had been open */
    size_t fixed_count, fixed_capacity;
};
unsigned site_figures_opened(const struct site_figures *figures); /* of any severity */
unsigned site_figures_open(const struct site_figures *figures);
/* Gives back what figures that were counted hold; zeroed ones hold nothing. */
void site_figures_free(struct site_figures *figures);

/* All states that findings of a site were brought to: finding by finding, the earliest first. Begins zeroed. */
struct site_steps {
    struct finding_step *items;
    size_t count, capacity;
    enum status status;
};
MUST_CHECK enum status site_steps_read(const struct store *store, const char *site, struct site_steps *steps,
                                       struct error *error);
void site_steps_free(struct site_steps *steps);

/* A finding that was known at the end of the days. */
struct site_finding {
    const struct finding_row *row; /* as it was then */
    bool is_open;
    bool opened, closed, set_aside; /* in these days */
    int64_t open_ms;                /* since one that was closed was found, first or again after it had been fixed */
};
typedef bool site_figures_read(void *context, const struct site_finding *finding); /* false ends the reading */
MUST_CHECK enum status site_findings_read(const struct store *store, const char *site, const struct site_span *span,
                                          site_figures_read *read, void *context, struct error *error);

/* The figures of sweeps, and those of one finding; `figures` begins zeroed. */
MUST_CHECK enum status site_figures_count_sweeps(const struct store *store, const char *site,
                                                 const struct site_past *past, const struct site_span *span,
                                                 struct site_figures *figures, struct error *error);
MUST_CHECK enum status site_figures_add_finding(struct site_figures *figures, const struct site_finding *finding);
/* All of both. */
MUST_CHECK enum status site_figures_count(const struct store *store, const char *site, const struct site_past *past,
                                          const struct site_span *span, struct site_figures *figures,
                                          struct error *error);

#endif
