/* SPDX-License-Identifier: Apache-2.0
 *
 * Whether something in a page shows an element by its name: a script or a handler that names its class or identifier
 * and sets how it looks (`getElementById("x").style.display = "block"`, `$(".tabs").slide()`), or an attribute that is
 * for that (`data-target="#x"`, `aria-controls="x"`).
 *
 * Words are looked for near the name; scripts are not followed. What sets a name to be hidden alone does not show it.
 * Works on the bytes of the page, which stay with the caller, as do the names; begins zeroed but for the page. One
 * thread; how much is looked through is bounded, and what is beyond plays with nothing.
 */
#ifndef GUANKA_EXTRACT_HTML_PLAYS_H
#define GUANKA_EXTRACT_HTML_PLAYS_H

#include <stdbool.h>

#include "base/bytes.h"

enum html_plays_name {
    PLAYS_CLASS,
    PLAYS_IDENTIFIER,
    PLAYS_AROUND,   /* of an element around the one that is shown */
    PLAYS_NUMBERED, /* an identifier without the number at its end, which scripts put there: `"one", 2` */
};

enum { HTML_PLAYS_ASKED_MAX = 128 };

struct html_plays {
    struct bytes page;
    size_t searched; /* bytes */
    struct html_plays_asked {
        struct bytes name;
        enum html_plays_name kind;
        bool plays;
    } asked[HTML_PLAYS_ASKED_MAX]; /* the last ones, in a ring: what stands side by side is in the same */
    size_t asked_count;
};

bool html_plays_with(struct html_plays *plays, struct bytes name, enum html_plays_name kind);
/* Whether the page has the word anywhere. */
bool html_plays_has(struct html_plays *plays, const char *word);

#endif
