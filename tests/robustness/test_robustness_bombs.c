/* SPDX-License-Identifier: Apache-2.0
 *
 * Documents that stand for more than any machine could read: each meets a limit that the report names, or is read
 * completely where nothing of it is too much, and takes neither memory nor time beyond what is allowed here.
 */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "bombs.h"
#include "sandbox.h"

#define WITNESS_FOUND "(findings(\"in/witness.txt\") | length) == 1"
#define SENTENCE "这里有" SANDBOX_WORD "一处。"
#define SCAN(...) sandbox_scan(&sandbox, (const char *const[]){ __VA_ARGS__, NULL })
/* A document that met a limit is never called clean (docs/limits.md). */
#define LIMITS_ARE_REVIEWED "(map(select(.type == \"document\" and .status != \"complete\")) | all(.verdict == \"review\"))"

enum { MEMORY_BYTES_MAX = 256 << 20 };

static void expect_limit(struct sandbox *sandbox, const char *codes)
{
    char filter[SANDBOX_PATH_SIZE];

    cr_assert_eq(sandbox->exit_code, 3);
    (void)snprintf(filter, sizeof filter, "(map(select(.type == \"document\") | .problems[].code) | unique) == %s", codes);
    sandbox_expect(sandbox, filter);
    sandbox_expect(sandbox, LIMITS_ARE_REVIEWED " and summary.verdict == \"review\"");
    sandbox_expect(sandbox, WITNESS_FOUND);
/* A sanitizer's own memory is not ours. */
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
    cr_assert_leq(sandbox->memory_bytes_max, MEMORY_BYTES_MAX, "%lu MiB", sandbox->memory_bytes_max >> 20);
#endif
}

/* corpus/archive/quine.py: its only member is itself. */
Test(robustness_bombs, archive_that_contains_itself)
{
    struct sandbox sandbox;

    sandbox_open(&sandbox);
    SCAN("in", GUANKA_SOURCE_DIR "/corpus/archive/quine.zip");
    expect_limit(&sandbox, "[\"limit-depth\"]");
    sandbox_expect(&sandbox, "summary.documents == 1 + 1 + 9");
    sandbox_close(&sandbox);
}

/* David Fifield, "A better zip bomb" (2019). */
Test(robustness_bombs, members_that_quote_the_headers_of_the_next)
{
    struct sandbox sandbox;

    sandbox_open(&sandbox);
    bomb_write_quoting(&sandbox, "in/quoting.zip", 16 << 20, 250);
    SCAN("--jobs", "1", "in");
    expect_limit(&sandbox, "[\"limit-ratio\"]");
    sandbox_expect(&sandbox, "map(select(.type == \"document\" and (.path | startswith(\"in/quoting.zip!/\")))) | "
                             "length == 250 and all(.problems[0].code == \"limit-ratio\")");
    /* Seen as what they are, they begin like archives, which is what their own problem is about. */
    SCAN("--jobs", "1", "--max-ratio", "100000", "--max-bytes", "64M", "in");
    expect_limit(&sandbox, "[\"corrupt\", \"limit-bytes\"]");
    sandbox_expect(&sandbox, "problems(\"in/quoting.zip\") == [\"limit-bytes\"]");
    sandbox_close(&sandbox);
}

static struct buf gzip_of(struct bytes content)
{
    struct buf packed = BUF_INIT(SANDBOX_BYTES_MAX);
    z_stream stream = { .next_in = (Bytef *)(uintptr_t)content.data, .avail_in = (uInt)content.size };
    size_t size_max = content.size + 1000;

    stream.next_out = (Bytef *)buf_reserve(&packed, size_max);
    stream.avail_out = (uInt)size_max;
    cr_assert_eq(deflateInit2(&stream, 9, Z_DEFLATED, 15 + 16, 9, Z_DEFAULT_STRATEGY), Z_OK);
    cr_assert_eq(deflate(&stream, Z_FINISH), Z_STREAM_END);
    packed.size = (size_t)stream.total_out;
    (void)deflateEnd(&stream);
    return packed;
}

static void write_gzip(const struct sandbox *sandbox, const char *name, unsigned depth)
{
    struct buf inner = BUF_INIT(SANDBOX_BYTES_MAX);

    buf_text(&inner, SENTENCE);
    for (; depth > 0; depth--) {
        struct buf outer = gzip_of(buf_bytes(&inner));
        buf_free(&inner);
        inner = outer;
    }
    sandbox_write(sandbox, name, buf_bytes(&inner));
    buf_free(&inner);
}

/* Filters over each other are undone at once, which is no nesting; more of them than anybody applies are a gap. */
Test(robustness_bombs, gzip_over_and_over)
{
    struct sandbox sandbox;

    sandbox_open(&sandbox);
    write_gzip(&sandbox, "in/twenty.txt.gz", 20);
    SCAN("in");
    cr_assert_eq(sandbox.exit_code, 0);
    sandbox_expect(&sandbox, WITNESS_FOUND " and (map(select(.type == \"finding\")) | length) == 2");
    write_gzip(&sandbox, "in/twenty.txt.gz", 40);
    SCAN("in");
    expect_limit(&sandbox, "[\"limit-depth\"]");
    sandbox_close(&sandbox);
}

/* The shape of 42.zip: five levels of sixteen archives each, a million texts in all. */
Test(robustness_bombs, tree_of_archives)
{
    struct sandbox sandbox;
    enum { WIDTH = 16, LEVELS = 5 };
    struct sandbox_member members[WIDTH];
    char names[WIDTH][16];
    struct buf inner = BUF_INIT(SANDBOX_BYTES_MAX);

    sandbox_open(&sandbox);
    buf_text(&inner, "各级人民政府应当加强对政府信息公开工作的组织领导。\n");
    for (int level = 0; level < LEVELS; level++) {
        for (size_t index = 0; index < WIDTH; index++) {
            (void)snprintf(names[index], sizeof names[index], "%zx.%s", index, level == 0 ? "txt" : "zip");
            members[index] = (struct sandbox_member){ names[index], buf_bytes(&inner) };
        }
        sandbox_archive(&sandbox, "in/tree.zip", "zip", "none", members, WIDTH);
        buf_free(&inner);
        inner = sandbox_read(&sandbox, "in/tree.zip");
    }
    buf_free(&inner);
    SCAN("--jobs", "1", "--max-children", "2000", "in");
    expect_limit(&sandbox, "[\"limit-children\"]");
    SCAN("--jobs", "1", "--max-depth", "2", "in");
    expect_limit(&sandbox, "[\"limit-depth\"]");
    sandbox_close(&sandbox);
}

#define ENTITY(name, inner)                                                                                            \
    "<!ENTITY " name " \"&" inner ";&" inner ";&" inner ";&" inner ";&" inner ";&" inner ";&" inner ";&" inner ";&" inner   \
    ";&" inner ";\">"

/* "Billion laughs", and a chain without end. */
Test(robustness_bombs, entities_of_entities)
{
    struct sandbox sandbox;

    sandbox_open(&sandbox);
    sandbox_write_text(&sandbox, "in/laughs.xml",
                       "<?xml version=\"1.0\"?><!DOCTYPE a [<!ENTITY a \"各级人民政府应当加强\">" ENTITY("b", "a") ENTITY(
                           "c", "b") ENTITY("d", "c") ENTITY("e", "d") ENTITY("f", "e") ENTITY("g", "f") ENTITY("h", "g")
                           ENTITY("i", "h") ENTITY("j", "i") "]><a>" SENTENCE "&j;</a>");
    sandbox_write_text(&sandbox, "in/loop.xml",
                       "<?xml version=\"1.0\"?><!DOCTYPE a [<!ENTITY a \"&b;\"><!ENTITY b \"&a;\">]><a>" SENTENCE "&a;</a>");
    SCAN("--jobs", "1", "in");
    cr_assert_eq(sandbox.exit_code, 3);
    sandbox_expect(&sandbox, WITNESS_FOUND " and " LIMITS_ARE_REVIEWED);
    sandbox_expect(&sandbox, "problems(\"in/laughs.xml\") == [\"limit-ratio\"] and document(\"in/loop.xml\").status == "
                             "\"incomplete\" and (map(select(.type == \"finding\")) | length) == 3");
    sandbox_close(&sandbox);
}

/* Page tree, names, outline and forms that lead back to themselves (corpus/pdf/generate.py). */
Test(robustness_bombs, pdf_that_leads_back_to_itself)
{
    struct sandbox sandbox;

    sandbox_open(&sandbox);
    SCAN("--jobs", "1", "in", GUANKA_SOURCE_DIR "/corpus/pdf/loops.pdf");
    expect_limit(&sandbox, "[\"corrupt\"]");
    sandbox_close(&sandbox);
}

static void pdf_object(struct buf *out, size_t *offsets, unsigned number, const char *dictionary, const char *stream)
{
    offsets[number] = out->size;
    buf_format(out, "%u 0 obj\n<<%s", number, dictionary);
    if (stream != NULL)
        buf_format(out, "/Length %zu>>stream\n%s\nendstream\nendobj\n", strlen(stream), stream);
    else
        buf_text(out, ">>\nendobj\n");
}

/* The table of objects; the catalogue is the first of them. */
static void pdf_end(struct buf *out, const size_t *offsets, unsigned count)
{
    size_t table = out->size;

    buf_format(out, "xref\n0 %u\n0000000000 65535 f \n", count);
    for (unsigned number = 1; number < count; number++)
        buf_format(out, "%010zu 00000 n \n", offsets[number]);
    buf_format(out, "trailer<</Size %u/Root 1 0 R>>\nstartxref\n%zu\n%%%%EOF\n", count, table);
}

/* `page_count` pages of `line_count` lines each: all the same object, or objects of their own with the same contents. */
static void write_repeated_pages(const struct sandbox *sandbox, const char *name, unsigned page_count,
                                 unsigned line_count, bool is_one_object)
{
    enum { FIRST_PAGE = 5 };
    unsigned count = FIRST_PAGE + (is_one_object ? 1 : page_count);
    size_t *offsets = calloc(count, sizeof *offsets);
    struct buf out = BUF_INIT(SANDBOX_BYTES_MAX), kids = BUF_INIT(SANDBOX_BYTES_MAX), lines = BUF_INIT(SANDBOX_BYTES_MAX);

    cr_assert_not_null(offsets);
    for (unsigned line = 0; line < line_count; line++)
        buf_text(&lines, "BT /A 12 Tf 100 100 Td (the same line again and again) Tj ET\n");
    buf_text(&kids, "/Type/Pages/Kids[");
    for (unsigned page = 0; page < page_count; page++)
        buf_format(&kids, "%u 0 R ", FIRST_PAGE + (is_one_object ? 0 : page));
    buf_format(&kids, "]/Count %u", page_count);
    buf_text(&out, "%PDF-1.7\n");
    pdf_object(&out, offsets, 1, "/Type/Catalog/Pages 2 0 R", NULL);
    pdf_object(&out, offsets, 2, kids.data, NULL);
    pdf_object(&out, offsets, 3, "", lines.data);
    pdf_object(&out, offsets, 4, "/Type/Font/Subtype/Type1/BaseFont/Helvetica", NULL);
    for (unsigned number = FIRST_PAGE; number < count; number++)
        pdf_object(&out, offsets, number,
                   "/Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 3 0 R/Resources<</Font<</A 4 0 R>>>>", NULL);
    pdf_end(&out, offsets, count);
    sandbox_write(sandbox, name, buf_bytes(&out));
    buf_free(&out);
    buf_free(&kids);
    buf_free(&lines);
    free(offsets);
}

/* 20,000 pages of 10,000 lines: 200 million lines that would take a quarter of an hour and more. The limit of time is
 * out of the way, so that it is the work that ends it. */
Test(robustness_bombs, pdf_that_names_one_heavy_page_again_and_again, .timeout = 300)
{
    struct sandbox sandbox;

    for (int is_one_object = 0; is_one_object < 2; is_one_object++) {
        sandbox_open(&sandbox);
        write_repeated_pages(&sandbox, "in/repeated.pdf", 20000, 10000, is_one_object != 0);
        SCAN("--jobs", "1", "--timeout", "3600", "in");
        expect_limit(&sandbox, "[\"limit-ratio\"]");
        sandbox_close(&sandbox);
    }
}

/* A page that stands in a file several times over is no bomb. */
Test(robustness_bombs, pdf_that_names_a_light_page_often)
{
    struct sandbox sandbox;

    sandbox_open(&sandbox);
    write_repeated_pages(&sandbox, "in/repeated.pdf", 2000, 10, true);
    SCAN("--jobs", "1", "in");
    cr_assert_eq(sandbox.exit_code, 0);
    sandbox_expect(&sandbox, WITNESS_FOUND " and document(\"in/repeated.pdf\").status == \"complete\"");
    sandbox_close(&sandbox);
}

/* A form that draws ten forms that each draw ten …: 10^11 lines of text. */
Test(robustness_bombs, pdf_of_forms_of_forms)
{
    struct sandbox sandbox;
    enum { FIRST_FORM = 6, FORMS = 12, OBJECTS = FIRST_FORM + FORMS };
    size_t offsets[OBJECTS];
    struct buf out = BUF_INIT(SANDBOX_BYTES_MAX);
    char dictionary[200];

    sandbox_open(&sandbox);
    buf_text(&out, "%PDF-1.7\n");
    pdf_object(&out, offsets, 1, "/Type/Catalog/Pages 2 0 R", NULL);
    pdf_object(&out, offsets, 2, "/Type/Pages/Kids[3 0 R]/Count 1", NULL);
    pdf_object(&out, offsets, 3,
               "/Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</XObject<</F 6 0 R>>>>", NULL);
    pdf_object(&out, offsets, 4, "", "/F Do");
    pdf_object(&out, offsets, 5, "/Type/Font/Subtype/Type1/BaseFont/Helvetica", NULL);
    for (unsigned number = FIRST_FORM; number < OBJECTS; number++) {
        bool last = number == OBJECTS - 1;

        (void)snprintf(dictionary, sizeof dictionary,
                       last ? "/Type/XObject/Subtype/Form/BBox[0 0 595 842]/Resources<</Font<</A 5 0 R>>>>"
                            : "/Type/XObject/Subtype/Form/BBox[0 0 595 842]/Resources<</XObject<</F %u 0 R>>>>",
                       number + 1);
        pdf_object(&out, offsets, number, dictionary,
                   last ? "BT /A 12 Tf 100 100 Td (again and again) Tj ET"
                        : "/F Do /F Do /F Do /F Do /F Do /F Do /F Do /F Do /F Do /F Do");
    }
    pdf_end(&out, offsets, OBJECTS);
    sandbox_write(&sandbox, "in/forms.pdf", buf_bytes(&out));
    buf_free(&out);
    SCAN("--jobs", "1", "in");
    expect_limit(&sandbox, "[\"limit-ratio\"]");
    sandbox_close(&sandbox);
}

/* ---- sheets ---- */

#define SHEET_SPACE "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
#define OFFICE_RELATIONS "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define PACKAGE_RELATIONS "http://schemas.openxmlformats.org/package/2006/relationships"
#define SHEET_TYPE "application/vnd.openxmlformats-officedocument.spreadsheetml."

/* A workbook of one sheet, with what stands in its worksheet and in its shared strings (ECMA-376 part 1, 18). */
static void write_workbook(const struct sandbox *sandbox, const char *name, const struct buf *sheet,
                           const struct buf *strings)
{
    const struct sandbox_member members[] = {
        { "[Content_Types].xml",
          sandbox_text("<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">"
                       "<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
                       "<Override PartName=\"/workbook.xml\" ContentType=\"" SHEET_TYPE "sheet.main+xml\"/>"
                       "<Override PartName=\"/sheet.xml\" ContentType=\"" SHEET_TYPE "worksheet+xml\"/>"
                       "<Override PartName=\"/strings.xml\" ContentType=\"" SHEET_TYPE "sharedStrings+xml\"/></Types>") },
        { "_rels/.rels",
          sandbox_text("<Relationships xmlns=\"" PACKAGE_RELATIONS "\"><Relationship Id=\"r1\" Type=\"" OFFICE_RELATIONS
                       "/officeDocument\" Target=\"workbook.xml\"/></Relationships>") },
        { "_rels/workbook.xml.rels",
          sandbox_text("<Relationships xmlns=\"" PACKAGE_RELATIONS "\"><Relationship Id=\"r1\" Type=\"" OFFICE_RELATIONS
                       "/worksheet\" Target=\"sheet.xml\"/><Relationship Id=\"r2\" Type=\"" OFFICE_RELATIONS
                       "/sharedStrings\" Target=\"strings.xml\"/></Relationships>") },
        { "workbook.xml", sandbox_text("<workbook xmlns=\"" SHEET_SPACE "\" xmlns:r=\"" OFFICE_RELATIONS
                                       "\"><sheets><sheet name=\"A\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>") },
        { "sheet.xml", buf_bytes(sheet) },
        { "strings.xml", buf_bytes(strings) },
    };

    cr_assert(buf_status(sheet) == STATUS_OK && buf_status(strings) == STATUS_OK);
    sandbox_archive(sandbox, name, "zip", "none", members, sizeof members / sizeof members[0]);
}

#define BINARY_TYPE "application/vnd.ms-excel."

static void put_number(struct buf *out, uint32_t value, unsigned size)
{
    for (unsigned index = 0; index < size; index++)
        buf_byte(out, (char)(value >> (8 * index)));
}

/* The same of records ([MS-XLSB] 2.1.4): `sheet` and `strings` are what stands between the first record and the last. */
static void write_binary_workbook(const struct sandbox *sandbox, const char *name, const struct buf *sheet,
                                  const struct buf *strings)
{
    static const char workbook[] = "\x83\1\0\x9C\1\x16\0\0\0\0\1\0\0\0\2\0\0\0r\0\x31\0\1\0\0\0A\0\x84\1";
    struct buf records = BUF_INIT(SANDBOX_BYTES_MAX), table = BUF_INIT(SANDBOX_BYTES_MAX);

    buf_append(&records, "\x81\1\0", 3);
    buf_append(&records, sheet->data, sheet->size);
    buf_append(&records, "\x82\1\0", 3);
    buf_append(&table, "\x9F\1\x08\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF", 11);
    buf_append(&table, strings->data, strings->size);
    buf_append(&table, "\xA0\1\0", 3);
    const struct sandbox_member members[] = {
        { "[Content_Types].xml",
          sandbox_text("<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">"
                       "<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
                       "<Override PartName=\"/workbook.bin\" ContentType=\"" BINARY_TYPE "sheet.binary.macroEnabled.main\"/>"
                       "<Override PartName=\"/sheet.bin\" ContentType=\"" BINARY_TYPE "worksheet\"/>"
                       "<Override PartName=\"/strings.bin\" ContentType=\"" BINARY_TYPE "sharedStrings\"/></Types>") },
        { "_rels/.rels",
          sandbox_text("<Relationships xmlns=\"" PACKAGE_RELATIONS "\"><Relationship Id=\"r1\" Type=\"" OFFICE_RELATIONS
                       "/officeDocument\" Target=\"workbook.bin\"/></Relationships>") },
        { "_rels/workbook.bin.rels",
          sandbox_text("<Relationships xmlns=\"" PACKAGE_RELATIONS "\"><Relationship Id=\"r1\" Type=\"" OFFICE_RELATIONS
                       "/worksheet\" Target=\"sheet.bin\"/></Relationships>") },
        { "workbook.bin", bytes_of(workbook, sizeof workbook) },
        { "sheet.bin", buf_bytes(&records) },
        { "strings.bin", buf_bytes(&table) },
    };

    cr_assert(buf_status(&records) == STATUS_OK && buf_status(&table) == STATUS_OK);
    sandbox_archive(sandbox, name, "zip", "none", members, sizeof members / sizeof members[0]);
    buf_free(&records);
    buf_free(&table);
}

/* A shared string (2.4.796) of so many times the character 密. */
static void put_string(struct buf *strings, uint32_t characters)
{
    uint32_t size = 5 + 2 * characters;

    put_number(strings, 0x13, 1);
    for (; size > 0x7F; size >>= 7)
        put_number(strings, (size & 0x7F) | 0x80, 1);
    put_number(strings, size, 1);
    put_number(strings, 0, 1);
    put_number(strings, characters, 4);
    for (uint32_t index = 0; index < characters; index++)
        put_number(strings, 0x5BC6, 2);
}

/* A cell without a column (the one after the last), of shared string 0. */
static void write_repeated_short_cells(const struct sandbox *sandbox, const char *name, unsigned cells, uint32_t characters)
{
    struct buf sheet = BUF_INIT(SANDBOX_BYTES_MAX), strings = BUF_INIT(SANDBOX_BYTES_MAX);

    for (unsigned index = 0; index < cells; index++)
        buf_append(&sheet, "\x12\x08\0\0\0\0\0\0\0\0", 10);
    put_string(&strings, characters);
    write_binary_workbook(sandbox, name, &sheet, &strings);
    buf_free(&sheet);
    buf_free(&strings);
}

/* Rows and columns as far as numbers go: a cell each at the first, at Excel's last and at the last there can be. */
static void write_far_cells(const struct sandbox *sandbox, const char *name)
{
    static const uint32_t places[][2] = { { 0, 0 }, { 1048575, 16383 }, { UINT32_MAX, UINT32_MAX } };
    static const uint16_t word[] = { 0x8FDD, 0x7981, 0x6837, 0x54C1, 0x8BCD }; /* SANDBOX_WORD */
    struct buf sheet = BUF_INIT(SANDBOX_BYTES_MAX), strings = BUF_INIT(SANDBOX_BYTES_MAX);

    buf_append(&sheet, "\x94\1\x10\0\0\0\0\xFF\xFF\xFF\xFF\0\0\0\0\xFF\xFF\xFF\xFF", 19);
    buf_append(&sheet, "\x3C\x12\0\0\0\0\xFF\xFF\xFF\xFF\0\x0A\0\0\0\0\0\0\1\0", 20);
    for (size_t index = 0; index < sizeof places / sizeof *places; index++) {
        put_number(&sheet, 0x1100, 2); /* a row (2.4.761) */
        put_number(&sheet, places[index][0], 4);
        buf_append(&sheet, "\0\0\0\0\0\0\0\0\0\0\0\0\0", 13);
        put_number(&sheet, 0x1606, 2); /* a cell with a string (2.4.327) */
        put_number(&sheet, places[index][1], 4);
        put_number(&sheet, 0, 4);
        put_number(&sheet, sizeof word / sizeof *word, 4);
        for (size_t character = 0; character < sizeof word / sizeof *word; character++)
            put_number(&sheet, word[character], 2);
    }
    write_binary_workbook(sandbox, name, &sheet, &strings);
    buf_free(&sheet);
    buf_free(&strings);
}

static void write_repeated_cells(const struct sandbox *sandbox, const char *name, unsigned cells, unsigned text_pieces)
{
    struct buf sheet = BUF_INIT(SANDBOX_BYTES_MAX), strings = BUF_INIT(SANDBOX_BYTES_MAX);

    buf_text(&sheet, "<worksheet xmlns=\"" SHEET_SPACE "\"><sheetData><row>");
    for (unsigned index = 0; index < cells; index++)
        buf_text(&sheet, "<c t=\"s\"><v>0</v></c>");
    buf_text(&sheet, "</row></sheetData></worksheet>");
    buf_text(&strings, "<sst xmlns=\"" SHEET_SPACE "\"><si><t>");
    for (unsigned index = 0; index < text_pieces; index++)
        buf_text(&strings, "各级人民政府应当加强");
    buf_text(&strings, "</t></si></sst>");
    write_workbook(sandbox, name, &sheet, &strings);
    buf_free(&sheet);
    buf_free(&strings);
}

/* What a sheet says of its size and of where its cells are is not what there is to read. */
Test(robustness_bombs, sheets_that_claim_a_billion_cells)
{
    struct sandbox sandbox;
    struct buf sheet = BUF_INIT(SANDBOX_BYTES_MAX), strings = BUF_INIT(SANDBOX_BYTES_MAX);

    sandbox_open(&sandbox);
    buf_text(&sheet, "<worksheet xmlns=\"" SHEET_SPACE "\"><dimension ref=\"A1:XFD1048576\"/><cols><col min=\"1\" "
                     "max=\"4294967295\" width=\"9\"/></cols><sheetData><row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c></row>"
                     "<row r=\"1048576\"><c r=\"XFD1048576\" t=\"s\"><v>0</v></c></row><row r=\"4294967295\">"
                     "<c r=\"ZZZZZZZ4294967295\" t=\"s\"><v>0</v></c></row></sheetData>"
                     "<mergeCells count=\"1\"><mergeCell ref=\"A1:XFD1048576\"/></mergeCells></worksheet>");
    buf_text(&strings, "<sst xmlns=\"" SHEET_SPACE "\" count=\"4294967295\" uniqueCount=\"4294967295\"><si><t>" SENTENCE
                       "</t></si></sst>");
    write_workbook(&sandbox, "in/far.xlsx", &sheet, &strings);
    buf_free(&sheet);
    buf_free(&strings);
    sandbox_write_text(&sandbox, "in/far.fods",
                       "<?xml version=\"1.0\" encoding=\"UTF-8\"?><office:document "
                       "xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" "
                       "xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\" "
                       "xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\" "
                       "office:mimetype=\"application/vnd.oasis.opendocument.spreadsheet\" office:version=\"1.3\">"
                       "<office:body><office:spreadsheet><table:table table:name=\"A\"><table:table-row "
                       "table:number-rows-repeated=\"1000000000\"><table:table-cell office:value-type=\"string\" "
                       "table:number-columns-repeated=\"1000000000\"><text:p>" SENTENCE "<text:s text:c=\"2000000000\"/>"
                       "</text:p></table:table-cell></table:table-row></table:table></office:spreadsheet></office:body>"
                       "</office:document>");
    write_far_cells(&sandbox, "in/far.xlsb");
    SCAN("--jobs", "1", "in");
    cr_assert_eq(sandbox.exit_code, 0);
    sandbox_expect(&sandbox, WITNESS_FOUND " and (findings(\"in/far.xlsx\") | length) == 3");
    sandbox_expect(&sandbox, "(findings(\"in/far.xlsb\") | length) == 3");
    sandbox_expect(&sandbox, "(findings(\"in/far.fods\") | length) == 1");
    cr_assert_leq(sandbox.memory_bytes_max, MEMORY_BYTES_MAX);
    sandbox_close(&sandbox);
}

/* Twenty million cells in 500 KB; and cells that refer a million times to one long string. */
Test(robustness_bombs, sheets_that_hold_too_many_cells)
{
    struct sandbox sandbox;

    sandbox_open(&sandbox);
    write_repeated_cells(&sandbox, "in/many.xlsx", 2000000, 1);
    write_repeated_short_cells(&sandbox, "in/many.xlsb", 2000000, 1);
    SCAN("--jobs", "1", "in");
    expect_limit(&sandbox, "[\"limit-ratio\"]");
    sandbox_expect(&sandbox, "summary.incomplete == 2");
    write_repeated_cells(&sandbox, "in/many.xlsx", 200000, 30000);
    write_repeated_short_cells(&sandbox, "in/many.xlsb", 200000, 32767);
    /* corpus/generate_ole.py */
    SCAN("--jobs", "1", "in", GUANKA_SOURCE_DIR "/tests/robustness/repeated.xls");
    expect_limit(&sandbox, "[\"limit-ratio\"]");
    sandbox_expect(&sandbox, "summary.incomplete == 3");
    sandbox_close(&sandbox);
}

/* ---- many files ---- */

static void write_tiny_files(const struct sandbox *sandbox, const char *name, const char *format, size_t count)
{
    struct sandbox_member *members = calloc(count, sizeof *members);
    char(*names)[16] = calloc(count, sizeof *names);

    cr_assert(members != NULL && names != NULL);
    for (size_t index = 0; index < count; index++) {
        (void)snprintf(names[index], sizeof names[index], "%06zu.txt", index);
        members[index] = (struct sandbox_member){ names[index], sandbox_text(index == 99999 ? SENTENCE : "政府信息") };
    }
    sandbox_archive(sandbox, name, format, "none", members, count);
    free(members);
    free(names);
}

/* One question each: jq reads a hundred thousand lines for it. */
static void scan_tiny_files(struct sandbox *sandbox, int exit_code, const char *filter)
{
    sandbox_begin(sandbox, &(struct sandbox_start){ 0 },
                  (const char *const[]){ "scan", "--rules", "pack.yaml", "--format", "jsonl", "--output", "out.jsonl",
                                         "--jobs", "1", "in", NULL });
    sandbox_end(sandbox);
    cr_assert_eq(sandbox->exit_code, exit_code);
    sandbox_expect(sandbox, filter);
}

Test(robustness_bombs, a_hundred_thousand_tiny_files)
{
    static const char *const formats[] = { "zip", "paxr" };
    struct sandbox sandbox;

    sandbox_open(&sandbox);
    for (size_t index = 0; index < sizeof formats / sizeof formats[0]; index++) {
        write_tiny_files(&sandbox, "in/tiny", formats[index], 100000);
        scan_tiny_files(&sandbox, 0,
                        WITNESS_FOUND " and summary.documents == 100002 and "
                                      "(findings(\"in/tiny!/099999.txt\") | length) == 1");
        write_tiny_files(&sandbox, "in/tiny", formats[index], 100001);
        scan_tiny_files(&sandbox, 3,
                        WITNESS_FOUND " and problems(\"in/tiny\") == [\"limit-children\"] and document(\"in/tiny\").verdict == "
                                      "\"review\" and (findings(\"in/tiny!/099999.txt\") | length) == 1");
    }
    sandbox_close(&sandbox);
}
