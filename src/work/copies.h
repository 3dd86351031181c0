/* SPDX-License-Identifier: Apache-2.0
 *
 * Which files of a run are the same, so that each content is scanned once.
 *
 * The same means: same size, same SHA-256, same names to be scanned, which hint at the format too: the base name, and
 * the folders whose names come up with this file. Only files whose sizes are equal are read for it.
 */
#ifndef GUANKA_WORK_COPIES_H
#define GUANKA_WORK_COPIES_H

#include "base/digest.h"
#include "base/buf.h"
#include "work/walk.h"

enum { COPIES_NONE = UINT32_MAX };

struct copies {
    uint32_t *next;         /* for each file: the next copy of it, or COPIES_NONE */
    bool *is_copy;          /* for each file: an earlier one has the same content */
    uint32_t *candidates;   /* files that share their size with another one; by size */
    struct digest *digests; /* of the candidates */
    bool *known;            /* the candidate could be read; else it is scanned, and fails, by itself */
    size_t candidate_count;
    const struct walk *walk;
};

MUST_CHECK enum status copies_create(const struct walk *walk, struct copies *copies);
/* Digests candidate `index`; different candidates may be digested in different threads. `reuse` as for
 * file_content_open. */
void copies_digest(struct copies *copies, size_t index, struct buf *reuse);
/* Links the copies together; afterwards next and is_copy are right. */
void copies_link(struct copies *copies);
void copies_free(struct copies *copies);

#endif
