/* SPDX-License-Identifier: Apache-2.0
 *
 * The older office formats, which are all compound files.
 */

#include "read_foreign.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    read_foreign(data, size, "case.doc");
    return 0;
}
