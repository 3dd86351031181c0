/* SPDX-License-Identifier: Apache-2.0
 *
 * One running guanka-extract, seen from its parent: start, hand over a document, end.
 *
 * One thread. Nothing the process sends is believed before it is checked (wire.h).
 */
#ifndef GUANKA_ISOLATE_PROCESS_H
#define GUANKA_ISOLATE_PROCESS_H

#include <sys/types.h>

#include "extract/extractor.h"
#include "isolate/wire.h"

struct process {
    pid_t id; /* 0: not running */
    int socket, shared_file;
    uint8_t *shared;
    struct wire_reader reader;
    struct wire_writer writer;
    uint32_t features; /* of its sandbox */
    uint32_t served;
};

#define PROCESS_INIT { .socket = -1, .shared_file = -1, .reader = { .descriptor = -1 } }

/* Starts it, with `option` unless that is NULL, and waits until it has closed its sandbox behind it; no longer than `job`,
 * which needs it, may take (NULL: nobody does yet). STATUS_UNSUPPORTED when it cannot be had, else what extract_check says. */
MUST_CHECK enum status process_start(struct process *process, const char *program, const char *option,
                                     struct extract_job *job);
/* Sends the job's input. STATUS_IO when the process is gone. */
MUST_CHECK enum status process_send(struct process *process, const struct extract_job *job);
/* Ends it, whatever it does; all its resources are free. Does nothing when it is not running. */
void process_end(struct process *process);

#endif
