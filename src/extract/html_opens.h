/* SPDX-License-Identifier: Apache-2.0
 *
 * Which hidden elements of a page its readers can have shown: menus, tabs, dialogs.
 *
 * An element can be opened when all that hides it, itself and what is around it, can: by a rule of style that shows it
 * in another state (html_state_rules.h), by something in the page that plays with its name (html_plays.h), as the part
 * of a framework that the page uses, or, of a link, because a picture stands in place of its words. Whoever breaks into
 * a page can pretend all of this: it tells usual pages from the others, and clears nothing. What is hidden by the
 * colour or the size of its letters, by a script (js_effects.h), or in markup that a script writes, cannot be opened.
 * Asked for only where somebody wants to know (extract_follows_sends), and of pages in whose bytes markup can be read.
 */
#ifndef GUANKA_EXTRACT_HTML_OPENS_H
#define GUANKA_EXTRACT_HTML_OPENS_H

#include "extract/html_page.h"

/* NULL when the heap is exhausted. The page's bytes stay with the caller. */
struct html_opens *html_opens_create(struct arena *arena, struct bytes source);
/* An element has been made in its place on the stack; all that `look` says of it is in `open` already. */
void html_opens_take(struct html_page *page, enum html_tag tag, const struct html_name *name,
                     const struct html_look *look, const struct html_open *open);
/* Of the element that was taken last: what hides it can be opened, if anything does. */
bool html_opens_can_open(const struct html_opens *opens);

#endif
