/* SPDX-License-Identifier: Apache-2.0
 *
 * Binary workbooks: as they are, when they begin like a zip; else the first byte chooses which part of a workbook the
 * rest is, so that a fuzzer need not learn to deflate.
 */
#include <stdio.h>

#include "base/buf.h"
#include "put_zip.h"
#include "read_document.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define EXCEL "application/vnd.ms-excel."
#define RELATION "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"

/* Relations of the workbook lead to all parts but the last, to which the cache's definition leads. */
static const struct {
    const char *kind, *content_type;
    struct bytes content;
} parts[] = {
#define RECORDS(text)                                                                                                  \
    {                                                                                                                  \
        (const uint8_t *)(text), sizeof(text) - 1                                                                      \
    }
    /* one sheet, by relation "r1" */
    { "officeDocument", "sheet.binary.macroEnabled.main",
      RECORDS("\x83\1\0\x9C\1\x16\0\0\0\0\1\0\0\0\2\0\0\0r\0\x31\0\1\0\0\0A\0\x84\1\0") },
    { "worksheet", "worksheet", RECORDS("\x81\1\0\x82\1\0") },
    { "sharedStrings", "sharedStrings",
      RECORDS("\x9F\1\x08\1\0\0\0\1\0\0\0\x13\x09\0\2\0\0\0\x3A\x4E\x8C\x4E\xA0\1\0") },
    /* a date, and what hides */
    { "styles", "styles",
      RECORDS(
          "\x96\2\0\x2C\x0C\xA5\0\3\0\0\0;\0;\0;\0\xE9\4\4\2\0\0\0\x2F\4\0\0\x0E\0\x2F\4\0\0\xA5\0\xEA\4\0\x97\2\0") },
    { "comments", "comments", RECORDS("\xF4\4\0\xF5\4\0") },
    { "table", "table", RECORDS("\xD7\2\0\xD8\2\0") },
    { "externalLink", "externalLink", RECORDS("\xE8\2\0\xCC\4\0") },
    { "connections", "connections", RECORDS("\xAD\3\0\xAE\3\0") },
    /* four fields: shared, text, number, date */
    { "pivotCacheDefinition", "pivotCacheDefinition",
      RECORDS("\xB3\1\0"
              "\xB7\1\x18\4\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\xBD\1\6\x08\0\1\0\0\0"
              "\xB7\1\x18\4\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\xBD\1\6\x08\0\0\0\0\0"
              "\xB7\1\x18\4\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\xBD\1\6\x40\0\0\0\0\0"
              "\xB7\1\x18\4\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\xBD\1\6\x04\0\0\0\0\0"
              "\xB4\1\0") },
    { "pivotCacheRecords", "pivotCacheRecords", RECORDS("\xC1\1\0\xC2\1\0") },
#undef RECORDS
};

enum { PARTS = sizeof parts / sizeof *parts, LAST = PARTS - 1 };

static void put_relation(struct buf *out, size_t part)
{
    buf_format(out, "<Relationship Id=\"r%zu\" Type=\"" RELATION "%s\" Target=\"%zu.bin\"/>", part, parts[part].kind,
               part);
}

static void put_package(struct buf *out, size_t chosen, struct bytes content)
{
    struct buf directory = BUF_INIT(1 << 20), types = BUF_INIT(1 << 16), main = BUF_INIT(1 << 16),
               related = BUF_INIT(1 << 16), cache = BUF_INIT(1 << 16);
    char name[16];

    buf_text(&types, "<Types>");
    buf_text(&main, "<Relationships>");
    buf_text(&related, "<Relationships>");
    buf_text(&cache, "<Relationships>");
    for (size_t part = 0; part < PARTS; part++) {
        buf_format(&types, "<Override PartName=\"/%zu.bin\" ContentType=\"" EXCEL "%s\"/>", part,
                   parts[part].content_type);
        put_relation(part == 0 ? &main : part == LAST ? &cache : &related, part);
    }
    buf_text(&types, "</Types>");
    buf_text(&main, "</Relationships>");
    buf_text(&related, "</Relationships>");
    buf_text(&cache, "</Relationships>");
    put_member(out, &directory, "[Content_Types].xml", buf_bytes(&types));
    put_member(out, &directory, "_rels/.rels", buf_bytes(&main));
    put_member(out, &directory, "_rels/0.bin.rels", buf_bytes(&related));
    put_member(out, &directory, "_rels/8.bin.rels", buf_bytes(&cache));
    for (size_t part = 0; part < PARTS; part++) {
        snprintf(name, sizeof name, "%zu.bin", part);
        put_member(out, &directory, name, part == chosen ? content : parts[part].content);
    }
    put_directory(out, &directory);
    ASSERT(buf_status(out) == STATUS_OK && buf_status(&directory) == STATUS_OK);
    buf_free(&directory);
    buf_free(&types);
    buf_free(&main);
    buf_free(&related);
    buf_free(&cache);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct buf package = BUF_INIT(64 << 20);

    if (size == 0 || size > (1 << 20))
        return 0;
    if (data[0] == 'P') {
        read_document(bytes_of(data, size), "case.xlsb");
        return 0;
    }
    put_package(&package, data[0] % PARTS, bytes_of(data + 1, size - 1));
    read_document(buf_bytes(&package), "case.xlsb");
    buf_free(&package);
    return 0;
}
