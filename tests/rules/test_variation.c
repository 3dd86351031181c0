/* SPDX-License-Identifier: Apache-2.0 */
#include "rules/variation.h"

#include <criterion/criterion.h>
#include <string.h>

#include "text/utf8.h"

/* Is it a line of what was appended? */
static bool has_line(const struct buf *output, const char *line)
{
    struct buf wanted = BUF_INIT(1 << 12), all = BUF_INIT(1 << 16);
    bool found;

    buf_format(&wanted, "\n%s\n", line);
    buf_format(&all, "\n%.*s", (int)output->size, output->data);
    found = strstr(all.data, wanted.data) != NULL;
    buf_free(&wanted);
    buf_free(&all);
    return found;
}

Test(variation, a_text_and_what_is_nearly_it)
{
    static const char *const wanted[] = { "机密件", "中机密件中", "1机密件a", "机密件机密件", "机",
                                          "密件",   "机件",       "密机件",   "机机密件" };
    struct buf output = BUF_INIT(1 << 16);

    variation_append(bytes_of_text("机密件"), &output);
    for (size_t index = 0; index < sizeof wanted / sizeof *wanted; index++)
        cr_expect(has_line(&output, wanted[index]), "%s is not among\n%s", wanted[index], output.data);
    cr_expect_eq(utf8_valid_prefix(output.data, output.size), output.size);
    cr_expect_eq(output.data[output.size - 1], '\n');
    buf_free(&output);
}

Test(variation, fewer_of_a_word)
{
    struct buf output = BUF_INIT(1 << 16);

    variation_append_few(bytes_of_text("机密"), &output);
    cr_expect_str_eq(output.data, "机密\n中机密中\n1机密a\n机\n机密机密\n");
    buf_free(&output);
}

Test(variation, of_one_character)
{
    struct buf output = BUF_INIT(1 << 16);

    variation_append(bytes_of_text("密"), &output);
    variation_append_few(bytes_of_text("密"), &output);
    cr_expect(has_line(&output, "密密"));
    cr_expect_eq(utf8_valid_prefix(output.data, output.size), output.size);
    buf_free(&output);
}
