/* SPDX-License-Identifier: Apache-2.0
 *
 * Raw deflate streams (RFC 1951), a piece at a time, so that no bomb ever stands in memory.
 *
 * One owner, one thread.
 */
#ifndef GUANKA_EXTRACT_DEFLATE_H
#define GUANKA_EXTRACT_DEFLATE_H

#include "base/bytes.h"
#include "base/status.h"

struct deflate;

MUST_CHECK enum status deflate_create(struct deflate **deflate);
/* Starts a new stream. `input` must outlive it. */
MUST_CHECK enum status deflate_start(struct deflate *deflate, struct bytes input);
/* Fills output[0..capacity) as far as the stream goes; *produced is 0 at its end, and only there. A damaged or cut
 * stream is STATUS_MALFORMED, after all bytes before the damage were given. */
MUST_CHECK enum status deflate_next(struct deflate *deflate, uint8_t *output, size_t capacity, size_t *produced);
/* Bytes of the input used so far. */
uint64_t deflate_consumed(const struct deflate *deflate);
void deflate_destroy(struct deflate *deflate);

/* The first bytes that the stream gives, at most `capacity`; how many. For bids: without memory from the heap. */
size_t deflate_peek(struct bytes input, uint8_t *output, size_t capacity);
/* CRC-32 as gzip has it, of `bytes` behind bytes whose checksum is `before`; 0 to begin with. */
uint32_t deflate_checksum(uint32_t before, struct bytes bytes);

#endif
