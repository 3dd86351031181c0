/* SPDX-License-Identifier: Apache-2.0
 *
 * Mail and mailboxes, and what is in them.
 */
#include "read_foreign.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    read_foreign(data, size, "case.eml");
    return 0;
}
