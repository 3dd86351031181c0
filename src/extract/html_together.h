/* SPDX-License-Identifier: Apache-2.0
 *
 * The scripts of a page as one: what one defines another calls, or `<body onload="go()">`.
 *
 * Each script is read where it stands, alone; at the end of the page all are read once more, one behind the other, for
 * where readers are sent and who is asked. Of the page only what stands in it as it is, no file beside it and nothing
 * that a script writes. What is beyond the bounds was read alone. Memory is the arena's.
 */
#ifndef GUANKA_EXTRACT_HTML_TOGETHER_H
#define GUANKA_EXTRACT_HTML_TOGETHER_H

#include "base/arena.h"
#include "base/bytes.h"
#include "base/status.h"

enum {
    HTML_TOGETHER_MAX = 128,              /* scripts, and as many handlers */
    HTML_TOGETHER_SCRIPT_MAX = 128 << 10, /* bytes of one */
    HTML_TOGETHER_SIZE_MAX = 512 << 10    /* of all */
};

/* A script where it stands in the page, and in the text of all. */
struct html_together_part {
    struct bytes script;
    size_t offset;
};

struct html_together {
    struct html_together_part scripts[HTML_TOGETHER_MAX];
    size_t script_count;
    struct html_together_part handlers[HTML_TOGETHER_MAX];
    size_t handler_count;
    size_t size;
    struct bytes text;
};

/* Must live as long. Nothing happens where there are too many, or the same handler was the one before. */
void html_together_add(struct html_together *together, struct bytes script);
void html_together_add_handler(struct html_together *together, struct bytes script);
/* Whether there are several. */
bool html_together_has_others(const struct html_together *together);
/* Makes the text, with all handlers behind all scripts, each in a function of its own. */
MUST_CHECK enum status html_together_join(struct html_together *together, struct arena *arena);
/* What stands in the page for bytes of the text, both in one script. */
struct bytes html_together_source(const struct html_together *together, struct bytes text);
/* Whether they are a handler's. */
bool html_together_is_handler(const struct html_together *together, struct bytes text);

#endif
