/* SPDX-License-Identifier: Apache-2.0
 *
 * Packages of Office Open XML: as they are, when they begin like a zip; else the first byte chooses what kind of
 * part the rest is, so that a fuzzer need not learn to deflate.
 */
#include <stdio.h>

#include "base/buf.h"
#include "put_zip.h"
#include "read_document.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define OFFICE "application/vnd.openxmlformats-officedocument."

/* Content types of the part that is given; the rest of the package refers to it. */
static const char *const kinds[] = {
    OFFICE "wordprocessingml.document.main+xml",
    OFFICE "wordprocessingml.styles+xml",
    OFFICE "wordprocessingml.header+xml",
    OFFICE "spreadsheetml.sheet.main+xml",
    OFFICE "spreadsheetml.worksheet+xml",
    OFFICE "spreadsheetml.sharedStrings+xml",
    OFFICE "spreadsheetml.styles+xml",
    OFFICE "spreadsheetml.comments+xml",
    OFFICE "spreadsheetml.pivotCacheRecords+xml",
    OFFICE "spreadsheetml.connections+xml",
    OFFICE "presentationml.presentation.main+xml",
    OFFICE "presentationml.slide+xml",
    OFFICE "drawingml.chart+xml",
    OFFICE "vmlDrawing",
    OFFICE "custom-properties+xml",
    "application/vnd.openxmlformats-package.relationships+xml",
};

enum { KIND_COUNT = sizeof kinds / sizeof *kinds };

static void put_package(struct buf *out, const char *kind, struct bytes part)
{
    static const char workbook[] =
        "<workbook xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" xmlns:r=\"http://"
        "schemas.openxmlformats.org/officeDocument/2006/relationships\"><sheets><sheet name=\"a\" "
        "r:id=\"r1\"/></sheets>"
        "</workbook>";
    static const char relations[] = "<Relationships><Relationship Id=\"r1\" Target=\"../part.xml\"/></Relationships>";
    struct buf directory = BUF_INIT(1 << 20), types = BUF_INIT(1 << 16);

    buf_format(&types,
               "<Types><Override PartName=\"/part.xml\" ContentType=\"%s\"/><Override PartName=\"/xl/main.xml\" "
               "ContentType=\"" OFFICE "spreadsheetml.sheet.main+xml\"/></Types>",
               kind);
    put_member(out, &directory, "[Content_Types].xml", buf_bytes(&types));
    put_member(out, &directory, "_rels/.rels", bytes_of_text("<Relationships/>"));
    put_member(out, &directory, "part.xml", part);
    if (strstr(kind, "spreadsheetml") != NULL && strstr(kind, "sheet.main") == NULL) {
        put_member(out, &directory, "xl/main.xml", bytes_of_text(workbook));
        put_member(out, &directory, "xl/_rels/main.xml.rels", bytes_of_text(relations));
    }
    put_directory(out, &directory);
    ASSERT(buf_status(out) == STATUS_OK && buf_status(&directory) == STATUS_OK && buf_status(&types) == STATUS_OK);
    buf_free(&directory);
    buf_free(&types);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct buf package = BUF_INIT(64 << 20);

    if (size == 0 || size > (1 << 20))
        return 0;
    if (data[0] == 'P') {
        read_document(bytes_of(data, size), "case.docx");
        return 0;
    }
    put_package(&package, kinds[data[0] % KIND_COUNT], bytes_of(data + 1, size - 1));
    read_document(buf_bytes(&package), "case.docx");
    buf_free(&package);
    return 0;
}
