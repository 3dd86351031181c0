/* SPDX-License-Identifier: Apache-2.0
 *
 * Hosts of addresses as browsers read them (WHATWG URL Standard, clause 3.5): names, IDN, the many ways to write an
 * IPv4 address, IPv6. Pure.
 */
#ifndef GUANKA_SWEEP_URL_HOST_H
#define GUANKA_SWEEP_URL_HOST_H

#include <stdbool.h>

#include "base/bytes.h"
#include "sweep/url.h"

/* The normal form of a host as it stands in a link; false when it can be none. A name that IDNA2008 does not allow has
 * no normal form, though browsers accept some (pictographs). */
bool url_host_normalize(struct bytes host, char normal[URL_HOST_MAX + 1]);
/* Whether a normal form is one of government, below .gov.cn or .政务. */
bool url_host_is_official(const char *host);

#endif
