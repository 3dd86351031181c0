/* SPDX-License-Identifier: Apache-2.0
 *
 * Sweeps of sites, and where each address stands in them: the proof that a site was looked through (regulation 1,
 * article 6(4)), and what a sweep that was cut off goes on from.
 *
 * A sweep is begun, its visits are noted as it goes, and how it came out is said once. Times are milliseconds since
 * 1970 UTC. Writing is refused (STATUS_IO) outside of a transaction; rows that are read live as long as the call.
 */
#ifndef GUANKA_STORE_SWEEPS_H
#define GUANKA_STORE_SWEEPS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/digest.h"
#include "store/store.h"

enum sweep_outcome {
    SWEEP_RUNNING,
    SWEEP_COMPLETE,
    SWEEP_INCOMPLETE, /* never counts: something that was expected was not reached, or it was stopped */
    SWEEP_MISSED,     /* of a slot in which none took place, with the reason */
    SWEEP_OUTCOME_COUNT
};
/* "running", "complete", "incomplete", "missed". */
const char *sweeps_outcome_name(enum sweep_outcome outcome);

struct sweep_counts {
    uint64_t pages_expected, pages_reached;
    uint64_t attachments_expected, attachments_reached;
    uint64_t in_doubt;        /* addresses that were had, and that are not among those reached yet; of a running one */
    uint64_t failures;        /* addresses that could not be had */
    uint64_t left_out;        /* addresses that robots.txt forbids; not among those expected */
    uint64_t requests, bytes; /* that went out; that came in */
    uint64_t scanned;         /* contents that the rules read, others were as before */
    uint64_t unread;          /* contents that could not be read completely, as far as it has ended */
    uint64_t opened, closed;  /* findings */
};

/* One after the other as the contract names them: "pages_expected", …, "contents_read", …, "findings_closed". */
enum { SWEEP_COUNT_COUNT = 13 };
const char *sweeps_count_name(size_t index);
uint64_t sweeps_count(const struct sweep_counts *counts, size_t index);

/* Whether the times of a sweep can be believed, and the sweep that proves that they cannot (sweep_times.h). */
enum sweep_time_verdict {
    SWEEP_TIME_BELIEVED,
    SWEEP_TIME_LATER,  /* than now: the clock was ahead then, or is behind */
    SWEEP_TIME_AHEAD,  /* a sweep that was recorded after it is earlier */
    SWEEP_TIME_BEHIND, /* one that was recorded before it is later */
};
struct sweep_time {
    enum sweep_time_verdict verdict;
    int64_t by_sweep, by_started_ms; /* 0: there is none, or it is later than now */
};

struct sweep_row {
    int64_t id;
    const char *site;
    bool has_slot;
    int64_t slot_ms;     /* the time that it was planned for */
    bool is_starts_only; /* it is of the start pages and no others, and so never complete */
    int64_t started_ms, ended_ms;
    enum sweep_outcome outcome;
    const char *operator; /* a person's account, or "automatic" */
    const char *reason;   /* why it is not complete; "" */
    struct digest rules; /* zeros until it has begun to read */
    bool is_cut;         /* there was more than the site file allows, so far */
    struct sweep_counts counts;
    struct sweep_time time; /* believed, until who reads the row judges it (sweep_times_judge) */
};

/* Fills in row->id. Outcome, end and counts of a running one are not looked at. */
MUST_CHECK enum status sweeps_begin(struct store *store, struct sweep_row *row, struct error *error);
/* The counts so far of one that is running, its rules and is_cut. */
MUST_CHECK enum status sweeps_note(struct store *store, const struct sweep_row *row, struct error *error);
/* The same, outcome, end and reason; its doubts (doubts.h) and front answers (front_answers.h) are
 * over. STATUS_INVALID when it has ended already or is not there. */
MUST_CHECK enum status sweeps_end(struct store *store, const struct sweep_row *row, struct error *error);

typedef bool sweeps_read_row(void *context, const struct sweep_row *row); /* false ends the reading */
/* Those of a site (all, when NULL) that belong to [from_ms, to_ms) by their slot, or by their start where they have
 * none; the earliest first. */
MUST_CHECK enum status sweeps_list(const struct store *store, const char *site, int64_t from_ms, int64_t to_ms,
                                   sweeps_read_row *read, void *context, struct error *error);
/* The latest first, by id; those of a smaller id than `before` (0: all). */
MUST_CHECK enum status sweeps_list_latest(const struct store *store, const char *site, int64_t before,
                                          sweeps_read_row *read, void *context, struct error *error);
/* One; `read` is not called when there is none. */
MUST_CHECK enum status sweeps_get(const struct store *store, int64_t id, sweeps_read_row *read, void *context,
                                  struct error *error);
/* Those of a site that have not ended. */
MUST_CHECK enum status sweeps_list_running(const struct store *store, const char *site, sweeps_read_row *read,
                                           void *context, struct error *error);
/* The last one of a site that has ended and took place, if there is one: the last that was begun, whatever the clock
 * said then. */
MUST_CHECK enum status sweeps_last(const struct store *store, const char *site, sweeps_read_row *read, void *context,
                                   struct error *error);

enum visit_state {
    VISIT_WAITING,
    VISIT_DONE,      /* it was reached, and what it gave was looked at or was as before */
    VISIT_REDIRECT,  /* it leads to another address */
    VISIT_GONE,      /* the server says that there is none: 404, 410 */
    VISIT_FAILED,    /* it could not be had */
    VISIT_FORBIDDEN, /* by robots.txt, or not ours to visit */
};
struct visit {
    int64_t address, via; /* the address that led there; 0: none */
    enum visit_state state;
    uint32_t depth;
    bool is_map; /* a site map, whatever it looks like */
};
MUST_CHECK enum status sweeps_visit(struct store *store, int64_t sweep, const struct visit *visit, struct error *error);
typedef bool sweeps_read_visit(void *context, const struct visit *visit);
MUST_CHECK enum status sweeps_list_visits(const struct store *store, int64_t sweep, sweeps_read_visit *read,
                                          void *context, struct error *error);
/* The last sweep before `before` that reached an address and read it; *sweep is 0 when none is known any more. */
MUST_CHECK enum status sweeps_last_read(const struct store *store, int64_t address, int64_t before, int64_t *sweep,
                                        int64_t *started_ms, struct error *error);
/* The state that the last sweep before `before` left an address in, of those that came to an end with it. *is_known:
 * there is such a one. */
MUST_CHECK enum status sweeps_last_visit(const struct store *store, int64_t address, int64_t before, bool *is_known,
                                         enum visit_state *state, struct error *error);
/* Visits of a site's sweeps that ended before `before_ms` go, `count_max` of them at most: all but those that the two
 * above still ask for, the last that read an address and the last that it came to an end with. *count: how many went. */
MUST_CHECK enum status sweeps_forget_visits(struct store *store, const char *site, int64_t before_ms,
                                            unsigned count_max, unsigned *count, struct error *error);

#endif
