/* SPDX-License-Identifier: Apache-2.0
 *
 * Rules of a style sheet whose selector is an attribute, alone or of an element: `[data-z]`, `div[class*="x"]`.
 *
 * What frameworks take off again once their scripts run (`v-cloak` and its like) hides nothing from readers, and is
 * passed over. One thread per set of rules, whose memory is the arena's; their number is bounded.
 */
#ifndef GUANKA_EXTRACT_HTML_ATTRIBUTE_RULES_H
#define GUANKA_EXTRACT_HTML_ATTRIBUTE_RULES_H

#include "base/arena.h"
#include "extract/html_look.h"
#include "extract/html_tokenizer.h"

struct html_attribute_rules;

/* NULL when the heap is exhausted. */
struct html_attribute_rules *html_attribute_rules_create(struct arena *arena);
/* `condition`: what stands between the brackets, in plain spelling; `element`: empty for any. What the bound or the
 * heap refuses, or cannot be understood, is a rule less. */
void html_attribute_rules_add(struct html_attribute_rules *rules, struct bytes element, struct bytes condition,
                              const struct html_look *look);
/* What the rules say of an element; `attributes`: its tag from behind the name on. */
void html_attribute_rules_look(const struct html_attribute_rules *rules, const struct html_name *element,
                               struct bytes attributes, struct html_look *look);

#endif
