/* SPDX-License-Identifier: Apache-2.0 */
#include "text/encoding.h"

#include <string.h>

#include "base/buf.h"
#include "text/encoding_guess.h"
#include "text/encoding_prescan.h"

enum {
    SURE_CHARACTERS = 3, /* so many valid UTF-8 sequences of three bytes are no accident */
    SURE_IDEOGRAPHS = 8,
    LIKE_CHINESE_PERCENT = 45,
    SHORT_IDEOGRAPHS = 3, /* a mark, a line: enough where nearly all are of the commonest */
    SHORT_CHINESE_PERCENT = 75,
    UNLIKE_CHINESE_PERCENT = 20,
    HZ_SAMPLE = 16 << 10, /* bytes in which HZ is looked for */
};

static bool bom_detect(struct bytes input, struct encoding_evidence *evidence)
{
    static const struct {
        const char *bytes;
        size_t size;
        enum encoding encoding;
    } marks[] = {
        { "\xEF\xBB\xBF", 3, ENCODING_UTF8 },
        { "\xFF\xFE", 2, ENCODING_UTF16LE },
        { "\xFE\xFF", 2, ENCODING_UTF16BE },
        { "\x84\x31\x95\x33", 4, ENCODING_GB18030 }, /* not in the standard, but written by Chinese editors */
    };

    for (size_t index = 0; index < sizeof marks / sizeof marks[0]; index++) {
        if (bytes_start_with(input, marks[index].bytes, marks[index].size)) {
            *evidence = (struct encoding_evidence){ .encoding = marks[index].encoding,
                                                    .source = ENCODING_BY_BOM,
                                                    .bom_size = marks[index].size };
            return true;
        }
    }
    return false;
}

/* CSS Syntax 3, clause 3.2: the exact bytes @charset "…"; */
static enum encoding style_sheet_encoding(struct bytes input)
{
    static const char start[] = "@charset \"";
    const uint8_t *label, *end;
    enum encoding encoding;

    if (!bytes_start_with(input, start, sizeof start - 1))
        return ENCODING_NONE;
    input = bytes_slice(input, sizeof start - 1, 100);
    label = input.data;
    end = memchr(label, '"', input.size);
    if (end == NULL)
        return ENCODING_NONE;
    encoding = encoding_from_label((const char *)label, (size_t)(end - label));
    return encoding == ENCODING_UTF16LE || encoding == ENCODING_UTF16BE ? ENCODING_UTF8 : encoding;
}

static enum encoding declared_encoding(struct bytes input, enum encoding_syntax syntax)
{
    enum encoding encoding = ENCODING_NONE;

    if (syntax == ENCODING_SYNTAX_HTML)
        encoding = encoding_prescan_html(input);
    if (syntax == ENCODING_SYNTAX_PLAIN)
        return style_sheet_encoding(input);
    return encoding == ENCODING_NONE ? encoding_prescan_xml(input) : encoding;
}

static bool is_broken(struct encoding_fit fit)
{
    return fit.broken * 1000 > fit.characters;
}

static unsigned chinese_percent(struct encoding_fit fit)
{
    return fit.wide == 0 ? 0 : fit.frequent * 100 / fit.wide;
}

static bool is_chinese(struct encoding_fit fit)
{
    return fit.broken == 0 && fit.wide >= SURE_IDEOGRAPHS && chinese_percent(fit) >= LIKE_CHINESE_PERCENT;
}

/* Against a label that hardly fits, less is enough. */
static bool is_rather_chinese(struct encoding_fit fit)
{
    return is_chinese(fit)
           || (fit.broken == 0 && fit.wide >= SHORT_IDEOGRAPHS && chinese_percent(fit) >= SHORT_CHINESE_PERCENT);
}

/* For encodings that hardly any bytes contradict: what the bytes clearly are instead, if they are. `fit` is how
 * they fit the claim. */
static enum encoding contradiction(enum encoding claimed, struct encoding_fit fit, struct bytes sample)
{
    bool single = claimed >= ENCODING_SINGLE_BYTE_FIRST;
    bool doubtful = single || chinese_percent(fit) < UNLIKE_CHINESE_PERCENT;
    struct encoding_fit utf8;

    if (encoding_fit_utf8(sample, &utf8) && utf8.wide >= SURE_CHARACTERS)
        return ENCODING_UTF8;
    if (single || claimed == ENCODING_BIG5) {
        if (doubtful && is_rather_chinese(encoding_fit(ENCODING_GB18030, sample)))
            return ENCODING_GB18030;
    }
    if (single || claimed == ENCODING_GBK || claimed == ENCODING_GB18030) {
        if (doubtful && is_rather_chinese(encoding_fit(ENCODING_BIG5, sample)))
            return ENCODING_BIG5;
    }
    return claimed;
}

/* The claimed encoding, or the one that the bytes prove instead. */
static enum encoding verified_encoding(enum encoding claimed, struct bytes input)
{
    struct encoding_fit fit;
    struct bytes sample;
    enum encoding guess;

    if (claimed == ENCODING_UTF16LE || claimed == ENCODING_UTF16BE) {
        guess = encoding_guess(input, encoding_sample(input));
        /* Too many texts are valid UTF-16; only bytes without a single zero that read well otherwise are not. */
        return guess == ENCODING_UTF8 && memchr(input.data, 0, input.size < 4096 ? input.size : 4096) == NULL
                       && input.size > 0
                   ? ENCODING_UTF8
                   : claimed;
    }
    sample = encoding_sample(input);
    if (memchr(input.data, 0, input.size < 64 ? input.size : 64) != NULL) {
        guess = encoding_guess_utf16(input);
        if (guess != ENCODING_NONE)
            return guess;
    }
    if (sample.size == 0)
        return claimed;
    fit = encoding_fit(claimed, sample);
    if (is_broken(fit)) {
        guess = encoding_guess(input, sample);
        if (encoding_fit(guess, sample).broken == 0 && guess != ENCODING_WINDOWS_1252)
            return guess;
        return claimed;
    }
    return claimed == ENCODING_UTF8 ? claimed : contradiction(claimed, fit, sample);
}

/* The codes between ~{ and ~} of one line, as the bytes that they are in GB2312. Nothing where they are no codes. */
static void add_hz_codes(struct bytes line, struct buf *codes)
{
    size_t start = codes->size, index;

    for (index = 0; index + 1 < line.size && line.data[index] != '~'; index += 2) {
        uint8_t lead = line.data[index], trail = line.data[index + 1];

        if (lead < 0x21 || lead > 0x77 || trail < 0x21 || trail > 0x7E)
            break;
        buf_byte(codes, (char)(lead | 0x80));
        buf_byte(codes, (char)(trail | 0x80));
    }
    if (index + 1 >= line.size || line.data[index] != '~' || line.data[index + 1] != '}')
        codes->size = start;
}

/* Judged by the frequency of the characters, because ~{ stands in programs, too. */
static bool looks_like_hz(struct bytes input)
{
    struct buf codes = BUF_INIT(HZ_SAMPLE);
    struct bytes rest = bytes_slice(input, 0, HZ_SAMPLE);
    const uint8_t *tilde;
    bool result;

    while (rest.size > 1 && (tilde = memchr(rest.data, '~', rest.size - 1)) != NULL) {
        rest = bytes_slice(rest, (size_t)(tilde - rest.data) + 1, SIZE_MAX);
        if (rest.data[0] == '{')
            add_hz_codes(bytes_slice(rest, 1, SIZE_MAX), &codes);
    }
    result = buf_status(&codes) == STATUS_OK && codes.size > 0
             && is_chinese(encoding_fit(ENCODING_GB18030, buf_bytes(&codes)));
    buf_free(&codes);
    return result;
}

static struct encoding_evidence detect(struct bytes input, const char *transport_label, enum encoding_syntax syntax)
{
    struct encoding_evidence evidence = { .encoding = ENCODING_NONE, .source = ENCODING_BY_TRANSPORT };
    enum encoding claimed;

    if (bom_detect(input, &evidence))
        return evidence;
    if (input.size == 0)
        input = bytes_of("", 0);
    if (transport_label != NULL)
        evidence.encoding = encoding_of_label(transport_label, strlen(transport_label));
    if (evidence.encoding == ENCODING_NONE) {
        evidence.encoding = declared_encoding(input, syntax);
        evidence.source = ENCODING_BY_DECLARATION;
    }
    evidence.label_is_refused = evidence.encoding == ENCODING_REPLACEMENT;
    if (evidence.encoding < 0) {
        evidence.encoding = encoding_guess(input, encoding_sample(input));
        evidence.source = ENCODING_BY_GUESS;
        return evidence;
    }
    claimed = evidence.encoding;
    evidence.encoding = verified_encoding(claimed, input);
    if (evidence.encoding != claimed) {
        evidence.label_was_wrong = true;
        evidence.source = ENCODING_BY_GUESS;
    }
    return evidence;
}

struct encoding_evidence encoding_detect(struct bytes input, const char *transport_label, enum encoding_syntax syntax)
{
    struct encoding_evidence evidence = detect(input, transport_label, syntax);

    evidence.is_hz = evidence.encoding != ENCODING_UTF16LE && evidence.encoding != ENCODING_UTF16BE && input.size > 0
                     && looks_like_hz(input);
    return evidence;
}
