/* SPDX-License-Identifier: Apache-2.0 */
#include "engine/joined.h"

#include <string.h>

#include "base/array.h"
#include "rules/rule.h"
#include "text/ascii.h"
#include "text/utf8.h"

enum { SEAMS_MAX = 2, NUMERALS_MAX = 3 };

static bool is_one_of(const char *text, size_t size, const char *const *pieces, size_t count, size_t *length)
{
    for (size_t index = 0; index < count; index++) {
        *length = strlen(pieces[index]);
        if (size >= *length && memcmp(text, pieces[index], *length) == 0)
            return true;
    }
    return false;
}

/* As canonical text has them. */
static bool ends_sentence(const char *text, size_t size)
{
    static const char *const ends[] = { "。", "!", "?", ";" };

    for (size_t index = 0; index < sizeof ends / sizeof *ends; index++) {
        size_t length = strlen(ends[index]);

        if (size >= length && memcmp(text + size - length, ends[index], length) == 0)
            return true;
    }
    return false;
}

/* 1、 1．（一） 一、 */
static bool is_numbered(const char *text, size_t size)
{
    static const char *const brackets[] = { "（", "(" };
    static const char *const numerals[] = { "一", "二", "三", "四", "五", "六", "七", "八", "九", "十" };
    static const char *const ends[] = { "、", "．", "）", ")" };
    size_t at = 0, length, count = 0;

    if (is_one_of(text, size, brackets, sizeof brackets / sizeof *brackets, &length))
        at = length;
    for (; count < NUMERALS_MAX && at < size; count++) {
        if (text[at] >= '0' && text[at] <= '9')
            at++;
        else if (is_one_of(text + at, size - at, numerals, sizeof numerals / sizeof *numerals, &length))
            at += length;
        else
            break;
    }
    return count > 0 && is_one_of(text + at, size - at, ends, sizeof ends / sizeof *ends, &length);
}

static bool begins_paragraph(const struct text_run *run)
{
    static const char *const indents[] = { "\u3000", "\u00A0", "\u2003" };
    size_t length;

    return is_one_of(run->utf8, run->size, indents, sizeof indents / sizeof *indents, &length)
           || is_numbered(run->utf8, run->size);
}

/* Where the block at the end of the lane begins; false when it is empty, or no run begins there. */
static bool last_line(const struct lane *lane, uint64_t *start)
{
    const char *newline = lane->size > 0 ? memrchr(lane->text, '\n', lane->size) : NULL;

    *start = lane->base + (newline != NULL ? (uint64_t)(newline - lane->text) + 1 : 0);
    return *start < lane_end(lane) && lane->segment_count > 0 && lane_segment(lane, *start)->start == *start;
}

/* The head zone of the document ends where the lane says, however many lines are joined. */
static void end_head(struct lane *joined, struct lane *lane, bool in_next_line)
{
    lane_find_head(lane, RULE_HEAD_LINES);
    if (joined->head_end == UINT64_MAX && lane->head_lines + in_next_line >= RULE_HEAD_LINES)
        joined->head_end = lane_end(joined);
}

static enum status begin(struct lane *joined, struct lane *lane)
{
    uint64_t line_start;
    enum status status;

    if (!last_line(lane, &line_start))
        return STATUS_OK;
    end_head(joined, lane, false);
    status = lane_copy(joined, lane, line_start);
    joined->is_open = status == STATUS_OK;
    return status;
}

static enum status add_line(struct lane *joined, struct lane *lane, const struct text_run *run, uint64_t sequence)
{
    enum status status = ARRAY_GROW(&joined->seams, &joined->seam_capacity, joined->seam_count + 1);

    end_head(joined, lane, true);
    joined->state.pending = 0; /* nobody sees the blanks at the end of a line */
    if (status == STATUS_OK)
        status = lane_append(joined, run, sequence);
    if (status == STATUS_OK)
        joined->seams[joined->seam_count++] = joined->segments[joined->segment_count - 1].start;
    return status;
}

static bool is_letter(char letter)
{
    return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z');
}

/* Where Latin letters meet, words do: a line does not end within one. */
static enum text_join joining(const struct lane *lane, const struct text_run *run)
{
    bool meets = lane->size > 0 && is_letter(lane->text[lane->size - 1]) && run->size > 0 && is_letter(run->utf8[0]);

    return meets ? JOIN_SPACED : JOIN_GLUED;
}

enum status joined_take(struct lane *joined, struct lane *lane, const struct text_run *run, uint64_t sequence)
{
    struct text_run line = *run;
    enum status status = STATUS_OK;

    if (run->role != lane->last_role || run->join == JOIN_BROKEN) {
        joined->is_open = false;
        return STATUS_OK;
    }
    if (run->join != JOIN_LINE)
        return joined->is_open ? lane_append(joined, run, sequence) : STATUS_OK;
    if (ends_sentence(lane->text, lane->size) || begins_paragraph(run)) {
        joined->is_open = false;
        return STATUS_OK;
    }
    if (!joined->is_open)
        status = begin(joined, lane);
    if (status != STATUS_OK || !joined->is_open)
        return status;
    line.join = joining(lane, run);
    return add_line(joined, lane, &line, sequence);
}

bool joined_tells(const struct lane *lane, uint64_t from, uint64_t to)
{
    size_t low = 0, high = lane->seam_count, count = 0;

    if (!lane->is_joined)
        return true;
    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (lane->seams[middle] <= from)
            low = middle + 1;
        else
            high = middle;
    }
    while (low + count < lane->seam_count && lane->seams[low + count] < to)
        count++;
    return count > 0 && count <= SEAMS_MAX;
}
