/* SPDX-License-Identifier: Apache-2.0
 *
 * The rules of a page's <style> that can hide text.
 *
 * Rules whose selectors are an element, a class, an identifier, an attribute, or an element with one of these; all
 * others, and all that stands under a condition that not every screen meets (html_media.h), are passed over. What a page uses before the
 * <style> in which it stands does not know of it: pages are read once. Later rules win, whatever their rank, except
 * that an element's rule gives way to a class's, that to an identifier's and that to an attribute's. Case does not count, as on the old pages
 * that have no doctype.
 *
 * One thread per set of rules, whose memory is the arena's; the number of rules is bounded.
 */
#ifndef GUANKA_EXTRACT_HTML_RULES_H
#define GUANKA_EXTRACT_HTML_RULES_H

#include "base/arena.h"
#include "extract/html_look.h"
#include "extract/html_tokenizer.h"

struct html_rules;

/* NULL when the heap is exhausted. */
struct html_rules *html_rules_create(struct arena *arena);
/* Takes in a style sheet. Linear in its size. */
void html_rules_read(struct html_rules *rules, struct bytes sheet);
/* What an element must have for the rules to be able to say something of it. */
enum html_rules_reach {
    HTML_RULES_OF_ELEMENTS = 1,
    HTML_RULES_OF_CLASSES = 2,
    HTML_RULES_OF_IDENTIFIERS = 4,
    HTML_RULES_OF_ATTRIBUTES = 8,
};
unsigned html_rules_reach(const struct html_rules *rules);
/* What the rules say of an element. Bytes up to `limit` may be read. */
void html_rules_look(const struct html_rules *rules, const struct html_name *element, struct bytes classes,
                     struct bytes identifier, const uint8_t *limit, struct html_look *look);
/* The same of rules whose selector is an attribute; `attributes`: the tag from behind its name on. */
void html_rules_look_attributes(const struct html_rules *rules, const struct html_name *element,
                                struct bytes attributes, struct html_look *look);

#endif
