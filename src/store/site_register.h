/* SPDX-License-Identifier: Apache-2.0
 *
 * What the site file said of each site, and since when: days that are over are judged by what held on them. Entries are
 * only ever added.
 *
 * Times are milliseconds since 1970 UTC. Writing is refused (STATUS_IO) outside of a transaction; rows that are read
 * live as long as the call.
 */
#ifndef GUANKA_STORE_SITE_REGISTER_H
#define GUANKA_STORE_SITE_REGISTER_H

#include <stdbool.h>
#include <stdint.h>

#include "store/store.h"

struct site_register_entry {
    const char *site;
    int64_t since_ms; /* it was seen in the site file so */
    bool is_listed;   /* false: the site file names it no more; the rest is what it said last */
    const char *name, *unit;
    const char *starts; /* start pages, a line each */
    const char *slots;  /* "02:00 08:00 14:00 20:00", the earliest first */
};

MUST_CHECK enum status site_register_add(struct store *store, const struct site_register_entry *entry,
                                         struct error *error);
typedef bool site_register_read_entry(void *context, const struct site_register_entry *entry); /* false ends it */
/* Those of a site in the order in which they were added. */
MUST_CHECK enum status site_register_list(const struct store *store, const char *site, site_register_read_entry *read,
                                          void *context, struct error *error);
typedef bool site_register_read_site(void *context, const char *site);
/* Every site that has an entry or was ever swept, by its id. */
MUST_CHECK enum status site_register_list_sites(const struct store *store, site_register_read_site *read, void *context,
                                                struct error *error);

#endif
