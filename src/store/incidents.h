/* SPDX-License-Identifier: Apache-2.0
 *
 * Incidents: how each stands now, and which findings belong to it. What led there is in the ledger under its id,
 * chained and never changed; what may be done when is sweep/incident.h's to say.
 *
 * Times are milliseconds since 1970 UTC, 0 where there is none. Writing is refused (STATUS_IO) outside of a
 * transaction; rows that are read live as long as the call.
 */
#ifndef GUANKA_STORE_INCIDENTS_H
#define GUANKA_STORE_INCIDENTS_H

#include <stdbool.h>
#include <stdint.h>

#include "store/store.h"

/* R8 三(一)2, in its order. Numbers are kept: they are never given to another. */
enum incident_kind {
    INCIDENT_UNLAWFUL,  /* ① 违法犯罪 */
    INCIDENT_TAMPERING, /* ② 瘫痪、中断、篡改、丢失 */
    INCIDENT_TERROR,    /* ③ 恐怖活动嫌疑 */
    INCIDENT_OTHER,     /* ④ */
    INCIDENT_KIND_COUNT
};
/* "unlawful", "tampering", "terror", "other". */
const char *incidents_kind_name(enum incident_kind kind);

enum incident_grade {
    INCIDENT_NOT_GRADED,
    INCIDENT_GENERAL,       /* 一般 */
    INCIDENT_LARGER,        /* 较大 */
    INCIDENT_MAJOR,         /* 重大 */
    INCIDENT_EXTRAORDINARY, /* 特别重大 */
    INCIDENT_GRADE_COUNT
};
/* "general", "larger", "major", "extraordinary"; "" while there is none. */
const char *incidents_grade_name(enum incident_grade grade);

/* The furthest that it has come (DOMAIN 10.2). */
enum incident_state {
    INCIDENT_DISCOVERED,
    INCIDENT_REPORTED,
    INCIDENT_GRADED,
    INCIDENT_PLAN_STARTED,
    INCIDENT_CONTAINED,
    INCIDENT_ERADICATED,
    INCIDENT_RECOVERED,
    INCIDENT_END_PROPOSED,
    INCIDENT_END_APPROVED,
    INCIDENT_INVESTIGATED,
    INCIDENT_ARCHIVED,
    INCIDENT_DISMISSED,
    INCIDENT_STATE_COUNT
};
/* "discovered", "reported", "plan-started" and so on. */
const char *incidents_state_name(enum incident_state state);

enum { INCIDENT_ID_SIZE = 32, INCIDENT_DAY_SIZE = 16 };

struct incident_row {
    char id[INCIDENT_ID_SIZE];
    const char *site, *family; /* family: the category of rules that its findings are of */
    enum incident_kind kind;
    enum incident_state state;
    enum incident_grade grade;
    int64_t discovered_ms, sweep;
    int64_t last_good_ms, last_good_sweep; /* a time at which it was not there yet */
    int64_t reported_ms;                   /* the first report */
    unsigned warned;                       /* minutes of the last reminder */
    int64_t overdue_ms;                    /* when it was noted that the first report is late */
    int64_t major_ms;                      /* since when its grade is major or more, as far as it is known */
    int64_t progress_ms;                   /* the last progress report */
    char daily[INCIDENT_DAY_SIZE];         /* the day of the last daily report; "" */
    int64_t ended_ms;
    unsigned evidence; /* how many contents are kept as evidence */
};

/* The family of incidents that no rule and no sweep has found: probes could not open a start page. */
#define INCIDENT_OUTAGE "outage"
bool incidents_is_of_probes(const struct incident_row *row);

/* A new one, "INC-20261128-001": the first of its day (as "20261128"), or the first after `taken`: numbers up to it
 * are others'. STATUS_INVALID while one of its site and family is open. State, grade and what comes after last_good are
 * not looked at. */
MUST_CHECK enum status incidents_open(struct store *store, struct incident_row *row, const char *day, int64_t taken,
                                      struct error *error);
/* All but how it began. STATUS_INVALID when there is none, or a time would change that is said once. */
MUST_CHECK enum status incidents_update(struct store *store, const struct incident_row *row, struct error *error);
/* A finding by its site and key; nothing when it belongs to it already. */
MUST_CHECK enum status incidents_add_finding(struct store *store, const char *id, const char *site, const char *key,
                                             int64_t at_ms, struct error *error);

typedef bool incidents_read_row(void *context, const struct incident_row *row); /* false ends the reading */
struct incidents_filter {
    const char *id, *site, *family; /* NULL: any */
    bool only_open;
    int64_t finding; /* that belongs to it; 0: any */
};
/* The oldest first. */
MUST_CHECK enum status incidents_list(const struct store *store, const struct incidents_filter *filter,
                                      incidents_read_row *read, void *context, struct error *error);
/* The latest first; those that were discovered before the one of the id `before` (NULL: all). */
MUST_CHECK enum status incidents_list_latest(const struct store *store, const struct incidents_filter *filter,
                                             const char *before, incidents_read_row *read, void *context,
                                             struct error *error);

#endif
