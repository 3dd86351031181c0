/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/tls_pair.h"

#include <openssl/pem.h>
#include <openssl/x509.h>
#include <time.h>

static int64_t time_ms(const ASN1_TIME *time)
{
    enum { SECOND_MS = 1000 };
    struct tm parts;

    return ASN1_TIME_to_tm(time, &parts) == 1 ? (int64_t)timegm(&parts) * SECOND_MS : 0;
}

/* OpenSSL would ask at the terminal. */
static int give_no_password(char *text, int size, int is_writing, void *context)
{
    (void)text;
    (void)size;
    (void)is_writing;
    (void)context;
    return -1;
}

static BIO *open_bytes(struct bytes bytes)
{
    return bytes.size <= INT32_MAX ? BIO_new_mem_buf(bytes.data, (int)bytes.size) : NULL;
}

static EVP_PKEY *read_key(struct bytes text)
{
    BIO *bio = open_bytes(text);
    EVP_PKEY *key = bio != NULL ? PEM_read_bio_PrivateKey(bio, NULL, give_no_password, NULL) : NULL;

    BIO_free(bio);
    return key;
}

static void narrow(struct tls_pair *pair, const X509 *certificate)
{
    int64_t from = time_ms(X509_get0_notBefore(certificate)), until = time_ms(X509_get0_notAfter(certificate));

    if (from > pair->from_ms)
        pair->from_ms = from;
    if (until < pair->until_ms)
        pair->until_ms = until;
}

/* The first certificate is the gate's own, those behind it lead to an authority. */
static void look_at_chain(struct tls_pair *pair, BIO *bio, EVP_PKEY *key)
{
    X509 *certificate = PEM_read_bio_X509(bio, NULL, give_no_password, NULL);

    if (certificate == NULL) {
        pair->fault = TLS_PAIR_NO_CERTIFICATE;
        return;
    }
    if (key == NULL)
        pair->fault = TLS_PAIR_NO_KEY;
    else if (X509_check_private_key(certificate, key) != 1)
        pair->fault = TLS_PAIR_STRANGERS;
    while (certificate != NULL) {
        narrow(pair, certificate);
        X509_free(certificate);
        certificate = PEM_read_bio_X509(bio, NULL, give_no_password, NULL);
    }
}

struct tls_pair tls_pair_look(struct bytes certificate, struct bytes key)
{
    struct tls_pair pair = { .fault = TLS_PAIR_FITS, .from_ms = INT64_MIN, .until_ms = INT64_MAX };
    BIO *bio = open_bytes(certificate);
    EVP_PKEY *private_key = read_key(key);

    if (bio == NULL)
        pair.fault = TLS_PAIR_NO_CERTIFICATE;
    else
        look_at_chain(&pair, bio, private_key);
    EVP_PKEY_free(private_key);
    BIO_free(bio);
    return pair;
}
