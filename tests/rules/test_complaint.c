/* SPDX-License-Identifier: Apache-2.0 */
#include "rules/complaint.h"

#include <criterion/criterion.h>

Test(complaint, names_file_line_and_column)
{
    struct error error;

    cr_assert_eq(complaint_set(&error, (struct rule_place){ "a.yaml", 3, 9, false }, "no %s", "good"), STATUS_INVALID);
    cr_assert_str_eq(error.message, "a.yaml:3:9: no good");
    cr_assert_eq(error.status, STATUS_INVALID);
}

Test(complaint, a_file_as_a_whole_has_no_line)
{
    struct error error;

    (void)complaint_set(&error, (struct rule_place){ "a.yaml", 0, 0, false }, "is empty");
    cr_assert_str_eq(error.message, "a.yaml: is empty");
    cr_assert_eq(complaint_set(NULL, (struct rule_place){ "a.yaml", 0, 0, false }, "is empty"), STATUS_INVALID);
}

Test(complaint, suggests_what_is_near_and_nothing_else)
{
    static const char *const names[] = { "match", "examples", "requires" };

    cr_assert_str_eq(complaint_nearest("mach", 4, names, 3), "match");
    cr_assert_str_eq(complaint_nearest("example", 7, names, 3), "examples");
    cr_assert_str_eq(complaint_nearest("require", 7, names, 3), "requires");
    cr_assert_null(complaint_nearest("zone", 4, names, 3));
    cr_assert_null(complaint_nearest("", 0, names, 3));
    cr_assert_null(complaint_nearest("a name of more than forty-eight bytes is no mistyped key", 56, names, 3));
}

Test(complaint, nothing_is_quoted_from_a_sealed_file)
{
    struct error error;

    (void)complaint_set(&error, (struct rule_place){ "a.yaml", 3, 9, true }, "unknown key \"%s\"", "secret");
    cr_assert_null(strstr(error.message, "secret"), "%s", error.message);
    cr_assert_eq(strncmp(error.message, "a.yaml:3:9: ", 12), 0, "%s", error.message);
    (void)complaint_set(&error, (struct rule_place){ "a.yaml", 0, 0, true }, "is empty");
    cr_assert_str_eq(error.message, "a.yaml: is empty");
}
