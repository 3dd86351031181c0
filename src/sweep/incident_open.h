/* SPDX-License-Identifier: Apache-2.0
 *
 * Opens an incident: its number, the entry of the ledger that it begins with, and messages to those whom the site file
 * names. One thread; inside of a transaction of the store.
 */
#ifndef GUANKA_SWEEP_INCIDENT_OPEN_H
#define GUANKA_SWEEP_INCIDENT_OPEN_H

#include "base/buf.h"
#include "store/incidents.h"
#include "sweep/site.h"

struct incident_opening {
    const char *actor;    /* of the entry */
    const char *url;      /* that messages name */
    const char *evidence; /* the folder of all: a number that has one there was given by a store that is lost */
    /* Writes members of the entry's object: the address, what was found, what it rests on. */
    void (*write)(const void *context, struct buf *body);
    const void *context;
};
/* Of *row: family, sweep, last_good_ms and last_good_sweep; all else is filled in. Texts of the row are those of `site`
 * and of the family. STATUS_INVALID while one of this family is open. */
MUST_CHECK enum status incident_open(struct store *store, const struct site *site, struct incident_row *row,
                                     const struct incident_opening *opening, struct error *error);

#endif
