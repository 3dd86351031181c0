/* SPDX-License-Identifier: Apache-2.0
 *
 * How often a start page could be opened over the last week, by what was stored of probes, and what the national
 * inspection makes of that (DOMAIN 6.2): twenty times a day for a week, a share of failures fails the site.
 *
 * While a week is not full, failures are measured against a full one: what is found then stays true whatever comes.
 */
#ifndef GUANKA_SWEEP_AVAILABILITY_H
#define GUANKA_SWEEP_AVAILABILITY_H

#include "base/buf.h"
#include "store/findings.h"
#include "store/probes.h"
#include "sweep/site.h"

struct availability {
    uint64_t total, failed; /* probes of the last seven days */
    bool is_found;          /* the share has come to a threshold of the site file */
    enum finding_severity severity;
};
MUST_CHECK enum status availability_of(const struct store *store, const struct site *site, const char *url,
                                       int64_t now_ms, struct availability *availability, struct error *error);
/* "5 of 168 probes of the last seven days failed (2.9 %)" in words. */
void availability_describe(struct buf *out, const struct availability *availability);

#endif
