/* SPDX-License-Identifier: Apache-2.0
 *
 * Messages that have to leave (webhooks): written in the same transaction as what they tell of, so that none is lost,
 * and tried until the other side takes them or their time is over. Writing is refused (STATUS_IO) outside of a
 * transaction; rows that are read live as long as the call.
 */
#ifndef GUANKA_STORE_OUTBOX_H
#define GUANKA_STORE_OUTBOX_H

#include <stdbool.h>
#include <stdint.h>

#include "store/store.h"

struct outbox_row {
    int64_t id;
    const char *review, *address, *body;
    int64_t created_ms, due_ms;
    unsigned attempts;
};
typedef bool outbox_read_row(void *context, const struct outbox_row *row);
/* id and attempts are not looked at. STATUS_INVALID when there is no such review. */
MUST_CHECK enum status outbox_insert(struct store *store, const struct outbox_row *row, struct error *error);
/* Those that are due at now_ms, the earliest first. */
MUST_CHECK enum status outbox_list_due(const struct store *store, int64_t now_ms, unsigned limit, outbox_read_row *read,
                                       void *context, struct error *error);
/* STATUS_INVALID when it is finished or not there, as below. `complaint` may be NULL. */
MUST_CHECK enum status outbox_delay(struct store *store, int64_t id, unsigned attempts, int64_t due_ms,
                                    const char *complaint, struct error *error);
/* Sent, or given up (`complaint` not NULL): it stays until it is forgotten, and is never due again. */
MUST_CHECK enum status outbox_finish(struct store *store, int64_t id, int64_t at_ms, const char *complaint,
                                     struct error *error);
/* Removes those that were finished before `before_ms`. */
MUST_CHECK enum status outbox_forget(struct store *store, int64_t before_ms, struct error *error);

#endif
