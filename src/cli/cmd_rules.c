/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/file.h"
#include "cli/command.h"
#include "cli/config.h"
#include "cli/option.h"
#include "cli/rules_check.h"
#include "cli/rules_explain.h"
#include "cli/rules_finding.h"
#include "cli/text_list.h"
#include "engine/detectors.h"
#include "report/describe.h"
#include "report/words.h"

enum rules_option {
    OPTION_RULES,
    OPTION_LAYER,
    OPTION_ENABLE,
    OPTION_DISABLE,
    OPTION_LANG,
    OPTION_HELP,
    OPTION_VERSION,
    OPTION_COUNT,
};

static const struct option_spec specs[OPTION_COUNT] = {
    [OPTION_RULES] = { "rules", 'r', "PATH",
                       N_("a rule pack or a folder of packs, in place of the built-in ones; may be repeated") },
    [OPTION_LAYER] = { "layer", '\0', "DIR",
                       N_("a folder of your own with packs and tables, put over what ships; may be repeated, the most "
                          "general first") },
    [OPTION_ENABLE] = { "enable", '\0', "GLOB", N_("only rules whose id matches; may be repeated") },
    [OPTION_DISABLE] = { "disable", '\0', "GLOB", N_("no rule whose id matches; may be repeated") },
    [OPTION_LANG] = { "lang", '\0', "zh|en", N_("language of messages (default: from the locale)") },
    [OPTION_HELP] = { "help", 'h', NULL, N_("show this help") },
    [OPTION_VERSION] = { "version", 'V', NULL, N_("show the version") },
};

struct rules_options {
    struct text_list rules, layers, enable, disable;
    bool wants_help, wants_version;
};

/* What a subcommand works on. */
struct request {
    const struct config *config;
    struct ruleset *ruleset;
    char **operands;
    size_t operand_count;
    uint64_t load_ns;
};

struct subcommand {
    const char *name;
    const char *operands, *summary; /* for the help */
    bool takes_packs;               /* its operands are packs */
    int (*run)(const struct request *request);
};

static enum status take(void *context, const struct option_spec *spec, const char *value, struct error *error)
{
    struct rules_options *options = context;

    (void)error;
    switch ((enum rules_option)(spec - specs)) {
    case OPTION_RULES:
        return text_list_add(&options->rules, value);
    case OPTION_LAYER:
        return text_list_add(&options->layers, value);
    case OPTION_ENABLE:
        return text_list_add(&options->enable, value);
    case OPTION_DISABLE:
        return text_list_add(&options->disable, value);
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

static int list(const struct request *request)
{
    for (size_t index = 0; index < ruleset_rule_count(request->ruleset); index++) {
        const struct rule *rule = ruleset_rule(request->ruleset, index);

        printf("%s\t%s\t%s\t%s\n", rule->id,
               rule->suggests == SUGGESTS_NOTHING ? action_name(rule->action) : class_name(rule->suggests), rule->category,
               describe_rule(rule, request->config->language));
    }
    return EXIT_CLEAN;
}

static const struct rule *find_rule(const struct ruleset *ruleset, const char *id)
{
    for (size_t index = 0; index < ruleset_rule_count(ruleset); index++)
        if (strcmp(ruleset_rule(ruleset, index)->id, id) == 0)
            return ruleset_rule(ruleset, index);
    return NULL;
}

static void complain_unknown(const struct ruleset *ruleset, const char *id)
{
    const char *nearest = NULL;

    for (size_t index = 0; index < ruleset_rule_count(ruleset) && nearest == NULL; index++) {
        const char *const names[] = { ruleset_rule(ruleset, index)->id, NULL };

        nearest = option_nearest(id, names);
    }
    if (nearest != NULL)
        fprintf(stderr, _("guanka: there is no rule %s; did you mean %s?\n"), id, nearest);
    else
        fprintf(stderr, _("guanka: there is no rule %s; see guanka rules list\n"), id);
}

static int each_rule(const struct request *request,
                     enum status (*show)(const struct rule *rule, const struct config *config, FILE *out))
{
    int exit_status = EXIT_CLEAN;

    if (request->operand_count == 0) {
        fprintf(stderr, _("guanka: name a rule; see guanka rules list\n"));
        return EXIT_TROUBLE;
    }
    for (size_t index = 0; index < request->operand_count; index++) {
        const struct rule *rule = find_rule(request->ruleset, request->operands[index]);

        if (rule == NULL)
            complain_unknown(request->ruleset, request->operands[index]);
        if (rule == NULL || show(rule, request->config, stdout) != STATUS_OK)
            exit_status = EXIT_TROUBLE;
    }
    return exit_status;
}

static int show(const struct request *request)
{
    return each_rule(request, rules_show);
}

static int explain(const struct request *request)
{
    struct error error = { 0 };

    if (request->operand_count > 0 && rules_is_fingerprint(request->operands[0])) {
        if (rules_explain_finding(request->config, request->ruleset, request->operands[0], request->operands + 1,
                                  request->operand_count - 1, &error) == STATUS_OK)
            return EXIT_CLEAN;
        fprintf(stderr, "guanka: %s\n", error.message[0] != '\0' ? error.message : _("out of memory"));
        return EXIT_TROUBLE;
    }
    return each_rule(request, rules_explain);
}

static int check(const struct request *request)
{
    struct rules_check result;
    struct error error = { 0 };

    if (rules_check_run(request->ruleset, stdout, &result, &error) != STATUS_OK) {
        fprintf(stderr, "guanka: %s\n", error.message);
        return EXIT_TROUBLE;
    }
    printf(_("%zu rules, %zu examples: %zu failed; %zu errors, %zu remarks\n"), ruleset_rule_count(request->ruleset),
           result.examples, result.failures, result.errors, result.remarks);
    return result.failures > 0 || result.errors > 0 ? EXIT_FOUND : EXIT_CLEAN;
}

static int compile(const struct request *request)
{
    char digest[DIGEST_TEXT_SIZE];

    digest_text(ruleset_digest(request->ruleset), digest);
    printf(_("%zu rules, digest %s, %s, %.1f ms\n"), ruleset_rule_count(request->ruleset), digest,
           ruleset_was_cached(request->ruleset) ? _("from the cache") : _("compiled"), (double)request->load_ns / 1e6);
    return EXIT_CLEAN;
}

static const struct subcommand subcommands[] = {
    { "list", "[PACK…]", N_("all rules: id, action, category, name"), true, list },
    { "show", "ID…", N_("a rule as it stands in its pack"), false, show },
    { "explain", "ID…", N_("what a rule looks for, where, and what excuses a match; of a FINGERPRINT with the paths that were\n"
         "      scanned, why that finding is one"), false, explain },
    { "check", "[PACK…]", N_("load packs, run their examples, remark on what looks wrong"), true, check },
    { "compile", "[PACK…]", N_("prepare the databases, so that the next run starts at once"), true, compile },
};

enum { SUBCOMMAND_COUNT = sizeof subcommands / sizeof subcommands[0] };

static int show_help(void)
{
    struct buf help = BUF_INIT(1 << 16);

    buf_text(&help, _("Usage: guanka rules SUBCOMMAND [OPTIONS] …\n\nSubcommands:\n"));
    for (size_t index = 0; index < SUBCOMMAND_COUNT; index++)
        buf_format(&help, "  %s %s\n      %s\n", subcommands[index].name, subcommands[index].operands,
                   _(subcommands[index].summary));
    buf_text(&help, _("\nOptions:\n"));
    option_help(&help, specs, OPTION_COUNT);
    fputs(help.data, stdout);
    buf_free(&help);
    return EXIT_CLEAN;
}

static int complain_usage(const char *given)
{
    const char *names[SUBCOMMAND_COUNT + 1] = { NULL };
    const char *nearest = NULL;

    for (size_t index = 0; index < SUBCOMMAND_COUNT; index++)
        names[index] = subcommands[index].name;
    if (given != NULL)
        nearest = option_nearest(given, names);
    if (nearest != NULL)
        fprintf(stderr, _("guanka: unknown subcommand \"%s\"; did you mean \"%s\"?\n"), given, nearest);
    else
        fprintf(stderr,
                _("guanka: rules needs one of: list, show, explain, check, compile; see guanka rules --help\n"));
    return EXIT_TROUBLE;
}

static int run_subcommand(const struct subcommand *subcommand, const struct config *config,
                          const struct rules_options *options, char **operands, size_t operand_count)
{
    const char *const built_in[] = { config->rules };
    bool operands_are_packs = subcommand->takes_packs && operand_count > 0;
    struct ruleset_options wanted = {
        .paths = operands_are_packs         ? (const char *const *)operands
                 : options->rules.count > 0 ? options->rules.items
                                            : built_in,
        .path_count = operands_are_packs         ? operand_count
                      : options->rules.count > 0 ? options->rules.count
                                                 : 1,
        .layers = options->layers.items,
        .layer_count = options->layers.count,
        .enable = options->enable.items,
        .enable_count = options->enable.count,
        .disable = options->disable.items,
        .disable_count = options->disable.count,
        .cache_directory = config->cache_directory,
    };
    struct request request = { .config = config, .operands = operands, .operand_count = operand_count };
    struct error error = { 0 };
    uint64_t start_ns = clock_monotonic_ns();
    int exit_status;

    if (ruleset_load(&wanted, &request.ruleset, &error) != STATUS_OK
        || detectors_prepare(request.ruleset, &error) != STATUS_OK) {
        fprintf(stderr, "guanka: %s\n", error.message);
        ruleset_unref(request.ruleset);
        return subcommand->run == check ? EXIT_FOUND : EXIT_TROUBLE;
    }
    request.load_ns = clock_monotonic_ns() - start_ns;
    exit_status = subcommand->run(&request);
    ruleset_unref(request.ruleset);
    return exit_status;
}

static int rules(const struct config *config, int argc, char **argv)
{
    struct rules_options options = { 0 };
    struct error error = { 0 };
    int first, exit_status = -1;

    if (option_parse(specs, OPTION_COUNT, argc, argv, &first, &options, &error, take) != STATUS_OK) {
        fprintf(stderr, "guanka: %s\n", error.message);
        exit_status = EXIT_TROUBLE;
    } else if (options.wants_help) {
        exit_status = show_help();
    } else if (options.wants_version) {
        exit_status = cmd_version.run(config, 1, argv);
    }
    for (size_t index = 0; exit_status < 0 && first < argc && index < SUBCOMMAND_COUNT; index++)
        if (strcmp(argv[first], subcommands[index].name) == 0)
            exit_status =
                run_subcommand(&subcommands[index], config, &options, argv + first + 1, (size_t)(argc - first - 1));
    if (exit_status < 0)
        exit_status = complain_usage(first < argc ? argv[first] : NULL);
    text_list_free(&options.rules);
    text_list_free(&options.layers);
    text_list_free(&options.enable);
    text_list_free(&options.disable);
    return exit_status;
}

const struct command cmd_rules = { .name = "rules",
                                   .summary = N_("list, show, explain, check and compile the rules"),
                                   .run = rules };
