/* SPDX-License-Identifier: Apache-2.0
 *
 * Validators: what a pattern cannot say (check digits, dates, registers of regions and issuers).
 *
 * Rules name them with `validate:`. Pure and thread-safe; tables are data under patterns/data/ that is
 * compiled in.
 */
#ifndef GUANKA_RULES_CHECK_H
#define GUANKA_RULES_CHECK_H

#include <stdbool.h>

#include "base/bytes.h"

enum {
    CHECK_CONTEXT = 40,  /* validators look at so many characters on either side of a match */
    CHECK_REVISION = 2,  /* raise it whenever an answer changes: it is part of the rules' digest */
};

struct check {
    const char *name; /* "resident-id" */
    /* Is there a valid one in text[match.start..match.end)? On success *found is its exact span, inside
     * match. `text` is the canonical text around (context before and after the match is readable:
     * 0 <= match.start <= match.end <= size). */
    bool (*accept)(const char *text, size_t size, struct span match, struct span *found);
    const char *purpose; /* one line for `guanka rules explain`, to be translated where it is shown */
};
/* Marks a purpose for po/extract. */
#define CHECK_PURPOSE(text) text

/* NULL when there is no such validator. */
const struct check *check_find(const char *name);
/* All of them, NULL-terminated, for messages and documentation. */
const struct check *const *check_all(void);

#endif
