/* SPDX-License-Identifier: Apache-2.0 */
#include "base/error.h"

#include <criterion/criterion.h>
#include <string.h>

Test(error, says_what_it_is_told)
{
    struct error error;

    cr_assert_eq(error_set(&error, STATUS_INVALID, "%s:%d: no such key", "a.yaml", 3), STATUS_INVALID);
    cr_assert_str_eq(error.message, "a.yaml:3: no such key");
    cr_assert_eq(error.status, STATUS_INVALID);
    cr_assert_eq(error_set(NULL, STATUS_IO, "x"), STATUS_IO);
}

Test(error, long_messages_end_on_a_character)
{
    struct error error;
    char longer[4000];
    size_t size;

    for (size = 0; size + 3 < sizeof longer; size += 3)
        memcpy(longer + size, "密", 3);
    longer[size] = '\0';
    error_set(&error, STATUS_INVALID, "%s", longer);
    size = strlen(error.message);
    cr_assert_gt(size, sizeof error.message - 5);
    cr_assert_eq(size % 3, 0);
}

/* Cut in the middle, and other people's words: what is left is UTF-8 (RFC 3629, section 4). */
Test(error, half_characters_are_left_out)
{
    struct error error;

    error_set(&error, STATUS_INVALID, "\"%.4s\" is no key: %s", "密级", "a\xFF\xC0\xAF\xED\xA0\x80\xF4\x90\x80\x80 é 𠮷\xE5\x85");
    cr_assert_str_eq(error.message, "\"密\" is no key: a é 𠮷");
}

/* Escapes of a terminal (ECMA-48), line ends, what turns text around (UAX #9): other people's words do nothing. */
Test(error, characters_that_do_something_are_taken_out)
{
    struct error error;

    error_set(&error, STATUS_INVALID, "\"%s\" is no key",
              "a\x1b[31mb\nc\rd\te\x7f\xC2\x9B"
              "f\xE2\x80\xAEg\xE2\x81\xA6h\xE2\x80\xA8\xD8\x9C");
    cr_assert_str_eq(error.message, "\"a?[31mb c d e??f?g?h??\" is no key");
}
