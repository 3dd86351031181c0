/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/signature.h"

#include <libintl.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <stdio.h>

#include "base/alloc.h"
#include "base/file.h"

enum { KEY_MAX = 1 << 16 };

struct signature {
    EVP_PKEY *key;
    struct buf message;
};

static EVP_PKEY *read_key(const struct buf *pem)
{
    BIO *memory = BIO_new_mem_buf(pem->data, (int)pem->size);
    EVP_PKEY *key = memory != NULL ? PEM_read_bio_PrivateKey(memory, NULL, NULL, NULL) : NULL;

    BIO_free(memory);
    return key;
}

enum status signature_create(const char *path, struct signature **result, struct error *error)
{
    struct buf pem = BUF_INIT(KEY_MAX);
    struct signature *signature = alloc_zeroed(1, sizeof *signature);
    enum status status = signature == NULL ? STATUS_NO_MEMORY : file_read(path, &pem, error);

    if (status == STATUS_OK) {
        signature->message = (struct buf)BUF_INIT(SIZE_MAX / 2);
        signature->key = read_key(&pem);
        if (signature->key == NULL || EVP_PKEY_id(signature->key) != EVP_PKEY_ED25519)
            status = error_set(
                error, STATUS_INVALID,
                gettext("%s: this is no private key of Ed25519 in PEM; openssl genpkey -algorithm ed25519 makes one"),
                path);
    }
    buf_free(&pem);
    if (status != STATUS_OK) {
        signature_destroy(signature);
        return status;
    }
    *result = signature;
    return STATUS_OK;
}

enum status signature_add(struct signature *signature, struct bytes bytes)
{
    buf_append(&signature->message, bytes.data, bytes.size);
    return buf_status(&signature->message);
}

enum status signature_finish(struct signature *signature, char text[SIGNATURE_TEXT_SIZE])
{
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    unsigned char bytes[SIGNATURE_SIZE];
    size_t size = sizeof bytes;
    bool is_signed = context != NULL && EVP_DigestSignInit(context, NULL, NULL, NULL, signature->key) == 1
                     && EVP_DigestSign(context, bytes, &size, (const unsigned char *)signature->message.data,
                                       signature->message.size)
                            == 1
                     && size == sizeof bytes;

    EVP_MD_CTX_free(context);
    if (!is_signed)
        return STATUS_NO_MEMORY;
    for (size_t index = 0; index < sizeof bytes; index++)
        (void)snprintf(text + 2 * index, 3, "%02x", bytes[index]);
    return STATUS_OK;
}

void signature_destroy(struct signature *signature)
{
    if (signature == NULL)
        return;
    EVP_PKEY_free(signature->key);
    buf_free(&signature->message);
    alloc_free(signature);
}
