/* SPDX-License-Identifier: Apache-2.0
 *
 * Reads a rule pack (YAML 1.1, see docs/rule-language.md) into drafts of rules.
 *
 * Everything about the pack's form is checked here: keys, types, names, ranges. Patterns are taken as
 * they stand; what they mean is for pattern.h. Each scalar keeps its place, so that whoever finds
 * something wrong with it later can say where. Everything lives in the arena that the caller gives.
 */
#ifndef GUANKA_RULES_RULE_FILE_H
#define GUANKA_RULES_RULE_FILE_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/bytes.h"
#include "base/error.h"
#include "rules/complaint.h"
#include "rules/rule.h"
#include "rules/rule_text.h"

struct rule_patterns {
    struct rule_texts literals, regexes;
    struct rule_texts words; /* paths of word lists, relative to the pack */
};

struct rule_condition {
    bool present;
    uint32_t within; /* characters */
    struct rule_patterns patterns;
};

struct rule_draft {
    struct rule rule; /* complete but for `context` of the conditions */
    struct rule_patterns match;
    struct rule_condition required, excused;
    struct rule_patterns allowed; /* literals and words only */
    struct rule_texts matching, not_matching; /* examples */
};

struct rule_define {
    struct rule_text name, fragment;
};

struct rule_pack {
    const char *file, *name;
    uint32_t version;
    struct bytes yaml;     /* the file's bytes, for rule_file_place */
    const uint32_t *lines; /* where each of its lines begins, line_count of them */
    size_t line_count;
    bool sealed;
    struct rule_define *defines;
    size_t define_count;
    struct rule_draft *drafts; /* as they stand in the file */
    size_t draft_count;
};

enum {
    RULE_WITHIN_DEFAULT = 40,
    RULE_WITHIN_MAX = 400,
    RULE_FILE_SIZE_MAX = 16 << 20,
};

/* `file` names the pack in messages and in the rules; it must live as long as the arena. `sealed`: it lies there sealed, so
 * messages quote nothing. STATUS_INVALID with file:line:column in *error, or STATUS_NO_MEMORY. yaml must live as long as
 * the pack is used. */
MUST_CHECK enum status rule_file_parse(struct bytes yaml, const char *file, bool sealed, struct arena *arena,
                                       struct rule_pack **pack, struct error *error);

/* Where byte `offset` of a scalar's value stands; the scalar's own place when it spans lines. */
struct rule_place rule_file_place(const struct rule_pack *pack, const struct rule_text *text, size_t offset);

/* For help and messages: the names that `in:` knows by enum text_role, and the categories. */
const char *rule_file_role_name(unsigned role);
bool rule_file_is_category(const char *name);

#endif
