/* SPDX-License-Identifier: Apache-2.0 */
#include "engine/locate.h"

#include "text/utf8.h"

void locator_set(struct locator *locator, const struct part *part, const struct lane *lane)
{
    locator->part = part;
    locator->lane = lane;
    locator->start = UINT64_MAX;
}

static struct bytes source_of(const struct locator *locator, const struct segment *segment)
{
    return bytes_slice(locator->part->bytes, segment->source.start, segment->source.end - segment->source.start);
}

static void read_run(struct locator *locator, const struct segment *segment)
{
    struct bytes source = source_of(locator, segment);

    switch (segment->origin) {
    case ORIGIN_IDENTICAL:
        locator->text = (const char *)source.data;
        locator->size = source.size;
        break;
    case ORIGIN_DECODED:
        locator->size = charset_decode(locator->charset, locator->part->encoding, source, true, locator->decoded,
                                       sizeof locator->decoded)
                            .produced;
        locator->text = locator->decoded;
        break;
    case ORIGIN_WHOLE:
    case ORIGIN_DETACHED:
        locator->text = locator->lane->kept.data + segment->kept;
        locator->size = segment->size;
        break;
    }
    locator->start = segment->start;
    locator->marks[0] = (struct canonical_replay){ .state = segment->state };
    locator->mark_count = locator->mark_next = 1;
}

/* The nearest place to begin at. */
static struct canonical_replay nearest_mark(const struct locator *locator, size_t target)
{
    unsigned nearest = 0;

    for (unsigned index = 1; index < locator->mark_count; index++) {
        size_t produced = locator->marks[index].produced;

        if (produced <= target && produced > locator->marks[nearest].produced)
            nearest = index;
    }
    return locator->marks[nearest];
}

static void keep_mark(struct locator *locator, struct canonical_replay replay)
{
    locator->marks[locator->mark_next++] = replay;
    if (locator->mark_next > locator->mark_count)
        locator->mark_count = locator->mark_next;
    if (locator->mark_next == LOCATOR_MARK_COUNT)
        locator->mark_next = 1;
}

struct located locator_find(struct locator *locator, uint64_t offset)
{
    struct located located = { .segment = lane_segment(locator->lane, offset) };
    size_t target = (size_t)(offset - located.segment->start);
    struct canonical_replay replay;

    if (locator->start != located.segment->start)
        read_run(locator, located.segment);
    replay = nearest_mark(locator, target);
    canonical_locate(&replay, locator->text, locator->size, located.segment->newlines, target, &located.start,
                     &located.end);
    keep_mark(locator, replay);
    return located;
}

uint64_t locator_source(struct locator *locator, const struct segment *segment, size_t utf8_offset, bool is_end)
{
    switch (segment->origin) {
    case ORIGIN_IDENTICAL:
        return segment->source.start + utf8_offset;
    case ORIGIN_DECODED:
        return segment->source.start
               + charset_source_size(locator->charset, locator->part->encoding, source_of(locator, segment),
                                     utf8_offset);
    case ORIGIN_WHOLE:
    case ORIGIN_DETACHED:
        break;
    }
    return is_end ? segment->source.end : segment->source.start;
}

static void append_space(struct buf *out)
{
    if (out->size > 0 && out->data[out->size - 1] != ' ')
        buf_byte(out, ' ');
}

/* How many bytes of valid text stand before the next one that could begin a blank or a control character. */
static size_t plain_prefix(const char *text, size_t size)
{
    static const uint8_t ideographic_space_lead = 0xE3;
    size_t plain = 0;

    while (plain < size) {
        uint8_t byte = (uint8_t)text[plain];

        if (byte <= ' ' || byte == 0x7F || byte == ideographic_space_lead)
            break;
        plain++;
    }
    return utf8_valid_prefix(text, plain);
}

static void append_text(struct buf *out, const char *text, size_t size, enum locator_layout layout)
{
    while (size > 0) {
        struct utf8_step step;
        size_t plain = plain_prefix(text, size);
        char encoded[4];

        buf_append(out, text, plain);
        text += plain;
        size -= plain;
        if (size == 0)
            break;
        step = utf8_next(text, size);

        if (layout == LAYOUT_COLLAPSED && (step.code_point <= ' ' || step.code_point == 0x3000))
            append_space(out);
        else if (step.code_point < ' ' || step.code_point == 0x7F)
            buf_byte(out, ' ');
        else if (step.broken)
            buf_append(out, encoded, utf8_encode(UTF8_REPLACEMENT, encoded));
        else
            buf_append(out, text, step.size);
        text += step.size;
        size -= step.size;
    }
}

static bool is_blank(char byte)
{
    return byte == ' ' || byte == '\n';
}

void locator_left_out(struct locator *locator, uint64_t offset, struct buf *out)
{
    const struct lane *lane = locator->lane;
    struct located before, after;

    /* A blank that canonical text has is no less there in the original. */
    if (offset <= lane->base || offset >= lane_end(lane) || is_blank(lane->text[offset - lane->base - 1])
        || is_blank(lane->text[offset - lane->base]))
        return;
    before = locator_find(locator, offset - 1);
    after = locator_find(locator, offset);
    if (after.segment != before.segment) {
        /* Runs between the two may be blank altogether, or be what tells words apart. */
        if (after.segment->state.pending != 0)
            append_space(out);
        before.end = 0;
    }
    if (after.start > before.end)
        append_text(out, locator->text + before.end, after.start - before.end, LAYOUT_COLLAPSED);
}

void locator_original(struct locator *locator, uint64_t from, uint64_t to, enum locator_layout layout, struct buf *out)
{
    while (from < to) {
        const struct segment *segment = lane_segment(locator->lane, from);
        uint64_t end = lane_segment_end(locator->lane, segment);
        uint64_t last = (end < to ? end : to) - 1;
        struct located first_character, last_character;
        size_t text_end;

        /* The break behind a block belongs to no run. */
        while (last > from && locator->lane->text[last - locator->lane->base] == '\n')
            last--;
        if (locator->lane->text[from - locator->lane->base] == '\n') {
            append_space(out);
            from++;
            continue;
        }
        /* A blank is traced with the character behind it, which is not asked for when the blank is the last. */
        if (locator->lane->text[from - locator->lane->base] == ' ')
            append_space(out);
        first_character = locator_find(locator, from);
        last_character = locator_find(locator, last);
        text_end = locator->lane->text[last - locator->lane->base] == ' ' ? last_character.start : last_character.end;
        append_text(out, locator->text + first_character.start, text_end - first_character.start, layout);
        from = last + 1;
        if (layout == LAYOUT_COLLAPSED && from < to)
            locator_left_out(locator, from, out);
    }
}
