/* SPDX-License-Identifier: Apache-2.0
 *
 * What a server's certificate says, as a JSON object for evidence: subject and issuer (RFC 4514, UTF-8), the times
 * between which it is valid (UTC), and the SHA-256 of all of it, by which it can be found elsewhere.
 */
#ifndef GUANKA_SWEEP_CERTIFICATE_H
#define GUANKA_SWEEP_CERTIFICATE_H

#include <curl/curl.h>

#include "base/buf.h"

/* Of the connection that a transfer has, in a callback of that transfer; appends nothing when it is not encrypted. */
void certificate_describe(CURL *easy, struct buf *out);

#endif
