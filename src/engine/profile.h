/* SPDX-License-Identifier: Apache-2.0
 *
 * What the rules cost a scan, counted and timed while it runs, and the text that they were matched against.
 *
 * A scanner that has no profile (scanner_set_profile) pays a comparison for each match. One thread; one ruleset, which
 * outlives the profile.
 */
#ifndef GUANKA_ENGINE_PROFILE_H
#define GUANKA_ENGINE_PROFILE_H

#include <stdbool.h>

#include "base/buf.h"
#include "rules/ruleset.h"

/* Of a rule: what became of its raw matches. */
struct profile_rule {
    uint64_t matches;    /* raw ones, of its patterns */
    uint64_t contexts;   /* how often it was looked around one of them */
    uint64_t accepted;   /* what remained */
    uint64_t judging_ns; /* all that happened to its matches after they were found, quoting included */
};

/* Of a detector, by its place in detectors.h's set. */
struct profile_detector {
    uint64_t blocks, bytes, ns;
};

/* Text as it was given to the matcher at one go. */
struct profile_window {
    size_t offset, size; /* in profile.text */
    enum rule_view view;
    enum rule_reader reader;
};

struct profile {
    struct profile_rule *rules; /* by index of the rule */
    struct profile_detector *detectors;
    uint64_t sharing_ns; /* what is found out for all detectors at once */
    struct buf text;
    struct profile_window *windows;
    size_t window_count, window_capacity;
    bool is_cut; /* there was more text than PROFILE_TEXT_MAX; only its beginning is kept, everything is counted */
};
enum { PROFILE_TEXT_MAX = 256 << 20 };

/* The ruleset has been prepared (detectors.h). */
MUST_CHECK enum status profile_create(const struct ruleset *ruleset, struct profile **profile);
void profile_free(struct profile *profile); /* NULL is allowed */
MUST_CHECK enum status profile_add_window(struct profile *profile, enum rule_view view, enum rule_reader reader,
                                          const char *text, size_t size);
/* How long it takes to match all windows again, by the patterns of any ruleset and without judging anything: the best
 * of several passes, in time of this thread. */
MUST_CHECK enum status profile_replay(const struct profile *profile, const struct ruleset *ruleset, uint64_t *ns);
/* One pass of that, with scratch memory that was made ready for the ruleset (ruleset_prepare_scratch). */
struct match_list;
MUST_CHECK enum status profile_pass(const struct profile *profile, const struct ruleset *ruleset,
                                    struct search_scratch *scratch, struct match_list *matches);

#endif
