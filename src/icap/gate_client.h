/* SPDX-License-Identifier: Apache-2.0
 *
 * Asks the gate about an open file, by clamd's protocol (FILDES) over a Unix socket. Any thread.
 */
#ifndef GUANKA_ICAP_GATE_CLIENT_H
#define GUANKA_ICAP_GATE_CLIENT_H

enum gate_verdict { GATE_PASS, GATE_REVIEW, GATE_BLOCK, GATE_UNREACHABLE };
enum { GATE_RULE_SIZE = 256 };

/* Of the whole file behind `descriptor`, which stays the caller's. `rule` is what was found, "" where there is nothing
 * to say. Whatever is not understood is GATE_UNREACHABLE: nobody knows what is in the file. */
enum gate_verdict gate_ask(const char *socket_path, int descriptor, unsigned seconds, char rule[GATE_RULE_SIZE]);

#endif
