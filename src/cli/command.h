/* SPDX-License-Identifier: Apache-2.0
 *
 * A command of the program: one file, one const struct, one line in main.c's table.
 */
#ifndef GUANKA_CLI_COMMAND_H
#define GUANKA_CLI_COMMAND_H

struct config;

struct command {
    const char *name;
    const char *summary; /* one line for the list of commands; not translated yet */
    /* argv[0] is the command's name. Returns an exit status of docs/contract.md. */
    int (*run)(const struct config *config, int argc, char **argv);
};

enum exit_status {
    EXIT_CLEAN = 0,   /* all was read, and nothing reaches --fail-on */
    EXIT_FOUND = 1,   /* a finding does */
    EXIT_TROUBLE = 2, /* usage, configuration, or the report could not be written */
    EXIT_UNREAD = 3,  /* nothing does, but something could not be read completely */
};

extern const struct command cmd_bench, cmd_check, cmd_doctor, cmd_gate, cmd_ledger, cmd_scan, cmd_sweep, cmd_rules, cmd_release, cmd_report, cmd_store, cmd_version;

#endif
