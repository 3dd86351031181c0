/* SPDX-License-Identifier: Apache-2.0 */
#include "foreign/mail_header.h"

#include <gmime/gmime-encodings.h>
#include <stdio.h>
#include <strings.h>

#include "extract/http.h"
#include "extract/name.h"
#include "foreign/mail_utf7.h"
#include "text/ascii.h"
#include "text/encoding.h"

enum {
    LABEL_MAX = 64,
    PARAMETER_NAME_MAX = 64,
    SEGMENTS_MAX = 100, /* of a parameter */
    VALUE_MAX = 1 << 20,
    WORD_MAX = 8192, /* 75 by the standard */
};

/* Text on its way out: bytes that wait because the next encoded word may complete their last character. */
struct decoder {
    struct charset *charset;
    struct buf waiting, piece;
    char label[LABEL_MAX]; /* of what waits; empty for raw text */
    struct buf *out;
};

struct word {
    struct bytes label, text;
    bool is_base64;
    size_t size; /* with its marks */
};

static bool is_ascii_text(struct bytes bytes)
{
    for (size_t index = 0; index < bytes.size; index++)
        if (bytes.data[index] >= 0x7F || bytes.data[index] == 0x1B)
            return false;
    return true;
}

static void append_clean(struct buf *out, const char *text, size_t size)
{
    for (size_t index = 0; index < size; index++)
        buf_byte(out, (unsigned char)text[index] < ' ' ? ' ' : text[index]);
}

/* Text in an encoding that is named: as far as the bytes agree. */
static void flush_labelled(struct decoder *decoder)
{
    struct bytes bytes = buf_bytes(&decoder->waiting);
    struct encoding_evidence evidence = encoding_detect(bytes, decoder->label, ENCODING_SYNTAX_PLAIN);
    size_t capacity = 4 * bytes.size + 16;
    char *target;

    buf_clear(&decoder->piece);
    target = buf_reserve(&decoder->piece, capacity);
    bytes = bytes_slice(bytes, evidence.bom_size, bytes.size);
    if (target == NULL)
        return;
    struct charset_step step = charset_decode(decoder->charset, evidence.encoding, bytes, true, target, capacity);
    append_clean(decoder->out, target, step.produced);
}

static enum status flush_raw(struct decoder *decoder)
{
    struct bytes bytes = buf_bytes(&decoder->waiting);
    enum status status = STATUS_OK;

    for (size_t start = 0; start < bytes.size && status == STATUS_OK; start += NAME_SIZE_MAX) {
        status = name_decode(decoder->charset, bytes_slice(bytes, start, NAME_SIZE_MAX), &decoder->piece);
        if (status == STATUS_OK)
            append_clean(decoder->out, decoder->piece.data, decoder->piece.size);
    }
    return status;
}

static void flush_utf7(struct decoder *decoder)
{
    buf_clear(&decoder->piece);
    mail_utf7_decode(buf_bytes(&decoder->waiting), &decoder->piece);
    append_clean(decoder->out, decoder->piece.data, decoder->piece.size);
}

static enum status flush(struct decoder *decoder)
{
    struct bytes bytes = buf_bytes(&decoder->waiting);
    enum status status = buf_status(&decoder->waiting);

    if (status != STATUS_OK || bytes.size == 0)
        return status;
    if (decoder->label[0] == '\0' && is_ascii_text(bytes))
        append_clean(decoder->out, decoder->waiting.data, bytes.size);
    else if (mail_utf7_is_meant(decoder->label))
        flush_utf7(decoder);
    else if (decoder->label[0] == '\0' || encoding_from_label(decoder->label, strlen(decoder->label)) == ENCODING_NONE)
        status = flush_raw(decoder);
    else
        flush_labelled(decoder);
    if (status == STATUS_OK)
        status = buf_status(&decoder->piece);
    buf_clear(&decoder->waiting);
    return status;
}

/* What follows has that label; what waits under another one goes out. */
static enum status relabel(struct decoder *decoder, struct bytes label)
{
    size_t size = label.size < LABEL_MAX ? label.size : LABEL_MAX - 1;
    enum status status = STATUS_OK;

    if (strlen(decoder->label) == size && strncasecmp(decoder->label, (const char *)label.data, size) == 0)
        return STATUS_OK;
    status = flush(decoder);
    memcpy(decoder->label, label.data, size);
    decoder->label[size] = '\0';
    return status;
}

/* =?charset*language?B?text?= at the beginning of `text`. Blanks in the text are against the rules, and met. */
static bool word_parse(struct bytes text, struct word *word)
{
    const uint8_t *mark, *star, *end;
    size_t start;

    if (!bytes_start_with(text, "=?", 2))
        return false;
    text = bytes_slice(text, 0, WORD_MAX);
    mark = memchr(text.data + 2, '?', text.size - 2);
    if (mark == NULL)
        return false;
    start = (size_t)(mark - text.data);
    word->label = bytes_slice(text, 2, start - 2);
    star = word->label.size > 0 ? memchr(word->label.data, '*', word->label.size) : NULL;
    if (star != NULL)
        word->label.size = (size_t)(star - word->label.data);
    if (word->label.size == 0 || word->label.size >= LABEL_MAX || start + 3 > text.size || text.data[start + 2] != '?'
        || strchr("BbQq", text.data[start + 1]) == NULL || text.data[start + 1] == '\0')
        return false;
    word->is_base64 = (text.data[start + 1] | 0x20) == 'b';
    start += 3;
    end = memmem(text.data + start, text.size - start, "?=", 2);
    if (end == NULL)
        return false;
    word->text = bytes_slice(text, start, (size_t)(end - text.data) - start);
    word->size = (size_t)(end - text.data) + 2;
    return true;
}

/* The encoding "Q": =XX, and _ for a blank. */
static void append_quoted(struct buf *out, struct bytes text)
{
    for (size_t index = 0; index < text.size; index++) {
        int high = text.data[index] == '=' && text.size - index > 2 ? ascii_hexadecimal(text.data[index + 1]) : -1;
        int low = high >= 0 ? ascii_hexadecimal(text.data[index + 2]) : -1;

        if (low >= 0) {
            buf_byte(out, (char)(high * 16 + low));
            index += 2;
        } else {
            buf_byte(out, text.data[index] == '_' ? ' ' : (char)text.data[index]);
        }
    }
}

static void append_word(struct decoder *decoder, const struct word *word)
{
    GMimeEncoding state;
    char *target;

    if (!word->is_base64) {
        append_quoted(&decoder->waiting, word->text);
        return;
    }
    g_mime_encoding_init_decode(&state, GMIME_CONTENT_ENCODING_BASE64);
    target = buf_reserve(&decoder->waiting, g_mime_encoding_outlen(&state, word->text.size));
    if (target != NULL)
        decoder->waiting.size += g_mime_encoding_step(&state, (const char *)word->text.data, word->text.size, target);
}

/* Raw text up to the next encoded word; line breaks of folding go, others are blanks. */
static void append_raw(struct decoder *decoder, struct bytes text)
{
    for (size_t index = 0; index < text.size; index++) {
        bool folds = index + 1 < text.size && ascii_is_space(text.data[index + 1]);

        if (text.data[index] == '\n' && !folds)
            buf_byte(&decoder->waiting, ' ');
        else if (text.data[index] != '\r' && text.data[index] != '\n')
            buf_byte(&decoder->waiting, (char)text.data[index]);
    }
}

/* How many bytes of `text` stand in front of the next encoded word. */
static size_t raw_size(struct bytes text, struct word *word)
{
    for (size_t offset = 0; offset < text.size;) {
        const uint8_t *found = memmem(text.data + offset, text.size - offset, "=?", 2);

        if (found == NULL)
            break;
        offset = (size_t)(found - text.data);
        if (word_parse(bytes_slice(text, offset, text.size), word))
            return offset;
        offset += 2;
    }
    word->size = 0;
    return text.size;
}

static bool is_blank(struct bytes text)
{
    size_t index = 0;

    while (index < text.size && ascii_is_space(text.data[index]))
        index++;
    return index == text.size;
}

enum status mail_header_text(struct charset *charset, struct bytes value, struct buf *out)
{
    struct decoder decoder = {
        .charset = charset, .waiting = BUF_INIT(VALUE_MAX), .piece = BUF_INIT(8 * VALUE_MAX), .out = out
    };
    bool after_word = false;
    enum status status = STATUS_OK;

    value = ascii_trim(bytes_slice(value, 0, VALUE_MAX / 2));
    while (value.size > 0 && status == STATUS_OK) {
        struct word word = { .size = 0 };
        size_t size = raw_size(value, &word);
        struct bytes raw = bytes_slice(value, 0, size);

        /* Blanks between two encoded words are not part of the text. */
        if (size > 0 && !(after_word && word.size > 0 && is_blank(raw))) {
            status = relabel(&decoder, bytes_of("", 0));
            append_raw(&decoder, raw);
        }
        if (word.size > 0 && status == STATUS_OK) {
            status = relabel(&decoder, word.label);
            append_word(&decoder, &word);
        }
        after_word = word.size > 0;
        value = bytes_slice(value, size + word.size, value.size);
    }
    if (status == STATUS_OK)
        status = flush(&decoder);
    buf_free(&decoder.waiting);
    buf_free(&decoder.piece);
    return status != STATUS_OK ? status : buf_status(out);
}

/* ---- parameters ---- */

/* Behind the token or quoted string at `offset`, whose content is added to *raw. A backslash behind a byte beyond
 * ASCII is the second byte of a GBK character. */
static size_t value_read(struct bytes value, size_t offset, struct buf *raw)
{
    bool quoted = offset < value.size && value.data[offset] == '"';

    offset += quoted;
    while (offset < value.size) {
        uint8_t byte = value.data[offset];

        if (quoted ? byte == '"' : byte == ';')
            break;
        if (quoted && byte == '\\' && offset + 1 < value.size && (offset == 0 || value.data[offset - 1] < 0x80))
            byte = value.data[++offset];
        if (quoted || !ascii_is_space(byte))
            buf_byte(raw, (char)byte);
        else if (raw->size > 0 && raw->data[raw->size - 1] != ' ')
            buf_byte(raw, ' ');
        offset++;
    }
    while (!quoted && raw->size > 0 && raw->data[raw->size - 1] == ' ')
        raw->size--;
    return offset + (quoted && offset < value.size);
}

/* Adds the raw value of the first parameter with exactly that name; false when there is none. */
static bool parameter_find(struct bytes value, const char *name, struct buf *raw)
{
    size_t offset = 0, name_size = strlen(name);
    size_t before = raw->size;

    while (offset < value.size && value.data[offset] != ';')
        offset++;
    while (offset < value.size) {
        size_t start, end;

        while (offset < value.size && (value.data[offset] == ';' || ascii_is_space(value.data[offset])))
            offset++;
        start = offset;
        while (offset < value.size && value.data[offset] != '=' && value.data[offset] != ';')
            offset++;
        for (end = offset; end > start && ascii_is_space(value.data[end - 1]);)
            end--;
        if (offset >= value.size || value.data[offset] == ';')
            continue;
        offset++;
        while (offset < value.size && ascii_is_space(value.data[offset]))
            offset++;
        offset = value_read(value, offset, raw);
        if (end - start == name_size && strncasecmp((const char *)value.data + start, name, name_size) == 0)
            return true;
        raw->size = before;
        while (offset < value.size && value.data[offset] != ';')
            offset++;
    }
    return false;
}

struct extended {
    struct buf raw, bytes;
    char label[LABEL_MAX];
    bool found;
};

/* Takes charset'language' off the front of an extended value. */
static struct bytes take_label(struct extended *extended, struct bytes value)
{
    const uint8_t *first = value.size > 0 ? memchr(value.data, '\'', value.size) : NULL;
    size_t size = first != NULL ? (size_t)(first - value.data) : 0;
    const uint8_t *second = first != NULL ? memchr(first + 1, '\'', value.size - size - 1) : NULL;

    if (second == NULL || size >= LABEL_MAX)
        return value;
    memcpy(extended->label, value.data, size);
    extended->label[size] = '\0';
    return bytes_slice(value, (size_t)(second - value.data) + 1, value.size);
}

/* name*N, or name*N* whose value is percent-encoded; number -1: name* alone. */
static bool segment_take(struct bytes value, const char *name, int number, struct extended *extended)
{
    char plain[PARAMETER_NAME_MAX], encoded[PARAMETER_NAME_MAX];
    bool is_encoded;

    (void)snprintf(plain, sizeof plain, "%s*%d", name, number);
    (void)snprintf(encoded, sizeof encoded, number < 0 ? "%s*" : "%s*%d*", name, number);
    buf_clear(&extended->raw);
    is_encoded = parameter_find(value, encoded, &extended->raw);
    if (!is_encoded && (number < 0 || !parameter_find(value, plain, &extended->raw)))
        return false;
    if (!is_encoded)
        buf_append(&extended->bytes, extended->raw.data, extended->raw.size);
    else
        http_append_unescaped(&extended->bytes, number <= 0 ? take_label(extended, buf_bytes(&extended->raw))
                                                            : buf_bytes(&extended->raw));
    extended->found = true;
    return true;
}

static enum status decode_extended(struct charset *charset, struct extended *extended, struct buf *out)
{
    struct decoder decoder = {
        .charset = charset, .waiting = extended->bytes, .piece = BUF_INIT(8 * VALUE_MAX), .out = out
    };
    enum status status;

    /* Some write encoded words even here. */
    if (extended->label[0] == '\0')
        return mail_header_text(charset, buf_bytes(&extended->bytes), out);
    memcpy(decoder.label, extended->label, sizeof decoder.label);
    status = flush(&decoder);
    buf_free(&decoder.piece);
    extended->bytes = decoder.waiting;
    return status;
}

enum status mail_header_parameter(struct charset *charset, struct bytes value, const char *name, struct buf *out)
{
    struct extended extended = { .raw = BUF_INIT(VALUE_MAX), .bytes = BUF_INIT(VALUE_MAX) };
    enum status status = STATUS_OK;

    buf_clear(out);
    value = ascii_trim(bytes_slice(value, 0, VALUE_MAX / 2));
    if (!segment_take(value, name, -1, &extended))
        for (int number = 0; number < SEGMENTS_MAX && segment_take(value, name, number, &extended);)
            number++;
    if (!extended.found) {
        buf_clear(&extended.raw);
        extended.found = parameter_find(value, name, &extended.bytes);
    }
    if (buf_status(&extended.raw) != STATUS_OK || buf_status(&extended.bytes) != STATUS_OK)
        status = STATUS_NO_MEMORY;
    else if (extended.found)
        status = decode_extended(charset, &extended, out);
    buf_free(&extended.raw);
    buf_free(&extended.bytes);
    return status != STATUS_OK ? status : buf_status(out);
}
