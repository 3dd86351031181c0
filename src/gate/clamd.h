/* SPDX-License-Identifier: Apache-2.0
 *
 * clamd's protocol (clamd(8)), so that whatever can ask clamd about a file can ask the gate.
 *
 * Spoken are PING, VERSION, VERSIONCOMMANDS, RELOAD, STATS, INSTREAM, FILDES and IDSESSION/END, with the prefixes z and
 * n or none. There is no metadata in it, so it is the content alone that is judged and nothing is stored: "OK" for
 * pass, "Guanka.block.RULE FOUND" or "Guanka.review.RULE FOUND" for what is to be reviewed or blocked, and
 * "Guanka.review.incomplete FOUND" for what could not be read: an ERROR would let it through in most clients. Nobody
 * signs in: who may connect is decided by the socket's mode or the address.
 *
 * A fixed number of threads, each with one connection at a time.
 */
#ifndef GUANKA_GATE_CLAMD_H
#define GUANKA_GATE_CLAMD_H

#include "gate/http_server.h"

struct gate;
struct clamd;

struct clamd_options {
    const struct http_listener *listeners; /* the server's from clamd_start on, also when that fails */
    size_t listener_count;
    unsigned workers;
    uint64_t stream_bytes_max;
    unsigned idle_seconds;
};

MUST_CHECK enum status clamd_start(const struct clamd_options *options, struct gate *gate, struct clamd **clamd,
                                   struct error *error);
/* No new connections; whoever has asked is answered, for at most `seconds`; then all conversations are cut. NULL is
 * allowed. */
void clamd_drain(struct clamd *clamd, unsigned seconds);
void clamd_stop(struct clamd *clamd); /* at once; NULL is allowed */

#endif
