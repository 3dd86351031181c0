/* SPDX-License-Identifier: Apache-2.0
 *
 * Where leaks are looked for. Each test of Criterion runs in a process of its own, started with BXFI_MAP in its environment: what
 * is lost there is told of. The process that starts them runs nothing of ours, and now and then loses 48 bytes of its own, for
 * which it would fail.
 */
#include <stdlib.h>

/* The leak sanitizer's name for it (sanitizer/lsan_interface.h). */
__attribute__((visibility("default"))) int __lsan_is_turned_off(void);
int __lsan_is_turned_off(void)
{
    return getenv("BXFI_MAP") == NULL;
}
