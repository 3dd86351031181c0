/* SPDX-License-Identifier: Apache-2.0
 *
 * The older office formats, which are all compound files.
 */

#include "read_foreign.h"

/* libgsf 1.14.50 does not free the entries of a directory that it refuses (gsf_infile_msole_new, traced with full stacks); the
 * worker's ceiling bounds what adds up. Only that is excused, and it takes full stacks to tell it from a leak of ours. */
__attribute__((visibility("default"))) const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void)
{
    return "leak:gsf_infile_msole_new\n";
}

__attribute__((visibility("default"))) const char *__asan_default_options(void);
const char *__asan_default_options(void)
{
    return "fast_unwind_on_malloc=0";
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    read_foreign(data, size, "case.doc");
    return 0;
}
