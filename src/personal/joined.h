/* SPDX-License-Identifier: Apache-2.0
 *
 * Identity numbers that stand in pieces: broken over two lines, or one digit in each cell of a form.
 *
 * Blocks are shown in order. Pieces are runs of digits that end one block and begin the next; a block in between must
 * be digits alone. A zeroed struct is an empty one.
 */
#ifndef GUANKA_PERSONAL_JOINED_H
#define GUANKA_PERSONAL_JOINED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/bytes.h"

enum { JOINED_SIZE = 20 };

struct joined {
    char symbols[JOINED_SIZE];      /* of the last pieces, together shorter than a number */
    uint8_t pieces[JOINED_SIZE];    /* their sizes */
    uint32_t count, size;
};

/* One block; true when a number ends in it, its last piece at *span. */
bool joined_read(struct joined *joined, const char *text, size_t size, struct span *span);

#endif
