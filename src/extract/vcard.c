/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/vcard.h"

#include <string.h>
#include <strings.h>

#include "base/buf.h"
#include "extract/base64.h"
#include "extract/html_data_url.h"
#include "text/ascii.h"
#include "text/charset.h"

enum {
    PROPERTY_MAX = 64 << 20, /* of a property: a picture may stand in one */
    SAMPLE_SIZE = 64 << 10,
    LABEL_SIZE = 40,
    BID = 8 * 11, /* "BEGIN:VCARD" */
};

struct card {
    struct extract_job *job;
    struct buf line;  /* a property, its folds taken out */
    struct buf plain; /* its value, decoded; first, a sample of all */
    bool has_gap;     /* an encoding is not read, which is told once */
};

/* A property: "NAME;PARAMETER=x:value". */
struct property {
    struct bytes head, value;
    struct span source;
};

static bool begins_with(struct bytes input, const char *text)
{
    size_t size = strlen(text);

    if (bytes_start_with(input, "\xEF\xBB\xBF", 3))
        input = bytes_slice(input, 3, input.size);
    return input.size > size && strncasecmp((const char *)input.data, text, size) == 0
           && strchr("\r\n \t", input.data[size]) != NULL;
}

static unsigned vcard_bid(struct bytes input, const struct part_hint *hint)
{
    (void)hint;
    return begins_with(input, "BEGIN:VCARD") ? BID : 0;
}

static unsigned calendar_bid(struct bytes input, const struct part_hint *hint)
{
    (void)hint;
    return begins_with(input, "BEGIN:VCALENDAR") ? BID : 0;
}

/* ---- lines ---- */

/* Adds the line at `offset` without its end; returns where the next one begins. */
static size_t line_add(struct card *card, size_t offset)
{
    struct bytes rest = bytes_slice(card->job->input, offset, SIZE_MAX);
    const uint8_t *newline = memchr(rest.data, '\n', rest.size);
    size_t size = newline != NULL ? (size_t)(newline - rest.data) : rest.size;
    size_t text = size > 0 && rest.data[size - 1] == '\r' ? size - 1 : size;

    buf_append(&card->line, rest.data, text);
    return offset + size + (newline != NULL);
}

/* The colon that ends the head; in quotes there may be others. A line without one is all value. */
static struct property property_of(struct bytes line)
{
    bool quoted = false;

    for (size_t at = 0; at < line.size; at++) {
        quoted ^= line.data[at] == '"';
        if (line.data[at] == ':' && !quoted)
            return (struct property){ bytes_slice(line, 0, at), bytes_slice(line, at + 1, line.size), { 0, 0 } };
    }
    return (struct property){ bytes_of("", 0), line, { 0, 0 } };
}

/* Whether a parameter of the head says `word`, with its name in front or, as in vCard 2.1, without. */
static bool head_says(struct bytes head, const char *word)
{
    size_t size = strlen(word);

    for (size_t at = 1; at + size <= head.size; at++)
        if ((head.data[at - 1] == ';' || head.data[at - 1] == '=')
            && strncasecmp((const char *)head.data + at, word, size) == 0
            && (at + size == head.size || head.data[at + size] == ';'))
            return true;
    return false;
}

/* Folds out: what follows with a blank in front belongs to the line, and so does what follows a value in
 * quoted-printable that ends with "=". */
static size_t property_read(struct card *card, size_t offset)
{
    const struct bytes input = card->job->input;

    buf_clear(&card->line);
    offset = line_add(card, offset);
    while (offset < input.size && (input.data[offset] == ' ' || input.data[offset] == '\t'))
        offset = line_add(card, offset + 1);
    if (head_says(property_of(buf_bytes(&card->line)).head, "QUOTED-PRINTABLE"))
        while (offset < input.size && card->line.size > 0 && card->line.data[card->line.size - 1] == '=') {
            card->line.size--;
            offset = line_add(card, offset);
        }
    return offset;
}

/* ---- values ---- */

/* RFC 2045, 6.7; what is no escape is left as it is. */
static void quoted_printable(struct buf *plain, struct bytes value)
{
    for (size_t at = 0; at < value.size; at++) {
        int high = at + 2 < value.size && value.data[at] == '=' ? ascii_hexadecimal(value.data[at + 1]) : -1;
        int low = high >= 0 ? ascii_hexadecimal(value.data[at + 2]) : -1;

        buf_byte(plain, (char)(low >= 0 ? high * 16 + low : value.data[at]));
        at += low >= 0 ? 2 : 0;
    }
}

/* "\n", "\," and "\;" (RFC 6350, 3.4), in place. Returns the new size. */
static size_t unescape(char *text, size_t size)
{
    size_t kept = 0;

    for (size_t at = 0; at < size; at++) {
        bool escaped = text[at] == '\\' && at + 1 < size && strchr("nN,;:\\", text[at + 1]) != NULL;

        at += escaped;
        text[kept++] = escaped && (text[at] | 0x20) == 'n' ? '\n' : text[at];
    }
    return kept;
}

static enum status text_emit(struct card *card, struct bytes text, enum encoding encoding, struct text_run run)
{
    char utf8[TEXT_RUN_MAX];
    enum status status = STATUS_OK;

    run.join = JOIN_BROKEN;
    run.origin = ORIGIN_WHOLE;
    run.newlines = NEWLINES_ARE_BREAKS;
    while (text.size > 0 && status == STATUS_OK) {
        struct charset_step step = charset_decode(card->job->charset, encoding, text, true, utf8, sizeof utf8);

        run.utf8 = utf8;
        run.size = unescape(utf8, step.produced);
        run.replaced = (uint32_t)step.replaced;
        status = extract_emit(card->job, &run);
        run.join = JOIN_GLUED;
        text = bytes_slice(text, step.consumed, text.size);
    }
    return status;
}

/* What CHARSET names; empty without one. Names of parameters have no case (RFC 6350, 3.3). */
static void charset_label(struct bytes head, char label[LABEL_SIZE])
{
    static const char name[] = ";CHARSET=";
    size_t at = 0, size = 0;

    while (at + sizeof name - 1 <= head.size && strncasecmp((const char *)head.data + at, name, sizeof name - 1) != 0)
        at++;
    for (at += sizeof name - 1; at < head.size && head.data[at] != ';' && size + 1 < LABEL_SIZE; at++)
        if (head.data[at] != '"')
            label[size++] = (char)head.data[at];
    label[size] = '\0';
}

/* The encoding that CHARSET names, where the bytes are not plainly of another one. */
static enum status value_encoding(struct card *card, const struct property *property, enum encoding *encoding)
{
    struct encoding_evidence evidence;
    char label[LABEL_SIZE];

    charset_label(property->head, label);
    *encoding = card->job->part->encoding;
    if (card->plain.size == 0 && label[0] == '\0')
        return STATUS_OK;
    evidence = encoding_detect(card->plain.size > 0 ? buf_bytes(&card->plain) : property->value,
                               label[0] != '\0' ? label : NULL, ENCODING_SYNTAX_PLAIN);
    *encoding = evidence.encoding;
    if (card->has_gap || !(evidence.label_is_refused || evidence.is_hz))
        return STATUS_OK;
    card->has_gap = true;
    return extract_gap(card->job, STATUS_CHARSET, "an encoding that is not read");
}

/* A picture, a sound, a key: a file inside, named by its property. */
static enum status binary_read(struct card *card, const struct property *property)
{
    struct bytes name = property->head, rest = property->value;
    const uint8_t *end = memchr(name.data, ';', name.size);
    struct base64 base64 = { 0 };
    char child[LABEL_SIZE] = "";
    size_t decoded_size = 0;
    uint8_t *decoded;
    enum status status = extract_expand(card->job, rest.size + 1, rest.size + 1, &decoded);

    if (status != STATUS_OK)
        return status;
    name.size = end != NULL ? (size_t)(end - name.data) : name.size;
    for (size_t at = 0; at < name.size && at + 1 < sizeof child; at++)
        child[at] = name.data[at] > ' ' && name.data[at] < 0x7F ? (char)name.data[at] : '_';
    for (size_t at = 0; at < rest.size; at += BASE64_STEP)
        decoded_size += base64_decode(&base64, bytes_slice(rest, at, BASE64_STEP), decoded + decoded_size);
    return extract_child(card->job, &(struct part_hint){ .name = child }, bytes_of(decoded, decoded_size), NULL);
}

static enum status property_emit(struct card *card, struct property *property)
{
    struct text_run run = { .role = TEXT_BODY, .source = property->source };
    struct text_run parameters = { .role = TEXT_METADATA, .source = property->source };
    enum encoding encoding;
    enum status status = STATUS_OK;

    if (memchr(property->head.data, ';', property->head.size) != NULL)
        status = text_emit(card, property->head, card->job->part->encoding, parameters);
    if (status != STATUS_OK)
        return status;
    if (head_says(property->head, "B") || head_says(property->head, "BASE64"))
        return binary_read(card, property);
    if (html_data_url_is(property->value))
        return html_data_url_read(card->job, property->value, NULL);
    buf_clear(&card->plain);
    if (head_says(property->head, "QUOTED-PRINTABLE"))
        quoted_printable(&card->plain, property->value);
    status = buf_status(&card->plain);
    if (status == STATUS_OK)
        status = value_encoding(card, property, &encoding);
    if (status != STATUS_OK)
        return status;
    return text_emit(card, card->plain.size > 0 ? buf_bytes(&card->plain) : property->value, encoding, run);
}

/* Folds may cut a character in two, so the bytes of the file as it lies need not look like the encoding that they are. */
static enum status unfolded_encoding(struct card *card, size_t offset)
{
    const struct bytes input = card->job->input;
    enum status status = STATUS_OK;

    while (offset < input.size && card->plain.size < SAMPLE_SIZE && status == STATUS_OK) {
        offset = property_read(card, offset);
        buf_append(&card->plain, card->line.data, card->line.size);
        buf_byte(&card->plain, '\n');
        status = buf_status(&card->line);
    }
    if (status == STATUS_OK)
        status = buf_status(&card->plain);
    if (status == STATUS_OK && card->plain.size > 0)
        card->job->part->encoding = encoding_detect(buf_bytes(&card->plain), NULL, ENCODING_SYNTAX_PLAIN).encoding;
    return status;
}

static enum status card_read(struct card *card, size_t offset)
{
    const size_t size = card->job->input.size;
    enum status status = STATUS_OK;

    while (offset < size && status == STATUS_OK) {
        size_t next = property_read(card, offset);
        struct property property;

        status = buf_status(&card->line);
        if (status != STATUS_OK)
            return status;
        property = property_of(buf_bytes(&card->line));
        property.source = (struct span){ offset, next };
        if (card->line.size > 0)
            status = property_emit(card, &property);
        if (status == STATUS_OK)
            status = extract_progress(card->job, next);
        offset = next;
    }
    return status;
}

static enum status vcard_extract(struct extract_job *job)
{
    struct card card = { .job = job, .line = BUF_INIT(PROPERTY_MAX), .plain = BUF_INIT(PROPERTY_MAX) };
    struct encoding_evidence evidence;
    enum status status = extract_encoding(job, ENCODING_SYNTAX_PLAIN, &evidence);

    if (status == STATUS_OK)
        status = unfolded_encoding(&card, evidence.bom_size);
    if (status == STATUS_OK)
        status = card_read(&card, evidence.bom_size);
    buf_free(&card.line);
    buf_free(&card.plain);
    return status;
}

const struct extractor vcard_extractor = {
    .format = { "vcard", "text/vcard" },
    .bid = vcard_bid,
    .extract = vcard_extract,
};

const struct extractor calendar_extractor = {
    .format = { "icalendar", "text/calendar" },
    .bid = calendar_bid,
    .extract = vcard_extract,
};
