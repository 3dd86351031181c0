/* SPDX-License-Identifier: Apache-2.0
 *
 * Results that come in any order leave in order, in bounded memory.
 *
 * What comes early waits; past ORDERED_HELD_MAX bytes it waits in an unlinked temporary file. Not
 * thread-safe: the caller holds a lock.
 */
#ifndef GUANKA_WORK_ORDERED_H
#define GUANKA_WORK_ORDERED_H

#include "base/bytes.h"
#include "report/report_writer.h"

struct ordered_slot;

struct ordered {
    struct report_writer *writer;
    struct ordered_slot *slots;
    size_t count;
    size_t next; /* the first that has not been written */
    uint64_t held, held_max;
    int descriptor; /* of the temporary file; -1: none yet */
    uint64_t file_size;
    struct buf scratch;
};

enum { ORDERED_HELD_MAX = 32 << 20 };

MUST_CHECK enum status ordered_create(struct ordered *ordered, size_t count, struct report_writer *writer);
/* The result number `index`, once for each; it is written as soon as all before it have come. */
MUST_CHECK enum status ordered_put(struct ordered *ordered, size_t index, struct bytes items, struct bytes notes);
void ordered_free(struct ordered *ordered);

#endif
