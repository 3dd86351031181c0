/* SPDX-License-Identifier: Apache-2.0
 *
 * Where a statement of a script sends its reader: `location = …`, `top.location.href = …`, `location.replace(…)`,
 * `window.open(…)`, under whatever names the script knows these; `form.submit()` and `link.click()`, whose addresses are js_effects' to know.
 *
 * Whether the statement runs at all, and under which conditions, is js_effects' to know. Bounded as the reader is.
 */
#ifndef GUANKA_EXTRACT_JS_SENDS_H
#define GUANKA_EXTRACT_JS_SENDS_H

#include "extract/js_names.h"

/* The worse one is the greater. */
enum js_certainty {
    JS_CERTAIN,   /* every reader, there */
    JS_SOMETIMES, /* there, but only some readers, or in a window of its own */
    JS_PERHAPS,   /* it could not be followed to the end where they are sent */
};

struct js_sending {
    struct js_value address;
    enum js_certainty certainty;
};

/* The statement that begins at the token `at`, with each place that it may lead to. Returns how many there are: none when it sends
 * nobody, or nothing is known of where. */
size_t js_sends_read(struct js_reader *reader, const struct js_names *names, size_t at,
                     struct js_sending sendings[JS_CHOICES_MAX]);
/* The same of an element that is clicked or sent off at the token `at` and has that address. */
size_t js_sends_to(struct js_reader *reader, size_t at, const struct js_value *address,
                   struct js_sending sendings[JS_CHOICES_MAX]);
/* Whether something before the token `at` in its statement decides whether it comes to this: `a && …`, `a ? … : …`. */
bool js_sends_is_chosen(const struct js_tokens *tokens, size_t at);
/* Whether a script has any of the words that do so. */
bool js_sends_may(struct bytes script);

#endif
