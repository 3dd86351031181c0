/* SPDX-License-Identifier: Apache-2.0
 *
 * Raw matches to findings: which of the places where a pattern matched does its rule really mean?
 *
 * In this order: the role and zone of the place, the validator, what stands around it, and that no
 * earlier match of the same rule overlaps it (leftmost first, then longest). Matches of counting rules
 * are put together per table or part. A match is judged once, when the window holds all the text
 * that can matter to it, so no result depends on where a window was cut.
 */
#ifndef GUANKA_ENGINE_RESOLVE_H
#define GUANKA_ENGINE_RESOLVE_H

#include "base/arena.h"
#include "base/digest.h"
#include "engine/lane.h"
#include "engine/locate.h"
#include "engine/match.h"
#include "engine/profile.h"
#include "engine/scan.h"
#include "engine/slice.h"

/* A finding with what is needed to put it in order and to give it a line. */
struct raw_finding {
    struct finding finding;
    uint64_t sequence, offset; /* order within the part */
    uint32_t rule;
    bool pending; /* of a counting rule that has not counted far enough yet */
    bool is_joined; /* found where lines are joined */
    bool is_line;   /* in a line of the body behind the head that stands apart if it turns out to be in the foot */
};

struct finding_list {
    struct raw_finding *items;
    size_t count, capacity;
};

struct resolver {
    struct ruleset *ruleset;
    struct search_scratch *scratch;
    struct arena *results; /* what findings point to; lives until the next scan */
    struct locator locator;
    struct digest_state *digest;
    struct match_list matches;
    struct match_list hidden; /* of the rule at hand: those that Hyperscan reported with too early a beginning */
    size_t match_next, hidden_next;
    struct slice slice;
    struct buf words; /* scratch memory for excerpts */
    struct buf dense; /* the dense view of a window */
    struct buf apart; /* joined lines, cut again */
    uint32_t dense_roles; /* roles that some rule of the dense view asks for */
    bool suggests; /* some rule suggests a class */
    uint32_t roles; /* that some rule asks for */
    uint64_t *last_ends; /* per lane and rule: where its last accepted match ended */
    uint64_t *last_end;  /* those of the lane at hand */
    enum rule_reader reader; /* of the lane at hand */
    size_t rule_count, last_end_capacity;
    uint32_t findings_max;
    bool explain; /* findings get an explanation */
    struct profile *profile; /* NULL: nothing is counted */
    struct finding_list findings; /* of all parts, in the order they were found */
    size_t part_first; /* lower bound of this part's findings in the list */
};

/* Bytes on either side of a match that must be in the window before it is judged. */
uint64_t resolver_margin(const struct ruleset *ruleset);
uint64_t resolver_reach(const struct ruleset *ruleset);

/* Judges the matches of `lane` that begin in [lane->resolved, limit) and sets lane->resolved. `part` is the
 * number of the part in scan.parts, `path` its path in the document. STATUS_LIMIT_FINDINGS when the
 * document has too many. */
MUST_CHECK enum status resolver_scan(struct resolver *resolver, const struct part *part, uint32_t part_index,
                                     const char *path, struct lane *lane, uint64_t limit);
/* Does what stands in [from, to) of the lane, which its window holds, stand in a longer phrase that is allowed to all rules? */
bool resolver_allows(const struct resolver *resolver, const struct lane *lane, uint64_t from, uint64_t to);
/* Quotes text that the lane holds, [from, to), and says where it stands. All of *finding but the rule, its fingerprint and
 * its reason is filled, and in *sequence its place among the part's runs. */
MUST_CHECK enum status resolver_quote(struct resolver *resolver, const struct part *part, uint32_t part_index,
                                      const struct lane *lane, uint64_t from, uint64_t to, struct finding *finding,
                                      uint64_t *sequence);
/* Adds a finding of a rule that is not found by patterns: all of *raw but the rule of the finding and its fingerprint is
 * filled. `folded` is what the fingerprint is made of. */
MUST_CHECK enum status resolver_report(struct resolver *resolver, const struct raw_finding *raw, const char *path,
                                       struct bytes folded);
/* No more text of the open part will come; its foot begins at absolute offset `foot_start` of the body, and another is that
 * of its content. What rules found there gets the action that it has where it stands apart. */
void resolver_raise_foot(struct resolver *resolver, uint32_t part_index, uint64_t foot_start,
                         const struct content_zone *content);
/* Makes room for the rules of a ruleset, which must live as long as it is used. */
MUST_CHECK enum status resolver_adopt(struct resolver *resolver, struct ruleset *ruleset);
/* The windows that follow belong to this lane. */
void resolver_begin_lane(struct resolver *resolver, uint32_t kind);
/* All lanes start again (another part). */
void resolver_reset_lanes(struct resolver *resolver);
void resolver_free(struct resolver *resolver);

#endif
