/* SPDX-License-Identifier: Apache-2.0
 *
 * Brotli streams (RFC 7932), as servers send them, through libbrotlidec where guanka is built with it.
 *
 * The library is asked for windows of the format's own size only (at most 16 MiB), and its output is charged as it
 * comes.
 */
#ifndef GUANKA_EXTRACT_BROTLI_H
#define GUANKA_EXTRACT_BROTLI_H

#include "base/spool.h"
#include "extract/extractor.h"

/* Adds what the stream gives to the spool. STATUS_MALFORMED when it is damaged or cut, after everything before the
 * damage was added; STATUS_UNSUPPORTED where guanka is built without the library. */
MUST_CHECK enum status brotli_decode(struct extract_job *job, struct bytes input, struct spool *spool);

#endif
