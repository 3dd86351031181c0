/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/bench_sweep.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "cli/bench_inputs.h"
#include "cli/bench_process.h"
#include "cli/bench_scratch.h"
#include "cli/site_file.h"
#include "cli/sweep_run.h"

enum { PATH_SIZE_MAX = 4096, CONNECTIONS = 8 };

static const char site_id[] = "bench";

struct measuring {
    const struct bench_sweep_options *options;
    struct bench_sweep *bench;
    uint16_t port;
    int listener;
    struct error *error;
};

struct rounds {
    double values[BENCH_SWEEP_WHICH_COUNT][BENCH_SWEEP_FIGURE_COUNT][BENCH_ROUNDS_MAX];
    double seconds[BENCH_SWEEP_WHICH_COUNT][BENCH_ROUNDS_MAX];
};

/* ---- The server. */

static int serve(void *context)
{
    const struct measuring *measuring = context;

    return bench_site_serve(measuring->options->site, measuring->listener);
}

/* ---- A sweep, in a process of its own. */

struct sweeping {
    const struct measuring *measuring;
    const char *site_file;
};

static enum status sweep(const struct sweeping *sweeping, struct error *error)
{
    const struct bench_sweep_options *options = sweeping->measuring->options;
    char everything[64];
    const char *connect_to[] = { everything, NULL };
    struct site_file file;
    const struct sweep_run_options running = {
        .config = options->config, .file = &file, .operator= "bench", .jobs = options->jobs, .stop = options->stop
    };
    enum sweep_outcome outcome;
    enum status status = site_file_read(sweeping->site_file, &file, error);

    /* Whatever host and port an address names, it is the server of this run that is asked. */
    (void)snprintf(everything, sizeof everything, "::127.0.0.1:%u", (unsigned)sweeping->measuring->port);
    if (status == STATUS_OK) {
        const struct site *site = &file.sites[0];
        struct packs own = file.packs;

        file.sites[0].connect_to = (struct site_texts){ connect_to, 1 };
        file.packs = *options->packs;
        status = sweep_run_sites(&running, &site, 1, &outcome, error);
        file.packs = own;
    }
    site_file_free(&file);
    return status;
}

static int sweep_alone(void *context)
{
    struct error error = { 0 };
    enum status status = sweep(context, &error);

    if (status != STATUS_OK)
        fprintf(stderr, "guanka: %s\n", error.message[0] != '\0' ? error.message : status_code(status));
    return status == STATUS_OK ? EXIT_SUCCESS : EXIT_FAILURE;
}

static enum status write_site_file(const struct measuring *measuring, const struct buf *folder)
{
    struct buf text = BUF_INIT(1 << 16);
    enum status status;

    buf_format(&text,
               "store: %s/sweep.db\n"
               "sites:\n"
               "  - id: %s\n"
               "    name: bench\n"
               "    start: [\"" BENCH_SITE_START "\"]\n"
               "    hosts: [" BENCH_SITE_HOST "]\n"
               "    slots: [\"02:00\", \"08:00\", \"14:00\", \"20:00\"]\n"
               "    allow_addresses: [\"127.0.0.1\"]\n"
               "    manners: {requests_per_second: 0, connections: %d, robots: ignore}\n"
               "    limits: {pages: 10000000, minutes: 10000}\n",
               folder->data, site_id, CONNECTIONS);
    status = bench_scratch_write(folder, "sites.yaml", &text, measuring->error);
    buf_free(&text);
    return status;
}

/* ---- What came of it. */

struct taken {
    struct sweep_row row;
    struct bench_sweep *bench;
};

static bool take_row(void *context, const struct sweep_row *row)
{
    struct taken *taken = context;

    taken->row = *row;
    if (row->outcome != SWEEP_COMPLETE && taken->bench->incomplete[0] == '\0')
        (void)snprintf(taken->bench->incomplete, sizeof taken->bench->incomplete, "%s",
                       row->reason[0] != '\0' ? row->reason : sweeps_outcome_name(row->outcome));
    return false;
}

static enum status read_row(const struct measuring *measuring, const struct buf *folder, struct taken *taken)
{
    struct buf path = BUF_INIT(PATH_SIZE_MAX);
    struct store *store = NULL;
    enum status status;

    *taken = (struct taken){ .bench = measuring->bench };
    buf_format(&path, "%s/sweep.db", folder->data);
    status = buf_status(&path);
    if (status == STATUS_OK)
        status = store_open(path.data, STORE_READ, &store, measuring->error);
    if (status == STATUS_OK)
        status = sweeps_last(store, site_id, take_row, taken, measuring->error);
    store_close(store);
    buf_free(&path);
    if (status == STATUS_OK && taken->row.counts.pages_reached == 0)
        status = error_set(measuring->error, STATUS_INVALID, _("the sweep has reached no page: %s"),
                           measuring->bench->incomplete);
    return status;
}

static void take_sweep(struct bench_sweep *bench, enum bench_sweep_which which, uint32_t round,
                       const struct taken *taken, const struct bench_process_end *end, struct rounds *rounds)
{
    double seconds = (double)(taken->row.ended_ms - taken->row.started_ms) / 1000;
    double pages = (double)taken->row.counts.pages_reached;

    rounds->seconds[which][round] = seconds;
    rounds->values[which][BENCH_SWEEP_PAGE][round] = seconds / pages;
    rounds->values[which][BENCH_SWEEP_PROCESSOR][round] = end->processor_s / pages;
    bench->sweeps[which].counts = taken->row.counts;
    if (end->peak > bench->sweeps[which].memory_peak)
        bench->sweeps[which].memory_peak = end->peak;
    digest_text(&taken->row.rules, bench->rules_digest);
}

static enum status measure_sweep(const struct measuring *measuring, const struct buf *folder,
                                 enum bench_sweep_which which, uint32_t round, struct rounds *rounds)
{
    struct buf site_file = BUF_INIT(PATH_SIZE_MAX), errors = BUF_INIT(PATH_SIZE_MAX);
    struct sweeping sweeping = { .measuring = measuring };
    struct bench_process_files files;
    struct bench_process_end end = { 0 };
    struct taken taken;
    pid_t id = 0;
    enum status status;

    buf_format(&site_file, "%s/sites.yaml", folder->data);
    buf_format(&errors, "%s/errors", folder->data);
    status = buf_status(&site_file) == STATUS_OK ? buf_status(&errors) : buf_status(&site_file);
    sweeping.site_file = site_file.data;
    files = (struct bench_process_files){ .errors = errors.data };
    if (status == STATUS_OK)
        status = bench_process_copy(sweep_alone, &sweeping, &files, &id, measuring->error);
    if (status == STATUS_OK) {
        end = bench_process_wait(id);
        if (measuring->options->stop != NULL && atomic_load(measuring->options->stop))
            status = STATUS_STOPPED;
        else if (end.exit_status != 0)
            status = bench_process_fail(&files, "guanka sweep", measuring->error);
    }
    if (status == STATUS_OK)
        status = read_row(measuring, folder, &taken);
    if (status == STATUS_OK)
        take_sweep(measuring->bench, which, round, &taken, &end, rounds);
    buf_free(&site_file);
    buf_free(&errors);
    return status;
}

static enum status measure_round(const struct measuring *measuring, uint32_t round, struct rounds *rounds)
{
    struct buf folder = BUF_INIT(PATH_SIZE_MAX);
    enum status status = bench_scratch_make(&folder, measuring->error);

    if (status == STATUS_OK)
        status = write_site_file(measuring, &folder);
    for (int which = 0; which < BENCH_SWEEP_WHICH_COUNT && status == STATUS_OK; which++)
        status = measure_sweep(measuring, &folder, (enum bench_sweep_which)which, round, rounds);
    bench_scratch_remove(&folder);
    buf_free(&folder);
    return status;
}

static enum status measure_rounds(const struct measuring *measuring, struct rounds *rounds)
{
    struct bench_sweep *bench = measuring->bench;
    enum status status = STATUS_OK;

    for (uint32_t round = 0; round < bench->rounds && status == STATUS_OK; round++)
        status = measure_round(measuring, round, rounds);
    for (int which = 0; which < BENCH_SWEEP_WHICH_COUNT && status == STATUS_OK; which++) {
        bench->sweeps[which].seconds = bench_time_of(rounds->seconds[which], bench->rounds);
        for (int figure = 0; figure < BENCH_SWEEP_FIGURE_COUNT; figure++)
            bench->sweeps[which].figures[figure] = bench_time_of(rounds->values[which][figure], bench->rounds);
    }
    return status;
}

/* After the processes: each of them has loaded the rules itself. */
static enum status write_inputs(const struct measuring *measuring)
{
    const struct bench_sweep_options *options = measuring->options;
    struct ruleset *ruleset = NULL;
    enum status status = packs_load(options->packs, options->config, &ruleset, measuring->error);

    if (status == STATUS_OK)
        status = bench_inputs_write("sweep", bench_site_list(options->site), ruleset, &measuring->bench->inputs);
    ruleset_unref(ruleset);
    return status;
}

enum status bench_sweep_measure(const struct bench_sweep_options *options, struct bench_sweep *bench,
                                struct error *error)
{
    struct measuring measuring = { .options = options, .bench = bench, .listener = -1, .error = error };
    static const struct bench_process_files nowhere = { NULL, NULL };
    struct rounds *rounds = alloc_zeroed(1, sizeof *rounds);
    struct digest digest;
    pid_t server = 0;
    enum status status = rounds != NULL ? bench_site_digest(options->site, &digest) : STATUS_NO_MEMORY;

    *bench = (struct bench_sweep){ .is_sample = options->is_sample,
                                   .rounds = options->rounds,
                                   .count = bench_site_count(options->site),
                                   .inputs = BUF_INIT(BENCH_INPUTS_SIZE_MAX) };
    bench_machine_describe(&bench->machine);
    bench->jobs = options->jobs > 0 ? options->jobs : bench->machine.cores;
    if (status == STATUS_OK) {
        digest_text(&digest, bench->files_digest);
        status = bench_site_listen(&measuring.listener, &measuring.port, error);
    }
    if (status == STATUS_OK)
        status = bench_process_copy(serve, &measuring, &nowhere, &server, error);
    if (measuring.listener >= 0)
        (void)close(measuring.listener); /* the server has it */
    if (status == STATUS_OK)
        status = measure_rounds(&measuring, rounds);
    bench_process_stop(server);
    if (status == STATUS_OK)
        status = write_inputs(&measuring);
    alloc_free(rounds);
    return status;
}

double bench_sweep_pages_per_second(const struct bench_sweep *bench, enum bench_sweep_which which)
{
    double seconds = bench->sweeps[which].figures[BENCH_SWEEP_PAGE].median;

    return seconds > 0 ? 1 / seconds : 0;
}
