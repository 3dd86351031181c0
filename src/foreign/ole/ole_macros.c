/* SPDX-License-Identifier: Apache-2.0 */
#include "foreign/ole/ole_macros.h"

#include "foreign/ole/ole_encoding.h"
#include "foreign/ole/ole_output.h"
#include "text/encoding.h"

enum {
    CHUNK_SIZE = 4096,
    RATIO = 20, /* more than any program text shrinks; what expands further is cut, with a gap */
};

/* 2.4.1.1.8: how the two bytes of a copy divide into an offset and a length depends on where in the chunk it is. */
static unsigned length_bits(size_t position)
{
    unsigned bits = 12;

    for (size_t reach = 16; reach < position && bits > 4; reach *= 2)
        bits--;
    return bits;
}

static bool copy_token(uint16_t token, uint8_t *text, size_t start, size_t limit, size_t *size)
{
    unsigned bits = length_bits(*size - start);
    size_t length = (size_t)(token & ((1u << bits) - 1)) + 3, offset = (size_t)(token >> bits) + 1;

    if (offset > *size - start || length > limit - *size)
        return false;
    for (size_t count = 0; count < length; count++, ++*size)
        text[*size] = text[*size - offset];
    return true;
}

static bool chunk_decompress(struct bytes chunk, uint8_t *text, size_t limit, size_t *size)
{
    struct reader reader = reader_of(chunk);
    size_t start = *size;

    while (reader.next < reader.end) {
        unsigned flags = reader_u8(&reader);

        for (unsigned bit = 0; bit < 8 && reader.next < reader.end; bit++, flags >>= 1) {
            if ((flags & 1) != 0) {
                if (!copy_token(reader_u16le(&reader), text, start, limit, size) || reader.overrun)
                    return false;
            } else if (*size < limit) {
                text[(*size)++] = reader_u8(&reader);
            } else {
                return false;
            }
        }
    }
    return true;
}

bool ole_macros_decompress(struct bytes compressed, uint8_t *text, size_t capacity, size_t *size)
{
    struct reader reader = reader_of(compressed);

    *size = 0;
    if (reader_u8(&reader) != 1)
        return false;
    while (reader.end - reader.next > 2) {
        uint16_t header = reader_u16le(&reader);
        size_t chunk_size = (header & 0xFFFu) + 1, limit = capacity - *size < CHUNK_SIZE ? capacity : *size + CHUNK_SIZE;
        struct bytes chunk;

        if ((header >> 12 & 7) != 3)
            return true; /* something else follows */
        chunk = bytes_slice(bytes_of(reader.next, (size_t)(reader.end - reader.next)), 0, chunk_size);
        (void)reader_take(&reader, chunk.size);
        if ((header & 0x8000) != 0) {
            if (!chunk_decompress(chunk, text, limit, size))
                return false;
        } else {
            if (chunk.size > limit - *size)
                chunk.size = limit - *size;
            memcpy(text + *size, chunk.data, chunk.size);
            *size += chunk.size;
        }
    }
    return true;
}

/* The source stands behind code of the compiler, at an offset that the stream "dir" tells; but it always begins with
 * the word Attribute, the first bytes of which are written plainly. */
static struct bytes source_find(struct bytes stream)
{
    static const char sign[] = "\0Attribut";
    const uint8_t *found = stream.size > 0 ? memmem(stream.data, stream.size, sign, sizeof sign - 1) : NULL;
    size_t offset;

    if (found == NULL || found - stream.data < 3)
        return bytes_of(NULL, 0);
    offset = (size_t)(found - stream.data) - 3;
    return stream.data[offset] == 1 ? bytes_slice(stream, offset, stream.size) : bytes_of(NULL, 0);
}

static enum status source_emit(struct extract_job *job, struct bytes text, const char *name)
{
    struct ole_output *output = arena_alloc(job->arena, sizeof *output);
    enum encoding encoding = encoding_detect(text, NULL, ENCODING_SYNTAX_PLAIN).encoding;
    enum status status = STATUS_OK;

    if (output == NULL)
        return STATUS_NO_MEMORY;
    ole_output_start(output, job);
    output->section = ole_output_section(job, "macro ", bytes_of_text(name));
    if (output->section == NULL)
        return STATUS_NO_MEMORY;
    while (text.size > 0 && status == STATUS_OK) {
        const uint8_t *end = memchr(text.data, '\n', text.size);
        size_t size = end != NULL ? (size_t)(end - text.data) + 1 : text.size;

        status = ole_output_block_decoded(output, TEXT_SCRIPT, bytes_slice(text, 0, size), encoding);
        text = bytes_slice(text, size, text.size);
    }
    return status;
}

static enum status module_read(struct extract_job *job, struct bytes stream, const char *name)
{
    struct bytes source = source_find(stream);
    size_t capacity = source.size * RATIO, size;
    enum status status;
    uint8_t *text;
    bool whole;

    if (source.size == 0)
        return STATUS_OK;
    status = extract_expand(job, capacity, source.size, &text);
    if (status != STATUS_OK)
        return status;
    whole = ole_macros_decompress(source, text, capacity, &size);
    status = source_emit(job, bytes_of(text, size), name);
    return status != STATUS_OK || whole ? status : extract_gap(job, STATUS_MALFORMED, name);
}

static enum status modules_read(struct extract_job *job, struct ole_storage *folder)
{
    enum status status = STATUS_OK;

    for (size_t index = 0; index < ole_storage_count(folder) && status == STATUS_OK; index++) {
        struct ole_storage *inner;
        struct bytes stream;

        status = ole_storage_folder(folder, index, &inner);
        if (status != STATUS_OK || inner != NULL) {
            ole_storage_close(inner);
            continue;
        }
        status = ole_storage_read(folder, index, &stream);
        if (status == STATUS_OK)
            status = module_read(job, stream, ole_storage_name(folder, index));
    }
    return status;
}

enum status ole_macros_read(struct extract_job *job, struct ole_storage *folder)
{
    struct ole_storage *modules;
    enum status status;
    size_t index;

    if (!ole_storage_find(folder, "VBA", &index))
        return modules_read(job, folder);
    status = ole_storage_folder(folder, index, &modules);
    if (status != STATUS_OK || modules == NULL)
        return status;
    status = modules_read(job, modules);
    ole_storage_close(modules);
    return status;
}
