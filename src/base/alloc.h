/* SPDX-License-Identifier: Apache-2.0
 *
 * The one door to the heap (jemalloc behind it), so that a test can make the Nth allocation fail.
 *
 * Thread-safe. Failure is NULL, which callers turn into STATUS_NO_MEMORY.
 */
#ifndef GUANKA_BASE_ALLOC_H
#define GUANKA_BASE_ALLOC_H

#include <stddef.h>

void *alloc(size_t size);
void *alloc_zeroed(size_t count, size_t size);
void *alloc_resize(void *memory, size_t size);
void alloc_free(void *memory);
char *alloc_text(const char *text, size_t size); /* a terminated copy */

/* From now on, in the whole process, memory is wiped before it is given back: for who has read secrets. What libraries take
 * from the C library themselves is not reached. */
void alloc_wipe_freed(void);

/* For tests: the `nth` allocation from now on fails, once (1 = the next; 0 = never), in any thread. */
void alloc_fail_after(unsigned long nth);

#endif
