/* SPDX-License-Identifier: Apache-2.0
 *
 * Under which names a script knows the window that it runs in, the document and the location of that, and events that
 * click an element or send a form off: `var w = window`, `(function (d) {…})(document)`.
 *
 * A name that a script has given to nothing of these is what browsers have under it. Pure; at most JS_NAMES_MAX names
 * are kept, what is beyond is what it was before.
 */
#ifndef GUANKA_EXTRACT_JS_NAMES_H
#define GUANKA_EXTRACT_JS_NAMES_H

#include "extract/js_value.h"

enum { JS_NAMES_MAX = 64 };

enum js_named {
    JS_NAMED_OTHER,
    JS_NAMED_WINDOW,
    JS_NAMED_DOCUMENT,
    JS_NAMED_LOCATION,
    JS_NAMED_FOLLOWING, /* an event that clicks, or sends a form off */
};

struct js_name {
    struct bytes name;
    enum js_named named;
};

struct js_names {
    struct js_name names[JS_NAMES_MAX];
    size_t count;
    size_t scope; /* from here on they are those of the function that is being read */
};

enum js_named js_names_find(const struct js_names *names, struct bytes name);
/* From here on the name is that, until the function is over. */
void js_names_set(struct js_names *names, struct bytes name, enum js_named named);
/* `name = …`: *named is what it is given. */
void js_names_assign(struct js_names *names, struct bytes name, enum js_named named, bool is_declared);
/* `.name`, `["na" + "me"]` or `[x]`, x being a text that is known; *at moves behind it. */
bool js_names_take_member(struct js_reader *reader, size_t *at, struct bytes *name);
/* What a name at *at, with the members that hang on it, leads to; *at moves behind the last one that was followed, and
 * *name is that. */
enum js_named js_names_follow(struct js_reader *reader, const struct js_names *names, size_t *at, struct bytes *name);
/* What a member of a window or a document is. */
enum js_named js_names_member(enum js_named holder, struct bytes name);
/* What the expression at `at` is, if it is nothing but that. */
enum js_named js_names_read(struct js_reader *reader, const struct js_names *names, size_t at);

#endif
