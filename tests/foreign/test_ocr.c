/* SPDX-License-Identifier: Apache-2.0
 *
 * OCR: pages of corpus/ocr, each PAGE.png or PAGE.pdf with what was printed on it in PAGE.txt. Slow: seconds for a page.
 */
#include <criterion/criterion.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/file.h"
#include "extract/extract.h"
#include "foreign/foreign_registry.h"
#include "foreign/ocr.h"
#include "text/utf8.h"
#include "transcript.h"

#define CORPUS GUANKA_SOURCE_DIR "/corpus/ocr/"

enum { CHARACTERS_MAX = 4096, ERRORS_IN_HUNDRED = 5 };

static void setup(void)
{
    cr_assert_eq(foreign_prepare(true), STATUS_OK);
    transcript_use_formats(foreign_formats());
}

TestSuite(ocr, .init = setup);

struct line {
    uint32_t characters[CHARACTERS_MAX];
    size_t count;
};

/* Blanks and ends of lines are layout. */
static void add_characters(struct line *line, const char *utf8, size_t size)
{
    for (size_t offset = 0; offset < size && line->count < CHARACTERS_MAX;) {
        struct utf8_step step = utf8_next(utf8 + offset, size - offset);

        if (step.code_point > ' ')
            line->characters[line->count++] = step.code_point;
        offset += step.size;
    }
}

static size_t least(size_t left, size_t right)
{
    return left < right ? left : right;
}

/* Levenshtein's. */
static size_t distance(const struct line *left, const struct line *right)
{
    static size_t rows[2][CHARACTERS_MAX + 1];

    for (size_t column = 0; column <= right->count; column++)
        rows[0][column] = column;
    for (size_t row = 1; row <= left->count; row++) {
        size_t *above = rows[(row - 1) % 2], *here = rows[row % 2];

        here[0] = row;
        for (size_t column = 1; column <= right->count; column++)
            here[column] =
                least(least(above[column], here[column - 1]) + 1,
                      above[column - 1] + (left->characters[row - 1] != right->characters[column - 1]));
    }
    return rows[left->count % 2][right->count];
}

static enum status take_part(struct extract_sink *sink, const struct part *part)
{
    (void)sink;
    (void)part;
    return STATUS_OK;
}

static enum status take_gap(struct extract_sink *sink, const struct part *part, enum status why, const char *detail)
{
    (void)sink;
    (void)part;
    cr_expect_fail("gap: %s %s", status_code(why), detail);
    return STATUS_OK;
}

struct collector {
    struct extract_sink sink; /* first: a sink is a collector */
    struct line line;
};

static enum status take_text(struct extract_sink *sink, const struct part *part, const struct text_run *run)
{
    (void)part;
    if (run->role == TEXT_BODY && run->section != NULL && strcmp(run->section, "OCR") == 0)
        add_characters(&((struct collector *)sink)->line, run->utf8, run->size);
    return STATUS_OK;
}

static void read_picture(struct bytes input, struct collector *collector)
{
    static const struct limits limits = LIMITS_DEFAULT;
    struct budget budget = budget_start(&limits, NULL);
    struct extract_context context = { .budget = &budget, .formats = foreign_formats() };

    collector->sink = (struct extract_sink){ take_part, take_text, take_gap, take_part, NULL };
    cr_assert_eq(charset_create(&context.charset), STATUS_OK);
    cr_assert_eq(arena_create(&context.arena), STATUS_OK);
    cr_assert_eq(extract_document(input, NULL, &(struct part_hint){ .name = "page" }, &context, &collector->sink),
                 STATUS_OK);
    arena_destroy(context.arena);
    charset_destroy(context.charset);
}

static struct buf file_of(const char *path)
{
    struct buf content = BUF_INIT(SIZE_MAX / 4);
    struct error error = { STATUS_OK, "" };

    cr_assert_eq(file_read(path, &content, &error), STATUS_OK, "%s", error.message);
    return content;
}

static void check_page(const char *name)
{
    static struct line expected;
    static struct collector found;
    char path[512];
    struct buf picture, text;

    snprintf(path, sizeof path, CORPUS "%s", name);
    picture = file_of(path);
    memcpy(path + strlen(path) - 3, "txt", 3);
    text = file_of(path);
    expected.count = found.line.count = 0;
    add_characters(&expected, text.data, text.size);
    read_picture(buf_bytes(&picture), &found);
    cr_log_info("%s: %zu of %zu characters are wrong", name, distance(&expected, &found.line), expected.count);
    cr_expect_leq(100 * distance(&expected, &found.line), ERRORS_IN_HUNDRED * expected.count, "%s", name);
    buf_free(&picture);
    buf_free(&text);
}

Test(ocr, nineteen_of_twenty_characters_are_right)
{
    DIR *folder = opendir(CORPUS);
    const struct dirent *entry;
    size_t count = 0;

    if (ocr_state() != OCR_READY)
        cr_skip_test("Tesseract's data for Chinese are not installed (tesseract-ocr-chi-sim)");
    cr_assert_not_null(folder);
    while ((entry = readdir(folder)) != NULL) {
        size_t size = strlen(entry->d_name);

        if (size > 4
            && (strcmp(entry->d_name + size - 4, ".png") == 0 || strcmp(entry->d_name + size - 4, ".pdf") == 0)) {
            check_page(entry->d_name);
            count++;
        }
    }
    closedir(folder);
    cr_expect_gt(count, 0U);
}

static struct buf transcript_of(const char *path)
{
    struct buf out = BUF_INIT(SIZE_MAX / 4);

    cr_assert_eq(transcript_write_file(path, NULL, &out), STATUS_OK);
    return out;
}

/* Whether a picture holds no text, or none that can be recognised, is not known; one colour holds none. */
Test(ocr, nothing_sure_is_a_gap)
{
    struct buf unread, blank;

    if (ocr_state() != OCR_READY)
        cr_skip_test("Tesseract's data for Chinese are not installed (tesseract-ocr-chi-sim)");
    unread = transcript_of(GUANKA_SOURCE_DIR "/corpus/image/unread.png");
    blank = transcript_of(GUANKA_SOURCE_DIR "/corpus/image/blank.png");
    cr_expect_not_null(strstr(unread.data, "gap unsupported: no text was recognised for sure"), "%s", unread.data);
    cr_expect_null(strstr(blank.data, "gap "), "%s", blank.data);
    buf_free(&unread);
    buf_free(&blank);
}
