/* SPDX-License-Identifier: Apache-2.0 */
#include "engine/joined.h"

#include <string.h>

#include "base/array.h"
#include "extract/html_entities.h"
#include "rules/rule.h"
#include "text/ascii.h"
#include "text/display.h"
#include "text/utf8.h"
#include "text/wrapping.h"

enum {
    LINE_ENDS_MAX = 2,
    UPRIGHT_LINE_MAX = 4, /* bytes of a line of upright writing, which may end as often as it likes */
    CONTEXT_MAX = 480, /* bytes on either side that are taken along: more characters than nearly all contexts reach */
    NEAR_MAX = 256,    /* bytes between paragraphs that are sooner searched than left out */
};

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

/* Where the block that ends before absolute offset `end` begins, if that is at `least` or behind it and a run begins
 * there; else `end`. */
static uint64_t block_before(const struct lane *lane, uint64_t end, uint64_t least)
{
    size_t size = (size_t)(end - lane->base);
    size_t first = least > lane->base ? (size_t)(least - lane->base) : 0;
    const char *newline = size > first ? memrchr(lane->text + first, '\n', size - first) : NULL;
    uint64_t start = newline != NULL ? lane->base + (uint64_t)(newline - lane->text) + 1 : lane->begun;

    if (start < lane->base || start < least || lane->segment_count == 0 || lane_segment(lane, start)->start != start)
        return end;
    return start;
}

/* Where every window still has the end of the body, so that it does not matter to what is found where one is cut. */
static uint64_t kept_from(const struct lane *joined, const struct lane *lane)
{
    uint64_t end = lane_end(lane);

    return end > joined->kept_back ? end - joined->kept_back : 0;
}

/* Whole blocks of the body in front of a line that begins at `line`, which the joined lane does not have already. */
static uint64_t context_start(const struct lane *joined, const struct lane *lane, uint64_t line)
{
    uint64_t least = kept_from(joined, lane), start = line;

    if (least < joined->followed)
        least = joined->followed;
    if (line > CONTEXT_MAX && least < line - CONTEXT_MAX)
        least = line - CONTEXT_MAX;
    while (start > least && start > lane->base) {
        uint64_t before = block_before(lane, start - 1, least);

        if (before == start - 1)
            break;
        start = before;
    }
    return start;
}

/* The head zone of the document ends where the lane says, however many lines are joined. To be called while both lanes
 * end with the same text, which in the joined one begins at `from`. */
static void end_head(struct lane *joined, struct lane *lane, uint64_t from, bool in_next_line)
{
    uint64_t behind;

    lane_find_head(lane, RULE_HEAD_LINES);
    if (joined->head_end != UINT64_MAX || lane->head_lines + in_next_line < RULE_HEAD_LINES)
        return;
    behind = lane->head_end < lane_end(lane) ? lane_end(lane) - lane->head_end : 0;
    joined->head_end = lane_end(joined) - from > behind ? lane_end(joined) - behind : from;
}

/* Where a run begins in the last line, which is longer than what every window still has, as far in front as that
 * reaches; the end where none does that leaves room for all that a match at the end may be or look at. */
static uint64_t end_of_long_line(const struct lane *joined, const struct lane *lane)
{
    uint64_t least = kept_from(joined, lane), end = lane_end(lane);
    const struct segment *segment, *behind = lane->segments + lane->segment_count;

    if (least < joined->followed)
        least = joined->followed;
    if (least <= lane->base || lane->segment_count == 0
        || memchr(lane->text + (least - lane->base), '\n', (size_t)(end - least)) != NULL)
        return end;
    segment = lane_segment(lane, least);
    while (segment < behind && segment->start < least)
        segment++;
    return segment < behind && segment->start <= end - joined->kept_back / 2 ? segment->start : end;
}

/* Takes the line at the end of the body, with what stands in front of it. */
static enum status begin(struct lane *joined, struct lane *lane)
{
    uint64_t line = block_before(lane, lane_end(lane), kept_from(joined, lane)), from;
    bool is_long = line == lane_end(lane) && lane->size > 0;
    enum status status;

    if (is_long)
        line = end_of_long_line(joined, lane);
    if (line == lane_end(lane)) {
        joined->follows = lane->size == 0;
        return STATUS_OK;
    }
    from = lane_end(joined);
    status = lane_copy(joined, lane, is_long ? line : context_start(joined, lane, line));
    end_head(joined, lane, from, false);
    joined->follows = status == STATUS_OK;
    return status;
}

static bool breaks(const struct lane *lane, const struct text_run *run)
{
    return run->join >= JOIN_LINE || run->role != lane->last_role;
}

/* Of the run that the lane has got last. */
static struct seam seam_of_last(const struct lane *joined, enum seam_kind kind)
{
    uint64_t start = joined->segments[joined->segment_count - 1].start;

    return (struct seam){ start, kind == SEAM_REPAIR || kind == SEAM_SHOWN ? lane_end(joined) : start, kind };
}

/* What the body will not have in this way. */
static enum status add(struct lane *joined, const struct text_run *run, uint64_t sequence, enum seam_kind kind)
{
    enum status status = ARRAY_GROW(&joined->seams, &joined->seam_capacity, joined->seam_count + 1);

    if (status == STATUS_OK)
        status = lane_append(joined, run, sequence);
    if (status == STATUS_OK)
        joined->seams[joined->seam_count++] = seam_of_last(joined, kind);
    joined->in_paragraph = true;
    joined->left = CONTEXT_MAX;
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

/* Paragraphs of a character each are upright writing as well: <p>机</p><p>密</p>. In a table they are answers. */
static bool is_upright(const struct lane *lane, const struct text_run *run)
{
    size_t least = lane->size > UPRIGHT_LINE_MAX ? lane->size - UPRIGHT_LINE_MAX - 1 : 0;

    return run->join == JOIN_BROKEN && run->cell.table == 0 && run->size <= UPRIGHT_LINE_MAX && lane->size > 0
           && (lane->size <= UPRIGHT_LINE_MAX || memchr(lane->text + least, '\n', lane->size - least) != NULL);
}

static bool goes_on(const struct lane *lane, const struct text_run *run)
{
    return (run->join == JOIN_LINE || is_upright(lane, run)) && run->role == lane->last_role && !run->is_escape
           && !ends_sentence(lane->text, lane->size) && !wrapping_begins_paragraph(run->utf8, run->size);
}

static enum status add_line(struct lane *joined, struct lane *lane, const struct text_run *run, uint64_t sequence)
{
    struct text_run line = *run;

    line.join = joining(lane, run);
    end_head(joined, lane, lane_end(joined), true);
    joined->state.pending = 0; /* nobody sees the blanks at the end of a line */
    return add(joined, &line, sequence, SEAM_LINE);
}

/* In the body is what the reader sees; here, what was meant. */
static enum status add_escape(struct lane *joined, struct lane *lane, const struct text_run *run, uint64_t sequence)
{
    const uint8_t *shown = (const uint8_t *)run->utf8;
    struct text_run meant = *run;
    char utf8[HTML_REFERENCE_SIZE];

    if (html_entities_decode_deep(shown, shown + run->size, false, utf8, &meant.size) != run->size)
        return STATUS_OK;
    meant.utf8 = utf8;
    end_head(joined, lane, lane_end(joined), breaks(lane, run));
    return add(joined, &meant, sequence, SEAM_ESCAPE);
}

/* Text behind joined lines: the rest of the last one, then context. */
static enum status follow(struct lane *joined, struct lane *lane, const struct text_run *run, uint64_t sequence)
{
    if (breaks(lane, run))
        joined->in_paragraph = false;
    if (!joined->in_paragraph && joined->left == 0) {
        joined->follows = false;
        joined->followed = lane_end(lane);
        return STATUS_OK;
    }
    if (!joined->in_paragraph)
        joined->left -= joined->left < run->size ? joined->left : run->size;
    end_head(joined, lane, lane_end(joined), breaks(lane, run));
    return lane_append(joined, run, sequence);
}

/* A run that is taken apart. Its pieces have places of their own, which are those of their beginnings and ends. */
struct pieces {
    const struct joined_repair *repair;
    struct text_run rest;
};

/* The bytes of the part that make the first `size` of the rest. */
static uint64_t source_size(const struct pieces *pieces, size_t size)
{
    const struct part *part = pieces->repair->part;
    struct span source = pieces->rest.source;
    struct bytes bytes;

    switch (pieces->rest.origin) {
    case ORIGIN_IDENTICAL:
        return size;
    case ORIGIN_DECODED:
        if (part->encoding == ENCODING_ISO_2022_JP) /* reads nothing from the middle */
            return 0;
        bytes = bytes_slice(part->bytes, (size_t)source.start, (size_t)(source.end - source.start));
        return charset_source_size(pieces->repair->charset, part->encoding, bytes, size);
    case ORIGIN_WHOLE:
    case ORIGIN_DETACHED:
        break;
    }
    return 0;
}

/* The first `size` bytes of the rest. */
static struct text_run take_piece(struct pieces *pieces, size_t size)
{
    struct text_run piece = pieces->rest;
    uint64_t cut = source_size(pieces, size);

    piece.size = size;
    piece.origin = piece.origin == ORIGIN_DETACHED ? ORIGIN_DETACHED : ORIGIN_WHOLE;
    if (cut > 0) {
        piece.source.end = piece.source.start + cut;
        pieces->rest.source.start += cut;
    }
    pieces->rest.utf8 += size;
    pieces->rest.size -= size;
    pieces->rest.join = JOIN_GLUED;
    return piece;
}

static enum status add_as_read(struct lane *joined, const struct text_run *piece, uint64_t sequence, bool is_line)
{
    if (piece->size == 0)
        return STATUS_OK;
    return is_line ? add(joined, piece, sequence, SEAM_LINE) : lane_append(joined, piece, sequence);
}

/* The body has a run as it was read; here it is as it was written. */
static enum status add_garbled(struct lane *joined, struct lane *lane, const struct joined_repair *repair,
                               const struct text_run *run, uint64_t sequence, bool is_line)
{
    struct pieces pieces = { repair, *run };
    struct garbled_place place;
    enum status status = STATUS_OK;

    end_head(joined, lane, lane_end(joined), breaks(lane, run));
    if (is_line) {
        pieces.rest.join = joining(lane, run);
        joined->state.pending = 0;
    }
    while (status == STATUS_OK
           && garbled_next_as_read(repair->garbled, pieces.rest.utf8, pieces.rest.size, 0, &place)) {
        struct text_run before = take_piece(&pieces, place.from), meant;

        if (before.size == 0) /* whose join it has taken */
            pieces.rest.join = before.join;
        status = add_as_read(joined, &before, sequence, is_line);
        is_line = false;
        meant = take_piece(&pieces, place.to - place.from);
        meant.utf8 = place.meant;
        meant.size = strlen(place.meant);
        if (status == STATUS_OK)
            status = add(joined, &meant, sequence, SEAM_REPAIR);
    }
    return status == STATUS_OK ? add_as_read(joined, &pieces.rest, sequence, false) : status;
}

enum status joined_take(struct lane *joined, struct lane *lane, const struct joined_repair *repair,
                        const struct text_run *run, uint64_t sequence)
{
    struct garbled_place place;
    bool is_garbled = repair->garbled != NULL && garbled_next_as_read(repair->garbled, run->utf8, run->size, 0, &place);
    bool is_line = goes_on(lane, run);
    enum status status = STATUS_OK;

    if (!is_line && !run->is_escape && !is_garbled)
        return joined->follows ? follow(joined, lane, run, sequence) : STATUS_OK;
    if (!joined->follows)
        status = begin(joined, lane);
    if (status != STATUS_OK || !joined->follows)
        return status;
    if (is_garbled)
        return add_garbled(joined, lane, repair, run, sequence, is_line);
    return is_line ? add_line(joined, lane, run, sequence) : add_escape(joined, lane, run, sequence);
}

enum status joined_show(struct lane *joined, struct lane *lane, const struct text_run *run, uint64_t sequence)
{
    enum status status = lane_finish(joined);
    struct seam *seam;

    if (status == STATUS_OK)
        status = ARRAY_GROW(&joined->seams, &joined->seam_capacity, joined->seam_count + 1);
    if (status != STATUS_OK)
        return status;
    if (lane_of_role(run->role) == LANE_BODY)
        end_head(joined, lane, lane_end(joined), false);
    status = lane_append(joined, run, sequence);
    if (status != STATUS_OK)
        return status;
    seam = &joined->seams[joined->seam_count++];
    *seam = seam_of_last(joined, SEAM_SHOWN);
    status = lane_note(joined, &(struct lane_trick){ seam->start, seam->end, DISPLAY_REORDERED });
    /* What the body has next goes on in none of this. */
    return status == STATUS_OK ? lane_finish(joined) : status;
}

/* The first seam at `from` or behind it. */
static size_t next_seam(const struct lane *lane, uint64_t from)
{
    size_t low = 0, high = lane->seam_count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (lane->seams[middle].start < from)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

const struct seam *joined_own_text(const struct lane *lane, uint64_t from, uint64_t to)
{
    size_t index = next_seam(lane, from);

    if (index > 0 && lane->seams[index - 1].end > from)
        return &lane->seams[index - 1];
    for (; index < lane->seam_count && lane->seams[index].start < to; index++) {
        if (lane->seams[index].end > lane->seams[index].start)
            return &lane->seams[index];
    }
    return NULL;
}

bool joined_tells(const struct lane *lane, uint64_t from, uint64_t to, bool beside)
{
    size_t line_count = 0, escape_count = 0;

    if (!lane->is_joined || joined_own_text(lane, from, to) != NULL)
        return true;
    for (size_t index = next_seam(lane, from); index < lane->seam_count && lane->seams[index].start <= to; index++) {
        const struct seam *seam = &lane->seams[index];
        bool is_inside = seam->start > from && seam->start < to;

        line_count += seam->kind == SEAM_LINE && is_inside;
        escape_count += seam->kind != SEAM_LINE && (is_inside || beside);
    }
    return line_count + escape_count > 0
           && (line_count <= LINE_ENDS_MAX || to - from <= (line_count + 1) * UPRIGHT_LINE_MAX);
}

void joined_apart(const struct lane *lane, uint64_t from, uint64_t to, struct buf *lines)
{
    buf_clear(lines);
    for (size_t index = next_seam(lane, from + 1); index < lane->seam_count && lane->seams[index].start < to; index++) {
        uint64_t end = lane->seams[index].start;

        buf_append(lines, lane->text + (from - lane->base), (size_t)(end - from));
        buf_append(lines, "\n", 1);
        from = end;
    }
    if (lines->size > 0)
        buf_append(lines, lane->text + (from - lane->base), (size_t)(to - from));
}

/* The block in which the seam is. */
static struct span paragraph_at(const struct lane *lane, uint64_t seam)
{
    size_t at = (size_t)(seam - lane->base);
    const char *before = memrchr(lane->text, '\n', at), *behind = memchr(lane->text + at, '\n', lane->size - at);

    return (struct span){ before != NULL ? lane->base + (uint64_t)(before - lane->text) + 1 : lane->base,
                          behind != NULL ? lane->base + (uint64_t)(behind - lane->text) : lane_end(lane) };
}

bool joined_next(const struct lane *lane, uint64_t from, struct span *paragraphs)
{
    size_t index = next_seam(lane, from);

    if (index == lane->seam_count)
        return false;
    *paragraphs = paragraph_at(lane, lane->seams[index].start);
    while (++index < lane->seam_count && lane->seams[index].start < paragraphs->end + NEAR_MAX) {
        if (lane->seams[index].start > paragraphs->end)
            paragraphs->end = paragraph_at(lane, lane->seams[index].start).end;
    }
    return true;
}
