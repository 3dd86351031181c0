/* SPDX-License-Identifier: Apache-2.0 */
#include "sweep/fact_sketch.h"

#include <string.h>

#include "base/buf.h"
#include "base/digest.h"
#include "sweep/fact_day.h"
#include "sweep/fact_words.h"
#include "text/utf8.h"

enum {
    WHOLE_BYTES = 8, /* of the digest of the whole text */
    BINS = 64,       /* each holds a byte of the least sequence that falls into it: min-wise hashing */
    BIN_EMPTY = 0xFF,
    SEQUENCE = 4, /* characters, which a uint64_t holds */
    CHARACTERS_MIN = 60,
    LABEL_REACH = 40,  /* bytes behind a word such as 发布时间 in which its figures stand */
    BARE_DAY_MAX = 24, /* bytes of a line that holds a day, beside the day */
};
_Static_assert(FACT_SKETCH_SIZE == 2 * (WHOLE_BYTES + BINS) + 1, "two digits for each byte");

/* ---- What an article says. */

/* Which bytes of the text belong to links. */
static const bool *mark_links(struct arena *arena, const struct site_page *page)
{
    bool *marks = arena_zeroed(arena, page->text.size + 1);

    for (size_t index = 0; index < page->link_count && marks != NULL; index++) {
        struct span label = page->links[index].label;

        if (page->links[index].element == PAGE_ANCHOR && label.start < label.end && label.end <= page->text.size)
            memset(marks + label.start, true, label.end - label.start);
    }
    return marks;
}

static bool is_list(const bool *marks, size_t size)
{
    size_t linked = 0;

    for (size_t at = 0; at < size; at++)
        linked += marks[at] ? 1 : 0;
    return linked * 2 >= size;
}

static bool is_bare_day(struct bytes line)
{
    struct bytes place;
    struct date date;

    return fact_date_in(line, true, &date, &place) && line.size - place.size <= BARE_DAY_MAX;
}

/* The characters of a part of a line that are kept, whose figures change or do not. */
static void add_part(struct buf *text, struct bytes part, bool changes)
{
    size_t start = 0;

    for (size_t at = 0; at <= part.size; at++) {
        if (at < part.size && part.data[at] > ' ' && !(changes && fact_is_digit(part.data[at])))
            continue;
        buf_append(text, part.data + start, at - start);
        start = at + 1;
    }
}

static void add_line(struct buf *text, const struct fact_words *changing, struct bytes line)
{
    size_t start = 0, changing_end = 0;

    while (start < line.size) {
        size_t end = start, label;
        bool is_found = fact_words_next(changing, line, &end, &label);
        size_t part_end = is_found ? end : line.size, split = changing_end < part_end ? changing_end : part_end;

        if (split > start)
            add_part(text, bytes_slice(line, start, split - start), true);
        split = split > start ? split : start;
        add_part(text, bytes_slice(line, split, part_end - split), false);
        start = part_end;
        if (is_found) {
            size_t label_end = end + strlen(changing->items[label]);

            add_part(text, bytes_slice(line, end, label_end - end), false);
            start = label_end;
            changing_end = label_end + LABEL_REACH;
        }
    }
    buf_byte(text, '\n');
}

static enum status collect(struct arena *arena, const struct site_page *page, struct buf *text)
{
    /* Behind these figures change though nobody has written anything. */
    static const char *const labels[] = { "发布时间", "发布日期", "发稿时间", "公开日期", "更新时间", "更新日期",
                                          "修改时间", "浏览",     "点击",     "阅读",     "访问" };
    struct fact_words changing = fact_words_of(labels, sizeof labels / sizeof *labels);
    const bool *marks = mark_links(arena, page);

    if (marks == NULL)
        return STATUS_NO_MEMORY;
    for (size_t offset = 0; offset < page->text.size;) {
        struct bytes rest = bytes_slice(page->text, offset, page->text.size - offset);
        const uint8_t *end = memchr(rest.data, '\n', rest.size);
        struct bytes line = bytes_slice(rest, 0, end != NULL ? (size_t)(end - rest.data) : rest.size);

        if (!is_list(marks + offset, line.size) && !is_bare_day(line))
            add_line(text, &changing, line);
        offset += line.size + 1;
    }
    return buf_status(text);
}

/* ---- Its sketch. */

/* Every bit of the result depends on every bit of the value (the finish of MurmurHash3). */
static uint64_t mix(uint64_t value)
{
    value = (value ^ value >> 33) * UINT64_C(0xff51afd7ed558ccd);
    value = (value ^ value >> 33) * UINT64_C(0xc4ceb9fe1a85ec53);
    return value ^ value >> 33;
}

static void fill_bins(struct bytes text, uint64_t bins[BINS])
{
    uint64_t sequence = 0;
    size_t count = 0;

    memset(bins, 0xFF, BINS * sizeof *bins);
    for (size_t offset = 0; offset < text.size;) {
        struct utf8_step next = utf8_next((const char *)text.data + offset, text.size - offset);
        uint64_t hash;

        offset += next.size;
        /* The last ones, 16 bits of each, which is all there is of nearly every character. */
        sequence = sequence << 16 ^ next.code_point;
        if (++count < SEQUENCE)
            continue;
        hash = mix(sequence);
        if (hash / BINS < bins[hash % BINS])
            bins[hash % BINS] = hash / BINS;
    }
}

static void write_byte(char *digits, uint8_t byte)
{
    static const char hexadecimal[] = "0123456789abcdef";

    digits[0] = hexadecimal[byte >> 4];
    digits[1] = hexadecimal[byte & 0xF];
}

static enum status write_sketch(struct bytes text, char sketch[FACT_SKETCH_SIZE])
{
    uint64_t bins[BINS];
    struct digest whole;
    enum status status = digest_of(text, &whole);

    fill_bins(text, bins);
    for (size_t byte = 0; byte < WHOLE_BYTES; byte++)
        write_byte(sketch + 2 * byte, whole.bytes[byte]);
    for (size_t bin = 0; bin < BINS; bin++)
        write_byte(sketch + 2 * (WHOLE_BYTES + bin),
                   bins[bin] == UINT64_MAX ? BIN_EMPTY : (uint8_t)(bins[bin] % BIN_EMPTY));
    sketch[FACT_SKETCH_SIZE - 1] = '\0';
    return status;
}

enum status fact_sketch_of(struct arena *arena, const struct site_page *page, char sketch[FACT_SKETCH_SIZE])
{
    struct arena_mark mark = arena_mark(arena);
    struct buf text = BUF_INIT(2 * PAGE_TEXT_MAX);
    enum status status = collect(arena, page, &text);

    sketch[0] = '\0';
    if (status == STATUS_OK && utf8_count(text.data != NULL ? text.data : "", text.size) >= CHARACTERS_MIN)
        status = write_sketch(buf_bytes(&text), sketch);
    buf_free(&text);
    arena_release(arena, mark);
    return status;
}

unsigned fact_sketch_likeness(const char *left, const char *right)
{
    const size_t whole = 2 * (size_t)WHOLE_BYTES;
    unsigned alike = 0, filled = 0;

    if (strlen(left) != FACT_SKETCH_SIZE - 1 || strlen(right) != FACT_SKETCH_SIZE - 1)
        return 0;
    if (strncmp(left, right, whole) == 0)
        return 100;
    for (size_t bin = 0; bin < BINS; bin++) {
        const char *left_bin = left + whole + 2 * bin, *right_bin = right + whole + 2 * bin;
        bool is_alike = memcmp(left_bin, right_bin, 2) == 0;

        filled += is_alike && memcmp(left_bin, "ff", 2) == 0 ? 0 : 1;
        alike += is_alike && memcmp(left_bin, "ff", 2) != 0 ? 1 : 0;
    }
    /* The whole is not the same, so it is never all of it. */
    return filled > 0 && alike < filled ? alike * 100 / filled : 99;
}
