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
        "annotations.pdf",     "attachments.pdf",  "hidden.pdf",    "images.pdf",          "layout.pdf",
        "encrypted-empty.pdf", "qpdf-objects.pdf", "tounicode.pdf", "alternatives.pdf",    "appended-text.pdf",
        "prefix-text.pdf",     "watermarks.pdf",   "versions.pdf",  "versions-packed.pdf",
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
static void check_failures(const char *path)
{
    struct buf content = file_of(path), whole = transcript_of(buf_bytes(&content));
    unsigned refused = 0;

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

Test(pdf, want_of_memory_is_no_answer)
{
    cr_redirect_stderr(); /* MuPDF says itself that it cannot begin */
    check_failures(CORPUS "attachments.pdf");
    check_failures(CORPUS "versions.pdf");
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

/* ---- pictures ---- */

/* One that does not say what its samples mean is painted as a mask is, and not with what stands behind it in memory. */
Test(pdf, a_picture_without_colours_is_read)
{
    struct buf content = file_of(CORPUS "pictures.pdf"), found;
    char *first = memmem(content.data, content.size, "/ColorSpace /DeviceGray /Filter /FlateDecode", 44);

    cr_assert_not_null(first);
    memcpy(first, "/ColourSpac", 11);
    found = transcript_of(buf_bytes(&content));
    expect_in(&found, "灰度的图");
    buf_free(&found);
    buf_free(&content);
}

/* ---- earlier versions ---- */

/* An end mark that names the place of a table. */
static void put_end(struct buf *out, size_t table)
{
    buf_format(out, "startxref\n%u\n%%%%EOF\n", (unsigned)table);
}

/* A document that grows by appending. */
struct growing {
    struct buf out, table;
    size_t last; /* the place of its last table */
};

static void grow(struct growing *growing, int number, const char *body)
{
    if (growing->table.size == 0)
        buf_text(&growing->table, "xref\n");
    buf_format(&growing->table, "%d 1\n%010u 00000 n \n", number, (unsigned)growing->out.size);
    put_object(&growing->out, number, body);
}

static void end_version(struct growing *growing)
{
    size_t place = growing->out.size;

    buf_append(&growing->out, growing->table.data, growing->table.size);
    if (growing->table.size == 0)
        buf_text(&growing->out, "xref\n0 0\n");
    buf_text(&growing->out, "trailer\n<< /Root 1 0 R /Size 9 ");
    if (growing->last > 0)
        buf_format(&growing->out, "/Prev %u ", (unsigned)growing->last);
    buf_text(&growing->out, ">>\n");
    put_end(&growing->out, place);
    growing->last = place;
    buf_clear(&growing->table);
}

static void begin_pages(struct growing *growing, const char *resources)
{
    struct buf page = BUF_INIT(4096);

    buf_format(&page,
               "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << %s /Font << /F "
               "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>",
               resources);
    buf_text(&growing->out, "%PDF-1.7\n");
    grow(growing, 1, "<< /Type /Catalog /Pages 2 0 R >>");
    grow(growing, 2, "<< /Type /Pages /Kids [3 0 R] /Count 1 >>");
    grow(growing, 3, page.data);
    buf_free(&page);
}

/* Marks that name no table are passed over, up to so many of them; then nobody knows what comes behind. */
Test(pdf, end_marks_are_limited)
{
    static const unsigned counts[] = { 999, 2000 };

    for (size_t index = 0; index < sizeof counts / sizeof *counts; index++) {
        struct growing growing = { .out = BUF_INIT(SIZE_MAX / 4), .table = BUF_INIT(SIZE_MAX / 4) };
        struct buf found;

        begin_pages(&growing, "");
        grow(&growing, 4, "<< /Length 37 >>\nstream\nBT /F 12 Tf 50 700 Td (first) Tj ET     \nendstream");
        for (unsigned at = 0; at < counts[index]; at++)
            put_end(&growing.out, strlen("%PDF-1.7\n"));
        end_version(&growing);
        grow(&growing, 4, "<< /Length 37 >>\nstream\nBT /F 12 Tf 50 700 Td (second) Tj ET    \nendstream");
        end_version(&growing);
        found = transcript_of(buf_bytes(&growing.out));
        expect_in(&found, "body page 1: second");
        expect_in(&found, counts[index] < 1000 ? "hidden \"earlier version 1\" page 1: first"
                                               : "gap limit-children: too many earlier versions");
        buf_free(&found);
        buf_free(&growing.out);
        buf_free(&growing.table);
    }
}

/* Word ends each of its files with a table without objects. */
Test(pdf, a_table_without_objects_is_no_version)
{
    struct growing growing = { .out = BUF_INIT(SIZE_MAX / 4), .table = BUF_INIT(SIZE_MAX / 4) };
    struct buf found;

    begin_pages(&growing, "");
    grow(&growing, 4, "<< /Length 37 >>\nstream\nBT /F 12 Tf 50 700 Td (first) Tj ET     \nendstream");
    end_version(&growing);
    end_version(&growing);
    found = transcript_of(buf_bytes(&growing.out));
    cr_expect_null(strstr(found.data, "earlier"), "%s", found.data);
    buf_free(&found);
    grow(&growing, 4, "<< /Length 37 >>\nstream\nBT /F 12 Tf 50 700 Td (second) Tj ET    \nendstream");
    end_version(&growing);
    found = transcript_of(buf_bytes(&growing.out));
    expect_in(&found, "hidden \"earlier version 1\" page 1: first");
    buf_free(&found);
    buf_free(&growing.out);
    buf_free(&growing.table);
}

/* A page that draws a form of 2,500 rectangles a thousand times, so that two versions of it are the limit. */
Test(pdf, earlier_versions_share_a_limit)
{
    struct growing growing = { .out = BUF_INIT(SIZE_MAX / 4), .table = BUF_INIT(SIZE_MAX / 4) };
    struct buf form = BUF_INIT(SIZE_MAX / 4), page = BUF_INIT(SIZE_MAX / 4), found;

    for (unsigned at = 0; at < 2500; at++)
        buf_text(&page, "0 0 1 1 re f\n");
    buf_format(&form, "<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Length %u >>\nstream\n%s\nendstream",
               (unsigned)page.size, page.data);
    begin_pages(&growing, "/XObject << /X 5 0 R >>");
    grow(&growing, 5, form.data);
    for (unsigned version = 1; version <= 4; version++) {
        struct buf contents = BUF_INIT(SIZE_MAX / 4);

        buf_clear(&page);
        buf_format(&page, "BT /F 12 Tf 50 700 Td (text %u) Tj ET\n", version);
        for (unsigned at = 0; version < 4 && at < 1000; at++)
            buf_text(&page, "/X Do\n");
        buf_format(&contents, "<< /Length %u >>\nstream\n%s\nendstream", (unsigned)page.size, page.data);
        grow(&growing, 4, contents.data);
        end_version(&growing);
        buf_free(&contents);
    }
    found = transcript_of(buf_bytes(&growing.out));
    expect_in(&found, "body page 1: text 4");
    expect_in(&found, "hidden \"earlier version 3\" page 1: text 3");
    expect_in(&found, "hidden \"earlier version 2\" page 1: text 2");
    expect_in(&found, "gap limit-ratio: earlier version 1: pages draw the same things again and again");
    buf_free(&found);
    buf_free(&form);
    buf_free(&page);
    buf_free(&growing.out);
    buf_free(&growing.table);
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
