/* SPDX-License-Identifier: Apache-2.0
 *
 * Office documents that are one XML file: as they are, when they begin like XML; else the first byte chooses what the
 * rest is put into, so that a fuzzer need not find the namespaces.
 */
#include "base/buf.h"
#include "read_document.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char *const wrappings[] = {
    "<w:wordDocument xmlns:w=\"http://schemas.microsoft.com/office/word/2003/wordml\" "
    "xmlns:aml=\"http://schemas.microsoft.com/aml/2001/core\" xmlns:o=\"urn:schemas-microsoft-com:office:office\" "
    "xmlns:v=\"urn:schemas-microsoft-com:vml\">",
    "<pkg:package xmlns:pkg=\"http://schemas.microsoft.com/office/2006/xmlPackage\">",
    "<uof:UOF xmlns:uof=\"http://schemas.uof.org/cn/2003/uof\" xmlns:字=\"http://schemas.uof.org/cn/2003/uof-wordproc\" "
    "xmlns:表=\"http://schemas.uof.org/cn/2003/uof-spreadsheet\">",
};

enum { WRAPPING_COUNT = sizeof wrappings / sizeof *wrappings };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct buf document = BUF_INIT(2 << 20);

    if (size == 0 || size > (1 << 20))
        return 0;
    if (data[0] == '<') {
        read_document(bytes_of(data, size), "case.xml");
        return 0;
    }
    buf_text(&document, wrappings[data[0] % WRAPPING_COUNT]);
    buf_append(&document, data + 1, size - 1);
    ASSERT(buf_status(&document) == STATUS_OK);
    read_document(buf_bytes(&document), "case.xml");
    buf_free(&document);
    return 0;
}
