/* SPDX-License-Identifier: Apache-2.0 */
#include "foreign/ole/msg_rtf.h"

enum {
    KIND_COMPRESSED = 0x75465A4C, /* "LZFu" */
    KIND_PLAIN = 0x414C454D,      /* "MELA" */
    DICTIONARY_SIZE = 4096,
    COPY_MAX = 17, /* by two bytes, and a bit of the flags before them */
};

/* 2.1.2.1: what every dictionary begins with. */
static const char beginning[] =
    "{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript \\fdecor MS Sans "
    "SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par \\pard\\plain\\f0\\fs20\\b\\i\\u"
    "\\tab\\tx";

struct window {
    uint8_t bytes[DICTIONARY_SIZE];
    size_t write;
    uint8_t *output;
    size_t size, capacity;
};

static void put(struct window *window, uint8_t byte)
{
    window->bytes[window->write] = byte;
    window->write = (window->write + 1) % DICTIONARY_SIZE;
    if (window->size < window->capacity)
        window->output[window->size++] = byte;
}

/* False at the end, which is a copy from where the next byte would be written. */
static bool copy(struct window *window, struct reader *reader)
{
    unsigned first = reader_u8(reader), second = reader_u8(reader);
    size_t offset = first << 4 | second >> 4, length = (second & 15) + 2;

    if (reader->overrun || offset == window->write)
        return false;
    for (; length > 0; length--, offset = (offset + 1) % DICTIONARY_SIZE)
        put(window, window->bytes[offset]);
    return true;
}

/* False when it broke off before its end. */
static bool decompress(struct window *window, struct reader *reader)
{
    for (;;) {
        unsigned flags = reader_u8(reader);

        for (unsigned bit = 0; bit < 8; bit++, flags >>= 1) {
            if ((flags & 1) != 0) {
                if (!copy(window, reader))
                    return !reader->overrun;
            } else {
                uint8_t byte = reader_u8(reader);

                if (reader->overrun)
                    return false;
                put(window, byte);
            }
        }
    }
}

static enum status compressed_read(struct extract_job *job, struct reader *reader, struct bytes *rtf)
{
    struct window *window = arena_alloc(job->arena, sizeof *window);
    size_t left = (size_t)(reader->end - reader->next), capacity = left * (COPY_MAX / 2 + 1) + COPY_MAX;
    enum status status;
    bool whole;

    if (window == NULL)
        return STATUS_NO_MEMORY;
    memset(window->bytes, 0, sizeof window->bytes);
    memcpy(window->bytes, beginning, sizeof beginning - 1);
    window->write = sizeof beginning - 1;
    window->size = 0;
    window->capacity = capacity;
    status = extract_expand(job, capacity, left, &window->output);
    if (status != STATUS_OK)
        return status;
    whole = decompress(window, reader);
    *rtf = bytes_of(window->output, window->size);
    return whole ? STATUS_OK : STATUS_MALFORMED;
}

enum status msg_rtf_decompress(struct extract_job *job, struct bytes compressed, struct bytes *rtf)
{
    struct reader reader = reader_of(compressed);
    uint32_t size, kind;

    *rtf = bytes_of(NULL, 0);
    (void)reader_u32le(&reader);
    size = reader_u32le(&reader);
    kind = reader_u32le(&reader);
    (void)reader_u32le(&reader);
    if (reader.overrun)
        return STATUS_MALFORMED;
    if (kind == KIND_COMPRESSED)
        return compressed_read(job, &reader, rtf);
    if (kind != KIND_PLAIN)
        return STATUS_MALFORMED;
    *rtf = bytes_slice(bytes_of(reader.next, (size_t)(reader.end - reader.next)), 0, size);
    return STATUS_OK;
}
