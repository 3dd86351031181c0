/* SPDX-License-Identifier: Apache-2.0
 *
 * A zip file made of parts that came in another wrapping, so that whoever reads packages can read them. Members are
 * stored; for zipfile.h, not for other programs (local headers are empty).
 *
 * One owner, one thread. The budget is charged as extract_spool_append does.
 */
#ifndef GUANKA_EXTRACT_ZIP_ZIP_COMPOSE_H
#define GUANKA_EXTRACT_ZIP_ZIP_COMPOSE_H

#include "base/buf.h"
#include "base/spool.h"
#include "extract/extractor.h"

struct zip_compose {
    struct extract_job *job;
    struct spool *spool;
    struct buf directory;
    struct bytes name; /* of the member at hand */
    uint64_t header_offset, count;
    uint32_t checksum;
};

/* Needs zip_compose_close in any case. */
MUST_CHECK enum status zip_compose_open(struct zip_compose *compose, struct extract_job *job);
/* A member begins, and the one before is complete. `name` must live until the next one. */
MUST_CHECK enum status zip_compose_member(struct zip_compose *compose, struct bytes name);
MUST_CHECK enum status zip_compose_append(struct zip_compose *compose, struct bytes bytes);
/* The member at hand under another name as well. */
MUST_CHECK enum status zip_compose_alias(struct zip_compose *compose, struct bytes name);
/* The whole file; valid until zip_compose_close. */
MUST_CHECK enum status zip_compose_finish(struct zip_compose *compose, struct bytes *file);
void zip_compose_close(struct zip_compose *compose);

#endif
