/* SPDX-License-Identifier: Apache-2.0
 *
 * Whether what stands on a site was permitted by the gate.
 *
 * A permit is for bytes. An attachment is published as it was permitted, and so is a page that is submitted whole: the
 * digest tells. Mostly a program puts the text of a draft into a template, whose words nobody submits: then the text of
 * the draft, its letters and digits alone, must stand in the page in one piece. What the template says before and
 * behind it cannot be told from what somebody has added there. Drafts are read from the gate's store, which is only
 * read; formats that are isolated (PDF, old Word) have no text here, and are compared by their bytes.
 *
 * One thread.
 */
#ifndef GUANKA_SWEEP_PERMITS_H
#define GUANKA_SWEEP_PERMITS_H

#include "base/bytes.h"
#include "base/digest.h"
#include "base/error.h"

enum permit_standing {
    PERMIT_GOOD,
    PERMIT_NONE,    /* no draft is like it */
    PERMIT_REFUSED, /* a draft is it, and may not be published (any more); `state` tells */
    PERMIT_CHANGED, /* a draft is like it, or was for this address, and may be published, but says something else */
};

struct permit_question {
    const char *url;
    const struct digest *digest; /* of the content */
    struct bytes content;        /* empty: an attachment, of which bytes alone count */
    const char *charset;         /* that the server named; "" */
};
/* Texts live as long as the permits. */
struct permit_answer {
    enum permit_standing standing;
    const char *review, *state; /* "" of PERMIT_NONE */
};

struct permits;
/* All drafts of the store at `path`. STATUS_IO, STATUS_INVALID with words when it cannot be read. */
MUST_CHECK enum status permits_open(const char *path, struct permits **permits, struct error *error);
void permits_close(struct permits *permits); /* NULL is allowed */
MUST_CHECK enum status permits_ask(struct permits *permits, const struct permit_question *question,
                                   struct permit_answer *answer);

#endif
