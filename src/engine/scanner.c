/* SPDX-License-Identifier: Apache-2.0 */
#include "engine/scanner.h"

#include <hs/hs.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/array.h"
#include "engine/detect.h"
#include "engine/cover.h"
#include "engine/joined.h"
#include "engine/lane.h"
#include "engine/resolve.h"
#include "engine/shown.h"
#include "extract/extract.h"
#include "text/lines.h"
#include "text/utf8.h"

enum {
    WINDOW_DEFAULT = 128 * 1024,
    LINES_STEP = 16 << 20,
    BROKEN_MIN = 16,    /* so many broken characters are no slip … */
    BROKEN_PERCENT = 1, /* … where they are so many of those past ASCII */
};

/* A part that is open. What its lanes have behind them is kept while a child has the use of them. */
struct open_part {
    const struct part *part;
    uint32_t index;
    uint64_t sequence;
    bool has_text, has_gap; /* has_text: of its own, or in a child */
    size_t replaced;        /* broken characters, in the lanes that are read */
    size_t first_finding;
    struct {
        uint64_t end, head_end;
        uint32_t head_lines;
        struct lane_foot foot;
        struct content_zone content;
    } lanes[LANE_COUNT];
};

struct scanner {
    struct extract_sink sink; /* first: a sink is turned back into its scanner */
    struct limits limits;
    const atomic_bool *stop;
    size_t window;
    struct extract_delegate *delegate;
    struct charset *charset;
    struct arena *parts;   /* while a document is read */
    struct arena *results; /* until the next scan */
    struct ruleset *ruleset;
    struct resolver resolver;
    struct detect detect;
    struct lane lanes[LANE_COUNT];
    struct shown body_shown, side_shown;
    bool wants_lane[LANE_COUNT]; /* some rule or detector asks for one of its roles */
    struct open_part *open; /* a stack; the depth of a document is limited, and so is this */
    size_t open_count, open_capacity;
    struct scan_part *scan_parts;
    size_t part_count, part_capacity;
    struct gap *gaps;
    size_t gap_count, gap_capacity;
    struct finding *findings;
    size_t finding_capacity;
    struct finding *suggestions;
    size_t suggestion_capacity;
    uint64_t text_bytes;
    struct ocr_cost ocr;
    struct scan scan;
};

static struct open_part *top(struct scanner *scanner)
{
    return &scanner->open[scanner->open_count - 1];
}

/* Text on either side of a match that must be there before it is judged, and that a window keeps. */
static uint64_t around(const struct scanner *scanner)
{
    return resolver_reach(scanner->ruleset) + resolver_margin(scanner->ruleset);
}

/* Judges what can be judged of a lane; all of it, when no more text will come. */
static enum status lane_scan(struct scanner *scanner, struct lane *lane, bool final)
{
    const struct open_part *open = top(scanner);
    uint64_t limit, keep_from;
    enum status status = final ? lane_finish(lane) : STATUS_OK;

    if (status != STATUS_OK || lane->size == 0)
        return status;
    limit = lane_end(lane);
    if (!final)
        limit = lane->base + utf8_floor(lane->text, lane->size, (size_t)(limit - around(scanner) - lane->base));
    if (limit > lane->resolved) {
        if (!lane->is_joined) {
            scanner->text_bytes += limit - lane->resolved;
            lane_find_head(lane, RULE_HEAD_LINES);
            lane_find_foot(lane, lane == &scanner->lanes[LANE_BODY]);
        } else {
            lane->content = scanner->lanes[LANE_BODY].content;
        }
        status = resolver_scan(&scanner->resolver, open->part, open->index, scanner->scan_parts[open->index].path,
                               lane, limit);
        if (status == STATUS_OK)
            status = detect_lane(&scanner->detect, lane, limit, final);
    }
    keep_from = lane->detected < limit ? lane->detected : limit;
    keep_from = final ? limit : keep_from > lane->base + around(scanner) ? keep_from - around(scanner) : lane->base;
    keep_from = lane->base + utf8_floor(lane->text, lane->size, (size_t)(keep_from - lane->base));
    lane_drop(lane, keep_from);
    return status;
}

/* What a reader sees of a lane; NULL where he sees nothing. */
static struct shown *shown_of(struct scanner *scanner, enum lane_kind kind)
{
    if (kind == LANE_BODY)
        return &scanner->body_shown;
    return kind == LANE_SIDE ? &scanner->side_shown : NULL;
}

/* The blocks at hand end with the text. */
static enum status end_shown(struct scanner *scanner)
{
    static const enum lane_kind kinds[] = { LANE_BODY, LANE_SIDE };
    enum status status = STATUS_OK;

    for (size_t index = 0; index < sizeof kinds / sizeof *kinds && status == STATUS_OK; index++)
        status = shown_end(shown_of(scanner, kinds[index]), &scanner->lanes[kinds[index]], &scanner->lanes[LANE_JOINED]);
    return status;
}

/* All lanes to the end; then they are free for another part. */
static enum status finish_lanes(struct scanner *scanner)
{
    struct open_part *open = top(scanner);
    enum status status = end_shown(scanner);

    for (int kind = 0; kind < LANE_COUNT; kind++) {
        struct lane *lane = &scanner->lanes[kind];
        enum status scanned;

        resolver_begin_lane(&scanner->resolver, (uint32_t)kind);
        scanned = lane_scan(scanner, lane, true);
        if (status_scope(scanned) > status_scope(status))
            status = scanned;
        open->lanes[kind].end = lane_end(lane);
        open->lanes[kind].head_end = lane->head_end;
        open->lanes[kind].head_lines = lane->head_lines;
        open->lanes[kind].foot = lane->foot;
        open->lanes[kind].content = lane->content;
    }
    return status;
}

static void resume_lanes(struct scanner *scanner)
{
    const struct open_part *open = top(scanner);

    resolver_reset_lanes(&scanner->resolver);
    shown_reset(&scanner->body_shown);
    shown_reset(&scanner->side_shown);
    for (int kind = 0; kind < LANE_COUNT; kind++) {
        struct lane *lane = &scanner->lanes[kind];

        lane_reset(lane);
        lane->begun = lane->base = lane->resolved = lane->detected = lane->head_scanned = open->lanes[kind].end;
        lane->head_end = open->lanes[kind].head_end;
        lane->head_lines = open->lanes[kind].head_lines;
        lane->foot = open->lanes[kind].foot;
        lane->content = open->lanes[kind].content;
    }
    scanner->resolver.part_first = open->first_finding;
}

static const char *path_of(struct scanner *scanner, const struct part *part)
{
    const char *parent, *separator;
    size_t parent_size, separator_size, name_size;
    char *path;

    if (part->parent == NULL)
        return "";
    parent = scanner->scan_parts[top(scanner)->index].path;
    parent_size = strlen(parent);
    separator = parent_size > 0 ? "!/" : "";
    separator_size = strlen(separator);
    name_size = strlen(part->name);
    path = arena_alloc(scanner->results, parent_size + separator_size + name_size + 1);
    if (path == NULL)
        return NULL;
    memcpy(path, parent, parent_size);
    memcpy(path + parent_size, separator, separator_size);
    memcpy(path + parent_size + separator_size, part->name, name_size + 1);
    return path;
}

static enum status on_part_open(struct extract_sink *sink, const struct part *part)
{
    struct scanner *scanner = (struct scanner *)sink;
    const char *path = path_of(scanner, part);
    enum status status = STATUS_OK;

    if (path == NULL)
        return STATUS_NO_MEMORY;
    if (scanner->open_count > 0)
        status = finish_lanes(scanner);
    if (status == STATUS_OK)
        status = ARRAY_GROW(&scanner->open, &scanner->open_capacity, scanner->open_count + 1);
    if (status == STATUS_OK)
        status = ARRAY_GROW(&scanner->scan_parts, &scanner->part_capacity, scanner->part_count + 1);
    if (status != STATUS_OK)
        return status;
    scanner->scan_parts[scanner->part_count] = (struct scan_part){ .path = path, .bytes = part->bytes.size };
    scanner->open[scanner->open_count++] =
        (struct open_part){ .part = part,
                            .index = (uint32_t)scanner->part_count++,
                            .first_finding = scanner->resolver.findings.count };
    for (int kind = 0; kind < LANE_COUNT; kind++)
        top(scanner)->lanes[kind].head_end = UINT64_MAX;
    resume_lanes(scanner);
    return detect_open(&scanner->detect, part, top(scanner)->index, path);
}

/* Judges a lane when it holds a window full of text. */
static enum status scan_window(struct scanner *scanner, enum lane_kind kind)
{
    struct lane *lane = &scanner->lanes[kind];

    if (lane->size < scanner->window || lane_end(lane) - lane->resolved < around(scanner) + scanner->window)
        return STATUS_OK;
    resolver_begin_lane(&scanner->resolver, kind);
    return lane_scan(scanner, lane, false);
}

static enum status join_lines(struct scanner *scanner, const struct text_run *run, uint64_t sequence)
{
    const struct detector_set *set = scanner->detect.set;
    const struct joined_repair repair = { set != NULL ? set->garbled : NULL, scanner->charset, top(scanner)->part };
    enum status status =
        joined_take(&scanner->lanes[LANE_JOINED], &scanner->lanes[LANE_BODY], &repair, run, sequence);

    return status == STATUS_OK ? scan_window(scanner, LANE_JOINED) : status;
}

static enum status on_text(struct extract_sink *sink, const struct part *part, const struct text_run *run)
{
    struct scanner *scanner = (struct scanner *)sink;
    struct open_part *open = top(scanner);
    enum lane_kind kind = lane_of_role(run->role);
    struct lane *lane = &scanner->lanes[kind];
    struct lane *joined = &scanner->lanes[LANE_JOINED];
    struct shown *shown = shown_of(scanner, kind);
    struct canonical_losses before = lane->losses;
    enum status status = STATUS_OK;

    (void)part;
    if (run->role != TEXT_FILENAME)
        open->has_text = true;
    if (!scanner->wants_lane[kind])
        return STATUS_OK;
    if (shown != NULL)
        status = shown_before(shown, lane, joined, run);
    if (kind == LANE_BODY && status == STATUS_OK)
        status = join_lines(scanner, run, open->sequence);
    if (status == STATUS_OK)
        status = lane_append(lane, run, open->sequence++);
    if (status == STATUS_OK && shown != NULL)
        status = shown_after(shown, lane, joined, run, lane->losses.removed > before.removed, open->sequence - 1);
    open->replaced += run->replaced + (lane->losses.replaced - before.replaced);
    return status == STATUS_OK ? scan_window(scanner, kind) : status;
}

/* Which limit was met. A reader that stops at a bound of its own says so in words, and no option raises that. */
static void note_limit(const struct limits *limits, const struct part *part, bool has_words, struct gap *gap)
{
    gap->has_limit = true;
    switch (gap->why) {
    case STATUS_LIMIT_BYTES:
        gap->limit = limits->expanded_bytes_max;
        gap->has_limit = limits->input_bytes_max == 0 || part->bytes.size <= limits->input_bytes_max;
        break;
    case STATUS_LIMIT_DEPTH:
        gap->has_limit = !has_words;
        gap->limit = limits->depth_max;
        break;
    case STATUS_LIMIT_CHILDREN:
        gap->has_limit = !has_words;
        gap->limit = limits->children_max;
        break;
    case STATUS_LIMIT_RATIO:
        gap->has_limit = !has_words;
        gap->limit = limits->ratio_max;
        break;
    case STATUS_LIMIT_FINDINGS:
        gap->limit = limits->findings_max;
        break;
    case STATUS_DEADLINE:
        gap->limit = limits->time_ms_max;
        break;
    default:
        gap->has_limit = false;
    }
}

static enum status on_gap(struct extract_sink *sink, const struct part *part, enum status why, const char *detail)
{
    struct scanner *scanner = (struct scanner *)sink;
    struct gap gap = { .part = top(scanner)->index, .why = why };
    enum status status = ARRAY_GROW(&scanner->gaps, &scanner->gap_capacity, scanner->gap_count + 1);

    if (status != STATUS_OK)
        return status;
    note_limit(&scanner->limits, part, detail != NULL, &gap);
    if (detail != NULL) {
        gap.detail = arena_text(scanner->results, detail, strlen(detail));
        if (gap.detail == NULL)
            return STATUS_NO_MEMORY;
    }
    top(scanner)->has_gap = true;
    scanner->gaps[scanner->gap_count++] = gap;
    return STATUS_OK;
}

static int by_source(const void *left, const void *right)
{
    const struct raw_finding *const *a = left, *const *b = right;
    uint64_t first = (*a)->finding.at.source.start, second = (*b)->finding.at.source.start;

    return first < second ? -1 : first > second;
}

/* A byte order mark is no column. */
static uint64_t mark_size(const struct part *part)
{
    if (part->encoding == ENCODING_UTF8)
        return bytes_start_with(part->bytes, "\xEF\xBB\xBF", 3) ? 3 : 0;
    if (part->encoding == ENCODING_UTF16LE)
        return bytes_start_with(part->bytes, "\xFF\xFE", 2) ? 2 : 0;
    if (part->encoding == ENCODING_UTF16BE)
        return bytes_start_with(part->bytes, "\xFE\xFF", 2) ? 2 : 0;
    return 0;
}

/* A place not far behind `offset` where a character begins, or 0 when none is known. */
static uint64_t character_start(const struct part *part, uint64_t offset)
{
    const uint8_t *data = part->bytes.data;
    const uint8_t *newline;

    if (part->encoding == ENCODING_UTF8) {
        /* No character has more than three bytes behind its first one. */
        for (int behind = 0; behind < 3 && offset < part->bytes.size && (data[offset] & 0xC0) == 0x80; behind++)
            offset++;
        return offset;
    }
    if (!encoding_is_markup_safe(part->encoding))
        return 0;
    newline = memchr(data + offset, '\n', part->bytes.size - offset);
    return newline != NULL ? (uint64_t)(newline + 1 - data) : 0;
}

/* Step by step, so that the pages of a large file can go again. */
static void advance_lines(struct scanner *scanner, struct line_counter *counter, const struct part *part,
                          uint64_t offset)
{
    while (offset - counter->offset > LINES_STEP) {
        uint64_t before = counter->offset, next = character_start(part, before + LINES_STEP);

        if (next == 0 || next >= offset)
            break;
        line_counter_advance(counter, scanner->charset, part->encoding, part->bytes, next);
        file_release_pages(bytes_slice(part->bytes, before, next - before));
    }
    line_counter_advance(counter, scanner->charset, part->encoding, part->bytes, offset);
}

/* Lines and columns, in one pass over the part, and only if something was found in it. */
static enum status count_lines(struct scanner *scanner, const struct open_part *open)
{
    struct line_counter counter = LINE_COUNTER_INIT;
    struct finding_list *list = &scanner->resolver.findings;
    struct raw_finding **sourced;
    size_t count = 0;

    if (list->count == open->first_finding)
        return STATUS_OK;
    sourced = arena_alloc(scanner->parts, (list->count - open->first_finding) * sizeof *sourced);
    if (sourced == NULL)
        return STATUS_NO_MEMORY;
    for (size_t index = open->first_finding; index < list->count; index++) {
        struct raw_finding *raw = &list->items[index];

        if (raw->finding.at.part == open->index && raw->finding.at.has_source && !raw->pending)
            sourced[count++] = raw;
    }
    qsort(sourced, count, sizeof *sourced, by_source);
    counter.offset = mark_size(open->part);
    for (size_t index = 0; index < count; index++) {
        struct location *at = &sourced[index]->finding.at;

        if (at->source.start > counter.offset)
            advance_lines(scanner, &counter, open->part, at->source.start);
        at->line = counter.line;
        at->column = counter.column;
    }
    return STATUS_OK;
}

/* Counts exactly, in the few parts where there is reason to. */
static bool is_broken_text(struct scanner *scanner, const struct open_part *open)
{
    const struct part *part = open->part;
    uint64_t characters = 0, replaced = 0;
    size_t offset = 0, released = 0;

    if (part->encoding == ENCODING_NONE || (open->replaced < BROKEN_MIN && encoding_is_markup_safe(part->encoding)))
        return false;
    while (offset < part->bytes.size) {
        char text[4096];
        struct charset_step step =
            charset_decode(scanner->charset, part->encoding, bytes_slice(part->bytes, offset, part->bytes.size), true,
                           text, sizeof text);

        for (size_t index = 0; index < step.produced; index++)
            characters += (unsigned char)text[index] >= 0xC0;
        replaced += step.replaced;
        offset += step.consumed;
        if (offset - released > LINES_STEP) {
            file_release_pages(bytes_slice(part->bytes, released, offset - released));
            released = offset;
        }
    }
    return replaced >= BROKEN_MIN && replaced * 100 >= characters * BROKEN_PERCENT;
}

static enum status on_part_close(struct extract_sink *sink, const struct part *part)
{
    struct scanner *scanner = (struct scanner *)sink;
    enum status status = finish_lanes(scanner);
    enum status detected = detect_close(&scanner->detect);
    struct open_part *open = top(scanner);
    struct scan_part *result = &scanner->scan_parts[open->index];
    enum status counted = count_lines(scanner, open);

    resolver_raise_foot(&scanner->resolver, open->index, lane_foot_start(&open->lanes[LANE_BODY].foot),
                        &open->lanes[LANE_BODY].content);
    if (status_scope(detected) > status_scope(status))
        status = detected;
    /* The driver has closed this part already, so a limit that was met only now must be noted here. */
    if (status_scope(status) == SCOPE_DOCUMENT) {
        enum status noted = on_gap(sink, part, status, NULL);

        if (noted != STATUS_OK)
            status = noted;
    }
    if (status == STATUS_OK && is_broken_text(scanner, open))
        status = on_gap(sink, part, STATUS_CHARSET, NULL);
    scanner->ocr.pages += part->ocr.pages;
    scanner->ocr.ns += part->ocr.ns;
    result->format = part->format->name;
    result->media_type = part->format->media_type;
    result->charset = part->encoding != ENCODING_NONE ? encoding_name(part->encoding) : NULL;
    result->coverage = !open->has_gap ? COVERAGE_COMPLETE : open->has_text ? COVERAGE_INCOMPLETE : COVERAGE_SKIPPED;
    scanner->open_count--;
    if (scanner->open_count > 0) {
        if (result->coverage != COVERAGE_SKIPPED)
            top(scanner)->has_text = true;
        resume_lanes(scanner);
    }
    return status_scope(counted) > status_scope(status) ? counted : status;
}

enum status scanner_create(const struct limits *limits, const atomic_bool *stop, struct scanner **scanner)
{
    struct scanner *created = alloc_zeroed(1, sizeof *created);
    enum status status;

    if (created == NULL)
        return STATUS_NO_MEMORY;
    created->sink = (struct extract_sink){ on_part_open, on_text, on_gap, on_part_close, NULL };
    created->limits = *limits;
    created->stop = stop;
    created->window = WINDOW_DEFAULT;
    created->resolver.words = (struct buf)BUF_INIT(SIZE_MAX / 2);
    created->resolver.dense = (struct buf)BUF_INIT(SIZE_MAX / 2);
    created->resolver.apart = (struct buf)BUF_INIT(SIZE_MAX / 2);
    created->resolver.slice = (struct slice)SLICE_INIT;
    created->resolver.findings_max = limits->findings_max;
    for (int kind = 0; kind < LANE_COUNT; kind++)
        lane_init(&created->lanes[kind]);
    created->lanes[LANE_JOINED].is_joined = true;
    status = charset_create(&created->charset);
    if (status == STATUS_OK)
        status = arena_create(&created->parts);
    if (status == STATUS_OK)
        status = arena_create(&created->results);
    if (status == STATUS_OK)
        status = detect_create(&created->detect);
    if (status == STATUS_OK)
        status = digest_create(&created->resolver.digest);
    if (status != STATUS_OK) {
        scanner_destroy(created);
        return status;
    }
    created->detect.resolver = &created->resolver;
    created->resolver.results = created->results;
    created->resolver.locator.charset = created->charset;
    *scanner = created;
    return STATUS_OK;
}

void scanner_destroy(struct scanner *scanner)
{
    if (scanner == NULL)
        return;
    for (int kind = 0; kind < LANE_COUNT; kind++)
        lane_free(&scanner->lanes[kind]);
    search_scratch_free(scanner->resolver.scratch);
    resolver_free(&scanner->resolver);
    ruleset_unref(scanner->ruleset);
    charset_destroy(scanner->charset);
    detect_free(&scanner->detect);
    arena_destroy(scanner->parts);
    arena_destroy(scanner->results);
    alloc_free(scanner->open);
    alloc_free(scanner->scan_parts);
    alloc_free(scanner->gaps);
    alloc_free(scanner->findings);
    alloc_free(scanner->suggestions);
    alloc_free(scanner);
}

void scanner_set_delegate(struct scanner *scanner, struct extract_delegate *delegate)
{
    scanner->delegate = delegate;
}

void scanner_set_explain(struct scanner *scanner, bool explain)
{
    scanner->resolver.explain = explain;
}

void scanner_set_as_of(struct scanner *scanner, struct date as_of)
{
    scanner->detect.as_of = as_of;
}

void scanner_set_profile(struct scanner *scanner, struct profile *profile)
{
    scanner->resolver.profile = profile;
    scanner->detect.profile = profile;
}

bool scanner_reads(const struct scanner *scanner, enum text_role role)
{
    return scanner->wants_lane[lane_of_role(role)];
}

void scanner_set_window(struct scanner *scanner, size_t bytes)
{
    scanner->window = bytes;
}

/* Rules that detectors find would be deaf without them. */
static bool is_prepared(const struct ruleset *ruleset)
{
    for (size_t index = 0; index < ruleset_rule_count(ruleset); index++) {
        if (ruleset_rule(ruleset, index)->detector != NULL)
            return detectors_of(ruleset) != NULL;
    }
    return true;
}

static void choose_lanes(struct scanner *scanner)
{
    uint32_t roles = scanner->resolver.roles | scanner->detect.roles;

    memset(scanner->wants_lane, 0, sizeof scanner->wants_lane);
    for (unsigned role = 0; role < TEXT_ROLE_COUNT; role++) {
        if ((roles & 1U << role) != 0)
            scanner->wants_lane[lane_of_role(role)] = true;
    }
}

/* Meeting a new ruleset, the scratch grows to serve it. */
static enum status adopt(struct scanner *scanner, struct ruleset *ruleset)
{
    enum status status;

    if (scanner->ruleset == ruleset)
        return STATUS_OK;
    if (!is_prepared(ruleset))
        return STATUS_BUG;
    status = ruleset_prepare_scratch(ruleset, &scanner->resolver.scratch);
    if (status == STATUS_OK)
        status = resolver_adopt(&scanner->resolver, ruleset);
    if (status != STATUS_OK)
        return status;
    ruleset_unref(scanner->ruleset);
    scanner->ruleset = ruleset_ref(ruleset);
    detect_adopt(&scanner->detect, detectors_of(ruleset));
    scanner->lanes[LANE_JOINED].kept_back = 2 * around(scanner);
    choose_lanes(scanner);
    return STATUS_OK;
}

static int by_part_then_place(const void *left, const void *right)
{
    const struct raw_finding *a = left, *b = right;

    if (a->finding.at.part != b->finding.at.part)
        return a->finding.at.part < b->finding.at.part ? -1 : 1;
    if (a->sequence != b->sequence)
        return a->sequence < b->sequence ? -1 : 1;
    /* A run that was taken apart is in two lanes, whose offsets have nothing to do with each other. */
    if (a->finding.at.source.start != b->finding.at.source.start)
        return a->finding.at.source.start < b->finding.at.source.start ? -1 : 1;
    if (a->is_joined != b->is_joined)
        return a->is_joined ? 1 : -1;
    if (a->offset != b->offset)
        return a->offset < b->offset ? -1 : 1;
    return a->rule < b->rule ? -1 : a->rule > b->rule;
}

static int by_fingerprint_then_place(const void *left, const void *right)
{
    const struct finding *const *a = left, *const *b = right;
    int order = memcmp(&(*a)->fingerprint, &(*b)->fingerprint, sizeof(*a)->fingerprint);

    return order != 0 ? order : (*a > *b) - (*a < *b);
}

/* Equal findings in a document are told apart by their order. */
static enum status number_equals(struct scanner *scanner, size_t count)
{
    struct finding **sorted = arena_alloc(scanner->parts, count * sizeof *sorted);

    if (sorted == NULL)
        return STATUS_NO_MEMORY;
    for (size_t index = 0; index < count; index++)
        sorted[index] = &scanner->findings[index];
    qsort(sorted, count, sizeof *sorted, by_fingerprint_then_place);
    for (size_t index = 1; index < count; index++) {
        if (memcmp(&sorted[index]->fingerprint, &sorted[index - 1]->fingerprint, sizeof(struct digest)) == 0)
            sorted[index]->ordinal = sorted[index - 1]->ordinal + 1;
    }
    return STATUS_OK;
}

static int by_part(const void *left, const void *right)
{
    const struct gap *a = left, *b = right;

    return a->part < b->part ? -1 : a->part > b->part;
}

/* The highest class that something in the part suggests, and why; of the document itself: in any part. */
static void suggest_classes(struct scanner *scanner, size_t count)
{
    for (size_t index = 0; index < scanner->part_count; index++)
        scanner->scan_parts[index].has_class =
            scanner->resolver.suggests && scanner->scan_parts[index].coverage != COVERAGE_SKIPPED;
    for (size_t index = 0; index < count; index++) {
        const struct finding *suggestion = &scanner->suggestions[index];
        bool suggests = suggestion->rule->suggests != SUGGESTS_NOTHING;
        struct scan_part *both[] = { &scanner->scan_parts[suggestion->at.part], &scanner->scan_parts[0] };

        for (size_t which = 0; suggests && which < 2; which++) {
            const struct finding *best = both[which]->suggested;

            if (best == NULL || suggestion->rule->suggests > best->rule->suggests)
                both[which]->suggested = suggestion;
        }
    }
}

/* Puts everything in the order that the result promises. */
static enum status arrange(struct scanner *scanner)
{
    struct finding_list *list = &scanner->resolver.findings;
    size_t count = 0, suggestion_count = 0;
    enum status status = ARRAY_GROW(&scanner->findings, &scanner->finding_capacity, list->count + 1);

    if (status == STATUS_OK)
        status = ARRAY_GROW(&scanner->suggestions, &scanner->suggestion_capacity, list->count + 1);
    if (status != STATUS_OK)
        return status;
    if (list->count > 0)
        qsort(list->items, list->count, sizeof *list->items, by_part_then_place);
    excuse_findings(list);
    cover_findings(list);
    for (size_t index = 0; index < list->count; index++) {
        struct scan_part *part = &scanner->scan_parts[list->items[index].finding.at.part];

        if (list->items[index].pending)
            continue;
        if (!rule_reports(list->items[index].finding.rule)) {
            scanner->suggestions[suggestion_count++] = list->items[index].finding;
            continue;
        }
        if (part->finding_count++ == 0)
            part->first_finding = (uint32_t)count;
        scanner->findings[count++] = list->items[index].finding;
    }
    if (scanner->gap_count > 0)
        qsort(scanner->gaps, scanner->gap_count, sizeof *scanner->gaps, by_part);
    suggest_classes(scanner, suggestion_count);
    scanner->scan = (struct scan){ .parts = scanner->scan_parts,
                                   .part_count = scanner->part_count,
                                   .findings = scanner->findings,
                                   .finding_count = count,
                                   .suggestions = scanner->suggestions,
                                   .suggestion_count = suggestion_count,
                                   .gaps = scanner->gaps,
                                   .gap_count = scanner->gap_count,
                                   .text_bytes = scanner->text_bytes,
                                   .ocr = scanner->ocr };
    return number_equals(scanner, count);
}

static enum status start(struct scanner *scanner, struct ruleset *ruleset)
{
    arena_reset(scanner->parts);
    arena_reset(scanner->results);
    detect_reset(&scanner->detect);
    scanner->open_count = scanner->part_count = scanner->gap_count = 0;
    scanner->resolver.findings.count = 0;
    scanner->text_bytes = 0;
    scanner->ocr = (struct ocr_cost){ 0 };
    return adopt(scanner, ruleset);
}

enum status scanner_scan(struct scanner *scanner, struct ruleset *ruleset, struct bytes input,
                         struct file_content *content, const struct part_hint *hint, const struct scan **scan)
{
    struct budget budget = budget_start(&scanner->limits, scanner->stop);
    enum status status = start(scanner, ruleset);

    if (status == STATUS_OK)
        status = extract_document(input, content, hint,
                                  &(struct extract_context){ .charset = scanner->charset,
                                                             .budget = &budget,
                                                             .arena = scanner->parts,
                                                             .delegate = scanner->delegate },
                                  &scanner->sink);
    if (status == STATUS_OK)
        status = arrange(scanner);
    if (status == STATUS_OK)
        *scan = &scanner->scan;
    return status;
}

/* Feeds the sink by hand, as the driver would. */
static enum status feed_text(struct scanner *scanner, const struct part *part, enum text_role role)
{
    enum text_join joining = JOIN_BROKEN;
    size_t start_offset = 0;
    enum status status = STATUS_OK;

    while (start_offset < part->bytes.size && status == STATUS_OK) {
        const char *text = (const char *)part->bytes.data;
        size_t end = part->bytes.size;

        if (end - start_offset > TEXT_RUN_MAX)
            end = utf8_floor(text, part->bytes.size, start_offset + TEXT_RUN_MAX);
        status = on_text(&scanner->sink, part,
                         &(struct text_run){ .utf8 = text + start_offset,
                                             .size = end - start_offset,
                                             .role = role,
                                             .join = joining,
                                             .origin = ORIGIN_IDENTICAL,
                                             .newlines = NEWLINES_ARE_BREAKS,
                                             .source = { start_offset, end },
                                             .cell = { 1, 1, 1 } });
        joining = JOIN_GLUED;
        start_offset = end;
    }
    return status;
}

enum status scanner_scan_text(struct scanner *scanner, struct ruleset *ruleset, struct bytes text, enum text_role role,
                              const struct scan **scan)
{
    static const struct format format = { "text", "text/plain" };
    struct part part = { .name = "",
                         .format = &format,
                         .bytes = text,
                         .encoding = ENCODING_UTF8,
                         .source_is_meaningful = true };
    enum status status = start(scanner, ruleset);

    if (status == STATUS_OK)
        status = on_part_open(&scanner->sink, &part);
    if (status == STATUS_OK)
        status = feed_text(scanner, &part, role);
    if (status == STATUS_OK)
        status = on_part_close(&scanner->sink, &part);
    if (status == STATUS_OK)
        status = arrange(scanner);
    if (status == STATUS_OK)
        *scan = &scanner->scan;
    return status;
}
