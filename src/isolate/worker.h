/* SPDX-License-Identifier: Apache-2.0
 *
 * The inside of guanka-extract: reads one part after another for a parent that trusts none of it.
 *
 * The parent's end of the wire is open as descriptor WIRE_SOCKET, the memory it shares as WIRE_SHARED.
 */
#ifndef GUANKA_ISOLATE_WORKER_H
#define GUANKA_ISOLATE_WORKER_H

#include "extract/extractor.h"

/* Enters the sandbox, says hello, and serves requests until the parent closes its end. `formats` are those that this
 * process reads beside the library's own. Returns the exit status. */
int worker_run(const struct extractor *const *formats);

#endif
