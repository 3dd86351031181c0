/* SPDX-License-Identifier: Apache-2.0 */
#include "base/digest.h"

#include <criterion/criterion.h>

/* FIPS 180-4 examples, as published by NIST. */
Test(digest, nist_vectors)
{
    struct digest digest;
    char text[DIGEST_TEXT_SIZE];

    cr_assert_eq(digest_of(bytes_of_text("abc"), &digest), STATUS_OK);
    digest_text(&digest, text);
    cr_assert_str_eq(text, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    cr_assert_eq(digest_of(bytes_of_text(""), &digest), STATUS_OK);
    digest_text(&digest, text);
    cr_assert_str_eq(text, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

Test(digest, pieces_make_the_whole_and_a_state_starts_again)
{
    struct digest_state *state;
    struct digest pieces, whole;

    cr_assert_eq(digest_create(&state), STATUS_OK);
    for (int round = 0; round < 2; round++) {
        cr_assert_eq(digest_update(state, bytes_of_text("内部资料")), STATUS_OK);
        cr_assert_eq(digest_update(state, bytes_of_text("注意保存")), STATUS_OK);
        cr_assert_eq(digest_finish(state, &pieces), STATUS_OK);
        cr_assert_eq(digest_of(bytes_of_text("内部资料注意保存"), &whole), STATUS_OK);
        cr_assert(memcmp(&pieces, &whole, sizeof whole) == 0);
    }
    digest_destroy(state);
}
