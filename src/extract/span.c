/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/span.h"

static bool is_between(uint8_t byte, uint8_t first, uint8_t last)
{
    return byte >= first && byte <= last;
}

/* Bytes of the character at data[0..size), whose first byte is not ASCII. A lead byte without a fitting second one
 * stands alone, as decoders see it, so that syntax behind it counts. */
static uint8_t character_size(enum encoding encoding, const uint8_t *data, size_t size)
{
    uint8_t second = size > 1 ? data[1] : 0;

    switch (encoding) {
    case ENCODING_GBK:
    case ENCODING_GB18030:
        if (size >= 4 && is_between(second, '0', '9') && is_between(data[2], 0x81, 0xFE)
            && is_between(data[3], '0', '9'))
            return 4;
        return is_between(data[0], 0x81, 0xFE) && second >= 0x40 && second != 0x7F ? 2 : 1;
    case ENCODING_BIG5:
        return is_between(data[0], 0x81, 0xFE) && second >= 0x40 ? 2 : 1;
    case ENCODING_SHIFT_JIS:
        return (is_between(data[0], 0x81, 0x9F) || is_between(data[0], 0xE0, 0xFC)) && second >= 0x40 ? 2 : 1;
    default: /* in the others no byte of a character is ASCII but the first */
        return 1;
    }
}

struct span_unit span_unit_at(struct bytes input, enum encoding encoding, size_t offset)
{
    const uint8_t *data = input.data + offset;
    size_t size = input.size - offset;
    uint8_t second = size > 1 ? data[1] : 0;

    if (encoding == ENCODING_UTF16LE || encoding == ENCODING_UTF16BE) {
        if (size < 2)
            return (struct span_unit){ SPAN_OTHER, 1 };
        if (encoding == ENCODING_UTF16LE)
            return (struct span_unit){ (uint16_t)(data[0] | second << 8), 2 };
        return (struct span_unit){ (uint16_t)(data[0] << 8 | second), 2 };
    }
    if (data[0] < 0x80)
        return (struct span_unit){ data[0], 1 };
    return (struct span_unit){ SPAN_OTHER, character_size(encoding, data, size) };
}

static enum status emit_decoded(struct extract_job *job, struct text_run *run, size_t start, size_t end)
{
    char text[TEXT_RUN_MAX];
    enum status status = STATUS_OK;

    while (start < end && status == STATUS_OK) {
        struct charset_step step = charset_decode(job->charset, job->part->encoding,
                                                  bytes_slice(job->input, start, end - start), true, text, sizeof text);

        run->utf8 = text;
        run->size = step.produced;
        run->source = (struct span){ start, start + step.consumed };
        run->replaced = (uint32_t)step.replaced;
        status = extract_emit(job, run);
        run->join = JOIN_GLUED;
        start += step.consumed;
    }
    return status;
}

static enum status emit_identical(struct extract_job *job, struct text_run *run, size_t start, size_t end)
{
    const uint8_t *text = job->input.data;
    enum status status = STATUS_OK;

    while (start < end && status == STATUS_OK) {
        size_t cut = end;

        if (end - start > TEXT_RUN_MAX) {
            cut = start + TEXT_RUN_MAX;
            for (int back = 0; back < 3 && (text[cut] & 0xC0) == 0x80; back++)
                cut--;
        }
        run->utf8 = (const char *)text + start;
        run->size = cut - start;
        run->source = (struct span){ start, cut };
        status = extract_emit(job, run);
        run->join = JOIN_GLUED;
        start = cut;
    }
    return status;
}

enum status span_emit(struct extract_job *job, const struct text_run *model, size_t start, size_t end)
{
    struct text_run run = *model;

    if (job->part->encoding == ENCODING_UTF8) {
        run.origin = ORIGIN_IDENTICAL;
        return emit_identical(job, &run, start, end);
    }
    run.origin = ORIGIN_DECODED;
    return emit_decoded(job, &run, start, end);
}

enum status span_emit_whole(struct extract_job *job, const struct text_run *model, struct bytes utf8, size_t start,
                            size_t end)
{
    struct text_run run = *model;

    run.origin = ORIGIN_WHOLE;
    run.utf8 = (const char *)utf8.data;
    run.size = utf8.size;
    run.source = (struct span){ start, end };
    return extract_emit(job, &run);
}
