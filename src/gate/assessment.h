/* SPDX-License-Identifier: Apache-2.0
 *
 * What the gate says about a draft: its contents scanned, its metadata judged, both in one record.
 *
 * The record is JSON without anything that changes from one time to the next: the same contents, metadata, day, rules,
 * registers and program give the same bytes, so that a verdict can be replayed (docs/contract.md).
 */
#ifndef GUANKA_GATE_ASSESSMENT_H
#define GUANKA_GATE_ASSESSMENT_H

#include "base/digest.h"
#include "base/file.h"
#include "engine/scanner.h"
#include "isolate/pool.h"
#include "policy/policy.h"
#include "report/report.h"
#include "review/judge.h"

struct assessment_content {
    const char *name, *media_type; /* from the client: hints; "" where unknown */
    struct bytes bytes;
    struct file_content *content; /* what backs them, or NULL */
    struct digest digest;         /* filled in by assess */
};

struct assessor_options {
    const struct limits *limits;
    const struct pool_options *isolation; /* NULL: isolated formats are not read, and so never clean */
    enum report_language language;
    bool show_secrets;
    const atomic_bool *stop;
};

/* One thread. The options must outlive it. */
struct assessor;
MUST_CHECK enum status assessor_create(const struct assessor_options *options, struct assessor **assessor);
void assessor_destroy(struct assessor *assessor); /* NULL is allowed */

struct assessment_counts {
    bool is_complete;                    /* everything was read */
    uint64_t findings[ACTION_BLOCK + 1]; /* by action */
};

struct assessment {
    enum verdict verdict;
    struct judgement judgement;
    struct assessment_counts counts;
    struct digest content; /* of all contents: the one's own where there is one, else over name and digest of each */
    struct bytes record;   /* JSON; ends with a line feed */
};

/* Fills in the contents' digests. The result is valid until the next call. STATUS_OK is the only status that says
 * anything about the draft.
 */
MUST_CHECK enum status assess(struct assessor *assessor, struct ruleset *ruleset, const struct review_profile *profile,
                              const struct draft *draft, struct assessment_content *contents, size_t content_count,
                              struct date as_of, struct assessment *assessment);

/* Content alone, without metadata and without a record: for who has nothing else. */
struct content_assessment {
    enum verdict verdict;
    const char *rule; /* of the severest finding, the first of these; NULL: none, or only notes */
    struct assessment_counts counts;
};
MUST_CHECK enum status assess_content(struct assessor *assessor, struct ruleset *ruleset,
                                      const struct assessment_content *content, struct date as_of,
                                      struct content_assessment *assessment);

#endif
