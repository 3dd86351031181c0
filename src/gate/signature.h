/* SPDX-License-Identifier: Apache-2.0
 *
 * Ed25519 signatures (RFC 8032) over what is handed over, with a key that openssl makes: openssl genpkey -algorithm
 * ed25519.
 *
 * Ed25519 signs a message as a whole, so all of it is kept until the end. One thread.
 */
#ifndef GUANKA_GATE_SIGNATURE_H
#define GUANKA_GATE_SIGNATURE_H

#include "base/buf.h"
#include "base/error.h"

enum { SIGNATURE_SIZE = 64, SIGNATURE_TEXT_SIZE = 2 * SIGNATURE_SIZE + 1 };

struct signature;

/* `path` is a private key in PEM. STATUS_INVALID when it is none of Ed25519. */
MUST_CHECK enum status signature_create(const char *path, struct signature **signature, struct error *error);
MUST_CHECK enum status signature_add(struct signature *signature, struct bytes bytes);
/* Lower-case hexadecimal. */
MUST_CHECK enum status signature_finish(struct signature *signature, char text[SIGNATURE_TEXT_SIZE]);
void signature_destroy(struct signature *signature); /* NULL is allowed */

#endif
