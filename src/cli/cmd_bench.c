/* SPDX-License-Identifier: Apache-2.0
 *
 * `guanka bench`: measures on the operator's own machine, with his rules and files. --rules is what it can so far.
 */
#include <stdio.h>

#include "cli/bench_rules.h"
#include "cli/command.h"
#include "cli/option.h"
#include "report/words.h"

enum bench_option {
    OPTION_RULES,
    OPTION_PACK,
    OPTION_LAYER,
    OPTION_KEY,
    OPTION_ENABLE,
    OPTION_DISABLE,
    OPTION_TOP,
    OPTION_FORMAT,
    OPTION_LANG,
    OPTION_HELP,
    OPTION_VERSION,
    OPTION_COUNT,
};

static const struct option_spec specs[OPTION_COUNT] = {
    [OPTION_RULES] = { "rules", '\0', NULL, N_("what each rule costs, the slowest first, and why") },
    [OPTION_PACK] = PACKS_OPTION_PACK,
    [OPTION_LAYER] = PACKS_OPTION_LAYER,
    [OPTION_KEY] = PACKS_OPTION_KEY,
    [OPTION_ENABLE] = PACKS_OPTION_ENABLE,
    [OPTION_DISABLE] = PACKS_OPTION_DISABLE,
    [OPTION_TOP] = { "top", '\0', "N", N_("how many of the slowest are shown, and measured thoroughly (default: 10)") },
    [OPTION_FORMAT] = { "format", 'f', "text|json", N_("how to write the result (default: text)") },
    [OPTION_LANG] = { "lang", '\0', "zh|en", N_("language of messages (default: from the locale)") },
    [OPTION_HELP] = { "help", 'h', NULL, N_("show this help") },
    [OPTION_VERSION] = { "version", 'V', NULL, N_("show the version") },
};

struct bench_options {
    struct packs packs;
    uint64_t top;
    bool profiles_rules, as_json;
    bool wants_help, wants_version;
};

enum { TOP_DEFAULT = 10, TOP_MAX = 1000 };

static enum status take_format(const struct option_spec *spec, const char *value, struct bench_options *options,
                               struct error *error)
{
    static const char *const choices[] = { "text", "json", NULL };
    size_t index = 0;
    enum status status = option_choice(spec, value, choices, &index, error);

    options->as_json = index == 1;
    return status;
}

static enum status take(void *context, const struct option_spec *spec, const char *value, struct error *error)
{
    struct bench_options *options = context;

    switch ((enum bench_option)(spec - specs)) {
    case OPTION_RULES:
        options->profiles_rules = true;
        return STATUS_OK;
    case OPTION_PACK:
    case OPTION_LAYER:
    case OPTION_KEY:
    case OPTION_ENABLE:
    case OPTION_DISABLE:
        return packs_take(&options->packs, spec, value);
    case OPTION_TOP:
        return option_number(spec, value, 1, TOP_MAX, &options->top, error);
    case OPTION_FORMAT:
        return take_format(spec, value, options, error);
    case OPTION_HELP:
        options->wants_help = true;
        return STATUS_OK;
    case OPTION_VERSION:
        options->wants_version = true;
        return STATUS_OK;
    case OPTION_LANG:
    case OPTION_COUNT:
        break;
    }
    return STATUS_OK;
}

static void show_help(void)
{
    struct buf help = BUF_INIT(1 << 16);

    buf_text(
        &help,
        _("Usage: guanka bench --rules [OPTIONS] [PATH…]\n"
          "\n"
          "Measures on this machine, with your rules and your files; without a PATH, with the demonstration site.\n"
          "\n"
          "Options:\n"));
    option_help(&help, specs, OPTION_COUNT);
    fputs(help.data, stdout);
    buf_free(&help);
}

static enum status find_files(const struct config *config, char **paths, size_t count, struct walk *walk)
{
    const struct walk_options options = { 0 };
    enum status status = walk_create(&options, walk);

    for (size_t index = 0; status == STATUS_OK && index < count; index++)
        status = walk_add(walk, paths[index]);
    if (status == STATUS_OK && count == 0)
        status = walk_add(walk, config->demo);
    return status == STATUS_OK ? walk_finish(walk) : status;
}

static enum status profile_rules(const struct config *config, const struct bench_options *options,
                                 const struct walk *walk, struct error *error)
{
    struct bench_rules bench;
    struct buf out = BUF_INIT(64 << 20);
    enum status status;

    fputs(_("guanka: every rule is measured by itself; this takes a minute or two\n"), stderr);
    status = bench_rules_measure(&options->packs, config, walk, options->top, &bench, error);
    if (status == STATUS_OK && options->as_json)
        bench_rules_json(&bench, &out);
    else if (status == STATUS_OK)
        bench_rules_table(&bench, options->top, &out);
    if (status == STATUS_OK)
        status = buf_status(&out);
    if (status == STATUS_OK)
        fwrite(out.data, 1, out.size, stdout);
    buf_free(&out);
    bench_rules_free(&bench);
    return status;
}

static int run_bench(const struct config *config, const struct bench_options *options, char **paths, size_t count)
{
    struct error error = { 0 };
    struct walk walk = { 0 };
    enum status status;

    if (!options->profiles_rules) {
        fprintf(stderr, _("guanka: say what to measure: guanka bench --rules\n"));
        return EXIT_TROUBLE;
    }
    status = find_files(config, paths, count, &walk);
    if (status == STATUS_OK)
        status = profile_rules(config, options, &walk, &error);
    walk_free(&walk);
    if (status == STATUS_OK)
        return EXIT_CLEAN;
    fprintf(stderr, "guanka: %s\n", error.message[0] != '\0' ? error.message : status_code(status));
    return EXIT_TROUBLE;
}

static int bench(const struct config *config, int argc, char **argv)
{
    struct bench_options options = { .top = TOP_DEFAULT };
    struct error error = { 0 };
    int first, exit_status = EXIT_CLEAN;

    if (option_parse(specs, OPTION_COUNT, argc, argv, &first, &options, &error, take) != STATUS_OK) {
        fprintf(stderr, "guanka: %s\n", error.message);
        exit_status = EXIT_TROUBLE;
    } else if (options.wants_help) {
        show_help();
    } else if (options.wants_version) {
        exit_status = cmd_version.run(config, 1, argv);
    } else {
        exit_status = run_bench(config, &options, argv + first, (size_t)(argc - first));
    }
    packs_free(&options.packs);
    return exit_status;
}

const struct command cmd_bench = { .name = "bench",
                                   .summary = N_("measure on this machine: what each rule costs"),
                                   .run = bench };
