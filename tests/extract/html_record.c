/* SPDX-License-Identifier: Apache-2.0 */
#include "html_record.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "extract/extract.h"
#include "extract/html_output.h"
#include "text/utf8.h"

struct recorder {
    struct extract_sink sink; /* first: a sink is a recorder */
    struct charset *charset;
    struct buf *lines;
    struct html_record record;
    enum text_role last;
    bool begun;
};

static const char *const roles[TEXT_ROLE_COUNT] = {
    [TEXT_BODY] = "body",         [TEXT_TITLE] = "title",
    [TEXT_HEADER] = "header",     [TEXT_FOOTER] = "footer",
    [TEXT_NOTE] = "note",         [TEXT_HIDDEN] = "hidden",
    [TEXT_LINK] = "link",         [TEXT_HIDDEN_LINK] = "hidden-link",
    [TEXT_ALT] = "alt",           [TEXT_METADATA] = "property",
    [TEXT_COMMENT] = "comment",   [TEXT_SCRIPT] = "script",
    [TEXT_FILENAME] = "filename",
};

/* Whether it is what a reader sees of a reference that was escaped once too often. */
static bool is_shown(const uint8_t *first, const uint8_t *end, const struct text_run *run)
{
    char decoded[HTML_REFERENCE_SIZE];
    size_t decoded_size = 0;
    size_t size = html_entities_decode(first, end, false, decoded, &decoded_size);

    return decoded_size == 1 && decoded[0] == '&' && run->size == 1 + (size_t)(end - first) - size
           && run->utf8[0] == '&' && memcmp(run->utf8 + 1, first + size, run->size - 1) == 0;
}

/* Whether a reference of the running text is what its source says. */
static bool is_true_reference(struct recorder *recorder, enum encoding encoding, const struct text_run *run,
                              struct bytes source)
{
    char written[256];
    char decoded[HTML_REFERENCE_SIZE];
    size_t size = 0;
    struct charset_step step = charset_decode(recorder->charset, encoding, source, true, written, sizeof written);
    const uint8_t *first = (const uint8_t *)written;

    if (run->is_escape)
        return step.consumed == source.size && is_shown(first, first + step.produced, run);
    return step.consumed == source.size && written[0] == '&'
           && html_output_decode(first, first + step.produced, REFERENCES_OF_TEXT, decoded, &size) == step.produced
           && size == run->size && memcmp(decoded, run->utf8, size) == 0;
}

/* What an entity that the document declares stands for cannot be told from the reference alone. */
static bool is_declared_reference(const struct part *part, struct bytes source)
{
    return strcmp(part->format->name, "xml") == 0 && source.size > 2
           && (part->encoding == ENCODING_UTF16LE || (source.data[0] == '&' && source.data[source.size - 1] == ';'));
}

/* Whether it is the box of a control, which stands for its name. */
static bool is_box(const struct part *part, const struct text_run *run, struct bytes source)
{
    return run->size == 3 && (memcmp(run->utf8, "\u2610", 3) == 0 || memcmp(run->utf8, "\u2611", 3) == 0)
           && (part->encoding == ENCODING_UTF16LE || part->encoding == ENCODING_UTF16BE
               || (source.size == 5 && strncasecmp((const char *)source.data, "input", 5) == 0));
}

/* Whether the source span of a run gives its text, by what the origin says. */
static bool is_true(struct recorder *recorder, const struct part *part, const struct text_run *run)
{
    struct bytes source =
        bytes_slice(part->bytes, (size_t)run->source.start, (size_t)(run->source.end - run->source.start));
    char decoded[TEXT_RUN_MAX + 16];
    struct charset_step step;

    if (run->source.end > part->bytes.size || run->source.end < run->source.start)
        return false;
    switch (run->origin) {
    case ORIGIN_IDENTICAL:
        return source.size == run->size && memcmp(source.data, run->utf8, run->size) == 0;
    case ORIGIN_DECODED:
        step = charset_decode(recorder->charset, part->encoding, source, true, decoded, sizeof decoded);
        return step.consumed == source.size && step.produced == run->size && memcmp(decoded, run->utf8, run->size) == 0
               && utf8_valid_prefix(run->utf8, run->size) == run->size;
    case ORIGIN_WHOLE:
        if (run->role == TEXT_BODY && part->encoding != ENCODING_ISO_2022_JP)
            return is_true_reference(recorder, part->encoding, run, source) || is_declared_reference(part, source)
                   || is_box(part, run, source);
        return source.size > 0 && utf8_valid_prefix(run->utf8, run->size) == run->size;
    case ORIGIN_DETACHED:
        return run->role == TEXT_FILENAME;
    }
    return false;
}

static void print_text(struct buf *out, const char *text, size_t size)
{
    for (size_t index = 0; index < size; index++) {
        if (text[index] == '\n')
            buf_text(out, "\\n");
        else
            buf_byte(out, text[index]);
    }
}

static void print_run(struct recorder *recorder, const struct text_run *run)
{
    struct buf *out = recorder->lines;
    bool goes_on = recorder->begun && run->join < JOIN_LINE && recorder->last == run->role;

    if (!goes_on) {
        if (recorder->begun)
            buf_byte(out, '\n');
        buf_text(out, roles[run->role]);
        if (run->section != NULL)
            buf_format(out, " \"%s\"", run->section);
        if (run->cell.table != 0)
            buf_format(out, " [t%u r%u c%u]", run->cell.table, run->cell.row, run->cell.column);
        buf_byte(out, ' ');
        if (run->newlines == NEWLINES_ARE_BREAKS)
            buf_text(out, "(pre) ");
        if (run->join < JOIN_LINE)
            buf_byte(out, '~');
    }
    if (run->join == JOIN_SPACED)
        buf_text(out, "\u2423");
    print_text(out, run->utf8, run->size);
    recorder->begun = true;
    recorder->last = run->role;
}

static enum status take_text(struct extract_sink *sink, const struct part *part, const struct text_run *run)
{
    struct recorder *recorder = (struct recorder *)sink;

    recorder->record.runs++;
    recorder->record.bytes += run->size;
    recorder->record.broken_runs += !is_true(recorder, part, run);
    if (recorder->lines != NULL && run->role != TEXT_FILENAME)
        print_run(recorder, run);
    return STATUS_OK;
}

static enum status take_gap(struct extract_sink *sink, const struct part *part, enum status why, const char *detail)
{
    struct recorder *recorder = (struct recorder *)sink;

    (void)part;
    if (recorder->lines != NULL)
        buf_format(recorder->lines, "\ngap %s %s", status_code(why), detail != NULL ? detail : "");
    return STATUS_OK;
}

static enum status take_part(struct extract_sink *sink, const struct part *part)
{
    (void)sink;
    (void)part;
    return STATUS_OK;
}

static enum status close_part(struct extract_sink *sink, const struct part *part)
{
    struct recorder *recorder = (struct recorder *)sink;

    if (part->encoding != ENCODING_NONE)
        recorder->record.encoding = encoding_name(part->encoding);
    if (recorder->lines != NULL && recorder->begun)
        buf_byte(recorder->lines, '\n');
    if (recorder->lines != NULL)
        buf_format(recorder->lines, "end %s %s\n", part->format->name,
                   part->encoding != ENCODING_NONE ? encoding_name(part->encoding) : "-");
    return STATUS_OK;
}

struct html_record html_record(struct bytes input, const char *name, const char *charset_label, struct buf *lines)
{
    return html_record_of(input, &(struct part_hint){ .name = name, .charset = charset_label }, lines);
}

struct html_record html_record_of(struct bytes input, const struct part_hint *hint, struct buf *lines)
{
    struct limits limits = LIMITS_DEFAULT;
    struct budget budget = budget_start(&limits, NULL);
    struct recorder recorder = { .sink = { take_part, take_text, take_gap, close_part, NULL }, .lines = lines };
    struct arena *arena;

    recorder.record.status = arena_create(&arena);
    if (recorder.record.status != STATUS_OK)
        return recorder.record;
    recorder.record.status = charset_create(&recorder.charset);
    if (recorder.record.status == STATUS_OK)
        recorder.record.status = extract_document(
            input, NULL, hint,
            &(struct extract_context){ .charset = recorder.charset, .budget = &budget, .arena = arena },
            &recorder.sink);
    charset_destroy(recorder.charset);
    arena_destroy(arena);
    return recorder.record;
}

bool html_record_read(const char *path, struct buf *out)
{
    FILE *file = fopen(path, "rb");
    char piece[65536];
    size_t size;

    if (file == NULL)
        return false;
    while ((size = fread(piece, 1, sizeof piece, file)) > 0)
        buf_append(out, piece, size);
    fclose(file);
    return buf_status(out) == STATUS_OK;
}
