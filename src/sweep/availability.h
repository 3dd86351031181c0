/* SPDX-License-Identifier: Apache-2.0
 *
 * How often a start page could be opened over the last week, by what was stored of probes, and what the national
 * inspection makes of that (DOMAIN 6.2): twenty times a day for a week, a share of failures fails the site. And whether
 * it cannot be opened now, which is told by several probes that failed one after the other.
 *
 * While a week is not full, failures are measured against a full one: what is found then stays true whatever comes.
 */
#ifndef GUANKA_SWEEP_AVAILABILITY_H
#define GUANKA_SWEEP_AVAILABILITY_H

#include "base/buf.h"
#include "store/findings.h"
#include "store/probes.h"
#include "sweep/site.h"

/* How often a day start pages are asked for at least (DOMAIN 6.2). */
enum { AVAILABILITY_PROBES_A_DAY = 20 };
/* The week that the share is of, up to now. */
#define AVAILABILITY_WEEK_MS (INT64_C(7) * 86400000)

struct availability {
    uint64_t total, failed;  /* probes of the last seven days */
    uint64_t in_a_row;       /* that have failed since it was reached last, of all times */
    int64_t down_since_ms;   /* the first of these; 0: there is none */
    int64_t last_reached_ms; /* 0: never */
    bool is_down;            /* in_a_row has come to the threshold of the site file */
    bool is_found;           /* it is down, or the share has come to a threshold */
    enum finding_severity severity;
};
MUST_CHECK enum status availability_of(const struct store *store, const struct site *site, const char *url,
                                       int64_t now_ms, struct availability *availability, struct error *error);

/* How often the start pages of a site were asked for in a span of time. */
struct availability_span {
    uint64_t total, failed; /* probes */
    uint64_t offline;       /* more that this machine had no network for: they count for nothing */
    uint64_t least;         /* of `total`, those of the start page that has the fewest */
};
MUST_CHECK enum status availability_count(const struct store *store, const struct site *site, int64_t from_ms,
                                          int64_t to_ms, struct availability_span *span, struct error *error);

/* Tenths of a per cent, rounded; never none of what failed, nor all where some did not. */
uint64_t availability_tenths(uint64_t failed, uint64_t total);
/* "5 of 168 probes of the last seven days failed (2.9 %)" in words, after since when it cannot be opened. */
void availability_describe(struct buf *out, const struct availability *availability);

#endif
