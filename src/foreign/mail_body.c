/* SPDX-License-Identifier: Apache-2.0 */
#include "foreign/mail_body.h"

#include <gmime/gmime-encodings.h>

enum {
    STEP_SIZE = 64 * 1024,
    UU_MODE_DIGITS_MAX = 4,
    CMS_PREFIX_SIZE = 64,
    BER_EXPLICIT = 0xA0,
    BER_OCTETS = 0x04,
    BER_OCTETS_IN_PIECES = 0x24,
    CMS_CONTENT_SIZE = 256, /* where the content of a signed message begins, its digests before it */
};

void mail_body_decode(enum mail_body_encoding encoding, struct bytes raw, struct buf *out)
{
    static const GMimeContentEncoding encodings[] = { [MAIL_BODY_PLAIN] = GMIME_CONTENT_ENCODING_BINARY,
                                                      [MAIL_BODY_BASE64] = GMIME_CONTENT_ENCODING_BASE64,
                                                      [MAIL_BODY_QUOTED] = GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE,
                                                      [MAIL_BODY_UUENCODED] = GMIME_CONTENT_ENCODING_UUENCODE };
    struct mail_body_file file;
    GMimeEncoding state;
    size_t offset = 0;

    if (encoding == MAIL_BODY_UUENCODED && mail_body_file_next(raw, &offset, &file))
        raw = file.encoded; /* the library takes the lines between begin and end alone */
    g_mime_encoding_init_decode(&state, encodings[encoding]);
    while (raw.size > 0) {
        struct bytes step = bytes_slice(raw, 0, STEP_SIZE);
        char *target = buf_reserve(out, g_mime_encoding_outlen(&state, step.size));

        if (target == NULL)
            return;
        out->size += g_mime_encoding_step(&state, (const char *)step.data, step.size, target);
        raw = bytes_slice(raw, step.size, raw.size);
    }
}

static struct bytes line_at(struct bytes bytes, size_t offset)
{
    struct bytes rest = bytes_slice(bytes, offset, bytes.size);
    const uint8_t *newline = rest.size > 0 ? memchr(rest.data, '\n', rest.size) : NULL;

    return newline != NULL ? bytes_slice(rest, 0, (size_t)(newline - rest.data) + 1) : rest;
}

static struct bytes without_end(struct bytes line)
{
    while (line.size > 0 && (line.data[line.size - 1] == '\n' || line.data[line.size - 1] == '\r'))
        line.size--;
    return line;
}

static size_t quote_depth(struct bytes line)
{
    size_t depth = 0;

    while (depth < line.size && line.data[depth] == '>')
        depth++;
    return depth;
}

void mail_body_unflow(struct bytes text, bool delete_space, struct buf *out)
{
    bool flows = false;
    size_t depth_before = 0;

    for (size_t offset = 0; offset < text.size;) {
        struct bytes line = line_at(text, offset), content = without_end(line);
        size_t depth = quote_depth(content), start = depth;
        bool is_signature;

        offset += line.size;
        if (start < content.size && content.data[start] == ' ')
            start++;
        is_signature = content.size - start == 3 && memcmp(content.data + start, "-- ", 3) == 0;
        if (flows && (depth != depth_before || is_signature)) {
            buf_byte(out, '\n');
            flows = false;
        }
        content = bytes_slice(content, flows ? start : 0, content.size);
        depth_before = depth;
        flows = !is_signature && content.size > 0 && content.data[content.size - 1] == ' ';
        if (flows && delete_space)
            content.size--;
        buf_append(out, content.data, content.size);
        if (!flows)
            buf_byte(out, '\n');
    }
}

/* "begin 644 name" */
static bool file_begins(struct bytes line, struct bytes *name)
{
    size_t digits = 6;

    if (!bytes_start_with(line, "begin ", 6))
        return false;
    while (digits < line.size && digits < 6 + UU_MODE_DIGITS_MAX && line.data[digits] >= '0' && line.data[digits] <= '7')
        digits++;
    if (digits < 6 + 3 || digits >= line.size || line.data[digits] != ' ')
        return false;
    *name = without_end(bytes_slice(line, digits + 1, line.size));
    return name->size > 0;
}

/* A line of uuencoded data begins with its size, and is as long as that says, or a little longer. */
static bool is_encoded(struct bytes line)
{
    size_t bytes;

    line = without_end(line);
    if (line.size == 0 || line.data[0] < ' ' || line.data[0] > '`')
        return false;
    bytes = (line.data[0] - ' ') & 0x3F;
    return line.size - 1 >= bytes * 4 / 3;
}

bool mail_body_file_next(struct bytes text, size_t *offset, struct mail_body_file *file)
{
    while (*offset < text.size) {
        struct bytes line = line_at(text, *offset);
        size_t start;

        *offset += line.size;
        if (!file_begins(line, &file->name) || !is_encoded(line_at(text, *offset)))
            continue;
        start = *offset;
        line = line_at(text, *offset);
        while (line.size > 0 && is_encoded(line) && !bytes_start_with(line, "end", 3)) {
            *offset += line.size;
            line = line_at(text, *offset);
        }
        file->encoded = bytes_slice(text, start, *offset - start);
        file->whole = bytes_start_with(line, "end", 3);
        return true;
    }
    return false;
}

static bool contains(struct bytes bytes, const char *wanted, size_t size)
{
    return bytes.size > 0 && memmem(bytes.data, bytes.size, wanted, size) != NULL;
}

/* id-data (RFC 5652, 4). */
static const char id_data[] = "\x06\x09\x2A\x86\x48\x86\xF7\x0D\x01\x07\x01";
enum { ID_DATA_SIZE = sizeof id_data - 1 };

enum mail_body_kind mail_body_kind_of(struct bytes bytes)
{
    static const char enveloped[] = "\x06\x09\x2A\x86\x48\x86\xF7\x0D\x01\x07\x03";
    static const char authenticated[] = "\x06\x0B\x2A\x86\x48\x86\xF7\x0D\x01\x09\x10\x01\x17";
    static const char is_signed[] = "\x06\x09\x2A\x86\x48\x86\xF7\x0D\x01\x07\x02";
    struct bytes prefix = bytes_slice(bytes, 0, CMS_PREFIX_SIZE);
    struct bytes head = bytes_slice(bytes, 0, CMS_CONTENT_SIZE);
    const uint8_t *content, *after;

    if (prefix.size == 0 || prefix.data[0] != 0x30)
        return MAIL_BODY_OPEN;
    if (contains(prefix, enveloped, sizeof enveloped - 1) || contains(prefix, authenticated, sizeof authenticated - 1))
        return MAIL_BODY_ENCRYPTED;
    if (!contains(prefix, is_signed, sizeof is_signed - 1))
        return MAIL_BODY_OPEN;
    content = memmem(head.data, head.size, id_data, ID_DATA_SIZE);
    if (content == NULL || content - head.data < 2 || content + ID_DATA_SIZE + 2 > head.data + head.size)
        return MAIL_BODY_SIGNED;
    /* Where nothing but this stands in its sequence, the content is elsewhere. */
    after = content + ID_DATA_SIZE;
    if ((content[-2] == 0x30 && content[-1] == 0x0B) || (content[-1] == 0x80 && after[0] == 0 && after[1] == 0))
        return MAIL_BODY_SIGNATURE;
    return MAIL_BODY_SIGNED;
}

/* Tag and length of an element of BER (X.690, 8.1); an indefinite length is SIZE_MAX. */
static bool element_begins(struct reader *reader, uint8_t *tag, size_t *length)
{
    uint8_t first, count;

    *tag = reader_u8(reader);
    first = reader_u8(reader);
    *length = first;
    if (first == 0x80)
        *length = SIZE_MAX;
    if (first <= 0x80)
        return !reader->overrun;
    *length = 0;
    for (count = first & 0x7F; count > 0 && !reader->overrun; count--)
        *length = *length << 8 | reader_u8(reader);
    return !reader->overrun && (first & 0x7F) <= 4;
}

static bool take_octets(struct reader *reader, size_t length, struct buf *out)
{
    size_t left = (size_t)(reader->end - reader->next);
    struct bytes piece = reader_take(reader, length < left ? length : left);

    buf_append(out, piece.data, piece.size);
    return length <= left;
}

bool mail_body_signed_content(struct bytes bytes, struct buf *out, bool *whole)
{
    struct bytes head = bytes_slice(bytes, 0, CMS_CONTENT_SIZE);
    const uint8_t *data = head.size > 0 ? memmem(head.data, head.size, id_data, ID_DATA_SIZE) : NULL;
    struct reader reader;
    uint8_t tag;
    size_t length, end;

    if (data == NULL)
        return false;
    reader = reader_of(bytes_slice(bytes, (size_t)(data - bytes.data) + ID_DATA_SIZE, bytes.size));
    if (!element_begins(&reader, &tag, &length) || tag != BER_EXPLICIT || !element_begins(&reader, &tag, &length))
        return false;
    if (tag == BER_OCTETS && length != SIZE_MAX) {
        *whole = take_octets(&reader, length, out);
        return true;
    }
    if (tag != BER_OCTETS_IN_PIECES)
        return false;
    /* In pieces, up to the end of the element, or up to a piece of nothing where its length is not told. */
    end = length < (size_t)(reader.end - reader.next) ? length : (size_t)(reader.end - reader.next);
    *whole = length == SIZE_MAX || length <= end;
    reader = reader_of(bytes_of(reader.next, end));
    while (*whole && reader.next < reader.end) {
        *whole = element_begins(&reader, &tag, &length) && (tag == BER_OCTETS || (tag == 0 && length == 0));
        if (!*whole || tag == 0)
            break;
        *whole = take_octets(&reader, length, out);
    }
    return true;
}

bool mail_body_has_armor(struct bytes text)
{
    static const char line[] = "-----BEGIN PGP MESSAGE-----";
    const uint8_t *found = text.size > 0 ? memmem(text.data, text.size, line, sizeof line - 1) : NULL;

    return found != NULL && (found == text.data || found[-1] == '\n');
}
