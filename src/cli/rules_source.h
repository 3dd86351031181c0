/* SPDX-License-Identifier: Apache-2.0
 *
 * What a rule's pack says it finds, read again for people: patterns, context and examples as written.
 *
 * A loaded ruleset keeps only what matching needs. One thread.
 */
#ifndef GUANKA_CLI_RULES_SOURCE_H
#define GUANKA_CLI_RULES_SOURCE_H

#include <stdio.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/error.h"
#include "rules/rule_file.h"

struct rules_source {
    struct arena *arena;
    struct buf yaml;
    const struct rule_pack *pack;
    const struct rule_draft *draft; /* the rule, in it */
};

/* The rule's file may have changed since it was loaded: then there is an error, or what it says now. The caller closes,
 * whatever the status. */
MUST_CHECK enum status rules_source_open(const struct rule *rule, struct rules_source *source, struct error *error);
void rules_source_close(struct rules_source *source);

/* Words as they are folded, some of them and how many more there are; expressions as people read them (paraphrase.h). */
MUST_CHECK enum status rules_source_patterns(const struct rules_source *source, const struct rule_patterns *patterns,
                                             FILE *out);
void rules_source_examples(const struct rules_source *source, FILE *out);

#endif
