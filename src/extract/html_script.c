/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/html_script.h"

#include <string.h>

#include "extract/html_scan.h"
#include "text/utf8.h"

enum {
    PERCENT_RUN_MAX = 2048, /* bytes decoded at a time */
    CHAR_CODES_MAX = 4096,  /* arguments of one fromCharCode */
};

static const char char_code[] = "fromCharCode";

/* ---- numbers ---- */

static unsigned hex_digit(uint8_t byte)
{
    if (html_scan_is_digit(byte))
        return (unsigned)(byte - '0');
    byte |= 0x20;
    return byte >= 'a' && byte <= 'f' ? (unsigned)(byte - 'a' + 10) : 16;
}

/* `count` hexadecimal digits at `next`; false when there are fewer. */
static bool read_hex(const uint8_t *next, const uint8_t *end, int count, uint32_t *value)
{
    uint32_t number = 0;

    if (end - next < count)
        return false;
    for (int index = 0; index < count; index++) {
        unsigned digit = hex_digit(next[index]);

        if (digit > 15)
            return false;
        number = number << 4 | digit;
    }
    *value = number;
    return true;
}

/* ---- escapes: each returns the bytes it takes, 0 when there is none ---- */

/* `\u8d4c` or `%u8d4c` with a surrogate pair as one; `lead` is the escape's first byte. */
static size_t decode_unit(const uint8_t *next, const uint8_t *end, uint8_t lead, uint32_t *code_point)
{
    uint32_t low;

    if (end - next < 6 || next[0] != lead || (next[1] | 0x20) != 'u' || !read_hex(next + 2, end, 4, code_point))
        return 0;
    if (*code_point >> 10 == 0x36 && end - next >= 12 && next[6] == lead && (next[7] | 0x20) == 'u'
        && read_hex(next + 8, end, 4, &low) && low >> 10 == 0x37) {
        *code_point = 0x10000 + ((*code_point & 0x3FF) << 10 | (low & 0x3FF));
        return 12;
    }
    return 6;
}

/* ECMAScript's `\u{8d4c}`. */
static size_t decode_braced(const uint8_t *next, const uint8_t *end, uint32_t *code_point)
{
    const uint8_t *digit = next + 3;

    if (end - next < 5 || next[1] != 'u' || next[2] != '{')
        return 0;
    for (*code_point = 0; digit < end && digit - next < 9 && hex_digit(*digit) < 16; digit++)
        *code_point = *code_point << 4 | hex_digit(*digit);
    return digit > next + 3 && digit < end && *digit == '}' ? (size_t)(digit + 1 - next) : 0;
}

static size_t decode_backslash(const uint8_t *next, const uint8_t *end, uint32_t *code_point)
{
    size_t size = decode_unit(next, end, '\\', code_point);

    if (size != 0 || end - next < 2)
        return size;
    switch (next[1]) {
    case 'u':
        return decode_braced(next, end, code_point);
    case 'x':
        return read_hex(next + 2, end, 2, code_point) ? 4 : 0;
    case 'n':
    case 'r':
    case 't':
        *code_point = ' ';
        return 2;
    case '/':
    case '"':
    case '\'':
        *code_point = next[1];
        return 2;
    default:
        return 0;
    }
}

static enum status output_code_point(struct html_output *output, enum text_role role, enum text_join join,
                                     uint32_t code_point, struct bytes source)
{
    char utf8[4];
    size_t size = utf8_encode(code_point, utf8);

    return html_output_whole(output, role, join, utf8, size, source);
}

/* How many bytes of `%XX` stand at `next`. */
static size_t percent_run(const uint8_t *next, const uint8_t *end, uint8_t *bytes)
{
    size_t count = 0;
    uint32_t value;

    while (count < PERCENT_RUN_MAX && next < end && *next == '%' && read_hex(next + 1, end, 2, &value)) {
        bytes[count++] = (uint8_t)value;
        next += 3;
    }
    return count;
}

/* How many of the escaped bytes make text, and in what encoding: UTF-8 as far as it goes, else GBK if it is
 * that throughout; 0 when they are something else. */
static size_t percent_text(struct html_output *output, const uint8_t *bytes, size_t count, enum encoding *encoding)
{
    size_t valid = utf8_valid_prefix((const char *)bytes, count);
    char utf8[3 * PERCENT_RUN_MAX];
    struct charset_step step;

    *encoding = ENCODING_UTF8;
    if (valid == count || html_scan_find_high(bytes, bytes + valid, bytes + count) < bytes + valid)
        return valid;
    step = charset_decode(output->job->charset, ENCODING_GBK, (struct bytes){ bytes, count }, count < PERCENT_RUN_MAX,
                          utf8, sizeof utf8);
    *encoding = ENCODING_GBK;
    return step.replaced == 0 ? step.consumed : 0;
}

/* Emits escaped bytes, character by character. */
static enum status output_percent(struct html_output *output, enum text_join join, const uint8_t *next,
                                  struct bytes bytes, enum encoding encoding)
{
    enum status status = STATUS_OK;
    size_t done = 0;

    while (done < bytes.size && status == STATUS_OK) {
        char utf8[16];
        size_t ahead = 1;
        struct charset_step step = { 0, 0, 0 };

        while (step.consumed == 0 && done + ahead <= bytes.size) {
            step = charset_decode(output->job->charset, encoding, bytes_slice(bytes, done, ahead),
                                  done + ahead == bytes.size, utf8, sizeof utf8);
            ahead++;
        }
        status = html_output_whole(output, TEXT_SCRIPT, join, utf8, step.produced,
                                   (struct bytes){ next + 3 * done, 3 * step.consumed });
        done += step.consumed;
        join = JOIN_GLUED;
    }
    return status;
}

/* The arguments of fromCharCode at `next`, as long as they are numbers. Returns where they end. */
static const uint8_t *output_char_codes(struct html_output *output, enum text_join join, const uint8_t *next,
                                        const uint8_t *end, enum status *status)
{
    for (int count = 0; count < CHAR_CODES_MAX && *status == STATUS_OK; count++) {
        const uint8_t *number = html_scan_skip_space(next, end);
        const uint8_t *digit = number;
        uint32_t value = 0;
        bool is_hex = end - number > 2 && number[0] == '0' && (number[1] | 0x20) == 'x';

        for (digit += is_hex ? 2 : 0; digit < end && digit - number < 9; digit++) {
            if (hex_digit(*digit) > (is_hex ? 15u : 9u))
                break;
            value = value * (is_hex ? 16 : 10) + hex_digit(*digit);
        }
        if (digit == number)
            return next;
        *status =
            output_code_point(output, TEXT_SCRIPT, join, value, (struct bytes){ number, (size_t)(digit - number) });
        join = JOIN_GLUED;
        next = html_scan_skip_space(digit, end);
        if (next == end || *next != ',')
            return next;
        next++;
    }
    return next;
}

/* The next `\`, `%` or `fromCharCode`. */
static const uint8_t *find_escape(const uint8_t *next, const uint8_t *end)
{
    enum { NAME_SIZE = sizeof char_code - 1 };
#ifdef __SSE2__
    while (end - next >= 16 + NAME_SIZE) {
        __m128i bytes = html_scan_load(next);
        __m128i names = _mm_and_si128(html_scan_equals(bytes, 'f'), html_scan_equals(html_scan_load(next + 4), 'C'));
        unsigned hits = html_scan_mask(
            _mm_or_si128(_mm_or_si128(html_scan_equals(bytes, '\\'), html_scan_equals(bytes, '%')), names));

        while (hits != 0) {
            const uint8_t *hit = next + __builtin_ctz(hits);

            if (*hit != 'f' || memcmp(hit, char_code, NAME_SIZE) == 0)
                return hit;
            hits &= hits - 1;
        }
        next += 16;
    }
#endif
    while (next < end && *next != '\\' && *next != '%'
           && !(*next == 'f' && end - next > NAME_SIZE && memcmp(next, char_code, NAME_SIZE) == 0))
        next++;
    return next;
}

struct script_reader {
    struct html_output *output;
    const uint8_t *literal; /* from here on nothing has been emitted yet */
    enum text_join join;
    enum status status;
};

/* What stands before the escape at `next`. */
static bool flush(struct script_reader *reader, const uint8_t *next)
{
    struct bytes literal = { reader->literal, (size_t)(next - reader->literal) };

    if (literal.size > 0) {
        reader->status = html_output_bytes(reader->output, TEXT_SCRIPT, reader->join, literal);
        reader->join = JOIN_GLUED;
    }
    return reader->status == STATUS_OK;
}

static const uint8_t *read_percent(struct script_reader *reader, const uint8_t *next, const uint8_t *end)
{
    uint8_t bytes[PERCENT_RUN_MAX];
    enum encoding encoding;
    uint32_t code_point;
    size_t size = decode_unit(next, end, '%', &code_point);
    size_t count;

    if (size != 0) {
        if (flush(reader, next))
            reader->status =
                output_code_point(reader->output, TEXT_SCRIPT, reader->join, code_point, (struct bytes){ next, size });
        return reader->literal = next + size;
    }
    count = percent_run(next, end, bytes);
    if (count == 0)
        return next + 1;
    size = percent_text(reader->output, bytes, count, &encoding);
    if (size == 0)
        return next + 3 * count;
    if (flush(reader, next))
        reader->status = output_percent(reader->output, reader->join, next, (struct bytes){ bytes, size }, encoding);
    return reader->literal = next + 3 * size;
}

static const uint8_t *read_backslash(struct script_reader *reader, const uint8_t *next, const uint8_t *end)
{
    uint32_t code_point;
    size_t size = decode_backslash(next, end, &code_point);

    if (size == 0)
        return next + (end - next > 1 ? 2 : 1);
    if (flush(reader, next))
        reader->status =
            output_code_point(reader->output, TEXT_SCRIPT, reader->join, code_point, (struct bytes){ next, size });
    return reader->literal = next + size;
}

static const uint8_t *read_char_codes(struct script_reader *reader, const uint8_t *next, const uint8_t *end)
{
    next = html_scan_skip_space(next + sizeof char_code - 1, end);
    if (next == end || *next != '(' || !flush(reader, next + 1))
        return next;
    next = output_char_codes(reader->output, reader->join, next + 1, end, &reader->status);
    return reader->literal = next;
}

enum status html_script_output(struct html_output *output, enum text_join join, struct bytes source)
{
    const uint8_t *next = source.data;
    const uint8_t *end = next + source.size;
    struct script_reader reader = { output, next, join, STATUS_OK };

    while (reader.status == STATUS_OK && (next = find_escape(next, end)) < end) {
        if (*next == '\\')
            next = read_backslash(&reader, next, end);
        else if (*next == '%')
            next = read_percent(&reader, next, end);
        else
            next = read_char_codes(&reader, next, end);
        reader.join = reader.literal == source.data ? join : JOIN_GLUED;
    }
    if (reader.status != STATUS_OK || !flush(&reader, end))
        return reader.status;
    return STATUS_OK;
}

/* ---- style sheets ---- */

/* `\8d4c ` in a string of CSS (CSS Syntax 3, 4.3.7): one to six digits and one blank. */
static size_t decode_css_escape(const uint8_t *next, const uint8_t *end, uint32_t *code_point)
{
    const uint8_t *digit = next + 1;

    for (*code_point = 0; digit < end && digit - next <= 6 && hex_digit(*digit) < 16; digit++)
        *code_point = *code_point << 4 | hex_digit(*digit);
    if (digit == next + 1)
        return 0;
    if (digit < end && html_scan_is_space(*digit))
        digit++;
    return (size_t)(digit - next);
}

static enum status output_css_string(struct html_output *output, struct bytes text)
{
    const uint8_t *next = text.data;
    const uint8_t *end = next + text.size;
    const uint8_t *literal = next;
    enum text_join join = JOIN_BROKEN;
    enum status status = STATUS_OK;

    while (status == STATUS_OK && (next = html_scan_find(next, end, '\\')) < end) {
        uint32_t code_point;
        size_t size = decode_css_escape(next, end, &code_point);

        if (size == 0) {
            next += end - next > 1 ? 2 : 1;
            continue;
        }
        status = html_output_bytes(output, TEXT_HIDDEN, join, (struct bytes){ literal, (size_t)(next - literal) });
        join = next > literal ? JOIN_GLUED : join;
        if (status == STATUS_OK)
            status = output_code_point(output, TEXT_HIDDEN, join, code_point, (struct bytes){ next, size });
        join = JOIN_GLUED;
        literal = next += size;
    }
    if (status != STATUS_OK)
        return status;
    return html_output_bytes(output, TEXT_HIDDEN, join, (struct bytes){ literal, (size_t)(end - literal) });
}

static const uint8_t *output_comment(struct html_output *output, const uint8_t *next, const uint8_t *end,
                                     enum status *status)
{
    const uint8_t *after = html_scan_skip_css_comment(next + 2, end);
    struct bytes text = { next + 2, (size_t)(after - next - 2) };

    if (text.size >= 2 && memcmp(after - 2, "*/", 2) == 0)
        text.size -= 2;
    if (html_scan_find_high(text.data, text.data + text.size, end) < text.data + text.size)
        *status = html_output_bytes(output, TEXT_COMMENT, JOIN_BROKEN, text);
    return after;
}

static const uint8_t *output_url(struct html_output *output, enum text_role link, const uint8_t *next,
                                 const uint8_t *end, enum status *status)
{
    const uint8_t *close = html_scan_find(next, end, ')');
    struct bytes url = { next, (size_t)(close - next) };

    while (url.size > 0 && (html_scan_is_space(*url.data) || *url.data == '"' || *url.data == '\''))
        url = bytes_slice(url, 1, url.size);
    while (url.size > 0 && (url.data[url.size - 1] == '"' || url.data[url.size - 1] == '\''))
        url.size--;
    if (url.size >= 12 && memcmp(url.data, "&quot;", 6) == 0 && memcmp(url.data + url.size - 6, "&quot;", 6) == 0)
        url = bytes_slice(url, 6, url.size - 12);
    *status = html_output_link(output, link, url);
    return close;
}

static bool ends_with(const uint8_t *start, const uint8_t *end, const char *word, size_t size)
{
    if ((size_t)(end - start) < size)
        return false;
    for (size_t index = 0; index < size; index++) {
        if (html_scan_lower(end[-(ptrdiff_t)size + (ptrdiff_t)index]) != (uint8_t)word[index])
            return false;
    }
    return true;
}

/* Whether the value that the quote at `quote` stands in belongs to `content`. */
static bool is_content(const uint8_t *start, const uint8_t *quote)
{
    while (quote > start && html_scan_is_space(quote[-1]))
        quote--;
    if (quote == start || quote[-1] != ':')
        return false;
    for (quote--; quote > start && html_scan_is_space(quote[-1]); quote--)
        continue;
    return ends_with(start, quote, "content", 7);
}

/* Where comments stand one behind the other. */
struct comments {
    const uint8_t *start, *end; /* NULL: none so far */
};

static void add_comment(struct comments *comments, const uint8_t *start, const uint8_t *end)
{
    if (comments->end == NULL || html_scan_skip_space(comments->end, start) < start)
        comments->start = start;
    comments->end = end;
}

/* Whether the string that begins with the quote at `quote` is the address of another sheet: `@import "…"`, where
 * comments may stand between. */
static bool is_import(const uint8_t *start, const uint8_t *quote, const struct comments *comments)
{
    const uint8_t *before = quote;

    while (before > start && html_scan_is_space(before[-1]))
        before--;
    if (before == comments->end)
        for (before = comments->start; before > start && html_scan_is_space(before[-1]); before--)
            continue;
    return ends_with(start, before, "@import", 7);
}

/* A string of a sheet, from its quote; returns what is behind it. */
static const uint8_t *output_string(struct html_output *output, enum text_role link, struct bytes sheet,
                                    const uint8_t *quote, const struct comments *comments, enum status *status)
{
    const uint8_t *end = sheet.data + sheet.size;
    const uint8_t *close = html_scan_find(quote + 1, end, *quote);
    struct bytes text = { quote + 1, (size_t)(close - quote - 1) };

    if (is_content(sheet.data, quote))
        *status = output_css_string(output, text);
    else if (is_import(sheet.data, quote, comments))
        *status = html_output_link(output, link, text);
    return close + (close < end);
}

/* The next bracket, comment or quote: a style sheet says nothing readable elsewhere. */
static inline const uint8_t *find_readable(const uint8_t *next, const uint8_t *end, const uint8_t *limit)
{
#ifdef __SSE2__
    while (next < end && limit - next >= 16) {
        __m128i bytes = html_scan_load(next);
        unsigned hits =
            html_scan_mask(_mm_or_si128(_mm_or_si128(html_scan_equals(bytes, '('), html_scan_equals(bytes, '*')),
                                        _mm_or_si128(html_scan_equals(bytes, '"'), html_scan_equals(bytes, '\''))));

        if (hits != 0)
            return html_scan_earlier(next + __builtin_ctz(hits), end);
        next += 16;
    }
#else
    (void)limit;
#endif
    while (next < end && *next != '(' && *next != '*' && *next != '"' && *next != '\'')
        next++;
    return html_scan_earlier(next, end);
}

/* The same, and what has to be decoded before it can be read. */
static inline const uint8_t *find_loud(const uint8_t *next, const uint8_t *end, const uint8_t *limit)
{
#ifdef __SSE2__
    while (next < end && limit - next >= 16) {
        __m128i bytes = html_scan_load(next);
        __m128i quotes = _mm_or_si128(html_scan_equals(bytes, '&'), html_scan_equals(bytes, '\''));
        __m128i marks = _mm_or_si128(html_scan_equals(bytes, '"'), html_scan_equals(bytes, '*'));
        __m128i others = _mm_or_si128(html_scan_equals(bytes, '('), html_scan_equals(bytes, '\\'));
        unsigned hits = html_scan_mask(_mm_or_si128(_mm_or_si128(quotes, marks), others));

        if (hits != 0)
            return html_scan_earlier(next + __builtin_ctz(hits), end);
        next += 16;
    }
#else
    (void)limit;
#endif
    while (next < end && *next != '(' && *next != '*' && *next != '"' && *next != '\'' && *next != '&' && *next != '\\')
        next++;
    return html_scan_earlier(next, end);
}

bool html_script_style_is_silent(struct bytes style, const uint8_t *limit)
{
    const uint8_t *next = style.data;
    const uint8_t *end = next + style.size;

    while ((next = find_loud(next, end, limit)) < end) {
        if (*next != '(' || (next > style.data && (next[-1] | 0x20) == 'l'))
            return false;
        next++;
    }
    return true;
}

enum status html_script_output_style(struct html_output *output, enum text_role link, struct bytes sheet)
{
    const uint8_t *next = sheet.data;
    const uint8_t *end = next + sheet.size;
    struct comments comments = { NULL, NULL };
    enum status status = STATUS_OK;

    while (status == STATUS_OK && (next = find_readable(next, end, output->limit)) < end) {
        if (*next == '(') {
            next++;
            if (ends_with(sheet.data, next - 1, "url", 3))
                next = output_url(output, link, next, end, &status);
        } else if (*next == '*') {
            if (next > sheet.data && next[-1] == '/') {
                const uint8_t *start = next - 1;

                next = output_comment(output, start, end, &status);
                add_comment(&comments, start, next);
            } else {
                next++;
            }
        } else {
            next = output_string(output, link, sheet, next, &comments, &status);
        }
    }
    return status;
}
