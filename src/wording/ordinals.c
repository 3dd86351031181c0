/* SPDX-License-Identifier: Apache-2.0 */
#include "wording/ordinals.h"

#include <string.h>

#include "wording/numeral.h"

enum { GAP_FROM = 2, CHARACTER = 3 };

struct form {
    const char *before, *behind;
};

static const struct form forms[] = { { "", "是" }, { "第", "," } };
enum { FORM_COUNT = sizeof forms / sizeof *forms };

/* Labels of paragraphs, which may stand within one too; there only their number is judged, since laws cite (一)、(三). */
static const enum outline_style labels[] = { OUTLINE_HAN_BRACKET, OUTLINE_ARABIC_BRACKET, OUTLINE_ARABIC,
                                            OUTLINE_ARABIC_COMMA };
enum { LABEL_COUNT = sizeof labels / sizeof *labels };

static size_t write_point(const struct form *form, unsigned number, char *output)
{
    size_t size = strlen(form->before), behind = strlen(form->behind);

    memcpy(output, form->before, size);
    size += numeral_write(number, output + size);
    memcpy(output + size, form->behind, behind + 1);
    return size + behind;
}

/* A point begins a clause. */
static bool begins_clause(const char *text, size_t at)
{
    static const char *const stops[] = { "。", "、", "”" };

    if (at == 0 || strchr(",;:.!?) ", text[at - 1]) != NULL)
        return true;
    for (size_t index = 0; index < sizeof stops / sizeof *stops; index++)
        if (at >= CHARACTER && memcmp(text + at - CHARACTER, stops[index], CHARACTER) == 0)
            return true;
    return false;
}

/* The first place of a point at or behind `from`; `size` without one. */
static size_t find_point(const struct form *form, unsigned number, const char *text, size_t size, size_t from)
{
    char point[OUTLINE_LABEL_SIZE];
    size_t length = write_point(form, number, point);

    while (from < size) {
        const char *found = memmem(text + from, size - from, point, length);
        size_t at = found != NULL ? (size_t)(found - text) : size;

        if (at == size || begins_clause(text, at))
            return at;
        from = at + length;
    }
    return size;
}

/* Is the first point what was announced? Between them is no more than the rest of a clause. */
static bool compare_announced(const struct vocabulary *vocabulary, const char *text, size_t first, unsigned listed,
                              struct ordinals *found)
{
    if (first == 0 || text[first - 1] != ':'
        || !outline_announcement(vocabulary, text, first, &found->announced, &found->from, &found->to)
        || memmem(text + found->to, first - found->to, "。", CHARACTER) != NULL || listed == found->announced)
        return false;
    found->fault = OUTLINE_COUNT;
    found->listed = listed;
    return true;
}

static bool judge_form(const struct vocabulary *vocabulary, const struct form *form, const char *text, size_t size,
                       struct ordinals *found)
{
    size_t first = find_point(form, 1, text, size, 0), at = first, next;
    unsigned last = 1;

    if (first == size)
        return false;
    while ((next = find_point(form, last + 1, text, size, at)) < size) {
        at = next;
        last++;
    }
    if (last < GAP_FROM)
        return false;
    next = find_point(form, last + 2, text, size, at);
    if (next == size)
        return compare_announced(vocabulary, text, first, last, found);
    found->fault = OUTLINE_GAP;
    found->from = next;
    found->to = next + write_point(form, last + 2, found->missing);
    (void)write_point(form, last + 1, found->missing);
    return true;
}

/* Where the label stands at the beginning of a clause, at or behind `from`; `size` without one. 1.5 is a number. */
static size_t find_label(enum outline_style style, unsigned number, const char *text, size_t size, size_t from)
{
    char label[OUTLINE_LABEL_SIZE];
    size_t length = outline_write(style, number, label);

    while (from < size) {
        const char *found = memmem(text + from, size - from, label, length);
        size_t at = found != NULL ? (size_t)(found - text) : size;

        if (at == size
            || (begins_clause(text, at) && (at + length == size || text[at + length] < '0' || text[at + length] > '9')))
            return at;
        from = at + length;
    }
    return size;
}

/* All points stand in the paragraph, which ends with them: a list that goes on in the next one ends with another sign. */
static bool judge_labels(const struct vocabulary *vocabulary, enum outline_style style, const char *text, size_t size,
                         struct ordinals *found)
{
    size_t first = find_label(style, 1, text, size, 0), at = first, next;
    unsigned last = 1;

    if (first == 0 || first == size || text[first - 1] != ':')
        return false;
    while ((next = find_label(style, last + 1, text, size, at)) < size) {
        at = next;
        last++;
    }
    return last >= GAP_FROM && compare_announced(vocabulary, text, first, last, found);
}

bool ordinals_judge_labels(const struct vocabulary *vocabulary, const char *text, size_t size, struct ordinals *found)
{
    static const char stop[] = "。";
    enum { STOP = sizeof stop - 1 };

    if (size < STOP || memcmp(text + size - STOP, stop, STOP) != 0 || memchr(text, ':', size) == NULL)
        return false;
    for (size_t label = 0; label < LABEL_COUNT; label++)
        if (judge_labels(vocabulary, labels[label], text, size, found))
            return true;
    return false;
}

struct literal_list ordinals_first(void)
{
    static const struct literal first[FORM_COUNT] = { { "一是", sizeof "一是" - 1, 0 }, { "第一,", sizeof "第一," - 1, 1 } };

    return (struct literal_list){ first, FORM_COUNT };
}

bool ordinals_judge(const struct vocabulary *vocabulary, const char *text, size_t size, struct ordinals *found)
{
    for (size_t form = 0; form < FORM_COUNT; form++)
        if (judge_form(vocabulary, &forms[form], text, size, found))
            return true;
    return false;
}
