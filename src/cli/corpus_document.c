/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/corpus_document.h"

#include <string.h>
#include <zlib.h>

#include "text/utf8.h"

enum { PART_MAX = 16 << 20, WINDOW_BITS = 15, MEMORY_LEVEL = 8 };

/* ---- Deflate (RFC 1951), with the head of zlib (RFC 1950) or without. */

static enum status pack(const struct buf *plain, bool has_head, struct buf *packed)
{
    z_stream stream = { 0 };
    size_t room;
    char *target;
    int result;

    if (buf_status(plain) != STATUS_OK
        || deflateInit2(&stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, has_head ? WINDOW_BITS : -WINDOW_BITS, MEMORY_LEVEL,
                        Z_DEFAULT_STRATEGY)
               != Z_OK)
        return STATUS_NO_MEMORY;
    room = deflateBound(&stream, plain->size);
    target = buf_reserve(packed, room);
    if (target == NULL) {
        (void)deflateEnd(&stream);
        return STATUS_NO_MEMORY;
    }
    stream.next_in = (uint8_t *)plain->data;
    stream.avail_in = (uInt)plain->size;
    stream.next_out = (uint8_t *)target;
    stream.avail_out = (uInt)room;
    result = deflate(&stream, Z_FINISH);
    packed->size += stream.total_out;
    (void)deflateEnd(&stream);
    return result == Z_STREAM_END ? STATUS_OK : STATUS_BUG;
}

/* ---- ZIP (APPNOTE 6.3.10), without anything that it leaves to choice. */

enum { ENTRIES_MAX = 8, VERSION_NEEDED = 20, DEFLATED = 8, FIRST_DAY = 0x21 };

struct zip_entry {
    const char *name;
    uint32_t checksum, packed_size, size, offset;
};

struct zip_writer {
    struct buf *out;
    struct zip_entry entries[ENTRIES_MAX];
    size_t count;
};

static void put_little(struct buf *out, uint32_t value, unsigned bytes)
{
    for (; bytes > 0; bytes--, value >>= 8)
        buf_byte(out, (char)(value & 0xFF));
}

/* What the head before the data and the one in the directory have in common. */
static void put_entry(struct buf *out, const struct zip_entry *entry)
{
    put_little(out, VERSION_NEEDED, 2);
    put_little(out, 0, 2); /* flags */
    put_little(out, DEFLATED, 2);
    put_little(out, 0, 2); /* time */
    put_little(out, FIRST_DAY, 2);
    put_little(out, entry->checksum, 4);
    put_little(out, entry->packed_size, 4);
    put_little(out, entry->size, 4);
    put_little(out, (uint32_t)strlen(entry->name), 2);
    put_little(out, 0, 2); /* extra field */
}

static enum status zip_add(struct zip_writer *zip, const char *name, const struct buf *content)
{
    struct buf packed = BUF_INIT(PART_MAX);
    struct zip_entry *entry = &zip->entries[zip->count];
    enum status status = pack(content, false, &packed);

    if (status == STATUS_OK) {
        *entry = (struct zip_entry){ name, (uint32_t)crc32(0, (const uint8_t *)content->data, (uInt)content->size),
                                     (uint32_t)packed.size, (uint32_t)content->size, (uint32_t)zip->out->size };
        zip->count++;
        buf_append(zip->out, "PK\3\4", 4);
        put_entry(zip->out, entry);
        buf_text(zip->out, name);
        buf_append(zip->out, packed.data, packed.size);
    }
    buf_free(&packed);
    return status;
}

static enum status zip_add_text(struct zip_writer *zip, const char *name, const char *text)
{
    struct buf content = BUF_INIT(PART_MAX);
    enum status status;

    buf_text(&content, text);
    status = zip_add(zip, name, &content);
    buf_free(&content);
    return status;
}

static void zip_finish(struct zip_writer *zip)
{
    size_t start = zip->out->size;

    for (size_t index = 0; index < zip->count; index++) {
        buf_append(zip->out, "PK\1\2", 4);
        put_little(zip->out, VERSION_NEEDED, 2);
        put_entry(zip->out, &zip->entries[index]);
        put_little(zip->out, 0, 2); /* comment */
        put_little(zip->out, 0, 2); /* disk */
        put_little(zip->out, 0, 2);
        put_little(zip->out, 0, 4); /* attributes */
        put_little(zip->out, zip->entries[index].offset, 4);
        buf_text(zip->out, zip->entries[index].name);
    }
    buf_append(zip->out, "PK\5\6", 4);
    put_little(zip->out, 0, 4); /* disks */
    put_little(zip->out, (uint32_t)zip->count, 2);
    put_little(zip->out, (uint32_t)zip->count, 2);
    put_little(zip->out, (uint32_t)(zip->out->size - start - 12), 4);
    put_little(zip->out, (uint32_t)start, 4);
    put_little(zip->out, 0, 2); /* comment */
}

/* ---- Prose. */

static uint32_t between(struct document_maker *maker, uint32_t from, uint32_t to)
{
    return chance_between(&maker->chance, from, to);
}

static struct bytes pick(struct document_maker *maker, enum prose_list list)
{
    return prose_pick(maker->prose, list, &maker->chance);
}

static void put_escaped(struct buf *out, struct bytes text)
{
    for (size_t index = 0; index < text.size; index++) {
        char byte = (char)text.data[index];

        if (byte == '&' || byte == '<' || byte == '>')
            buf_text(out, byte == '&' ? "&amp;" : byte == '<' ? "&lt;" : "&gt;");
        else
            buf_byte(out, byte);
    }
}

/* ---- Word (ECMA-376). */

static void put_run(struct document_maker *maker, enum prose_list list, struct buf *out)
{
    buf_text(out, "<w:r><w:rPr><w:rFonts w:ascii=\"FangSong\" w:eastAsia=\"仿宋\"/><w:sz w:val=\"32\"/></w:rPr>"
                  "<w:t xml:space=\"preserve\">");
    put_escaped(out, pick(maker, list));
    buf_text(out, "</w:t></w:r>");
}

static void put_paragraph(struct document_maker *maker, struct buf *out)
{
    buf_text(out, "<w:p><w:pPr><w:ind w:firstLine=\"640\"/><w:jc w:val=\"both\"/></w:pPr>");
    for (uint32_t sentence = between(maker, 1, 5); sentence > 0; sentence--)
        put_run(maker, PROSE_SENTENCES, out);
    buf_text(out, "</w:p>");
}

static void put_table(struct document_maker *maker, struct buf *out)
{
    buf_text(out, "<w:tbl><w:tblPr><w:tblW w:w=\"0\" w:type=\"auto\"/></w:tblPr>");
    for (uint32_t row = between(maker, 4, 20); row > 0; row--) {
        buf_text(out, "<w:tr>");
        for (unsigned cell = 0; cell < 4; cell++) {
            buf_text(out, "<w:tc><w:p>");
            put_run(maker, PROSE_PHRASES, out);
            buf_text(out, "</w:p></w:tc>");
        }
        buf_text(out, "</w:tr>");
    }
    buf_text(out, "</w:tbl>");
}

static void put_body(struct document_maker *maker, struct buf *out)
{
    buf_text(out, "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<w:document "
                  "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body><w:p>");
    put_run(maker, PROSE_HEADINGS, out);
    buf_text(out, "</w:p>");
    for (uint32_t paragraph = between(maker, 20, 80); paragraph > 0; paragraph--)
        put_paragraph(maker, out);
    put_table(maker, out);
    buf_text(out, "<w:sectPr/></w:body></w:document>");
}

enum status document_make_docx(struct document_maker *maker)
{
    struct zip_writer zip = { .out = &maker->out };
    struct buf body = BUF_INIT(PART_MAX);
    enum status status;

    buf_clear(&maker->out);
    put_body(maker, &body);
    status = zip_add_text(
        &zip, "[Content_Types].xml",
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<Types "
        "xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"rels\" "
        "ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Override "
        "PartName=\"/word/document.xml\" "
        "ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/></Types>");
    if (status == STATUS_OK)
        status = zip_add_text(
            &zip, "_rels/.rels",
            "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<Relationships "
            "xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" "
            "Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" "
            "Target=\"word/document.xml\"/></Relationships>");
    if (status == STATUS_OK)
        status = zip_add(&zip, "word/document.xml", &body);
    if (status == STATUS_OK)
        zip_finish(&zip);
    buf_free(&body);
    return status;
}

/* ---- Excel (ECMA-376): texts are in a table of their own, each as often as it is used. */

enum { COLUMNS = 6, TEXT_COLUMNS = 3 };

static void put_cell(struct document_maker *maker, unsigned column, unsigned row, uint32_t *texts, struct buf *sheet,
                     struct buf *strings)
{
    if (column >= TEXT_COLUMNS) {
        buf_format(sheet, "<c r=\"%c%u\"><v>%u.%02u</v></c>", 'A' + (int)column, row, between(maker, 0, 99999),
                   between(maker, 0, 99));
        return;
    }
    buf_format(sheet, "<c r=\"%c%u\" t=\"s\"><v>%u</v></c>", 'A' + (int)column, row, (*texts)++);
    buf_text(strings, "<si><t>");
    put_escaped(strings, pick(maker, column == 0 ? PROSE_HEADINGS : PROSE_PHRASES));
    buf_text(strings, "</t></si>");
}

static void put_sheet(struct document_maker *maker, struct buf *sheet, struct buf *strings)
{
    unsigned rows = between(maker, 100, 400);
    uint32_t texts = 0;

    buf_text(sheet, "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<worksheet "
                    "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData>");
    buf_text(strings, "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<sst "
                      "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\">");
    for (unsigned row = 1; row <= rows; row++) {
        buf_format(sheet, "<row r=\"%u\">", row);
        for (unsigned column = 0; column < COLUMNS; column++)
            put_cell(maker, column, row, &texts, sheet, strings);
        buf_text(sheet, "</row>");
    }
    buf_text(sheet, "</sheetData></worksheet>");
    buf_text(strings, "</sst>");
}

static enum status add_workbook(struct zip_writer *zip)
{
    static const struct {
        const char *name, *text;
    } parts[] = {
        { "[Content_Types].xml",
          "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<Types "
          "xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"rels\" "
          "ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Override "
          "PartName=\"/xl/workbook.xml\" "
          "ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml\"/><Override "
          "PartName=\"/xl/worksheets/sheet1.xml\" "
          "ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml\"/><Override "
          "PartName=\"/xl/sharedStrings.xml\" "
          "ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml\"/></Types>" },
        { "_rels/.rels",
          "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<Relationships "
          "xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" "
          "Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" "
          "Target=\"xl/workbook.xml\"/></Relationships>" },
        { "xl/workbook.xml",
          "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<workbook "
          "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" "
          "xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><sheets><sheet "
          "name=\"情况表\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>" },
        { "xl/_rels/workbook.xml.rels",
          "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<Relationships "
          "xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" "
          "Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet\" "
          "Target=\"worksheets/sheet1.xml\"/><Relationship Id=\"rId2\" "
          "Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings\" "
          "Target=\"sharedStrings.xml\"/></Relationships>" },
    };
    enum status status = STATUS_OK;

    for (size_t index = 0; index < sizeof parts / sizeof *parts && status == STATUS_OK; index++)
        status = zip_add_text(zip, parts[index].name, parts[index].text);
    return status;
}

enum status document_make_xlsx(struct document_maker *maker)
{
    struct zip_writer zip = { .out = &maker->out };
    struct buf sheet = BUF_INIT(PART_MAX), strings = BUF_INIT(PART_MAX);
    enum status status;

    buf_clear(&maker->out);
    put_sheet(maker, &sheet, &strings);
    status = add_workbook(&zip);
    if (status == STATUS_OK)
        status = zip_add(&zip, "xl/worksheets/sheet1.xml", &sheet);
    if (status == STATUS_OK)
        status = zip_add(&zip, "xl/sharedStrings.xml", &strings);
    if (status == STATUS_OK)
        zip_finish(&zip);
    buf_free(&sheet);
    buf_free(&strings);
    return status;
}

/* ---- PDF 1.7 (ISO 32000-1). The font is named and not there; its characters are those of Unicode, and it says so. */

enum {
    PDF_PAGES_MAX = 24,
    PDF_LINES = 38,
    PDF_CHARACTERS = 34,
    PDF_MEANINGS = 6,
    PDF_FIRST_PAGE = 7,
    PDF_OBJECTS_MAX = PDF_FIRST_PAGE + 2 * PDF_PAGES_MAX
};

struct pdf_writer {
    struct buf *out;
    size_t offsets[PDF_OBJECTS_MAX]; /* by the number of the object */
    unsigned count;
};

static void begin_object(struct pdf_writer *pdf, unsigned number)
{
    pdf->offsets[number] = pdf->out->size;
    pdf->count = number >= pdf->count ? number + 1 : pdf->count;
    buf_format(pdf->out, "%u 0 obj\n", number);
}

static void end_object(struct pdf_writer *pdf)
{
    buf_text(pdf->out, "\nendobj\n");
}

/* Sentences, in lines of equal length. */
static void put_lines(struct document_maker *maker, struct buf *content)
{
    unsigned characters = 0, lines = 0;

    buf_text(content, "BT /F1 14 Tf 64 780 Td 19 TL <");
    while (lines < PDF_LINES) {
        struct bytes sentence = pick(maker, PROSE_SENTENCES);

        for (size_t offset = 0; offset < sentence.size && lines < PDF_LINES;) {
            struct utf8_step step = utf8_next((const char *)sentence.data + offset, sentence.size - offset);

            buf_format(content, "%04X", step.code_point);
            offset += step.size;
            if (++characters == PDF_CHARACTERS) {
                buf_text(content, "> Tj T* <");
                characters = 0;
                lines++;
            }
        }
    }
    buf_text(content, "> Tj ET");
}

static enum status put_stream(struct pdf_writer *pdf, unsigned number, const struct buf *content)
{
    struct buf packed = BUF_INIT(PART_MAX);
    enum status status = pack(content, true, &packed);

    if (status == STATUS_OK) {
        begin_object(pdf, number);
        buf_format(pdf->out, "<< /Length %zu /Filter /FlateDecode >>\nstream\n", packed.size);
        buf_append(pdf->out, packed.data, packed.size);
        buf_text(pdf->out, "\nendstream");
        end_object(pdf);
    }
    buf_free(&packed);
    return status;
}

static enum status put_page(struct document_maker *maker, struct pdf_writer *pdf, unsigned number)
{
    struct buf content = BUF_INIT(PART_MAX);
    enum status status;

    begin_object(pdf, number);
    buf_format(pdf->out,
               "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> "
               "/Contents %u 0 R >>",
               number + 1);
    end_object(pdf);
    put_lines(maker, &content);
    status = put_stream(pdf, number + 1, &content);
    buf_free(&content);
    return status;
}

static void put_frame(struct pdf_writer *pdf, unsigned pages)
{
    begin_object(pdf, 1);
    buf_text(pdf->out, "<< /Type /Catalog /Pages 2 0 R >>");
    end_object(pdf);
    begin_object(pdf, 2);
    buf_text(pdf->out, "<< /Type /Pages /Kids [");
    for (unsigned page = 0; page < pages; page++)
        buf_format(pdf->out, " %u 0 R", PDF_FIRST_PAGE + 2 * page);
    buf_format(pdf->out, " ] /Count %u >>", pages);
    end_object(pdf);
    begin_object(pdf, 3);
    buf_text(pdf->out, "<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /Identity-H "
                       "/DescendantFonts [4 0 R] /ToUnicode 6 0 R >>");
    end_object(pdf);
    begin_object(pdf, 4);
    buf_text(pdf->out, "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /STSong-Light /CIDSystemInfo << /Registry "
                       "(Adobe) /Ordering (Identity) /Supplement 0 >> /FontDescriptor 5 0 R /DW 1000 >>");
    end_object(pdf);
    begin_object(pdf, 5);
    buf_text(pdf->out, "<< /Type /FontDescriptor /FontName /STSong-Light /Flags 4 /FontBBox [0 -200 1000 900] "
                       "/ItalicAngle 0 /Ascent 900 /Descent -200 /CapHeight 800 /StemV 80 >>");
    end_object(pdf);
}

/* What each code means, in ranges that end where its first byte changes. */
static void put_meanings(struct buf *out)
{
    enum { RANGES = 256, RANGES_AT_ONCE = 64 };

    buf_text(out, "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /Own def /CMapType 2 def\n"
                  "1 begincodespacerange <0000> <FFFF> endcodespacerange\n");
    for (unsigned range = 0; range < RANGES; range++) {
        if (range % RANGES_AT_ONCE == 0)
            buf_format(out, "%d beginbfrange\n", RANGES_AT_ONCE);
        buf_format(out, "<%02X00> <%02XFF> <%02X00>\n", range, range, range);
        if (range % RANGES_AT_ONCE == RANGES_AT_ONCE - 1)
            buf_text(out, "endbfrange\n");
    }
    buf_text(out, "endcmap end end\n");
}

static void put_places(struct pdf_writer *pdf)
{
    size_t start = pdf->out->size;

    buf_format(pdf->out, "xref\n0 %u\n0000000000 65535 f \n", pdf->count);
    for (unsigned number = 1; number < pdf->count; number++)
        buf_format(pdf->out, "%010zu 00000 n \n", pdf->offsets[number]);
    buf_format(pdf->out, "trailer\n<< /Size %u /Root 1 0 R >>\nstartxref\n%zu\n%%%%EOF\n", pdf->count, start);
}

enum status document_make_pdf(struct document_maker *maker)
{
    struct pdf_writer pdf = { .out = &maker->out };
    struct buf meanings = BUF_INIT(PART_MAX);
    unsigned pages = between(maker, 3, PDF_PAGES_MAX);
    enum status status;

    buf_clear(&maker->out);
    buf_text(&maker->out, "%PDF-1.7\n%\xE2\xE3\xCF\xD3\n");
    put_frame(&pdf, pages);
    put_meanings(&meanings);
    status = put_stream(&pdf, PDF_MEANINGS, &meanings);
    buf_free(&meanings);
    for (unsigned page = 0; page < pages && status == STATUS_OK; page++)
        status = put_page(maker, &pdf, PDF_FIRST_PAGE + 2 * page);
    put_places(&pdf);
    return status;
}
