/* SPDX-License-Identifier: Apache-2.0
 *
 * Content digests: SHA-256 (FIPS 180-4), from libcrypto, which uses the processor's instructions.
 *
 * Used where two things must be the same for good reason: identical files, compiled rule caches,
 * fingerprints of findings.
 */
#ifndef GUANKA_BASE_DIGEST_H
#define GUANKA_BASE_DIGEST_H

#include <stdbool.h>
#include <stdint.h>

#include "base/bytes.h"
#include "base/status.h"

enum { DIGEST_SIZE = 32, DIGEST_TEXT_SIZE = 2 * DIGEST_SIZE + 1 };

struct digest {
    uint8_t bytes[DIGEST_SIZE];
};

struct digest_state;

MUST_CHECK enum status digest_create(struct digest_state **state);
MUST_CHECK enum status digest_update(struct digest_state *state, struct bytes bytes);
/* The digest so far; the state starts again from nothing. */
MUST_CHECK enum status digest_finish(struct digest_state *state, struct digest *digest);
void digest_destroy(struct digest_state *state);

MUST_CHECK enum status digest_of(struct bytes bytes, struct digest *digest);
/* HMAC-SHA256 (RFC 2104). */
MUST_CHECK enum status digest_keyed(struct bytes key, struct bytes message, struct digest *digest);
/* Lower-case hexadecimal, terminated; `text` holds DIGEST_TEXT_SIZE bytes. */
void digest_text(const struct digest *digest, char *text);
/* Back; false when `text` is not exactly that. */
bool digest_parse(const char *text, struct digest *digest);

#endif
