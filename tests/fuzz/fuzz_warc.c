/* SPDX-License-Identifier: Apache-2.0
 *
 * Web archives, plain and compressed, and what is in them.
 */
#include "read_document.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    read_document(bytes_of(data, size), "case.warc");
    return 0;
}
