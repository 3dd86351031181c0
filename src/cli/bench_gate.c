/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/bench_gate.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/clock.h"
#include "cli/bench_files.h"
#include "cli/bench_inputs.h"
#include "cli/bench_process.h"
#include "cli/bench_scratch.h"
#include "cli/config_file.h"
#include "isolate/pool.h"
#include "report/json.h"

enum {
    PATH_SIZE_MAX = 4096,
    START_SECONDS = 180, /* rules that nobody has compiled yet */
    STEADY_CONNECTIONS = 64,
    CONNECTIONS_PER_CORE = 4,
    WARM_SECONDS = 1
};

static const char unix_prefix[] = "unix:";
static const char boundary[] = "guanka-bench-5b1d6f0c9a7e4283";
static const char media_type[] = "multipart/form-data; boundary=guanka-bench-5b1d6f0c9a7e4283";
/* Complete, so that a submission waits for its first decision, as most do. */
static const char metadata[] = "{\"title\":\"关于召开会议的通知\",\"source\":\"本单位\",\"author\":\"张三\","
                               "\"disclosure\":\"主动公开\",\"class\":\"一般\"}";

struct measuring {
    const struct bench_gate_options *options;
    struct bench_gate *gate;
    struct bench_files files;
    struct buf *bodies; /* one for each file */
    struct bytes *body_bytes;
    struct buf folder, socket, base, token; /* base: the address before the path of a request */
    pid_t process;                          /* of a gate of its own; 0 */
    struct error *error;
};

/* ---- What is sent. */

/* Its name stands between quotation marks. */
static void append_name(struct buf *out, const char *name)
{
    for (; *name != '\0'; name++)
        buf_byte(out, *name == '"' || *name == '\\' || (unsigned char)*name < ' ' ? '_' : *name);
}

static void write_body(const struct bench_file *file, struct buf *body)
{
    buf_format(body, "--%s\r\nContent-Disposition: form-data; name=\"meta\"\r\n\r\n%s\r\n--%s\r\n", boundary, metadata,
               boundary);
    buf_text(body, "Content-Disposition: form-data; name=\"file\"; filename=\"");
    append_name(body, file->name);
    buf_text(body, "\"\r\nContent-Type: application/octet-stream\r\n\r\n");
    buf_append(body, file->bytes.data, file->bytes.size);
    buf_format(body, "\r\n--%s--\r\n", boundary);
}

static enum status make_bodies(struct measuring *measuring)
{
    const struct bench_files *files = &measuring->files;
    enum status status = STATUS_OK;

    measuring->bodies = alloc_zeroed(files->count, sizeof *measuring->bodies);
    measuring->body_bytes = alloc_zeroed(files->count, sizeof *measuring->body_bytes);
    if (measuring->bodies == NULL || measuring->body_bytes == NULL)
        return STATUS_NO_MEMORY;
    for (size_t index = 0; index < files->count && status == STATUS_OK; index++) {
        measuring->bodies[index] = (struct buf)BUF_INIT(BENCH_BYTES_MAX + (64 << 10));
        write_body(&files->files[index], &measuring->bodies[index]);
        measuring->body_bytes[index] = buf_bytes(&measuring->bodies[index]);
        status = buf_status(&measuring->bodies[index]);
    }
    return status;
}

/* ---- A gate of its own. */

static void append_paths(struct buf *out, const char *key, const struct text_list *list)
{
    if (list->count > 0)
        buf_format(out, "%s: [", key);
    for (size_t index = 0; index < list->count; index++) {
        json_quoted(out, list->items[index], strlen(list->items[index]));
        buf_text(out, index + 1 < list->count ? ", " : "]\n");
    }
}

/* What JSON calls a string is one in YAML, too. */
static enum status write_config(struct measuring *measuring)
{
    const struct packs *packs = measuring->options->packs;
    struct buf config = BUF_INIT(1 << 20);
    enum status status;

    buf_format(&config, "store: %s/gate.db\nlisten: [\"unix:%s\"]\n", measuring->folder.data, measuring->socket.data);
    append_paths(&config, "rules", &packs->paths);
    append_paths(&config, "layers", &packs->layers);
    if (packs->key != NULL) {
        buf_text(&config, "key: ");
        json_quoted(&config, packs->key, strlen(packs->key));
        buf_byte(&config, '\n');
    }
    status = bench_scratch_write(&measuring->folder, "gate.yaml", &config, measuring->error);
    buf_free(&config);
    return status;
}

/* Runs `guanka gate` with these operands to its end. */
static enum status run_gate(struct measuring *measuring, const char *config, const char *const *operands,
                            const struct bench_process_files *files)
{
    const char *arguments[16] = { "gate", "--config", config };
    size_t count = 3;
    pid_t id = 0;
    enum status status;

    while (*operands != NULL)
        arguments[count++] = *operands++;
    status = bench_process_start(arguments, files, &id, measuring->error);
    if (status != STATUS_OK)
        return status;
    if (bench_process_wait(id).exit_status != 0)
        return bench_process_fail(files, "guanka gate", measuring->error);
    return STATUS_OK;
}

static enum status make_account(struct measuring *measuring, const char *config,
                                const struct bench_process_files *files)
{
    static const char *const account[] = { "account", "bench", "--roles", "submitter", "--unit", "bench", NULL };
    static const char *const token[] = { "token", "bench", NULL };
    enum status status = run_gate(measuring, config, account, files);

    if (status == STATUS_OK)
        status = run_gate(measuring, config, token, files);
    if (status == STATUS_OK)
        status = file_read(files->output, &measuring->token, measuring->error);
    if (status == STATUS_OK && measuring->token.size > 0)
        measuring->token.data[strcspn(measuring->token.data, "\r\n")] = '\0';
    return status;
}

static bool answers(const char *path)
{
    struct sockaddr_un address = { .sun_family = AF_UNIX };
    int descriptor = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    bool is_open;

    if (strlen(path) < sizeof address.sun_path)
        memcpy(address.sun_path, path, strlen(path) + 1);
    is_open =
        descriptor >= 0 && connect(descriptor, (const struct sockaddr *)(const void *)&address, sizeof address) == 0;
    if (descriptor >= 0)
        close(descriptor);
    return is_open;
}

/* It opens its socket when its rules and its database have been found to be good. */
static enum status wait_for_gate(const struct measuring *measuring, const struct bench_process_files *files)
{
    const struct timespec pause = { .tv_nsec = 20000000 };
    uint64_t until_ns = clock_monotonic_ns() + START_SECONDS * UINT64_C(1000000000);

    while (!answers(measuring->socket.data)) {
        if (measuring->options->stop != NULL && atomic_load(measuring->options->stop))
            return STATUS_STOPPED;
        if (!bench_process_runs(measuring->process) || clock_monotonic_ns() > until_ns)
            return bench_process_fail(files, "guanka gate", measuring->error);
        (void)nanosleep(&pause, NULL);
    }
    return STATUS_OK;
}

static enum status start_gate(struct measuring *measuring)
{
    struct buf config = BUF_INIT(PATH_SIZE_MAX), output = BUF_INIT(PATH_SIZE_MAX), errors = BUF_INIT(PATH_SIZE_MAX);
    struct bench_process_files files;
    enum status status = bench_scratch_make(&measuring->folder, measuring->error);

    buf_format(&config, "%s/gate.yaml", measuring->folder.data);
    buf_format(&output, "%s/output", measuring->folder.data);
    buf_format(&errors, "%s/errors", measuring->folder.data);
    buf_format(&measuring->socket, "%s/gate.sock", measuring->folder.data);
    buf_text(&measuring->base, "http://localhost");
    files = (struct bench_process_files){ output.data, errors.data };
    if (status == STATUS_OK && (buf_status(&measuring->socket) != STATUS_OK || buf_status(&errors) != STATUS_OK))
        status = STATUS_NO_MEMORY;
    if (status == STATUS_OK)
        status = write_config(measuring);
    if (status == STATUS_OK)
        status = make_account(measuring, config.data, &files);
    if (status == STATUS_OK) {
        const char *const arguments[] = { "gate", "--config", config.data, NULL };

        status = bench_process_start(arguments, &files, &measuring->process, measuring->error);
    }
    if (status == STATUS_OK)
        status = wait_for_gate(measuring, &files);
    buf_free(&config);
    buf_free(&output);
    buf_free(&errors);
    return status;
}

/* ---- A gate that runs. */

static enum status find_gate(struct measuring *measuring)
{
    const char *address = measuring->options->address;
    enum status status = config_file_token(measuring->options->token_file, &measuring->token, measuring->error);
    size_t size = strlen(address);

    if (status != STATUS_OK)
        return status;
    if (strncmp(address, unix_prefix, strlen(unix_prefix)) == 0) {
        buf_text(&measuring->socket, address + strlen(unix_prefix));
        buf_text(&measuring->base, "http://localhost");
        return buf_status(&measuring->socket);
    }
    if (strncmp(address, "http://", 7) != 0 && strncmp(address, "https://", 8) != 0)
        return error_set(measuring->error, STATUS_INVALID,
                         _("--at: \"%.200s\" is no address of a gate; it begins with http://, https:// or unix:"),
                         address);
    while (size > 0 && address[size - 1] == '/')
        size--;
    buf_append(&measuring->base, address, size);
    return buf_status(&measuring->base);
}

/* ---- Rounds. */

struct rounds {
    double values[BENCH_GATE_LOAD_COUNT][BENCH_GATE_FIGURE_COUNT][BENCH_ROUNDS_MAX];
};

static bool is_steady(enum bench_gate_load load)
{
    return load == BENCH_CHECK_STEADY || load == BENCH_SUBMISSION_STEADY;
}

static bool is_submission(enum bench_gate_load load)
{
    return load == BENCH_SUBMISSION_STEADY || load == BENCH_SUBMISSION_SATURATED;
}

static enum status put_load(struct measuring *measuring, enum bench_gate_load which, double seconds,
                            struct bench_load *load)
{
    struct buf url = BUF_INIT(PATH_SIZE_MAX);
    const struct bench_gate *gate = measuring->gate;
    const struct bench_load_options options = { .connections =
                                                    is_steady(which) ? STEADY_CONNECTIONS : gate->connections,
                                                .rate = is_steady(which) ? gate->rate : 0,
                                                .seconds = seconds,
                                                .stop = measuring->options->stop };
    struct bench_load_target target = { .socket = measuring->socket.size > 0 ? measuring->socket.data : NULL,
                                        .token = measuring->token.size > 0 ? measuring->token.data : NULL,
                                        .media_type = media_type,
                                        .bodies = measuring->body_bytes,
                                        .body_count = measuring->files.count };
    enum status status;

    buf_format(&url, "%s/v1/%s", measuring->base.data, is_submission(which) ? "reviews" : "check");
    status = buf_status(&url);
    target.url = url.data;
    if (status == STATUS_OK)
        status = bench_load_run(&target, &options, load);
    buf_free(&url);
    return status;
}

static void add_up(struct bench_gate *gate, enum bench_gate_load which, const struct bench_load *load)
{
    struct bench_gate_loads *loads = &gate->loads[which];

    loads->is_measured = true;
    loads->due += load->due;
    loads->answered += load->answered;
    loads->refused += load->refused;
    loads->failed += load->failed;
    loads->late += load->late;
    loads->most = load->most > loads->most ? load->most : loads->most;
    if (gate->complaint[0] == '\0')
        memcpy(gate->complaint, load->complaint, sizeof gate->complaint);
}

static enum status measure_load(struct measuring *measuring, enum bench_gate_load which, uint32_t round,
                                struct rounds *rounds)
{
    struct bench_load load;
    enum status status = put_load(measuring, which, measuring->gate->seconds, &load);

    if (status != STATUS_OK)
        return status;
    add_up(measuring->gate, which, &load);
    if (load.answered == 0)
        return error_set(measuring->error, STATUS_INVALID, _("the gate gives no answers: %s"),
                         load.complaint[0] != '\0' ? load.complaint : _("it is too busy"));
    rounds->values[which][BENCH_GATE_MEDIAN][round] = load.median;
    rounds->values[which][BENCH_GATE_P95][round] = load.p95;
    rounds->values[which][BENCH_GATE_P99][round] = load.p99;
    rounds->values[which][BENCH_GATE_ANSWER][round] = load.elapsed / (double)load.answered;
    return STATUS_OK;
}

/* The kernel's own peak may lag behind what it says of now. */
static void note_memory(struct measuring *measuring, uint64_t *resident)
{
    struct bench_gate *gate = measuring->gate;
    uint64_t peak = 0;

    if (measuring->process <= 0)
        return;
    gate->has_memory = bench_process_memory(measuring->process, resident, &peak);
    peak = peak > *resident ? peak : *resident;
    gate->memory_peak = peak > gate->memory_peak ? peak : gate->memory_peak;
}

static enum status measure_rounds(struct measuring *measuring, struct rounds *rounds)
{
    struct bench_gate *gate = measuring->gate;
    struct bench_load warm;
    enum status status = put_load(measuring, BENCH_CHECK_SATURATED, WARM_SECONDS, &warm);

    for (uint32_t round = 0; round < gate->rounds && status == STATUS_OK; round++) {
        for (int which = 0; which < BENCH_GATE_LOAD_COUNT && status == STATUS_OK; which++) {
            /* Nothing is put into the records of a gate that others use. */
            if (gate->address == NULL || !is_submission((enum bench_gate_load)which))
                status = measure_load(measuring, (enum bench_gate_load)which, round, rounds);
        }
        if (round == 0)
            note_memory(measuring, &gate->memory_first);
    }
    note_memory(measuring, &gate->memory_last);
    for (int which = 0; which < BENCH_GATE_LOAD_COUNT && status == STATUS_OK; which++) {
        for (int figure = 0; figure < BENCH_GATE_FIGURE_COUNT; figure++)
            gate->loads[which].figures[figure] = bench_time_of(rounds->values[which][figure], gate->rounds);
    }
    return status;
}

/* ---- All of it. */

static enum status open_files(struct measuring *measuring)
{
    static const struct limits limits = LIMITS_DEFAULT;
    const struct bench_gate_options *options = measuring->options;
    const struct pool_options isolation = { .program = options->config->extract_program };
    struct ruleset *ruleset = NULL;
    struct scanner *scanner = NULL;
    struct pool *pool = NULL;
    enum status status = packs_load(options->packs, options->config, &ruleset, measuring->error);

    if (status == STATUS_OK && options->address == NULL)
        digest_text(ruleset_digest(ruleset), measuring->gate->rules_digest);
    if (status == STATUS_OK)
        status = scanner_create(&limits, NULL, &scanner);
    if (status == STATUS_OK)
        status = pool_create(&isolation, &pool);
    if (status == STATUS_OK) {
        scanner_set_delegate(scanner, pool_delegate(pool));
        scanner_set_as_of(scanner, date_in_shanghai(time(NULL)));
        status = bench_files_open(options->walk, scanner, ruleset, &measuring->files, measuring->error);
    }
    scanner_destroy(scanner);
    pool_destroy(pool);
    if (status == STATUS_OK)
        status = bench_inputs_write("gate", bench_inputs_files(&measuring->files),
                                    options->address == NULL ? ruleset : NULL, &measuring->gate->inputs);
    ruleset_unref(ruleset);
    if (status != STATUS_OK)
        return status;
    measuring->gate->documents = measuring->files.count;
    measuring->gate->left_out = measuring->files.left_out;
    measuring->gate->too_many = measuring->files.too_many;
    measuring->gate->bytes = measuring->files.bytes;
    digest_text(&measuring->files.digest, measuring->gate->files_digest);
    return STATUS_OK;
}

static void let_go(struct measuring *measuring)
{
    bench_process_stop(measuring->process);
    bench_scratch_remove(&measuring->folder);
    for (size_t index = 0; measuring->bodies != NULL && index < measuring->files.count; index++)
        buf_free(&measuring->bodies[index]);
    alloc_free(measuring->bodies);
    alloc_free(measuring->body_bytes);
    bench_files_free(&measuring->files);
    buf_free(&measuring->folder);
    buf_free(&measuring->socket);
    buf_free(&measuring->base);
    buf_free(&measuring->token);
}

enum status bench_gate_measure(const struct bench_gate_options *options, struct bench_gate *gate, struct error *error)
{
    struct measuring measuring = { .options = options,
                                   .gate = gate,
                                   .folder = BUF_INIT(PATH_SIZE_MAX),
                                   .socket = BUF_INIT(PATH_SIZE_MAX),
                                   .base = BUF_INIT(PATH_SIZE_MAX),
                                   .token = BUF_INIT(PATH_SIZE_MAX),
                                   .error = error };
    struct rounds *rounds = alloc_zeroed(1, sizeof *rounds);
    enum status status = rounds != NULL ? STATUS_OK : STATUS_NO_MEMORY;

    *gate = (struct bench_gate){ .address = options->address,
                                 .rounds = options->rounds,
                                 .rate = options->rate,
                                 .seconds = options->seconds,
                                 .is_sample = options->is_sample,
                                 .inputs = BUF_INIT(BENCH_INPUTS_SIZE_MAX) };
    bench_machine_describe(&gate->machine);
    gate->connections = options->connections > 0 ? options->connections : gate->machine.cores * CONNECTIONS_PER_CORE;
    if (status == STATUS_OK) /* before there are threads */
        status = options->address == NULL ? start_gate(&measuring) : find_gate(&measuring);
    if (status == STATUS_OK)
        status = open_files(&measuring);
    if (status == STATUS_OK)
        status = make_bodies(&measuring);
    if (status == STATUS_OK)
        status = measure_rounds(&measuring, rounds);
    let_go(&measuring);
    alloc_free(rounds);
    return status;
}

double bench_gate_per_second(const struct bench_gate *gate, enum bench_gate_load load)
{
    double seconds = gate->loads[load].figures[BENCH_GATE_ANSWER].median;

    return seconds > 0 ? 1 / seconds : 0;
}

bool bench_gate_keeps_up(const struct bench_gate *gate, enum bench_gate_load load)
{
    const struct bench_gate_loads *loads = &gate->loads[load];

    /* Answers that come a quarter of the time after the last request was due have queued up. */
    return loads->answered == loads->due && loads->late == 0
           && loads->figures[BENCH_GATE_ANSWER].median * gate->rate <= 1.25;
}

bool bench_gate_has_grown(const struct bench_gate *gate)
{
    return gate->has_memory && (double)gate->memory_last > 1.1 * (double)gate->memory_first;
}
