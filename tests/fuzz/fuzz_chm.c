/* SPDX-License-Identifier: Apache-2.0
 *
 * Compiled help, and the pages in it.
 */
#include "foreign/foreign_registry.h"
#include "read_document.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static bool is_prepared;

    if (!is_prepared && foreign_prepare(false) != STATUS_OK)
        abort();
    is_prepared = true;
    if (size <= 1 << 20)
        read_document_with(bytes_of(data, size), "case.chm", foreign_formats());
    return 0;
}
