/* SPDX-License-Identifier: Apache-2.0
 *
 * `guanka bench`: measures on the operator's own machine, with his rules and files: how fast it is (bench_speed.h),
 * with
 * --rules what each rule costs (bench_rules.h), with --gate how many drafts a gate answers (bench_gate.h), with --sweep
 * how many pages are swept (bench_sweep.h).
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/alloc.h"
#include "cli/bench_compare.h"
#include "cli/bench_gate.h"
#include "cli/bench_page.h"
#include "cli/bench_rules.h"
#include "cli/bench_sample.h"
#include "cli/bench_sweep.h"
#include "cli/command.h"
#include "cli/interrupt.h"
#include "cli/option.h"
#include "cli/output.h"
#include "report/words.h"

enum bench_option {
    OPTION_RULES,
    OPTION_GATE,
    OPTION_SWEEP,
    OPTION_PACK,
    OPTION_LAYER,
    OPTION_KEY,
    OPTION_ENABLE,
    OPTION_DISABLE,
    OPTION_TOP,
    OPTION_ROUNDS,
    OPTION_JOBS,
    OPTION_RATE,
    OPTION_SECONDS,
    OPTION_CONNECTIONS,
    OPTION_AT,
    OPTION_TOKEN,
    OPTION_PAGES,
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
    [OPTION_GATE] = { "gate", '\0', NULL, N_("how many drafts a second a gate answers, and how soon") },
    [OPTION_SWEEP] = { "sweep", '\0', NULL, N_("how many pages a second a sweep takes, of a site served to itself") },
    [OPTION_PACK] = PACKS_OPTION_PACK,
    [OPTION_LAYER] = PACKS_OPTION_LAYER,
    [OPTION_KEY] = PACKS_OPTION_KEY,
    [OPTION_ENABLE] = PACKS_OPTION_ENABLE,
    [OPTION_DISABLE] = PACKS_OPTION_DISABLE,
    [OPTION_TOP] = { "top", '\0', "N", N_("how many of the slowest are shown, and measured thoroughly (default: 10)") },
    [OPTION_ROUNDS] = { "rounds", '\0', "N",
                        N_("how often everything is measured (default: 7, --gate 5, --sweep 3); more is more "
                           "certain") },
    [OPTION_JOBS] = { "jobs", 'j', "N", N_("threads at most (default: all cores)") },
    [OPTION_RATE] = { "rate", '\0', "N", N_("with --gate: drafts that come each second (default: 50)") },
    [OPTION_SECONDS] = { "seconds", '\0', "N", N_("with --gate: how long each load lasts in a round (default: 2)") },
    [OPTION_CONNECTIONS] = { "connections", '\0', "N",
                             N_("with --gate: that ask as fast as they can (default: 4 for each core)") },
    [OPTION_AT] = { "at", '\0', "ADDRESS",
                    N_("with --gate: of a gate that runs, http://…, https://… or unix:PATH; nothing is stored there") },
    [OPTION_TOKEN] = { "token", '\0', "FILE", N_("with --at: the token of an account that may submit") },
    [OPTION_PAGES] = { "pages", '\0', "N", N_("with --sweep: pages of the built-in site (default: 2000)") },
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
    enum bench_subject { SPEED, RULES, GATE, SWEEP } subject;
    unsigned subject_count;                     /* of --rules, --gate and --sweep: that were named */
    uint64_t rate, seconds, connections, pages; /* 0: not said */
    const char *at, *token;
    enum bench_format_choice { AS_TEXT, AS_JSON, AS_HTML } format;
    bool wants_help, wants_version;
};

enum { TOP_DEFAULT = 10, TOP_MAX = 1000, THRESHOLD_MAX = 1000 };
enum { RATE_DEFAULT = 50, RATE_MAX = 100000, SECONDS_DEFAULT = 2, SECONDS_MAX = 3600 };

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
    case OPTION_GATE:
    case OPTION_SWEEP:
        options->subject = spec == &specs[OPTION_RULES] ? RULES : spec == &specs[OPTION_GATE] ? GATE : SWEEP;
        options->subject_count++;
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
    case OPTION_RATE:
        return option_number(spec, value, 1, RATE_MAX, &options->rate, error);
    case OPTION_SECONDS:
        return option_number(spec, value, 1, SECONDS_MAX, &options->seconds, error);
    case OPTION_CONNECTIONS:
        return option_number(spec, value, 1, BENCH_CONNECTIONS_MAX, &options->connections, error);
    case OPTION_AT:
        options->at = value;
        return STATUS_OK;
    case OPTION_TOKEN:
        options->token = value;
        return STATUS_OK;
    case OPTION_PAGES:
        return option_number(spec, value, 1, BENCH_SITE_PAGES_MAX, &options->pages, error);
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
                      "       guanka bench --gate [OPTIONS] [PATH…]\n"
                      "       guanka bench --sweep [OPTIONS] [FOLDER]\n"
                      "\n"
                      "Measures on this machine, with your rules and your files; without a PATH, with a built-in "
                      "sample (--rules: with the\n"
                      "demonstration site). --gate starts a gate of its own for the time, and --sweep a site; no other "
                      "machine is asked.\n"
                      "Exit status: 0 measured, 1 slower than --against, 2 not measured, 3 measured without what "
                      "cannot be read or gave no answer.\n"
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

/* ---- What was measured, whatever it is, told and saved. */

struct told {
    const void *measured;
    void (*table)(const void *measured, struct buf *out);
    void (*json)(const void *measured, struct buf *out);
    void (*html)(const void *measured, enum report_language language, struct buf *out);
    struct bench_run run;
};

static enum status save_run(const char *path, const struct told *told, struct error *error)
{
    struct buf text = BUF_INIT(16 << 20);
    struct output output;
    enum status status = output_open(path, &output, error);

    if (status != STATUS_OK)
        return status;
    told->json(told->measured, &text);
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
static enum status tell(const struct config *config, struct bench_options *options, const struct told *told,
                        struct error *error)
{
    struct buf out = BUF_INIT(64 << 20);
    enum status status = STATUS_OK;

    if (options->format == AS_JSON)
        told->json(told->measured, &out);
    else if (options->format == AS_HTML)
        told->html(told->measured, config->language, &out);
    else
        told->table(told->measured, &out);
    if (options->against != NULL)
        status =
            bench_compare(options->against, &told->run, options->format == AS_JSON, &options->comparison, &out, error);
    if (status == STATUS_OK && options->save != NULL)
        status = save_run(options->save, told, error);
    if (status == STATUS_OK)
        status = buf_status(&out);
    if (status == STATUS_OK)
        fwrite(out.data, 1, out.size, stdout);
    buf_free(&out);
    return status;
}

static int exit_status_of(const struct bench_options *options, bool is_whole)
{
    return options->comparison.slower > 0 ? EXIT_FOUND : is_whole ? EXIT_CLEAN : EXIT_UNREAD;
}

static uint32_t rounds_of(const struct bench_options *options, uint32_t otherwise)
{
    return options->rounds > 0 ? (uint32_t)options->rounds : otherwise;
}

/* ---- How fast. */

static void speed_table(const void *measured, struct buf *out)
{
    bench_speed_table(measured, out);
}

static void speed_json(const void *measured, struct buf *out)
{
    bench_speed_json(measured, out);
}

static void speed_html(const void *measured, enum report_language language, struct buf *out)
{
    bench_speed_html(measured, language, out);
}

static enum status tell_speed(const struct config *config, struct bench_options *options,
                              const struct bench_speed *speed, struct error *error)
{
    struct bench_figure *figures = alloc(BENCH_SPEED_FIGURES_MAX * sizeof *figures);
    struct bench_speed_names names;
    struct told told = { speed,
                         speed_table,
                         speed_json,
                         speed_html,
                         { .what = "speed",
                           .machine = &speed->machine,
                           .rules_digest = speed->rules_digest,
                           .files_digest = speed->files_digest,
                           .is_sample = speed->is_sample,
                           .inputs = &speed->inputs,
                           .figures = figures } };
    enum status status = figures != NULL ? STATUS_OK : STATUS_NO_MEMORY;

    if (status == STATUS_OK) {
        told.run.figure_count = bench_speed_figures(speed, &names, figures);
        status = tell(config, options, &told, error);
    }
    alloc_free(figures);
    return status;
}

static enum status measure_speed(const struct config *config, struct bench_options *options, const struct walk *walk,
                                 bool is_sample, int *exit_status, struct error *error)
{
    const struct bench_speed_options measuring = { .config = config,
                                                   .packs = &options->packs,
                                                   .walk = walk,
                                                   .is_sample = is_sample,
                                                   .rounds = rounds_of(options, 7),
                                                   .threads = (uint32_t)options->jobs,
                                                   .stop = interrupt_install() };
    struct bench_speed speed;
    enum status status = bench_speed_measure(&measuring, &speed, error);

    if (status == STATUS_OK)
        status = tell_speed(config, options, &speed, error);
    if (status == STATUS_OK)
        *exit_status = exit_status_of(options, speed.left_out == 0 && speed.too_many == 0);
    buf_free(&speed.inputs);
    return status;
}

/* ---- The gate. */

static void gate_table(const void *measured, struct buf *out)
{
    bench_gate_table(measured, out);
}

static void gate_json(const void *measured, struct buf *out)
{
    bench_gate_json(measured, out);
}

static void gate_html(const void *measured, enum report_language language, struct buf *out)
{
    bench_gate_html(measured, language, out);
}

static enum status measure_gate(const struct config *config, struct bench_options *options, const struct walk *walk,
                                bool is_sample, int *exit_status, struct error *error)
{
    const struct bench_gate_options measuring = {
        .config = config,
        .packs = &options->packs,
        .walk = walk,
        .is_sample = is_sample,
        .address = options->at,
        .token_file = options->token,
        .rounds = rounds_of(options, 5),
        .rate = options->rate > 0 ? (uint32_t)options->rate : RATE_DEFAULT,
        .seconds = options->seconds > 0 ? (uint32_t)options->seconds : SECONDS_DEFAULT,
        .connections = (uint32_t)options->connections,
        .stop = interrupt_install(),
    };
    struct bench_figure figures[BENCH_GATE_FIGURES_MAX];
    struct bench_gate gate;
    enum status status = bench_gate_measure(&measuring, &gate, error);
    const struct told told = { &gate,
                               gate_table,
                               gate_json,
                               gate_html,
                               { .what = "gate",
                                 .machine = &gate.machine,
                                 .rules_digest = gate.rules_digest,
                                 .files_digest = gate.files_digest,
                                 .is_sample = is_sample,
                                 .inputs = &gate.inputs,
                                 .settings = { { "rate", _("drafts a second"), gate.rate },
                                               { "connections", _("connections"), gate.connections } },
                                 .setting_count = 2,
                                 .figures = figures,
                                 .figure_count = status == STATUS_OK ? bench_gate_figures(&gate, figures) : 0 } };

    if (status == STATUS_OK)
        status = tell(config, options, &told, error);
    if (status == STATUS_OK)
        *exit_status = exit_status_of(options, gate.left_out == 0 && gate.too_many == 0 && gate.complaint[0] == '\0');
    buf_free(&gate.inputs);
    return status;
}

/* With the files that were named, or those of the sample. */
static enum status run_with_files(const struct config *config, struct bench_options *options, char **paths,
                                  size_t count, int *exit_status, struct error *error)
{
    struct buf sample = BUF_INIT(4096);
    struct walk walk = { 0 };
    enum status status;

    (void)interrupt_install(); /* a sample that is half made is taken away, too */
    status = count == 0 ? bench_sample_make(&sample, error) : STATUS_OK;
    if (status == STATUS_OK)
        status = find_files(sample.data, paths, count, &walk);
    if (status == STATUS_OK && options->subject == GATE)
        status = measure_gate(config, options, &walk, count == 0, exit_status, error);
    else if (status == STATUS_OK)
        status = measure_speed(config, options, &walk, count == 0, exit_status, error);
    walk_free(&walk);
    bench_sample_remove(&sample);
    buf_free(&sample);
    return status;
}

/* ---- Sweeps. */

static void sweep_table(const void *measured, struct buf *out)
{
    bench_sweep_table(measured, out);
}

static void sweep_json(const void *measured, struct buf *out)
{
    bench_sweep_json(measured, out);
}

static void sweep_html(const void *measured, enum report_language language, struct buf *out)
{
    bench_sweep_html(measured, language, out);
}

static enum status measure_sweep(const struct config *config, struct bench_options *options,
                                 const struct bench_site *site, bool is_sample, int *exit_status, struct error *error)
{
    const struct bench_sweep_options measuring = { .config = config,
                                                   .packs = &options->packs,
                                                   .site = site,
                                                   .is_sample = is_sample,
                                                   .rounds = rounds_of(options, 3),
                                                   .jobs = (uint32_t)options->jobs,
                                                   .stop = interrupt_install() };
    struct bench_figure figures[BENCH_SWEEP_FIGURES_MAX];
    struct bench_sweep bench;
    enum status status = bench_sweep_measure(&measuring, &bench, error);
    const struct told told = { &bench,
                               sweep_table,
                               sweep_json,
                               sweep_html,
                               { .what = "sweep",
                                 .machine = &bench.machine,
                                 .rules_digest = bench.rules_digest,
                                 .files_digest = bench.files_digest,
                                 .is_sample = is_sample,
                                 .sample_pages = is_sample ? bench_site_count(site) : 0,
                                 .inputs = &bench.inputs,
                                 .settings = { { "threads", _("threads"), bench.jobs } },
                                 .setting_count = 1,
                                 .figures = figures,
                                 .figure_count = status == STATUS_OK ? bench_sweep_figures(&bench, figures) : 0 } };

    if (status == STATUS_OK)
        status = tell(config, options, &told, error);
    if (status == STATUS_OK)
        *exit_status = exit_status_of(options, bench.incomplete[0] == '\0');
    buf_free(&bench.inputs);
    return status;
}

static enum status run_sweep(const struct config *config, struct bench_options *options, char **paths, size_t count,
                             int *exit_status, struct error *error)
{
    uint32_t pages = options->pages > 0 ? (uint32_t)options->pages : BENCH_SITE_PAGES_DEFAULT;
    struct bench_site *site = NULL;
    struct walk walk = { 0 };
    enum status status = count > 0 ? find_files(NULL, paths, count, &walk) : STATUS_OK;

    if (status == STATUS_OK)
        status = bench_site_create(count > 0 ? &walk : NULL, count == 1 ? paths[0] : NULL, pages, &site, error);
    if (status == STATUS_OK)
        status = measure_sweep(config, options, site, count == 0, exit_status, error);
    bench_site_free(site);
    walk_free(&walk);
    return status;
}

/* ---- Rules. */

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

static enum status check_usage(const struct bench_options *options, size_t path_count, struct error *error)
{
    bool compares = options->against != NULL || options->comparison.is_anyway;

    if (options->subject_count > 1)
        return error_set(error, STATUS_INVALID, _("--rules, --gate and --sweep are measured one at a time"));
    if (options->subject == RULES && (options->save != NULL || compares || options->format == AS_HTML))
        return error_set(error, STATUS_INVALID,
                         _("--rules goes without --save, --against, --anyway and --format html"));
    if (options->subject != GATE
        && (options->rate > 0 || options->seconds > 0 || options->connections > 0 || options->at != NULL))
        return error_set(error, STATUS_INVALID, _("--rate, --seconds, --connections and --at go with --gate"));
    if (options->token != NULL && options->at == NULL)
        return error_set(error, STATUS_INVALID, _("--token goes with --at ADDRESS"));
    if (options->subject == GATE
        && (options->packs.enable.count > 0 || options->packs.disable.count > 0 || options->jobs > 0))
        return error_set(error, STATUS_INVALID, _("--gate goes without --enable, --disable and --jobs"));
    if (options->subject == SWEEP && path_count > 1)
        return error_set(error, STATUS_INVALID, _("--sweep serves one folder: name it alone"));
    if (options->pages > 0 && (options->subject != SWEEP || path_count > 0))
        return error_set(error, STATUS_INVALID, _("--pages goes with --sweep without a folder"));
    if (options->against == NULL && (options->comparison.is_anyway || options->comparison.threshold > 0))
        return error_set(error, STATUS_INVALID, _("--anyway and --threshold go with --against FILE"));
    if (options->subject != RULES && options->top > 0)
        return error_set(error, STATUS_INVALID, _("--top goes with --rules"));
    if (options->against != NULL && options->rounds == 1)
        return error_set(error, STATUS_INVALID,
                         _("--rounds 1 goes without --against: one round says nothing of what varies; compare with 3 or "
                           "more"));
    if (options->against != NULL && options->format == AS_HTML)
        return error_set(error, STATUS_INVALID, _("--against is told as text or JSON, not as a page"));
    return STATUS_OK;
}

/* Before anything is measured for minutes: that there is a saved run of such a thing. */
static enum status check_saved(const struct bench_options *options, struct error *error)
{
    static const char *const subjects[] = { [SPEED] = "speed", [RULES] = "rules", [GATE] = "gate", [SWEEP] = "sweep" };
    const struct bench_machine nothing = { 0 };
    const struct bench_run run = {
        .what = subjects[options->subject], .machine = &nothing, .rules_digest = "", .files_digest = ""
    };
    struct bench_comparison comparison = { .is_anyway = true };
    struct buf ignored = BUF_INIT(1 << 20);
    enum status status = STATUS_OK;

    if (options->against != NULL)
        status = bench_compare(options->against, &run, false, &comparison, &ignored, error);
    buf_free(&ignored);
    return status;
}

static int run_bench(const struct config *config, struct bench_options *options, char **paths, size_t count)
{
    struct error error = { 0 };
    int exit_status = EXIT_CLEAN;
    enum status status = check_usage(options, count, &error);

    if (options->top == 0)
        options->top = TOP_DEFAULT;
    if (options->comparison.threshold == 0)
        options->comparison.threshold = BENCH_THRESHOLD_DEFAULT;
    if (status == STATUS_OK)
        status = check_saved(options, &error);
    if (status == STATUS_OK && options->subject == RULES)
        status = run_rules(config, options, paths, count, &error);
    else if (status == STATUS_OK && options->subject == SWEEP)
        status = run_sweep(config, options, paths, count, &exit_status, &error);
    else if (status == STATUS_OK)
        status = run_with_files(config, options, paths, count, &exit_status, &error);
    if (status == STATUS_OK)
        return exit_status;
    if (status == STATUS_STOPPED)
        (void)error_set(&error, status, _("stopped before all was measured"));
    fprintf(stderr, "guanka: %s\n", error.message[0] != '\0' ? error.message : status_code(status));
    return EXIT_TROUBLE;
}

static int bench(const struct config *config, int argc, char **argv)
{
    struct bench_options options = { 0 };
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
                                   .summary = N_("measure on this machine: speed, gate, sweeps, what each rule costs"),
                                   .run = bench };
