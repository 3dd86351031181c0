/* SPDX-License-Identifier: Apache-2.0
 *
 * Which program listens at a TCP port of this machine, by /proc.
 */
#ifndef GUANKA_CLI_PORT_HOLDER_H
#define GUANKA_CLI_PORT_HOLDER_H

#include <stdbool.h>
#include <stdint.h>

struct port_holder {
    char name[32]; /* as the kernel has it; "" when its process cannot be looked into by this user */
    int pid;
};

/* Names who listens at `port`, at whatever address; of several, one that is called `preferred`. False: nobody does.
 * When the process cannot be looked into, but one called `preferred` is there that cannot be either, that one is named.
 */
bool port_holder_find(uint16_t port, const char *preferred, struct port_holder *holder);

#endif
