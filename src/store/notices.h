/* SPDX-License-Identifier: Apache-2.0
 *
 * Messages about incidents that have to leave: written in the same transaction as what they tell of, and tried until
 * the other side takes them or their time is over. Writing is refused (STATUS_IO) outside of a transaction; rows that
 * are read live as long as the call.
 */
#ifndef GUANKA_STORE_NOTICES_H
#define GUANKA_STORE_NOTICES_H

#include <stdbool.h>
#include <stdint.h>

#include "store/store.h"

struct notice_row {
    int64_t id;
    const char *incident, *address; /* address: http://…, https://… or mailto:… */
    const char *subject, *body;
    int64_t created_ms, due_ms;
    unsigned attempts;     /* that have been made, the last one included */
    const char *complaint; /* why it did not leave; "" */
    int64_t finished_ms;   /* 0: it waits */
};
/* It is due at once; id, attempts and what follows are not looked at. */
MUST_CHECK enum status notices_insert(struct store *store, const struct notice_row *row, struct error *error);
typedef bool notices_read_row(void *context, const struct notice_row *row);
/* Those that are due at now_ms: first those that were tried least, so that no others wait behind addresses that never
 * answer; of these the earliest. */
MUST_CHECK enum status notices_list_due(const struct store *store, int64_t now_ms, unsigned limit,
                                        notices_read_row *read, void *context, struct error *error);
/* All of an incident, in their order. */
MUST_CHECK enum status notices_list_incident(const struct store *store, const char *incident, notices_read_row *read,
                                             void *context, struct error *error);
/* Those that were given up, of open incidents of a site (NULL: of all sites); the earliest first. */
MUST_CHECK enum status notices_list_given_up(const struct store *store, const char *site, notices_read_row *read,
                                             void *context, struct error *error);
/* One that waits: to be tried again at due_ms; or over: sent (`complaint` NULL) or given up. Nothing when it is over.
 */
MUST_CHECK enum status notices_delay(struct store *store, int64_t id, unsigned attempts, int64_t due_ms,
                                     const char *complaint, struct error *error);
MUST_CHECK enum status notices_finish(struct store *store, int64_t id, int64_t at_ms, const char *complaint,
                                      struct error *error);

#endif
