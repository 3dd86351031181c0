/* SPDX-License-Identifier: Apache-2.0 */
#include "work/batch.h"

#include <errno.h>
#include <omp.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "engine/scanner.h"
#include "report/words.h"
#include "work/copies.h"
#include "work/ordered.h"
#include "work/outcome.h"

enum { READ_STEP = 64 << 10 };

struct batch {
    const struct batch_options *options;
    const struct walk *walk;
    struct copies copies;
    uint32_t *jobs; /* the files to scan, in the order in which they begin */
    size_t job_count;
    pthread_mutex_t mutex; /* guards what follows */
    struct ordered ordered;
    enum status status;
    atomic_bool failed; /* status is not OK: there is no use in going on */
};

struct worker {
    struct batch *batch;
    struct scanner *scanner; /* NULL: there was no memory for it */
    struct pool *pool;       /* of processes that read isolated formats; NULL: none */
    struct report_context context;
    struct report_pieces pieces;
    struct outcome remaining, own; /* own: of what has no scan, or is amended */
    struct buf content;
    struct report_tally tally;
};

static const char *base_name(const char *path)
{
    const char *slash = strrchr(path, '/');

    return slash != NULL ? slash + 1 : path;
}

static bool is_stopped(const struct batch *batch)
{
    return atomic_load_explicit(batch->options->stop, memory_order_relaxed);
}

static void fail(struct batch *batch, enum status status)
{
    pthread_mutex_lock(&batch->mutex);
    if (batch->status == STATUS_OK)
        batch->status = status;
    pthread_mutex_unlock(&batch->mutex);
    atomic_store(&batch->failed, true);
}

static enum status render(struct worker *worker, const struct walk_file *file, const struct scan *scan)
{
    const struct report_document document = { .path = file->path, .shown_path = file->shown, .scan = scan };

    buf_clear(&worker->pieces.items);
    buf_clear(&worker->pieces.notes);
    return report_document(worker->batch->ordered.writer->format, &worker->context, &document, &worker->pieces);
}

/* Reports `scan` as that of file number `index`. */
static void deliver_one(struct worker *worker, uint32_t index, const struct scan *scan)
{
    struct batch *batch = worker->batch;
    const struct walk_file *file = &batch->walk->files[index];
    enum status status = STATUS_OK;

    worker->remaining.known_count = worker->remaining.suppressed_count = 0;
    if (batch->options->known.baseline != NULL || batch->options->known.suppressions != NULL
        || batch->options->known.only != NULL)
        status = outcome_new(&worker->remaining, scan, &batch->options->known, file->path, &scan);
    if (status == STATUS_OK)
        status = render(worker, file, scan);
    if (status != STATUS_OK) {
        worker->remaining.known_count = worker->remaining.suppressed_count = 0;
        scan = outcome_unread(&worker->own, COVERAGE_INCOMPLETE, file->size, status, NULL);
        status = render(worker, file, scan);
    }
    if (status == STATUS_OK) {
        worker->tally.known += worker->remaining.known_count;
        worker->tally.suppressed += worker->remaining.suppressed_count;
        tally_scan(&worker->tally, scan);
        pthread_mutex_lock(&batch->mutex);
        status =
            ordered_put(&batch->ordered, index, buf_bytes(&worker->pieces.items), buf_bytes(&worker->pieces.notes));
        pthread_mutex_unlock(&batch->mutex);
    }
    if (status != STATUS_OK)
        fail(batch, status);
    if (batch->options->progress != NULL)
        progress_add(batch->options->progress, file->size);
}

static void deliver(struct worker *worker, uint32_t index, const struct scan *scan)
{
    for (; index != COPIES_NONE; index = worker->batch->copies.next[index])
        deliver_one(worker, index, scan);
}

static void deliver_unread(struct worker *worker, uint32_t index, enum coverage coverage, enum status why,
                           const char *detail)
{
    uint64_t bytes = worker->batch->walk->files[index].size;

    deliver(worker, index, outcome_unread(&worker->own, coverage, bytes, why, detail));
}

static void scan_bytes(struct worker *worker, uint32_t index, struct bytes input, struct file_content *content)
{
    const struct walk_file *file = &worker->batch->walk->files[index];
    bool is_named = file->kind != WALK_STDIN;
    const struct part_hint hint = { .name = is_named ? base_name(file->shown) : NULL,
                                    .unseen = is_named ? file->unseen : NULL };
    const struct scan *scan;
    enum status status = worker->scanner == NULL ? STATUS_NO_MEMORY
                                                 : scanner_scan(worker->scanner, worker->batch->options->ruleset, input,
                                                                content, &hint, &scan);

    if (status == STATUS_OK && content != NULL && !file_content_intact(content))
        status = outcome_amend(&worker->own, scan, STATUS_IO, N_("the file became shorter while it was read"), &scan);
    if (status == STATUS_OK)
        deliver(worker, index, scan);
    else
        deliver_unread(worker, index, COVERAGE_INCOMPLETE, status, NULL);
}

static void scan_file(struct worker *worker, uint32_t index)
{
    const char *path = worker->batch->walk->files[index].path;
    struct file_content *content;
    struct error error = { 0 };
    enum status status = file_content_open(path, &worker->content, &content, &error);

    if (status != STATUS_OK) {
        deliver_unread(worker, index, COVERAGE_SKIPPED, status, error.message);
        return;
    }
    scan_bytes(worker, index, file_content_bytes(content), content);
    file_content_close(content);
}

static enum status read_spool(struct worker *worker, int descriptor, struct spool *spool)
{
    enum status status = STATUS_OK;

    while (status == STATUS_OK) {
        char *target;
        ssize_t count;

        buf_clear(&worker->content);
        target = buf_reserve(&worker->content, READ_STEP);
        if (target == NULL)
            return STATUS_NO_MEMORY;
        if (is_stopped(worker->batch))
            return STATUS_STOPPED;
        count = read(descriptor, target, READ_STEP);
        if (count == 0)
            return STATUS_OK;
        if (count > 0)
            status = spool_append(spool, bytes_of(target, (size_t)count));
        else if (errno != EINTR)
            status = STATUS_IO;
    }
    return status;
}

static void scan_standard_input(struct worker *worker, uint32_t index)
{
    struct spool *spool;
    struct file_content *content;
    struct bytes input;
    enum status status = spool_create(&spool);

    if (status == STATUS_OK) {
        status = read_spool(worker, worker->batch->options->standard_input, spool);
        if (status == STATUS_OK)
            status = spool_finish(spool, &input, &content);
        if (status == STATUS_OK)
            scan_bytes(worker, index, input, content);
        spool_destroy(spool);
    }
    if (status != STATUS_OK)
        deliver_unread(worker, index, COVERAGE_SKIPPED, status, NULL);
}

static void run_job(struct worker *worker, uint32_t index)
{
    const struct walk_file *file = &worker->batch->walk->files[index];

    if (file->kind == WALK_UNREAD)
        deliver_unread(worker, index, COVERAGE_SKIPPED, file->why, file->detail);
    else if (is_stopped(worker->batch))
        deliver_unread(worker, index, COVERAGE_SKIPPED, STATUS_STOPPED, NULL);
    else if (file->kind == WALK_STDIN)
        scan_standard_input(worker, index);
    else
        scan_file(worker, index);
}

/* The beginning and the end of a parallel region order its threads, but in a way that the thread sanitizer does
 * not see; passing the mutex on both sides of both shows it. */
static void pass_mutex(struct batch *batch)
{
    pthread_mutex_lock(&batch->mutex);
    pthread_mutex_unlock(&batch->mutex);
}

static int compare_jobs(const void *left, const void *right, void *context)
{
    const struct walk_file *files = context;
    uint32_t one = *(const uint32_t *)left, other = *(const uint32_t *)right;
    uint64_t first = files[one].size > BATCH_BIG_BYTES ? files[one].size : 0;
    uint64_t second = files[other].size > BATCH_BIG_BYTES ? files[other].size : 0;

    if (first != second)
        return first > second ? -1 : 1;
    return one < other ? -1 : one > other;
}

static enum status plan(struct batch *batch)
{
    const struct walk *walk = batch->walk;

    batch->jobs = alloc((walk->count > 0 ? walk->count : 1) * sizeof *batch->jobs);
    if (batch->jobs == NULL)
        return STATUS_NO_MEMORY;
    for (uint32_t index = 0; index < walk->count; index++)
        if (!batch->copies.is_copy[index])
            batch->jobs[batch->job_count++] = index;
    qsort_r(batch->jobs, batch->job_count, sizeof *batch->jobs, compare_jobs, walk->files);
    return STATUS_OK;
}

static int thread_count(const struct batch_options *options, size_t jobs)
{
    size_t wanted = options->jobs > 0 ? options->jobs : (size_t)omp_get_num_procs();

    if (wanted > jobs)
        wanted = jobs;
    return wanted > 1 ? (int)wanted : 1;
}

static void find_copies(struct batch *batch)
{
    struct copies *copies = &batch->copies;
    size_t count = copies->candidate_count;

    pass_mutex(batch);
#pragma omp parallel num_threads(thread_count(batch->options, count)) if (count > 1)
    {
        struct buf content = BUF_INIT(SIZE_MAX / 2);

        pass_mutex(batch);
#pragma omp for schedule(dynamic, 16)
        for (size_t index = 0; index < count; index++)
            if (!is_stopped(batch))
                copies_digest(copies, index, &content);
        buf_free(&content);
        pass_mutex(batch);
    }
    pass_mutex(batch);
    copies_link(copies);
}

static void worker_open(struct worker *worker, struct batch *batch)
{
    *worker = (struct worker){ .batch = batch,
                               .context = report_context_of(batch->ordered.writer->options),
                               .pieces = { BUF_INIT(SIZE_MAX / 2), BUF_INIT(SIZE_MAX / 2) },
                               .content = BUF_INIT(SIZE_MAX / 2) };
    if (scanner_create(batch->options->limits, batch->options->stop, &worker->scanner) != STATUS_OK)
        worker->scanner = NULL;
    if (worker->scanner != NULL) {
        scanner_set_as_of(worker->scanner, batch->options->as_of);
        scanner_set_explain(worker->scanner, batch->options->explain);
    }
    if (worker->scanner != NULL && batch->options->isolation != NULL
        && pool_create(batch->options->isolation, &worker->pool) == STATUS_OK)
        scanner_set_delegate(worker->scanner, pool_delegate(worker->pool));
}

static void worker_close(struct worker *worker)
{
    scanner_destroy(worker->scanner);
    pool_destroy(worker->pool);
    report_context_free(&worker->context);
    buf_free(&worker->pieces.items);
    buf_free(&worker->pieces.notes);
    outcome_free(&worker->remaining);
    outcome_free(&worker->own);
    buf_free(&worker->content);
}

static void scan_all(struct batch *batch, struct report_tally *tally)
{
    pass_mutex(batch);
#pragma omp parallel num_threads(thread_count(batch->options, batch->job_count))
    {
        struct worker worker;

        pass_mutex(batch);
        worker_open(&worker, batch);
#pragma omp for schedule(dynamic, 1)
        for (size_t job = 0; job < batch->job_count; job++)
            if (!atomic_load_explicit(&batch->failed, memory_order_relaxed))
                run_job(&worker, batch->jobs[job]);
        worker_close(&worker);
        pthread_mutex_lock(&batch->mutex);
        tally_add(tally, &worker.tally);
        pthread_mutex_unlock(&batch->mutex);
    }
    pass_mutex(batch);
}

enum status batch_run(const struct batch_options *options, const struct walk *walk, struct report_writer *writer,
                      struct report_tally *tally)
{
    struct batch batch = { .options = options, .walk = walk, .mutex = PTHREAD_MUTEX_INITIALIZER };
    enum status status = copies_create(walk, &batch.copies);

    *tally = (struct report_tally){ 0 };
    if (status != STATUS_OK)
        return error_set(&writer->error, status, _("out of memory"));
    find_copies(&batch);
    status = plan(&batch);
    if (status == STATUS_OK)
        status = ordered_create(&batch.ordered, walk->count, writer);
    if (status == STATUS_OK) {
        scan_all(&batch, tally);
        status = batch.status;
        ordered_free(&batch.ordered);
    }
    alloc_free(batch.jobs);
    copies_free(&batch.copies);
    if (status != STATUS_OK && writer->error.status == STATUS_OK)
        return error_set(&writer->error, status, _("out of memory"));
    return status;
}
