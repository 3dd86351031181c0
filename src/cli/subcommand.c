/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/subcommand.h"

#include <stdio.h>

#include "base/assert.h"
#include "cli/complain.h"
#include "report/words.h"

enum { COUNT_MAX = 32 };

void subcommand_help(const char *usage, struct subcommand_list list, const struct option_spec *specs, size_t spec_count)
{
    struct buf help = BUF_INIT(1 << 16);

    buf_text(&help, usage);
    for (size_t index = 0; index < list.count; index++) {
        const struct subcommand_words *words = list.at(index);

        buf_format(&help, "  %s %s\n      %s\n", words->name, words->operands, _(words->summary));
    }
    buf_text(&help, _("\nOptions:\n"));
    option_help(&help, specs, spec_count);
    fputs(help.data, stdout);
    buf_free(&help);
}

void subcommand_complain(const char *given, struct subcommand_list list, const char *needs)
{
    const char *names[COUNT_MAX + 1] = { NULL };
    const char *nearest = NULL;

    ASSERT(list.count <= COUNT_MAX);
    for (size_t index = 0; index < list.count; index++)
        names[index] = list.at(index)->name;
    if (given != NULL)
        nearest = option_nearest(given, names);
    if (nearest != NULL)
        complain(_("guanka: unknown subcommand \"%s\"; did you mean \"%s\"?\n"), given, nearest);
    else
        fputs(needs, stderr);
}
