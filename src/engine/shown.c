/* SPDX-License-Identifier: Apache-2.0 */
#include "engine/shown.h"

#include <string.h>

#include "engine/joined.h"
#include "text/utf8.h"

enum { BEFORE_MAX = 240 /* bytes of the block before the run in which something is suspect */ };

void shown_reset(struct shown *shown)
{
    shown->is_gathering = false;
    shown->size = 0;
}

enum status shown_end(struct shown *shown, struct lane *lane, struct lane *joined)
{
    char text[DISPLAY_SIZE_MAX];
    uint32_t tricks;
    enum status status = STATUS_OK;

    if (!shown->is_gathering)
        return STATUS_OK;
    tricks = display_tricks(shown->text, shown->size);
    if ((tricks & (DISPLAY_UNSEEN | DISPLAY_ESCAPES)) != 0)
        status = lane_note(lane, &(struct lane_trick){ shown->from, shown->to, tricks & ~(uint32_t)DISPLAY_REORDERED });
    if (status == STATUS_OK && (tricks & DISPLAY_REORDERED) != 0) {
        shown->run.utf8 = text;
        shown->run.size = display_shown(shown->text, shown->size, text);
        status = joined_show(joined, lane, &shown->run, shown->sequence);
    }
    shown_reset(shown);
    return status;
}

enum status shown_before(struct shown *shown, struct lane *lane, struct lane *joined, const struct text_run *run)
{
    if (!shown->is_gathering || (run->join < JOIN_LINE && run->role == lane->last_role))
        return STATUS_OK;
    return shown_end(shown, lane, joined);
}

static void append(struct shown *shown, const char *text, size_t size)
{
    size_t room = sizeof shown->text - shown->size;

    if (size > room) {
        size = room;
        while (size > 0 && ((uint8_t)text[size] & 0xC0) == 0x80)
            size--;
    }
    memcpy(shown->text + shown->size, text, size);
    shown->size += size;
}

/* Where in the lane the text stands that the first `size` bytes of its last run make. */
static uint64_t place_of(const struct lane *lane, const struct text_run *run, size_t size)
{
    const struct segment *segment = &lane->segments[lane->segment_count - 1];
    struct canonical_state state = segment->state;
    char scratch[TEXT_RUN_MAX * CANONICAL_GROWTH + CANONICAL_SLACK];

    if (size == run->size || size > TEXT_RUN_MAX)
        return lane_end(lane);
    return segment->start + canonical_append(&state, run->utf8, size, run->newlines, scratch, NULL);
}

/* The block as far as the lane has it before its last run. */
static void append_before(struct shown *shown, const struct lane *lane)
{
    size_t end = (size_t)(lane->segments[lane->segment_count - 1].start - lane->base);
    const char *newline = memrchr(lane->text, '\n', end);
    size_t start = newline != NULL ? (size_t)(newline - lane->text) + 1 : 0;

    if (end - start > BEFORE_MAX)
        start = utf8_ceil(lane->text, lane->size, end - BEFORE_MAX);
    append(shown, lane->text + start, end - start);
}

/* The part of the run [from, to) is of one block. */
static void begin(struct shown *shown, const struct lane *lane, const struct text_run *run, size_t from,
                  uint64_t sequence)
{
    shown->is_gathering = true;
    shown->size = 0;
    shown->run = *run;
    shown->run.join = JOIN_BROKEN;
    shown->run.origin = run->origin == ORIGIN_DETACHED ? ORIGIN_DETACHED : ORIGIN_WHOLE;
    shown->run.is_escape = false;
    shown->run.newlines = NEWLINES_ARE_BLANKS;
    shown->sequence = sequence;
    shown->from = place_of(lane, run, from);
    if (from == 0)
        append_before(shown, lane);
    else if (run->origin == ORIGIN_IDENTICAL)
        shown->run.source.start += from;
}

static void take_line(struct shown *shown, const struct lane *lane, const struct text_run *run, size_t from, size_t to,
                      uint64_t sequence)
{
    if (!shown->is_gathering) {
        if (display_suspect(run->utf8 + from, to - from) == SIZE_MAX)
            return;
        begin(shown, lane, run, from, sequence);
    }
    append(shown, run->utf8 + from, to - from);
    shown->to = place_of(lane, run, to);
    if (run->source.end > shown->run.source.end || shown->run.source.end == run->source.end)
        shown->run.source.end = run->origin == ORIGIN_IDENTICAL ? run->source.start + to : run->source.end;
}

enum status shown_after(struct shown *shown, struct lane *lane, struct lane *joined, const struct text_run *run,
                        bool has_removed, uint64_t sequence)
{
    enum status status = STATUS_OK;

    if (!has_removed && !shown->is_gathering)
        return STATUS_OK;
    for (size_t from = 0, to; from < run->size && status == STATUS_OK; from = to + 1) {
        const char *newline =
            run->newlines == NEWLINES_ARE_BREAKS ? memchr(run->utf8 + from, '\n', run->size - from) : NULL;

        to = newline != NULL ? (size_t)(newline - run->utf8) : run->size;
        take_line(shown, lane, run, from, to, sequence);
        if (newline != NULL || shown->size == sizeof shown->text)
            status = shown_end(shown, lane, joined);
    }
    return status;
}
