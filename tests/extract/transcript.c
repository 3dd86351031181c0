/* SPDX-License-Identifier: Apache-2.0 */
#include "transcript.h"

#include <criterion/criterion.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/arena.h"
#include "base/file.h"
#include "extract/extract.h"
#include "text/utf8.h"

struct transcript {
    struct extract_sink sink; /* first: a sink is a transcript */
    struct buf *out;
    struct buf line;         /* the block being collected, without its head */
    struct text_run head;    /* what the block's runs have in common */
    const struct part *part; /* of the block; NULL: no block */
    struct charset *charset;
};

static const struct extractor *const *transcript_formats;

void transcript_use_formats(const struct extractor *const *formats)
{
    transcript_formats = formats;
}

static const char *const roles[TEXT_ROLE_COUNT] = {
    [TEXT_BODY] = "body",         [TEXT_TITLE] = "title",
    [TEXT_HEADER] = "header",     [TEXT_FOOTER] = "footer",
    [TEXT_NOTE] = "note",         [TEXT_HIDDEN] = "hidden",
    [TEXT_LINK] = "link",         [TEXT_HIDDEN_LINK] = "hidden-link",
    [TEXT_ALT] = "alt",           [TEXT_METADATA] = "property",
    [TEXT_COMMENT] = "comment",   [TEXT_SCRIPT] = "script",
    [TEXT_FILENAME] = "filename",
};
static const char *const places[] = { "", "page", "sheet", "slide" };

static void indent(struct transcript *transcript, const struct part *part, unsigned more)
{
    for (unsigned level = 0; level < part->depth + more; level++)
        buf_text(transcript->out, "  ");
}

static void escape(struct buf *out, const char *text, size_t size)
{
    for (size_t index = 0; index < size; index++) {
        unsigned char byte = (unsigned char)text[index];

        if (byte == '\n')
            buf_text(out, "\\n");
        else if (byte < ' ' || byte == 0x7F)
            buf_format(out, "\\x%02X", byte);
        else
            buf_byte(out, (char)byte);
    }
}

static void flush(struct transcript *transcript)
{
    const struct text_run *head = &transcript->head;

    if (transcript->part == NULL)
        return;
    indent(transcript, transcript->part, 1);
    buf_text(transcript->out, roles[head->role]);
    if (head->section != NULL && strcmp(head->section, "body") != 0)
        buf_format(transcript->out, " \"%s\"", head->section);
    if (head->place.unit != PLACE_NONE)
        buf_format(transcript->out, " %s %u", places[head->place.unit], head->place.number);
    if (head->cell.table > 0)
        buf_format(transcript->out, " t%u r%u c%u", head->cell.table, head->cell.row, head->cell.column);
    buf_text(transcript->out, ": ");
    buf_append(transcript->out, transcript->line.data, transcript->line.size);
    buf_byte(transcript->out, '\n');
    buf_clear(&transcript->line);
    transcript->part = NULL;
}

static bool same_block(const struct transcript *transcript, const struct part *part, const struct text_run *run)
{
    const struct text_run *head = &transcript->head;

    return transcript->part == part && run->join < JOIN_LINE && head->role == run->role
           && head->section == run->section && head->place.unit == run->place.unit
           && head->place.number == run->place.number && memcmp(&head->cell, &run->cell, sizeof run->cell) == 0;
}

static void check_source(struct transcript *transcript, const struct part *part, const struct text_run *run)
{
    static char decoded[4 * TEXT_RUN_MAX];
    struct bytes source =
        bytes_slice(part->bytes, (size_t)run->source.start, (size_t)(run->source.end - run->source.start));
    struct charset_step step;

    cr_assert_leq(run->size, TEXT_RUN_MAX);
    cr_assert_leq(run->source.end, part->bytes.size);
    switch (run->origin) {
    case ORIGIN_IDENTICAL:
        cr_assert(bytes_equal(source, bytes_of(run->utf8, run->size)), "%s: not its source", part->name);
        return; /* may be broken */
    case ORIGIN_DECODED:
        step = charset_decode(transcript->charset, part->encoding, source, true, decoded, sizeof decoded);
        cr_assert_eq(step.consumed, source.size);
        cr_assert(step.produced == run->size && memcmp(decoded, run->utf8, run->size) == 0, "%s: not its source",
                  part->name);
        break;
    case ORIGIN_WHOLE:
        cr_assert_gt(source.size, 0);
        break;
    case ORIGIN_DETACHED:
        cr_assert_eq(source.size, 0);
        break;
    }
    cr_assert_eq(utf8_valid_prefix(run->utf8, run->size), run->size, "%s: not UTF-8", part->name);
}

static enum status on_open(struct extract_sink *sink, const struct part *part)
{
    struct transcript *transcript = (struct transcript *)sink;

    (void)part;
    flush(transcript);
    return STATUS_OK;
}

static enum status on_text(struct extract_sink *sink, const struct part *part, const struct text_run *run)
{
    struct transcript *transcript = (struct transcript *)sink;
    bool same = same_block(transcript, part, run);

    check_source(transcript, part, run);
    if (!same) {
        flush(transcript);
        transcript->part = part;
        transcript->head = *run;
        if (run->join == JOIN_GLUED)
            buf_byte(&transcript->line, '~');
    }
    if (run->join == JOIN_SPACED)
        buf_text(&transcript->line, "␣");
    escape(&transcript->line, run->utf8, run->size);
    return buf_status(&transcript->line);
}

static enum status on_gap(struct extract_sink *sink, const struct part *part, enum status why, const char *detail)
{
    struct transcript *transcript = (struct transcript *)sink;

    flush(transcript);
    indent(transcript, part, 1);
    buf_text(transcript->out, "gap ");
    buf_text(transcript->out, status_code(why));
    if (detail != NULL) {
        buf_text(transcript->out, ": ");
        escape(transcript->out, detail, strlen(detail));
    }
    buf_byte(transcript->out, '\n');
    return STATUS_OK;
}

static enum status on_close(struct extract_sink *sink, const struct part *part)
{
    struct transcript *transcript = (struct transcript *)sink;

    flush(transcript);
    indent(transcript, part, 0);
    buf_text(transcript->out, "end ");
    escape(transcript->out, part->name, strlen(part->name));
    buf_format(transcript->out, " %s", part->format->name);
    if (part->encoding != ENCODING_NONE)
        buf_format(transcript->out, " %s", encoding_name(part->encoding));
    buf_byte(transcript->out, '\n');
    return STATUS_OK;
}

static enum status write_content(struct bytes input, struct file_content *content, const char *name,
                                 const struct limits *limits, struct buf *out)
{
    static const struct limits defaults = LIMITS_DEFAULT;
    struct transcript transcript = { .sink = { on_open, on_text, on_gap, on_close, NULL },
                                     .out = out,
                                     .line = BUF_INIT(SIZE_MAX / 4) };
    struct budget budget = budget_start(limits != NULL ? limits : &defaults, NULL);
    struct arena *arena = NULL;
    enum status status = charset_create(&transcript.charset);

    if (status == STATUS_OK)
        status = arena_create(&arena);
    if (status == STATUS_OK)
        status = extract_document(input, content, &(struct part_hint){ .name = name },
                                  &(struct extract_context){ .charset = transcript.charset,
                                                             .budget = &budget,
                                                             .arena = arena,
                                                             .formats = transcript_formats },
                                  &transcript.sink);
    arena_destroy(arena);
    charset_destroy(transcript.charset);
    buf_free(&transcript.line);
    return status == STATUS_OK ? buf_status(out) : status;
}

enum status transcript_write(struct bytes input, const char *name, const struct limits *limits, struct buf *out)
{
    return write_content(input, NULL, name, limits, out);
}

enum status transcript_write_file(const char *path, const struct limits *limits, struct buf *out)
{
    const char *slash = strrchr(path, '/');
    struct file_content *content;
    struct error error = { STATUS_OK, "" };
    enum status status = file_content_open(path, NULL, &content, &error);

    cr_assert_eq(status, STATUS_OK, "%s: %s", path, error.message);
    status = write_content(file_content_bytes(content), content, slash != NULL ? slash + 1 : path, limits, out);
    file_content_close(content);
    return status;
}

static void write_expectation(const char *path, const struct buf *text)
{
    FILE *file = fopen(path, "wb");

    cr_assert_not_null(file, "%s cannot be written", path);
    fwrite(text->data, 1, text->size, file);
    fclose(file);
}

static void check_case(const char *path)
{
    struct buf found = BUF_INIT(SIZE_MAX / 4), expected = BUF_INIT(SIZE_MAX / 4), name = BUF_INIT(4096);
    struct error error = { STATUS_OK, "" };

    buf_format(&name, "%s.expect", path);
    cr_assert_eq(transcript_write_file(path, NULL, &found), STATUS_OK);
    if (getenv("UPDATE") != NULL) {
        write_expectation(name.data, &found);
    } else if (file_read(name.data, &expected, &error) != STATUS_OK) {
        cr_expect(false, "%s; UPDATE=1 writes it", error.message);
    } else {
        cr_expect(bytes_equal(buf_bytes(&found), buf_bytes(&expected)), "%s differs from %s:\n%s", path, name.data,
                  found.data);
    }
    buf_free(&found);
    buf_free(&expected);
    buf_free(&name);
}

static int is_case(const struct dirent *entry)
{
    const char *dot = strrchr(entry->d_name, '.');

    return entry->d_name[0] != '.' && dot != NULL && strcmp(dot, ".expect") != 0 && strcmp(dot, ".known") != 0
           && strcmp(dot, ".sh") != 0 && strcmp(dot, ".md") != 0 && strcmp(dot, ".py") != 0;
}

void transcript_check_folder(const char *folder)
{
    struct dirent **entries;
    int count = scandir(folder, &entries, is_case, alphasort);

    cr_assert_gt(count, 0, "no cases in %s", folder);
    for (int index = 0; index < count; index++) {
        char path[4096];

        snprintf(path, sizeof path, "%s/%s", folder, entries[index]->d_name);
        check_case(path);
        free(entries[index]);
    }
    free(entries);
}
