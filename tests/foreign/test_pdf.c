/* SPDX-License-Identifier: Apache-2.0
 *
 * PDF beyond the expectations of corpus/pdf: damage, want of memory, limits, pixels, and documents of others.
 */
#include <criterion/criterion.h>
#include <criterion/redirect.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/file.h"
#include "extract/extract.h"
#include "foreign/foreign_registry.h"
#include "foreign/pdf_page.h"
#include "transcript.h"

#define CORPUS GUANKA_SOURCE_DIR "/corpus/pdf/"
#define TIKA GUANKA_SOURCE_DIR "/../shared/data/tika/tika-parsers_tika-parsers-standard_tika-/"

static void setup(void)
{
    cr_assert_eq(foreign_prepare(false), STATUS_OK);
    transcript_use_formats(foreign_formats());
}

TestSuite(pdf, .init = setup);

static struct buf file_of(const char *path)
{
    struct buf content = BUF_INIT(SIZE_MAX / 4);
    struct error error = { STATUS_OK, "" };

    cr_assert_eq(file_read(path, &content, &error), STATUS_OK, "%s", error.message);
    return content;
}

static struct buf transcript_of(struct bytes input)
{
    struct buf out = BUF_INIT(SIZE_MAX / 4);

    cr_assert_eq(transcript_write(input, "case.pdf", NULL, &out), STATUS_OK);
    return out;
}

static void expect_in(const struct buf *text, const char *wanted)
{
    cr_expect(strstr(text->data, wanted) != NULL, "missing: %s in\n%s", wanted, text->data);
}

/* ---- damage ---- */

static uint32_t next_random(uint32_t *state)
{
    *state = *state * 1664525u + 1013904223u;
    return *state >> 8;
}

/* Any bytes give one answer, and nothing is written anywhere else. */
static void check_mutations(const char *path, unsigned count)
{
    struct buf content = file_of(path);
    uint32_t random = 7;

    for (unsigned round = 0; round < count; round++) {
        struct bytes input = buf_bytes(&content);
        size_t place = next_random(&random) % content.size;
        char saved = content.data[place];
        struct buf first, second;

        if (round % 2 == 0)
            input.size = place;
        else
            content.data[place] = (char)(saved ^ (1 << next_random(&random) % 8));
        first = transcript_of(input);
        second = transcript_of(input);
        cr_assert(bytes_equal(buf_bytes(&first), buf_bytes(&second)), "%s, round %u: two answers", path, round);
        content.data[place] = saved;
        buf_free(&first);
        buf_free(&second);
    }
    buf_free(&content);
}

Test(pdf, any_bytes_give_one_answer)
{
    static const char *const cases[] = {
        "annotations.pdf",  "attachments.pdf",     "hidden.pdf",       "images.pdf",
        "layout.pdf",       "encrypted-empty.pdf", "qpdf-objects.pdf", "tounicode.pdf",
        "alternatives.pdf", "appended-text.pdf",   "prefix-text.pdf",  "watermarks.pdf",
    };

    cr_redirect_stderr();
    for (size_t index = 0; index < sizeof cases / sizeof *cases; index++) {
        char path[4096];

        snprintf(path, sizeof path, CORPUS "%s", cases[index]);
        check_mutations(path, 80);
    }
    cr_assert_stderr_eq_str("");
}

/* A file that is cut is never complete, wherever. */
Test(pdf, a_cut_file_is_never_complete)
{
    struct buf content = file_of(CORPUS "attachments.pdf");

    for (size_t size = 1100; size + 8 < content.size; size += 97) {
        struct buf found = transcript_of(bytes_of(content.data, size));

        expect_in(&found, "gap ");
        buf_free(&found);
    }
    buf_free(&content);
}

/* ---- memory ---- */

static struct buf last_transcript;

static enum status try_with_failure(struct bytes input, unsigned long nth)
{
    enum status status;

    buf_free(&last_transcript);
    last_transcript = (struct buf)BUF_INIT(SIZE_MAX / 4);
    alloc_fail_after(nth);
    status = transcript_write(input, "case.pdf", NULL, &last_transcript);
    alloc_fail_after(0);
    return status;
}

/* Whatever allocation fails, there is no answer, or all of it. */
Test(pdf, want_of_memory_is_no_answer)
{
    struct buf content = file_of(CORPUS "attachments.pdf"), whole = transcript_of(buf_bytes(&content));
    unsigned refused = 0;

    cr_redirect_stderr(); /* MuPDF says itself that it cannot begin */
    for (unsigned long nth = 1; nth < 6000; nth += 1 + nth / 50) {
        enum status status = try_with_failure(buf_bytes(&content), nth);

        if (status == STATUS_OK)
            cr_assert(bytes_equal(buf_bytes(&last_transcript), buf_bytes(&whole)), "allocation %lu: lost\n%s", nth,
                      last_transcript.data);
        else
            cr_assert_eq(status, STATUS_NO_MEMORY, "allocation %lu: %d", nth, (int)status);
        refused += status != STATUS_OK;
    }
    cr_expect_gt(refused, 50);
    buf_free(&whole);
    buf_free(&content);
}

/* ---- limits ---- */

static void put_object(struct buf *out, int number, const char *body)
{
    buf_format(out, "%d 0 obj\n%s\nendobj\n", number, body);
}

/* Without a table of objects, which is repaired. */
static struct buf document_of(const char *const *objects, size_t count)
{
    struct buf out = BUF_INIT(SIZE_MAX / 4);

    buf_text(&out, "%PDF-1.7\n");
    for (size_t index = 0; index < count; index++)
        put_object(&out, (int)index + 1, objects[index]);
    buf_text(&out, "trailer\n<< /Root 1 0 R >>\n%%EOF\n");
    return out;
}

Test(pdf, pages_are_limited)
{
    struct buf kids = BUF_INIT(1 << 24), document, found;

    buf_text(&kids, "<< /Type /Pages /Count 1 /Kids [");
    for (int index = 0; index < PDF_PAGES_MAX + 10; index++)
        buf_text(&kids, "3 0 R ");
    buf_text(&kids, "] >>");
    document = document_of(
        (const char *const[]){ "<< /Type /Catalog /Pages 2 0 R >>", kids.data, "<< /Type /Page /Parent 2 0 R >>" }, 3);
    found = transcript_of(buf_bytes(&document));
    expect_in(&found, "gap limit-children: too many pages");
    buf_free(&found);
    buf_free(&document);
    buf_free(&kids);
}

/* Twenty forms of which each draws the next one twice. */
Test(pdf, forms_are_limited)
{
    enum { FORMS = 20 };
    struct buf document = BUF_INIT(SIZE_MAX / 4), found;

    buf_text(&document,
             "%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n"
             "2 0 obj\n<< /Type /Pages /Kids [3 0 R] /Count 1 >>\nendobj\n"
             "3 0 obj\n<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Resources << /XObject << /X 4 0 R >> >> "
             ">>\nendobj\n");
    for (int number = 4; number < 4 + FORMS; number++)
        buf_format(
            &document,
            "%d 0 obj\n<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X %d 0 R >> >> "
            "/Length 11 >>\nstream\n/X Do /X Do\nendstream\nendobj\n",
            number, number + 1);
    buf_text(&document, "trailer\n<< /Root 1 0 R >>\n%%EOF\n");
    found = transcript_of(buf_bytes(&document));
    expect_in(&found, "gap limit-ratio: page 1: a page draws too many forms");
    buf_free(&found);
    buf_free(&document);
}

/* What /Count denies is read nonetheless. */
Test(pdf, pages_that_are_not_counted_are_read)
{
    static const char *const objects[] = {
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Count 1 /Kids [3 0 R 4 0 R] >>",
        "<< /Type /Page /Parent 2 0 R >>",
        "<< /Type /Page /Parent 2 0 R /Contents 5 0 R /Resources << /Font << /F << /Type /Font /Subtype /Type1 "
        "/BaseFont /Helvetica >> >> >> >>",
        "<< /Length 47 >>\nstream\nBT /F 12 Tf 50 700 Td (uncounted secret) Tj ET  \nendstream",
    };
    struct buf document = document_of(objects, sizeof objects / sizeof *objects);
    struct buf found = transcript_of(buf_bytes(&document));

    expect_in(&found, "body page 2: uncounted secret");
    buf_free(&found);
    buf_free(&document);
}

/* ---- pixels ---- */

static enum status draw_nothing(struct extract_sink *sink, const struct part *part)
{
    (void)sink, (void)part;
    return STATUS_OK;
}

static enum status find_first_page(struct extract_job *job)
{
    struct pdf_reader reader = { .job = job, .input = job->input };
    struct pdf_pixels pixels;
    pdf_obj *root;
    uint32_t dark = 0;

    cr_assert_eq(pdf_reader_open(&reader), STATUS_OK);
    root = pdf_dict_get(reader.context, pdf_trailer(reader.context, reader.document), PDF_NAME(Root));
    cr_assert_eq(pdf_page_draw(&reader,
                               pdf_array_get(reader.context, pdf_dict_getp(reader.context, root, "Pages/Kids"), 0), 144,
                               1 << 20, &pixels),
                 STATUS_OK);
    /* A page of A4 at 144 dpi has two million pixels: the resolution gives way. */
    cr_expect(pixels.width * pixels.height <= (1 << 20) + 2000);
    cr_expect(pixels.width > 800 && pixels.height > 1150 && pixels.stride >= pixels.width);
    for (size_t index = 0; index < pixels.width; index++)
        dark += pixels.data[pixels.height / 2 * pixels.stride + index] < 128;
    /* The image is a pattern of stripes: one half is black. */
    cr_expect(dark > pixels.width / 3 && dark < 2 * pixels.width / 3, "%u of %u", dark, pixels.width);
    pdf_pixels_free(&reader, &pixels);
    pdf_reader_close(&reader);
    return STATUS_OK;
}

static unsigned bid_all(struct bytes input, const struct part_hint *hint)
{
    (void)input, (void)hint;
    return 1000;
}

static enum status ignore_text(struct extract_sink *sink, const struct part *part, const struct text_run *run)
{
    (void)sink, (void)part, (void)run;
    return STATUS_OK;
}

static enum status ignore_gap(struct extract_sink *sink, const struct part *part, enum status why, const char *detail)
{
    (void)sink, (void)part, (void)why, (void)detail;
    return STATUS_OK;
}

Test(pdf, a_page_can_be_drawn)
{
    static const struct extractor drawer = { .format = { "pdf", "" }, .bid = bid_all, .extract = find_first_page };
    static const struct extractor *const formats[] = { &drawer, NULL };
    static const struct limits limits = LIMITS_DEFAULT;
    struct extract_sink sink = {
        .part_open = draw_nothing, .text = ignore_text, .gap = ignore_gap, .part_close = draw_nothing
    };
    struct budget budget = budget_start(&limits, NULL);
    struct extract_context context = { .budget = &budget, .formats = formats };
    struct buf content = file_of(CORPUS "images.pdf");

    cr_assert_eq(charset_create(&context.charset), STATUS_OK);
    cr_assert_eq(arena_create(&context.arena), STATUS_OK);
    cr_assert_eq(extract_document(buf_bytes(&content), NULL, &(struct part_hint){ .name = "a" }, &context, &sink),
                 STATUS_OK);
    arena_destroy(context.arena);
    charset_destroy(context.charset);
    buf_free(&content);
}

/* ---- documents that nobody here made ---- */

/* What each says was taken from the words that Apache Tika's own tests look for in it, or from pdftotext. */
Test(pdf, tika_documents)
{
    static const char *const cases[][2] = {
        { "testPDF.pdf", "body page 1: Apache Tika is a toolkit for detecting and extracting metadata and structured "
                         "text content from "
                         "various documents using existing parser libraries." },
        { "testAnnotations.pdf", "Here is a comment" },
        { "testPopupAnnotation.pdf", "this is the note" },
        { "testPDF_acroform3.pdf", "body \"form\" page 1: TIKA-1226" },
        { "testPDF_multiFormatEmbFiles.pdf", "end " },
        { "testPDF_jsActionOnPage.pdf", "script \"script\"" },
        { "testPDF_twoAuthors.pdf", "property \"property\": Sample Author" },
        { "testPDF_no_extract_yes_accessibility_owner_empty.pdf", "pdf" },
        { "testPDFTwoTextBoxes.pdf", "body page 1: Right column line 1" },
        { "testOptionalHyphen.pdf", "optionalhyphen" },
        { "testFlashInPDF.pdf", "swf" },
    };

    if (access(TIKA, R_OK) != 0)
        cr_skip_test("SKIPPED: " TIKA " is not there");
    for (size_t index = 0; index < sizeof cases / sizeof *cases; index++) {
        char path[4096];
        struct buf found = BUF_INIT(SIZE_MAX / 4);

        snprintf(path, sizeof path, TIKA "%s", cases[index][0]);
        cr_assert_eq(transcript_write_file(path, NULL, &found), STATUS_OK);
        cr_expect(strstr(found.data, cases[index][1]) != NULL, "%s: no \"%s\" in\n%s", cases[index][0], cases[index][1],
                  found.data);
        buf_free(&found);
    }
}
