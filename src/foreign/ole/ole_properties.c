/* SPDX-License-Identifier: Apache-2.0 */
#include "foreign/ole/ole_properties.h"

#include "foreign/ole/ole_encoding.h"
#include "foreign/ole/ole_output.h"

enum {
    HEADER_SIZE = 28,
    SECTIONS_MAX = 2,
    PROPERTIES_MAX = 4096, /* of one section; a real one has a few dozen */
    ELEMENTS_MAX = 4096,   /* of one vector */
    DICTIONARY = 0,
    CODE_PAGE = 1,
    DOCUMENT_PARTS = 13, /* names of sheets and slides, which stand elsewhere too; in the second set */
};

/* 2.15 */
enum {
    TYPE_I2 = 2,
    TYPE_I4 = 3,
    TYPE_R8 = 5,
    TYPE_BSTR = 8,
    TYPE_VARIANT = 12,
    TYPE_LPSTR = 30,
    TYPE_LPWSTR = 31,
    TYPE_VECTOR = 0x1000,
    TYPE_ARRAY = 0x2000,
};

struct section_reading {
    struct ole_output *output;
    struct bytes section;
    enum encoding encoding;
    bool user_defined;
    bool whole; /* nothing in it was damaged so far */
};

static const char user_defined_format[] = "\x05\xD5\xCD\xD5\x9C\x2E\x1B\x10\x93\x97\x08\x00\x2B\x2C\xF9\xAE";

static struct reader reader_at(struct bytes bytes, size_t offset)
{
    return reader_of(bytes_slice(bytes, offset, bytes.size));
}

/* Strings end with a NUL, or with several. */
static struct bytes without_terminator(struct bytes raw, bool wide)
{
    if (wide) {
        raw.size &= ~(size_t)1;
        while (raw.size >= 2 && raw.data[raw.size - 1] == 0 && raw.data[raw.size - 2] == 0)
            raw.size -= 2;
    } else {
        while (raw.size > 0 && raw.data[raw.size - 1] == 0)
            raw.size--;
    }
    return raw;
}

static enum status narrow_emit(struct section_reading *reading, struct bytes raw)
{
    bool wide = reading->encoding == ENCODING_UTF16LE;

    return ole_output_block_decoded(reading->output, TEXT_METADATA, without_terminator(raw, wide), reading->encoding);
}

static enum status wide_emit(struct section_reading *reading, struct bytes raw)
{
    return ole_output_block_decoded(reading->output, TEXT_METADATA, without_terminator(raw, true), ENCODING_UTF16LE);
}

/* Numbers mean something only under a name that a user gave. */
static enum status number_emit(struct section_reading *reading, const char *format, double value)
{
    struct buf text = BUF_INIT(512);
    enum status status;

    if (!reading->user_defined)
        return STATUS_OK;
    buf_format(&text, format, value);
    status = buf_status(&text);
    if (status == STATUS_OK)
        status = ole_output_block(reading->output, TEXT_METADATA, buf_bytes(&text));
    buf_free(&text);
    return status;
}

/* Bytes of a value that says nothing here: a flag, a time, an amount; 0 when they cannot be told. */
static size_t silent_size(uint32_t type)
{
    switch (type) {
    case 4:  /* R4 */
    case 10: /* ERROR */
    case 11: /* BOOL */
    case 16: /* I1, UI1, UI2, UI4, INT, UINT */
    case 17:
    case 18:
    case 19:
    case 22:
    case 23:
        return 4;
    case 6: /* CY, DATE, I8, UI8, FILETIME */
    case 7:
    case 20:
    case 21:
    case 64:
        return 8;
    default:
        return 0;
    }
}

/* Nothing, a decimal number, a blob, a stream, a storage, a clip, a class. */
static bool is_silent_alone(uint32_t type)
{
    return type <= 1 || type == 14 || (type >= 65 && type <= 73);
}

/* A value of that type from *reader on. */
static enum status value_emit(struct section_reading *reading, struct reader *reader, uint32_t type, bool in_vector)
{
    uint32_t size;

    switch (type) {
    case TYPE_I2:
        return number_emit(reading, "%.0f", (int16_t)reader_u32le(reader));
    case TYPE_I4:
        return number_emit(reading, "%.0f", (int32_t)reader_u32le(reader));
    case TYPE_R8: {
        uint64_t bits = reader_u64le(reader);
        double value;

        memcpy(&value, &bits, sizeof value);
        return number_emit(reading, "%.15g", value);
    }
    case TYPE_BSTR:
    case TYPE_LPSTR: {
        struct bytes raw;

        size = reader_u32le(reader);
        raw = reader_take(reader, size);
        /* Narrow strings of a vector follow each other without a gap. */
        if (!in_vector || reading->encoding == ENCODING_UTF16LE)
            (void)reader_take(reader, (4 - size % 4) % 4);
        return narrow_emit(reading, raw);
    }
    case TYPE_LPWSTR: {
        struct bytes raw;

        size = reader_u32le(reader);
        raw = reader_take(reader, (size_t)size * 2);
        (void)reader_take(reader, (size_t)(size % 2) * 2);
        return wide_emit(reading, raw);
    }
    default:
        size = (uint32_t)silent_size(type);
        (void)reader_take(reader, size);
        reader->overrun |= size == 0 && (in_vector || !is_silent_alone(type));
        return STATUS_OK;
    }
}

static enum status vector_emit(struct section_reading *reading, struct reader *reader, uint32_t type)
{
    uint32_t count = reader_u32le(reader);
    enum status status = STATUS_OK;

    reader->overrun |= count > ELEMENTS_MAX;
    for (uint32_t index = 0; index < count && !reader->overrun && status == STATUS_OK; index++) {
        uint32_t element = type == TYPE_VARIANT ? reader_u32le(reader) & 0xFFFF : type;

        status = value_emit(reading, reader, element, true);
    }
    return status;
}

/* 2.17: the names of properties that users define. */
static enum status dictionary_emit(struct section_reading *reading, struct reader *reader)
{
    uint32_t count = reader_u32le(reader);
    bool wide = reading->encoding == ENCODING_UTF16LE;
    enum status status = STATUS_OK;

    reader->overrun |= count > ELEMENTS_MAX;
    for (uint32_t index = 0; index < count && !reader->overrun && status == STATUS_OK; index++) {
        struct bytes name;
        uint32_t size;

        (void)reader_u32le(reader);
        size = reader_u32le(reader);
        name = reader_take(reader, wide ? (size_t)size * 2 : size);
        if (wide)
            (void)reader_take(reader, (size_t)(size % 2) * 2);
        if (reader->overrun)
            break;
        status = narrow_emit(reading, name);
    }
    return status;
}

static enum status property_emit(struct section_reading *reading, uint32_t id, uint32_t offset, bool is_second)
{
    struct reader reader = reader_at(reading->section, offset);
    enum status status;
    uint32_t type;

    if (id == CODE_PAGE || (is_second && !reading->user_defined && id == DOCUMENT_PARTS))
        return STATUS_OK;
    if (id == DICTIONARY) {
        status = dictionary_emit(reading, &reader);
        reading->whole &= !reader.overrun;
        return status;
    }
    type = reader_u32le(&reader) & 0xFFFF;
    if ((type & TYPE_ARRAY) != 0) /* no property of a document has one */
        reader.overrun = true;
    if (reader.overrun)
        status = STATUS_OK;
    else if ((type & TYPE_VECTOR) != 0)
        status = vector_emit(reading, &reader, type & ~(uint32_t)TYPE_VECTOR);
    else
        status = value_emit(reading, &reader, type, false);
    reading->whole &= !reader.overrun;
    return status;
}

static enum encoding section_encoding(struct bytes section, uint32_t count)
{
    struct reader reader = reader_at(section, 8);
    enum encoding encoding = ENCODING_NONE;

    for (uint32_t index = 0; index < count && !reader.overrun; index++) {
        uint32_t id = reader_u32le(&reader), offset = reader_u32le(&reader);

        if (id == CODE_PAGE) {
            struct reader value = reader_at(section, (size_t)offset + 4);

            encoding = ole_encoding_of_code_page(reader_u16le(&value));
        }
    }
    return encoding != ENCODING_NONE ? encoding : ENCODING_WINDOWS_1252;
}

static enum status section_emit(struct section_reading *reading, bool is_second)
{
    struct reader reader = reader_at(reading->section, 4);
    uint32_t count = reader_u32le(&reader);
    enum status status = STATUS_OK;

    if (count > PROPERTIES_MAX) {
        count = PROPERTIES_MAX;
        reading->whole = false;
    }
    reading->encoding = section_encoding(reading->section, count);
    for (uint32_t index = 0; index < count && !reader.overrun && status == STATUS_OK; index++) {
        uint32_t id = reader_u32le(&reader), offset = reader_u32le(&reader);

        if (!reader.overrun)
            status = property_emit(reading, id, offset, is_second);
    }
    reading->whole &= !reader.overrun;
    return status;
}

/* Some programs write streams of nothing for those that others expect. */
static bool is_blank(struct bytes set)
{
    for (size_t index = 0; index < set.size; index++)
        if (set.data[index] != 0)
            return false;
    return true;
}

/* 2.21: one section, or two, of which the second has what users define. */
static enum status set_emit(struct ole_output *output, struct bytes set, bool is_second)
{
    struct reader reader = reader_of(set);
    enum status status = STATUS_OK;
    uint32_t count;
    bool whole;

    if (is_blank(set))
        return STATUS_OK;
    (void)reader_take(&reader, HEADER_SIZE - 4);
    count = reader_u32le(&reader);
    whole = count > 0 && count <= SECTIONS_MAX;
    for (uint32_t index = 0; index < count && index < SECTIONS_MAX && status == STATUS_OK; index++) {
        struct bytes format = reader_take(&reader, 16);
        uint32_t offset = reader_u32le(&reader);
        struct section_reading reading = { .output = output,
                                           .section = bytes_slice(set, offset, set.size),
                                           .user_defined = bytes_start_with(format, user_defined_format, 16),
                                           .whole = true };

        if (reader.overrun)
            break;
        status = section_emit(&reading, is_second);
        whole &= reading.whole;
    }
    if (status == STATUS_OK && (reader.overrun || !whole))
        return extract_gap(output->job, STATUS_MALFORMED, "properties");
    return status;
}

enum status ole_properties_read(struct extract_job *job, struct ole_storage *storage)
{
    static const char *const names[] = { "\005SummaryInformation", "\005DocumentSummaryInformation" };
    struct ole_output *output = arena_alloc(job->arena, sizeof *output);
    enum status status = STATUS_OK;

    if (output == NULL)
        return STATUS_NO_MEMORY;
    ole_output_start(output, job);
    output->section = "property";
    for (size_t index = 0; index < 2 && status == STATUS_OK; index++) {
        struct bytes set;

        status = ole_storage_read_named(storage, names[index], &set);
        if (status == STATUS_OK)
            status = set_emit(output, set, index == 1);
    }
    return status;
}
