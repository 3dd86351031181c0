/* SPDX-License-Identifier: Apache-2.0 */
#include "engine/lane.h"

#include <string.h>

#include "base/alloc.h"
#include "base/array.h"

enum lane_kind lane_of_role(enum text_role role)
{
    static const enum lane_kind lanes[TEXT_ROLE_COUNT] = {
        [TEXT_BODY] = LANE_BODY,         [TEXT_TITLE] = LANE_BODY,
        [TEXT_HEADER] = LANE_BODY,       [TEXT_FOOTER] = LANE_BODY,
        [TEXT_NOTE] = LANE_SIDE,         [TEXT_HIDDEN] = LANE_HIDDEN,
        [TEXT_HIDDEN_LINK] = LANE_HIDDEN, [TEXT_LINK] = LANE_LINK,
        [TEXT_ALT] = LANE_SIDE,          [TEXT_METADATA] = LANE_SIDE,
        [TEXT_COMMENT] = LANE_SOURCE,    [TEXT_SCRIPT] = LANE_SOURCE,
        [TEXT_FILENAME] = LANE_SIDE,
    };

    return lanes[role];
}

void lane_init(struct lane *lane)
{
    *lane = (struct lane){ .kept = BUF_INIT(SIZE_MAX / 2) };
    lane_reset(lane);
}

void lane_free(struct lane *lane)
{
    alloc_free(lane->text);
    alloc_free(lane->segments);
    alloc_free(lane->seams);
    alloc_free(lane->tricks);
    buf_free(&lane->kept);
    *lane = (struct lane){ .kept = BUF_INIT(SIZE_MAX / 2) };
}

void lane_reset(struct lane *lane)
{
    lane->size = 0;
    lane->base = 0;
    lane->begun = 0;
    lane->resolved = 0;
    lane->head_end = UINT64_MAX;
    lane->head_scanned = 0;
    lane->head_lines = 0;
    lane->foot = (struct lane_foot){ 0 };
    lane->content = (struct content_zone){ 0 };
    lane->state = (struct canonical_state)CANONICAL_STATE_INIT;
    lane->last_role = TEXT_BODY;
    lane->segment_count = 0;
    lane->seam_count = 0;
    lane->trick_count = 0;
    lane->follows = lane->in_paragraph = false;
    lane->followed = lane->left = 0;
    buf_clear(&lane->kept);
}

static enum status reserve(struct lane *lane, size_t more)
{
    size_t capacity = lane->capacity;
    char *text;

    if (more <= capacity - lane->size)
        return STATUS_OK;
    capacity = capacity < 64 * 1024 ? 64 * 1024 : capacity * 2;
    if (capacity < lane->size + more)
        capacity = lane->size + more;
    text = alloc_resize(lane->text, capacity);
    if (text == NULL)
        return STATUS_NO_MEMORY;
    lane->text = text;
    lane->capacity = capacity;
    return STATUS_OK;
}

static enum status keep_copy(struct lane *lane, const struct text_run *run, size_t *kept)
{
    if (run->origin != ORIGIN_DETACHED && run->origin != ORIGIN_WHOLE)
        return STATUS_OK;
    *kept = lane->kept.size;
    buf_append(&lane->kept, run->utf8, run->size);
    return buf_status(&lane->kept) == STATUS_OK ? STATUS_OK : STATUS_NO_MEMORY;
}

static void join(struct lane *lane, const struct text_run *run)
{
    if (run->join >= JOIN_LINE || run->role != lane->last_role)
        lane->size += canonical_break(&lane->state, lane->text + lane->size);
    else if (run->join == JOIN_SPACED)
        canonical_blank(&lane->state);
    lane->last_role = run->role;
}

enum status lane_append(struct lane *lane, const struct text_run *run, uint64_t sequence)
{
    struct segment *segment;
    size_t kept = 0;
    enum status status = reserve(lane, run->size * CANONICAL_GROWTH + CANONICAL_SLACK);

    if (status == STATUS_OK && lane->segment_count == lane->segment_capacity)
        status = ARRAY_GROW(&lane->segments, &lane->segment_capacity, lane->segment_count + 1);
    if (status == STATUS_OK)
        status = keep_copy(lane, run, &kept);
    if (status != STATUS_OK)
        return status;
    join(lane, run);
    segment = &lane->segments[lane->segment_count++];
    *segment = (struct segment){ .start = lane_end(lane),
                                 .sequence = sequence,
                                 .source = run->source,
                                 .state = lane->state,
                                 .role = run->role,
                                 .origin = run->origin,
                                 .newlines = run->newlines,
                                 .link = run->link,
                                 .size = (uint32_t)run->size,
                                 .kept = kept,
                                 .section = run->section,
                                 .place = run->place,
                                 .cell = run->cell };
    lane->size +=
        canonical_append(&lane->state, run->utf8, run->size, run->newlines, lane->text + lane->size, &lane->losses);
    return STATUS_OK;
}

static bool has_copy(const struct segment *segment)
{
    return segment->origin == ORIGIN_DETACHED || segment->origin == ORIGIN_WHOLE;
}

static enum status copy_segment(struct lane *lane, const struct lane *other, const struct segment *segment,
                                uint64_t start)
{
    enum status status = ARRAY_GROW(&lane->segments, &lane->segment_capacity, lane->segment_count + 1);
    struct segment copy = *segment;

    if (status != STATUS_OK)
        return status;
    copy.start = start;
    if (has_copy(segment)) {
        copy.kept = lane->kept.size;
        buf_append(&lane->kept, other->kept.data + segment->kept, segment->size);
    }
    lane->segments[lane->segment_count++] = copy;
    return buf_status(&lane->kept) == STATUS_OK ? STATUS_OK : STATUS_NO_MEMORY;
}

enum status lane_copy(struct lane *lane, const struct lane *other, uint64_t from)
{
    size_t size = (size_t)(lane_end(other) - from);
    const struct segment *end = other->segments + other->segment_count;
    enum status status = reserve(lane, size + CANONICAL_SLACK);
    uint64_t shift;

    if (status != STATUS_OK)
        return status;
    lane->size += canonical_break(&lane->state, lane->text + lane->size);
    shift = lane_end(lane) - from; /* wraps where the copy stands further in front */
    for (const struct segment *segment = lane_segment(other, from); segment < end && status == STATUS_OK; segment++)
        status = copy_segment(lane, other, segment, segment->start + shift);
    if (status != STATUS_OK)
        return status;
    memcpy(lane->text + lane->size, other->text + (from - other->base), size);
    lane->size += size;
    lane->state = other->state;
    lane->last_role = other->last_role;
    return STATUS_OK;
}

enum status lane_finish(struct lane *lane)
{
    enum status status = reserve(lane, CANONICAL_SLACK);

    if (status == STATUS_OK && lane->size > 0)
        lane->size += canonical_break(&lane->state, lane->text + lane->size);
    return status;
}

void lane_drop(struct lane *lane, uint64_t keep_from)
{
    size_t cut = (size_t)(keep_from - lane->base);
    size_t first = 0, kept_size = 0;

    memmove(lane->text, lane->text + cut, lane->size - cut);
    lane->size -= cut;
    lane->base = keep_from;
    while (first + 1 < lane->segment_count && lane->segments[first + 1].start <= keep_from)
        first++;
    if (lane->size == 0)
        first = lane->segment_count;
    lane->segment_count -= first;
    memmove(lane->segments, lane->segments + first, lane->segment_count * sizeof *lane->segments);
    for (size_t index = 0; index < lane->segment_count; index++) {
        struct segment *segment = &lane->segments[index];

        if (!has_copy(segment))
            continue;
        memmove(lane->kept.data + kept_size, lane->kept.data + segment->kept, segment->size);
        segment->kept = kept_size;
        kept_size += segment->size;
    }
    lane->kept.size = kept_size;
    first = 0;
    while (first < lane->seam_count && lane->seams[first].end < keep_from)
        first++;
    lane->seam_count -= first;
    if (first > 0)
        memmove(lane->seams, lane->seams + first, lane->seam_count * sizeof *lane->seams);
    first = 0;
    while (first < lane->trick_count && lane->tricks[first].end < keep_from)
        first++;
    lane->trick_count -= first;
    if (first > 0)
        memmove(lane->tricks, lane->tricks + first, lane->trick_count * sizeof *lane->tricks);
}

enum status lane_note(struct lane *lane, const struct lane_trick *trick)
{
    enum status status = ARRAY_GROW(&lane->tricks, &lane->trick_capacity, lane->trick_count + 1);

    if (status == STATUS_OK)
        lane->tricks[lane->trick_count++] = *trick;
    return status;
}

const struct lane_trick *lane_trick(const struct lane *lane, uint64_t from, uint64_t to)
{
    for (size_t index = 0; index < lane->trick_count && lane->tricks[index].start < to; index++) {
        if (lane->tricks[index].end > from)
            return &lane->tricks[index];
    }
    return NULL;
}

void lane_find_head(struct lane *lane, uint32_t head_lines)
{
    while (lane->head_lines < head_lines) {
        size_t from = (size_t)(lane->head_scanned - lane->base);
        const char *newline = from < lane->size ? memchr(lane->text + from, '\n', lane->size - from) : NULL;

        if (newline == NULL) {
            lane->head_scanned = lane_end(lane);
            return;
        }
        lane->head_scanned = lane->base + (uint64_t)(newline - lane->text) + 1;
        if (++lane->head_lines == head_lines)
            lane->head_end = lane->head_scanned;
    }
}

enum { HEADING_LINES = 2 }; /* of a page: its title, and another above it */

static void take_line(struct lane *lane, size_t from, size_t to)
{
    const struct lane_foot *foot = &lane->foot;
    uint64_t end = lane->base + to;
    uint64_t heading = foot->lines < HEADING_LINES ? 0 : foot->starts[(foot->lines - HEADING_LINES) % RULE_FOOT_LINES];

    content_zone_take(&lane->content, &(struct content_line){ .text = lane->text + from,
                                                              .size = to - from,
                                                              .start = lane->base + from,
                                                              .end = end,
                                                              .sequence = lane_segment(lane, end)->sequence,
                                                              .heading = heading,
                                                              .foot_start = lane_foot_start(foot) });
}

void lane_find_foot(struct lane *lane, bool is_body)
{
    struct lane_foot *foot = &lane->foot;
    size_t from = foot->line > lane->base ? (size_t)(foot->line - lane->base) : 0;
    const char *newline;

    while (from < lane->size && (newline = memchr(lane->text + from, '\n', lane->size - from)) != NULL) {
        size_t to = (size_t)(newline - lane->text);

        if (is_body && !lane->content.is_ended)
            take_line(lane, from, to);
        foot->starts[foot->lines++ % RULE_FOOT_LINES] = foot->line;
        from = to + 1;
        foot->line = lane->base + from;
    }
}

bool lane_is_head(const struct lane *lane, uint64_t offset, const struct segment *segment)
{
    if (offset < lane->head_end)
        return true;
    return lane->is_joined ? content_zone_has_head_run(&lane->content, segment->sequence)
                           : content_zone_has_head(&lane->content, offset);
}

uint64_t lane_foot_start(const struct lane_foot *foot)
{
    return foot->lines < RULE_FOOT_LINES ? 0 : foot->starts[foot->lines % RULE_FOOT_LINES];
}

/* Further on, halving is faster than walking. */
enum { SEGMENT_STEPS_MAX = 8 };

const struct segment *lane_segment(const struct lane *lane, uint64_t offset)
{
    size_t low = 0, high = lane->segment_count;

    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;

        if (lane->segments[middle].start <= offset)
            low = middle;
        else
            high = middle;
    }
    return &lane->segments[low];
}

const struct segment *lane_segment_near(const struct lane *lane, const struct segment *known, uint64_t offset)
{
    const struct segment *end = lane->segments + lane->segment_count;

    if (known->start > offset)
        return lane_segment(lane, offset);
    for (int step = 0; step < SEGMENT_STEPS_MAX; step++) {
        if (known + 1 == end || known[1].start > offset)
            return known;
        known++;
    }
    return lane_segment(lane, offset);
}

uint64_t lane_segment_end(const struct lane *lane, const struct segment *segment)
{
    const struct segment *next = segment + 1;

    return next < lane->segments + lane->segment_count ? next->start : lane_end(lane);
}
