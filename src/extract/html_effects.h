/* SPDX-License-Identifier: Apache-2.0
 *
 * What the scripts of a page hide when it is loaded: found before the page is read, since scripts stand behind what
 * they hide.
 *
 * An element that anything else in the page names, a script, a link or a handler, is one that the page shows when it is
 * asked to, and not hidden for good. Pages in encodings that are decoded first are not looked through. Memory is the
 * arena's.
 */
#ifndef GUANKA_EXTRACT_HTML_EFFECTS_H
#define GUANKA_EXTRACT_HTML_EFFECTS_H

#include "extract/html_rules.h"
#include "extract/js_effects.h"

struct html_effects;

/* NULL in *effects when no script hides anything. Linear in the page, but for the few names that are looked for in it.
 */
MUST_CHECK enum status html_effects_find(struct arena *arena, struct bytes page, bool is_wide,
                                         struct html_effects **effects);
/* Without anything hidden; NULL when the heap is exhausted. */
struct html_effects *html_effects_create(struct arena *arena);
/* Takes in a style sheet that a script writes. */
void html_effects_read(struct html_effects *effects, struct bytes sheet);
/* What scripts say of an element, over what *look says; `rules` are the page's own, of the classes that scripts give,
 * or NULL. Bytes up to `limit` may be read. */
void html_effects_look(const struct html_effects *effects, const struct html_rules *rules,
                       const struct html_name *element, struct bytes classes, struct bytes identifier,
                       const uint8_t *limit, struct html_look *look);
/* Whether a value that begins at `value`, behind its quote, is one by which an element has its name: `id`, `class`. */
bool html_effects_is_own_name(const uint8_t *page, const uint8_t *value);

#endif
