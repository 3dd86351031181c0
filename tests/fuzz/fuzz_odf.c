/* SPDX-License-Identifier: Apache-2.0
 *
 * OpenDocument: packages as they are, when they begin like a zip; else the body of a file in one piece.
 */
#include "base/buf.h"
#include "read_document.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define SPACE(prefix, name) " xmlns:" prefix "=\"urn:oasis:names:tc:opendocument:xmlns:" name ":1.0\""

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct buf document = BUF_INIT(2 << 20);

    if (size == 0 || size > (1 << 20))
        return 0;
    if (data[0] == 'P') {
        read_document(bytes_of(data, size), "case.odt");
        return 0;
    }
    buf_text(&document, "<office:document" SPACE("office", "office") SPACE("text", "text") SPACE("table", "table")
                            SPACE("draw", "drawing") SPACE("style", "style") SPACE("presentation", "presentation")
                                SPACE("meta", "meta") SPACE("form", "form") SPACE("script", "script"));
    buf_text(&document, data[0] % 2 == 0 ? " office:mimetype=\"application/vnd.oasis.opendocument.text\">"
                                         : " office:mimetype=\"application/vnd.oasis.opendocument.spreadsheet\">");
    buf_append(&document, data + 1, size - 1);
    ASSERT(buf_status(&document) == STATUS_OK);
    read_document(buf_bytes(&document), "case.fodt");
    buf_free(&document);
    return 0;
}
