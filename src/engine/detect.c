/* SPDX-License-Identifier: Apache-2.0 */
#include "engine/detect.h"

#include <string.h>

#include "base/buf.h"
#include "base/clock.h"
#include "engine/joined.h"
#include "text/ascii.h"
#include "text/marks.h"
#include "text/utf8.h"
#include "wording/document_day.h"
#include "wording/written_date.h"

/* One detector at work in one part. */
struct detector_driver {
    struct detect *detect;
    const struct detector_use *use;
    const struct detect_part *part;
    const struct lane *lane; /* while a block is shown */
};

/* The detectors over a text. What they find where lines are joined, they find in another text than the part's. */
struct detect_reading {
    struct detector_job *jobs; /* one per use; NULL: nothing has been read */
    bool continues;            /* the block at hand has been cut */
    struct {
        uint64_t blocks, bytes;
    } shown[TEXT_ROLE_COUNT];
};

struct detect_part {
    struct detect_part *parent;
    struct arena_mark mark;
    const struct part *part;
    uint32_t index;
    const char *path;
    struct detect_reading as_it_is, joined;
};

struct detector_hold {
    struct raw_finding raw;
    struct bytes folded;
    bool is_told; /* another lane tells what stands there, or it is part of an allowed phrase */
};

enum status detect_create(struct detect *detect)
{
    enum status status = arena_create(&detect->arena);

    return status == STATUS_OK ? word_finder_create(&detect->words) : status;
}

void detect_free(struct detect *detect)
{
    arena_destroy(detect->arena);
    word_finder_free(detect->words);
}

void detect_adopt(struct detect *detect, const struct detector_set *set)
{
    detect->set = set;
    detect->roles = detect->date_roles = 0;
    for (size_t index = 0; set != NULL && index < set->use_count; index++) {
        const struct detector *detector = set->uses[index].detector;

        detect->roles |= detector->roles;
        detect->date_roles |= (detector->needs & BLOCK_DATE) != 0 ? detector->roles : 0;
    }
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

static enum status begin_reading(struct detect *detect, const struct detect_part *opened,
                                 struct detect_reading *reading)
{
    size_t count = detect->set->use_count;
    struct detector_driver *drivers = arena_zeroed(detect->arena, count * sizeof *drivers);
    struct detector_job *jobs = arena_zeroed(detect->arena, count * sizeof *jobs);

    if (drivers == NULL || jobs == NULL)
        return STATUS_NO_MEMORY;
    for (size_t index = 0; index < count; index++) {
        const struct detector_use *use = &detect->set->uses[index];

        drivers[index] = (struct detector_driver){ .detect = detect, .use = use, .part = opened };
        jobs[index] = (struct detector_job){
            .state = arena_zeroed(detect->arena, use->detector->state_size + 1),
            .parent = opened->parent != NULL ? &opened->parent->as_it_is.jobs[index] : NULL,
            .knowledge = use->knowledge,
            .part = opened->part,
            .path = opened->path,
            .arena = detect->arena,
            .as_of = detect->as_of,
            .driver = &drivers[index],
        };
        if (jobs[index].state == NULL)
            return STATUS_NO_MEMORY;
    }
    reading->jobs = jobs;
    return STATUS_OK;
}

enum status detect_open(struct detect *detect, const struct part *part, uint32_t part_index, const char *path)
{
    struct arena_mark mark = arena_mark(detect->arena);
    struct detect_part *opened;
    enum status status;

    if (is_idle(detect))
        return STATUS_OK;
    opened = arena_zeroed(detect->arena, sizeof *opened);
    if (opened == NULL)
        return STATUS_NO_MEMORY;
    *opened =
        (struct detect_part){ .parent = detect->top, .mark = mark, .part = part, .index = part_index, .path = path };
    status = begin_reading(detect, opened, &opened->as_it_is);
    if (status == STATUS_OK)
        detect->top = opened;
    return status;
}

/* ---- A stretch of blocks, which are read together. */

enum { FEATURES_MAX = 32 };

struct stretch {
    struct detector_text items[WORD_BLOCKS_MAX];
    struct word_block places[WORD_BLOCKS_MAX];
    size_t count;
    uint32_t roles, features;          /* that are in it, as bits, and … */
    uint64_t of_role[TEXT_ROLE_COUNT]; /* … the blocks of each, as bits */
    uint64_t with_feature[FEATURES_MAX];
};

static size_t stretch_size(const struct stretch *stretch)
{
    return stretch->count > 0 ? stretch->places[stretch->count - 1].to : 0;
}

/* The block [lane->detected, end). What it takes all detectors to know is found out later (know_stretch). */
static void add_block(struct stretch *stretch, struct detect_reading *reading, const struct lane *lane,
                      const struct segment *segment, uint64_t end)
{
    struct detector_text *text = &stretch->items[stretch->count];
    size_t size = (size_t)(end - lane->detected);
    size_t from = stretch->count > 0 ? (size_t)(lane->detected - stretch->items[0].offset) : 0;
    const struct lane_trick *trick = lane_trick(lane, lane->detected, end);

    *text =
        (struct detector_text){ .utf8 = lane->text + (lane->detected - lane->base),
                                .size = size,
                                .role = segment->role,
                                .link = segment->link,
                                .section = segment->section != NULL ? segment->section : "body",
                                .place = segment->place,
                                .cell = segment->cell,
                                .sequence = segment->sequence,
                                .in_head = segment->role == TEXT_BODY && lane_is_head(lane, lane->detected, segment),
                                .continues = reading->continues,
                                .offset = lane->detected,
                                .tricks = trick != NULL ? trick->tricks : 0,
                                .number = ++reading->shown[segment->role].blocks,
                                .before = reading->shown[segment->role].bytes };
    reading->shown[segment->role].bytes += size + 1;
    stretch->places[stretch->count++] =
        (struct word_block){ (uint32_t)from, (uint32_t)(from + size), 1U << segment->role };
}

/* What a line of the body gives as the day of the document. A month in a table may be any column's, and so may the day
 * in a cell that is not the head of a page. */
static bool find_line_day(struct detector_text *text)
{
    bool in_table = text->cell.table != 0;
    bool has_note = document_day_take_note(&text->day, text->utf8, text->size);
    bool has_date = document_day_take_line(&text->day, text->utf8, text->size) || has_note;
    bool has_month = !has_date && !in_table && document_day_take_month(&text->day, text->utf8, text->size);
    bool has_number = !has_date && !has_month && text->in_head && !in_table
                      && document_day_take_number(&text->day, text->utf8, text->size);

    text->day_is_own =
        has_note || has_month || has_number
        || (date_is_set(text->day) && (!in_table || text->in_head) && document_day_is_own(text->utf8, text->size));
    return has_date || has_month || has_number;
}

/* Does the block have a date, or give the day of the document? */
static void find_day(struct detector_text *text)
{
    struct written_date written;
    bool has_date = false;

    if (text->role == TEXT_METADATA) {
        document_day_take_property(&text->day, text->utf8, text->size);
        has_date = date_is_set(text->day);
    } else if (text->digits >= DOCUMENT_DAY_DIGITS || text->size <= DOCUMENT_DAY_HAN_MAX) {
        has_date =
            text->role == TEXT_BODY ? find_line_day(text) : written_date_next(text->utf8, text->size, 0, &written);
    }
    if (has_date)
        text->features |= BLOCK_DATE;
}

static void find_features(const struct detect *detect, const struct word_block *place, struct detector_text *block)
{
    block->digits = ascii_digits((const uint8_t *)block->utf8, block->size);
    block->features = BLOCK_ANY | marks_join(detect->marks + place->from, block->size);
    if (block->digits > 0 && utf8_find_triple(block->utf8, block->size, "号") != NULL)
        block->features |= BLOCK_SERIAL;
    if (block->tricks != 0)
        block->features |= BLOCK_TRICK;
    if (block->digits >= BLOCK_DIGITS_MANY)
        block->features |= BLOCK_MANY_DIGITS;
    if ((detect->date_roles & place->role) != 0)
        find_day(block);
}

/* Finds out what all detectors ask for. */
static enum status know_stretch(struct detect *detect, struct stretch *stretch)
{
    const char *text = stretch->items[0].utf8;
    size_t size = stretch_size(stretch);

    stretch->roles = stretch->features = 0;
    memset(stretch->of_role, 0, sizeof stretch->of_role);
    memset(stretch->with_feature, 0, sizeof stretch->with_feature);
    marks_find(text, size, detect->marks);
    for (size_t index = 0; index < stretch->count; index++) {
        struct detector_text *block = &stretch->items[index];

        find_features(detect, &stretch->places[index], block);
        stretch->roles |= stretch->places[index].role;
        stretch->of_role[block->role] |= UINT64_C(1) << index;
        stretch->features |= block->features;
        for (uint32_t features = block->features; features != 0; features &= features - 1)
            stretch->with_feature[__builtin_ctz(features)] |= UINT64_C(1) << index;
    }
    return word_finder_read(detect->words, detect->set->words, text, size, stretch->places, stretch->count);
}

/* The blocks, as bits, that a detector is shown. */
static uint64_t blocks_for(const struct detect *detect, size_t use, const struct stretch *stretch)
{
    const struct detector *detector = detect->set->uses[use].detector;
    uint64_t wanted = 0, featured = 0;

    for (uint32_t roles = detector->roles & stretch->roles; roles != 0; roles &= roles - 1)
        wanted |= stretch->of_role[__builtin_ctz(roles)];
    for (uint32_t needs = detector->needs & stretch->features; needs != 0; needs &= needs - 1)
        featured |= stretch->with_feature[__builtin_ctz(needs)];
    return (wanted & featured) | word_finder_blocks(detect->words, use);
}

static enum status show_to(struct detect *detect, struct detect_reading *reading, size_t use, struct stretch *stretch)
{
    struct detector_job *job = &reading->jobs[use];
    const struct detector *detector = detect->set->uses[use].detector;
    enum status status = STATUS_OK;

    for (uint64_t blocks = blocks_for(detect, use, stretch); blocks != 0 && status == STATUS_OK; blocks &= blocks - 1) {
        size_t index = (size_t)__builtin_ctzll(blocks);
        struct detector_text *text = &stretch->items[index];

        word_finder_places(detect->words, use, index, text->words);
        status = detector->text(job, text);
        if (detect->profile != NULL) {
            detect->profile->detectors[use].blocks++;
            detect->profile->detectors[use].bytes += text->size;
        }
    }
    return status;
}

/* Adds the time since *ns, which becomes now. */
static void add_time(uint64_t *ns, uint64_t *sum)
{
    uint64_t now = clock_monotonic_ns();

    *sum += now - *ns;
    *ns = now;
}

/* A detector reads several blocks in a row, and finds its tables in the cache. */
static enum status show(struct detect *detect, struct detect_reading *reading, const struct lane *lane,
                        struct stretch *stretch)
{
    struct profile *profile = detect->profile;
    uint64_t ns = profile != NULL ? clock_monotonic_ns() : 0;
    enum status status = STATUS_OK;

    if (stretch->count == 0)
        return STATUS_OK;
    status = know_stretch(detect, stretch);
    if (profile != NULL)
        add_time(&ns, &profile->sharing_ns);
    for (size_t use = 0; use < detect->set->use_count && status == STATUS_OK; use++) {
        struct detector_driver *driver = reading->jobs[use].driver;

        driver->lane = lane;
        status = show_to(detect, reading, use, stretch);
        driver->lane = NULL;
        if (profile != NULL)
            add_time(&ns, &profile->detectors[use].ns);
    }
    stretch->count = 0;
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
    struct detect_reading *reading;
    struct stretch stretch;
    enum status status = STATUS_OK;

    if (is_idle(detect)) {
        lane->detected = limit;
        return STATUS_OK;
    }
    reading = lane->is_joined ? &detect->top->joined : &detect->top->as_it_is;
    if (reading->jobs == NULL)
        status = begin_reading(detect, detect->top, reading);
    stretch.count = 0;
    while (lane->detected < limit && status == STATUS_OK) {
        uint64_t end;
        bool cut;

        if (!find_end(lane, limit, final, &end, &cut))
            break;
        if (end > lane->detected) {
            if (stretch.count == WORD_BLOCKS_MAX || (stretch.count > 0 && end - stretch.items[0].offset > STRETCH_MAX))
                status = show(detect, reading, lane, &stretch);
            segment = lane_segment_near(lane, segment, lane->detected);
            add_block(&stretch, reading, lane, segment, end);
        }
        reading->continues = cut;
        lane->detected = cut || end == limit ? end : end + 1;
    }
    return status == STATUS_OK ? show(detect, reading, lane, &stretch) : status;
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

static enum status end_reading(const struct detect *detect, struct detect_reading *reading)
{
    enum status status = STATUS_OK;

    for (size_t index = 0; reading->jobs != NULL && index < detect->set->use_count && status == STATUS_OK; index++)
        status = close_job(detect, index, &reading->jobs[index]);
    return status;
}

enum status detect_close(struct detect *detect)
{
    struct detect_part *open = detect->top;
    enum status status;

    if (open == NULL || is_idle(detect))
        return STATUS_OK;
    status = end_reading(detect, &open->as_it_is);
    if (status == STATUS_OK)
        status = end_reading(detect, &open->joined);
    detect->top = open->parent;
    arena_release(detect->arena, open->mark);
    return status;
}

/* ---- The detectors' verbs. */

bool detector_wants(const struct detector_job *job, unsigned outcome)
{
    return job->driver->use->rules[outcome] != DETECTOR_NO_RULE;
}

/* Of the lane's text [from, to), which its window holds. */
static enum status hold_words(const struct detector_driver *driver, uint64_t from, uint64_t to,
                              const struct detector_hold **hold)
{
    struct resolver *resolver = driver->detect->resolver;
    struct detector_hold *held = arena_zeroed(resolver->results, sizeof *held);
    size_t size = (size_t)(to - from);
    char *folded = arena_text(resolver->results, driver->lane->text + (from - driver->lane->base), size);
    enum status status;

    if (held == NULL || folded == NULL)
        return STATUS_NO_MEMORY;
    held->raw.offset = from;
    held->raw.is_joined = driver->lane->is_joined;
    held->folded = bytes_of(folded, size);
    held->is_told = !joined_tells(driver->lane, from, to, true) || resolver_allows(resolver, driver->lane, from, to);
    status = resolver_quote(resolver, driver->part->part, driver->part->index, driver->lane, from, to,
                            &held->raw.finding, &held->raw.sequence);
    if (status == STATUS_OK)
        *hold = held;
    return status;
}

enum status detector_hold(struct detector_job *job, const struct detector_text *text, struct span span,
                          const struct detector_hold **hold)
{
    return hold_words(job->driver, text->offset + span.start, text->offset + span.end, hold);
}

enum status detector_hold_back(struct detector_job *job, const struct detector_text *text, uint64_t back, uint64_t to,
                               const struct detector_hold **hold)
{
    const struct lane *lane = job->driver->lane;
    uint64_t from = text->offset - back;

    /* The window keeps what findings quote on either side, which is more; a lane of joined lines need not. */
    return hold_words(job->driver, from < lane->base ? text->offset : from, text->offset + to, hold);
}

/* `identity` is what the fingerprint is made of. */
static enum status report(struct detector_job *job, unsigned outcome, const struct detector_hold *hold,
                          uint32_t occurrences, const char *reason, struct bytes identity)
{
    const struct detector_driver *driver = job->driver;
    struct resolver *resolver = driver->detect->resolver;
    struct raw_finding raw = hold->raw;

    raw.rule = driver->use->rules[outcome];
    if (raw.rule == DETECTOR_NO_RULE || hold->is_told
        || (ruleset_rule(resolver->ruleset, raw.rule)->roles & 1U << raw.finding.role) == 0)
        return STATUS_OK;
    raw.finding.occurrences = occurrences;
    if (reason != NULL) {
        raw.finding.reason = arena_text(resolver->results, reason, strlen(reason));
        if (raw.finding.reason == NULL)
            return STATUS_NO_MEMORY;
    }
    return resolver_report(resolver, &raw, driver->part->path, identity);
}

enum status detector_report(struct detector_job *job, unsigned outcome, const struct detector_hold *hold,
                            uint32_t occurrences, const char *reason)
{
    return report(job, outcome, hold, occurrences, reason, hold->folded);
}

enum status detector_report_as(struct detector_job *job, unsigned outcome, const struct detector_hold *hold,
                               const char *reason, struct bytes identity, bool counts_words)
{
    struct buf all = BUF_INIT(SIZE_MAX / 2);
    enum status status;

    buf_append(&all, identity.data, identity.size);
    if (counts_words)
        buf_append(&all, hold->folded.data, hold->folded.size);
    status = buf_status(&all);
    if (status == STATUS_OK)
        status = report(job, outcome, hold, 1, reason, buf_bytes(&all));
    buf_free(&all);
    return status;
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
