/* SPDX-License-Identifier: Apache-2.0 */
#include "isolate/pool.h"

#include <string.h>

#include "base/alloc.h"
#include "base/spool.h"
#include "isolate/process.h"
#include "isolate/quarantine.h"

enum {
    DEPTH_MAX = 16,      /* isolated parts within isolated parts; the depth of documents is limited below this */
    SERVED_MAX = 1000,   /* then a worker is replaced, with whatever its parsers have leaked */
    WAIT_MS = 50,        /* how soon a stop or the end of time is noticed */
    FORMATS_MAX = 256,   /* different ones that are told */
    STARTS_FAILED_MAX = 3,
    DECODED_ROOM = TEXT_RUN_MAX + 16,
};

struct pool {
    struct extract_delegate delegate; /* first: a delegate is turned back into its pool */
    const struct pool_options *options;
    struct process processes[DEPTH_MAX];
    unsigned depth;         /* how many are reading */
    unsigned starts_failed; /* one after another: the program is not there */
    struct arena *arena;    /* names of formats, which outlive the parts */
    const struct format *formats[FORMATS_MAX];
    size_t format_count;
};

/* One part being read by one process. */
struct reading {
    struct pool *pool;
    struct process *process;
    struct extract_job *job;
    const char *section; /* the last one, in the job's arena */
    uint64_t text_bytes;
    struct spool *spool; /* of the file inside that is coming, or NULL */
    uint64_t in_place_bytes; /* of files inside that stand in the input */
    bool is_done;
    enum status outcome;
};

static enum status delegate_extract(struct extract_delegate *delegate, const struct extractor *extractor,
                                    struct extract_job *job);

enum status pool_create(const struct pool_options *options, struct pool **result)
{
    struct pool *pool = alloc_zeroed(1, sizeof *pool);
    enum status status;

    if (pool == NULL)
        return STATUS_NO_MEMORY;
    status = arena_create(&pool->arena);
    if (status != STATUS_OK) {
        alloc_free(pool);
        return status;
    }
    pool->delegate.extract = delegate_extract;
    pool->delegate.takes_all = options->everything;
    pool->options = options;
    for (unsigned depth = 0; depth < DEPTH_MAX; depth++)
        pool->processes[depth] = (struct process)PROCESS_INIT;
    *result = pool;
    return STATUS_OK;
}

const char *pool_end_name(enum pool_end end)
{
    static const char *const names[] = { "worn", "crashed", "timeout", "limit", "stopped", "failed" };

    return names[end];
}

static void end_process(struct pool *pool, struct process *process, enum pool_end why)
{
    struct pool_counts *counts = pool->options->counts;

    if (process->id > 0 && counts != NULL) {
        atomic_fetch_add(&counts->ended[why], 1);
        atomic_fetch_sub(&counts->running, 1);
    }
    process_end(process);
}

void pool_destroy(struct pool *pool)
{
    if (pool == NULL)
        return;
    for (unsigned depth = 0; depth < DEPTH_MAX; depth++)
        end_process(pool, &pool->processes[depth], POOL_END_STOPPED);
    arena_destroy(pool->arena);
    alloc_free(pool);
}

struct extract_delegate *pool_delegate(struct pool *pool)
{
    return &pool->delegate;
}

int pool_process(const struct pool *pool)
{
    return pool->processes[0].id > 0 ? (int)pool->processes[0].id : -1;
}

static void count_start(struct pool_counts *counts, enum status status)
{
    if (counts == NULL)
        return;
    if (status == STATUS_OK) {
        atomic_fetch_add(&counts->started, 1);
        atomic_fetch_add(&counts->running, 1);
    } else if (status == STATUS_UNSUPPORTED) {
        atomic_fetch_add(&counts->starts_failed, 1);
    }
}

/* `job` may be NULL. */
static enum status make_ready(struct pool *pool, struct process *process, struct extract_job *job)
{
    enum status status;

    if (process->id > 0 && process->served >= SERVED_MAX)
        end_process(pool, process, POOL_END_WORN);
    if (process->id > 0)
        return STATUS_OK;
    if (pool->starts_failed >= STARTS_FAILED_MAX)
        return STATUS_UNSUPPORTED;
    status = process_start(process, pool->options->program, pool->options->ocr ? "--ocr" : NULL, job);
    if (status == STATUS_OK)
        pool->starts_failed = 0;
    else if (status == STATUS_UNSUPPORTED)
        pool->starts_failed++;
    count_start(pool->options->counts, status);
    return status;
}

enum status pool_features(struct pool *pool, uint32_t *features)
{
    enum status status = make_ready(pool, &pool->processes[0], NULL);

    if (status == STATUS_OK)
        *features = pool->processes[0].features;
    return status;
}

/* ---- What a process says. Each returns STATUS_CRASHED for what an honest one would not say. */

/* Formats live as long as results do, which is longer than the part. */
static enum status take_format(struct reading *reading, struct bytes payload)
{
    struct pool *pool = reading->pool;
    struct wire_format told;
    struct format *format;

    if (!wire_get_format(payload, &told))
        return STATUS_CRASHED;
    reading->job->part->encoding = told.encoding;
    reading->job->part->source_is_meaningful = told.source_is_meaningful;
    for (size_t index = 0; index < pool->format_count; index++) {
        const struct format *known = pool->formats[index];

        if (strcmp(known->name, told.name) == 0 && strcmp(known->media_type, told.media_type) == 0) {
            reading->job->part->format = known;
            return STATUS_OK;
        }
    }
    if (pool->format_count == FORMATS_MAX)
        return STATUS_CRASHED;
    format = arena_alloc(pool->arena, sizeof *format);
    if (format == NULL)
        return STATUS_NO_MEMORY;
    format->name = arena_text(pool->arena, told.name, strlen(told.name));
    format->media_type = arena_text(pool->arena, told.media_type, strlen(told.media_type));
    if (format->name == NULL || format->media_type == NULL)
        return STATUS_NO_MEMORY;
    pool->formats[pool->format_count++] = format;
    reading->job->part->format = format;
    return STATUS_OK;
}

/* Text that stands in the input is taken from there: what the run promises of it is then true, whoever told it.
 * `decoded` has room for a run and a character. */
static bool text_from_source(const struct extract_job *job, struct text_run *run, char *decoded)
{
    struct bytes source = bytes_slice(job->input, (size_t)run->source.start,
                                      (size_t)(run->source.end - run->source.start));
    struct charset_step step;

    if (run->origin == ORIGIN_IDENTICAL) {
        run->utf8 = (const char *)source.data;
        run->size = source.size;
    } else if (run->origin == ORIGIN_DECODED) {
        if (job->part->encoding == ENCODING_NONE)
            return false;
        step = charset_decode(job->charset, job->part->encoding, source, true, decoded, DECODED_ROOM);
        if (step.consumed != source.size)
            return false;
        run->utf8 = decoded;
        run->size = step.produced;
    }
    return run->size <= TEXT_RUN_MAX;
}

static enum status take_text(struct reading *reading, struct bytes payload)
{
    struct extract_job *job = reading->job;
    struct text_run run;
    char decoded[DECODED_ROOM];
    enum status status;

    if (!wire_get_text(payload, &run) || run.source.end > job->input.size || !text_from_source(job, &run, decoded))
        return STATUS_CRASHED;
    reading->text_bytes += payload.size;
    status = extract_charge(job, payload.size, reading->text_bytes, 0);
    if (status != STATUS_OK)
        return status;
    if (run.section != NULL && (reading->section == NULL || strcmp(reading->section, run.section) != 0)) {
        reading->section = arena_text(job->arena, run.section, strlen(run.section));
        if (reading->section == NULL)
            return STATUS_NO_MEMORY;
    }
    if (run.section != NULL)
        run.section = reading->section;
    return extract_emit(job, &run);
}

static enum status take_gap(struct reading *reading, struct bytes payload)
{
    enum status why;
    const char *detail;

    return wire_get_gap(payload, &why, &detail) ? extract_gap(reading->job, why, detail) : STATUS_CRASHED;
}

static enum status take_child_bytes(struct reading *reading, struct bytes payload)
{
    enum status status = STATUS_OK;

    if (payload.size > WIRE_CHUNK_MAX)
        return STATUS_CRASHED;
    if (reading->spool == NULL)
        status = spool_create(&reading->spool);
    return status == STATUS_OK ? extract_spool_append(reading->job, reading->spool, payload, 0) : status;
}

static enum status take_child_void(struct reading *reading)
{
    if (reading->spool == NULL)
        return STATUS_CRASHED;
    spool_destroy(reading->spool);
    reading->spool = NULL;
    return STATUS_OK;
}

/* Bytes that stand in the input cost nothing, once; a liar's files could all be the whole input. */
static enum status in_place(struct reading *reading, struct span place, struct bytes *input)
{
    struct extract_job *job = reading->job;

    if (reading->spool != NULL || place.end > job->input.size)
        return STATUS_CRASHED;
    *input = bytes_slice(job->input, (size_t)place.start, (size_t)(place.end - place.start));
    reading->in_place_bytes += input->size;
    return reading->in_place_bytes > job->input.size
               ? extract_charge(job, input->size, reading->in_place_bytes, 0)
               : STATUS_OK;
}

/* The message stays valid: this process says nothing more until the file inside is read. */
static enum status take_child(struct reading *reading, struct bytes payload)
{
    struct file_content *content = NULL;
    struct spool *spool = reading->spool;
    struct bytes input = bytes_of(NULL, 0);
    struct wire_child child;
    enum status status = STATUS_OK;

    if (!wire_get_child(payload, &child))
        return STATUS_CRASHED;
    if (child.in_place.end > child.in_place.start)
        status = in_place(reading, child.in_place, &input);
    else if (spool != NULL)
        status = spool_finish(spool, &input, &content);
    if (status == STATUS_OK && child.flaw == STATUS_OK)
        status = extract_child(reading->job, &child.hint, input, content);
    else if (status == STATUS_OK && input.size > 0)
        status = extract_child_damaged(reading->job, &child.hint, input, content, child.flaw, child.detail);
    else if (status == STATUS_OK)
        status = extract_child_unread(reading->job, &child.hint, child.flaw, child.detail);
    spool_destroy(spool);
    reading->spool = NULL;
    return status;
}

static enum status take_done(struct reading *reading, struct bytes payload)
{
    /* A worker that has gone mad may say anything; sums of these must not run over. */
    static const uint64_t pages_max = 1U << 20, ns_max = UINT64_C(1) << 50;
    struct ocr_cost ocr;

    if (reading->spool != NULL || !wire_get_done(payload, &reading->outcome, &ocr) || ocr.pages > pages_max
        || ocr.ns > ns_max)
        return STATUS_CRASHED;
    reading->job->part->ocr = ocr;
    reading->is_done = true;
    return STATUS_OK;
}

static enum status take(struct reading *reading, const struct wire_message *message)
{
    switch (message->kind) {
    case WIRE_FORMAT:
        return take_format(reading, message->payload);
    case WIRE_TEXT:
        return take_text(reading, message->payload);
    case WIRE_GAP:
        return take_gap(reading, message->payload);
    case WIRE_CHILD_BYTES:
        return take_child_bytes(reading, message->payload);
    case WIRE_CHILD_VOID:
        return take_child_void(reading);
    case WIRE_CHILD:
        return take_child(reading, message->payload);
    case WIRE_DONE:
        return take_done(reading, message->payload);
    default:
        return STATUS_CRASHED;
    }
}

/* ---- Reading. */

/* The next message, waiting for it while there is time. */
static enum status await(struct reading *reading, struct wire_message *message)
{
    struct wire_reader *reader = &reading->process->reader;
    enum status status;

    while (!wire_next(reader, message, &status)) {
        if (status == STATUS_OK)
            status = extract_check(reading->job);
        if (status == STATUS_OK)
            status = wire_receive(reader, WAIT_MS);
        if (status == STATUS_DEADLINE && extract_check(reading->job) == STATUS_OK)
            continue; /* nothing came yet */
        if (status == STATUS_IO || status == STATUS_MALFORMED)
            return STATUS_CRASHED;
        if (status != STATUS_OK)
            return status;
    }
    return STATUS_OK;
}

/* What the worker's own trouble means here. */
static enum status outcome_of(enum status status)
{
    switch (status) {
    case STATUS_NO_MEMORY:
        return STATUS_LIMIT_MEMORY;
    case STATUS_INVALID:
    case STATUS_BUG:
        return STATUS_CRASHED;
    default:
        return status;
    }
}

static enum status read_all(struct reading *reading)
{
    struct wire_message message;
    enum status status = process_send(reading->process, reading->job);

    if (status == STATUS_IO)
        return STATUS_CRASHED;
    while (status == STATUS_OK && !reading->is_done) {
        status = await(reading, &message);
        if (status == STATUS_OK)
            status = take(reading, &message);
    }
    if (reading->spool != NULL)
        spool_destroy(reading->spool);
    return status;
}

static enum pool_end end_of(enum status status)
{
    switch (status) {
    case STATUS_CRASHED:
        return POOL_END_CRASHED;
    case STATUS_DEADLINE:
        return POOL_END_TIMEOUT;
    case STATUS_STOPPED:
        return POOL_END_STOPPED;
    case STATUS_IO:
        return POOL_END_FAILED;
    default:
        return status_scope(status) == SCOPE_SCAN ? POOL_END_FAILED : POOL_END_LIMIT;
    }
}

/* Whatever ended it before it was done, the process is in no known state: it goes. */
static enum status conclude(struct reading *reading, enum status status)
{
    struct pool *pool = reading->pool;

    if (status == STATUS_OK)
        return outcome_of(reading->outcome);
    end_process(pool, reading->process, end_of(status));
    if ((status == STATUS_CRASHED || status == STATUS_DEADLINE) && pool->options->quarantine != NULL
        && quarantine_keep(pool->options->quarantine, reading->job->part->name, reading->job->input) != STATUS_OK) {
        enum status noted = extract_gap(reading->job, STATUS_IO, "it could not be kept in the quarantine folder");

        if (noted != STATUS_OK)
            return noted;
    }
    return status;
}

static enum status delegate_extract(struct extract_delegate *delegate, const struct extractor *extractor,
                                    struct extract_job *job)
{
    struct pool *pool = (struct pool *)delegate;
    struct reading reading = { .pool = pool, .job = job };
    enum status status;

    (void)extractor;
    if (pool->depth == DEPTH_MAX)
        return STATUS_LIMIT_DEPTH;
    reading.process = &pool->processes[pool->depth];
    status = make_ready(pool, reading.process, job);
    if (status == STATUS_UNSUPPORTED)
        return extract_gap(job, STATUS_UNSUPPORTED, "guanka-extract, which reads this format, cannot be started");
    if (status != STATUS_OK)
        return status;
    pool->depth++;
    if (pool->options->counts != NULL)
        atomic_fetch_add(&pool->options->counts->busy, 1);
    status = conclude(&reading, read_all(&reading));
    if (pool->options->counts != NULL)
        atomic_fetch_sub(&pool->options->counts->busy, 1);
    pool->depth--;
    return status;
}
