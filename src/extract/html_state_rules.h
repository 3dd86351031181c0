/* SPDX-License-Identifier: Apache-2.0
 *
 * The rules of a page's <style> by which an element is shown after all: in a state that the reader brings about
 * (`.nav li:hover .sub`, `#more:checked ~ #panel`), or when a script gives it or what is around it a further class
 * (`.tab-pane.active`).
 *
 * Whether the state can come about is not looked into. Of a selector the last part counts, and one name of what must be
 * around it. One thread per set, whose memory is the arena's. The number of rules is bounded, and so is how much is
 * looked through; what is beyond shows nothing.
 */
#ifndef GUANKA_EXTRACT_HTML_STATE_RULES_H
#define GUANKA_EXTRACT_HTML_STATE_RULES_H

#include "base/arena.h"
#include "extract/html_look.h"

struct html_state_rules;

/* Start tags from behind their `<` to their end; the last is the element, before it what is open around it. */
struct html_lineage {
    const struct bytes *tags;
    size_t count;
};

/* Of all <style> of the page. Linear in it. NULL when the heap is exhausted. */
struct html_state_rules *html_state_rules_read(struct arena *arena, struct bytes page);
enum html_state_rank {
    STATE_RULES_ALL,
    STATE_RULES_IMPORTANT, /* only those that win over the element's own style, too */
};
/* What the rules show of an element, over what *look says. */
void html_state_rules_show(struct html_state_rules *rules, const struct html_lineage *lineage,
                           enum html_state_rank rank, struct html_look *look);
/* Whether a start tag has the word near its beginning, as one of its classes, its identifier or another value. */
bool html_state_rules_has_word(struct bytes tag, struct bytes word);

#endif
