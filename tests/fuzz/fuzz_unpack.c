/* SPDX-License-Identifier: Apache-2.0
 *
 * Archives, compressed files and whatever else their bytes are taken for.
 */
#include "read_document.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    read_document(bytes_of(data, size), "case.gz");
    return 0;
}
