/* SPDX-License-Identifier: Apache-2.0
 *
 * PDF files as they are; or, when they do not begin like one, the contents of a page with fonts of every kind, so that
 * a fuzzer finds its way into the layout without learning the table of objects.
 */
#include "base/buf.h"
#include "foreign/foreign_registry.h"
#include "read_document.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char head[] =
    "%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R/OCProperties<</OCGs[7 0 R]/D<</OFF[7 0 R]>>>>>>endobj\n"
    "2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 8 0 R/Resources<</Font<</A 4 0 R/B 5 0 R/C 6 0 R>>"
    "/Properties<</O 7 0 R>>/XObject<</X 8 0 R>>>>>>endobj\n"
    "4 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj\n"
    "5 0 "
    "obj<</Type/Font/Subtype/Type0/BaseFont/S/Encoding/UniGB-UTF16-H/DescendantFonts[<</Type/Font/Subtype/CIDFontType0"
    "/BaseFont/S/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>>>]>>endobj\n"
    "6 0 "
    "obj<</Type/Font/Subtype/Type0/BaseFont/S/Encoding/UniGB-UTF16-V/DescendantFonts[<</Type/Font/Subtype/CIDFontType0"
    "/BaseFont/S/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>>>]>>endobj\n"
    "7 0 obj<</Type/OCG/Name(o)>>endobj\n";

static void put_document(struct buf *out, const uint8_t *data, size_t size)
{
    buf_text(out, head);
    buf_format(out, "8 0 obj<</Type/XObject/Subtype/Form/BBox[0 0 595 842]/Length %u>>stream\n", (unsigned)size);
    buf_append(out, data, size);
    buf_text(out, "\nendstream endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n");
    ASSERT(buf_status(out) == STATUS_OK);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static bool is_prepared;
    struct buf document = BUF_INIT(8 << 20);

    if (size == 0 || size > (1 << 20))
        return 0;
    if (!is_prepared && foreign_prepare(false) != STATUS_OK)
        abort();
    is_prepared = true;
    if (data[0] == '%') {
        read_document_with(bytes_of(data, size), "case.pdf", foreign_formats());
        return 0;
    }
    put_document(&document, data, size);
    read_document_with(buf_bytes(&document), "case.pdf", foreign_formats());
    buf_free(&document);
    return 0;
}
