/* SPDX-License-Identifier: Apache-2.0
 *
 * Compiled help, and the pages in it.
 */
#include "read_foreign.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    read_foreign(data, size, "case.chm");
    return 0;
}
