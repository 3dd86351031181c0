/* SPDX-License-Identifier: Apache-2.0 */
#include "base/seal.h"

#include <criterion/criterion.h>

#include "base/alloc.h"

/* The key 00 01 … 1f, the nonce 64 65 … 6f. */
static struct seal_key known_key(void)
{
    struct seal_key key;

    for (size_t index = 0; index < sizeof key.bytes; index++)
        key.bytes[index] = (uint8_t)index;
    return key;
}

static const char known_name[] = "词表.txt", known_content[] = "内部计划\n绝密工程\n";

/* Written after the documentation of the form with Python and AESGCM of its package `cryptography`. */
static const uint8_t known_sealed[] = {
    0x47, 0x4b, 0x53, 0x45, 0x41, 0x4c, 0x45, 0x44, 0x01, 0x0a, 0xea, 0xa8, 0x0e, 0xce, 0x2d, 0x62, 0x57,
    0xf4, 0x64, 0x65, 0x66, 0x67, 0x68, 0x69, 0x6a, 0x6b, 0x6c, 0x6d, 0x6e, 0x6f, 0xe8, 0xaf, 0x8d, 0xe8,
    0xa1, 0xa8, 0x2e, 0x74, 0x78, 0x74, 0xad, 0x9d, 0x5b, 0x8f, 0xfa, 0x41, 0xbe, 0x30, 0x9f, 0x87, 0xd7,
    0x7a, 0xd0, 0x82, 0xd1, 0x60, 0xa7, 0x6d, 0x80, 0xef, 0x3c, 0xc9, 0x14, 0xda, 0x2c, 0xdb, 0x89, 0x79,
    0xb7, 0x12, 0x39, 0x0f, 0xd9, 0x8b, 0xe9, 0x68, 0x6b, 0x3d, 0x2b, 0xef, 0x7c, 0x73,
};

Test(seal, what_another_program_has_sealed_is_opened)
{
    struct seal_key key = known_key();
    struct bytes sealed = bytes_of(known_sealed, sizeof known_sealed);
    struct buf content = BUF_INIT(1000);
    struct seal_head head;
    char id[SEAL_KEY_ID_TEXT_SIZE];

    cr_assert(seal_is_sealed(sealed));
    cr_assert_eq(seal_read_head(sealed, &head), STATUS_OK);
    seal_key_id_text(head.key_id, id);
    cr_expect_str_eq(id, "eaa80ece2d6257f4");
    cr_expect(bytes_equal(head.name, bytes_of_text(known_name)));
    cr_assert_eq(head.content_size, sizeof known_content - 1);
    cr_assert_eq(seal_open(&key, sealed, &content), STATUS_OK);
    cr_expect_str_eq(content.data, known_content);
    buf_free(&content);
}

Test(seal, ids_and_salts_are_digests_of_the_key)
{
    struct seal_key key = known_key();
    uint8_t id[SEAL_KEY_ID_SIZE];
    char text[DIGEST_TEXT_SIZE];
    struct digest salt;

    cr_assert_eq(seal_key_id(&key, id), STATUS_OK);
    cr_expect(memcmp(id, known_sealed + 10, sizeof id) == 0);
    cr_assert_eq(seal_key_salt(&key, &salt), STATUS_OK);
    digest_text(&salt, text);
    cr_expect_str_eq(text, "7cb648612a52060d86607f583a9bcb8bed9d839da8e3981cef6bdd115a731b94");
}

Test(seal, no_bit_can_be_changed_and_no_byte_cut)
{
    struct seal_key key = known_key();
    struct buf content = BUF_INIT(1000);

    for (size_t bit = 0; bit < 8 * sizeof known_sealed; bit++) {
        uint8_t changed[sizeof known_sealed];

        memcpy(changed, known_sealed, sizeof changed);
        changed[bit / 8] ^= (uint8_t)(1 << bit % 8);
        cr_expect_neq(seal_open(&key, bytes_of(changed, sizeof changed), &content), STATUS_OK, "bit %zu", bit);
    }
    for (size_t size = 0; size < sizeof known_sealed; size++)
        cr_expect_neq(seal_open(&key, bytes_of(known_sealed, size), &content), STATUS_OK, "size %zu", size);
    cr_expect_eq(content.size, 0);
    buf_free(&content);
}

static void expect_round(struct bytes name, struct bytes content)
{
    struct seal_key key, other;
    struct buf sealed = BUF_INIT(1000), again = BUF_INIT(1000), opened = BUF_INIT(1000);

    cr_assert_eq(seal_key_make(&key), STATUS_OK);
    cr_assert_eq(seal_key_make(&other), STATUS_OK);
    cr_assert_eq(seal_close(&key, name, content, &sealed), STATUS_OK);
    cr_assert_eq(seal_close(&key, name, content, &again), STATUS_OK);
    cr_expect_not(bytes_equal(buf_bytes(&sealed), buf_bytes(&again)), "a nonce is used once");
    cr_expect_eq(seal_open(&other, buf_bytes(&sealed), &opened), STATUS_MALFORMED);
    cr_assert_eq(seal_open(&key, buf_bytes(&sealed), &opened), STATUS_OK);
    cr_expect(bytes_equal(buf_bytes(&opened), content));
    buf_free(&sealed);
    buf_free(&again);
    buf_free(&opened);
}

Test(seal, what_is_sealed_comes_back)
{
    static const char long_name[SEAL_NAME_MAX];

    expect_round(bytes_of_text("a.yaml"), bytes_of_text("pack: a"));
    expect_round(bytes_of(long_name, sizeof long_name), bytes_of_text(""));
}

Test(seal, a_later_version_is_told_apart)
{
    uint8_t later[sizeof known_sealed];
    struct seal_head head;

    memcpy(later, known_sealed, sizeof later);
    later[8] = SEAL_VERSION + 1;
    cr_expect_eq(seal_read_head(bytes_of(later, sizeof later), &head), STATUS_UNSUPPORTED);
    cr_expect_eq(head.version, SEAL_VERSION + 1);
    cr_expect_not(seal_is_sealed(bytes_of_text("pack: a")));
}

Test(seal, memory_keeps_its_contents_when_it_grows_and_is_to_be_wiped)
{
    char *text;

    alloc_wipe_freed();
    text = alloc_text("内部计划", strlen("内部计划"));
    cr_assert_not_null(text);
    text = alloc_resize(text, 100000);
    cr_assert_not_null(text);
    cr_expect_str_eq(text, "内部计划");
    text = alloc_resize(text, 7);
    cr_assert_not_null(text);
    cr_expect(memcmp(text, "内部", 6) == 0);
    alloc_free(text);
    alloc_free(NULL);
}
