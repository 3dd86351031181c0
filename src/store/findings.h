/* SPDX-License-Identifier: Apache-2.0
 *
 * Findings of inspections, which live over many sweeps: opened, seen again, fixed, reopened, or set aside by a person
 * as a false alarm, exempt until a day, or as a change that is right. What became of one is only ever added to
 * (DOMAIN 1.1, R1-18).
 *
 * A finding is known again by its site and key, which its check makes so that unrelated changes leave it the same. What
 * it looked like and how severe it was is kept with each event, so that a day that is over stays as it was.
 * What a sweep has seen counts for the day that the sweep belongs to (sweeps_list), in Shanghai, also when the sweep went
 * on after it or made up for its slot later: else what a day's sweeps have found were none of that day's. Times are
 * milliseconds since 1970 UTC. Writing is refused (STATUS_IO) outside of a transaction; rows that are read
 * live as long as the call.
 */
#ifndef GUANKA_STORE_FINDINGS_H
#define GUANKA_STORE_FINDINGS_H

#include <stdbool.h>
#include <stdint.h>

#include "store/store.h"

enum finding_severity { FINDING_SEVERE, FINDING_ORDINARY, FINDING_SUSPECTED, FINDING_SEVERITY_COUNT };
/* "severe", "ordinary", "suspected": 严重, 一般, 疑似. */
const char *findings_severity_name(enum finding_severity severity);

enum finding_state {
    FINDING_OPEN,
    FINDING_FIXED,
    FINDING_FALSE_ALARM,
    FINDING_EXEMPT,
    FINDING_ACCEPTED, /* of a change: it is what further ones are measured against (sweep/checks.h) */
    FINDING_STATE_COUNT
};
/* "open", "fixed", "false-alarm", "exempt", "accepted". */
const char *findings_state_name(enum finding_state state);

struct finding_row {
    int64_t id;
    const char *site, *key;
    int64_t address;
    const char *url;      /* of the address; read only */
    const char *rule;     /* of a pack, or the name of a check */
    const char *category; /* docs/contract.md; of checks: "site" */
    enum finding_severity severity;
    const char *record; /* a JSON object, personal data masked */
    enum finding_state state;
    int64_t opened_ms, seen_ms, closed_ms; /* closed: 0 while it is open */
    int64_t opened_sweep, seen_sweep;
    const char *exempt_until;   /* a day; "" */
    const char *actor, *reason; /* who brought it to this state and why: findings_list_at alone, else "" */
};

enum finding_change {
    FINDING_IS_NEW,
    FINDING_IS_KNOWN, /* open as before, or set aside */
    FINDING_IS_WORSE, /* open as before, and more severe than when it was seen last */
    /* It had been fixed, or its exemption is over, or it is more severe than what a person set aside: a word about a
     * warning does not cover the breach that it warned of. */
    FINDING_IS_REOPENED,
};
bool findings_opens(enum finding_change change); /* it was not open before: what counts as a new finding */
/* A sweep has seen it: makes it, or notes that it is still there. State, times and ids of the row are not looked at;
 * `today` is a day as "2026-11-28", on which exemptions of earlier days are over. */
MUST_CHECK enum status findings_see(struct store *store, const struct finding_row *row, int64_t sweep, int64_t at_ms,
                                    const char *today, enum finding_change *change, struct error *error);
/* All open ones that were found in the content of an address (`rule` NULL), or those of a check on any address of the
 * site (`rule` given), that this sweep has not seen are fixed, and so are those whose exemption is over at `at_ms`;
 * *closed grows by their number. */
MUST_CHECK enum status findings_close_unseen(struct store *store, const char *site, int64_t address, const char *rule,
                                             int64_t sweep, int64_t at_ms, uint64_t *closed, struct error *error);
/* The same of those of a check, but only on addresses that this sweep has looked at: that were read, are gone, or lead
 * elsewhere. */
MUST_CHECK enum status findings_close_visited(struct store *store, const char *site, const char *rule, int64_t sweep,
                                              int64_t at_ms, uint64_t *closed, struct error *error);
/* Those of a check on an address stay as they are: this sweep has come there, and could not tell whether they are there. */
MUST_CHECK enum status findings_keep(struct store *store, const char *site, int64_t address, const char *rule,
                                     int64_t sweep, int64_t at_ms, struct error *error);
/* Those of the content of an address that this sweep has visited and found as it was have been seen again, but for what
 * was fixed before. Exemptions that are over do not end so: who ends them has read the content (findings_see). */
MUST_CHECK enum status findings_see_unchanged(struct store *store, int64_t address, int64_t sweep, int64_t at_ms,
                                              struct error *error);
/* A person's word: false alarm, exempt until a day, accepted, or open again. STATUS_INVALID when there is no such
 * finding, or no reason is given. */
MUST_CHECK enum status findings_decide(struct store *store, int64_t id, enum finding_state state,
                                       const char *exempt_until, const char *actor, const char *reason, int64_t at_ms,
                                       struct error *error);

/* Whether a finding of this key is there and is not fixed. */
MUST_CHECK enum status findings_stands(const struct store *store, const char *site, const char *key, bool *stands,
                                       struct error *error);
/* Whether there is one that a person has accepted. */
MUST_CHECK enum status findings_is_accepted(const struct store *store, const char *site, const char *key,
                                            bool *is_accepted, struct error *error);

typedef bool findings_read_row(void *context, const struct finding_row *row); /* false ends the reading */
struct findings_filter {
    const char *site;               /* NULL: all */
    uint32_t states;                /* bits of enum finding_state; 0: all */
    int64_t opened_from, opened_to; /* both 0: any time */
    const char *incident;           /* those that belong to it; NULL: all */
};
/* The oldest first. */
MUST_CHECK enum status findings_list(const struct store *store, const struct findings_filter *filter,
                                     findings_read_row *read, void *context, struct error *error);

/* Those of a site that were known at an instant, by what counts before it, the oldest first: state, severity, record,
 * the end and the exemption are what they were then; address and times of seeing are as they are now. */
MUST_CHECK enum status findings_list_at(const struct store *store, const char *site, int64_t at_ms,
                                        findings_read_row *read, void *context, struct error *error);

/* A page of a list for people: the latest first. */
struct findings_page {
    int64_t before;                     /* those of a smaller id; 0: from the latest on */
    const char *site, *rule, *category; /* NULL: all */
    uint32_t states, severities;        /* bits of the enums; 0: all */
};
MUST_CHECK enum status findings_list_latest(const struct store *store, const struct findings_page *page,
                                            findings_read_row *read, void *context, struct error *error);
/* One; `read` is not called when there is none. */
MUST_CHECK enum status findings_get(const struct store *store, int64_t id, findings_read_row *read, void *context,
                                    struct error *error);

/* A finding was brought to a state. */
struct finding_step {
    int64_t finding, at_ms; /* when it counts */
    enum finding_state state;
    bool is_decided; /* by a person, not by a sweep */
};
typedef bool findings_read_step(void *context, const struct finding_step *step);
/* Of all findings of a site: finding by finding, the earliest first. */
MUST_CHECK enum status findings_list_steps(const struct store *store, const char *site, findings_read_step *read,
                                           void *context, struct error *error);

typedef bool findings_read_count(void *context, const char *site, enum finding_severity severity, uint64_t count);
/* How many are open, by site and severity. */
MUST_CHECK enum status findings_count_open(const struct store *store, findings_read_count *read, void *context,
                                           struct error *error);

struct finding_event {
    int64_t finding, at_ms, sweep;
    /* "opened", "changed" (its record, but for "linked_from", or its severity), "fixed", "reopened" by "automatic"; "false-alarm", "exempt",
     * "accepted", "reopened" by a person. */
    const char *event, *actor, *reason;
    enum finding_severity severity; /* of the finding then */
    const char *until;              /* of "exempt": its last day, as far as it is known; "" */
    bool repeats;                   /* what the event before had brought it to already */
    bool by_probe;                  /* seen by a probe after the sweep had ended in whose name it is noted */
};
typedef bool findings_read_event(void *context, const struct finding_event *event);
MUST_CHECK enum status findings_list_events(const struct store *store, int64_t id, findings_read_event *read,
                                            void *context, struct error *error);
/* What persons have decided on findings of a site in [from_ms, to_ms), the earliest first. */
MUST_CHECK enum status findings_list_decisions(const struct store *store, const char *site, int64_t from_ms,
                                               int64_t to_ms, findings_read_event *read, void *context,
                                               struct error *error);

#endif
