/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/clock.h"
#include "cli/command.h"
#include "cli/complain.h"
#include "cli/config.h"
#include "cli/option.h"
#include "cli/packs.h"
#include "cli/rules_check.h"
#include "cli/rules_conceal.h"
#include "cli/rules_engine.h"
#include "cli/rules_explain.h"
#include "cli/rules_finding.h"
#include "cli/rules_seal.h"
#include "cli/subcommand.h"
#include "cli/text_list.h"
#include "report/describe.h"
#include "report/words.h"

enum rules_option {
    OPTION_RULES,
    OPTION_LAYER,
    OPTION_KEY,
    OPTION_ENABLE,
    OPTION_DISABLE,
    OPTION_SUPPRESSIONS,
    OPTION_AS_OF,
    OPTION_ENGINE,
    OPTION_REPORT,
    OPTION_FORMAT,
    OPTION_LANG,
    OPTION_HELP,
    OPTION_VERSION,
    OPTION_COUNT,
};

static const struct option_spec specs[OPTION_COUNT] = {
    [OPTION_RULES] = PACKS_OPTION_RULES,
    [OPTION_LAYER] = PACKS_OPTION_LAYER,
    [OPTION_KEY] = PACKS_OPTION_KEY,
    [OPTION_ENABLE] = PACKS_OPTION_ENABLE,
    [OPTION_DISABLE] = PACKS_OPTION_DISABLE,
    [OPTION_SUPPRESSIONS] = { "suppressions", '\0', "FILE",
                              N_("check: a file of suppressions besides those of the layers; may be repeated") },
    [OPTION_AS_OF] = { "as-of", '\0', "DATE",
                       N_("explain: the day of publication that the finding was judged by (default: the report's, else today); "
                          "check: the day by which rows of tables and suppressions have expired (default: today)") },
    [OPTION_ENGINE] = { "engine", '\0', NULL,
                        N_("check: also hold what the engine finds against a slow, plain search") },
    [OPTION_REPORT] = { "report", '\0', "FILE", N_("explain: the JSONL report that has the finding") },
    [OPTION_FORMAT] = { "format", 'f', "text|json", N_("explain: how to write it (default: text)") },
    [OPTION_LANG] = { "lang", '\0', "zh|en", N_("language of messages (default: from the locale)") },
    [OPTION_HELP] = { "help", 'h', NULL, N_("show this help") },
    [OPTION_VERSION] = { "version", 'V', NULL, N_("show the version") },
};

struct rules_options {
    struct packs packs;
    struct text_list suppressions;
    const char *as_of, *report; /* NULL: not given */
    bool as_json;
    bool checks_engine;
    bool wants_help, wants_version;
};

/* What a subcommand works on. */
struct request {
    const struct config *config;
    const struct rules_options *options;
    struct ruleset *ruleset; /* NULL for subcommands that take files */
    char **operands;
    size_t operand_count;
    uint64_t load_ns;
};

struct subcommand {
    struct subcommand_words words;
    enum { TAKES_RULES, TAKES_PACKS, TAKES_FILES } takes; /* what its operands are; with files nothing is loaded */
    int (*run)(const struct request *request);
};

static enum status take_format(const struct option_spec *spec, const char *value, struct rules_options *options,
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
    struct rules_options *options = context;

    switch ((enum rules_option)(spec - specs)) {
    case OPTION_RULES:
    case OPTION_LAYER:
    case OPTION_KEY:
    case OPTION_ENABLE:
    case OPTION_DISABLE:
        return packs_take(&options->packs, spec, value);
    case OPTION_SUPPRESSIONS:
        return text_list_add(&options->suppressions, value);
    case OPTION_AS_OF:
        options->as_of = value;
        return option_date(spec, value, error);
    case OPTION_ENGINE:
        options->checks_engine = true;
        return STATUS_OK;
    case OPTION_REPORT:
        options->report = value;
        return STATUS_OK;
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

static int list(const struct request *request)
{
    for (size_t index = 0; index < ruleset_rule_count(request->ruleset); index++) {
        const struct rule *rule = ruleset_rule(request->ruleset, index);

        const char *does = rule->excuse_count > 0               ? "excuse"
                           : rule->suggests == SUGGESTS_NOTHING ? action_name(rule->action)
                                                                : class_name(rule->suggests);

        printf("%s\t%s\t%s\t%s\n", rule->id, does, rule->category, describe_rule(rule, request->config->language));
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
        complain(_("guanka: there is no rule %s; did you mean %s?\n"), id, nearest);
    else
        complain(_("guanka: there is no rule %s; see guanka rules list\n"), id);
}

typedef enum status show_rule(const struct rule *rule, const struct config *config, FILE *out);

static int each_rule(const struct request *request, show_rule *show)
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

static int finish(enum status status, const struct error *error)
{
    if (status == STATUS_OK)
        return EXIT_CLEAN;
    complain_of(error);
    return EXIT_TROUBLE;
}

static int explain(const struct request *request)
{
    const struct rules_options *options = request->options;
    struct error error = { 0 };

    if (request->operand_count > 0 && rules_is_fingerprint(request->operands[0])) {
        const struct rules_finding finding = { .fingerprint = request->operands[0],
                                               .paths = (const char *const *)request->operands + 1,
                                               .path_count = request->operand_count - 1,
                                               .report = options->report,
                                               .as_of = options->as_of,
                                               .as_json = options->as_json };

        return finish(rules_explain_finding(request->config, request->ruleset, &finding, &error), &error);
    }
    if (options->report != NULL)
        return finish(error_set(&error, STATUS_INVALID,
                                _("name a finding of the report by its fingerprint (32 digits from 0 to f)")), &error);
    return each_rule(request, options->as_json ? rules_explain_json : rules_explain);
}

static int make_key(const struct request *request)
{
    struct error error = { 0 };

    return finish(rules_key(request->operands, request->operand_count, request->options->packs.key, &error), &error);
}

static int seal(const struct request *request)
{
    struct error error = { 0 };

    return finish(rules_seal(request->operands, request->operand_count, request->options->packs.key, &error), &error);
}

static int unseal(const struct request *request)
{
    struct error error = { 0 };

    return finish(rules_unseal(request->operands, request->operand_count, request->options->packs.key, &error), &error);
}

static int conceal(const struct request *request)
{
    struct error error = { 0 };

    return finish(rules_conceal(request->operands, request->operand_count, &error), &error);
}

/* Operands that are packs stand in place of --rules. */
static struct packs packs_of(const struct request *request)
{
    struct packs packs = request->options->packs;

    if (request->operand_count > 0)
        packs.paths = (struct text_list){ .items = (const char **)request->operands, .count = request->operand_count };
    return packs;
}

/* Options have been checked. */
static struct date day_of(const char *as_of)
{
    struct date day;

    return as_of != NULL && date_parse(as_of, strlen(as_of), &day) ? day : date_in_shanghai(time(NULL));
}

static int check(const struct request *request)
{
    const struct rules_options *options = request->options;
    struct packs packs = packs_of(request);
    struct date day = day_of(options->as_of);
    struct rules_check result;
    struct error error = { 0 };
    size_t differences = 0;
    enum status status = rules_check_run(request->ruleset, day, stdout, &result, &error);

    if (status == STATUS_OK)
        status = rules_check_suppressions(request->ruleset, &packs, &options->suppressions, day, stdout, &result, &error);
    if (status == STATUS_OK && options->checks_engine)
        status = rules_engine_check(request->ruleset, stdout, &differences, &error);
    if (status != STATUS_OK) {
        complain_of(&error);
        return EXIT_TROUBLE;
    }
    printf(_("%zu rules, %zu examples: %zu failed; %zu errors, %zu remarks\n"), ruleset_rule_count(request->ruleset),
           result.examples, result.failures, result.errors, result.remarks);
    return result.failures > 0 || result.errors > 0 || differences > 0 ? EXIT_FOUND : EXIT_CLEAN;
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
    { { "list", "[PACK…]", N_("all rules: id, action, category, name") }, TAKES_PACKS, list },
    { { "show", "ID…", N_("a rule as it stands in its pack") }, TAKES_RULES, show },
    { { "explain", "ID…", N_("what a rule looks for, where, and what excuses a match; of a FINGERPRINT with the paths that were\n"
         "      scanned, why that finding is one; with --report REPORT the paths are known") }, TAKES_RULES, explain },
    { { "check", "[PACK…]", N_("load packs, run their examples, remark on what looks wrong") }, TAKES_PACKS, check },
    { { "compile", "[PACK…]", N_("prepare the databases, so that the next run starts at once") }, TAKES_PACKS, compile },
    { { "key", "FILE", N_("make a key for sealed files, in a new file") }, TAKES_FILES, make_key },
    { { "seal", "FILE…", N_("encrypt packs, word lists, tables and suppressions where they lie, with the key of --key") }, TAKES_FILES, seal },
    { { "unseal", "FILE", N_("write what is in a sealed file to standard output") }, TAKES_FILES, unseal },
    { { "conceal", "FILE", N_("write an operator's list with digests in place of its terms") }, TAKES_FILES, conceal },
};

enum { SUBCOMMAND_COUNT = sizeof subcommands / sizeof subcommands[0] };

static const struct subcommand_words *words_at(size_t index)
{
    return &subcommands[index].words;
}

static const struct subcommand_list subcommand_list = { words_at, SUBCOMMAND_COUNT };

static int show_help(void)
{
    subcommand_help(_("Usage: guanka rules SUBCOMMAND [OPTIONS] …\n\nSubcommands:\n"), subcommand_list, specs,
                    OPTION_COUNT);
    return EXIT_CLEAN;
}

static int complain_usage(const char *given)
{
    subcommand_complain(given, subcommand_list,
                        _("guanka: rules needs one of: list, show, explain, check, compile, key, seal, unseal, conceal; see guanka rules --help\n"));
    return EXIT_TROUBLE;
}

static enum status load(const struct subcommand *subcommand, struct request *request, struct error *error)
{
    struct packs packs = subcommand->takes == TAKES_PACKS ? packs_of(request) : request->options->packs;
    uint64_t start_ns = clock_monotonic_ns();
    enum status status;

    packs.wants_remarks = subcommand->run == check;
    packs.keeps_patterns = subcommand->run == check && request->options->checks_engine;
    status = packs_load(&packs, request->config, &request->ruleset, error);
    request->load_ns = clock_monotonic_ns() - start_ns;
    return status;
}

static int run_subcommand(const struct subcommand *subcommand, struct request *request)
{
    struct error error = { 0 };
    int exit_status;

    if (subcommand->takes != TAKES_FILES && load(subcommand, request, &error) != STATUS_OK) {
        complain_of(&error);
        return subcommand->run == check ? EXIT_FOUND : EXIT_TROUBLE;
    }
    exit_status = subcommand->run(request);
    ruleset_unref(request->ruleset);
    return exit_status;
}

static int rules(const struct config *config, int argc, char **argv)
{
    struct rules_options options = { 0 };
    struct request request = { .config = config, .options = &options };
    struct error error = { 0 };
    int first, exit_status = -1;

    if (option_parse(specs, OPTION_COUNT, argc, argv, &first, &options, &error, take) != STATUS_OK) {
        complain_of(&error);
        exit_status = EXIT_TROUBLE;
    } else if (options.wants_help) {
        exit_status = show_help();
    } else if (options.wants_version) {
        exit_status = cmd_version.run(config, 1, argv);
    }
    request.operands = argv + first + 1;
    request.operand_count = first < argc ? (size_t)(argc - first - 1) : 0;
    for (size_t index = 0; exit_status < 0 && first < argc && index < SUBCOMMAND_COUNT; index++)
        if (strcmp(argv[first], subcommands[index].words.name) == 0)
            exit_status = run_subcommand(&subcommands[index], &request);
    if (exit_status < 0)
        exit_status = complain_usage(first < argc ? argv[first] : NULL);
    packs_free(&options.packs);
    text_list_free(&options.suppressions);
    return exit_status;
}

const struct command cmd_rules = { .name = "rules",
                                   .summary = N_("list, show, explain, check, compile and seal the rules"),
                                   .run = rules };
