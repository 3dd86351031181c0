/* SPDX-License-Identifier: Apache-2.0
 *
 * Suppressions: findings that somebody has looked at and answers for until a day.
 *
 * A YAML file names each by its fingerprint, or by rule, match and path; never by line, so that an edit elsewhere
 * neither hides nor shows a finding. Reason, owner and the last day are mandatory. After that day the finding counts
 * again and says so; what was never used is told by suppressions_unused.
 *
 * Loaded by one thread; then any thread may ask, and the counts are atomic.
 */
#ifndef GUANKA_RULES_SUPPRESSION_H
#define GUANKA_RULES_SUPPRESSION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "base/seal.h"

struct suppression {
    const char *fingerprint;       /* or NULL: then the three that follow decide */
    const char *rule;              /* its id */
    const char *match;             /* folded; NULL: whatever the match */
    const char *path;              /* a glob over the whole path; NULL: wherever */
    const char *reason, *owner, *expires; /* expires: the last day, as 2026-11-24 */
    const char *file;
    uint32_t line;
    bool is_sealed; /* the file is: nothing of what stands there is told but the day */
};

struct suppressions;

MUST_CHECK enum status suppressions_create(struct suppressions **suppressions);
/* Adds those of a file, which may be sealed with `key` (base/sealed.h; NULL: it is not). STATUS_INVALID with
 * file:line:column in *error. */
MUST_CHECK enum status suppressions_add(struct suppressions *suppressions, const char *path, const struct seal_key *key,
                                        struct error *error);
/* The same for who keeps the file: an item that is wrong is told, as a sentence with file:line:column, and left out, and the
 * rest is read. STATUS_INVALID when the file as a whole cannot be read. */
typedef void suppressions_complaint(void *context, const char *sentence);
MUST_CHECK enum status suppressions_review(struct suppressions *suppressions, const char *path,
                                           const struct seal_key *key, suppressions_complaint *complain, void *context,
                                           struct error *error);
void suppressions_free(struct suppressions *suppressions); /* NULL is allowed */

/* The suppression of a finding, or NULL; one that has not expired on `day` (as 2026-11-24) goes before one that has.
 * Counts it as used. STATUS_NO_MEMORY when nothing is known. */
MUST_CHECK enum status suppressions_find(struct suppressions *suppressions, const char *fingerprint, const char *rule,
                                         const char *match, size_t match_size, const char *path, const char *day,
                                         const struct suppression **found, bool *expired);
/* In the order of files and lines; NULL behind the last one. */
const struct suppression *suppressions_at(const struct suppressions *suppressions, size_t index);
bool suppression_is_expired(const struct suppression *suppression, const char *day);
/* The next one from *next on (0 at first) that was never used; NULL when there is none. */
const struct suppression *suppressions_unused(const struct suppressions *suppressions, size_t *next);

#endif
