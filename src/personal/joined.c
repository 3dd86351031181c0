/* SPDX-License-Identifier: Apache-2.0 */
#include "personal/joined.h"

#include <string.h>

#include "rules/check_list.h"

enum {
    PIECES_MAX = 4, /* of more than one digit each */
    NUMBER_SIZE = 18,
    EDGE_MAX = JOINED_SIZE - 1,
};

/* The digits at one end of a block, separators between them left out, and how many bytes they take. */
struct edge {
    char symbols[EDGE_MAX];
    size_t count, bytes;
    bool is_long; /* there are more */
};

static bool is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

static bool is_separator(char byte)
{
    return byte == '-' || byte == ' ';
}

/* An X in its forms that ends a number; 0 when there is none. */
static size_t x_size(const char *text, size_t size)
{
    static const char *const forms[] = { "x", "\xC3\x97", "\xD1\x85", "\xCF\x87" };

    for (size_t index = 0; index < sizeof forms / sizeof *forms; index++) {
        size_t form = strlen(forms[index]);
        bool ends = size <= form || (!is_digit(text[form]) && (text[form] < 'a' || text[form] > 'z'));

        if (size >= form && ends && memcmp(text, forms[index], form) == 0)
            return form;
    }
    return 0;
}

static void push(struct edge *edge, char symbol)
{
    if (edge->count < EDGE_MAX)
        edge->symbols[edge->count++] = symbol;
    else
        edge->is_long = true;
}

static struct edge leading(const char *text, size_t size)
{
    struct edge edge = { .count = 0 };
    size_t at = 0, x;

    while (at < size && !edge.is_long) {
        if (is_digit(text[at]))
            push(&edge, text[at++]);
        else if (at > 0 && is_separator(text[at]) && at + 1 < size && is_digit(text[at + 1]))
            at++;
        else
            break;
    }
    x = x_size(text + at, size - at);
    if (x > 0)
        push(&edge, 'x');
    edge.bytes = at + x;
    return edge;
}

static struct edge trailing(const char *text, size_t size)
{
    struct edge edge = { .count = 0 };
    size_t at = size;

    while (at > 0 && !edge.is_long) {
        bool divides = at < size && is_separator(text[at - 1]) && at > 1 && is_digit(text[at - 2]);

        if (!is_digit(text[at - 1]) && !divides)
            break;
        if (!divides)
            push(&edge, text[at - 1]);
        at--;
    }
    for (size_t index = 0; index < edge.count / 2; index++) {
        char symbol = edge.symbols[index];

        edge.symbols[index] = edge.symbols[edge.count - 1 - index];
        edge.symbols[edge.count - 1 - index] = symbol;
    }
    edge.bytes = size - at;
    return edge;
}

static void forget_first(struct joined *joined)
{
    uint32_t first = joined->pieces[0];

    joined->size -= first;
    joined->count--;
    memmove(joined->symbols, joined->symbols + first, joined->size);
    memmove(joined->pieces, joined->pieces + 1, joined->count);
}

static void add_piece(struct joined *joined, const struct edge *edge)
{
    while (joined->count > 0 && (joined->size + edge->count > JOINED_SIZE || joined->count == JOINED_SIZE))
        forget_first(joined);
    memcpy(joined->symbols + joined->size, edge->symbols, edge->count);
    joined->pieces[joined->count++] = (uint8_t)edge->count;
    joined->size += (uint32_t)edge->count;
}

/* Together a number, or one of a disability card (20), in few pieces or in digits. What stands before the number may be
 * the serial number of a form: the first pieces are left out one by one. */
static bool is_number(const struct joined *joined)
{
    uint32_t from = 0;

    for (uint32_t piece = 0; piece + 1 < joined->count; from += joined->pieces[piece++]) {
        uint32_t size = joined->size - from, pieces = joined->count - piece;
        struct span found;

        if ((size == NUMBER_SIZE || size == NUMBER_SIZE + 2) && (pieces <= PIECES_MAX || pieces == size)
            && check_resident_id.accept(joined->symbols + from, NUMBER_SIZE, (struct span){ 0, NUMBER_SIZE }, &found))
            return true;
    }
    return false;
}

bool joined_read(struct joined *joined, const char *text, size_t size, struct span *span)
{
    struct edge edge = leading(text, size);
    bool found = false;

    if (size == 0)
        return false;
    if (edge.count > 0 && !edge.is_long) {
        add_piece(joined, &edge);
        found = is_number(joined);
        *span = (struct span){ 0, edge.bytes };
        if (edge.bytes == size && !found)
            return false;
    }
    joined->count = joined->size = 0;
    edge = trailing(text, size);
    if (!found && edge.count > 0 && !edge.is_long && edge.bytes < size)
        add_piece(joined, &edge);
    return found;
}
