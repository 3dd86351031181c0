/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <string.h>

#include "cli/command.h"
#include "cli/complain.h"
#include "cli/option.h"
#include "cli/store_check.h"
#include "cli/subcommand.h"
#include "report/words.h"
#include "store/backup.h"
#include "store/examine.h"

struct store_command {
    const char *store;
    bool wants_help, wants_version;
};

static const struct option_spec specs[] = {
    { "store", 's', "FILE", N_("the database of the gate or of inspections; needed") },
    { "lang", '\0', "zh|en", N_("language of messages (default: from the locale)") },
    { "help", 'h', NULL, N_("show this help") },
    { "version", 'V', NULL, N_("show the version") },
};

enum { SPEC_COUNT = sizeof specs / sizeof specs[0] };

static int fail(const struct error *error)
{
    complain_of(error);
    return EXIT_TROUBLE;
}

/* ---- Subcommands. */

/* Of an earlier version as well: it is copied as it is. */
static int backup(const struct store_command *command, const char *copy)
{
    struct store_examined found;
    struct error error = { 0 };

    if (store_back_up(command->store, copy, &found, &error) != STATUS_OK)
        return fail(&error);
    printf(_("Copied to %s (version %d); it was read again and is whole.\n"), copy, (int)found.version);
    return EXIT_CLEAN;
}

static int restore(const struct store_command *command, const char *copy)
{
    struct buf kept = BUF_INIT(1 << 16);
    struct error error = { 0 };
    enum status status = store_restore(copy, command->store, &kept, &error);

    if (status == STATUS_OK) {
        printf(_("%s is as %s has it.\n"), command->store, copy);
        if (kept.size > 0)
            printf(_("What was there before is kept: %s\n"), kept.data);
    }
    buf_free(&kept);
    return status == STATUS_OK ? EXIT_CLEAN : fail(&error);
}

/* ---- The command. */

static const struct subcommand_words words[] = {
    { "backup", "COPY",
      N_("write a copy, whole and of one moment, while others go on; it replaces an earlier copy of the same records, and "
         "nothing else") },
    { "restore", "COPY", N_("put a copy in its place; what was there is kept beside it") },
    { "check", "", N_("read all of it, and say whether it is whole, as its ledger says, and what that does not cover") },
};

static const struct subcommand_words *words_at(size_t index)
{
    return &words[index];
}

static const struct subcommand_list subcommands = { words_at, sizeof words / sizeof *words };

static enum status take(void *context, const struct option_spec *spec, const char *value, struct error *error)
{
    struct store_command *command = context;

    (void)error;
    if (spec->letter == 's')
        command->store = value;
    command->wants_help = command->wants_help || spec->letter == 'h';
    command->wants_version = command->wants_version || spec->letter == 'V';
    return STATUS_OK;
}

static int run_subcommand(const struct store_command *command, int argc, char **argv)
{
    bool takes_copy = argc > 0 && (strcmp(argv[0], "backup") == 0 || strcmp(argv[0], "restore") == 0);
    bool is_known = takes_copy || (argc > 0 && strcmp(argv[0], "check") == 0);

    if (!is_known) {
        subcommand_complain(argc > 0 ? argv[0] : NULL, subcommands,
                            _("guanka: store needs backup, restore or check\n"));
        return EXIT_TROUBLE;
    }
    if (argc != (takes_copy ? 2 : 1) || command->store == NULL) {
        fprintf(stderr,
                takes_copy ? _("guanka: store %s needs --store FILE and the name of the copy\n")
                           : _("guanka: store %s needs --store FILE and nothing else\n"),
                argv[0]);
        return EXIT_TROUBLE;
    }
    if (!takes_copy)
        return store_check(command->store);
    return argv[0][0] == 'b' ? backup(command, argv[1]) : restore(command, argv[1]);
}

static int store(const struct config *config, int argc, char **argv)
{
    struct store_command command = { 0 };
    struct error error = { 0 };
    int first;

    (void)config;
    if (option_parse(specs, SPEC_COUNT, argc, argv, &first, &command, &error, take) != STATUS_OK)
        return fail(&error);
    if (command.wants_help) {
        subcommand_help(_("Usage: guanka store SUBCOMMAND --store FILE [COPY]\n"), subcommands, specs, SPEC_COUNT);
        return EXIT_CLEAN;
    }
    if (command.wants_version)
        return printf("guanka %s\n", GUANKA_VERSION) > 0 ? EXIT_CLEAN : EXIT_TROUBLE;
    return run_subcommand(&command, argc - first, argv + first);
}

const struct command cmd_store = { .name = "store",
                                   .summary = N_("back up and restore the records of the gate and of inspections"),
                                   .run = store };
