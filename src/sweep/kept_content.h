/* SPDX-License-Identifier: Apache-2.0
 *
 * A content that the store keeps, unpacked. One thread.
 */
#ifndef GUANKA_SWEEP_KEPT_CONTENT_H
#define GUANKA_SWEEP_KEPT_CONTENT_H

#include "base/buf.h"
#include "store/resources.h"

enum kept_content {
    KEPT_FORGOTTEN, /* the store does not keep it any more */
    KEPT_DAMAGED,   /* it is not what was kept: the addresses that give it are read again by the next sweep */
    KEPT_WHOLE,
};
/* Replaces what `content` holds, which is empty unless it is whole. In a transaction. */
MUST_CHECK enum status kept_content_read(struct store *store, const struct digest *digest, struct buf *content,
                                         enum kept_content *kept, struct error *error);

/* `url`: an address that gives it now; "" where none does. */
typedef void kept_content_damaged(void *context, const char *url);
/* Unpacks all that are kept, and tells of those that are not what was kept. Changes nothing. */
MUST_CHECK enum status kept_content_check(const struct store *store, kept_content_damaged *damaged, void *context,
                                          struct error *error);

#endif
