/* SPDX-License-Identifier: Apache-2.0
 *
 * The older office formats: damage, limits, exhausted memory, and documents that nobody here made.
 */
#include <criterion/criterion.h>
#include <stdio.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/file.h"
#include "foreign/foreign_registry.h"
#include "transcript.h"

#define CORPUS GUANKA_SOURCE_DIR "/corpus/ole/"
#define TIKA GUANKA_SOURCE_DIR "/../shared/data/tika/tika-parsers_tika-parsers-standard_tika-/"

static void setup(void)
{
    cr_assert_eq(foreign_prepare(false), STATUS_OK);
    transcript_use_formats(foreign_formats());
}

TestSuite(ole, .init = setup);

static const char *const cases[] = { "word.doc",   "pieces.wps",    "word6-gbk.doc", "embedding.doc", "sheet.xls",
                                     "slides.ppt", "continued.xls", "biff5-gbk.et",  "message.msg",
                                     "pictures.doc", "pictures.et",   "pictures.ppt",  "displayed.et" };

Test(ole, as_expected)
{
    transcript_check_folder(CORPUS);
}

static struct buf file_of(const char *name)
{
    struct buf content = BUF_INIT(SIZE_MAX / 4), path = BUF_INIT(4096);
    struct error error = { STATUS_OK, "" };

    buf_format(&path, CORPUS "%s", name);
    cr_assert_eq(file_read(path.data, &content, &error), STATUS_OK, "%s", error.message);
    buf_free(&path);
    return content;
}

static struct buf transcript_of(struct bytes input)
{
    struct buf out = BUF_INIT(SIZE_MAX / 4);

    cr_assert_eq(transcript_write(input, "case", NULL, &out), STATUS_OK);
    return out;
}

/* Every cut and every changed byte ends as an answer, the same one twice. */
Test(ole, any_bytes_give_one_answer)
{
    uint32_t random = 42;

    for (size_t index = 0; index < sizeof cases / sizeof *cases; index++) {
        struct buf content = file_of(cases[index]);

        for (unsigned round = 0; round < 120; round++) {
            struct bytes input = buf_bytes(&content);
            struct buf first, second;
            size_t place;
            char saved;

            random = random * 1664525u + 1013904223u;
            place = (random >> 8) % content.size;
            saved = content.data[place];
            if (round % 4 == 0)
                input.size = place;
            else
                content.data[place] = (char)(saved ^ (1 << round % 8));
            first = transcript_of(input);
            second = transcript_of(input);
            cr_assert(bytes_equal(buf_bytes(&first), buf_bytes(&second)), "%s, round %u", cases[index], round);
            content.data[place] = saved;
            buf_free(&first);
            buf_free(&second);
        }
        buf_free(&content);
    }
}

Test(ole, exhausted_memory_is_no_answer)
{
    for (size_t index = 0; index < sizeof cases / sizeof *cases; index++) {
        struct buf content = file_of(cases[index]), whole = transcript_of(buf_bytes(&content));
        enum status status = STATUS_NO_MEMORY;
        unsigned long nth;

        for (nth = 1; status == STATUS_NO_MEMORY && nth < 10000; nth++) {
            struct buf found = BUF_INIT(SIZE_MAX / 4);

            alloc_fail_after(nth);
            status = transcript_write(buf_bytes(&content), "case", NULL, &found);
            alloc_fail_after(0);
            if (status == STATUS_OK && found.size == whole.size)
                cr_expect(bytes_equal(buf_bytes(&found), buf_bytes(&whole)));
            /* The transcript's own buffer may have been the one that failed. */
            if (status == STATUS_OK && found.size != whole.size)
                status = STATUS_NO_MEMORY;
            buf_free(&found);
        }
        cr_expect_eq(status, STATUS_OK, "%s: does not end", cases[index]);
        cr_expect_gt(nth, 4);
        buf_free(&content);
        buf_free(&whole);
    }
}

/* What each says was taken from the words that Apache Tika's own tests look for in it. */
Test(ole, tika_documents)
{
    static const char *const documents[][3] = {
        { "testWORD.doc", "header \"header\": This is the header for our document", "body: Sample Word Document Title" },
        { "testWORD_3imgs.doc", "end picture 1.png png", "end picture 3.png png" },
        { "testControlCharacters.doc", "end picture 1.jpg jpeg", "end picture 2.png png" },
        { "testWORD_embedded_pdf.doc", "end picture 1.emf emf", "end CONTENTS pdf" },
        { "testEXCEL_1img.xls", "end picture 1.png png", "xls" },
        { "test_TIKA-1251.doc", "end test_TIKA-1251.doc doc", "body" },
        { "testWORD_embeded.doc", "The quick brown fox jumps over the lazy dog", "    body \"sheet Sheet1\" sheet 1" },
        { "testWORD_protected_passtika.doc", "gap encrypted", "doc" },
        { "testWORD_protected_drm.doc", "gap encrypted", "Permission for this document is currently restricted" },
        { "testEXCEL.xls", "body \"sheet Feuil1\" sheet 1 t1 r15 c3: 100", "property \"property\": Simple Excel document" },
        { "testEXCEL_5.xls", "Written and saved in Microsoft Excel X for Mac Service Release 1.", "xls" },
        { "testEXCEL_headers_footers.xls", "header \"header\" sheet 1: Header - Corporate Spreadsheet", "footer" },
        { "testEXCEL_phonetic.xls", "\xE8\xB1\x8A\xE7\x94\xB0", "xls" },
        { "testEXCEL_protected_passtika.xls", "gap encrypted", "xls" },
        { "testComment.xls", "Here is some text", "note \"comments\" sheet 1: " },
        { "testEXCEL_embeddedPDF_windows.xls", "end CONTENTS pdf", "xls" },
        { "testPPT_various.ppt", "body \"slide 1\" slide 1: Row 2 Col 3", "note \"notes\" slide 1: This is the footer text." },
        { "testPPT_comment.ppt", "note \"comments\" slide 1: I'm afraid", "end testPPT_comment.ppt ppt" },
        { "testWPSAttachment.ppt", "end PDF.pdf pdf", "ppt" },
        { "test-outlook2003.msg", "title \"subject\": Welcome to Microsoft Office Outlook 2003", "end 12.jpg jpeg" },
        { "testMSG_chinese.msg", "\xE6\xA0\xBC\xE5\xBC\x8F\xE6\xB8\xAC\xE8\xA9\xA6", "end body.rtf rtf" },
        { "testMSG_att_doc.msg", "euro : \xE2\x82\xAC (20AC)", "end test-unicode.doc doc" },
        { "testMSG_forwarded.msg", "paul@metajure.com", "body: Original Body" },
    };

    if (access(TIKA, R_OK) != 0)
        cr_skip_test("SKIPPED: " TIKA " is not there");
    for (size_t index = 0; index < sizeof documents / sizeof *documents; index++) {
        struct buf path = BUF_INIT(4096), found = BUF_INIT(SIZE_MAX / 4);

        buf_format(&path, TIKA "%s", documents[index][0]);
        cr_assert_eq(transcript_write_file(path.data, NULL, &found), STATUS_OK);
        for (int word = 1; word < 3; word++)
            cr_expect(strstr(found.data, documents[index][word]) != NULL, "%s: no \"%s\"", documents[index][0],
                      documents[index][word]);
        buf_free(&path);
        buf_free(&found);
    }
}
