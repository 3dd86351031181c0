/* SPDX-License-Identifier: Apache-2.0
 *
 * For fuzz targets: reads a document twice and asserts what must hold for any bytes. Parts open and close in
 * brackets, runs are valid UTF-8 with sources inside their part, no limit is overspent, nothing is our own bug, and
 * two readings agree.
 */
#ifndef GUANKA_TESTS_READ_DOCUMENT_H
#define GUANKA_TESTS_READ_DOCUMENT_H

#include <stdlib.h>
#include <string.h>

#include "base/assert.h"
#include "extract/extract.h"
#include "text/utf8.h"

struct reading {
    struct extract_sink sink; /* first: a sink is a reading */
    uint64_t digest;
    uint32_t open;
};

static void mix(struct reading *reading, const void *data, size_t size)
{
    for (size_t index = 0; index < size; index++)
        reading->digest = (reading->digest ^ ((const uint8_t *)data)[index]) * UINT64_C(0x100000001b3);
}

static enum status take_open(struct extract_sink *sink, const struct part *part)
{
    struct reading *reading = (struct reading *)sink;

    ASSERT(part->depth == reading->open);
    ASSERT(utf8_valid_prefix(part->name, strlen(part->name)) == strlen(part->name));
    reading->open++;
    mix(reading, part->name, strlen(part->name));
    return STATUS_OK;
}

static enum status take_close(struct extract_sink *sink, const struct part *part)
{
    struct reading *reading = (struct reading *)sink;

    ASSERT(part->depth + 1 == reading->open);
    reading->open--;
    mix(reading, part->format->name, strlen(part->format->name));
    return STATUS_OK;
}

static enum status take_gap(struct extract_sink *sink, const struct part *part, enum status why, const char *detail)
{
    (void)part;
    ASSERT(why != STATUS_OK && status_scope(why) != SCOPE_SCAN);
    if (detail != NULL)
        mix((struct reading *)sink, detail, strlen(detail));
    return STATUS_OK;
}

static enum status take_text(struct extract_sink *sink, const struct part *part, const struct text_run *run)
{
    ASSERT(run->size > 0 && run->size <= TEXT_RUN_MAX);
    ASSERT(run->source.start <= run->source.end && run->source.end <= part->bytes.size);
    if (run->origin != ORIGIN_IDENTICAL)
        ASSERT(utf8_valid_prefix(run->utf8, run->size) == run->size);
    mix((struct reading *)sink, run->utf8, run->size);
    return STATUS_OK;
}

static uint64_t read_once(struct bytes input, const char *name, struct charset *charset, struct arena *arena,
                          const struct extractor *const *formats)
{
    const struct limits limits = {
        .expanded_bytes_max = 16 << 20, .children_max = 200, .depth_max = 4, .ratio_max = 250, .findings_max = 100
    };
    struct budget budget = budget_start(&limits, NULL);
    struct reading reading = { .sink = { take_open, take_text, take_gap, take_close, NULL } };

    struct extract_context context = {
        .charset = charset, .budget = &budget, .arena = arena, .formats = formats
    };

    ASSERT(extract_document(input, NULL, &(struct part_hint){ .name = name }, &context, &reading.sink) == STATUS_OK);
    ASSERT(reading.open == 0);
    ASSERT(budget.expanded_bytes <= limits.expanded_bytes_max && budget.children <= limits.children_max);
    arena_reset(arena);
    return reading.digest;
}

/* `formats` are beside those of the library, or NULL. */
static void read_document_with(struct bytes input, const char *name, const struct extractor *const *formats)
{
    static struct charset *charset;
    static struct arena *arena;

    if (charset == NULL && (charset_create(&charset) != STATUS_OK || arena_create(&arena) != STATUS_OK))
        abort();
    ASSERT(read_once(input, name, charset, arena, formats) == read_once(input, name, charset, arena, formats));
}

static inline void read_document(struct bytes input, const char *name)
{
    read_document_with(input, name, NULL);
}

#endif
