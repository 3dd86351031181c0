/* SPDX-License-Identifier: Apache-2.0
 *
 * What each rule costs, measured: `guanka bench --rules`.
 *
 * The files are scanned once with a profile (engine/profile.h): what happens to raw matches is timed rule by rule, what
 * detectors do is timed detector by detector. The text that was matched is kept, and matched again for each rule whose
 * patterns are the only ones (`alone`), for all rules, and for all but one of the rules that seem the slowest (`saved`:
 * what the search would gain without it). Times are processor time of one thread, the best of several, per KiB of text.
 */
#ifndef GUANKA_CLI_BENCH_RULES_H
#define GUANKA_CLI_BENCH_RULES_H

#include <stdbool.h>

#include "base/error.h"
#include "cli/config.h"
#include "cli/packs.h"
#include "engine/profile.h"
#include "rules/ruleset_cost.h"
#include "work/walk.h"

/* Where most of a rule's time goes, and why. */
enum cost_reason {
    COST_NO_WORD,  /* its patterns have no fixed word that could be looked for first */
    COST_MATCHES,  /* they match very often */
    COST_CONTEXT,  /* most time is spent looking around matches */
    COST_JUDGING,  /* most time is spent on its matches otherwise: validator, quoting */
    COST_PATTERNS, /* nothing of the kind: patterns as others have them */
    COST_DETECTOR, /* a detector reads the text */
    COST_SHARED,   /* the words of all detectors are searched for, once */
};

struct rule_cost {
    const char *name; /* the rule's id, or the detector's name */
    bool is_detector;
    size_t rule_count; /* of a detector: rules that it serves; else 1 */
    size_t words, expressions;
    double alone, saved; /* ns per KiB; saved is 0 where it was not measured */
    bool has_saved;
    double judging; /* ns per KiB; of a detector all of its work */
    uint64_t matches, contexts, accepted;
    enum cost_reason reason;
    struct pattern_cost *patterns; /* the dearest first (rules/ruleset_cost.h), of rules that have `saved`; else NULL */
    size_t pattern_count;
};

struct bench_rules {
    const struct rule_cost *costs; /* the slowest first */
    size_t count;
    size_t rule_count, file_count, unread_count;
    uint64_t bytes, text_bytes;
    double matching; /* all rules together, ns per KiB of text */
    double scanning; /* everything, reading of files included, ns per KiB of text, with the profile's own clock */
    bool is_cut;     /* there was too much text to keep; `alone` and `saved` are of its beginning */
    struct ruleset *ruleset;
    struct profile *profile;
    struct rule_cost *items;                /* costs, while they are made */
    struct ruleset_cost_text *person_texts; /* of the profile: what people read */
    size_t person_text_count;
    uint64_t person_bytes;
    struct arena *arena; /* of what is said of patterns */
};

/* `detailed` of the slowest rules have `saved`, and are taken apart into their patterns. The caller frees, whatever the
 * status. */
MUST_CHECK enum status bench_rules_measure(const struct packs *packs, const struct config *config,
                                           const struct walk *walk, size_t detailed, struct bench_rules *bench,
                                           struct error *error);
void bench_rules_free(struct bench_rules *bench);

/* For people: a table of the `shown` slowest, and what the numbers are. For programs: lines of JSON, all rules. */
void bench_rules_table(const struct bench_rules *bench, size_t shown, struct buf *out);
void bench_rules_json(const struct bench_rules *bench, struct buf *out);

#endif
