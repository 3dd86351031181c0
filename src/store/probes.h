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

struct probe_row {
    const char *site, *url; /* of the start page, whatever it leads to */
    int64_t at_ms;
    bool is_reached;
    int http_status;                                       /* of the last answer; 0: none */
    const char *outcome;                                   /* fetch_outcome_name */
    uint32_t lookup_ms, connect_ms, tls_ms, first_byte_ms; /* of the last request, since it began */
    uint32_t total_ms;                                     /* with all redirections */
    const char *title;                                     /* "" */
    struct digest content;                                 /* zeros: none */
};
MUST_CHECK enum status probes_add(struct store *store, const struct probe_row *row, struct error *error);
/* When a site was last probed; 0: never. */
MUST_CHECK enum status probes_last(const struct store *store, const char *site, int64_t *at_ms, struct error *error);
/* Those of a start page (of all of the site, when `url` is NULL) in [from_ms, to_ms). */
MUST_CHECK enum status probes_count(const struct store *store, const char *site, const char *url, int64_t from_ms,
                                    int64_t to_ms, uint64_t *total, uint64_t *failed, struct error *error);

#endif
