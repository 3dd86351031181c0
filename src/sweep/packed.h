/* SPDX-License-Identifier: Apache-2.0
 *
 * Contents packed for keeping (Zstandard, RFC 8878). Any thread, a packer of its own each.
 */
#ifndef GUANKA_SWEEP_PACKED_H
#define GUANKA_SWEEP_PACKED_H

#include "base/buf.h"
#include "base/bytes.h"

struct packer;
MUST_CHECK enum status packer_create(struct packer **packer);
void packer_destroy(struct packer *packer); /* NULL is allowed */
/* Appends to `packed`. */
MUST_CHECK enum status packed_make(struct packer *packer, struct bytes bytes, struct buf *packed);
/* Replaces what `bytes` holds. STATUS_MALFORMED when it does not give `size` bytes. */
MUST_CHECK enum status packed_open(struct packer *packer, struct bytes packed, uint64_t size, struct buf *bytes);

#endif
