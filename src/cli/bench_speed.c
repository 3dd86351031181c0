/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/bench_speed.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/clock.h"
#include "cli/bench_inputs.h"
#include "gate/assessment.h"
#include "gate/edition.h"
#include "gate/submission.h"
#include "report/words.h"
#include "work/batch.h"

enum { MEASURE_NS = 100000000, PASSES_MAX = 1000 };

static const struct limits limits = LIMITS_DEFAULT;

/* ---- Figures of several rounds. */

struct measuring {
    const struct bench_speed_options *options;
    struct bench_speed *speed;
    struct ruleset *ruleset;
    struct pool_options isolation;
    struct bench_files files;
    struct date today;
    uint32_t cores;
    struct error *error;
};

static enum status go_on(const struct measuring *measuring)
{
    return atomic_load(measuring->options->stop) ? STATUS_STOPPED : STATUS_OK;
}

/* `pass` again and again until it is long enough; the mean. */
static enum status measure(struct measuring *measuring, enum status (*pass)(struct measuring *measuring, void *context),
                           void *context, struct bench_time *time)
{
    double seconds[BENCH_ROUNDS_MAX];
    enum status status = pass(measuring, context);

    for (uint32_t round = 0; round < measuring->options->rounds && status == STATUS_OK; round++) {
        uint64_t start_ns = clock_monotonic_ns(), elapsed_ns = 0, passes = 0;

        while (status == STATUS_OK && elapsed_ns < MEASURE_NS && passes < PASSES_MAX) {
            status = pass(measuring, context);
            elapsed_ns = clock_monotonic_ns() - start_ns;
            passes++;
        }
        if (status == STATUS_OK)
            status = go_on(measuring);
        seconds[round] = passes > 0 ? (double)elapsed_ns / (double)passes / 1e9 : 0;
    }
    if (status == STATUS_OK)
        *time = bench_time_of(seconds, measuring->options->rounds);
    return status;
}

/* ---- Stages, format by format. */

static void count_format(const struct bench_files *files, uint32_t place, struct bench_format *format)
{
    *format = (struct bench_format){ 0 };
    memcpy(format->name, files->formats[place], sizeof format->name);
    for (size_t index = 0; index < files->count; index++) {
        if (files->files[index].format != place)
            continue;
        format->documents++;
        format->bytes += files->files[index].bytes.size;
        format->text_bytes += files->files[index].text_bytes;
    }
}

static enum status measure_format(struct measuring *measuring, uint32_t place, struct scanner *scanner,
                                  struct pool *pool)
{
    double seconds[BENCH_STAGE_COUNT][BENCH_ROUNDS_MAX], one[BENCH_STAGE_COUNT];
    struct bench_format *format = &measuring->speed->formats[place];
    struct bench_stages *stages;
    enum status status = bench_stages_create(&measuring->files, place, scanner, pool, measuring->ruleset, &stages);

    count_format(&measuring->files, place, format);
    if (status == STATUS_OK)
        status = bench_stages_round(stages, one);
    for (uint32_t round = 0; round < measuring->options->rounds && status == STATUS_OK; round++) {
        status = bench_stages_round(stages, one);
        if (status == STATUS_OK)
            status = go_on(measuring);
        for (int stage = 0; stage < BENCH_STAGE_COUNT; stage++)
            seconds[stage][round] = one[stage] / 1e9;
    }
    for (int stage = 0; stage < BENCH_STAGE_COUNT && status == STATUS_OK; stage++)
        format->stages[stage] = bench_time_of(seconds[stage], measuring->options->rounds);
    if (status == STATUS_OK)
        format->charset_bytes = bench_stages_charset_bytes(stages);
    bench_stages_free(stages);
    return status;
}

static enum status measure_formats(struct measuring *measuring, struct scanner *scanner, struct pool *pool)
{
    enum status status = STATUS_OK;

    measuring->speed->format_count = measuring->files.format_count;
    for (uint32_t place = 0; place < measuring->files.format_count && status == STATUS_OK; place++)
        status = measure_format(measuring, place, scanner, pool);
    return status;
}

/* ---- Whole scans. */

struct scanning {
    struct walk walk; /* of what can be read alone */
    int descriptor;   /* that reports go to */
    struct bench_threads *threads;
};

static enum status pass_scan(struct measuring *measuring, void *context)
{
    struct scanning *scanning = context;
    const struct report_options report = { .language = measuring->options->config->language,
                                           .ruleset = measuring->ruleset };
    const struct batch_options options = { .jobs = scanning->threads->threads,
                                           .limits = &limits,
                                           .ruleset = measuring->ruleset,
                                           .as_of = measuring->today,
                                           .isolation = &measuring->isolation,
                                           .stop = measuring->options->stop,
                                           .standard_input = -1 };
    struct report_summary summary = { 0 };
    struct report_writer writer = { 0 };
    enum status status = report_writer_open(&writer, report_format_find("jsonl"), &report, scanning->descriptor);

    if (status == STATUS_OK)
        status = batch_run(&options, &scanning->walk, &writer, &summary.tally);
    if (status == STATUS_OK)
        status = report_writer_finish(&writer, &summary);
    scanning->threads->documents = summary.tally.files;
    scanning->threads->bytes = summary.tally.bytes;
    if (status != STATUS_OK)
        *measuring->error = writer.error;
    report_writer_free(&writer);
    return status;
}

static enum status walk_good(const struct bench_files *files, struct walk *walk)
{
    const struct walk_options options = { 0 };
    enum status status = walk_create(&options, walk);

    for (size_t index = 0; index < files->count && status == STATUS_OK; index++)
        status = walk_add(walk, files->files[index].file->path);
    return status == STATUS_OK ? walk_finish(walk) : status;
}

/* 1, 2, 3 … where there are few; else 1, 2, 4, 8 … and all. */
static uint32_t more_threads(uint32_t threads, uint32_t cores)
{
    enum { FEW = 8 };

    if (cores <= FEW)
        return threads + 1;
    return threads < cores && 2 * threads > cores ? cores : 2 * threads;
}

static enum status measure_threads(struct measuring *measuring)
{
    struct bench_speed *speed = measuring->speed;
    struct scanning scanning = { .descriptor = open("/dev/null", O_WRONLY | O_CLOEXEC) };
    enum status status = walk_good(&measuring->files, &scanning.walk);

    if (scanning.descriptor < 0)
        status = error_set(measuring->error, STATUS_IO, _("%s: %s"), "/dev/null", strerror(errno));
    for (uint32_t threads = 1;
         threads <= measuring->cores && speed->threads_count < BENCH_THREADS_MAX && status == STATUS_OK;
         threads = more_threads(threads, measuring->cores)) {
        scanning.threads = &speed->threads[speed->threads_count++];
        scanning.threads->threads = threads;
        status = measure(measuring, pass_scan, &scanning, &scanning.threads->time);
    }
    walk_free(&scanning.walk);
    if (scanning.descriptor >= 0)
        close(scanning.descriptor);
    return status;
}

/* ---- Drafts. */

struct judge {
    const struct bench_files *files;
    const struct edition *edition;
    const struct draft *draft;
    struct date today;
    struct assessor *assessor;
    size_t first; /* each begins elsewhere */
    enum status status;
    pthread_t thread;
};

static void *judge_all(void *context)
{
    struct judge *judge = context;
    const struct bench_files *files = judge->files;

    judge->status = STATUS_OK;
    for (size_t index = 0; index < files->count && judge->status == STATUS_OK; index++) {
        const struct bench_file *file = &files->files[(judge->first + index) % files->count];
        struct assessment_content content = {
            .name = file->name, .media_type = "", .bytes = file->bytes, .content = file->content
        };
        struct assessment assessment;

        judge->status = assess(judge->assessor, judge->edition->ruleset, judge->edition->profile, judge->draft,
                               &content, 1, judge->today, &assessment);
    }
    return NULL;
}

struct judges {
    struct judge *items;
    uint32_t count;
};

static enum status pass_drafts(struct measuring *measuring, void *context)
{
    struct judges *judges = context;
    uint32_t started = 0;
    enum status status;

    (void)measuring;
    while (started < judges->count
           && pthread_create(&judges->items[started].thread, NULL, judge_all, &judges->items[started]) == 0)
        started++;
    status = started < judges->count ? STATUS_NO_MEMORY : STATUS_OK;
    for (uint32_t index = 0; index < started; index++) {
        pthread_join(judges->items[index].thread, NULL);
        if (judges->items[index].status != STATUS_OK)
            status = judges->items[index].status;
    }
    return status;
}

static enum status measure_judges(struct measuring *measuring, const struct edition *edition, const struct draft *draft)
{
    const struct assessor_options assessing = { .limits = &limits,
                                                .isolation = &measuring->isolation,
                                                .language = measuring->options->config->language };
    struct judges judges = { .items = alloc_zeroed(measuring->cores, sizeof *judges.items), .count = measuring->cores };
    struct bench_threads *drafts = &measuring->speed->drafts;
    enum status status = judges.items != NULL ? STATUS_OK : STATUS_NO_MEMORY;

    for (uint32_t index = 0; index < judges.count && status == STATUS_OK; index++) {
        judges.items[index] = (struct judge){ .files = &measuring->files,
                                              .edition = edition,
                                              .draft = draft,
                                              .today = measuring->today,
                                              .first = index * measuring->files.count / judges.count };
        status = assessor_create(&assessing, &judges.items[index].assessor);
    }
    if (status == STATUS_OK)
        status = measure(measuring, pass_drafts, &judges, &drafts->time);
    for (uint32_t index = 0; judges.items != NULL && index < judges.count; index++)
        assessor_destroy(judges.items[index].assessor);
    alloc_free(judges.items);
    drafts->threads = judges.count;
    drafts->documents = judges.count * measuring->files.count;
    drafts->bytes = judges.count * measuring->files.bytes;
    return status;
}

/* Without metadata, as `guanka check` takes a draft. */
static enum status measure_drafts(struct measuring *measuring)
{
    static const char nothing[] = "{}";
    struct submission submission;
    struct arena *arena;
    const struct edition *edition = NULL;
    enum status status = arena_create(&arena);

    if (status != STATUS_OK)
        return status;
    status = submission_read_draft(bytes_of(nothing, strlen(nothing)), arena, &submission, measuring->error);
    if (status == STATUS_OK)
        status = edition_create(ruleset_ref(measuring->ruleset), "xingyi", 0, &edition, measuring->error);
    if (status == STATUS_OK) {
        status = measure_judges(measuring, edition, &submission.draft);
    } else if (status == STATUS_INVALID) { /* rules without the tables that come with those that ship */
        fprintf(stderr, _("guanka: drafts are not measured: %s\n"), measuring->error->message);
        status = STATUS_OK;
    }
    edition_unref(edition);
    arena_destroy(arena);
    return status;
}

/* ---- All of it. */

static enum status measure_all(struct measuring *measuring)
{
    struct bench_speed *speed = measuring->speed;
    struct scanner *scanner = NULL;
    struct pool *pool = NULL;
    enum status status = scanner_create(&limits, NULL, &scanner);

    if (status == STATUS_OK)
        status = pool_create(&measuring->isolation, &pool);
    if (status == STATUS_OK) {
        scanner_set_delegate(scanner, pool_delegate(pool));
        scanner_set_as_of(scanner, measuring->today);
        status = bench_files_open(measuring->options->walk, scanner, measuring->ruleset, &measuring->files,
                                  measuring->error);
    }
    if (status == STATUS_OK)
        status = measure_formats(measuring, scanner, pool);
    scanner_destroy(scanner);
    pool_destroy(pool);
    if (status == STATUS_OK)
        status = measure_threads(measuring);
    if (status == STATUS_OK)
        status = measure_drafts(measuring);
    speed->documents = measuring->files.count;
    speed->left_out = measuring->files.left_out;
    speed->too_many = measuring->files.too_many;
    speed->bytes = measuring->files.bytes;
    digest_text(&measuring->files.digest, speed->files_digest);
    return status == STATUS_OK ? bench_inputs_write("speed", bench_inputs_files(&measuring->files), measuring->ruleset,
                                                    &speed->inputs)
                               : status;
}

enum status bench_speed_measure(const struct bench_speed_options *options, struct bench_speed *speed,
                                struct error *error)
{
    struct measuring measuring = { .options = options,
                                   .speed = speed,
                                   .isolation = { .program = options->config->extract_program },
                                   .today = date_in_shanghai(time(NULL)),
                                   .error = error };
    enum status status = packs_load(options->packs, options->config, &measuring.ruleset, error);

    *speed = (struct bench_speed){ .rounds = options->rounds,
                                   .is_sample = options->is_sample,
                                   .inputs = BUF_INIT(BENCH_INPUTS_SIZE_MAX) };
    bench_machine_describe(&speed->machine);
    measuring.cores = options->threads > 0 ? options->threads : speed->machine.cores;
    if (status == STATUS_OK) {
        digest_text(ruleset_digest(measuring.ruleset), speed->rules_digest);
        status = measure_all(&measuring);
        bench_files_free(&measuring.files);
    }
    ruleset_unref(measuring.ruleset);
    return status;
}

double bench_speed_pages_per_hour(const struct bench_speed *speed)
{
    const struct bench_threads *one = &speed->threads[0], *all = &speed->threads[speed->threads_count - 1];

    for (size_t index = 0; index < speed->format_count; index++) {
        const struct bench_format *format = &speed->formats[index];

        if (strcmp(format->name, "html") == 0)
            return 3600 * (double)format->documents / format->stages[BENCH_SCAN].median * one->time.median
                   / all->time.median;
    }
    return 0;
}

double bench_speed_drafts_per_second(const struct bench_speed *speed)
{
    return (double)speed->drafts.documents / speed->drafts.time.median;
}
