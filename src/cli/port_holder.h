/* SPDX-License-Identifier: Apache-2.0
 *
 * Which program listens at a TCP address of this machine, or at one that leaves no room for it, by /proc.
 */
#ifndef GUANKA_CLI_PORT_HOLDER_H
#define GUANKA_CLI_PORT_HOLDER_H

#include <netinet/in.h>
#include <stdbool.h>

/* Whether the process is the gate of a configuration, by its name and arguments. */
enum port_likeness {
    PORT_OTHER,   /* another program, or a gate with another configuration */
    PORT_PERHAPS, /* a gate, whose configuration cannot be seen by this user */
    PORT_GATE
};

struct port_holder {
    char name[32]; /* as the kernel has it; "" when its process cannot be looked into by this user */
    int pid;
    enum port_likeness likeness;
};

/* Names who listens at `address` (IPv4 or IPv6): at the same, or, with the same port, at all addresses of the machine
 * where one of the two is all of them. Of several, the gate of the configuration `gate_file`. False: nobody does (of one at
 * :: that leaves IPv4 alone, a socket that is bound for a moment tells), or the port is 0. Where the process cannot be looked into, but a gate is there that cannot be either, that one is named. */
bool port_holder_find(const struct sockaddr_storage *address, const char *gate_file, struct port_holder *holder);

#endif
