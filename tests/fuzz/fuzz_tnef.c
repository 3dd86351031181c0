/* SPDX-License-Identifier: Apache-2.0
 *
 * TNEF, with the signature and the key in front that every file has.
 */
#include "base/buf.h"
#include "read_foreign.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct buf document = BUF_INIT(FOREIGN_CASE_MAX);

    buf_append(&document, "\x78\x9F\x3E\x22\1\0", 6);
    buf_append(&document, data, size);
    if (buf_status(&document) == STATUS_OK)
        read_foreign((const uint8_t *)document.data, document.size, "winmail.dat");
    buf_free(&document);
    return 0;
}
