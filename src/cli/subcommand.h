/* SPDX-License-Identifier: Apache-2.0
 *
 * Commands that have subcommands: their help, and what is said when none of them is meant.
 */
#ifndef GUANKA_CLI_SUBCOMMAND_H
#define GUANKA_CLI_SUBCOMMAND_H

#include "cli/option.h"

struct subcommand_words {
    const char *name, *operands, *summary; /* the summary is translated when shown */
};

/* Those of a command; `at` gives them by index. */
struct subcommand_list {
    const struct subcommand_words *(*at)(size_t index);
    size_t count;
};

/* `usage` and `needs` are translated; `needs` names all and ends its line. */
void subcommand_help(const char *usage, struct subcommand_list list, const struct option_spec *specs, size_t spec_count);
/* `given` may be NULL: no subcommand was. */
void subcommand_complain(const char *given, struct subcommand_list list, const char *needs);

#endif
