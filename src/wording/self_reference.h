/* SPDX-License-Identifier: Apache-2.0
 *
 * What a regulation calls itself: one whose title is a 制度 and that says 本制度 has 制定本条例 by mistake, mostly from
 * the text that it was copied from.
 *
 * Told only where the text contradicts itself: the title and at least one 本 say one kind, 制定本 another. No
 * allocation; the state may be zeroed.
 */
#ifndef GUANKA_WORDING_SELF_REFERENCE_H
#define GUANKA_WORDING_SELF_REFERENCE_H

#include <stdbool.h>
#include <stddef.h>

#include "wording/vocabulary.h"

enum { SELF_REFERENCE_KIND_SIZE = 16 };

/* One regulation, from its title on. */
struct self_reference {
    char kind[SELF_REFERENCE_KIND_SIZE];  /* of the title; "": no title yet */
    char other[SELF_REFERENCE_KIND_SIZE]; /* what it was made as; "": nothing else */
    bool is_called;                       /* by its own kind, somewhere */
};

struct self_reference_step {
    bool is_wrong; /* the regulation before this block: `ended` says how, and the place is the one kept last */
    struct self_reference ended;
    bool keeps; /* the caller is to keep [from, to) of this block */
    size_t from, to;
};

void self_reference_block(struct self_reference *self, const struct vocabulary *vocabulary, const char *text,
                          size_t size, struct self_reference_step *step);
void self_reference_end(struct self_reference *self, struct self_reference_step *step);

#endif
