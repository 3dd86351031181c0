/* SPDX-License-Identifier: Apache-2.0 */
#include "rules/sample.h"

#include <stdlib.h>
#include <string.h>

#include "text/ascii.h"
#include "text/utf8.h"

enum { DEPTH_MAX = 64, REPEAT_SPREAD = 8 };

struct sampling {
    const char *text;
    size_t size, at;
    size_t depth;
    uint64_t state;
    struct buf *output;
    size_t output_max;
    bool failed; /* not understood, or too long */
};

static void sample_alternatives(struct sampling *sampling);

/* ---- Chance. */

static uint32_t below(struct sampling *sampling, uint32_t limit)
{
    sampling->state = sampling->state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (uint32_t)(sampling->state >> 33) % limit;
}

/* The index-th of several was met: shall it be the one? Each of them is with the same chance. */
static bool is_chosen(struct sampling *sampling, uint32_t index)
{
    return below(sampling, index + 1) == 0;
}

/* ---- Characters. */

static char peek(const struct sampling *sampling, size_t ahead)
{
    return sampling->at + ahead < sampling->size ? sampling->text[sampling->at + ahead] : '\0';
}

static void put(struct sampling *sampling, uint32_t code_point)
{
    char character[4];

    if (sampling->output->size + sizeof character > sampling->output_max)
        sampling->failed = true;
    else
        buf_append(sampling->output, character, utf8_encode(code_point, character));
}

/* What of these sets stands in ordinary text; Han for those that are not known. */
static uint32_t member_of_set(struct sampling *sampling, char letter)
{
    static const uint32_t words[] = { 'a', 'k', 'z', '0', '7', '_' };
    static const uint32_t others[] = { 0x4E2D, 0xFF0C, ' ', '-', 0x3001, 0x7684 };

    switch (letter) {
    case 'd':
        return '0' + below(sampling, 10);
    case 'w':
        return words[below(sampling, sizeof words / sizeof *words)];
    case 'S':
        return below(sampling, 2) == 0 ? 'x' : 0x4E2D;
    default:
        return others[below(sampling, sizeof others / sizeof *others)];
    }
}

/* Behind \x at sampling->at: its character. */
static uint32_t read_number(struct sampling *sampling)
{
    bool braced = peek(sampling, 0) == '{';
    uint32_t value = 0;
    size_t digits = 0;

    sampling->at += braced;
    for (; digits < (braced ? 8U : 2U) && ascii_hexadecimal((uint8_t)peek(sampling, 0)) >= 0; digits++)
        value = value << 4 | (uint32_t)ascii_hexadecimal((uint8_t)sampling->text[sampling->at++]);
    if (braced && peek(sampling, 0) != '}')
        sampling->failed = true;
    sampling->at += braced;
    return value;
}

/* Behind \p or \P: its name is passed over. */
static void skip_property(struct sampling *sampling)
{
    if (peek(sampling, 0) == '{') {
        while (peek(sampling, 0) != '}' && peek(sampling, 0) != '\0')
            sampling->at++;
    }
    sampling->at++;
}

/* An escape, or a character that stands for itself. Borders, outside of classes, are none: false. */
static bool read_character(struct sampling *sampling, uint32_t *code_point)
{
    struct utf8_step step;
    char letter = peek(sampling, 1);

    if (peek(sampling, 0) != '\\') {
        step = utf8_next(sampling->text + sampling->at, sampling->size - sampling->at);
        sampling->at += step.size;
        *code_point = step.code_point;
        return true;
    }
    if (letter == '\0') {
        sampling->failed = true;
        return false;
    }
    if (!ascii_is_letter_or_digit(letter)) {
        sampling->at++;
        return read_character(sampling, code_point);
    }
    sampling->at += 2;
    if (letter == 'x') {
        *code_point = read_number(sampling);
        return true;
    }
    if (letter == 'p' || letter == 'P')
        skip_property(sampling);
    *code_point = letter == 'n' ? '\n' : member_of_set(sampling, letter);
    return letter != 'b' && letter != 'B';
}

/* ---- Classes. */

/* [:alpha:] at sampling->at. */
static uint32_t skip_named_set(struct sampling *sampling)
{
    sampling->at += 2;
    while (peek(sampling, 0) != '\0' && (peek(sampling, 0) != ':' || peek(sampling, 1) != ']'))
        sampling->at++;
    sampling->at += 2;
    return member_of_set(sampling, 'w');
}

static uint32_t read_range(struct sampling *sampling)
{
    uint32_t first = 0, last;

    if (peek(sampling, 0) == '[' && peek(sampling, 1) == ':')
        return skip_named_set(sampling);
    (void)read_character(sampling, &first);
    if (peek(sampling, 0) != '-' || peek(sampling, 1) == ']')
        return first;
    sampling->at++;
    (void)read_character(sampling, &last);
    return last > first ? first + below(sampling, last - first + 1) : first;
}

static void sample_class(struct sampling *sampling)
{
    bool negated = peek(sampling, 1) == '^';
    uint32_t chosen = ' ';

    sampling->at += negated ? 2 : 1;
    for (uint32_t index = 0; !sampling->failed; index++) {
        uint32_t member;

        if (sampling->at >= sampling->size) {
            sampling->failed = true;
            return;
        }
        if (peek(sampling, 0) == ']' && index > 0)
            break;
        member = read_range(sampling);
        if (is_chosen(sampling, index))
            chosen = member;
    }
    sampling->at++;
    put(sampling, negated ? member_of_set(sampling, '\0') : chosen);
}

/* ---- Groups, repeats, sequences. */

static void sample_group(struct sampling *sampling)
{
    sampling->at += peek(sampling, 1) == '?' && peek(sampling, 2) == ':' ? 3 : 1;
    if (sampling->depth == DEPTH_MAX) {
        sampling->failed = true;
        return;
    }
    sampling->depth++;
    sample_alternatives(sampling);
    sampling->depth--;
    if (peek(sampling, 0) != ')')
        sampling->failed = true;
    sampling->at++;
}

static void sample_atom(struct sampling *sampling)
{
    uint32_t code_point;

    switch (peek(sampling, 0)) {
    case '(':
        sample_group(sampling);
        break;
    case '[':
        sample_class(sampling);
        break;
    case '^':
    case '$':
        sampling->at++;
        break;
    case '.':
        sampling->at++;
        put(sampling, member_of_set(sampling, '\0'));
        break;
    default:
        if (read_character(sampling, &code_point))
            put(sampling, code_point);
    }
}

/* How often: the least, the most, or near the least. Passes over the repeat, and over what makes it lazy. */
static uint32_t read_repeat(struct sampling *sampling)
{
    uint32_t least = 1, most = 1;
    char *end;

    if (peek(sampling, 0) == '?') {
        sampling->at++;
        least = 0;
    } else if (peek(sampling, 0) == '{') {
        least = most = (uint32_t)strtoul(sampling->text + sampling->at + 1, &end, 10);
        if (*end == ',')
            most = (uint32_t)strtoul(end + 1, &end, 10);
        sampling->at = (size_t)(end - sampling->text) + 1;
    } else {
        return 1;
    }
    if (peek(sampling, 0) == '?')
        sampling->at++;
    if (most <= least || below(sampling, 4) == 0)
        return least;
    return below(sampling, 4) == 0
               ? most
               : least + below(sampling, most - least < REPEAT_SPREAD ? most - least + 1 : REPEAT_SPREAD);
}

/* An atom as often as its repeat says, each time as chance has it. */
static void sample_repeated(struct sampling *sampling)
{
    size_t start = sampling->at, written = sampling->output->size, end;
    uint32_t count;

    sample_atom(sampling);
    count = read_repeat(sampling);
    end = sampling->at;
    if (count == 0)
        sampling->output->size = written;
    while (!sampling->failed && count-- > 1) {
        sampling->at = start;
        sample_atom(sampling);
    }
    sampling->at = end;
}

/* Each alternative is written, and one is kept. */
static void sample_alternatives(struct sampling *sampling)
{
    size_t start = sampling->output->size;
    struct buf chosen = BUF_INIT(SAMPLE_SIZE_MAX);

    for (uint32_t index = 0; !sampling->failed; index++) {
        while (!sampling->failed && sampling->at < sampling->size && peek(sampling, 0) != '|'
               && peek(sampling, 0) != ')')
            sample_repeated(sampling);
        if (is_chosen(sampling, index)) {
            buf_clear(&chosen);
            buf_append(&chosen, sampling->output->data + start, sampling->output->size - start);
        }
        sampling->output->size = start;
        if (peek(sampling, 0) != '|')
            break;
        sampling->at++;
    }
    buf_append(sampling->output, chosen.data, chosen.size);
    buf_free(&chosen);
}

void sample_append(const char *folded, uint64_t seed, struct buf *output)
{
    size_t start = output->size;
    struct sampling sampling = {
        .text = folded, .size = strlen(folded), .state = seed, .output = output, .output_max = start + SAMPLE_SIZE_MAX
    };

    if (buf_reserve(output, 1) == NULL)
        return;
    (void)below(&sampling, 2); /* or the first choice would follow the seed */
    sample_alternatives(&sampling);
    if (sampling.failed || sampling.at < sampling.size)
        output->size = start;
}
