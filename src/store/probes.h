/* SPDX-License-Identifier: Apache-2.0
 *
 * Whether the start pages of sites could be opened, asked many times a day (DOMAIN 6.2: at least twenty), each time a
 * row that is never changed: the share of a week is proof.
 *
 * Times are milliseconds since 1970 UTC. Writing is refused (STATUS_IO) outside of a transaction; rows that are read
 * live as long as the call.
 */
#ifndef GUANKA_STORE_PROBES_H
#define GUANKA_STORE_PROBES_H

#include <stdbool.h>
#include <stdint.h>

#include "base/digest.h"
#include "store/store.h"

/* The outcome of probes at a moment when this machine had no network: they say nothing of the site, and are counted
 * apart and not listed. */
#define PROBE_OFFLINE "offline"
/* Outcomes, as SQL, of which this machine is the cause and not the site: probes that do not count. */
#define PROBE_OWN_FAULTS "'offline', 'no-certificates'"

struct probe_row {
    const char *site, *url; /* of the start page, whatever it leads to */
    int64_t at_ms;
    bool is_reached;
    int http_status;                                       /* of the last answer; 0: none */
    const char *outcome;                                   /* fetch_outcome_name, or PROBE_OFFLINE */
    uint32_t lookup_ms, connect_ms, tls_ms, first_byte_ms; /* of the last request, since it began */
    uint32_t total_ms;                                     /* with all redirections */
    const char *title;                                     /* "" */
    struct digest content;                                 /* zeros: none */
    const char *peer;      /* the numeric address that was connected to, or tried last; NULL or "" */
    const char *complaint; /* what went wrong, in libcurl's words or the system's; NULL or "" */
    const char *head;      /* of the answer, where it was none that counts; NULL or "" */
};
MUST_CHECK enum status probes_add(struct store *store, const struct probe_row *row, struct error *error);
/* When a site was last probed; 0: never. */
MUST_CHECK enum status probes_last(const struct store *store, const char *site, int64_t *at_ms, struct error *error);
/* Those of a start page (of all of the site, when `url` is NULL) in [from_ms, to_ms). */
MUST_CHECK enum status probes_count(const struct store *store, const char *site, const char *url, int64_t from_ms,
                                    int64_t to_ms, uint64_t *total, uint64_t *failed, struct error *error);

/* Those of these that were made while this machine had no network; they are in neither number above. */
MUST_CHECK enum status probes_count_offline(const struct store *store, const char *site, int64_t from_ms, int64_t to_ms,
                                            uint64_t *count, struct error *error);

typedef bool probes_read_row(void *context, const struct probe_row *row); /* false ends the reading */
/* Those of a start page in [from_ms, to_ms), the latest first: all but title and content. */
MUST_CHECK enum status probes_list_latest(const struct store *store, const char *site, const char *url, int64_t from_ms,
                                          int64_t to_ms, probes_read_row *read, void *context, struct error *error);

#endif
