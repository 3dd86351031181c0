/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>

#include "base/budget.h"
#include "cli/command.h"
#include "cli/complain.h"
#include "cli/config.h"
#include "cli/option.h"
#include "extract/extract.h"
#include "isolate/pool.h"
#include "isolate/sandbox.h"
#include "report/words.h"
#include "rules/check.h"
#include "rules/matcher.h"

struct version_options {
    bool verbose, wants_help;
};

static const struct option_spec specs[] = {
    { "verbose", 'v', NULL, N_("also what it can read, and where its files are") },
    { "lang", '\0', "zh|en", N_("language of messages (default: from the locale)") },
    { "help", 'h', NULL, N_("show this help") },
    { "version", 'V', NULL, N_("show the version") },
};

enum { SPEC_COUNT = sizeof specs / sizeof specs[0] };

static enum status take(void *context, const struct option_spec *spec, const char *value, struct error *error)
{
    struct version_options *options = context;

    (void)value;
    (void)error;
    if (spec->letter == 'v')
        options->verbose = true;
    if (spec->letter == 'h')
        options->wants_help = true;
    return STATUS_OK;
}

/* What keeps hostile documents from harm, by trying it. */
static void show_isolation(const struct config *config)
{
    const struct pool_options options = { .program = config->extract_program };
    struct pool *pool;
    uint32_t features = 0;

    if (pool_create(&options, &pool) != STATUS_OK)
        return;
    printf(_("Isolated reader: %s"), config->extract_program);
    if (pool_features(pool, &features) != STATUS_OK)
        fputs(_(" (cannot be started: the formats it reads are reported as not supported)"), stdout);
    else
        printf(_(" (seccomp: %s, Landlock: %s, memory limit: %s)"),
               (features & SANDBOX_SECCOMP) != 0 ? _("yes") : _("no"),
               (features & SANDBOX_LANDLOCK) != 0 ? _("yes") : _("no"),
               (features & SANDBOX_MEMORY) != 0 ? _("yes") : _("no"));
    putchar('\n');
    pool_destroy(pool);
}

static void show_details(const struct config *config)
{
    const char *divider = "";
    char matcher[MATCHER_TEXT_SIZE];

    fputs(_("Formats: "), stdout);
    for (const struct extractor *const *extractor = extract_formats(); *extractor != NULL; extractor++) {
        printf("%s%s", divider, (*extractor)->format.name);
        divider = ", ";
    }
    printf("\n%s", _("Validators: "));
    divider = "";
    for (const struct check *const *check = check_all(); *check != NULL; check++) {
        printf("%s%s", divider, (*check)->name);
        divider = ", ";
    }
    matcher_text(matcher);
    printf(_("\nEngine: %s"), matcher);
    printf(_("\nRule packs: %s\n"), config->rules);
    show_isolation(config);
    printf(_("Cache: %s\n"), config->cache_directory != NULL ? config->cache_directory : _("none"));
}

static int version(const struct config *config, int argc, char **argv)
{
    struct version_options options = { 0 };
    struct error error = { 0 };
    int first;

    if (option_parse(specs, SPEC_COUNT, argc, argv, &first, &options, &error, take) != STATUS_OK) {
        complain_of(&error);
        return EXIT_TROUBLE;
    }
    if (options.wants_help) {
        option_show_help(_("Usage: guanka version [OPTIONS]\n\nOptions:\n"), specs, SPEC_COUNT, NULL);
        return EXIT_CLEAN;
    }
    printf("guanka %s\n", GUANKA_VERSION);
    if (options.verbose)
        show_details(config);
    return EXIT_CLEAN;
}

const struct command cmd_version = { .name = "version",
                                     .summary = N_("show the version and, with --verbose, what it can read"),
                                     .run = version };
