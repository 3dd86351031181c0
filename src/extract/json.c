/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/json.h"

#include <string.h>
#include <strings.h>

#include "extract/json_tag.h"
#include "extract/plain.h"
#include "extract/span.h"
#include "text/utf8.h"

enum {
    PREFIX_SIZE = 4096, /* must be JSON for the rest to be taken for it */
    BID = 16,
    BOM_SIZE = 3,
    ESCAPE_SIZE_MAX = 12, /* a surrogate pair */
};

static bool is_blank(unsigned code)
{
    return code == ' ' || code == '\t' || code == '\n' || code == '\r';
}

static bool is_punctuation(unsigned code)
{
    return code == '{' || code == '}' || code == '[' || code == ']' || code == ',' || code == ':';
}

/* ---- is it JSON? ---- */

enum expected { EXPECT_VALUE, EXPECT_VALUE_OR_END, EXPECT_NAME, EXPECT_NAME_OR_END, EXPECT_COLON, EXPECT_NEXT };

struct grammar {
    struct bytes input;
    enum encoding encoding; /* only whether characters of two bytes must be stepped over */
    size_t offset;
    enum expected expected;
    uint8_t objects[PREFIX_SIZE / 8]; /* a bit for each level: an object, not an array */
    size_t depth;
    size_t value_count; /* complete ones, at the outermost level */
};

static bool in_object(const struct grammar *grammar)
{
    return grammar->depth > 0 && (grammar->objects[(grammar->depth - 1) / 8] >> ((grammar->depth - 1) % 8) & 1) != 0;
}

static void level_open(struct grammar *grammar, bool object)
{
    uint8_t bit = (uint8_t)(1u << (grammar->depth % 8));

    if (object)
        grammar->objects[grammar->depth / 8] |= bit;
    else
        grammar->objects[grammar->depth / 8] &= (uint8_t)~bit;
    grammar->depth++;
    grammar->expected = object ? EXPECT_NAME_OR_END : EXPECT_VALUE_OR_END;
}

static void value_done(struct grammar *grammar)
{
    grammar->expected = EXPECT_NEXT;
    grammar->value_count += grammar->depth == 0;
}

/* Steps over a string; false when it is none. The end of the prefix may end it. */
static bool string_skip(struct grammar *grammar)
{
    for (grammar->offset++; grammar->offset < grammar->input.size;) {
        struct span_unit unit = span_unit_at(grammar->input, grammar->encoding, grammar->offset);

        if (unit.code < ' ')
            return false;
        grammar->offset += unit.code == '\\' ? 2 : unit.size;
        if (unit.code == '"')
            return true;
    }
    return true;
}

static bool word_skip(struct grammar *grammar)
{
    static const char *const words[] = { "true", "false", "null" };
    struct bytes rest = bytes_slice(grammar->input, grammar->offset, grammar->input.size);
    size_t size = 0;

    for (size_t index = 0; index < sizeof words / sizeof *words; index++) {
        size = strlen(words[index]) < rest.size ? strlen(words[index]) : rest.size;
        if (memcmp(rest.data, words[index], size) == 0) {
            grammar->offset += size;
            return true;
        }
    }
    for (size = 0; size < rest.size && strchr("0123456789+-.eE", rest.data[size]) != NULL && rest.data[size] != 0;)
        size++;
    grammar->offset += size;
    return size > 0 && strchr("-0123456789", rest.data[0]) != NULL;
}

static bool value_step(struct grammar *grammar, uint8_t byte)
{
    if (byte == '{' || byte == '[') {
        level_open(grammar, byte == '{');
        grammar->offset++;
        return true;
    }
    if (!(byte == '"' ? string_skip(grammar) : word_skip(grammar)))
        return false;
    value_done(grammar);
    return true;
}

static bool end_step(struct grammar *grammar, uint8_t byte)
{
    if (grammar->depth == 0 || byte != (in_object(grammar) ? '}' : ']'))
        return false;
    grammar->depth--;
    grammar->offset++;
    value_done(grammar);
    return true;
}

static bool next_step(struct grammar *grammar, uint8_t byte)
{
    if (grammar->depth == 0) /* JSON Lines: another object or array */
        return (byte == '{' || byte == '[') && value_step(grammar, byte);
    if (byte != ',')
        return end_step(grammar, byte);
    grammar->offset++;
    grammar->expected = in_object(grammar) ? EXPECT_NAME : EXPECT_VALUE;
    return true;
}

static bool grammar_step(struct grammar *grammar)
{
    uint8_t byte = grammar->input.data[grammar->offset];

    if (is_blank(byte)) {
        grammar->offset++;
        return true;
    }
    switch (grammar->expected) {
    case EXPECT_VALUE_OR_END:
        return byte == ']' ? end_step(grammar, byte) : value_step(grammar, byte);
    case EXPECT_VALUE:
        return value_step(grammar, byte);
    case EXPECT_NAME_OR_END:
        if (byte == '}')
            return end_step(grammar, byte);
        /* fallthrough */
    case EXPECT_NAME:
        grammar->expected = EXPECT_COLON;
        return byte == '"' && string_skip(grammar);
    case EXPECT_COLON:
        grammar->offset++;
        grammar->expected = EXPECT_VALUE;
        return byte == ':';
    case EXPECT_NEXT:
        return next_step(grammar, byte);
    }
    return false;
}

static unsigned json_bid(struct bytes input, const struct part_hint *hint)
{
    struct grammar grammar = { .encoding = ENCODING_UTF8 };
    size_t valid;

    (void)hint;
    if (bytes_start_with(input, "\xEF\xBB\xBF", BOM_SIZE))
        input = bytes_slice(input, BOM_SIZE, input.size);
    grammar.input = bytes_slice(input, 0, PREFIX_SIZE);
    while (grammar.offset < grammar.input.size && is_blank(input.data[grammar.offset]))
        grammar.offset++;
    if (grammar.offset == grammar.input.size
        || (input.data[grammar.offset] != '{' && input.data[grammar.offset] != '['))
        return 0;
    valid = utf8_valid_prefix((const char *)grammar.input.data, grammar.input.size);
    if (valid + 3 < grammar.input.size)
        grammar.encoding = ENCODING_GBK;
    while (grammar.offset < grammar.input.size)
        if (!grammar_step(&grammar))
            return 0;
    /* Cut short is for a long document only; "[" or "{" alone is a text. */
    return grammar.value_count > 0 || input.size > PREFIX_SIZE ? BID : 0;
}

/* ---- what text is in it? ---- */

struct json_reader {
    struct extract_job *job;
    struct text_run run;
    size_t offset;
};

static struct span_unit unit_at(const struct json_reader *reader, size_t offset)
{
    return span_unit_at(reader->job->input, reader->job->part->encoding, offset);
}

static enum status segment_emit(struct json_reader *reader, size_t start, size_t end)
{
    enum status status;

    if (start == end)
        return STATUS_OK;
    status = span_emit(reader->job, &reader->run, start, end);
    reader->run.join = JOIN_GLUED;
    return status;
}

/* The four hexadecimal digits of \uXXXX at `offset`; false when they are not there. */
static bool code_unit_read(struct bytes input, size_t offset, uint32_t *code)
{
    struct bytes text = bytes_slice(input, offset, 6);

    *code = 0;
    if (text.size < 6 || text.data[0] != '\\' || text.data[1] != 'u')
        return false;
    for (size_t index = 2; index < 6; index++) {
        uint32_t digit = text.data[index], letter = digit | 0x20;

        if (digit >= '0' && digit <= '9')
            *code = *code * 16 + (digit - '0');
        else if (letter >= 'a' && letter <= 'f')
            *code = *code * 16 + (letter - 'a' + 10);
        else
            return false;
    }
    return true;
}

/* The character that the escape at `offset` stands for; *size is how long it is. */
static uint32_t escape_read(struct bytes input, size_t offset, size_t *size)
{
    uint32_t code, low;

    if (code_unit_read(input, offset, &code)) {
        *size = 6;
        if (code < 0xD800 || code > 0xDFFF)
            return code;
        if (code < 0xDC00 && code_unit_read(input, offset + 6, &low) && low >= 0xDC00 && low <= 0xDFFF) {
            *size = ESCAPE_SIZE_MAX;
            return 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
        }
        return UTF8_REPLACEMENT;
    }
    *size = 2;
    switch (offset + 1 < input.size ? input.data[offset + 1] : 0) {
    case 'n':
    case 'r':
        return '\n';
    case 't':
    case 'b':
    case 'f':
        return ' ';
    case '"':
        return '"';
    case '/':
        return '/';
    default: /* the escaped backslash, and escapes that JSON does not know, whose letter is text */
        *size = offset + 1 < input.size && input.data[offset + 1] == '\\' ? 2 : 1;
        return '\\';
    }
}

static enum status escape_emit(struct json_reader *reader)
{
    char utf8[4];
    size_t size;
    uint32_t character = escape_read(reader->job->input, reader->offset, &size);
    enum status status = span_emit_whole(reader->job, &reader->run, bytes_of(utf8, utf8_encode(character, utf8)),
                                         reader->offset, reader->offset + size);

    reader->run.join = JOIN_GLUED;
    reader->offset += size;
    return status;
}

/* What stands before `end`, which is no part of an escape. */
static enum status escaped_emit(struct json_reader *reader, size_t end)
{
    size_t start = reader->offset;
    enum status status = STATUS_OK;

    while (reader->offset < end && status == STATUS_OK) {
        struct span_unit unit = unit_at(reader, reader->offset);

        if (unit.code != '\\') {
            reader->offset += unit.size;
            continue;
        }
        status = segment_emit(reader, start, reader->offset);
        if (status == STATUS_OK)
            status = escape_emit(reader);
        start = reader->offset;
    }
    return status == STATUS_OK ? segment_emit(reader, start, reader->offset) : status;
}

/* The tag is no part of the sentence that it stands in; its attributes are text of their own. */
static enum status tag_emit(struct json_reader *reader, struct json_tag tag)
{
    struct text_run outside = reader->run;
    size_t end = reader->offset + tag.size;
    enum status status = STATUS_OK;

    if (tag.has_attributes) {
        reader->run.role = TEXT_ALT;
        reader->run.join = JOIN_BROKEN;
        status = escaped_emit(reader, end);
        reader->run = outside;
    }
    reader->offset = end;
    if (tag.breaks)
        reader->run.join = JOIN_BROKEN;
    return status;
}

/* From the quote to the one that closes it, or to the end of the line where that is missing. */
static enum status string_emit(struct json_reader *reader)
{
    struct bytes input = reader->job->input;
    size_t start = ++reader->offset;
    enum status status = STATUS_OK;

    reader->run.join = JOIN_BROKEN;
    while (reader->offset < input.size && status == STATUS_OK) {
        struct span_unit unit = unit_at(reader, reader->offset);
        struct json_tag tag = { 0, false, false };

        if (unit.code == '"' || unit.code == '\n')
            break;
        if (unit.code != '\\' && unit.code != '<') {
            reader->offset += unit.size;
            continue;
        }
        tag = json_tag_read(input, reader->job->part->encoding, reader->offset);
        if (tag.size == 0 && unit.code == '<') {
            reader->offset += unit.size;
            continue;
        }
        status = segment_emit(reader, start, reader->offset);
        if (status == STATUS_OK)
            status = tag.size > 0 ? tag_emit(reader, tag) : escape_emit(reader);
        start = reader->offset;
    }
    if (status == STATUS_OK)
        status = segment_emit(reader, start, reader->offset);
    reader->offset++;
    reader->run.join = JOIN_BROKEN;
    return status;
}

/* A number, a word, or whatever stands there against the rules. */
static enum status word_emit(struct json_reader *reader)
{
    struct bytes input = reader->job->input;
    size_t start = reader->offset;
    struct bytes word;
    enum status status;

    while (reader->offset < input.size) {
        struct span_unit unit = unit_at(reader, reader->offset);

        if (is_blank(unit.code) || is_punctuation(unit.code) || unit.code == '"')
            break;
        reader->offset += unit.size;
    }
    word = bytes_slice(input, start, reader->offset - start);
    if (bytes_equal(word, bytes_of_text("true")) || bytes_equal(word, bytes_of_text("false"))
        || bytes_equal(word, bytes_of_text("null")))
        return STATUS_OK;
    status = segment_emit(reader, start, reader->offset);
    reader->run.join = JOIN_SPACED;
    return status;
}

static enum status json_extract(struct extract_job *job)
{
    struct encoding_evidence evidence = encoding_detect(job->input, job->hint->charset, ENCODING_SYNTAX_PLAIN);
    struct json_reader reader = { .job = job,
                                  .run = { .role = TEXT_BODY, .join = JOIN_BROKEN, .newlines = NEWLINES_ARE_BREAKS },
                                  .offset = evidence.bom_size };
    enum status status = STATUS_OK;

    if (!encoding_is_markup_safe(evidence.encoding))
        return plain_extract(job);
    job->part->encoding = evidence.encoding;
    job->part->source_is_meaningful = true;
    while (reader.offset < job->input.size && status == STATUS_OK) {
        struct span_unit unit = unit_at(&reader, reader.offset);

        if (unit.code == '"') {
            status = string_emit(&reader);
        } else if (is_blank(unit.code)) {
            reader.offset++;
        } else if (is_punctuation(unit.code)) {
            reader.run.join = JOIN_BROKEN;
            reader.offset++;
        } else {
            status = word_emit(&reader);
        }
    }
    return status;
}

const struct extractor json_extractor = {
    .format = { "json", "application/json" },
    .bid = json_bid,
    .extract = json_extract,
};
