/* SPDX-License-Identifier: Apache-2.0
 *
 * Words for people, shared by the formats: what was found, where, what it means.
 *
 * Names of rules come in the language of the report, from their pack; everything else from gettext.
 */
#ifndef GUANKA_REPORT_DESCRIBE_H
#define GUANKA_REPORT_DESCRIBE_H

#include "report/report.h"

const char *describe_action(enum rule_action action);
const char *describe_verdict(enum verdict verdict);
const char *describe_coverage(enum coverage coverage);
const char *describe_category(const char *category);
/* Who did something that is on record: a person by his name, or the program "automatic". */
const char *describe_actor(const char *actor);
/* "block", "review", "note" and "complete", "incomplete", "skipped": as in the contract. */
const char *action_name(enum rule_action action);
const char *coverage_name(enum coverage coverage);
/* The class of information that is suggested: "ordinary", "important", "special" as in the contract, and in words. */
const char *class_name(enum rule_suggests suggests);
const char *describe_class(enum rule_suggests suggests);
/* The class that is suggested for a part that has one, and the level of review that follows (regulation 2, article 6). */
enum rule_suggests class_of_part(const struct scan_part *part);
unsigned class_level(enum rule_suggests suggests);
/* What was found where, and masked as a finding is; nothing for an ordinary part. */
MUST_CHECK enum status describe_class_reason(struct buf *out, struct report_context *context,
                                             const struct scan_part *part);
/* The same in a sentence, with the class and the level. */
MUST_CHECK enum status describe_suggestion(struct buf *out, struct report_context *context,
                                           const struct scan_part *part);
/* A sentence fragment for a problem: "encrypted", "format not supported", … */
const char *describe_problem(enum status why);
/* A sentence: what to do about it. Empty where the words about the problem at hand say it. */
const char *describe_remedy(enum status why);
/* What a gap says beside its reason: the limit that was met with the option that raises it, and its detail. Our own
 * words are translated, the system's where they are frequent; of what libarchive says the sense is told before its own
 * words. Nothing when there is nothing more to say. */
void describe_gap(struct buf *out, const struct gap *gap);
const char *describe_rule(const struct rule *rule, enum report_language language);
const char *describe_advice(const struct rule *rule, enum report_language language);
/* The rule's name, with the number of matches when a counting rule has put several together. */
void describe_finding(struct buf *out, const struct finding *finding, enum report_language language);
/* Where it stands, for people: "12:5", "sheet 名单, row 3, column 2", "page 4". Empty when there is nothing
 * to say. */
void describe_place(struct buf *out, const struct finding *finding);
/* Why a finding that was suppressed counts again; nothing for others. */
void describe_reopened(struct buf *out, const struct finding *finding);
/* The document's path and, inside it, the part's, joined with `!/`. */
void describe_path(struct buf *out, const struct report_document *document, uint32_t part);
/* Makes context->mask ready over a finding's match, or over its excerpt with everything personal in it. */
MUST_CHECK enum status describe_match_mask(struct report_context *context, const struct finding *finding);
MUST_CHECK enum status describe_excerpt_mask(struct report_context *context, const struct scan *scan, size_t finding);
/* Appends text that cannot do anything to a terminal or a page: controls become blanks or U+FFFD. */
void describe_safely(struct buf *out, const char *text, size_t size);
/* Whether that leaves it as it is: one line of UTF-8 without controls. */
bool describe_is_safe(const char *text, size_t size);

#endif
