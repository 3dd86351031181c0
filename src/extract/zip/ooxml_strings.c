/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/zip/ooxml_strings.h"

#include <string.h>

#include "base/buf.h"
#include "base/spool.h"

enum { BATCH_SIZE = 32 * 1024 };

/* Bytes on their way to a spool, which writes whatever it is given at once. */
struct batch {
    struct buf bytes;
    struct spool *spool;
};

struct ooxml_strings {
    struct ooxml *ooxml;
    struct batch texts, ends; /* ends: where each string ends, 8 bytes each */
    uint64_t size;            /* of all strings so far */
    uint32_t count;
    struct bytes text, end; /* what is in the spools, once they are finished */
    uint8_t *used;          /* a bit for each */
};

static bool bit_get(const uint8_t *bits, size_t index)
{
    return (bits[index / 8] >> (index % 8) & 1) != 0;
}

static void bit_set(uint8_t *bits, size_t index)
{
    bits[index / 8] |= (uint8_t)(1u << (index % 8));
}

static enum status batch_flush(struct ooxml_strings *strings, struct batch *batch)
{
    enum status status = buf_status(&batch->bytes);

    if (status == STATUS_OK && batch->bytes.size > 0)
        status = extract_spool_append(strings->ooxml->package.job, batch->spool, buf_bytes(&batch->bytes), 0);
    buf_clear(&batch->bytes);
    return status;
}

static enum status batch_append(struct ooxml_strings *strings, struct batch *batch, struct bytes bytes)
{
    buf_append(&batch->bytes, bytes.data, bytes.size);
    return batch->bytes.size < BATCH_SIZE ? buf_status(&batch->bytes) : batch_flush(strings, batch);
}

enum status ooxml_strings_create(struct ooxml *ooxml, struct ooxml_strings **strings)
{
    struct ooxml_strings *created = arena_zeroed(ooxml->package.job->arena, sizeof *created);
    enum status status;

    if (created == NULL)
        return STATUS_NO_MEMORY;
    created->ooxml = ooxml;
    created->texts.bytes = created->ends.bytes = (struct buf)BUF_INIT(SIZE_MAX / 4);
    status = spool_create(&created->texts.spool);
    if (status == STATUS_OK)
        status = spool_create(&created->ends.spool);
    if (status != STATUS_OK) {
        ooxml_strings_destroy(created);
        return status;
    }
    *strings = created;
    return STATUS_OK;
}

void ooxml_strings_destroy(struct ooxml_strings *strings)
{
    if (strings == NULL)
        return;
    buf_free(&strings->texts.bytes);
    buf_free(&strings->ends.bytes);
    spool_destroy(strings->texts.spool);
    spool_destroy(strings->ends.spool);
}

enum status ooxml_strings_append(struct ooxml_strings *strings, struct bytes utf8)
{
    strings->size += utf8.size;
    return batch_append(strings, &strings->texts, utf8);
}

enum status ooxml_strings_end(struct ooxml_strings *strings)
{
    if (strings->count == UINT32_MAX)
        return STATUS_OK;
    strings->count++;
    return batch_append(strings, &strings->ends, bytes_of(&strings->size, sizeof strings->size));
}

enum status ooxml_strings_finish(struct ooxml_strings *strings)
{
    struct file_content *content;
    enum status status = batch_flush(strings, &strings->texts);

    if (status == STATUS_OK)
        status = batch_flush(strings, &strings->ends);
    if (status == STATUS_OK)
        status = spool_finish(strings->texts.spool, &strings->text, &content);
    if (status == STATUS_OK)
        status = spool_finish(strings->ends.spool, &strings->end, &content);
    if (status != STATUS_OK)
        return status;
    strings->used = arena_zeroed(strings->ooxml->package.job->arena, strings->count / 8 + 1);
    return strings->used != NULL ? STATUS_OK : STATUS_NO_MEMORY;
}

static bool string_get(const struct ooxml_strings *strings, uint64_t index, struct bytes *text)
{
    uint64_t start = 0, end;

    if (index >= strings->count)
        return false;
    if (index > 0)
        memcpy(&start, strings->end.data + (index - 1) * sizeof start, sizeof start);
    memcpy(&end, strings->end.data + index * sizeof end, sizeof end);
    *text = bytes_slice(strings->text, (size_t)start, (size_t)(end - start));
    return true;
}

bool ooxml_strings_use(struct ooxml_strings *strings, uint64_t index, struct bytes *text)
{
    if (!string_get(strings, index, text))
        return false;
    bit_set(strings->used, index);
    return true;
}

enum status ooxml_strings_emit_unused(const struct ooxml_strings *strings)
{
    static const struct text_run run = {
        .role = TEXT_HIDDEN, .join = JOIN_BROKEN, .newlines = NEWLINES_ARE_BLANKS, .section = "unused strings"
    };
    enum status status = STATUS_OK;
    struct bytes text;

    for (uint32_t index = 0; index < strings->count && status == STATUS_OK; index++)
        if (!bit_get(strings->used, index) && string_get(strings, index, &text))
            status = ooxml_emit(strings->ooxml, &run, text);
    return status;
}
