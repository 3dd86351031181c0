/* SPDX-License-Identifier: Apache-2.0
 *
 * Bytes of unknown number on their way out of a decompressor.
 *
 * Kept in memory up to a few MiB, then in an unlinked temporary file (in /tmp) that is
 * mapped when complete, so a member of any size costs bounded memory. Extractors do not use this
 * directly: extract_spool_* (extract/extractor.h) charges the budget.
 */
#ifndef GUANKA_BASE_SPOOL_H
#define GUANKA_BASE_SPOOL_H

#include "base/bytes.h"
#include "base/file.h"
#include "base/status.h"

struct spool;

MUST_CHECK enum status spool_create(struct spool **spool);
/* STATUS_IO with errno set when the temporary file cannot be made or written. */
MUST_CHECK enum status spool_append(struct spool *spool, struct bytes bytes);
uint64_t spool_size(const struct spool *spool);
/* What is in memory, if all of it is that was not taken away yet; spool_forget takes it away, and spool_size stays. */
struct bytes spool_waiting(const struct spool *spool);
void spool_forget(struct spool *spool);
/* All that was appended; no more may be. Valid until spool_destroy. *content is the mapped file, or
 * NULL when the bytes are in memory. */
MUST_CHECK enum status spool_finish(struct spool *spool, struct bytes *bytes, struct file_content **content);
void spool_destroy(struct spool *spool);

#endif
