/* SPDX-License-Identifier: Apache-2.0
 *
 * Accounts and tokens from the command line: the first administrator has to come from somewhere.
 */
#ifndef GUANKA_CLI_GATE_ACCOUNT_H
#define GUANKA_CLI_GATE_ACCOUNT_H

#include "cli/gate_config.h"

/* NULL: not said. */
struct gate_account_options {
    const char *roles, *unit, *units, *display, *label;
    uint64_t days;
};

/* Makes or changes the account; asks for a password on a terminal, else reads its first line of standard input; none
 * leaves it as it is. The gate may be running. */
MUST_CHECK enum status gate_account_write(const struct gate_config *config, const char *name,
                                          const struct gate_account_options *options, struct error *error);
/* Prints a new token on standard output. */
MUST_CHECK enum status gate_token_write(const struct gate_config *config, const char *account,
                                        const struct gate_account_options *options, struct error *error);

#endif
