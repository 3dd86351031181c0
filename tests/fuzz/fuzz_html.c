/* SPDX-License-Identifier: Apache-2.0
 *
 * Pages of any bytes in several encodings, as HTML and as XML: every run is valid UTF-8 that its source span
 * gives again, sources lie in the page, and two readings agree. The first byte chooses encoding and format.
 */
#include <stdlib.h>
#include <string.h>

#include "base/assert.h"
#include "extract/extract.h"
#include "text/utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct reading {
    struct extract_sink sink; /* first: a sink is a reading */
    struct charset *charset;
    uint64_t digest;
    const char *format;
};

static const char *const labels[] = { "utf-8", "gbk", "gb18030", "big5", "utf-16le", "utf-16be", "iso-2022-jp", NULL };

enum { LABEL_COUNT = sizeof labels / sizeof *labels };

static enum status take_part(struct extract_sink *sink, const struct part *part)
{
    ((struct reading *)sink)->format = part->format->name;
    return STATUS_OK;
}

static enum status take_gap(struct extract_sink *sink, const struct part *part, enum status why, const char *detail)
{
    (void)sink;
    (void)part;
    (void)detail;
    ASSERT(why != STATUS_BUG);
    return STATUS_OK;
}

static enum status take_text(struct extract_sink *sink, const struct part *part, const struct text_run *run)
{
    struct reading *reading = (struct reading *)sink;
    struct bytes source;

    ASSERT(run->size > 0 && run->size <= TEXT_RUN_MAX);
    ASSERT(run->source.start <= run->source.end && run->source.end <= part->bytes.size);
    source = bytes_slice(part->bytes, (size_t)run->source.start, (size_t)(run->source.end - run->source.start));
    if (run->origin == ORIGIN_IDENTICAL) {
        ASSERT(bytes_equal(source, bytes_of(run->utf8, run->size)));
    } else {
        ASSERT(utf8_valid_prefix(run->utf8, run->size) == run->size);
        ASSERT(run->origin == ORIGIN_DETACHED || source.size > 0);
    }
    if (run->origin == ORIGIN_DECODED) {
        char text[TEXT_RUN_MAX + 16];
        struct charset_step step = charset_decode(reading->charset, part->encoding, source, true, text, sizeof text);

        ASSERT(step.consumed == source.size && step.produced == run->size && memcmp(text, run->utf8, run->size) == 0);
    }
    for (size_t index = 0; index < run->size; index++)
        reading->digest = (reading->digest ^ (uint8_t)run->utf8[index]) * UINT64_C(0x100000001b3);
    reading->digest =
        (reading->digest + run->role * 64 + run->join * 8 + run->origin + run->source.start) * UINT64_C(0x100000001b3);
    return STATUS_OK;
}

static uint64_t read_page(struct bytes page, const char *label, struct charset *charset, struct arena *arena)
{
    const struct limits limits = LIMITS_DEFAULT;
    struct part_hint hint = { .name = "page.html", .charset = label };
    struct budget budget = budget_start(&limits, NULL);
    struct reading reading = { { take_part, take_text, take_gap, take_part, NULL }, charset, 0, NULL };
    struct extract_context context = { .charset = charset, .budget = &budget, .arena = arena };
    enum status status = extract_document(page, NULL, &hint, &context, &reading.sink);

    ASSERT(status == STATUS_OK);
    arena_reset(arena);
    return reading.digest;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct charset *charset;
    static struct arena *arena;
    static const char *const heads[] = { "<html>", "<?xml version='1.0'?>" };
    const char *head;
    const char *label;
    size_t head_size, step;
    uint8_t *page;

    if (size == 0)
        return 0;
    if (charset == NULL && (charset_create(&charset) != STATUS_OK || arena_create(&arena) != STATUS_OK))
        abort();
    label = labels[data[0] % LABEL_COUNT];
    head = heads[data[0] / LABEL_COUNT % 2];
    step = label != NULL && strncmp(label, "utf-16", 6) == 0 ? 2 : 1;
    head_size = strlen(head) * step;
    page = calloc(1, head_size + size - 1 + 1);
    ASSERT(page != NULL);
    for (size_t index = 0; head[index] != '\0'; index++)
        page[index * step + (step == 2 && label[6] == 'b')] = (uint8_t)head[index];
    memcpy(page + head_size, data + 1, size - 1);
    page = realloc(page, head_size + size - 1); /* of exactly its size, so that sanitizers see a read past it */
    ASSERT(read_page(bytes_of(page, head_size + size - 1), label, charset, arena)
           == read_page(bytes_of(page, head_size + size - 1), label, charset, arena));
    free(page);
    return 0;
}
