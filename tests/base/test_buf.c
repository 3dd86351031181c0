/* SPDX-License-Identifier: Apache-2.0 */
#include "base/buf.h"

#include <criterion/criterion.h>

#include "base/alloc.h"

Test(buf, appends_and_terminates)
{
    struct buf buf = BUF_INIT(1000);

    buf_text(&buf, "机密");
    buf_byte(&buf, '-');
    buf_unsigned(&buf, 0);
    buf_unsigned(&buf, UINT64_MAX);
    buf_format(&buf, " %s:%d", "页", 7);
    cr_assert_eq(buf_status(&buf), STATUS_OK);
    cr_assert_str_eq(buf.data, "机密-018446744073709551615 页:7");
    cr_assert_eq(buf.size, strlen(buf.data));
    buf_free(&buf);
}

Test(buf, the_maximum_is_never_passed_and_the_error_sticks)
{
    struct buf buf = BUF_INIT(5);

    buf_text(&buf, "12345");
    cr_assert_eq(buf_status(&buf), STATUS_OK);
    buf_byte(&buf, '6');
    cr_assert_eq(buf_status(&buf), STATUS_LIMIT_BYTES);
    cr_assert_str_eq(buf.data, "12345");
    buf_clear(&buf);
    cr_assert_eq(buf_status(&buf), STATUS_OK);
    buf_free(&buf);
}

Test(buf, a_failed_allocation_sticks_and_keeps_what_was_there)
{
    struct buf buf = BUF_INIT(1 << 20);

    buf_text(&buf, "kept");
    alloc_fail_after(1);
    for (int index = 0; index < 1000; index++)
        buf_byte(&buf, 'x');
    alloc_fail_after(0);
    cr_assert_eq(buf_status(&buf), STATUS_NO_MEMORY);
    cr_assert(strncmp(buf.data, "kept", 4) == 0);
    buf_free(&buf);
}
