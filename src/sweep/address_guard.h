/* SPDX-License-Identifier: Apache-2.0
 *
 * Which addresses of the network may be connected to: public ones, and those that the site file names.
 *
 * A name that a page links to may lead to the machine itself, or into the network behind it, and may do so only when it
 * is asked for the second time. So the address is judged when the socket is made, not the name, and nothing is public
 * that the IANA registries of special-purpose addresses (RFC 6890) do not leave to everybody. An IPv6 address that
 * stands for an IPv4 address (mapped, NAT64, 6to4, Teredo) is what that one is. Pure.
 */
#ifndef GUANKA_SWEEP_ADDRESS_GUARD_H
#define GUANKA_SWEEP_ADDRESS_GUARD_H

#include <netinet/in.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/socket.h>

#include "base/error.h"

enum { ADDRESS_RANGES_MAX = 64, ADDRESS_SIZE = 16 };

struct address_range {
    uint8_t bytes[ADDRESS_SIZE]; /* IPv4 as IPv6 (RFC 4291, section 2.5.5.2) */
    unsigned bits;
};

/* All zero: public addresses alone. */
struct address_guard {
    struct address_range allowed[ADDRESS_RANGES_MAX];
    size_t allowed_count;
};

/* Allows a range beside the public ones: "10.1.0.0/16", "127.0.0.1", "fd00:1::/32". STATUS_INVALID with words when it
 * is none, has bits set behind its prefix, which nobody means, or has public addresses in it: these are allowed anyway,
 * and who names them means less. */
MUST_CHECK enum status address_guard_add(struct address_guard *guard, const char *range, struct error *error);
bool address_guard_allows(const struct address_guard *guard, const struct sockaddr *address);

#endif
