/* SPDX-License-Identifier: Apache-2.0
 *
 * Metafiles of both kinds: whole ones, or what follows the header of one.
 */
#include "base/buf.h"
#include "extract/metafile/emf.h"
#include "extract/metafile/wmf.h"
#include "read_document.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The first record of an enhanced metafile, and the header of one of 16 bits. */
static void header_write(struct buf *document, bool is_old)
{
    static const char old[18] = { 1, 0, 9, 0, 0, 3 };
    char enhanced[88] = { 1, 0, 0, 0, 88 };

    memcpy(enhanced + 40, " EMF", 4);
    if (is_old)
        buf_append(document, old, sizeof old);
    else
        buf_append(document, enhanced, sizeof enhanced);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct bytes input = bytes_of(data, size);
    struct buf document = BUF_INIT(2 << 20);

    if (size == 0 || size > (1 << 20))
        return 0;
    if (!emf_recognise(input) && !wmf_recognise(input))
        header_write(&document, data[0] % 2 != 0);
    buf_append(&document, data, size);
    ASSERT(buf_status(&document) == STATUS_OK);
    read_document(buf_bytes(&document), "case");
    buf_free(&document);
    return 0;
}
