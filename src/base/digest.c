/* SPDX-License-Identifier: Apache-2.0 */
#include "base/digest.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <string.h>

#include "base/alloc.h"

struct digest_state {
    EVP_MD *algorithm;
    EVP_MD_CTX *context;
};

enum status digest_create(struct digest_state **state)
{
    struct digest_state *created = alloc_zeroed(1, sizeof *created);

    if (created == NULL)
        return STATUS_NO_MEMORY;
    /* Fetched once: EVP_sha256() would be looked up, under a lock, whenever the state starts again. */
    created->algorithm = EVP_MD_fetch(NULL, "SHA256", NULL);
    created->context = EVP_MD_CTX_new();
    if (created->algorithm == NULL || created->context == NULL
        || EVP_DigestInit_ex(created->context, created->algorithm, NULL) != 1) {
        digest_destroy(created);
        return STATUS_NO_MEMORY;
    }
    *state = created;
    return STATUS_OK;
}

enum status digest_update(struct digest_state *state, struct bytes bytes)
{
    return EVP_DigestUpdate(state->context, bytes.data, bytes.size) == 1 ? STATUS_OK : STATUS_NO_MEMORY;
}

enum status digest_finish(struct digest_state *state, struct digest *digest)
{
    if (EVP_DigestFinal_ex(state->context, digest->bytes, NULL) != 1
        || EVP_DigestInit_ex(state->context, NULL, NULL) != 1) /* the same algorithm, without a look-up */
        return STATUS_NO_MEMORY;
    return STATUS_OK;
}

void digest_destroy(struct digest_state *state)
{
    if (state == NULL)
        return;
    EVP_MD_CTX_free(state->context);
    EVP_MD_free(state->algorithm);
    alloc_free(state);
}

enum status digest_of(struct bytes bytes, struct digest *digest)
{
    return EVP_Digest(bytes.data, bytes.size, digest->bytes, NULL, EVP_sha256(), NULL) == 1 ? STATUS_OK
                                                                                            : STATUS_NO_MEMORY;
}

void digest_text(const struct digest *digest, char *text)
{
    static const char digits[] = "0123456789abcdef";

    for (int index = 0; index < DIGEST_SIZE; index++) {
        *text++ = digits[digest->bytes[index] >> 4];
        *text++ = digits[digest->bytes[index] & 15];
    }
    *text = '\0';
}

static int digit_of(char character)
{
    static const char digits[] = "0123456789abcdef";
    const char *found = character != '\0' ? strchr(digits, character) : NULL;

    return found != NULL ? (int)(found - digits) : -1;
}

bool digest_parse(const char *text, struct digest *digest)
{
    struct digest parsed;

    for (size_t index = 0; index < DIGEST_SIZE; index++) {
        int high = digit_of(text[2 * index]), low = high < 0 ? -1 : digit_of(text[2 * index + 1]);

        if (low < 0)
            return false;
        parsed.bytes[index] = (uint8_t)(high << 4 | low);
    }
    if (text[2 * DIGEST_SIZE] != '\0')
        return false;
    *digest = parsed;
    return true;
}

enum status digest_keyed(struct bytes key, struct bytes message, struct digest *digest)
{
    unsigned size = 0;

    if (key.size > INT32_MAX
        || HMAC(EVP_sha256(), key.data, (int)key.size, message.data, message.size, digest->bytes, &size) == NULL
        || size != DIGEST_SIZE)
        return STATUS_NO_MEMORY;
    return STATUS_OK;
}
