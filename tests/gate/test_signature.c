/* SPDX-License-Identifier: Apache-2.0
 *
 * Signatures: those of RFC 8032 (section 7.1) byte for byte, and openssl verifies ours.
 */
#include "gate/signature.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char folder[] = "/tmp/guanka-signature-XXXXXX";
static char path[64];
static struct error error;

static void make(void)
{
    cr_assert_not_null(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/key.pem", folder);
}

static int run(const char *format)
{
    char command[1000];

    snprintf(command, sizeof command, "cd %s && { %s; } >/dev/null 2>&1", folder, format);
    return system(command);
}

static void remove_it(void)
{
    char command[64];

    snprintf(command, sizeof command, "rm -rf %s", folder);
    cr_assert_eq(system(command), 0);
}

TestSuite(signature, .init = make, .fini = remove_it);

static void write_file(const char *name, const char *text)
{
    char where[100];
    FILE *file;

    snprintf(where, sizeof where, "%s/%s", folder, name);
    file = fopen(where, "w");
    cr_assert_not_null(file);
    fputs(text, file);
    fclose(file);
}

/* The bytes that the hexadecimal digits stand for. */
static void write_hex(const char *name, const char *digits)
{
    char where[100];
    unsigned byte;
    FILE *file;

    snprintf(where, sizeof where, "%s/%s", folder, name);
    file = fopen(where, "wb");
    cr_assert_not_null(file);
    for (; sscanf(digits, "%2x", &byte) == 1; digits += 2)
        fputc((int)byte, file);
    fclose(file);
}

/* Of the message, which is handed over in two pieces. */
static void sign(struct bytes message, char text[SIGNATURE_TEXT_SIZE])
{
    struct signature *signature;

    cr_assert_eq(signature_create(path, &signature, &error), STATUS_OK, "%s", error.message);
    cr_assert_eq(signature_add(signature, bytes_slice(message, 0, message.size / 2)), STATUS_OK);
    cr_assert_eq(signature_add(signature, bytes_slice(message, message.size / 2, message.size)), STATUS_OK);
    cr_assert_eq(signature_finish(signature, text), STATUS_OK);
    signature_destroy(signature);
}

/* `key` is the RFC's secret key as PKCS #8 (RFC 8410, section 7), in base64. */
static void expect_signature(const char *key, struct bytes message, const char *wanted)
{
    char pem[200], text[SIGNATURE_TEXT_SIZE];

    snprintf(pem, sizeof pem, "-----BEGIN PRIVATE KEY-----\n%s\n-----END PRIVATE KEY-----\n", key);
    write_file("key.pem", pem);
    sign(message, text);
    cr_expect_str_eq(text, wanted);
}

Test(signature, is_that_of_rfc_8032)
{
    expect_signature("MC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g", bytes_of_text(""),
                     "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd"
                     "25bf5f0595bbe24655141438e7a100b");
    expect_signature("MC4CAQAwBQYDK2VwBCIEIMWqjfQ/n4N77bdELzHct7Fm04U1B28JS4XOOi4LRFj3", bytes_of_text("\xaf\x82"),
                     "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594"
                     "a7c15e9716ed28dc027beceea1ec40a");
}

Test(signature, openssl_verifies_it)
{
    char text[SIGNATURE_TEXT_SIZE];

    cr_assert_eq(run("openssl genpkey -algorithm ed25519 -out key.pem && openssl pkey -in key.pem -pubout -out pub"),
                 0);
    write_file("message", "{\"序号\":1}\n");
    sign(bytes_of_text("{\"序号\":1}\n"), text);
    write_hex("signature", text);
    cr_expect_eq(run("openssl pkeyutl -verify -pubin -inkey pub -rawin -in message -sigfile signature"), 0);
    write_file("message", "{\"序号\":2}\n");
    cr_expect_neq(run("openssl pkeyutl -verify -pubin -inkey pub -rawin -in message -sigfile signature"), 0);
}

Test(signature, with_another_key_is_refused)
{
    struct signature *signature;

    cr_assert_eq(run("openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out key.pem"), 0);
    cr_expect_eq(signature_create(path, &signature, &error), STATUS_INVALID);
    cr_expect_not_null(strstr(error.message, "this is no private key of Ed25519"), "%s", error.message);
    cr_assert_eq(run("openssl genpkey -algorithm ed25519 | openssl pkey -pubout -out key.pem"), 0);
    cr_expect_eq(signature_create(path, &signature, &error), STATUS_INVALID);
    write_file("key.pem", "");
    cr_expect_eq(signature_create(path, &signature, &error), STATUS_INVALID);
    cr_assert_eq(run("rm key.pem"), 0);
    cr_expect_eq(signature_create(path, &signature, &error), STATUS_IO);
}
