/* SPDX-License-Identifier: Apache-2.0
 *
 * Writes WARC/1.0 (ISO 28500:2009): what a server answered, so that others can read and check it. Not 1.1, which many
 * tools do not open yet; nothing that it adds is needed.
 *
 * One gzip member for each record (annex D), digests of block and payload in each. A file is made anew, never written
 * over, and is on the disk when it is closed. Bodies are as they were judged, without content and transfer coding; the
 * header fields that tell of these, and of a size that is no longer so, stay under the name X-Crawler-…, as is the
 * practice of archives, and the warcinfo record says so.
 */
#ifndef GUANKA_SWEEP_WARC_H
#define GUANKA_SWEEP_WARC_H

#include <stdint.h>

#include "base/bytes.h"
#include "base/error.h"

struct warc;

/* `operator` and `purpose` are for the warcinfo record. STATUS_IO when the file is there already. */
MUST_CHECK enum status warc_create(const char *path, const char *operator, const char * purpose, int64_t now_ms,
                                   struct warc **warc, struct error *error);

struct warc_answer {
    const char *url, *peer; /* peer: a numeric address; "" */
    int64_t at_ms;
    struct bytes request, head; /* heads as they went and came; of several answers the last is taken */
    struct bytes body;
};
/* A response record, and a request record that belongs to it. */
MUST_CHECK enum status warc_add_answer(struct warc *warc, const struct warc_answer *answer, struct error *error);
/* A resource record: a content of which the head is not known any more. */
MUST_CHECK enum status warc_add_content(struct warc *warc, const char *url, const char *media_type, int64_t at_ms,
                                        struct bytes content, struct error *error);
/* Syncs. Without it, what was written stays as it is. */
MUST_CHECK enum status warc_finish(struct warc *warc, struct error *error);
void warc_destroy(struct warc *warc); /* NULL is allowed */

#endif
