/* SPDX-License-Identifier: Apache-2.0 */
#include "base/seal.h"

#include <limits.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/rand.h>
#include <string.h>

/* Magic, version, size of the name, key id, nonce, name; then the encrypted content and the tag. All before the content
 * is authenticated with it. */
static const char magic[8] = "GKSEALED";
enum { NONCE_SIZE = 12, TAG_SIZE = 16, FIXED_SIZE = sizeof magic + 2 + SEAL_KEY_ID_SIZE + NONCE_SIZE };

/* ---- Keys. */

enum status seal_key_make(struct seal_key *key)
{
    return RAND_bytes(key->bytes, sizeof key->bytes) == 1 ? STATUS_OK : STATUS_BUG;
}

void seal_key_wipe(struct seal_key *key)
{
    OPENSSL_cleanse(key, sizeof *key);
}

/* The key has all the entropy there is, so a plain digest over it and a label is as good as a derivation. */
static enum status derive(const struct seal_key *key, const char *label, struct digest *derived)
{
    struct buf text = BUF_INIT(256);
    enum status status;

    buf_text(&text, label);
    buf_append(&text, key->bytes, sizeof key->bytes);
    status = buf_status(&text);
    if (status == STATUS_OK)
        status = digest_of(buf_bytes(&text), derived);
    if (text.data != NULL)
        OPENSSL_cleanse(text.data, text.size);
    buf_free(&text);
    return status;
}

enum status seal_key_id(const struct seal_key *key, uint8_t id[SEAL_KEY_ID_SIZE])
{
    struct digest digest;
    enum status status = derive(key, "guanka seal: key id\n", &digest);

    if (status == STATUS_OK)
        memcpy(id, digest.bytes, SEAL_KEY_ID_SIZE);
    return status;
}

void seal_key_id_text(const uint8_t id[SEAL_KEY_ID_SIZE], char *text)
{
    static const char digits[] = "0123456789abcdef";

    for (size_t index = 0; index < SEAL_KEY_ID_SIZE; index++) {
        text[2 * index] = digits[id[index] >> 4];
        text[2 * index + 1] = digits[id[index] & 15];
    }
    text[2 * SEAL_KEY_ID_SIZE] = '\0';
}

enum status seal_key_salt(const struct seal_key *key, struct digest *salt)
{
    return derive(key, "guanka seal: salt of digests\n", salt);
}

/* ---- The head. */

bool seal_is_sealed(struct bytes sealed)
{
    return bytes_start_with(sealed, magic, sizeof magic);
}

static size_t head_size(const struct seal_head *head)
{
    return FIXED_SIZE + head->name.size;
}

enum status seal_read_head(struct bytes sealed, struct seal_head *head)
{
    struct reader reader = reader_of(sealed);
    size_t name_size;

    *head = (struct seal_head){ 0 };
    if (!seal_is_sealed(sealed))
        return STATUS_MALFORMED;
    (void)reader_take(&reader, sizeof magic);
    head->version = reader_u8(&reader);
    if (!reader.overrun && head->version != SEAL_VERSION)
        return STATUS_UNSUPPORTED;
    name_size = reader_u8(&reader);
    head->key_id = reader_take(&reader, SEAL_KEY_ID_SIZE).data;
    (void)reader_take(&reader, NONCE_SIZE);
    head->name = reader_take(&reader, name_size);
    if (reader.overrun || sealed.size - head_size(head) < TAG_SIZE)
        return STATUS_MALFORMED;
    head->content_size = sealed.size - head_size(head) - TAG_SIZE;
    return STATUS_OK;
}

/* ---- The cipher. */

/* Both directions: the head goes through as what is only authenticated. */
static EVP_CIPHER_CTX *begin(const struct seal_key *key, struct bytes head, bool encrypts)
{
    const uint8_t *nonce = head.data + sizeof magic + 2 + SEAL_KEY_ID_SIZE;
    EVP_CIPHER_CTX *context = EVP_CIPHER_CTX_new();
    int unused;

    if (context != NULL && EVP_CipherInit_ex(context, EVP_aes_256_gcm(), NULL, key->bytes, nonce, encrypts) == 1
        && EVP_CipherUpdate(context, NULL, &unused, head.data, (int)head.size) == 1)
        return context;
    EVP_CIPHER_CTX_free(context);
    return NULL;
}

static enum status write_head(const struct seal_key *key, struct bytes name, struct buf *output)
{
    uint8_t id[SEAL_KEY_ID_SIZE], nonce[NONCE_SIZE];
    enum status status = seal_key_id(key, id);

    if (status != STATUS_OK)
        return status;
    if (name.size > SEAL_NAME_MAX || RAND_bytes(nonce, sizeof nonce) != 1)
        return STATUS_BUG;
    buf_append(output, magic, sizeof magic);
    buf_byte(output, SEAL_VERSION);
    buf_byte(output, (char)name.size);
    buf_append(output, id, sizeof id);
    buf_append(output, nonce, sizeof nonce);
    buf_append(output, name.data, name.size);
    return buf_status(output);
}

enum status seal_close(const struct seal_key *key, struct bytes name, struct bytes content, struct buf *output)
{
    size_t start = output->size;
    enum status status = content.size > INT_MAX ? STATUS_LIMIT_BYTES : write_head(key, name, output);
    EVP_CIPHER_CTX *context;
    uint8_t *target;
    int size = 0, rest = 0;

    if (status != STATUS_OK)
        return status;
    target = (uint8_t *)buf_reserve(output, content.size + TAG_SIZE);
    if (target == NULL)
        return output->status;
    context = begin(key, bytes_slice(buf_bytes(output), start, SIZE_MAX), true);
    if (context == NULL)
        return STATUS_NO_MEMORY;
    if ((content.size > 0 && EVP_EncryptUpdate(context, target, &size, content.data, (int)content.size) != 1)
        || EVP_EncryptFinal_ex(context, target + size, &rest) != 1
        || EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_GCM_GET_TAG, TAG_SIZE, target + content.size) != 1)
        status = STATUS_BUG;
    EVP_CIPHER_CTX_free(context);
    if (status == STATUS_OK)
        output->size += content.size + TAG_SIZE;
    return status;
}

/* Decrypted bytes are worth nothing until the tag has been compared. */
static enum status decrypt(const struct seal_key *key, struct bytes head, struct bytes content, struct bytes tag,
                           uint8_t *target)
{
    EVP_CIPHER_CTX *context = begin(key, head, false);
    int size = 0, rest = 0;
    bool is_authentic;

    if (context == NULL)
        return STATUS_NO_MEMORY;
    is_authentic =
        (content.size == 0 || EVP_DecryptUpdate(context, target, &size, content.data, (int)content.size) == 1)
        && EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_GCM_SET_TAG, TAG_SIZE, (void *)tag.data) == 1
        && EVP_DecryptFinal_ex(context, target + size, &rest) == 1;
    EVP_CIPHER_CTX_free(context);
    return is_authentic ? STATUS_OK : STATUS_MALFORMED;
}

enum status seal_open(const struct seal_key *key, struct bytes sealed, struct buf *output)
{
    struct seal_head head;
    enum status status = seal_read_head(sealed, &head);
    uint8_t *target;

    if (status == STATUS_OK && head.content_size > INT_MAX)
        status = STATUS_LIMIT_BYTES;
    if (status != STATUS_OK)
        return status;
    target = (uint8_t *)buf_reserve(output, head.content_size);
    if (target == NULL)
        return output->status;
    status =
        decrypt(key, bytes_slice(sealed, 0, head_size(&head)), bytes_slice(sealed, head_size(&head), head.content_size),
                bytes_slice(sealed, sealed.size - TAG_SIZE, TAG_SIZE), target);
    if (status != STATUS_OK) {
        OPENSSL_cleanse(target, head.content_size);
        return status;
    }
    output->size += head.content_size;
    output->data[output->size] = '\0';
    return STATUS_OK;
}
