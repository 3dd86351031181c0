/* SPDX-License-Identifier: Apache-2.0 */
#include "rules/check_run.h"

#include <string.h>

#include "text/utf8.h"

static bool is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

/* The size of a character that stands for X at text: x, ×, * and the letters that look like x; 0 if none. */
static size_t x_size(const char *text, size_t size)
{
    static const char pairs[][3] = { "\xC3\x97", "\xD1\x85", "\xCF\x87" };

    if (*text == 'x' || *text == 'X' || *text == '*')
        return 1;
    for (size_t i = 0; size >= 2 && i < sizeof pairs / sizeof *pairs; i++) {
        if (text[0] == pairs[i][0] && text[1] == pairs[i][1])
            return 2;
    }
    return 0;
}

/* The size of a digit as it is read out, 一 or 壹, at text; 0 if there is none. */
static size_t han_digit(const char *text, size_t size, unsigned *value)
{
    enum { CHARACTER = 3 };
    static const char *const forms[] = { "〇零○", "一壹幺", "二贰两", "三叁", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖" };

    if (size < CHARACTER)
        return 0;
    for (unsigned digit = 0; digit < sizeof forms / sizeof *forms; digit++) {
        for (const char *form = forms[digit]; *form != '\0'; form += CHARACTER) {
            if (memcmp(text, form, CHARACTER) == 0) {
                *value = digit;
                return CHARACTER;
            }
        }
    }
    return 0;
}

/* One alone may be the end of a name. */
static bool begins_read_out(const char *text, size_t size)
{
    unsigned value;
    size_t first = han_digit(text, size, &value);

    return first > 0 && han_digit(text + first, size - first, &value) > 0;
}

/* How many such digits touch text[start, end) from outside. */
static void count_han_around(const char *text, size_t size, struct run *run)
{
    size_t start = run->symbols[0].start, end = run->symbols[run->count - 1].end, step;
    unsigned value;

    while (run->digits_before < RUN_SIZE_MAX && start >= 3 && (step = han_digit(text + start - 3, 3, &value)) > 0) {
        run->digits_before++;
        start -= step;
    }
    while (run->digits_after < RUN_SIZE_MAX && (step = han_digit(text + end, size - end, &value)) > 0) {
        run->digits_after++;
        end += step;
    }
}

static bool is_separator(char byte)
{
    return byte == ' ' || byte == '-' || byte == '.';
}

static void add_symbol(struct run *run, unsigned value, size_t start, size_t end)
{
    run->symbols[run->count] = (struct run_symbol){ (uint8_t)value, (uint32_t)start, (uint32_t)end };
    run->count++;
}

void run_collect(const char *text, size_t size, struct span match, struct run *run)
{
    size_t at = (size_t)match.start, end = (size_t)match.end;
    bool is_read_out = begins_read_out(text + at, end - at);
    unsigned value;

    run->count = run->digits_before = run->digits_after = 0; /* every match comes here: the symbols stay as they are */
    while (at < end && !is_read_out && !is_digit(text[at]))
        at++;
    while (at < end && run->count < RUN_SIZE_MAX) {
        size_t x;

        if (is_read_out && (x = han_digit(text + at, end - at, &value)) > 0) {
            add_symbol(run, value, at, at + x);
            at += x;
        } else if (is_digit(text[at])) {
            add_symbol(run, (unsigned)(text[at] - '0'), at, at + 1);
            at++;
        } else if (is_separator(text[at]))
            at++;
        else if ((x = x_size(text + at, end - at)) > 0) {
            add_symbol(run, RUN_X, at, at + x);
            at += x;
        } else
            break;
    }
    if (run->count == 0)
        return;
    if (is_read_out) {
        count_han_around(text, size, run);
        return;
    }
    for (size_t i = run->symbols[0].start; i > 0 && is_digit(text[i - 1]) && run->digits_before < RUN_SIZE_MAX; i--)
        run->digits_before++;
    for (size_t i = run->symbols[run->count - 1].end; i < size && is_digit(text[i]) && run->digits_after < RUN_SIZE_MAX;
         i++)
        run->digits_after++;
}

size_t run_total(const struct run *run)
{
    return run->digits_before + run->count + run->digits_after;
}

bool run_passes_luhn(const struct run *run)
{
    unsigned sum = 0;

    for (size_t i = 0; i < run->count; i++) {
        unsigned value = run->symbols[run->count - 1 - i].value;

        if (value > 9)
            return false;
        if (i % 2 == 1)
            value = value * 2 > 9 ? value * 2 - 9 : value * 2;
        sum += value;
    }
    return run->count > 0 && sum % 10 == 0;
}

bool run_is_labelled(const char *text, size_t start, size_t characters, const char *const *labels, size_t count)
{
    size_t first = utf8_backward(text, start, start, characters);

    for (size_t i = 0; i < count; i++) {
        if (memmem(text + first, start - first, labels[i], strlen(labels[i])) != NULL)
            return true;
    }
    return false;
}
