/* SPDX-License-Identifier: Apache-2.0 */
#include "base/buf.h"
#include "read_document.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct buf document = BUF_INIT(2 << 20);

    if (size > (1 << 20))
        return 0;
    buf_text(&document, "{\\rtf");
    buf_append(&document, data, size);
    ASSERT(buf_status(&document) == STATUS_OK);
    read_document(buf_bytes(&document), "case.rtf");
    buf_free(&document);
    return 0;
}
