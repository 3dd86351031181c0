/* SPDX-License-Identifier: Apache-2.0 */
#include "report/mask.h"

#include <string.h>

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

void mask_occurrences(struct mask *mask, struct bytes secret)
{
    size_t offset = 0;

    while (secret.size > 0 && offset + secret.size <= mask->size) {
        const char *found = memmem(mask->text + offset, mask->size - offset, secret.data, secret.size);

        if (found == NULL)
            return;
        offset = (size_t)(found - mask->text);
        mask_span(mask, (struct span){ offset, offset + secret.size });
        offset += secret.size;
    }
}

enum kind { KIND_DIGIT, KIND_CHECK_LETTER, KIND_INVISIBLE, KIND_DIVIDER, KIND_OTHER };

static enum kind kind_of(uint32_t code_point)
{
    if ((code_point >= '0' && code_point <= '9') || (code_point >= 0xFF10 && code_point <= 0xFF19))
        return KIND_DIGIT;
    switch (code_point) {
    case 'x':
    case 'X':
    case 0xFF38:
    case 0xFF58:
        return KIND_CHECK_LETTER;
    case 0xAD:
    case 0x200B:
    case 0x200C:
    case 0x200D:
    case 0x2060:
    case 0xFEFF:
        return KIND_INVISIBLE;
    case ' ':
    case '-':
    case 0xA0:
    case 0x2009:
    case 0x202F:
    case 0x3000:
    case 0xFF0D:
    case 0x2010:
    case 0x2011:
        return KIND_DIVIDER;
    default:
        return KIND_OTHER;
    }
}

/* Digits in a row; `end` lies behind the last of them. */
struct run {
    size_t start, end, count;
};

static void run_add(struct run *run, size_t offset, size_t size)
{
    if (run->count == 0)
        run->start = offset;
    run->end = offset + size;
    run->count++;
}

static void run_close(struct mask *mask, struct run *run, size_t count_min)
{
    if (run->count >= count_min)
        mask_span(mask, (struct span){ run->start, run->end });
    run->count = 0;
}

void mask_numbers(struct mask *mask)
{
    struct run plain = { 0 }, grouped = { 0 };
    bool after_divider = false;

    for (size_t offset = 0; offset < mask->size;) {
        struct utf8_step step = utf8_next(mask->text + offset, mask->size - offset);
        enum kind kind = kind_of(step.code_point);

        if (kind == KIND_CHECK_LETTER)
            kind = plain.count > 0 ? KIND_DIGIT : KIND_OTHER;
        if (kind == KIND_DIGIT) {
            run_add(&plain, offset, step.size);
            run_add(&grouped, offset, step.size);
        } else if (kind != KIND_INVISIBLE) {
            /* A number that is long by itself is no group of another one. */
            if (plain.count >= MASK_DIGITS_MIN)
                grouped.count = 0;
            run_close(mask, &plain, MASK_DIGITS_MIN);
            if (kind == KIND_OTHER || after_divider)
                run_close(mask, &grouped, MASK_GROUPED_DIGITS_MIN);
        }
        if (kind != KIND_INVISIBLE)
            after_divider = kind == KIND_DIVIDER;
        offset += step.size;
    }
    if (plain.count >= MASK_DIGITS_MIN)
        grouped.count = 0;
    run_close(mask, &plain, MASK_DIGITS_MIN);
    run_close(mask, &grouped, MASK_GROUPED_DIGITS_MIN);
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
