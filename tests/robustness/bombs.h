/* SPDX-License-Identifier: Apache-2.0
 *
 * Archives that no honest program writes, byte by byte (APPNOTE.TXT 6.3.10).
 */
#ifndef GUANKA_TESTS_BOMBS_H
#define GUANKA_TESTS_BOMBS_H

#include "sandbox.h"

/* A zip of one member: `size` zero bytes, deflated. */
void bomb_write_zeros(const struct sandbox *sandbox, const char *name, uint64_t size);
/* A zip whose directory names one member of `size` zero bytes `count` times over: the same compressed bytes
 * are expanded again and again. */
void bomb_write_overlapping(const struct sandbox *sandbox, const char *name, uint64_t size, uint32_t count);
/* `count` members, each of which also contains the header and the bytes of the next one, quoted in a stored block: no two
 * share a header, and all end in the same `size` zero bytes. */
void bomb_write_quoting(const struct sandbox *sandbox, const char *name, uint64_t size, uint32_t count);

#endif
