/* SPDX-License-Identifier: Apache-2.0
 *
 * The open elements of a page, as far as text cares: what is hidden, preformatted, a cell, and until where.
 *
 * There is no tree; this is its right edge. End tags close what browsers would close by the usual rules of
 * scope (WHATWG, clause 13.2.4.2), which keeps one forgotten end tag from hiding the rest of a page. Past
 * HTML_DEPTH_MAX elements are only counted. All operations cost at most that many steps.
 */
#ifndef GUANKA_EXTRACT_HTML_STACK_H
#define GUANKA_EXTRACT_HTML_STACK_H

#include "extract/html_names.h"

enum { HTML_DEPTH_MAX = 256 };

enum html_open_state {
    /* What the flags of its kind say of an element is taken from them as it stands. */
    OPEN_BREAKS = HTML_BREAKS, /* a block of text ends where it ends; of the element alone */
    /* Passed on to what is inside. */
    OPEN_HIDDEN = HTML_HIDES, /* nothing of it is shown */
    OPEN_APART = HTML_APART,  /* no part of the text around it */
    OPEN_NOTE = HTML_NOTES,   /* above or beside the text around it */
    OPEN_TINY = 1 << 1,       /* font of 0 or 1px; may be set anew inside */
    OPEN_SHADE = 1 << 2,      /* text of the background's colour; may be set anew inside */
    OPEN_UNSURE = 1 << 3,     /* a style sheet that we do not have may have set a background */
    OPEN_PRE = 1 << 4,        /* newlines count */
    OPEN_CELL = 1 << 6,       /* of a table */
    OPEN_FOREIGN = 1 << 7,    /* SVG or MathML */
    OPEN_VEILED = 1 << 10,    /* visibility: hidden; may be set anew inside */
    OPEN_SCRIPTED = 1 << 11,  /* it is a script that hides it */
    OPEN_RIGHT = 1 << 12,     /* direction: rtl; may be set anew inside */
    OPEN_CHOICE = 1 << 15,    /* offered, not chosen */
    OPEN_INHERITED = (1 << 13) - 1 - OPEN_BREAKS + OPEN_CHOICE,
    /* Of the element alone, and of the text in it that is in no other block. */
    OPEN_TURNED = 1 << 13,   /* all of it is forced to run the element's way */
    OPEN_ISOLATED = 1 << 14, /* to the text around it, it is a sign */
    OPEN_OF_KIND = OPEN_BREAKS | OPEN_HIDDEN | OPEN_APART | OPEN_NOTE,
    OPEN_INVISIBLE = OPEN_HIDDEN | OPEN_TINY | OPEN_SHADE | OPEN_VEILED,
};

enum { HTML_COLOR_UNKNOWN = -1 };

struct html_open {
    uint32_t name; /* html_stack_name */
    uint16_t tag;
    uint16_t state;
    int32_t color, background; /* 0xRRGGBB, HTML_LOOK_CLEAR or HTML_COLOR_UNKNOWN */
};

struct html_stack {
    size_t depth;    /* of entries; entries[0] is the page itself and never closed */
    size_t overflow; /* open elements that found no place */
    uint32_t counts[HTML_TAG_COUNT];
    struct html_open entries[HTML_DEPTH_MAX + 1]; /* with room for the next one, which is made in its place */
};

void html_stack_start(struct html_stack *stack);

static inline struct html_open *html_stack_top(struct html_stack *stack)
{
    return &stack->entries[stack->depth - 1];
}

/* Tells elements apart; those without a tag of their own by a hash. */
static inline uint32_t html_stack_name(enum html_tag tag, const struct html_name *name)
{
    if (tag != HTML_TAG_OTHER)
        return tag;
    return (uint32_t)((name->key ^ name->size * 0x9E37u) * UINT64_C(0x9E3779B97F4A7C15) >> 33) | 0x80000000u;
}

/* Where the next element's entry is made, before it is known whether it stays. */
static inline struct html_open *html_stack_next(struct html_stack *stack)
{
    return &stack->entries[stack->depth];
}

/* The entry that was made there becomes the top, if there is room. */
static inline void html_stack_push(struct html_stack *stack)
{
    if (stack->depth == HTML_DEPTH_MAX)
        stack->overflow++;
    else
        stack->counts[stack->entries[stack->depth++].tag]++;
}

/* The top entry goes. */
static inline void html_stack_pop(struct html_stack *stack)
{
    stack->counts[html_stack_top(stack)->tag]--;
    stack->depth--;
}

/* The last entry, when it is what an end tag of this name closes: mostly so. */
static inline bool html_stack_top_is(const struct html_stack *stack, uint32_t name)
{
    return stack->overflow == 0 && stack->entries[stack->depth - 1].name == name;
}

/* Which depth the stack falls to at this end tag; its depth as it is when the tag closes nothing. */
size_t html_stack_close_depth(struct html_stack *stack, enum html_tag tag, uint32_t name);
/* The same for what a start tag closes without saying so: a paragraph, an item, a cell, a row, … */
size_t html_stack_implied_depth(const struct html_stack *stack, enum html_tag tag);

#endif
