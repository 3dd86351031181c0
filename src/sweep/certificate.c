/* SPDX-License-Identifier: Apache-2.0 */
#include "sweep/certificate.h"

#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <string.h>
#include <time.h>

#include "base/digest.h"
#include "report/json.h"

static void write_name(struct buf *out, const char *key, const X509_NAME *name)
{
    BIO *bio = BIO_new(BIO_s_mem());
    struct buf text = BUF_INIT(1 << 16);
    char *data = NULL;
    long size = 0;

    if (bio != NULL && X509_NAME_print_ex(bio, name, 0, XN_FLAG_RFC2253 & ~(unsigned long)ASN1_STRFLGS_ESC_MSB) >= 0)
        size = BIO_get_mem_data(bio, &data);
    if (size > 0)
        buf_append(&text, data, (size_t)size);
    json_text(out, key, text.size > 0 ? text.data : NULL);
    buf_free(&text);
    BIO_free(bio);
}

static void write_time(struct buf *out, const char *key, const ASN1_TIME *time)
{
    struct tm parts;
    char text[32] = "";

    if (ASN1_TIME_to_tm(time, &parts) == 1)
        (void)strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &parts);
    json_text(out, key, text[0] != '\0' ? text : NULL);
}

static void write_digest(struct buf *out, const X509 *certificate)
{
    struct digest digest;
    unsigned size = 0;
    char text[DIGEST_TEXT_SIZE];

    if (X509_digest(certificate, EVP_sha256(), digest.bytes, &size) == 1 && size == sizeof digest.bytes) {
        digest_text(&digest, text);
        json_text(out, "sha256", text);
    }
}

void certificate_describe(CURL *easy, struct buf *out)
{
    const struct curl_tlssessioninfo *session = NULL;
    const X509 *certificate;

    if (curl_easy_getinfo(easy, CURLINFO_TLS_SSL_PTR, &session) != CURLE_OK || session == NULL
        || session->backend != CURLSSLBACKEND_OPENSSL || session->internals == NULL)
        return;
    certificate = SSL_get0_peer_certificate(session->internals);
    if (certificate == NULL)
        return;
    buf_byte(out, '{');
    write_name(out, "subject", X509_get_subject_name(certificate));
    write_name(out, "issuer", X509_get_issuer_name(certificate));
    write_time(out, "not_before", X509_get0_notBefore(certificate));
    write_time(out, "not_after", X509_get0_notAfter(certificate));
    write_digest(out, certificate);
    buf_byte(out, '}');
}
