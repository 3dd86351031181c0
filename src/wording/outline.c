/* SPDX-License-Identifier: Apache-2.0 */
#include "wording/outline.h"

#include <string.h>

#include "text/utf8.h"
#include "wording/numeral.h"

enum {
    GAP_FROM = 2,   /* numbers that a list must have before one is missed */
    LISTED_MIN = 2, /* points without which there is no list */
    ANNOUNCED_MAX = 50,
    CHARACTER = 3,
};

/* ---- Labels. */

struct form {
    const char *before, *behind;
    bool is_arabic;
};

static const struct form forms[OUTLINE_STYLE_COUNT] = {
    [OUTLINE_PART] = { "第", "编", false },        [OUTLINE_CHAPTER] = { "第", "章", false },
    [OUTLINE_SECTION] = { "第", "节", false },     [OUTLINE_ARTICLE] = { "第", "条", false },
    [OUTLINE_HAN] = { "", "、", false },           [OUTLINE_HAN_BRACKET] = { "(", ")", false },
    [OUTLINE_ARABIC] = { "", ".", true },          [OUTLINE_ARABIC_COMMA] = { "", "、", true },
    [OUTLINE_ARABIC_BRACKET] = { "(", ")", true },
};

static bool is_digit(char character)
{
    return character >= '0' && character <= '9';
}

static bool read_label(const char *text, size_t size, const struct form *form, struct outline_label *label)
{
    size_t before = strlen(form->before), behind = strlen(form->behind), numeral, at;

    if (size < before || memcmp(text, form->before, before) != 0)
        return false;
    numeral = numeral_read(text + before, size - before, &label->number);
    at = before + numeral;
    if (numeral == 0 || is_digit(text[before]) != form->is_arabic || size - at < behind
        || memcmp(text + at, form->behind, behind) != 0)
        return false;
    label->size = at + behind;
    /* 1.5 is a number, and 1.1 the point of a point. */
    return !form->is_arabic || size == label->size || !is_digit(text[label->size]);
}

/* Most blocks begin with a character that no label begins with. */
static bool may_begin_label(const char *text, size_t size)
{
    if (size == 0 || (unsigned char)text[0] < 0x80)
        return size > 0 && (text[0] == '(' || is_digit(text[0]));
    switch (utf8_next(text, size).code_point) {
    case U'第':
    case U'一':
    case U'二':
    case U'三':
    case U'四':
    case U'五':
    case U'六':
    case U'七':
    case U'八':
    case U'九':
    case U'十':
    case U'百':
    case U'两':
        return true;
    default:
        return false;
    }
}

struct outline_label outline_label(const char *text, size_t size)
{
    struct outline_label label = { OUTLINE_NONE, 0, 0 };

    if (!may_begin_label(text, size))
        return label;
    for (enum outline_style style = OUTLINE_PART; style < OUTLINE_STYLE_COUNT; style++) {
        if (read_label(text, size, &forms[style], &label)) {
            label.style = style;
            return label;
        }
    }
    return (struct outline_label){ OUTLINE_NONE, 0, 0 };
}

static size_t write_digits(unsigned number, char *output)
{
    char reversed[4];
    size_t count = 0;

    do
        reversed[count++] = (char)('0' + number % 10);
    while ((number /= 10) > 0 && count < sizeof reversed);
    for (size_t index = 0; index < count; index++)
        output[index] = reversed[count - index - 1];
    return count;
}

size_t outline_write(enum outline_style style, unsigned number, char *output)
{
    const struct form *form = &forms[style];
    size_t size = strlen(form->before), behind = strlen(form->behind);

    memcpy(output, form->before, size);
    size += form->is_arabic ? write_digits(number, output + size) : numeral_write(number, output + size);
    memcpy(output + size, form->behind, behind + 1);
    return size + behind;
}

/* ---- Lists. */

static void tell_gap(struct outline *outline, enum outline_style style, struct outline_step *step)
{
    struct outline_level *level = &outline->levels[style];

    step->events[step->event_count++] = (struct outline_event){
        .fault = OUTLINE_GAP, .slot = (unsigned)style, .style = style, .missing = level->missing
    };
    level->missing = 0;
    /* What was announced is not held against a list that has a gap already. */
    if (outline->listed == style)
        outline->announced = 0;
}

static void end_list(struct outline *outline, enum outline_style style, struct outline_step *step)
{
    if (outline->levels[style].missing > 0)
        tell_gap(outline, style, step);
    if (outline->announced > 0 && outline->listed == style) {
        const struct outline_level *level = &outline->levels[style];

        if (level->begun && level->last >= LISTED_MIN && level->last != outline->announced)
            step->events[step->event_count++] = (struct outline_event){ .fault = OUTLINE_COUNT,
                                                                        .slot = OUTLINE_SLOT_ANNOUNCED,
                                                                        .style = style,
                                                                        .announced = outline->announced,
                                                                        .listed = level->last };
        outline->announced = 0;
    }
    outline->levels[style] = (struct outline_level){ 0, 0, false };
}

static void end_inner_lists(struct outline *outline, enum outline_style style, struct outline_step *step)
{
    for (enum outline_style inner = style + 1; inner < OUTLINE_STYLE_COUNT; inner++)
        if (inner != OUTLINE_ARTICLE)
            end_list(outline, inner, step);
}

static void take_number(struct outline *outline, const struct outline_label *label, struct outline_step *step)
{
    struct outline_level *level = &outline->levels[label->style];
    unsigned number = label->number;

    if (number == 1) {
        end_list(outline, label->style, step);
        *level = (struct outline_level){ 1, 0, true };
    } else if (!level->begun || number == level->last) {
        return;
    } else if (number == level->last + 1) {
        if (level->missing > 0)
            tell_gap(outline, label->style, step);
        level->last = number;
    } else if (number == level->last + 2 && level->last >= GAP_FROM && level->missing == 0) {
        level->missing = number - 1;
        level->last = number;
        step->keeps = true;
        step->slot = (unsigned)label->style;
        step->from = 0;
        step->to = label->size;
    } else {
        *level = (struct outline_level){ 0, 0, false };
    }
}

/* Points that stand in one paragraph: (二)…;(三)…. */
static void take_points_within(struct outline_level *level, const struct outline_label *label, const char *text,
                               size_t size)
{
    enum { WITHIN_MAX = 30 };

    for (size_t count = 0; level->begun && count < WITHIN_MAX; count++) {
        char next[OUTLINE_LABEL_SIZE];

        if (memmem(text + label->size, size - label->size, next, outline_write(label->style, level->last + 1, next))
            == NULL)
            return;
        level->last++;
    }
}

/* ---- What is announced. */

bool outline_announcement(const struct vocabulary *vocabulary, const char *text, size_t size, unsigned *number,
                          size_t *from, size_t *to)
{
    enum { BEHIND_MAX = 12 };

    for (*from = 0; vocabulary_next(vocabulary, VOCABULARY_LIST, text, size, from, to); *from = *to) {
        size_t at = *to, numeral = numeral_read(text + at, size - at, number), counter, rest;

        at += numeral;
        counter = numeral > 0 ? vocabulary_begins(vocabulary, VOCABULARY_COUNTER, text + at, size - at) : 0;
        if (counter == 0)
            continue;
        *to = at + counter;
        rest = size - *to < BEHIND_MAX ? size - *to : BEHIND_MAX;
        return *number > 1 && *number <= ANNOUNCED_MAX
               && !vocabulary_stands_in(vocabulary, VOCABULARY_AT_LEAST, text + *to, rest);
    }
    return false;
}

/* A block that announces a list ends with a colon, and the list is next. */
static void take_announcement(struct outline *outline, const struct vocabulary *vocabulary,
                              const struct outline_label *label, const char *text, size_t size,
                              struct outline_step *step)
{
    unsigned number;
    size_t from, to;

    if (step->keeps || text[size - 1] != ':' || !outline_announcement(vocabulary, text, size, &number, &from, &to))
        return;
    outline->announced = number;
    outline->own = label->style;
    outline->listed = OUTLINE_NONE;
    step->keeps = true;
    step->slot = OUTLINE_SLOT_ANNOUNCED;
    step->from = from;
    step->to = to;
}

static void begin_list(struct outline *outline, const struct outline_label *label)
{
    if (label->style > outline->own && label->number == 1)
        outline->listed = label->style;
    else
        outline->announced = 0;
}

void outline_block(struct outline *outline, const struct vocabulary *vocabulary, const char *text, size_t size,
                   struct outline_step *step)
{
    struct outline_label label = outline_label(text, size);
    bool begins = outline->announced > 0 && outline->listed == OUTLINE_NONE;

    step->event_count = 0;
    step->keeps = false;
    if (size == 0)
        return;
    if (label.style != OUTLINE_NONE) {
        end_inner_lists(outline, label.style, step);
        take_number(outline, &label, step);
        take_points_within(&outline->levels[label.style], &label, text, size);
    }
    if (begins)
        begin_list(outline, &label);
    take_announcement(outline, vocabulary, &label, text, size, step);
}

void outline_end(struct outline *outline, struct outline_step *step)
{
    step->event_count = 0;
    step->keeps = false;
    for (enum outline_style style = OUTLINE_PART; style < OUTLINE_STYLE_COUNT; style++)
        end_list(outline, style, step);
}
