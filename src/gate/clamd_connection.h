/* SPDX-License-Identifier: Apache-2.0
 *
 * One conversation in clamd's protocol: reading commands, chunks and descriptors, and answering. For gate/clamd.h
 * alone.
 */
#ifndef GUANKA_GATE_CLAMD_CONNECTION_H
#define GUANKA_GATE_CLAMD_CONNECTION_H

#include <stdatomic.h>

#include "base/buf.h"
#include "base/spool.h"

enum { CLAMD_COMMAND_MAX = 1024, CLAMD_BUFFER_SIZE = 64 << 10 };

struct clamd_connection {
    int descriptor;
    char separator;  /* that ends commands and answers: NUL, or a line feed */
    bool is_session; /* between IDSESSION and END: answers are numbered, the connection stays */
    unsigned number; /* of the command in the session */
    uint8_t buffer[CLAMD_BUFFER_SIZE];
    size_t start, end;    /* what was received and not read yet */
    int passed;           /* a descriptor that came along; -1: none */
    atomic_bool is_asked; /* a command has come and its answer has not gone; read by who ends the conversation */
};

/* The next command without prefix and end, terminated; false when there is none any more, or something else came. */
bool clamd_read_command(struct clamd_connection *connection, char command[CLAMD_COMMAND_MAX]);
/* The chunks of INSTREAM until the empty one. STATUS_LIMIT_BYTES past `bytes_max`, STATUS_IO when the client goes away.
 */
MUST_CHECK enum status clamd_read_stream(struct clamd_connection *connection, uint64_t bytes_max, struct spool *spool);
/* The descriptor of FILDES, the caller's; -1 when none comes. */
int clamd_take_descriptor(struct clamd_connection *connection);
/* "3: stream: OK" with what ends it. False when the client is gone. */
bool clamd_answer(struct clamd_connection *connection, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif
