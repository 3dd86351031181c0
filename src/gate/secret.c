/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/secret.h"

#include <argon2.h>
#include <errno.h>
#include <libintl.h>
#include <openssl/crypto.h>
#include <string.h>
#include <sys/random.h>

/* OWASP's least for Argon2id. */
enum { PASSES = 2, MEMORY_KIB = 19456, LANES = 1, SALT_SIZE = 16, HASH_SIZE = 32, TOKEN_BYTES = 32 };

enum status secret_random(void *data, size_t size)
{
    uint8_t *next = data;

    while (size > 0) {
        ssize_t got = getrandom(next, size, 0);

        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return STATUS_IO;
        next += got;
        size -= (size_t)got;
    }
    return STATUS_OK;
}

enum status password_hash(const char *password, char hash[PASSWORD_HASH_SIZE], struct error *error)
{
    uint8_t salt[SALT_SIZE];
    size_t size = strlen(password);

    if (size < PASSWORD_LEAST || size > PASSWORD_MOST)
        return error_set(error, STATUS_INVALID, gettext("a password has %d to %d bytes"), PASSWORD_LEAST,
                         PASSWORD_MOST);
    if (secret_random(salt, sizeof salt) != STATUS_OK)
        return error_set(error, STATUS_IO, gettext("the system gives no randomness"));
    if (argon2id_hash_encoded(PASSES, MEMORY_KIB, LANES, password, size, salt, sizeof salt, HASH_SIZE, hash,
                              PASSWORD_HASH_SIZE)
        != ARGON2_OK)
        return error_set(error, STATUS_NO_MEMORY, gettext("there is no memory to hash a password"));
    return STATUS_OK;
}

bool password_verify(const char *hash, const char *password)
{
    /* Of nothing that anybody knows. */
    static const char nobody[] =
        "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
    size_t size = strlen(password);

    if (size > PASSWORD_MOST)
        return false;
    return argon2id_verify(hash[0] != '\0' ? hash : nobody, password, size) == ARGON2_OK && hash[0] != '\0';
}

enum status token_make(char token[TOKEN_SIZE], struct digest *digest)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    uint8_t bytes[TOKEN_BYTES];
    char *next = token + 3;

    if (secret_random(bytes, sizeof bytes) != STATUS_OK)
        return STATUS_IO;
    memcpy(token, "gk_", 3);
    for (size_t bit = 0; bit < sizeof bytes * 8; bit += 6) {
        unsigned pair = (unsigned)bytes[bit / 8] << 8 | (bit / 8 + 1 < sizeof bytes ? bytes[bit / 8 + 1] : 0);

        *next++ = digits[pair >> (10 - bit % 8) & 63];
    }
    *next = '\0';
    return token_digest(token, digest);
}

enum status token_digest(const char *token, struct digest *digest)
{
    return digest_of(bytes_of_text(token), digest);
}

enum status secret_sign(struct bytes key, struct bytes message, char text[DIGEST_TEXT_SIZE])
{
    struct digest digest;
    enum status status = digest_keyed(key, message, &digest);

    if (status == STATUS_OK)
        digest_text(&digest, text);
    return status;
}

bool secret_equal(struct bytes left, struct bytes right)
{
    return left.size == right.size && CRYPTO_memcmp(left.data, right.data, left.size) == 0;
}
