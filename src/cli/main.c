/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/file.h"
#include "cli/command.h"
#include "cli/complain.h"
#include "cli/config.h"
#include "cli/option.h"
#include "report/words.h"

static const struct command *const commands[] = { &cmd_scan,    &cmd_check, &cmd_gate, &cmd_sweep, &cmd_report, &cmd_ledger,
                                                &cmd_store, &cmd_rules, &cmd_release, &cmd_bench, &cmd_doctor, &cmd_version };

enum { COMMAND_COUNT = sizeof commands / sizeof commands[0] };

/* The language must be known before the first message; the commands take the option again, and check it. */
static const char *wanted_language(int argc, char **argv)
{
    for (int index = 1; index < argc && strcmp(argv[index], "--") != 0; index++) {
        if (strncmp(argv[index], "--lang=", 7) == 0)
            return argv[index] + 7;
        if (strcmp(argv[index], "--lang") == 0 && index + 1 < argc)
            return argv[index + 1];
    }
    return NULL;
}

static int show_help(FILE *stream)
{
    fputs(_("guanka finds what must not be on a public website: state-secret marks, personal data, hidden\n"
            "gambling links and more, in pages, office documents and archives.\n"
            "\n"
            "Usage: guanka COMMAND [OPTIONS] …\n"
            "\n"
            "Commands:\n"),
          stream);
    for (size_t index = 0; index < COMMAND_COUNT; index++)
        fprintf(stream, "  %-10s%s\n", commands[index]->name, _(commands[index]->summary));
    fputs(_("\n"
            "Begin with: guanka scan FOLDER\n"
            "Help on a command: guanka COMMAND --help\n"),
          stream);
    return stream == stdout ? EXIT_CLEAN : EXIT_TROUBLE;
}

static int unknown_command(const char *name)
{
    const char *names[COMMAND_COUNT + 1] = { NULL };
    const char *nearest;

    for (size_t index = 0; index < COMMAND_COUNT; index++)
        names[index] = commands[index]->name;
    nearest = option_nearest(name, names);
    if (nearest != NULL)
        complain(_("guanka: unknown command \"%s\"; did you mean \"%s\"?\n"), name, nearest);
    else
        complain(_("guanka: unknown command \"%s\"; see guanka --help\n"), name);
    return EXIT_TROUBLE;
}

static int run(const struct config *config, int argc, char **argv)
{
    int first = 1;

    while (first < argc && strncmp(argv[first], "--lang", 6) == 0)
        first += strchr(argv[first], '=') != NULL ? 1 : 2;
    if (first >= argc)
        return show_help(stderr);
    if (strcmp(argv[first], "--help") == 0 || strcmp(argv[first], "-h") == 0 || strcmp(argv[first], "help") == 0)
        return show_help(stdout);
    if (strcmp(argv[first], "--version") == 0 || strcmp(argv[first], "-V") == 0)
        return cmd_version.run(config, argc - first, argv + first);
    for (size_t index = 0; index < COMMAND_COUNT; index++)
        if (strcmp(argv[first], commands[index]->name) == 0)
            return commands[index]->run(config, argc - first, argv + first);
    return unknown_command(argv[first]);
}

int main(int argc, char **argv)
{
    struct config config;
    int exit_status;

    if (file_protect_mappings() != STATUS_OK || config_create(wanted_language(argc, argv), &config) != STATUS_OK) {
        fputs("guanka: out of memory\n", stderr);
        return EXIT_TROUBLE;
    }
    exit_status = run(&config, argc, argv);
    if (fflush(stdout) != 0) {
        fprintf(stderr, _("guanka: cannot write %s: %s\n"), _("standard output"), strerror(errno));
        exit_status = EXIT_TROUBLE;
    }
    config_free(&config);
    return exit_status;
}
