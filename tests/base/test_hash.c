/* SPDX-License-Identifier: Apache-2.0 */
#include "base/hash.h"

#include <criterion/criterion.h>
#include <openssl/evp.h>
#include <string.h>

/* Appendix A of the paper. */
Test(hash, is_that_of_its_authors)
{
    const struct hash_key key = { { UINT64_C(0x0706050403020100), UINT64_C(0x0F0E0D0C0B0A0908) } };
    uint8_t bytes[15];

    for (uint8_t index = 0; index < sizeof bytes; index++)
        bytes[index] = index;
    cr_expect_eq(hash_of(&key, bytes_of(bytes, sizeof bytes)), UINT64_C(0xA129CA6149BE45E5));
}

/* Another implementation, for all ways in which an input ends. */
Test(hash, agrees_with_openssl)
{
    const struct hash_key key = { { UINT64_C(0x243F6A8885A308D3), UINT64_C(0x13198A2E03707344) } };
    size_t size = sizeof(uint64_t);
    const OSSL_PARAM parameters[] = { OSSL_PARAM_size_t("size", &size), OSSL_PARAM_END };
    EVP_MAC *method = EVP_MAC_fetch(NULL, "SIPHASH", NULL);
    uint8_t bytes[100];

    cr_assert_not_null(method);
    for (size_t index = 0; index < sizeof bytes; index++)
        bytes[index] = (uint8_t)(index * 37);
    for (size_t count = 0; count <= sizeof bytes; count++) {
        EVP_MAC_CTX *context = EVP_MAC_CTX_new(method);
        uint64_t expected = 0;
        size_t written = 0;

        cr_assert_eq(EVP_MAC_init(context, (const unsigned char *)key.words, sizeof key.words, parameters), 1);
        cr_assert_eq(EVP_MAC_update(context, bytes, count), 1);
        cr_assert_eq(EVP_MAC_final(context, (unsigned char *)&expected, &written, sizeof expected), 1);
        EVP_MAC_CTX_free(context);
        cr_expect_eq(hash_of(&key, bytes_of(bytes, count)), expected, "%zu bytes", count);
    }
    EVP_MAC_free(method);
}

Test(hash, keys_that_are_drawn_differ)
{
    struct hash_key one, other;

    cr_assert_eq(hash_key_draw(&one), STATUS_OK);
    cr_assert_eq(hash_key_draw(&other), STATUS_OK);
    cr_expect_neq(hash_of(&one, bytes_of_text("http://www.xingyi.test/")),
                  hash_of(&other, bytes_of_text("http://www.xingyi.test/")));
}
