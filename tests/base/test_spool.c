/* SPDX-License-Identifier: Apache-2.0 */
#include "base/spool.h"

#include <criterion/criterion.h>
#include <stdint.h>

static void fill_and_check(size_t pieces)
{
    struct spool *spool;
    struct bytes bytes;
    struct file_content *content;
    uint8_t piece[1000];

    cr_assert_eq(spool_create(&spool), STATUS_OK);
    for (size_t index = 0; index < pieces; index++) {
        memset(piece, (int)(index % 251), sizeof piece);
        cr_assert_eq(spool_append(spool, bytes_of(piece, sizeof piece)), STATUS_OK);
    }
    cr_assert_eq(spool_size(spool), pieces * sizeof piece);
    cr_assert_eq(spool_finish(spool, &bytes, &content), STATUS_OK);
    cr_assert_eq(bytes.size, pieces * sizeof piece);
    for (size_t index = 0; index < pieces; index++)
        cr_assert_eq(bytes.data[index * sizeof piece + index % 1000], index % 251);
    spool_destroy(spool);
}

Test(spool, small_stays_in_memory)
{
    fill_and_check(0);
    fill_and_check(10);
}

Test(spool, large_goes_through_a_file)
{
    fill_and_check(4194);
    fill_and_check(4195);
    fill_and_check(20000);
}
