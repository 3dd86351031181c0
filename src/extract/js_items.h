/* SPDX-License-Identifier: Apache-2.0
 *
 * Items of lists, and of texts that a script has split: joined, exchanged, taken apart.
 */
#ifndef GUANKA_EXTRACT_JS_ITEMS_H
#define GUANKA_EXTRACT_JS_ITEMS_H

#include "extract/js_value.h"

/* The items of a text that is split, backwards if it is reversed, with a text between them. */
struct js_value js_items_join_split(struct js_reader *reader, const struct js_value *from, struct bytes with);
struct js_value js_items_join_list(struct js_reader *reader, const struct js_value *list, const struct js_value *with);
/* Every `what` of a text by `with`; nothing is known where `what` is an expression that matches more than itself. */
struct js_value js_items_replace(struct js_reader *reader, const struct js_value *from, struct bytes what,
                                 struct bytes with);
/* The items of a text that is split, and how many; NULL when there is no memory for them. */
struct bytes *js_items_split(struct js_reader *reader, const struct js_value *list, size_t *count);

#endif
