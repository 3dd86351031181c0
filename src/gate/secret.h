/* SPDX-License-Identifier: Apache-2.0
 *
 * Passwords, tokens and signatures: what proves who somebody is.
 *
 * Passwords are hashed with Argon2id (RFC 9106), 19 MiB and two passes, so that a stolen database does not give them
 * away; tokens are 256 random bits, of which SHA-256 is kept. Any thread.
 */
#ifndef GUANKA_GATE_SECRET_H
#define GUANKA_GATE_SECRET_H

#include <stdbool.h>

#include "base/digest.h"
#include "base/error.h"

enum { PASSWORD_HASH_SIZE = 128, PASSWORD_LEAST = 10, PASSWORD_MOST = 1024, TOKEN_SIZE = 48 };

/* `hash` becomes the encoded string "$argon2id$…". STATUS_INVALID when the password is too short or too long. */
MUST_CHECK enum status password_hash(const char *password, char hash[PASSWORD_HASH_SIZE], struct error *error);
/* Takes as long for a wrong hash ("") as for a right one: who tries names learns nothing. */
bool password_verify(const char *hash, const char *password);

/* A new token "gk_…" (URL-safe) and the digest to keep of it. STATUS_IO when the system has no randomness. */
MUST_CHECK enum status token_make(char token[TOKEN_SIZE], struct digest *digest);
MUST_CHECK enum status token_digest(const char *token, struct digest *digest);
/* Cryptographic randomness. */
MUST_CHECK enum status secret_random(void *data, size_t size);
/* HMAC-SHA256 (RFC 2104) in lower-case hexadecimal, for webhooks. */
MUST_CHECK enum status secret_sign(struct bytes key, struct bytes message, char text[DIGEST_TEXT_SIZE]);
/* In time that does not depend on where they differ. */
bool secret_equal(struct bytes left, struct bytes right);

#endif
