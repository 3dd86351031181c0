/* SPDX-License-Identifier: Apache-2.0
 *
 * Passwords, tokens and signatures, by the standards' own values.
 */
#include "gate/secret.h"

#include <criterion/criterion.h>
#include <ctype.h>
#include <string.h>

static struct error error;

/* ---- HMAC-SHA256: RFC 4231, section 4. */

static void expect_signed(struct bytes key, struct bytes message, const char *wanted)
{
    char text[DIGEST_TEXT_SIZE];

    cr_assert_eq(secret_sign(key, message, text), STATUS_OK);
    cr_expect_str_eq(text, wanted);
}

Test(secret, signs_as_rfc_4231_says)
{
    uint8_t key[131], message[50];

    memset(key, 0x0b, 20);
    expect_signed(bytes_of(key, 20), bytes_of_text("Hi There"),
                  "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
    expect_signed(bytes_of_text("Jefe"), bytes_of_text("what do ya want for nothing?"),
                  "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    memset(key, 0xaa, sizeof key);
    memset(message, 0xdd, sizeof message);
    expect_signed(bytes_of(key, 20), bytes_of(message, 50),
                  "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe");
    expect_signed(bytes_of(key, 131), bytes_of_text("Test Using Larger Than Block-Size Key - Hash Key First"),
                  "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
    expect_signed(bytes_of(key, 131),
                  bytes_of_text("This is a test using a larger than block-size key and a larger than block-size data. "
                                "The key needs to be hashed before being used by the HMAC algorithm."),
                  "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2");
}

/* ---- Passwords. */

/* RFC 9106's own vector has a secret and data beside the password, which the encoded form does not carry; this one is
 * of the reference implementation of its authors (phc-winner-argon2, src/test.c, version 0x13). */
static const char reference_hash[] =
    "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";

Test(secret, knows_the_password_of_the_reference)
{
    cr_expect(password_verify(reference_hash, "password"));
    cr_expect_not(password_verify(reference_hash, "Password"));
    cr_expect_not(password_verify(reference_hash, "password "));
    cr_expect_not(password_verify(reference_hash, ""));
}

Test(secret, hashes_a_password_with_a_salt_of_its_own)
{
    static const char beginning[] = "$argon2id$v=19$m=19456,t=2,p=1$";
    char first[PASSWORD_HASH_SIZE], second[PASSWORD_HASH_SIZE];

    cr_assert_eq(password_hash("十个字节以上", first, &error), STATUS_OK, "%s", error.message);
    cr_assert_eq(password_hash("十个字节以上", second, &error), STATUS_OK, "%s", error.message);
    cr_expect_eq(strncmp(first, beginning, strlen(beginning)), 0, "%s", first);
    cr_expect_str_neq(first, second);
    cr_expect(password_verify(first, "十个字节以上"));
    cr_expect(password_verify(second, "十个字节以上"));
    cr_expect_not(password_verify(first, "十个字节以下"));
}

Test(secret, refuses_a_password_that_is_too_short_or_too_long)
{
    char hash[PASSWORD_HASH_SIZE], password[PASSWORD_MOST + 2];

    memset(password, 'x', sizeof password);
    password[PASSWORD_MOST + 1] = '\0';
    cr_expect_eq(password_hash("123456789", hash, &error), STATUS_INVALID);
    cr_expect_not_null(strstr(error.message, "10"), "%s", error.message);
    cr_expect_eq(password_hash(password, hash, &error), STATUS_INVALID);
    password[PASSWORD_MOST] = '\0';
    cr_expect_eq(password_hash(password, hash, &error), STATUS_OK);
    cr_expect(password_verify(hash, password));
    cr_expect_eq(password_hash("1234567890", hash, &error), STATUS_OK);
}

Test(secret, nobody_has_a_password)
{
    cr_expect_not(password_verify("", ""));
    cr_expect_not(password_verify("", "password"));
    cr_expect_not(password_verify("password", "password"));
    cr_expect_not(password_verify("$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$", ""));
}

/* ---- Tokens. */

Test(secret, tokens_are_random_and_known_by_their_digest)
{
    char first[TOKEN_SIZE], second[TOKEN_SIZE];
    struct digest digest, again;

    cr_assert_eq(token_make(first, &digest), STATUS_OK);
    cr_assert_eq(token_digest(first, &again), STATUS_OK);
    cr_expect_arr_eq(digest.bytes, again.bytes, DIGEST_SIZE);
    cr_assert_eq(token_make(second, &digest), STATUS_OK);
    cr_expect_arr_neq(digest.bytes, again.bytes, DIGEST_SIZE);
    /* 256 bits in base64url (RFC 4648, section 5) without padding. */
    cr_expect_eq(strlen(first), 3 + 43);
    cr_expect_eq(strncmp(first, "gk_", 3), 0);
    for (const char *next = first; *next != '\0'; next++)
        cr_expect(isalnum((unsigned char)*next) || *next == '-' || *next == '_', "%s", first);
}

Test(secret, the_digest_of_a_token_is_sha256)
{
    struct digest digest;
    char text[DIGEST_TEXT_SIZE];

    cr_assert_eq(token_digest("abc", &digest), STATUS_OK);
    digest_text(&digest, text);
    /* FIPS 180-2, appendix B.1. */
    cr_expect_str_eq(text, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

Test(secret, equal_is_equal)
{
    cr_expect(secret_equal(bytes_of_text("abc"), bytes_of_text("abc")));
    cr_expect(secret_equal(bytes_of_text(""), bytes_of_text("")));
    cr_expect_not(secret_equal(bytes_of_text("abc"), bytes_of_text("abd")));
    cr_expect_not(secret_equal(bytes_of_text("abc"), bytes_of_text("ab")));
}
