/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Any bytes as a sealed file: what is read of its head lies inside it, and nothing opens that was not sealed with the
 * key. The same bytes as content: sealed and opened they are what they were, and with one byte changed or cut they do
 * not open.
 */
#include <string.h>

#include "base/assert.h"
#include "base/seal.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct seal_key key = { { 1, 2, 3 } };

static void read_as_sealed(struct bytes input)
{
    struct buf content = BUF_INIT(1 << 20);
    struct seal_head head;

    if (seal_read_head(input, &head) == STATUS_OK) {
        ASSERT(head.key_id >= input.data && head.key_id + SEAL_KEY_ID_SIZE <= input.data + input.size);
        ASSERT(head.name.size <= SEAL_NAME_MAX && head.content_size + head.name.size < input.size);
    }
    /* A forgery would be a wonder. */
    ASSERT(seal_open(&key, input, &content) != STATUS_OK);
    ASSERT(content.size == 0);
    buf_free(&content);
}

/* The first two bytes say what is changed, the third how; the rest is the content, and its beginning the name. */
static void seal_and_change(struct bytes input)
{
    struct buf sealed = BUF_INIT(1 << 20), opened = BUF_INIT(1 << 20);
    struct bytes content = bytes_slice(input, 3, input.size);
    size_t at;

    ASSERT(seal_close(&key, bytes_slice(content, 0, content.size % (SEAL_NAME_MAX + 1)), content, &sealed)
           == STATUS_OK);
    ASSERT(seal_open(&key, buf_bytes(&sealed), &opened) == STATUS_OK);
    ASSERT(bytes_equal(buf_bytes(&opened), content));
    at = ((size_t)input.data[0] << 8 | input.data[1]) % sealed.size;
    buf_clear(&opened);
    ASSERT(seal_open(&key, bytes_slice(buf_bytes(&sealed), 0, at), &opened) != STATUS_OK);
    sealed.data[at] = (char)(sealed.data[at] ^ (input.data[2] != 0 ? input.data[2] : 1));
    ASSERT(seal_open(&key, buf_bytes(&sealed), &opened) != STATUS_OK);
    buf_free(&sealed);
    buf_free(&opened);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size > 65536)
        return 0;
    read_as_sealed(bytes_of(data, size));
    if (size >= 3)
        seal_and_change(bytes_of(data, size));
    return 0;
}
