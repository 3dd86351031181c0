/* SPDX-License-Identifier: Apache-2.0
 *
 * Rules compiled for matching: immutable once loaded, shared by reference count.
 *
 * A ruleset is made from packs (YAML under patterns/, see docs/rule-language.md): patterns are folded
 * to canonical text and compiled into Hyperscan databases for each view (ruleset_search.h), plus a small one per
 * distinct context. Compiled databases are kept on disk by digest (ruleset_cache.h), so that a start
 * with known rules takes milliseconds. Patterns of unbounded width are refused, so `reach` is finite
 * and text can be scanned in windows.
 */
#ifndef GUANKA_RULES_RULESET_H
#define GUANKA_RULES_RULESET_H

#include "base/digest.h"
#include "base/error.h"
#include "rules/rule.h"

struct ruleset;
struct search_scratch;
struct seal_key;

struct ruleset_options {
    const char *const *paths; /* packs (files) or folders of packs, in order; path_count of them */
    size_t path_count;
    const char *const *enable;  /* globs over rule ids; enable_count; none = all */
    size_t enable_count;
    const char *const *disable; /* globs over rule ids, applied after enable */
    size_t disable_count;
    /* Folders of the operator's own, the most general first: their packs are added, and their tables (allow.csv) go
     * over those of the folders in `paths` (data/allow.csv). */
    const char *const *layers;
    size_t layer_count;
    /* A register of releases over those of the layers; NULL: none. */
    const char *release_register;
    /* NULL: no cache; made when missing; trouble with it is not an error. With sealed rules it is sealed as well. */
    const char *cache_directory;
    bool wants_remarks; /* ruleset_remark: what `guanka rules check` says */
    bool keeps_patterns; /* for ruleset_engine.h: what the databases are compiled from stays in memory */
    bool gates_few; /* few expressions get a gate (gate.h) as well: to measure what one of them costs among many */
    const struct seal_key *key; /* of sealed packs, word lists and tables (base/sealed.h); NULL: none are */
};

/* On failure *error names file:line:column and what to do. The caller owns one reference. */
MUST_CHECK enum status ruleset_load(const struct ruleset_options *options, struct ruleset **ruleset,
                                    struct error *error);
struct ruleset *ruleset_ref(struct ruleset *ruleset); /* any thread */
void ruleset_unref(struct ruleset *ruleset);          /* any thread; NULL is allowed */

size_t ruleset_rule_count(const struct ruleset *ruleset);
const struct rule *ruleset_rule(const struct ruleset *ruleset, size_t index); /* in order of id */
/* Over the enabled rules with everything that can change a result (patterns, options, validators). */
const struct digest *ruleset_digest(const struct ruleset *ruleset);
/* True when the databases came from the cache. */
bool ruleset_was_cached(const struct ruleset *ruleset);

/* The tables of the packs' folders (data/) and of the layers above them; lives as long as the ruleset. */
struct reference;
const struct reference *ruleset_reference(const struct ruleset *ruleset);

/* ---- For the engine. */

/* What detectors make of the tables, once, before the ruleset is shared (engine/detectors.h); NULL until then. It lives in
 * the ruleset's arena. */
struct arena *ruleset_arena(struct ruleset *ruleset);
void ruleset_set_knowledge(struct ruleset *ruleset, const void *knowledge);
const void *ruleset_knowledge(const struct ruleset *ruleset);

struct pattern {
    uint32_t rule;         /* index of its rule */
    uint32_t literal_size; /* bytes, if a literal; 0: a regular expression, whose matches carry their start */
    uint32_t line, column; /* where it stands, in `file`: a pack or a word list */
    const char *file;
    bool sealed; /* the file is: nobody is told where it stands there */
};

/* Who reads a text. Links, comments and scripts are written for programs; few rules look into them, and a third of a page
 * is not worth the others' time. */
enum rule_reader { READER_PERSON, READER_PROGRAM, READER_COUNT };

bool ruleset_uses(const struct ruleset *ruleset, enum rule_view view);
size_t ruleset_pattern_count(const struct ruleset *ruleset, enum rule_view view);
const struct pattern *ruleset_pattern(const struct ruleset *ruleset, enum rule_view view, uint32_t id);
/* Phrases that take a match of any rule away when it is part of them (rules/allow.h); NULL: none. */
const struct allow_set *ruleset_allowed(const struct ruleset *ruleset);
/* The longest possible match in bytes, and the farthest context in characters, over all rules. */
uint32_t ruleset_reach(const struct ruleset *ruleset);
uint32_t ruleset_context_reach(const struct ruleset *ruleset);
/* What one thread needs to search (ruleset_search.h). Grows *scratch (NULL at first) so that it serves this ruleset too. */
MUST_CHECK enum status ruleset_prepare_scratch(const struct ruleset *ruleset, struct search_scratch **scratch);
void search_scratch_free(struct search_scratch *scratch); /* NULL is allowed */
/* Does context `context` (rule_context.context) occur in text[0..size)? Literals and expressions alike.
 * STATUS_BUG when Hyperscan fails: then nothing is known. *found may be NULL; otherwise it tells what was found: all of
 * a literal, the end of what an expression matched (start == end). */
MUST_CHECK enum status ruleset_context_found(const struct ruleset *ruleset, uint32_t context, const char *text,
                                             size_t size, struct search_scratch *scratch, bool *stands, struct span *found);

/* ---- For `guanka rules check`: the examples and everything a pack's author should know.  */

struct ruleset_example {
    const char *text; /* as written in the pack, not folded */
    uint32_t rule;
    bool must_match;
    uint32_t line, column;
};
size_t ruleset_example_count(const struct ruleset *ruleset);
const struct ruleset_example *ruleset_example(const struct ruleset *ruleset, size_t index);

/* A remark that does not stop loading, made if the options want them: duplicate pattern, pattern that matches almost everything, missing
 * examples, rule without advice … */
struct ruleset_remark {
    const char *file;
    uint32_t line, column;
    bool is_error; /* `guanka rules check` refuses the pack for it; loading does not */
    const char *message; /* translated */
};
size_t ruleset_remark_count(const struct ruleset *ruleset);
const struct ruleset_remark *ruleset_remark(const struct ruleset *ruleset, size_t index);

#endif
