/* SPDX-License-Identifier: Apache-2.0
 *
 * `guanka bench`: measures on the operator's own machine, with his rules and files: how fast it is (bench_speed.h), or
 * with --rules what each rule costs (bench_rules.h).
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "cli/bench_compare.h"
#include "cli/bench_page.h"
#include "cli/bench_rules.h"
#include "cli/bench_sample.h"
#include "cli/command.h"
#include "cli/option.h"
#include "cli/output.h"
#include "report/words.h"

enum bench_option {
    OPTION_RULES,
    OPTION_PACK,
    OPTION_LAYER,
    OPTION_KEY,
    OPTION_ENABLE,
    OPTION_DISABLE,
    OPTION_TOP,
    OPTION_ROUNDS,
    OPTION_JOBS,
    OPTION_SAVE,
    OPTION_AGAINST,
    OPTION_THRESHOLD,
    OPTION_ANYWAY,
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
    [OPTION_ROUNDS] = { "rounds", '\0', "N",
                        N_("how often everything is measured (default: 7); more is more certain") },
    [OPTION_JOBS] = { "jobs", 'j', "N", N_("threads at most (default: all cores)") },
    [OPTION_SAVE] = { "save", '\0', "FILE", N_("also write the run to FILE, for --against") },
    [OPTION_AGAINST] = { "against", '\0', "FILE",
                         N_("compare with a saved run; exit status 1 when something is slower") },
    [OPTION_THRESHOLD] = { "threshold", '\0', "PERCENT", N_("what counts as slower (default: 10)") },
    [OPTION_ANYWAY] = { "anyway", '\0', NULL, N_("compare although machine, rules or files differ") },
    [OPTION_FORMAT] = { "format", 'f', "text|json|html", N_("how to write the result (default: text)") },
    [OPTION_LANG] = { "lang", '\0', "zh|en", N_("language of messages (default: from the locale)") },
    [OPTION_HELP] = { "help", 'h', NULL, N_("show this help") },
    [OPTION_VERSION] = { "version", 'V', NULL, N_("show the version") },
};

struct bench_options {
    struct packs packs;
    uint64_t top, rounds, jobs;
    const char *save, *against;
    struct bench_comparison comparison;
    bool profiles_rules;
    enum bench_format_choice { AS_TEXT, AS_JSON, AS_HTML } format;
    bool wants_help, wants_version;
};

enum { TOP_DEFAULT = 10, TOP_MAX = 1000, ROUNDS_DEFAULT = 7, THRESHOLD_MAX = 1000 };

static enum status take_format(const struct option_spec *spec, const char *value, struct bench_options *options,
                               struct error *error)
{
    static const char *const choices[] = { "text", "json", "html", NULL };
    size_t index = 0;
    enum status status = option_choice(spec, value, choices, &index, error);

    options->format = (enum bench_format_choice)index;
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
    case OPTION_ROUNDS:
        return option_number(spec, value, 1, BENCH_ROUNDS_MAX, &options->rounds, error);
    case OPTION_JOBS:
        return option_number(spec, value, 1, BENCH_THREADS_MAX, &options->jobs, error);
    case OPTION_SAVE:
        options->save = value;
        return STATUS_OK;
    case OPTION_AGAINST:
        options->against = value;
        return STATUS_OK;
    case OPTION_THRESHOLD:
        return option_number(spec, value, 1, THRESHOLD_MAX, &options->comparison.threshold, error);
    case OPTION_ANYWAY:
        options->comparison.is_anyway = true;
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

static void show_help(void)
{
    struct buf help = BUF_INIT(1 << 16);

    buf_text(&help, _("Usage: guanka bench [OPTIONS] [PATH…]\n"
                      "       guanka bench --rules [OPTIONS] [PATH…]\n"
                      "\n"
                      "Measures on this machine, with your rules and your files; without a PATH, with a built-in "
                      "sample (--rules: with the\n"
                      "demonstration site).\n"
                      "Exit status: 0 measured, 1 slower than --against, 2 not measured, 3 measured without files that "
                      "cannot be read.\n"
                      "\n"
                      "Options:\n"));
    option_help(&help, specs, OPTION_COUNT);
    fputs(help.data, stdout);
    buf_free(&help);
}

static enum status find_files(const char *otherwise, char **paths, size_t count, struct walk *walk)
{
    const struct walk_options options = { 0 };
    enum status status = walk_create(&options, walk);

    for (size_t index = 0; status == STATUS_OK && index < count; index++)
        status = walk_add(walk, paths[index]);
    if (status == STATUS_OK && count == 0)
        status = walk_add(walk, otherwise);
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
    if (status == STATUS_OK && options->format == AS_JSON)
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

static enum status save_run(const char *path, const struct bench_speed *speed, struct error *error)
{
    struct buf text = BUF_INIT(16 << 20);
    struct output output;
    enum status status = output_open(path, &output, error);

    if (status != STATUS_OK)
        return status;
    bench_speed_json(speed, &text);
    status = buf_status(&text) == STATUS_OK ? file_write(output.descriptor, buf_bytes(&text)) : buf_status(&text);
    if (status == STATUS_IO)
        status = error_set(error, status, _("cannot write %s: %s"), path, strerror(errno));
    if (status == STATUS_OK)
        status = output_commit(&output, error);
    output_discard(&output);
    buf_free(&text);
    return status;
}

/* The comparison comes before saving, so that one and the same file can be both. */
static enum status tell_speed(const struct config *config, struct bench_options *options,
                              const struct bench_speed *speed, struct error *error)
{
    struct buf out = BUF_INIT(64 << 20);
    enum status status = STATUS_OK;

    if (options->format == AS_JSON)
        bench_speed_json(speed, &out);
    else if (options->format == AS_HTML)
        bench_speed_html(speed, config->language, &out);
    else
        bench_speed_table(speed, &out);
    if (options->against != NULL)
        status = bench_compare(options->against, speed, options->format == AS_JSON, &options->comparison, &out, error);
    if (status == STATUS_OK && options->save != NULL)
        status = save_run(options->save, speed, error);
    if (status == STATUS_OK)
        status = buf_status(&out);
    if (status == STATUS_OK)
        fwrite(out.data, 1, out.size, stdout);
    buf_free(&out);
    return status;
}

static enum status measure_speed(const struct config *config, struct bench_options *options, const struct walk *walk,
                                 bool is_sample, int *exit_status, struct error *error)
{
    const struct bench_speed_options measuring = { .config = config,
                                                   .packs = &options->packs,
                                                   .walk = walk,
                                                   .is_sample = is_sample,
                                                   .rounds = (uint32_t)options->rounds,
                                                   .threads = (uint32_t)options->jobs };
    struct bench_speed speed;
    enum status status = bench_speed_measure(&measuring, &speed, error);

    if (status == STATUS_OK)
        status = tell_speed(config, options, &speed, error);
    if (status != STATUS_OK)
        return status;
    *exit_status = options->comparison.slower > 0             ? EXIT_FOUND
                   : speed.left_out > 0 || speed.too_many > 0 ? EXIT_UNREAD
                                                              : EXIT_CLEAN;
    return STATUS_OK;
}

static enum status run_speed(const struct config *config, struct bench_options *options, char **paths, size_t count,
                             int *exit_status, struct error *error)
{
    struct buf sample = BUF_INIT(4096);
    struct walk walk = { 0 };
    enum status status = count == 0 ? bench_sample_make(&sample, error) : STATUS_OK;

    if (status == STATUS_OK)
        status = find_files(sample.data, paths, count, &walk);
    if (status == STATUS_OK)
        status = measure_speed(config, options, &walk, count == 0, exit_status, error);
    walk_free(&walk);
    bench_sample_remove(&sample);
    buf_free(&sample);
    return status;
}

static enum status run_rules(const struct config *config, const struct bench_options *options, char **paths,
                             size_t count, struct error *error)
{
    struct walk walk = { 0 };
    enum status status = find_files(config->demo, paths, count, &walk);

    if (status == STATUS_OK)
        status = profile_rules(config, options, &walk, error);
    walk_free(&walk);
    return status;
}

static enum status check_usage(const struct bench_options *options, struct error *error)
{
    bool compares = options->against != NULL || options->comparison.is_anyway;

    if (options->profiles_rules && (options->save != NULL || compares || options->format == AS_HTML))
        return error_set(error, STATUS_INVALID,
                         _("--rules goes without --save, --against, --anyway and --format html"));
    if (options->against == NULL && options->comparison.is_anyway)
        return error_set(error, STATUS_INVALID, _("--anyway goes with --against FILE"));
    if (options->against != NULL && options->format == AS_HTML)
        return error_set(error, STATUS_INVALID, _("--against is told as text or JSON, not as a page"));
    return STATUS_OK;
}

static int run_bench(const struct config *config, struct bench_options *options, char **paths, size_t count)
{
    struct error error = { 0 };
    int exit_status = EXIT_CLEAN;
    enum status status = check_usage(options, &error);

    if (status == STATUS_OK && options->profiles_rules)
        status = run_rules(config, options, paths, count, &error);
    else if (status == STATUS_OK)
        status = run_speed(config, options, paths, count, &exit_status, &error);
    if (status == STATUS_OK)
        return exit_status;
    fprintf(stderr, "guanka: %s\n", error.message[0] != '\0' ? error.message : status_code(status));
    return EXIT_TROUBLE;
}

static int bench(const struct config *config, int argc, char **argv)
{
    struct bench_options options = { .top = TOP_DEFAULT,
                                     .rounds = ROUNDS_DEFAULT,
                                     .comparison = { .threshold = BENCH_THRESHOLD_DEFAULT } };
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
                                   .summary = N_("measure on this machine: how fast it is, what each rule costs"),
                                   .run = bench };
