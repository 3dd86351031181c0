/* SPDX-License-Identifier: Apache-2.0
 *
 * The process that parses hostile bytes gives up everything it does not need.
 *
 * After sandbox_enter it can read and write what is open, use memory up to a ceiling, and look at the clock: no file,
 * no network, no new process or thread, no other process. Three layers, each of which would do alone: a filter of
 * system calls (seccomp), the file system shut (Landlock, where the kernel has it), and resource limits. A call that
 * is not allowed fails with EPERM, so that a library which only tries something goes on.
 *
 * For the whole process, once, while it has one thread.
 */
#ifndef GUANKA_ISOLATE_SANDBOX_H
#define GUANKA_ISOLATE_SANDBOX_H

#include <stdint.h>

#include "base/status.h"

enum sandbox_feature {
    SANDBOX_SECCOMP = 1,
    SANDBOX_LANDLOCK = 2,
    SANDBOX_MEMORY = 4, /* a ceiling on memory; not under sanitizers, which reserve terabytes */
};

/* *features tells what is in force. STATUS_INVALID when not even the filter of system calls could be had: then
 * nothing hostile may be parsed. */
MUST_CHECK enum status sandbox_enter(uint64_t memory_max, uint32_t *features);

#endif
