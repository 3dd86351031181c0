/* SPDX-License-Identifier: Apache-2.0 */
#include "base/array.h"

#include <criterion/criterion.h>
#include <stdint.h>

#include "base/alloc.h"

Test(array, grows_and_keeps)
{
    uint32_t *items = NULL;
    size_t capacity = 0;

    for (uint32_t index = 0; index < 10000; index++) {
        cr_assert_eq(ARRAY_GROW(&items, &capacity, index + 1), STATUS_OK);
        items[index] = index;
    }
    for (uint32_t index = 0; index < 10000; index++)
        cr_assert_eq(items[index], index);
    alloc_free(items);
}

Test(array, refuses_a_size_that_overflows)
{
    uint64_t *items = NULL;
    size_t capacity = 0;

    cr_assert_eq(ARRAY_GROW(&items, &capacity, SIZE_MAX / 4), STATUS_NO_MEMORY);
    cr_assert_null(items);
    cr_assert_eq(capacity, 0);
}
