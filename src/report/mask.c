/* SPDX-License-Identifier: Apache-2.0 */
#include "report/mask.h"

#include <string.h>

#include "text/canonical.h"
#include "text/utf8.h"

enum { KEPT_FIRST = 3, KEPT_LAST = 2, SHORT_MAX = 7 };

enum status mask_cover(struct mask *mask, const char *text, size_t size)
{
    char *flags;

    buf_clear(&mask->hidden);
    mask->text = text;
    mask->size = 0;
    if (size == 0)
        return STATUS_OK;
    flags = buf_reserve(&mask->hidden, size);
    if (flags == NULL)
        return STATUS_NO_MEMORY;
    memset(flags, 0, size);
    mask->size = size;
    return STATUS_OK;
}

void mask_span(struct mask *mask, struct span span)
{
    size_t count, offset, end = (size_t)span.end;

    if (end > mask->size)
        end = mask->size;
    if (span.start >= end)
        return;
    offset = (size_t)span.start;
    count = utf8_count(mask->text + offset, end - offset);
    for (size_t index = 0; offset < end; index++) {
        size_t first = count <= SHORT_MAX ? 1 : KEPT_FIRST;
        size_t last = count <= SHORT_MAX ? 0 : KEPT_LAST;

        /* A single character is not a secret that can be kept partly: hide it. */
        if (count == 1 || (index >= first && index < count - last))
            mask->hidden.data[offset] = 1;
        offset += utf8_next(mask->text + offset, end - offset).size;
    }
}

static void hide_all(struct mask *mask, size_t start, size_t end)
{
    while (start < end) {
        mask->hidden.data[start] = 1;
        start += utf8_next(mask->text + start, end - start).size;
    }
}

/* What of `secret` stands at a cut end, its other part cut off. Both texts are valid, so what is equal begins and ends
 * between characters. */
static void mask_remains(struct mask *mask, struct bytes secret, struct mask_borders borders)
{
    size_t longest = secret.size - 1 < mask->size ? secret.size - 1 : mask->size;

    for (size_t size = longest; borders.before != 0 && size > 0; size--) {
        if (memcmp(mask->text, secret.data + secret.size - size, size) != 0)
            continue;
        hide_all(mask, 0, size);
        break;
    }
    for (size_t size = longest; borders.after != 0 && size > 0; size--) {
        if (memcmp(mask->text + mask->size - size, secret.data, size) != 0)
            continue;
        hide_all(mask, mask->size - size, mask->size);
        break;
    }
}

void mask_occurrences(struct mask *mask, struct bytes secret, struct mask_borders borders)
{
    size_t offset = 0;

    if (secret.size == 0)
        return;
    mask_remains(mask, secret, borders);
    while (offset + secret.size <= mask->size) {
        const char *found = memmem(mask->text + offset, mask->size - offset, secret.data, secret.size);

        if (found == NULL)
            return;
        offset = (size_t)(found - mask->text);
        mask_span(mask, (struct span){ offset, offset + secret.size });
        offset += secret.size;
    }
}

enum kind { KIND_DIGIT, KIND_CHECK_LETTER, KIND_INVISIBLE, KIND_DIVIDER, KIND_OTHER };

static bool is_digits(const char *text, size_t size)
{
    for (size_t index = 0; index < size; index++)
        if (text[index] < '0' || text[index] > '9')
            return false;
    return true;
}

/* Hyphens, dashes and middle dots. Points, commas, slashes and colons divide amounts, dates and times. */
static bool is_divider(uint32_t code_point)
{
    switch (code_point) {
    case ' ':
    case '-':
    case '_':
    case 0xB7:
    case 0x2022:
    case 0x2027:
    case 0x2043:
    case 0x2212:
    case 0x22C5:
    case 0x30FB:
    case 0xFE58:
    case 0xFE63:
    case 0xFF0D:
    case 0xFF3F:
    case 0xFF65:
        return true;
    default:
        return code_point >= 0x2010 && code_point <= 0x2015;
    }
}

/* By its folded form, as rules see it: a number is a number in whatever digits it is written. */
static enum kind kind_of(uint32_t code_point)
{
    char folded[CANONICAL_GROWTH * 4];
    size_t size;

    if (is_divider(code_point))
        return KIND_DIVIDER;
    /* The Cyrillic, Greek and multiplication signs that people take for X. */
    if (code_point == 0xD7 || code_point == 0x445 || code_point == 0x3C7)
        return KIND_CHECK_LETTER;
    if (canonical_is_han(code_point))
        return KIND_OTHER;
    size = canonical_character(code_point, folded);
    if (size == 0)
        return KIND_INVISIBLE;
    if (is_digits(folded, size))
        return KIND_DIGIT;
    if (size > 1)
        return KIND_OTHER;
    return folded[0] == 'x' ? KIND_CHECK_LETTER : folded[0] == ' ' ? KIND_DIVIDER : KIND_OTHER;
}

bool mask_is_digit(uint32_t code_point)
{
    return kind_of(code_point) == KIND_DIGIT;
}

/* Digits in a row; `end` lies behind the last of them. */
struct run {
    size_t start, end, count, count_min;
    bool is_cut;    /* it may go on outside */
    bool is_joined; /* with something that is not a blank, behind the cut: it may be the rest of anything */
};

static void run_add(struct run *run, size_t offset, size_t size)
{
    if (run->count == 0)
        run->start = offset;
    run->end = offset + size;
    run->count++;
}

/* ---- Days and times of day, which are nobody's number. */

/* A number of so many digits and of this size at text[*at..end), behind which *at goes. */
static bool read_part(const struct mask *mask, size_t *at, size_t end, size_t digits_min, size_t digits_max,
                      unsigned least, unsigned most)
{
    unsigned value = 0;
    size_t count = 0;

    while (*at + count < end && count < digits_max && is_digits(mask->text + *at + count, 1)) {
        value = value * 10 + (unsigned)(mask->text[*at + count] - '0');
        count++;
    }
    if (count < digits_min || value < least || value > most)
        return false;
    *at += count;
    return true;
}

static bool read_mark(const struct mask *mask, size_t *at, size_t end, char mark)
{
    if (*at >= end || mask->text[*at] != mark)
        return false;
    ++*at;
    return true;
}

enum { YEAR_MIN = 1900, YEAR_MAX = 2099 };

/* "2026-11-28", "20261128". */
static bool read_day(const struct mask *mask, size_t *at, size_t end)
{
    size_t next = *at;
    bool divided, found;

    if (!read_part(mask, &next, end, 4, 4, YEAR_MIN, YEAR_MAX))
        return false;
    divided = read_mark(mask, &next, end, '-');
    found = read_part(mask, &next, end, divided ? 1 : 2, 2, 1, 12) && (!divided || read_mark(mask, &next, end, '-'))
            && read_part(mask, &next, end, divided ? 1 : 2, 2, 1, 31);
    *at = found ? next : *at;
    return found;
}

/* The "10" of "10:30": what stands behind the colon is no part of the run. */
static bool read_hour(const struct mask *mask, size_t *at, size_t end)
{
    size_t next = *at, behind = end, found_end;

    if (!read_part(mask, &next, end, 1, 2, 0, 24) || next != end || !read_mark(mask, &behind, mask->size, ':'))
        return false;
    found_end = behind + 2 < mask->size ? behind + 2 : mask->size;
    if (!read_part(mask, &behind, found_end, 2, 2, 0, 59) || (behind < mask->size && is_digits(mask->text + behind, 1)))
        return false;
    *at = next;
    return true;
}

/* The "30" of "10:30", and what is left of it where the text was cut there. */
static bool read_minute(const struct mask *mask, const struct run *run, size_t *at)
{
    size_t start = run->start;
    bool is_behind_hour = start >= 2 && mask->text[start - 1] == ':' && is_digits(mask->text + start - 2, 1);

    return *at == start && is_behind_hour && read_part(mask, at, run->end, 1, 2, 0, 59);
}

/* Nothing but days and times of day, with a blank between them; of one that was cut in its middle a digit beside a
 * colon.
 */
static bool is_when(const struct mask *mask, const struct run *run)
{
    size_t at = run->start;

    if (run->is_joined)
        return run->count == 1 && (read_hour(mask, &at, run->end) || read_minute(mask, run, &at));
    while (at < run->end) {
        if (!read_day(mask, &at, run->end) && !read_hour(mask, &at, run->end) && !read_minute(mask, run, &at))
            return false;
        if (at < run->end && !read_mark(mask, &at, run->end, ' '))
            return false;
    }
    return true;
}

static void run_close(struct mask *mask, struct run *run)
{
    bool hides = run->count > 0 && (run->is_cut || run->count >= run->count_min) && !is_when(mask, run);

    if (hides && run->is_cut)
        hide_all(mask, run->start, run->end);
    else if (hides)
        mask_span(mask, (struct span){ run->start, run->end });
    run->count = 0;
    run->is_cut = run->is_joined = false;
}

/* What a border says about the runs that touch it. */
static void cut_runs(uint32_t border, struct run *plain, struct run *grouped)
{
    enum kind kind = kind_of(border);
    bool goes_on = kind == KIND_DIGIT || kind == KIND_CHECK_LETTER;

    plain->is_cut = plain->is_cut || goes_on;
    grouped->is_cut = grouped->is_cut || goes_on || kind == KIND_DIVIDER;
    plain->is_joined = plain->is_joined || border != ' ';
    grouped->is_joined = grouped->is_joined || border != ' ';
}

void mask_numbers(struct mask *mask, struct mask_borders borders)
{
    struct run plain = { .count_min = MASK_DIGITS_MIN }, grouped = { .count_min = MASK_GROUPED_DIGITS_MIN };

    if (borders.before != 0)
        cut_runs(borders.before, &plain, &grouped);
    for (size_t offset = 0; offset < mask->size;) {
        struct utf8_step step = utf8_next(mask->text + offset, mask->size - offset);
        enum kind kind = kind_of(step.code_point);

        if (kind == KIND_CHECK_LETTER)
            kind = plain.count > 0 || plain.is_cut ? KIND_DIGIT : KIND_OTHER;
        if (kind == KIND_DIGIT) {
            run_add(&plain, offset, step.size);
            run_add(&grouped, offset, step.size);
        } else if (kind != KIND_INVISIBLE) {
            run_close(mask, &plain);
            if (kind == KIND_OTHER)
                run_close(mask, &grouped);
        }
        offset += step.size;
    }
    /* A blank at the end was cut off: behind it the number may go on, though not the last group. */
    if (borders.after != 0)
        cut_runs(borders.after, &plain, &grouped);
    run_close(mask, &plain);
    run_close(mask, &grouped);
}

void mask_write(const struct mask *mask, size_t start, size_t end, struct buf *out)
{
    if (end > mask->size)
        end = mask->size;
    while (start < end) {
        size_t shown = start;

        while (shown < end && !mask->hidden.data[shown])
            shown++;
        buf_append(out, mask->text + start, shown - start);
        start = shown;
        while (start < end && mask->hidden.data[start]) {
            buf_byte(out, '*');
            start += utf8_next(mask->text + start, end - start).size;
        }
    }
}

void mask_free(struct mask *mask)
{
    buf_free(&mask->hidden);
}
