/* SPDX-License-Identifier: Apache-2.0
 *
 * What an expression finds, for people who know no expressions.
 *
 * Words stay as they are; 〔a／b〕 is one of several, （a） may be missing, 〈…〉 is a kind of character and how many of it.
 * A sign that the reading or an expression would use for itself stands in quotes: “{{”.
 * Blanks that may be missing are left out, and what is long is cut with …; so it is a reading, not another way to
 * write the expression. In the language of the messages. Pure but for that.
 */
#ifndef GUANKA_RULES_PARAPHRASE_H
#define GUANKA_RULES_PARAPHRASE_H

#include "base/buf.h"
#include "rules/rule_file.h"

/* Appends the reading of an expression of the pack, of about `size_max` bytes at most. STATUS_INVALID when it is no
 * expression, which a loaded pack has none of. */
MUST_CHECK enum status paraphrase_expression(const struct rule_pack *pack, const struct rule_text *expression,
                                             size_t size_max, struct buf *output);

#endif
