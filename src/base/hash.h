/* SPDX-License-Identifier: Apache-2.0
 *
 * Hashes for tables in memory whose keys strangers choose: SipHash-2-4 (Aumasson and Bernstein, 2012).
 *
 * Who does not know the key cannot find inputs that fall into one slot. Each table draws its own key; so the order of
 * its slots is another one in each process, and nothing may depend on it. Pure but for the drawing.
 */
#ifndef GUANKA_BASE_HASH_H
#define GUANKA_BASE_HASH_H

#include <stdint.h>

#include "base/bytes.h"
#include "base/status.h"

struct hash_key {
    uint64_t words[2];
};
/* STATUS_BUG when the kernel gives no random bytes. */
MUST_CHECK enum status hash_key_draw(struct hash_key *key);
uint64_t hash_of(const struct hash_key *key, struct bytes bytes);

#endif
