/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/plain.h"

#include <string.h>

#include "extract/span.h"
#include "text/utf8.h"
#include "text/wrapping.h"

enum {
    WRAP_SAMPLE_SIZE = 64 * 1024,
    WRAP_LINES_MIN = 12,
    WRAP_WIDTH_MIN = 40, /* columns; a Han character takes two */
    WRAP_WIDTH_MAX = 110,
    WRAP_SLACK = 4, /* a full line may be this much shorter than the margin */
    LINE_SIZE = 512,
    UPRIGHT_LINES_MIN = 4,
    UPRIGHT_HAN_MIN = 3,
    TABLE_LINES_MIN = 2,
    TABLE_TABS_MIN = 2,
};

static const struct cell NO_CELL = { 0 };

static unsigned plain_bid(struct bytes input, const struct part_hint *hint)
{
    (void)input;
    (void)hint;
    return 1;
}

/* Columns on a terminal, near enough: bytes above ASCII make two columns for each double-byte
 * character, and three bytes of UTF-8 do too. */
static size_t line_width(const uint8_t *line, size_t size, bool utf8)
{
    size_t high = 0;

    for (size_t index = 0; index < size; index++)
        high += line[index] >= 0x80;
    return size - high + (utf8 ? high * 2 / 3 : high);
}

/* The margin at which lines were wrapped, or 0. */
struct wrapping {
    size_t margin;
    bool is_guess; /* of too few lines to be sure */
};

/* The margin that most lines of the sample run up to. Of few lines it may be the longest. */
static struct wrapping find_wrapping(struct bytes input, bool utf8)
{
    static const struct wrapping none = { 0, false };
    struct bytes sample = bytes_slice(input, 0, WRAP_SAMPLE_SIZE);
    size_t counts[WRAP_WIDTH_MAX + 1] = { 0 };
    size_t lines = 0, divided = 0, full = 0, margin = 0;
    size_t start = 0;

    while (start < sample.size) {
        const uint8_t *line = sample.data + start;
        const uint8_t *newline = memchr(line, '\n', sample.size - start);
        size_t size = newline != NULL ? (size_t)(newline - line) : sample.size - start;
        size_t width = line_width(line, size, utf8);

        if (size > 1 && newline != NULL) {
            if (width > WRAP_WIDTH_MAX)
                return none;
            lines++;
            divided += memchr(line, '\t', size) != NULL;
            counts[width]++;
            if (width > margin)
                margin = width;
        }
        start += size + 1;
    }
    if (margin < WRAP_WIDTH_MIN || divided * 2 > lines) /* rows of a table may be alike */
        return none;
    if (lines < WRAP_LINES_MIN)
        return (struct wrapping){ margin, true };
    for (size_t width = margin - WRAP_SLACK; width <= margin; width++)
        full += counts[width];
    return full * 2 > lines ? (struct wrapping){ margin, false } : none;
}

/* Emits input[start..end) in runs; only the first one joins as told. */
static enum status emit_utf8(struct extract_job *job, size_t start, size_t end, enum text_join join, struct cell cell)
{
    const char *text = (const char *)job->input.data;
    enum status status = STATUS_OK;

    while (start < end && status == STATUS_OK) {
        size_t cut = end;

        if (end - start > TEXT_RUN_MAX) {
            cut = start + TEXT_RUN_MAX;
            for (int back = 0; back < 3 && ((unsigned char)text[cut] & 0xC0) == 0x80; back++)
                cut--;
        }
        status = extract_emit(job, &(struct text_run){ .utf8 = text + start,
                                                       .size = cut - start,
                                                       .role = TEXT_BODY,
                                                       .join = join,
                                                       .origin = ORIGIN_IDENTICAL,
                                                       .newlines = NEWLINES_ARE_BREAKS,
                                                       .source = { start, cut },
                                                       .cell = cell });
        join = JOIN_GLUED;
        start = cut;
    }
    return status;
}

static enum status emit_decoded(struct extract_job *job, size_t start, size_t end, enum text_join join,
                                struct cell cell)
{
    char text[TEXT_RUN_MAX];
    enum status status = STATUS_OK;

    while (start < end && status == STATUS_OK) {
        struct charset_step step = charset_decode(job->charset, job->part->encoding,
                                                  bytes_slice(job->input, start, end - start), true, text, sizeof text);

        status = extract_emit(job, &(struct text_run){ .utf8 = text,
                                                       .size = step.produced,
                                                       .role = TEXT_BODY,
                                                       .join = join,
                                                       .origin = ORIGIN_DECODED,
                                                       .newlines = NEWLINES_ARE_BREAKS,
                                                       .source = { start, start + step.consumed },
                                                       .cell = cell,
                                                       .replaced = (uint32_t)step.replaced });
        join = JOIN_GLUED;
        start += step.consumed;
    }
    return status;
}

static enum status emit_span(struct extract_job *job, size_t start, size_t end, enum text_join join, struct cell cell)
{
    if (job->part->encoding == ENCODING_UTF8)
        return emit_utf8(job, start, end, join, cell);
    return emit_decoded(job, start, end, join, cell);
}

/* The line that begins at `start`: its bytes without the end of line, and where the next one begins. */
static size_t line_at(struct bytes input, size_t start, size_t *next)
{
    const uint8_t *line = input.data + start;
    const uint8_t *newline = memchr(line, '\n', input.size - start);
    size_t size = newline != NULL ? (size_t)(newline - line) : input.size - start;

    *next = start + size + (newline != NULL);
    return size > 0 && line[size - 1] == '\r' ? size - 1 : size;
}

/* A line of wrapped text, in UTF-8. */
struct wrapped_line {
    char text[LINE_SIZE];
    size_t size;
    size_t width;
};

static void read_line(const struct extract_job *job, struct bytes source, struct wrapped_line *line)
{
    bool utf8 = job->part->encoding == ENCODING_UTF8;

    line->width = line_width(source.data, source.size, utf8);
    source = bytes_slice(source, 0, LINE_SIZE / 2);
    line->size = utf8
                     ? source.size
                     : charset_decode(job->charset, job->part->encoding, source, false, line->text, LINE_SIZE).produced;
    if (utf8)
        memcpy(line->text, source.data, source.size);
}

static uint32_t last_character(const struct wrapped_line *line)
{
    size_t last = line->size > 0 ? utf8_backward(line->text, line->size, line->size, 1) : 0;

    return utf8_next(line->text + last, line->size - last).code_point;
}

/* Nothing stands between Chinese and what it goes on with, wherever its line ended. */
static bool is_glued(const struct wrapped_line *before, const struct wrapped_line *line)
{
    return wrapping_is_unspaced(last_character(before))
           || wrapping_is_unspaced(utf8_next(line->text, line->size).code_point);
}

/* The short line at the end of a paragraph: a sentence that was begun ends in it, or it is one character, and no number
 * of a page. */
static bool is_rest(const struct wrapped_line *before, const struct wrapped_line *line)
{
    return !wrapping_ends_sentence(before->text, before->size)
           && (wrapping_ends_sentence(line->text, line->size)
               || (utf8_count(line->text, line->size) == 1 && wrapping_is_unspaced(last_character(line))));
}

/* A full line goes on in the next one, but one that begins a paragraph. */
static bool goes_on(const struct wrapped_line *before, const struct wrapped_line *line, size_t margin)
{
    return before->width + WRAP_SLACK >= margin && line->size > 0 && !wrapping_begins_paragraph(line->text, line->size);
}

/* A short line that is no rest for sure may be one, or a line of its own, such as a mark. */
static enum text_join wrapped_join(const struct wrapped_line *before, const struct wrapped_line *line, size_t margin)
{
    if (!goes_on(before, line, margin))
        return JOIN_BROKEN;
    if (line->width * 2 < margin && !is_rest(before, line))
        return JOIN_LINE;
    return is_glued(before, line) ? JOIN_GLUED : JOIN_SPACED;
}

static enum status emit_wrapped(struct extract_job *job, size_t start, size_t margin)
{
    struct wrapped_line lines[2] = { { .size = 0 } };
    size_t count = 0;
    enum status status = STATUS_OK;

    while (start < job->input.size && status == STATUS_OK) {
        struct wrapped_line *line = &lines[count % 2], *before = &lines[(count + 1) % 2];
        size_t next, size = line_at(job->input, start, &next);

        read_line(job, bytes_slice(job->input, start, size), line);
        status =
            emit_span(job, start, start + size, count == 0 ? JOIN_BROKEN : wrapped_join(before, line, margin), NO_CELL);
        start = next;
        count++;
    }
    return status;
}

/* Of a few lines of Chinese nobody knows why they end: each stays one, and full ones may go on. */
static enum status emit_few(struct extract_job *job, size_t start, size_t margin)
{
    struct wrapped_line lines[2] = { { .size = 0 } };
    size_t from = start, end = start, count = 0;
    enum text_join join = JOIN_BROKEN;
    enum status status = STATUS_OK;

    while (start < job->input.size && status == STATUS_OK) {
        struct wrapped_line *line = &lines[count % 2], *before = &lines[(count + 1) % 2];
        size_t next, size = line_at(job->input, start, &next);

        read_line(job, bytes_slice(job->input, start, size), line);
        if (count++ > 0 && goes_on(before, line, margin) && is_glued(before, line)) {
            status = emit_span(job, from, end, join, NO_CELL);
            join = JOIN_LINE;
            from = start;
        }
        end = start + size;
        start = next;
    }
    return status == STATUS_OK ? emit_span(job, from, job->input.size, join, NO_CELL) : status;
}

/* ---- Passages of another kind: upright writing, and tables. */

struct passage {
    size_t start, end; /* of its lines; end 0: there is none from here on */
};

/* Where the character that begins at `at` ends, if it is no ASCII; `at` when it is. */
static size_t wide_end(const struct extract_job *job, size_t at)
{
    enum { HAN_SIZE = 3, HAN_LEAD_MIN = 0xE2 };
    struct span_unit unit;

    if (job->part->encoding == ENCODING_UTF8)
        return job->input.data[at] >= HAN_LEAD_MIN ? at + HAN_SIZE : at;
    unit = span_unit_at(job->input, job->part->encoding, at);
    return unit.size > 1 ? at + unit.size : at;
}

/* 机, 密, ★ and 10 each on a line: one wide character, or up to two digits of either width. */
static bool is_upright(const struct extract_job *job, struct span line, bool *is_han)
{
    const uint8_t *data = job->input.data;
    size_t at = line.start, count = 0;

    *is_han = line.end > line.start && wide_end(job, line.start) == line.end;
    if (*is_han)
        return true;
    for (; at < line.end && count <= 2; count++) {
        size_t end = data[at] >= '0' && data[at] <= '9' ? at + 1 : wide_end(job, at);
        bool is_digit = end == at + 1;

        if (end > line.end)
            return false;
        is_digit |= end == at + 2 && data[at] == 0xA3 && data[at + 1] >= 0xB0 && data[at + 1] <= 0xB9;
        is_digit |=
            end == at + 3 && memcmp(data + at, "\xEF\xBC", 2) == 0 && data[at + 2] >= 0x90 && data[at + 2] <= 0x99;
        if (!is_digit)
            return false;
        at = end;
    }
    return count > 0 && count <= 2 && at == line.end;
}

/* The next lines, at or behind `from`, of one character each. */
static struct passage find_upright(const struct extract_job *job, size_t from)
{
    struct passage found = { from, 0 };
    size_t lines = 0, han = 0, next;

    for (size_t at = from; at < job->input.size; at = next) {
        struct span line = { at, at + line_at(job->input, at, &next) };
        bool is_han;

        while (line.start < line.end && (job->input.data[line.start] == ' ' || job->input.data[line.start] == '\t'))
            line.start++;
        while (line.end > line.start && job->input.data[line.end - 1] == ' ')
            line.end--;
        if (is_upright(job, line, &is_han)) {
            found.start = lines++ == 0 ? at : found.start;
            han += is_han;
            found.end = next;
            continue;
        }
        if (lines >= UPRIGHT_LINES_MIN && han >= UPRIGHT_HAN_MIN)
            return found;
        lines = han = 0;
    }
    if (lines < UPRIGHT_LINES_MIN || han < UPRIGHT_HAN_MIN)
        found.end = 0;
    return found;
}

/* Tabs of a line; *whole: something stands before, between and behind them. */
static size_t count_tabs(const uint8_t *line, size_t size, bool *whole)
{
    size_t tabs = 0;

    *whole = size > 0 && line[0] != '\t' && line[size - 1] != '\t';
    if (memchr(line, '\t', size) == NULL)
        return 0;
    for (size_t at = 0; at < size; at++) {
        tabs += line[at] == '\t';
        *whole &= at == 0 || line[at] != '\t' || line[at - 1] != '\t';
    }
    return tabs;
}

/* The next lines, at or behind `from`, that tabs divide: a head all of whose columns have a name, and rows that have no
 * more columns than it. Editors cut off the tabs behind the last cell. */
static struct passage find_table(const struct extract_job *job, size_t from)
{
    struct passage found = { from, 0 };
    size_t lines = 0, columns = 0, next;

    for (size_t at = from; at < job->input.size; at = next) {
        size_t size = line_at(job->input, at, &next);
        bool whole;
        size_t tabs = count_tabs(job->input.data + at, size, &whole);

        if (lines > 0 && tabs > 0 && tabs <= columns) {
            lines++;
            found.end = next;
            continue;
        }
        if (lines >= TABLE_LINES_MIN)
            return found;
        lines = 0;
        if (whole && tabs >= TABLE_TABS_MIN) {
            lines = 1;
            columns = tabs;
            found.start = at;
        }
    }
    if (lines < TABLE_LINES_MIN)
        found.end = 0;
    return found;
}

static enum status emit_upright(struct extract_job *job, struct passage passage)
{
    enum text_join join = JOIN_BROKEN;
    enum status status = STATUS_OK;

    for (size_t at = passage.start, next; at < passage.end && status == STATUS_OK; at = next) {
        size_t size = line_at(job->input, at, &next);

        status = emit_span(job, at, at + size, join, NO_CELL);
        join = JOIN_SPACED;
    }
    return status;
}

static enum status emit_table(struct extract_job *job, struct passage passage, uint32_t number)
{
    struct cell cell = { number, 0, 0 };
    enum status status = STATUS_OK;

    for (size_t at = passage.start, next; at < passage.end && status == STATUS_OK; at = next) {
        size_t end = at + line_at(job->input, at, &next);

        cell = (struct cell){ number, cell.row + 1, 1 };
        for (size_t start = at; start <= end && status == STATUS_OK; cell.column++) {
            const uint8_t *tab = memchr(job->input.data + start, '\t', end - start);
            size_t stop = tab != NULL ? (size_t)(tab - job->input.data) : end;

            status = emit_span(job, start, stop, JOIN_BROKEN, cell);
            start = stop + 1;
        }
    }
    return status;
}

static enum status emit_lines(struct extract_job *job, size_t start, const struct wrapping *wrapping)
{
    struct passage upright = find_upright(job, start), table = find_table(job, start);
    uint32_t tables = 0;
    enum status status = STATUS_OK;

    if (wrapping->margin > 0 && upright.end == 0 && table.end == 0)
        return emit_few(job, start, wrapping->margin);
    while (start < job->input.size && status == STATUS_OK) {
        struct passage next;
        bool is_upright_next;

        if (upright.end != 0 && upright.start < start)
            upright = find_upright(job, start);
        if (table.end != 0 && table.start < start)
            table = find_table(job, start);
        is_upright_next = upright.end != 0 && (table.end == 0 || upright.start < table.start);
        next = is_upright_next ? upright : table;
        if (next.end == 0)
            return emit_span(job, start, job->input.size, JOIN_BROKEN, NO_CELL);
        if (next.start > start)
            status = emit_span(job, start, next.start, JOIN_BROKEN, NO_CELL);
        if (status == STATUS_OK)
            status = is_upright_next ? emit_upright(job, next) : emit_table(job, next, ++tables);
        start = next.end;
    }
    return status;
}

enum status plain_extract(struct extract_job *job)
{
    struct encoding_evidence evidence;
    enum status status = extract_encoding(job, ENCODING_SYNTAX_PLAIN, &evidence);
    struct wrapping wrapping;

    if (status != STATUS_OK)
        return status;
    if (!encoding_is_markup_safe(evidence.encoding))
        return emit_span(job, evidence.bom_size, job->input.size, JOIN_BROKEN, NO_CELL);
    wrapping = find_wrapping(job->input, evidence.encoding == ENCODING_UTF8);
    return wrapping.margin > 0 && !wrapping.is_guess ? emit_wrapped(job, evidence.bom_size, wrapping.margin)
                                                     : emit_lines(job, evidence.bom_size, &wrapping);
}

const struct extractor plain_extractor = {
    .format = { "plain", "text/plain" },
    .bid = plain_bid,
    .extract = plain_extract,
};
