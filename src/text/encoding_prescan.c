/* SPDX-License-Identifier: Apache-2.0 */
#include "text/encoding_prescan.h"

#include <string.h>

/* A value without its quotes; attribute names and values are compared without regard to case. */
struct attribute {
    struct bytes name, value;
};

struct prescan {
    const uint8_t *next, *end;
};

static bool is_space(uint8_t byte)
{
    return byte == ' ' || byte == '\t' || byte == '\n' || byte == '\f' || byte == '\r';
}

static uint8_t lower(uint8_t byte)
{
    return byte >= 'A' && byte <= 'Z' ? byte | 0x20 : byte;
}

static bool is_letter(uint8_t byte)
{
    return lower(byte) >= 'a' && lower(byte) <= 'z';
}

static bool starts_with(const struct prescan *prescan, const char *word)
{
    size_t size = strlen(word);

    if ((size_t)(prescan->end - prescan->next) < size)
        return false;
    for (size_t index = 0; index < size; index++) {
        if (lower(prescan->next[index]) != (uint8_t)word[index])
            return false;
    }
    return true;
}

static bool equals(struct bytes bytes, const char *word)
{
    struct prescan prescan = { bytes.data, bytes.data + bytes.size };

    return bytes.size == strlen(word) && starts_with(&prescan, word);
}

static void skip_spaces(struct prescan *prescan)
{
    while (prescan->next < prescan->end && is_space(*prescan->next))
        prescan->next++;
}

/* Behind the next occurrence of `word`, or at the end. */
static void skip_past(struct prescan *prescan, const char *word)
{
    size_t size = strlen(word);
    const uint8_t *found = memmem(prescan->next, (size_t)(prescan->end - prescan->next), word, size);

    prescan->next = found == NULL ? prescan->end : found + size;
}

static struct bytes read_value(struct prescan *prescan)
{
    const uint8_t *start;
    uint8_t quote;

    skip_spaces(prescan);
    if (prescan->next == prescan->end)
        return bytes_of(prescan->next, 0);
    quote = *prescan->next;
    if (quote == '"' || quote == '\'') {
        start = ++prescan->next;
        while (prescan->next < prescan->end && *prescan->next != quote)
            prescan->next++;
        if (prescan->next < prescan->end)
            return bytes_of(start, (size_t)(prescan->next++ - start));
        return bytes_of(start, 0);
    }
    start = prescan->next;
    while (prescan->next < prescan->end && !is_space(*prescan->next) && *prescan->next != '>')
        prescan->next++;
    return bytes_of(start, (size_t)(prescan->next - start));
}

/* "Get an attribute" (13.2.3.2). False at the end of the tag. */
static bool read_attribute(struct prescan *prescan, struct attribute *attribute)
{
    const uint8_t *start;

    while (prescan->next < prescan->end && (is_space(*prescan->next) || *prescan->next == '/'))
        prescan->next++;
    if (prescan->next == prescan->end || *prescan->next == '>')
        return false;
    start = prescan->next;
    while (prescan->next < prescan->end && !is_space(*prescan->next) && *prescan->next != '/' && *prescan->next != '>'
           && (*prescan->next != '=' || prescan->next == start))
        prescan->next++;
    attribute->name = bytes_of(start, (size_t)(prescan->next - start));
    attribute->value = bytes_of(prescan->next, 0);
    skip_spaces(prescan);
    if (prescan->next < prescan->end && *prescan->next == '=') {
        prescan->next++;
        attribute->value = read_value(prescan);
    }
    return true;
}

/* "Extract a character encoding from a meta element": content="text/html; charset=…". */
static enum encoding content_encoding(struct bytes content)
{
    struct prescan prescan = { content.data, content.data + content.size };

    while (prescan.next < prescan.end) {
        const uint8_t *start;
        uint8_t quote;

        if (!starts_with(&prescan, "charset")) {
            prescan.next++;
            continue;
        }
        prescan.next += strlen("charset");
        skip_spaces(&prescan);
        if (prescan.next == prescan.end || *prescan.next != '=')
            continue;
        prescan.next++;
        skip_spaces(&prescan);
        if (prescan.next == prescan.end)
            return ENCODING_NONE;
        quote = *prescan.next;
        if (quote == '"' || quote == '\'') {
            start = ++prescan.next;
            prescan.next = memchr(start, quote, (size_t)(prescan.end - start));
            if (prescan.next == NULL)
                return ENCODING_NONE;
        } else {
            start = prescan.next;
            while (prescan.next < prescan.end && !is_space(*prescan.next) && *prescan.next != ';')
                prescan.next++;
        }
        return encoding_of_label((const char *)start, (size_t)(prescan.next - start));
    }
    return ENCODING_NONE;
}

/* A tag behind "<meta" and its separator. */
static enum encoding meta_encoding(struct prescan *prescan)
{
    struct attribute attribute;
    enum encoding encoding = ENCODING_NONE;
    bool pragma = false, needs_pragma = false, seen_charset = false, seen_content = false, seen_pragma = false;

    while (read_attribute(prescan, &attribute)) {
        if (equals(attribute.name, "http-equiv") && !seen_pragma) {
            seen_pragma = true;
            pragma = equals(attribute.value, "content-type");
        } else if (equals(attribute.name, "content") && !seen_content) {
            enum encoding declared = content_encoding(attribute.value);

            seen_content = true;
            if (declared != ENCODING_NONE && encoding == ENCODING_NONE && !seen_charset) {
                encoding = declared;
                needs_pragma = true;
            }
        } else if (equals(attribute.name, "charset") && !seen_charset) {
            seen_charset = true;
            encoding = encoding_of_label((const char *)attribute.value.data, attribute.value.size);
            needs_pragma = false;
        }
    }
    /* A tag that is cut off declares nothing. */
    if (prescan->next == prescan->end || (needs_pragma && !pragma))
        return ENCODING_NONE;
    /* A document whose <meta> could be read is not UTF-16. */
    return encoding == ENCODING_UTF16LE || encoding == ENCODING_UTF16BE ? ENCODING_UTF8 : encoding;
}

static void skip_tag(struct prescan *prescan)
{
    struct attribute attribute;

    while (prescan->next < prescan->end && !is_space(*prescan->next) && *prescan->next != '>')
        prescan->next++;
    while (read_attribute(prescan, &attribute))
        continue;
}

enum encoding encoding_prescan_html(struct bytes input)
{
    struct bytes head = bytes_slice(input, 0, ENCODING_PRESCAN_SIZE);
    struct prescan prescan = { head.data, head.data + head.size };

    while (prescan.next < prescan.end) {
        const uint8_t *tag = memchr(prescan.next, '<', (size_t)(prescan.end - prescan.next));

        if (tag == NULL)
            break;
        prescan.next = tag;
        if (starts_with(&prescan, "<!--")) {
            /* The two dashes that open it may close it: <!--> is a whole comment. */
            prescan.next += 2;
            skip_past(&prescan, "-->");
        } else if (starts_with(&prescan, "<meta") && prescan.end - prescan.next > 5
                   && (is_space(prescan.next[5]) || prescan.next[5] == '/')) {
            enum encoding encoding;

            prescan.next += 6;
            encoding = meta_encoding(&prescan);
            if (encoding != ENCODING_NONE)
                return encoding;
        } else if (prescan.end - prescan.next > 2
                   && (is_letter(prescan.next[1]) || (prescan.next[1] == '/' && is_letter(prescan.next[2])))) {
            skip_tag(&prescan);
        } else if (starts_with(&prescan, "<!") || starts_with(&prescan, "</") || starts_with(&prescan, "<?")) {
            skip_past(&prescan, ">");
        } else {
            prescan.next++;
        }
    }
    return ENCODING_NONE;
}

enum encoding encoding_prescan_xml(struct bytes input)
{
    struct bytes head = bytes_slice(input, 0, 1024);
    struct prescan prescan = { head.data, head.data + head.size };
    const uint8_t *end, *word;
    struct bytes label;
    enum encoding encoding;

    if (!starts_with(&prescan, "<?xml"))
        return ENCODING_NONE;
    end = memchr(head.data, '>', head.size);
    if (end == NULL)
        return ENCODING_NONE;
    word = memmem(head.data, (size_t)(end - head.data), "encoding", 8);
    if (word == NULL)
        return ENCODING_NONE;
    prescan = (struct prescan){ word + 8, end };
    skip_spaces(&prescan);
    if (prescan.next == prescan.end || *prescan.next != '=')
        return ENCODING_NONE;
    prescan.next++;
    label = read_value(&prescan);
    encoding = encoding_of_label((const char *)label.data, label.size);
    return encoding == ENCODING_UTF16LE || encoding == ENCODING_UTF16BE ? ENCODING_UTF8 : encoding;
}
