/* SPDX-License-Identifier: Apache-2.0
 *
 * Text that an element forces to run from right to left, or back: <bdo dir=rtl>, and unicode-bidi in style.
 *
 * It is told as the characters of Unicode that do the same (CSS Writing Modes 3, clause 2.4.5), so whoever knows what
 * those do to a line (text/display.h) knows what a reader sees. What forces a direction forces it within its
 * own block: what is open goes on behind a block or a line end that stands in it, and says nothing inside the block.
 * Characters are made when text comes: where there is none, nothing is turned.
 *
 * Part of a page.
 */
#ifndef GUANKA_EXTRACT_HTML_DIRECTION_H
#define GUANKA_EXTRACT_HTML_DIRECTION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "extract/html_stack.h"

enum {
    HTML_DIRECTION_MAX = 16,                          /* elements within each other that are told of */
    HTML_DIRECTION_SIZE = 2 * HTML_DIRECTION_MAX * 6, /* bytes: what ends, what begins */
};

struct html_direction {
    size_t open;                        /* elements that force a direction and are open */
    uint16_t begun[HTML_DIRECTION_MAX]; /* their places on the stack, as far as the line has been told of them */
    size_t begun_count;
    char ends[HTML_DIRECTION_MAX * 6]; /* what the line has not been told yet */
    size_t ends_size;
};

void html_direction_start(struct html_direction *direction);
/* The stack's next entry forces a direction and is about to be pushed. */
void html_direction_open(struct html_direction *direction, const struct html_stack *stack);
/* The entry at `place`, of which that is true, is about to be popped; it is still there. */
void html_direction_close(struct html_direction *direction, const struct html_stack *stack, size_t place);

static inline bool html_direction_is_needed(const struct html_direction *direction)
{
    return direction->open > 0 || direction->ends_size > 0;
}

/* The characters that belong before text which is now to come. Returns their size. */
size_t html_direction_codes(struct html_direction *direction, const struct html_stack *stack, bool begins_line,
                            char codes[HTML_DIRECTION_SIZE]);

#endif
