/* SPDX-License-Identifier: Apache-2.0
 *
 * A content that the store keeps, unpacked. One thread.
 */
#ifndef GUANKA_SWEEP_KEPT_CONTENT_H
#define GUANKA_SWEEP_KEPT_CONTENT_H

#include "base/buf.h"
#include "store/resources.h"

/* Replaces what `content` holds; *is_there is false, and it is empty, where the store does not keep it any more. */
MUST_CHECK enum status kept_content_read(const struct store *store, const struct digest *digest, struct buf *content,
                                         bool *is_there, struct error *error);

#endif
