/* SPDX-License-Identifier: Apache-2.0
 *
 * Cards and calendars: heads, folds, quoted-printable, base64, labels that lie.
 */
#include "base/buf.h"
#include "read_document.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct buf document = BUF_INIT(2 << 20);

    if (size > (1 << 20))
        return 0;
    buf_text(&document, "BEGIN:VCARD\n");
    buf_append(&document, data, size);
    ASSERT(buf_status(&document) == STATUS_OK);
    read_document(buf_bytes(&document), "case.vcf");
    buf_free(&document);
    return 0;
}
