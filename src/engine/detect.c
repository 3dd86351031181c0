/* SPDX-License-Identifier: Apache-2.0 */
#include "engine/detect.h"

#include <string.h>

#include "base/clock.h"
#include "text/ascii.h"
#include "text/utf8.h"

/* One detector at work in one part. */
struct detector_driver {
    struct detect *detect;
    const struct detector_use *use;
    const struct detect_part *part;
    const struct lane *lane; /* while a block is shown */
};

struct detect_part {
    struct detect_part *parent;
    struct arena_mark mark;
    const struct part *part;
    uint32_t index;
    const char *path;
    struct detector_job *jobs; /* one per use */
    bool continues;            /* the block at hand has been cut */
};

struct detector_hold {
    struct finding finding;
    uint64_t sequence, offset;
    struct bytes folded;
};

void detect_adopt(struct detect *detect, const struct detector_set *set)
{
    detect->set = set;
    detect->roles = 0;
    for (size_t index = 0; set != NULL && index < set->use_count; index++)
        detect->roles |= set->uses[index].detector->roles;
}

static bool is_idle(const struct detect *detect)
{
    return detect->set == NULL || detect->set->use_count == 0;
}

void detect_reset(struct detect *detect)
{
    arena_reset(detect->arena);
    detect->top = NULL;
}

enum status detect_open(struct detect *detect, const struct part *part, uint32_t part_index, const char *path)
{
    struct arena_mark mark = arena_mark(detect->arena);
    struct detect_part *opened;
    struct detector_driver *drivers;
    size_t count;

    if (is_idle(detect))
        return STATUS_OK;
    count = detect->set->use_count;
    opened = arena_zeroed(detect->arena, sizeof *opened);
    drivers = arena_zeroed(detect->arena, count * sizeof *drivers);
    if (opened == NULL || drivers == NULL)
        return STATUS_NO_MEMORY;
    *opened = (struct detect_part){ .parent = detect->top, .mark = mark, .part = part, .index = part_index,
                                    .path = path };
    opened->jobs = arena_zeroed(detect->arena, count * sizeof *opened->jobs);
    if (opened->jobs == NULL)
        return STATUS_NO_MEMORY;
    for (size_t index = 0; index < count; index++) {
        const struct detector_use *use = &detect->set->uses[index];

        drivers[index] = (struct detector_driver){ .detect = detect, .use = use, .part = opened };
        opened->jobs[index] =
            (struct detector_job){ .state = arena_zeroed(detect->arena, use->detector->state_size + 1),
                                   .parent_state = detect->top != NULL ? detect->top->jobs[index].state : NULL,
                                   .knowledge = use->knowledge,
                                   .part = part,
                                   .path = path,
                                   .arena = detect->arena,
                                   .as_of = detect->as_of,
                                   .driver = &drivers[index] };
        if (opened->jobs[index].state == NULL)
            return STATUS_NO_MEMORY;
    }
    detect->top = opened;
    return STATUS_OK;
}

static struct detector_text text_of(const struct lane *lane, const struct segment *segment, uint64_t end, bool continues)
{
    const char *utf8 = lane->text + (lane->detected - lane->base);
    size_t size = (size_t)(end - lane->detected);

    return (struct detector_text){ .utf8 = utf8,
                                   .size = size,
                                   .digits = ascii_digits((const uint8_t *)utf8, size),
                                   .role = segment->role,
                                   .link = segment->link,
                                   .section = segment->section != NULL ? segment->section : "body",
                                   .place = segment->place,
                                   .cell = segment->cell,
                                   .sequence = segment->sequence,
                                   .in_head = segment->role == TEXT_BODY && lane->detected < lane->head_end,
                                   .continues = continues,
                                   .offset = lane->detected };
}

/* Blocks that are shown together: a detector that reads several in a row finds its tables in the cache. */
enum { BLOCKS_MAX = 32 };
struct blocks {
    struct detector_text items[BLOCKS_MAX];
    size_t count;
};

static enum status read_blocks(const struct detector *detector, struct detector_job *job, const struct blocks *blocks)
{
    enum status status = STATUS_OK;

    for (size_t block = 0; block < blocks->count && status == STATUS_OK; block++) {
        if ((detector->roles & 1U << blocks->items[block].role) != 0)
            status = detector->text(job, &blocks->items[block]);
    }
    return status;
}

static enum status profile_blocks(const struct detector *detector, struct detector_job *job, const struct blocks *blocks,
                                  struct profile_detector *profile)
{
    uint64_t start_ns = clock_monotonic_ns();
    enum status status = read_blocks(detector, job, blocks);

    profile->ns += clock_monotonic_ns() - start_ns;
    for (size_t block = 0; block < blocks->count; block++) {
        if ((detector->roles & 1U << blocks->items[block].role) != 0) {
            profile->blocks++;
            profile->bytes += blocks->items[block].size;
        }
    }
    return status;
}

static enum status show(struct detect *detect, const struct lane *lane, struct blocks *blocks)
{
    struct detect_part *open = detect->top;
    enum status status = STATUS_OK;

    for (size_t index = 0; index < detect->set->use_count && status == STATUS_OK; index++) {
        struct detector_job *job = &open->jobs[index];
        const struct detector *detector = job->driver->use->detector;

        job->driver->lane = lane;
        status = detect->profile == NULL
                     ? read_blocks(detector, job, blocks)
                     : profile_blocks(detector, job, blocks, &detect->profile->detectors[index]);
        job->driver->lane = NULL;
    }
    blocks->count = 0;
    return status;
}

/* Where the block at lane->detected ends, or is cut; false when that cannot be said yet. */
static bool find_end(const struct lane *lane, uint64_t limit, bool final, uint64_t *end, bool *cut)
{
    const char *start = lane->text + (lane->detected - lane->base);
    size_t size = (size_t)(limit - lane->detected);
    const char *newline = memchr(start, '\n', size);
    size_t length = newline != NULL ? (size_t)(newline - start) : size;

    *cut = length > DETECTOR_TEXT_MAX;
    if (*cut)
        length = utf8_floor(start, size, DETECTOR_TEXT_MAX);
    else if (newline == NULL && !final)
        return false;
    *end = lane->detected + length;
    return true;
}

enum status detect_lane(struct detect *detect, struct lane *lane, uint64_t limit, bool final)
{
    const struct segment *segment = lane->segments;
    struct blocks blocks;
    enum status status = STATUS_OK;

    if (is_idle(detect)) {
        lane->detected = limit;
        return STATUS_OK;
    }
    blocks.count = 0;
    while (lane->detected < limit && status == STATUS_OK) {
        uint64_t end;
        bool cut;

        if (!find_end(lane, limit, final, &end, &cut))
            break;
        if (end > lane->detected) {
            segment = lane_segment_near(lane, segment, lane->detected);
            blocks.items[blocks.count++] = text_of(lane, segment, end, detect->top->continues);
        }
        detect->top->continues = cut;
        lane->detected = cut || end == limit ? end : end + 1;
        if (blocks.count == BLOCKS_MAX)
            status = show(detect, lane, &blocks);
    }
    return status == STATUS_OK ? show(detect, lane, &blocks) : status;
}

static enum status close_job(const struct detect *detect, size_t index, struct detector_job *job)
{
    const struct detector *detector = detect->set->uses[index].detector;
    uint64_t start_ns = detect->profile != NULL ? clock_monotonic_ns() : 0;
    enum status status = detector->close != NULL ? detector->close(job) : STATUS_OK;

    if (detect->profile != NULL)
        detect->profile->detectors[index].ns += clock_monotonic_ns() - start_ns;
    return status;
}

enum status detect_close(struct detect *detect)
{
    struct detect_part *open = detect->top;
    enum status status = STATUS_OK;

    if (open == NULL || is_idle(detect))
        return STATUS_OK;
    for (size_t index = 0; index < detect->set->use_count && status == STATUS_OK; index++)
        status = close_job(detect, index, &open->jobs[index]);
    detect->top = open->parent;
    arena_release(detect->arena, open->mark);
    return status;
}

/* ---- The detectors' verbs. */

bool detector_wants(const struct detector_job *job, unsigned outcome)
{
    return job->driver->use->rules[outcome] != DETECTOR_NO_RULE;
}

enum status detector_hold(struct detector_job *job, const struct detector_text *text, struct span span,
                          const struct detector_hold **hold)
{
    const struct detector_driver *driver = job->driver;
    struct resolver *resolver = driver->detect->resolver;
    struct detector_hold *held = arena_zeroed(resolver->results, sizeof *held);
    size_t size = (size_t)(span.end - span.start);
    char *folded = arena_text(resolver->results, text->utf8 + span.start, size);
    enum status status;

    if (held == NULL || folded == NULL)
        return STATUS_NO_MEMORY;
    held->offset = text->offset + span.start;
    held->folded = bytes_of(folded, size);
    status = resolver_quote(resolver, driver->part->part, driver->part->index, driver->lane, held->offset,
                            text->offset + span.end, &held->finding, &held->sequence);
    if (status == STATUS_OK)
        *hold = held;
    return status;
}

enum status detector_report(struct detector_job *job, unsigned outcome, const struct detector_hold *hold,
                            uint32_t occurrences, const char *reason)
{
    const struct detector_driver *driver = job->driver;
    struct resolver *resolver = driver->detect->resolver;
    uint32_t index = driver->use->rules[outcome];
    struct finding finding = hold->finding;

    if (index == DETECTOR_NO_RULE || (ruleset_rule(resolver->ruleset, index)->roles & 1U << finding.role) == 0)
        return STATUS_OK;
    finding.occurrences = occurrences;
    if (reason != NULL) {
        finding.reason = arena_text(resolver->results, reason, strlen(reason));
        if (finding.reason == NULL)
            return STATUS_NO_MEMORY;
    }
    return resolver_report(resolver, &finding, driver->part->path, hold->folded, hold->sequence, hold->offset, index);
}

enum status detector_found(struct detector_job *job, unsigned outcome, const struct detector_text *text,
                           struct span span, const char *reason)
{
    const struct detector_hold *hold;
    enum status status;

    if (!detector_wants(job, outcome))
        return STATUS_OK;
    status = detector_hold(job, text, span, &hold);
    return status == STATUS_OK ? detector_report(job, outcome, hold, 1, reason) : status;
}
