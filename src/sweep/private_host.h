/* SPDX-License-Identifier: Apache-2.0
 *
 * Hosts that are nobody's on the Internet, by what stands in an address: nobody is asked. Pure.
 */
#ifndef GUANKA_SWEEP_PRIVATE_HOST_H
#define GUANKA_SWEEP_PRIVATE_HOST_H

#include <stdbool.h>

/* A normal form (url.h): an IP address that is not public, localhost, a name without a dot, or one below a domain that is
 * kept for networks of one's own (.local, .lan, .internal, …). */
bool private_host_is(const char *host);
/* The same of the host of an address in its normal form. */
bool private_host_is_of(const char *url);

#endif
