/* SPDX-License-Identifier: Apache-2.0 */
#include "base/status.h"

#include <criterion/criterion.h>

Test(status, scope_decides_what_stops)
{
    cr_assert_eq(status_scope(STATUS_OK), SCOPE_NONE);
    cr_assert_eq(status_scope(STATUS_ENCRYPTED), SCOPE_PART);
    cr_assert_eq(status_scope(STATUS_DEADLINE), SCOPE_DOCUMENT);
    cr_assert_eq(status_scope(STATUS_NO_MEMORY), SCOPE_SCAN);
    for (int status = STATUS_OK; status <= STATUS_BUG; status++)
        cr_assert_not_null(status_code((enum status)status));
}

/* The contract's problem codes. */
Test(status, codes_are_those_of_the_contract)
{
    cr_assert_str_eq(status_code(STATUS_MALFORMED), "corrupt");
    cr_assert_str_eq(status_code(STATUS_LIMIT_BYTES), "limit-bytes");
    cr_assert_str_eq(status_code(STATUS_LIMIT_DEPTH), "limit-depth");
    cr_assert_str_eq(status_code(STATUS_LIMIT_CHILDREN), "limit-children");
    cr_assert_str_eq(status_code(STATUS_LIMIT_RATIO), "limit-ratio");
    cr_assert_str_eq(status_code(STATUS_DEADLINE), "timeout");
    cr_assert_str_eq(status_code(STATUS_CRASHED), "crashed");
}
