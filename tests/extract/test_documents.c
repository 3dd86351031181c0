/* SPDX-License-Identifier: Apache-2.0
 *
 * Documents beside HTML, end to end: each folder of corpus/ against its expectations, and what must hold for any
 * document whatever.
 */
#include <criterion/criterion.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/file.h"
#include "transcript.h"

#define CORPUS GUANKA_SOURCE_DIR "/corpus/"
#define OFD GUANKA_SOURCE_DIR "/../shared/data/ofd/"
#define TIKA GUANKA_SOURCE_DIR "/../shared/data/tika/"

Test(documents, ooxml_as_expected)
{
    transcript_check_folder(CORPUS "ooxml");
}

Test(documents, ofd_as_expected)
{
    transcript_check_folder(CORPUS "ofd");
}

Test(documents, rtf_as_expected)
{
    transcript_check_folder(CORPUS "rtf");
    transcript_check_folder(CORPUS "vcard");
}

Test(documents, metafiles_as_expected)
{
    transcript_check_folder(CORPUS "metafile");
}

Test(documents, odf_as_expected)
{
    transcript_check_folder(CORPUS "odf");
}

Test(documents, uof_as_expected)
{
    transcript_check_folder(CORPUS "uof");
}

Test(documents, epub_as_expected)
{
    transcript_check_folder(CORPUS "epub");
}

Test(documents, archives_as_expected)
{
    transcript_check_folder(CORPUS "archive");
}

Test(documents, web_archives_as_expected)
{
    transcript_check_folder(CORPUS "warc");
}

Test(documents, plain_as_expected)
{
    transcript_check_folder(CORPUS "plain");
}

Test(documents, unsupported_as_expected)
{
    transcript_check_folder(CORPUS "unsupported");
}

static struct buf transcript_of(struct bytes input, const char *name, const struct limits *limits)
{
    struct buf out = BUF_INIT(SIZE_MAX / 4);

    cr_assert_eq(transcript_write(input, name, limits, &out), STATUS_OK);
    return out;
}

static struct buf file_of(const char *path)
{
    struct buf content = BUF_INIT(SIZE_MAX / 4);
    struct error error = { STATUS_OK, "" };

    cr_assert_eq(file_read(path, &content, &error), STATUS_OK, "%s", error.message);
    return content;
}

static void expect_in(const struct buf *text, const char *wanted)
{
    cr_expect(strstr(text->data, wanted) != NULL, "missing: %s in\n%s", wanted, text->data);
}

static void expect_not_in(const struct buf *text, const char *unwanted)
{
    cr_expect(strstr(text->data, unwanted) == NULL, "unwanted: %s in\n%s", unwanted, text->data);
}

/* ---- whatever the bytes ---- */

static uint32_t next_random(uint32_t *state)
{
    *state = *state * 1664525u + 1013904223u;
    return *state >> 8;
}

/* Every cut and every changed byte ends as an answer, the same one twice, and a document that is cut is never
 * complete: its transcript has a gap, or it is no longer taken for that format. */
static void check_mutations(const char *path, unsigned count)
{
    struct buf content = file_of(path);
    uint32_t random = 42;

    for (unsigned round = 0; round < count; round++) {
        struct buf first, second;
        struct bytes input = buf_bytes(&content);
        size_t place = next_random(&random) % content.size;
        char saved = content.data[place];

        if (round % 2 == 0)
            input.size = place;
        else
            content.data[place] = (char)(saved ^ (1 << next_random(&random) % 8));
        first = transcript_of(input, "case", NULL);
        second = transcript_of(input, "case", NULL);
        cr_assert(bytes_equal(buf_bytes(&first), buf_bytes(&second)), "%s, round %u: two answers", path, round);
        content.data[place] = saved;
        buf_free(&first);
        buf_free(&second);
    }
    buf_free(&content);
}

Test(documents, any_bytes_give_one_answer)
{
    check_mutations(CORPUS "ooxml/word.docx", 50);
    check_mutations(CORPUS "ooxml/boxes.docx", 50);
    check_mutations(CORPUS "ooxml/looks.docx", 50);
    check_mutations(CORPUS "ooxml/dates.xlsx", 50);
    check_mutations(CORPUS "ooxml/displayed.xlsx", 50);
    check_mutations(CORPUS "ooxml/sheet.xlsx", 50);
    check_mutations(CORPUS "ooxml/sheet.xlsb", 100);
    check_mutations(CORPUS "ooxml/slides.pptx", 50);
    check_mutations(CORPUS "rtf/edges.rtf", 200);
    check_mutations(CORPUS "rtf/libreoffice.rtf", 80);
    check_mutations(CORPUS "metafile/gdi.emf", 200);
    check_mutations(CORPUS "metafile/plus.emf", 200);
    check_mutations(CORPUS "metafile/old.wmf", 200);
    check_mutations(CORPUS "metafile/wrapped.wmf", 100);
    check_mutations(CORPUS "odf/text.fodt", 80);
    check_mutations(CORPUS "odf/sheet.ods", 80);
    check_mutations(CORPUS "epub/book.epub", 80);
    check_mutations(CORPUS "ofd/letters.ofd", 80);
    check_mutations(CORPUS "ofd/layers.ofd", 80);
    check_mutations(CORPUS "ofd/parts.ofd", 80);
    check_mutations(CORPUS "archive/gbk-names.zip", 80);
    check_mutations(CORPUS "archive/plain.7z", 50);
    check_mutations(CORPUS "archive/plain.tar.gz", 50);
    check_mutations(CORPUS "plain/quoted.csv", 50);
    check_mutations(CORPUS "plain/escapes.json", 80);
    check_mutations(CORPUS "plain/markup.json", 80);
    check_mutations(CORPUS "unsupported/locked.docx", 50);
    check_mutations(CORPUS "warc/codings.warc", 80);
    check_mutations(CORPUS "warc/wget.warc.gz", 80);
}

/* Any prefix of Markdown is read, and none of it in bytes that are not there. */
Test(documents, any_piece_of_markdown_is_read)
{
    struct buf content = file_of(CORPUS "plain/inlines.markdown");

    for (size_t start = 0; start < content.size; start += 7) {
        for (size_t size = 0; start + size <= content.size; size += 13) {
            char *piece = malloc(size > 0 ? size : 1); /* of its own, so that a sanitizer sees the ends */
            struct buf found;

            memcpy(piece, content.data + start, size);
            found = transcript_of(bytes_of(piece, size), "case.md", NULL);
            cr_expect_gt(found.size, 0);
            buf_free(&found);
            free(piece);
        }
    }
    buf_free(&content);
}

/* The name of an attachment is escaped in the link to it: what is read shows it both ways. */
Test(documents, links_are_told_as_people_read_them_too)
{
    static const struct {
        const char *name, *text;
    } cases[] = {
        { "link.rtf", "{\\rtf1\\ansi\\ansicpg936 {\\field{\\*\\fldinst HYPERLINK "
                      "\"http://example.com/%BB%FA%C3%DC%A1%EF10%C4%EA.doc\"}{\\fldrslt x}}}" },
        { "link.fodt", "<?xml version='1.0' encoding='UTF-8'?>"
                       "<office:document xmlns:office='urn:oasis:names:tc:opendocument:xmlns:office:1.0' "
                       "xmlns:text='urn:oasis:names:tc:opendocument:xmlns:text:1.0' "
                       "xmlns:xlink='http://www.w3.org/1999/xlink' "
                       "office:mimetype='application/vnd.oasis.opendocument.text'><office:body><office:text><text:p>"
                       "<text:a xlink:href='http://example.com/%E6%9C%BA%E5%AF%86%E2%98%8510%E5%B9%B4.doc'>x</text:a>"
                       "</text:p></office:text></office:body></office:document>" },
        { "link.html", "<meta charset=utf-8><a href='http://example.com/%E6%9C%BA%E5%AF%86%E2%98%8510%E5%B9%B4.doc'>x</a>" },
    };

    for (size_t index = 0; index < sizeof cases / sizeof *cases; index++) {
        struct buf found = transcript_of(bytes_of_text(cases[index].text), cases[index].name, NULL);

        cr_expect(strstr(found.data, "link: http://example.com/%") != NULL, "%s", found.data);
        cr_expect(strstr(found.data, "link: http://example.com/机密★10年.doc\n") != NULL, "%s", found.data);
        buf_free(&found);
    }
}

/* A package whose directory is cut off is an archive that breaks off; nowhere can it pass as read. */
Test(documents, a_cut_package_has_a_gap)
{
    struct buf content = file_of(CORPUS "ooxml/word.docx");

    for (size_t size = content.size / 8; size < content.size; size += content.size / 8) {
        struct buf found = transcript_of(bytes_of(content.data, size), "cut.docx", NULL);

        cr_expect(strstr(found.data, "  gap corrupt") != NULL, "cut at %zu:\n%s", size, found.data);
        buf_free(&found);
    }
    buf_free(&content);
}

/* Wherever a web archive is cut, something is missing, or it ended there: between two records (of ours, 12). */
Test(documents, a_cut_web_archive_has_a_gap)
{
    struct buf content = file_of(CORPUS "warc/kinds.warc");
    unsigned complete = 0;

    for (size_t size = 20; size < content.size; size += 3) {
        struct buf found = transcript_of(bytes_of(content.data, size), "cut.warc", NULL);

        complete += strstr(found.data, "  gap corrupt") == NULL;
        buf_free(&found);
    }
    cr_expect_leq(complete, 12 * 2, "%u cuts passed as complete", complete);
    buf_free(&content);
}

static void check_cuts(const char *path, size_t header_size)
{
    struct buf content = file_of(path);

    for (size_t size = header_size; size < content.size; size += 5) {
        struct buf found = transcript_of(bytes_of(content.data, size), "cut", NULL);

        cr_expect(strstr(found.data, "\n  gap corrupt") != NULL, "%s, cut at %zu:\n%s", path, size, found.data);
        buf_free(&found);
    }
    buf_free(&content);
}

/* From the end of its header on, a metafile is known for what it is, and one that is cut lacks the record at its end. */
Test(documents, a_cut_metafile_has_a_gap)
{
    check_cuts(CORPUS "metafile/gdi.emf", 108);
    check_cuts(CORPUS "metafile/plus.emf", 108);
    check_cuts(CORPUS "metafile/libreoffice.wmf", 22 + 18);
    check_cuts(CORPUS "metafile/old.wmf", 18);
}

/* ---- memory ---- */

static void check_exhaustion(const char *path)
{
    struct buf content = file_of(path), whole = transcript_of(buf_bytes(&content), "case", NULL);
    enum status status = STATUS_NO_MEMORY;
    unsigned long nth;

    for (nth = 1; status == STATUS_NO_MEMORY && nth < 10000; nth++) {
        struct buf found = BUF_INIT(SIZE_MAX / 4);

        alloc_fail_after(nth);
        status = transcript_write(buf_bytes(&content), "case", NULL, &found);
        alloc_fail_after(0);
        if (status == STATUS_OK && found.size == whole.size)
            cr_expect(bytes_equal(buf_bytes(&found), buf_bytes(&whole)));
        /* The transcript's own buffer may have been the one that failed; that shows as a short text, not as a crash. */
        if (status == STATUS_OK && found.size != whole.size)
            status = STATUS_NO_MEMORY;
        buf_free(&found);
    }
    cr_expect_eq(status, STATUS_OK, "%s: does not end", path);
    cr_expect_gt(nth, 10);
    buf_free(&content);
    buf_free(&whole);
}

Test(documents, exhausted_memory_is_no_answer)
{
    check_exhaustion(CORPUS "ooxml/word.docx");
    check_exhaustion(CORPUS "ooxml/boxes.docx");
    check_exhaustion(CORPUS "ooxml/sheet.xlsx");
    check_exhaustion(CORPUS "ooxml/sheet.xlsb");
    check_exhaustion(CORPUS "ooxml/slides.pptx");
    check_exhaustion(CORPUS "rtf/edges.rtf");
    check_exhaustion(CORPUS "odf/fields.odt");
    check_exhaustion(CORPUS "odf/text.fodt");
    check_exhaustion(CORPUS "ooxml/flat.xml");
    check_exhaustion(CORPUS "ooxml/word-2003.xml");
    check_exhaustion(CORPUS "metafile/gdi.emf");
    check_exhaustion(CORPUS "metafile/plus.emf");
    check_exhaustion(CORPUS "metafile/wrapped.wmf");
    check_exhaustion(CORPUS "uof/text.uof");
    check_exhaustion(CORPUS "epub/book.epub");
    check_exhaustion(CORPUS "ofd/layers.ofd");
    check_exhaustion(CORPUS "ofd/parts.ofd");
    check_exhaustion(CORPUS "archive/plain.tar.gz");
    check_exhaustion(CORPUS "warc/codings.warc");
    check_exhaustion(CORPUS "warc/wget.warc.gz");
}

/* ---- limits ---- */

Test(documents, limits_are_gaps)
{
    struct limits limits = LIMITS_DEFAULT;
    struct buf found;

    limits.depth_max = 2;
    struct buf nested = file_of(CORPUS "archive/nested.zip");
    found = transcript_of(buf_bytes(&nested), "nested.zip", &limits);
    expect_in(&found, "gap limit-depth");
    expect_not_in(&found, "end 8.zip");
    buf_free(&found);
    limits.depth_max = 20;
    found = transcript_of(buf_bytes(&nested), "nested.zip", &limits);
    expect_in(&found, "最里面");
    expect_not_in(&found, "gap");
    buf_free(&found);
    buf_free(&nested);

    limits = (struct limits)LIMITS_DEFAULT;
    limits.children_max = 1;
    struct buf members = file_of(CORPUS "archive/plain.tar");
    found = transcript_of(buf_bytes(&members), "plain.tar", &limits);
    expect_in(&found, "机密★10年");
    expect_in(&found, "gap limit-children");
    expect_not_in(&found, "body: two");
    buf_free(&found);
    buf_free(&members);

    limits = (struct limits)LIMITS_DEFAULT;
    limits.expanded_bytes_max = 1000;
    struct buf document = file_of(CORPUS "ooxml/damaged.docx");
    found = transcript_of(buf_bytes(&document), "damaged.docx", &limits);
    expect_in(&found, "gap limit-bytes");
    buf_free(&found);
    buf_free(&document);
}

/* Base64 is no compression: a large file inside is read like a small one. */
Test(documents, large_files_in_xml)
{
    enum { DIGITS = 16 << 20 };
    static const char *const wrappings[][2] = {
        { "<w:wordDocument xmlns:w=\"http://schemas.microsoft.com/office/word/2003/wordml\"><w:binData w:name=\"a.txt\">",
          "</w:binData></w:wordDocument>" },
        { "<office:document xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" "
          "office:mimetype=\"application/vnd.oasis.opendocument.text\"><office:body><office:text><office:binary-data>",
          "</office:binary-data></office:text></office:body></office:document>" },
    };

    for (size_t index = 0; index < sizeof wrappings / sizeof *wrappings; index++) {
        struct buf document = BUF_INIT(2 * DIGITS);
        struct buf found;

        buf_text(&document, wrappings[index][0]);
        for (int digit = 0; digit < DIGITS; digit += 64)
            buf_text(&document, "QUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFB");
        buf_text(&document, wrappings[index][1]);
        found = transcript_of(buf_bytes(&document), "large.xml", NULL);
        expect_in(&found, "AAAAAAAA");
        expect_not_in(&found, "gap");
        buf_free(&found);
        buf_free(&document);
    }
}

/* ---- documents that nobody here made ---- */

static bool tika_is_there(void)
{
    if (access(TIKA, R_OK) == 0)
        return true;
    cr_skip_test("SKIPPED: " TIKA " is not there");
    return false;
}

static struct buf tika_transcript(const char *name)
{
    char path[4096];
    struct buf out = BUF_INIT(SIZE_MAX / 4);

    snprintf(path, sizeof path, TIKA "tika-parsers_tika-parsers-standard_tika-/%s", name);
    cr_assert_eq(transcript_write_file(path, NULL, &out), STATUS_OK);
    return out;
}

/* What each document says was taken from the words that Apache Tika's own tests look for in it. */
Test(documents, tika_documents)
{
    static const char *const cases[][3] = {
        { "testWORD_various.docx", "header \"header\": This is the header text.", "end testWORD_various.docx docx" },
        { "testWORD_various.docx", "note \"footnotes\":  This is a footnote.", "body t1 r2 c3: Row 2 Col 3" },
        { "testWORD_text_box.docx", "body \"textbox\": This text is inside of a text box in the body", "docx" },
        { "testWORD2003.xml", "note \"comments\": Mycomment", "end testWORD2003.xml wordml" },
        { "testWORD2003.xml", "hidden: Oceania", "header \"header\": MyHeader" },
        { "testComment.docx", "note \"comments\":", "docx" },
        { "testEXCEL.xlsx", "body \"sheet Feuil1\" sheet 1 t1 r15 c3: 100", "end testEXCEL.xlsx xlsx" },
        { "testEXCEL_big_numbers.xlsx", "123456789012345", "xlsx" },
        { "testEXCEL_headers_footers.xlsx", "header \"header\" sheet 1: Header - Corporate Spreadsheet", "footer" },
        { "testEXCEL_textbox.xlsx", "some autoshape", "xlsx" },
        { "testEXCEL_hyperlinks.xlsx", "link \"relationships\":", "xlsx" },
        { "testPPT_various.pptx", "body \"slide 1\" slide 1 t1 r2 c3: Row 2 Col 3", "note \"notes\" slide 1:" },
        { "testPPT_comment.pptx", "note \"comments\" slide 1:", "pptx" },
        { "testWORD_protected_passtika.docx", "gap encrypted", "ooxml-encrypted" },
        { "protectedFile.xlsx", "gap encrypted", "ooxml-encrypted" },
        { "testEXCEL_protected_passtika.xls", "gap encrypted", "xls" },
        { "testWORD_protected_passtika.doc", "gap encrypted", "doc" },
        { "testEXCEL_various.xlsb", "body \"sheet mySheet1\" sheet 1 t1 r10 c2: 2017/3/9",
          "note \"comments\" sheet 1: Allison, Timothy B.:\\ntest comment2" },
        { "testEXCEL_various.xlsb", "footer \"footer\" sheet 1: FirstPageCenterFooter", "textbox\" sheet 1: test WordArt" },
        { "testEXCEL_charts.xlsb", "body \"chart\" sheet 1: wants a peach", "t1 r9 c1: August" },
        { "test-columnar.xlsb", "t1 r2 c3: This is row            0 of           10", "t1 r3 c7: 01Jan60 00:00:10" },
        { "test7Z_protected_passTika.7z", "gap encrypted", "7z" },
        { "test-documents.rar", "end test-documents/testWORD.doc doc", "Test d'indexation de Txt" },
        { "testEmbedded.zip", "end test2.txt plain", "zip" },
        { "test-zip-of-zip.zip", "end html-within-zip.zip zip", "filename" },
        { "testZIP_corrupted_oom.zip", "gap", "zip" },
        { "cc.warc.gz", "Common Crawl", "end http://commoncrawl.org/ html utf-8" },
        { "testComment.rtf", "body: Here is some text.", "note \"comments\": Here is a comment" },
        { "testRTFJapanese.rtf", "header \"header\": ゾルゲの処刑記録、", "body t1 r2 c1: ４７年８月５日の日付がある。" },
        { "testRTFTableCellSeparation.rtf", "body t1 r4 c2: ü", "rtf" },
        { "testRTFWord2010CzechCharacters.rtf", "Část svitku s textem Knihy Izajáš", "rtf" },
        { "testRTFUnicodeUCNControlWordCharacterDoubling.rtf", "body: 0 年 abc 念", "rtf" },
        { "testRTFEmbeddedFiles.rtf", "end html-within-zip.zip zip", "end object 1 " },
        { "testEPUB_xml_ext.epub", "body: It was a bright cold day in April", "end testEPUB_xml_ext.epub epub" },
        { "testOpenOffice2.odt", "This is a sample Open Office document", "end testOpenOffice2.odt odt" },
        { "testFooter.odt", "footer \"footer\": Here is footer text", "odt" },
        { "testFooter.ods", "footer \"footer\": ", "ods" },
        { "testODTEncrypted.odt", "gap encrypted", "odt" },
        { "testODTStyles2.odt", "body: ", "odt" },
        { "testODPMacro.odp", "property", "end testODPMacro.odp odp" },
        { "testPDF_no_extract_yes_accessibility_owner_empty.pdf", "gap encrypted", "pdf" },
    };

    if (!tika_is_there())
        return;
    for (size_t index = 0; index < sizeof cases / sizeof *cases; index++) {
        struct buf found = tika_transcript(cases[index][0]);

        for (int word = 1; word < 3; word++)
            cr_expect(strstr(found.data, cases[index][word]) != NULL, "%s: no \"%s\"", cases[index][0],
                      cases[index][word]);
        buf_free(&found);
    }
}

/* What people read in documents of the ofdrw project, whose producers are Suwell, Foxit, CNKI, Baiwang and ofdrw. */
Test(documents, ofd_samples)
{
    static const char *const cases[][3] = {
        { "converter__src__test__resources__signout", "page 1: XX市政府文件处理", "note \"stamp\" page 1: 测试文本注释" },
        { "converter__src__test__resources__signout", "page 1 t1 r6 c2: 市委主要领导同志调研后续落实事项的通知", "不公开" },
        { "converter__src__test__resources__y", "page 1: 建设新时代海关数字档案室", "page 3:" },
        { "converter__src__test__resources__y",
          "为做好新形势下档案工作指明了发展方向。因此，顺应数字化、规", "page 2: 数据共享的大平台。" },
        { "converter__src__test__resources__zsbk", "body \"template\" page 1: 建筑工程施工许可证",
          "body page 1 t3 r3 c2: 某某省某某市某某区某某路001号（中华设计有限公司园区）" },
        { "converter__src__test__resources__zsbk", "body page 1 t3 r5 c2: 2020年10月09日至2021年04月07日",
          "body page 1 t4 r3 c4: 李四" },
        { "converter__src__test__resources__draw_param_ref", "body \"template\" page 1 t1 r1 c1: 购买方",
          "body page 1: 北京增值税电子普通发票" },
        /* The rules of a template divide the list on every page, and it goes on. */
        { "converter__src__test__resources__draw_param_ref", "body page 2 t4 r1 c2: *谷物*稻谷",
          "body page 3 t4 r30 c2: *谷物*稻谷" },
        { "converter__src__test__resources__999", "property \"property\": ", "page 5" },
        { "converter__src__test__resources__containsJPEG", "end DOC_0/Res/Image_4.JPEG jpeg",
          "end DOC_0/Res/Image_8.JPEG jpeg" },
        { "layout__src__test__resources__AddWatermarkAnnot", "page 1: 拿来主义",
          "中华民国十五年三月二十五日，就是国立北京女子师范大学为十八日在段祺瑞执政府前遇害的刘和珍杨德群两君开追悼会的那一天" },
        { "layout__src__test__resources__keyword", "page 1: 鲁（2020）泰安市不动产证明第0014777号",
          "岱岳区青春创业开发区鑫源小区25号楼1单元601室" },
        { "reader__src__test__resources__chineseDir", "end Doc_0/Res/这是一个中文目录/数据文件.txt plain", "page 1: " },
        { "sign__src__test__resources__v4signed", "property \"signatures\": ", "end Doc_0/Attachs/original_invoice.xml xml" },
    };

    if (access(OFD, R_OK) != 0)
        cr_skip_test("SKIPPED: " OFD " is not there");
    for (size_t index = 0; index < sizeof cases / sizeof *cases; index++) {
        char path[4096];
        struct buf found = BUF_INIT(SIZE_MAX / 4);

        snprintf(path, sizeof path, OFD "ofdrw-%s.ofd", cases[index][0]);
        cr_assert_eq(transcript_write_file(path, NULL, &found), STATUS_OK);
        for (int word = 1; word < 3; word++)
            cr_expect(strstr(found.data, cases[index][word]) != NULL, "%s: no \"%s\"", cases[index][0],
                      cases[index][word]);
        buf_free(&found);
    }
}

/* Every one of them is answered, and only text is read as text. */
static int is_visible(const struct dirent *entry)
{
    return entry->d_name[0] != '.';
}

Test(documents, every_tika_document_is_answered)
{
    struct dirent **entries;
    int count;

    if (!tika_is_there())
        return;
    count = scandir(TIKA "tika-parsers_tika-parsers-standard_tika-", &entries, is_visible, alphasort);
    cr_assert_gt(count, 100);
    for (int index = 0; index < count; index++) {
        if (entries[index]->d_type == DT_REG) {
            struct buf found = tika_transcript(entries[index]->d_name);

            cr_expect_gt(found.size, 0);
            buf_free(&found);
        }
        free(entries[index]);
    }
    free(entries);
}
