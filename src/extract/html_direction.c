/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/html_direction.h"

#include <string.h>

/* FIRST STRONG ISOLATE, POP DIRECTIONAL ISOLATE, and what forces and ends. */
static const char fsi[] = "\xE2\x81\xA8", pdi[] = "\xE2\x81\xA9";
static const char lro[] = "\xE2\x80\xAD", rlo[] = "\xE2\x80\xAE", pdf[] = "\xE2\x80\xAC";

enum { CODE_SIZE = 3 };

void html_direction_start(struct html_direction *direction)
{
    direction->open = direction->begun_count = direction->ends_size = 0;
}

void html_direction_open(struct html_direction *direction, const struct html_stack *stack)
{
    direction->open += stack->depth < HTML_DEPTH_MAX; /* others are not kept, nor closed */
}

static void append(char *codes, size_t *size, const char *code)
{
    memcpy(codes + *size, code, CODE_SIZE);
    *size += CODE_SIZE;
}

void html_direction_close(struct html_direction *direction, const struct html_stack *stack, size_t place)
{
    direction->open--;
    if (direction->begun_count == 0 || direction->begun[direction->begun_count - 1] != place)
        return;
    direction->begun_count--;
    append(direction->ends, &direction->ends_size, pdf);
    if ((stack->entries[place].state & OPEN_ISOLATED) != 0)
        append(direction->ends, &direction->ends_size, pdi);
}

/* The first entry that is in the block of text that is to come. */
static size_t block_place(const struct html_stack *stack)
{
    size_t place = stack->depth - 1;

    while (place > 0 && (stack->entries[place].state & OPEN_BREAKS) == 0)
        place--;
    return place;
}

size_t html_direction_codes(struct html_direction *direction, const struct html_stack *stack, bool begins_line,
                            char codes[HTML_DIRECTION_SIZE])
{
    size_t size = begins_line ? 0 : direction->ends_size;
    size_t place = block_place(stack);

    memcpy(codes, direction->ends, size);
    direction->ends_size = 0;
    if (begins_line)
        direction->begun_count = 0;
    else if (direction->begun_count > 0)
        place = direction->begun[direction->begun_count - 1] + (size_t)1;
    for (; place < stack->depth && direction->begun_count < HTML_DIRECTION_MAX; place++) {
        unsigned state = stack->entries[place].state;

        if ((state & OPEN_TURNED) == 0)
            continue;
        if ((state & OPEN_ISOLATED) != 0)
            append(codes, &size, fsi);
        append(codes, &size, (state & OPEN_RIGHT) != 0 ? rlo : lro);
        direction->begun[direction->begun_count++] = (uint16_t)place;
    }
    return size;
}
