/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/file.h"
#include "cli/command.h"
#include "cli/complain.h"
#include "cli/config.h"
#include "cli/interrupt.h"
#include "cli/output.h"
#include "cli/scan_options.h"
#include "cli/suppression_files.h"
#include "engine/detectors.h"
#include "isolate/quarantine.h"
#include "report/words.h"
#include "work/batch.h"

enum { FILE_LIST_MAX = 1 << 30 };

/* One run: what it needs, in the order in which it is made. */
struct run {
    const struct config *config;
    struct scan_options options;
    const atomic_bool *stop;
    struct ruleset *ruleset;
    struct baseline *baseline;
    struct suppressions *suppressions;
    struct date day; /* of publication */
    char day_text[DATE_TEXT_SIZE];
    struct walk walk;
    struct report_options report;
    struct output output;
    struct report_writer writer;
    struct report_summary summary;
    uint64_t start_ns;
};

/* A list without a path is what is left of a command that failed to write one; it must not pass for a clean site. */
static enum status add_listed_files(struct run *run, struct error *error)
{
    const char *path = run->options.files_from;
    struct buf list = BUF_INIT(FILE_LIST_MAX);
    size_t before = run->walk.count + run->walk.root_count;
    enum status status = file_read(strcmp(path, "-") == 0 ? "/dev/stdin" : path, &list, error);

    if (status == STATUS_OK) {
        status = walk_add_list(&run->walk, buf_bytes(&list));
        if (status == STATUS_OK && run->walk.count + run->walk.root_count == before)
            status = error_set(error, STATUS_INVALID, _("nothing to scan: the list of --files-from %s is empty"), path);
    }
    buf_free(&list);
    return status;
}

enum { OWN_MAX = 3 };

/* The run's own files, as far as they exist already. */
static size_t own_files(const struct run *run, struct walk_identity own[OWN_MAX])
{
    const char *const paths[OWN_MAX] = { run->options.output, run->options.summary, run->options.baseline };
    struct stat about;
    size_t count = 0;

    for (size_t index = 0; index < OWN_MAX; index++)
        if (paths[index] != NULL && stat(paths[index], &about) == 0)
            own[count++] = (struct walk_identity){ about.st_dev, about.st_ino };
    return count;
}

/* A glob that leaves nothing out is probably misspelt, and so are globs that leave everything out. */
static enum status check_excludes(const struct run *run, struct error *error)
{
    bool is_used = false;

    if (atomic_load(run->stop))
        return STATUS_OK;
    for (size_t index = 0; index < run->options.excludes.count; index++) {
        if (run->walk.exclude_hits[index])
            is_used = true;
        else
            complain(_("guanka: --exclude %s left nothing out\n"), run->options.excludes.items[index]);
    }
    if (is_used && run->walk.count == 0)
        return error_set(error, STATUS_INVALID, _("nothing to scan: --exclude leaves everything out"));
    return STATUS_OK;
}

static enum status find_files(struct run *run, char **paths, size_t count, struct error *error)
{
    struct walk_identity own[OWN_MAX];
    struct walk_options wanted = { .excludes = run->options.excludes.items,
                                   .exclude_count = run->options.excludes.count,
                                   .own = own,
                                   .own_count = own_files(run, own),
                                   .stop = run->stop };
    enum status status = walk_create(&wanted, &run->walk);

    for (size_t index = 0; status == STATUS_OK && index < count; index++)
        status = walk_add(&run->walk, paths[index]);
    if (status == STATUS_OK && run->options.files_from != NULL) {
        status = add_listed_files(run, error);
        if (status != STATUS_OK)
            return status;
    }
    if (status == STATUS_OK)
        status = walk_finish(&run->walk);
    run->summary.excluded = run->walk.excluded;
    return status == STATUS_OK ? check_excludes(run, error) : error_set(error, status, _("out of memory"));
}

static bool decide(enum when when, bool automatic)
{
    return when == WHEN_ALWAYS || (when == WHEN_AUTO && automatic);
}

static enum status open_report(struct run *run, struct error *error)
{
    enum status status = output_open(run->options.output, &run->output, error);

    if (status != STATUS_OK)
        return status;
    run->report = (struct report_options){
        .language = run->config->language,
        .show_secrets = run->options.show_secrets,
        .explain = run->options.explain,
        .color = decide(run->options.color, run->config->may_color && isatty(run->output.descriptor)),
        .ruleset = run->ruleset,
    };
    return STATUS_OK;
}

static enum status report_failure(struct run *run, enum status status, struct error *error)
{
    const char *target = run->options.output != NULL ? run->options.output : _("standard output");

    return error_set(error, status, _("the result could not be written to %s: %s"), target, run->writer.error.message);
}

static enum status scan_files(struct run *run)
{
    struct progress progress;
    bool shows_progress = decide(run->options.progress, isatty(STDERR_FILENO) && !isatty(run->output.descriptor))
                          && progress_start(&progress, run->walk.count, run->walk.bytes, STDERR_FILENO) == STATUS_OK;
    const struct pool_options isolation = { .program = run->config->extract_program,
                                            .quarantine = run->options.quarantine,
                                            .ocr = run->options.ocr,
                                            .everything = run->options.isolate_all };
    struct batch_options wanted = { .jobs = run->options.jobs,
                                    .limits = &run->options.limits,
                                    .ruleset = run->ruleset,
                                    .known = { run->baseline, run->suppressions, NULL, run->day_text },
                                    .as_of = run->day,
                                    .explain = run->options.explain,
                                    .isolation = &isolation,
                                    .stop = run->stop,
                                    .progress = shows_progress ? &progress : NULL,
                                    .standard_input = STDIN_FILENO };
    enum status status = batch_run(&wanted, &run->walk, &run->writer, &run->summary.tally);

    if (shows_progress)
        progress_stop(&progress);
    return status;
}

static enum status write_summary(struct run *run, struct error *error)
{
    struct buf text = BUF_INIT(1 << 20);
    struct output output;
    enum status status;

    if (run->options.summary == NULL)
        return STATUS_OK;
    status = output_open(run->options.summary, &output, error);
    if (status != STATUS_OK)
        return status;
    report_summary_json(&text, &run->report, &run->summary);
    if (buf_status(&text) != STATUS_OK || write(output.descriptor, text.data, text.size) != (ssize_t)text.size)
        status = error_set(error, STATUS_IO, _("cannot write %s: %s"), run->options.summary, strerror(errno));
    buf_free(&text);
    if (status == STATUS_OK)
        return output_commit(&output, error);
    output_discard(&output);
    return status;
}

static enum status write_report(struct run *run, struct error *error)
{
    enum status status = report_writer_open(&run->writer, run->options.format, &run->report, run->output.descriptor);

    if (status == STATUS_OK)
        status = scan_files(run);
    run->summary.seconds = (double)(clock_monotonic_ns() - run->start_ns) / 1e9;
    run->summary.stopped = atomic_load(run->stop);
    run->summary.as_of = run->options.as_of;
    if (status == STATUS_OK)
        status = report_writer_finish(&run->writer, &run->summary);
    if (status != STATUS_OK)
        return report_failure(run, status, error);
    status = output_commit(&run->output, error);
    return status == STATUS_OK ? write_summary(run, error) : status;
}

/* The intended day of publication; if the operator did not say, today where the officials who read this are, whatever the
 * machine's zone. Options have been checked. */
static void set_day(struct run *run)
{
    const char *as_of = run->options.as_of;

    if (as_of == NULL || !date_parse(as_of, strlen(as_of), &run->day))
        run->day = date_in_shanghai(time(NULL));
    date_text(run->day, run->day_text);
}

static enum status add_suppressions(void *context, const char *path, const struct seal_key *key, struct error *error)
{
    struct run *run = context;
    enum status status = run->suppressions == NULL ? suppressions_create(&run->suppressions) : STATUS_OK;

    return status == STATUS_OK ? suppressions_add(run->suppressions, path, key, error) : status;
}

static enum status load_suppressions(struct run *run, struct error *error)
{
    set_day(run);
    return suppression_files_each(&run->options.packs, &run->options.suppressions, add_suppressions, run, error);
}

/* Of a run that was stopped nothing can be said. */
static void name_unused(const struct run *run)
{
    const struct suppression *unused;
    size_t next = 0;

    while (run->suppressions != NULL && !run->summary.stopped
           && (unused = suppressions_unused(run->suppressions, &next)) != NULL)
        complain(_("guanka: %s:%u: this suppression (%s) was not used\n"), unused->file, unused->line,
                unused->is_sealed ? _("sealed") : unused->owner);
}

static void count_expired(void *context, const char *file, uint32_t line, const char *words)
{
    size_t *count = context;

    (void)file;
    (void)line;
    (void)words;
    ++*count;
}

static void name_expired(const struct run *run)
{
    size_t count = 0;

    detectors_remind(run->ruleset, run->day, count_expired, &count);
    if (count > 0)
        fprintf(stderr, _("guanka: %zu rows of your tables have expired; guanka rules check names them\n"), count);
}

static int exit_status_of(const struct run *run)
{
    const struct report_tally *tally = &run->summary.tally;

    for (unsigned action = run->options.fail_on; action <= ACTION_BLOCK; action++)
        if (tally->findings[action] > 0)
            return EXIT_FOUND;
    return tally_unread(tally) > 0 || run->summary.stopped ? EXIT_UNREAD : EXIT_CLEAN;
}

static enum status check_usage(const struct run *run, char **paths, size_t count, struct error *error)
{
    bool lists_from_input = run->options.files_from != NULL && strcmp(run->options.files_from, "-") == 0;

    if (count == 0 && run->options.files_from == NULL)
        return error_set(error, STATUS_INVALID, _("name a file or a folder to scan; see guanka scan --help"));
    for (size_t index = 0; index < count; index++)
        if (lists_from_input && strcmp(paths[index], "-") == 0)
            return error_set(error, STATUS_INVALID,
                             _("standard input cannot be both a document (-) and a list (--files-from -)"));
    return STATUS_OK;
}

static enum status prepare_quarantine(const struct run *run, struct error *error)
{
    struct error reason;

    if (run->options.quarantine == NULL || quarantine_prepare(run->options.quarantine, &reason) == STATUS_OK)
        return STATUS_OK;
    return error_set(error, STATUS_IO, _("--quarantine %s: nothing can be kept there: %s"), run->options.quarantine,
                     reason.message);
}

static enum status execute(struct run *run, char **paths, size_t count, struct error *error)
{
    enum status status = check_usage(run, paths, count, error);

    if (status == STATUS_OK)
        status = prepare_quarantine(run, error);
    if (status == STATUS_OK)
        status = packs_load(&run->options.packs, run->config, &run->ruleset, error);
    if (status == STATUS_OK && run->options.baseline != NULL)
        status = baseline_load(run->options.baseline, &run->baseline, error);
    if (status == STATUS_OK)
        status = load_suppressions(run, error);
    if (status == STATUS_OK)
        status = find_files(run, paths, count, error);
    if (status == STATUS_OK)
        status = open_report(run, error);
    return status == STATUS_OK ? write_report(run, error) : status;
}

static void show_help(void)
{
    struct buf help = BUF_INIT(1 << 16);

    scan_options_help(&help);
    fputs(help.data, stdout);
    buf_free(&help);
}

static int scan(const struct config *config, int argc, char **argv)
{
    struct run run = {
        .config = config, .start_ns = clock_monotonic_ns(), .stop = interrupt_install(), .output = { .descriptor = -1 }
    };
    struct error error = { 0 };
    int first, exit_status = EXIT_TROUBLE;
    enum status status = scan_options_parse(argc, argv, &run.options, &first, &error);

    if (status == STATUS_OK && run.options.wants_help) {
        show_help();
        exit_status = EXIT_CLEAN;
    } else if (status == STATUS_OK && run.options.wants_version) {
        exit_status = cmd_version.run(config, 1, argv);
    } else if (status == STATUS_OK) {
        status = execute(&run, argv + first, (size_t)(argc - first), &error);
        if (status == STATUS_OK) {
            name_unused(&run);
            name_expired(&run);
            exit_status = exit_status_of(&run);
        }
    }
    if (status != STATUS_OK)
        complain_of(&error);
    report_writer_free(&run.writer);
    output_discard(&run.output);
    walk_free(&run.walk);
    baseline_free(run.baseline);
    suppressions_free(run.suppressions);
    ruleset_unref(run.ruleset);
    scan_options_free(&run.options);
    return exit_status;
}

const struct command cmd_scan = { .name = "scan",
                                  .summary = N_("check files, folders, archives, standard input"),
                                  .run = scan };
