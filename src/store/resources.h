/* SPDX-License-Identifier: Apache-2.0
 *
 * What is known of the addresses of sites: what each gave when it was last fetched, and under which rules that was
 * read.
 *
 * So what has not changed is neither fetched nor scanned again, and what is kept can be read by new rules without
 * fetching. Contents are kept once, however many addresses give them, packed by who puts them here. Times are
 * milliseconds since 1970 UTC. Writing is refused (STATUS_IO) outside of a transaction; rows that are read live as long
 * as the call.
 */
#ifndef GUANKA_STORE_RESOURCES_H
#define GUANKA_STORE_RESOURCES_H

#include <stdbool.h>
#include <stdint.h>

#include "base/digest.h"
#include "store/store.h"

struct address_row {
    int64_t id;
    const char *url; /* in its normal form */
    int64_t first_seen_ms;
};
/* Fills in row->id. STATUS_INVALID when the site has it already. */
MUST_CHECK enum status resources_add_address(struct store *store, const char *site, struct address_row *row,
                                             struct error *error);

/* *id is 0 when the site has no such address. */
MUST_CHECK enum status resources_find_address(const struct store *store, const char *site, const char *url, int64_t *id,
                                              struct error *error);

/* In place of a day: the head of the answer had its part in the facts, so the content alone never tells whether they
 * are as they were. */
#define RESOURCES_DAY_OF_HEAD "head"

/* Digests of zeros: it gave no content; it was not read. */
struct resource_row {
    struct address_row address;
    bool is_known;                            /* it was fetched; else all below means nothing */
    int http_status;                          /* 0: it could not be had */
    int64_t target;                           /* the address that it redirects to; 0: none */
    const char *media_type, *etag, *modified; /* as the server said them; "" */
    struct digest digest;
    uint64_t size;
    int64_t fetched_ms, changed_ms; /* changed: when this content was first seen */
    struct digest rules;            /* that it was last read with */
    const char *day;                /* on which it was read, when what was found depends on it; "" */
    const char *coverage;           /* "complete", "incomplete", "" when it was not read */
    const char *facts;              /* a JSON object: what the page says of itself (sweep/site_page.h); "" */
    struct bytes links;             /* addresses that it names (sweep/link_list.h) */
    /* The facts that changes are measured against, kept by the store: "" while they are the present ones, "{}" while
     * there are none, as of what is new. Read only. */
    const char *baseline;
};
typedef bool resources_read_row(void *context, const struct resource_row *row); /* false ends the reading */
/* All addresses of a site, without facts, links and baseline. */
MUST_CHECK enum status resources_list(const struct store *store, const char *site, resources_read_row *read,
                                      void *context, struct error *error);
/* The same with them, of those that were fetched; and one of them. */
MUST_CHECK enum status resources_list_facts(const struct store *store, const char *site, resources_read_row *read,
                                            void *context, struct error *error);
MUST_CHECK enum status resources_get(const struct store *store, int64_t address, resources_read_row *read,
                                     void *context, struct error *error);
/* What the address gives from now on; row->address.id alone is looked at. When the content is another one, the facts of
 * the one before become the baseline, unless an earlier one is. */
MUST_CHECK enum status resources_put(struct store *store, const struct resource_row *row, struct error *error);
/* What an address gives now (all addresses of a site) is what changes are measured against from now on. */
MUST_CHECK enum status resources_accept(struct store *store, int64_t address, struct error *error);
MUST_CHECK enum status resources_accept_all(struct store *store, const char *site, struct error *error);

/* Nothing when it is kept already; in place of a copy that is damaged. */
MUST_CHECK enum status resources_keep(struct store *store, const struct digest *digest, uint64_t size,
                                      struct bytes packed, struct error *error);
typedef void resources_read_content(void *context, uint64_t size, struct bytes packed);
/* Addresses that give this content are read as if with other rules: its copy is damaged. */
MUST_CHECK enum status resources_read_again(struct store *store, const struct digest *digest, struct error *error);
typedef bool resources_read_kept(void *context, const struct digest *digest, uint64_t size, struct bytes packed,
                                 const char *url); /* false ends the reading */
/* All that are kept, each with an address that gives it now; "" where none does. */
MUST_CHECK enum status resources_list_kept(const struct store *store, resources_read_kept *read, void *context,
                                           struct error *error);
/* Calls `read` unless it is not kept. */
MUST_CHECK enum status resources_content(const struct store *store, const struct digest *digest,
                                         resources_read_content *read, void *context, struct error *error);
typedef bool resources_read_digest(void *context, const struct digest *digest); /* false ends the reading */
/* Contents that are kept, and that no address gives any more. */
MUST_CHECK enum status resources_list_abandoned(const struct store *store, resources_read_digest *read, void *context,
                                                struct error *error);
/* One of them goes; nothing when an address gives it again. */
MUST_CHECK enum status resources_forget_content(struct store *store, const struct digest *digest, struct error *error);

#endif
