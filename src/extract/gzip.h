/* SPDX-License-Identifier: Apache-2.0
 *
 * The gzip format (RFC 1952), member by member.
 */
#ifndef GUANKA_EXTRACT_GZIP_H
#define GUANKA_EXTRACT_GZIP_H

#include "base/spool.h"
#include "extract/deflate.h"
#include "extract/extractor.h"

/* Whether a member seems to begin here. */
static inline bool gzip_starts(struct bytes input)
{
    return bytes_start_with(input, "\x1F\x8B\x08", 3);
}

/* Bytes of the header with which a member begins; 0 when it is no header or breaks off. */
size_t gzip_header_size(struct bytes input);
/* The first bytes of the first member's content, at most `capacity`; how many. For bids. */
size_t gzip_peek(struct bytes input, uint8_t *output, size_t capacity);
/* Adds the content of the member with which `input` begins to the spool. *used are the bytes that it takes, also
 * where it is damaged: STATUS_MALFORMED, after everything that could be read was added. */
MUST_CHECK enum status gzip_member(struct extract_job *job, struct deflate *deflate, struct bytes input,
                                   struct spool *spool, size_t *used);

#endif
