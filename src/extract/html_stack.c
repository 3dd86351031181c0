/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/html_stack.h"

#include <string.h>

void html_stack_start(struct html_stack *stack)
{
    memset(stack->counts, 0, sizeof stack->counts);
    stack->overflow = 0;
    stack->depth = 1;
    stack->entries[0] = (struct html_open){ .color = HTML_COLOR_UNKNOWN, .background = 0xFFFFFF };
}

static bool is_table_part(enum html_tag tag)
{
    return tag == HTML_TAG_TD || tag == HTML_TAG_TH || tag == HTML_TAG_TR || tag == HTML_TAG_TBODY
           || tag == HTML_TAG_THEAD || tag == HTML_TAG_TFOOT || tag == HTML_TAG_CAPTION || tag == HTML_TAG_TABLE;
}

/* Where the search for the element that an end tag closes gives up. */
static bool is_barrier(enum html_tag ending, enum html_tag open)
{
    unsigned flags = html_names_elements[open].flags;

    if (ending == HTML_TAG_BODY || ending == HTML_TAG_HTML)
        return false;
    if (is_table_part(ending))
        return open == HTML_TAG_TABLE || open == HTML_TAG_TEMPLATE;
    if ((html_names_elements[ending].flags & (HTML_SPECIAL | HTML_SCOPE)) != 0)
        return (flags & HTML_SCOPE) != 0;
    return (flags & HTML_SPECIAL) != 0;
}

size_t html_stack_close_depth(struct html_stack *stack, enum html_tag tag, uint32_t name)
{
    if (stack->overflow > 0) {
        stack->overflow--;
        return stack->depth;
    }
    if (stack->counts[tag] == 0)
        return stack->depth;
    for (size_t depth = stack->depth - 1; depth > 0; depth--) {
        const struct html_open *open = &stack->entries[depth];

        if (open->name == name)
            return depth;
        if (is_barrier(tag, (enum html_tag)open->tag))
            break;
    }
    return stack->depth;
}

static bool is_ruby_part(enum html_tag tag)
{
    return tag == HTML_TAG_RB || tag == HTML_TAG_RP || tag == HTML_TAG_RT || tag == HTML_TAG_RTC;
}

/* What is closed by a start tag, and what keeps it from looking further. */
static bool is_implied(enum html_tag starting, enum html_tag open)
{
    switch (starting) {
    case HTML_TAG_LI:
        return open == HTML_TAG_LI;
    case HTML_TAG_DT:
    case HTML_TAG_DD:
        return open == HTML_TAG_DT || open == HTML_TAG_DD;
    case HTML_TAG_OPTION:
        return open == HTML_TAG_OPTION;
    case HTML_TAG_RB:
    case HTML_TAG_RTC:
        return is_ruby_part(open);
    case HTML_TAG_RP:
    case HTML_TAG_RT:
        return is_ruby_part(open) && open != HTML_TAG_RTC;
    case HTML_TAG_OPTGROUP:
        return open == HTML_TAG_OPTION || open == HTML_TAG_OPTGROUP;
    case HTML_TAG_TD:
    case HTML_TAG_TH:
        return open == HTML_TAG_TD || open == HTML_TAG_TH;
    case HTML_TAG_TR:
        return open == HTML_TAG_TD || open == HTML_TAG_TH || open == HTML_TAG_TR || open == HTML_TAG_CAPTION;
    case HTML_TAG_TBODY:
    case HTML_TAG_THEAD:
    case HTML_TAG_TFOOT:
        return is_table_part(open) && open != HTML_TAG_TABLE;
    default:
        return false;
    }
}

static bool is_implied_barrier(enum html_tag starting, enum html_tag open)
{
    if (is_table_part(starting))
        return open == HTML_TAG_TABLE || open == HTML_TAG_TEMPLATE;
    if (is_ruby_part(starting))
        return !is_ruby_part(open); /* only what is innermost ends */
    return (html_names_elements[open].flags & HTML_SCOPE) != 0 || open == HTML_TAG_UL || open == HTML_TAG_OL
           || open == HTML_TAG_MENU || open == HTML_TAG_DL || open == HTML_TAG_SELECT;
}

static size_t paragraph_depth(const struct html_stack *stack, size_t depth_before)
{
    for (size_t depth = depth_before; depth > 1; depth--) {
        enum html_tag open = (enum html_tag)stack->entries[depth - 1].tag;

        if (open == HTML_TAG_P)
            return depth - 1;
        if ((html_names_elements[open].flags & HTML_SCOPE) != 0 || open == HTML_TAG_BUTTON)
            break;
    }
    return depth_before;
}

/* Whether anything is open that it could close. */
static bool has_implied(const struct html_stack *stack, enum html_tag starting)
{
    const uint32_t *counts = stack->counts;

    switch (starting) {
    case HTML_TAG_LI:
    case HTML_TAG_OPTION:
        return counts[starting] != 0;
    case HTML_TAG_DT:
    case HTML_TAG_DD:
        return (counts[HTML_TAG_DT] | counts[HTML_TAG_DD]) != 0;
    case HTML_TAG_TD:
    case HTML_TAG_TH:
        return (counts[HTML_TAG_TD] | counts[HTML_TAG_TH]) != 0;
    default:
        return true;
    }
}

size_t html_stack_implied_depth(const struct html_stack *stack, enum html_tag tag)
{
    size_t lowest = stack->depth;

    if ((html_names_elements[tag].flags & HTML_IMPLIES) != 0 && has_implied(stack, tag)) {
        for (size_t depth = stack->depth; depth > 1; depth--) {
            enum html_tag open = (enum html_tag)stack->entries[depth - 1].tag;

            if (is_implied(tag, open))
                lowest = depth - 1;
            if (is_implied_barrier(tag, open))
                break;
        }
    }
    if ((html_names_elements[tag].flags & HTML_CLOSES_P) != 0 && stack->counts[HTML_TAG_P] > 0)
        lowest = paragraph_depth(stack, lowest);
    return lowest;
}
