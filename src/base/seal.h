/* SPDX-License-Identifier: Apache-2.0
 *
 * Sealed bytes: encrypted and protected against change, with AES-256-GCM (NIST SP 800-38D) from libcrypto.
 *
 * What is sealed carries its name, which cannot be changed either: one sealed file cannot be passed off as another.
 * The form is in docs/rule-language.md. Pure but for the random numbers; any thread.
 */
#ifndef GUANKA_BASE_SEAL_H
#define GUANKA_BASE_SEAL_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/bytes.h"
#include "base/digest.h"
#include "base/status.h"

enum {
    SEAL_KEY_SIZE = 32,
    SEAL_KEY_ID_SIZE = 8,
    SEAL_KEY_ID_TEXT_SIZE = 2 * SEAL_KEY_ID_SIZE + 1,
    SEAL_NAME_MAX = 255,
    SEAL_VERSION = 1,
};

struct seal_key {
    uint8_t bytes[SEAL_KEY_SIZE];
};

/* What can be read without the key. */
struct seal_head {
    uint8_t version;
    const uint8_t *key_id; /* SEAL_KEY_ID_SIZE bytes */
    struct bytes name;
    size_t content_size;
};

/* STATUS_BUG when the system has no random numbers. */
MUST_CHECK enum status seal_key_make(struct seal_key *key);
void seal_key_wipe(struct seal_key *key);
/* Tells keys apart without telling anything about them. `text` holds SEAL_KEY_ID_TEXT_SIZE bytes. */
MUST_CHECK enum status seal_key_id(const struct seal_key *key, uint8_t id[SEAL_KEY_ID_SIZE]);
void seal_key_id_text(const uint8_t id[SEAL_KEY_ID_SIZE], char *text);
/* Mixed into a digest over secrets, so that nobody without the key can try out what they might be. */
MUST_CHECK enum status seal_key_salt(const struct seal_key *key, struct digest *salt);

/* Does it begin as sealed bytes do? */
bool seal_is_sealed(struct bytes sealed);
/* STATUS_MALFORMED when it is cut; STATUS_UNSUPPORTED for a later version, of which only `version` is known. */
MUST_CHECK enum status seal_read_head(struct bytes sealed, struct seal_head *head);

/* Appends `content` sealed under `name` (at most SEAL_NAME_MAX bytes). */
MUST_CHECK enum status seal_close(const struct seal_key *key, struct bytes name, struct bytes content,
                                  struct buf *output);
/* Appends the content. STATUS_MALFORMED when it was changed, or sealed with another key; then nothing is appended. */
MUST_CHECK enum status seal_open(const struct seal_key *key, struct bytes sealed, struct buf *output);

#endif
