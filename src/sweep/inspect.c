/* SPDX-License-Identifier: Apache-2.0 */
#include "sweep/inspect.h"

#include <libintl.h>
#include <pthread.h>
#include <string.h>

#include "base/alloc.h"
#include "base/array.h"
#include "report/describe.h"
#include "report/json_line.h"
#include "report/person_mask.h"
#include "sweep/facts.h"
#include "sweep/packed.h"
#include "sweep/page_sends.h"

/* One task, and what comes of it. */
struct job {
    struct job *next;
    struct arena *arena;
    struct inspect_task task;
    struct inspection inspection;
};

struct queue {
    struct job *first, **end;
};

struct inspector {
    struct inspectors *all;
    pthread_t thread;
    struct scanner *scanner;
    struct pool *pool;
    struct site_page_reader *pages;
    struct packer *packer;
    struct report_context context;
    struct report_pieces pieces;
    struct buf unpacked, packed, facts;
};

struct inspectors {
    const struct inspect_options *options;
    struct report_options report;
    pthread_mutex_t lock;
    pthread_cond_t came;
    struct queue tasks, results;
    unsigned busy;
    bool is_ending;
    struct inspector *items;
    unsigned started; /* threads */
};

static void put(struct queue *queue, struct job *job)
{
    job->next = NULL;
    *queue->end = job;
    queue->end = &job->next;
}

static struct job *get(struct queue *queue)
{
    struct job *job = queue->first;

    if (job != NULL) {
        queue->first = job->next;
        if (queue->first == NULL)
            queue->end = &queue->first;
    }
    return job;
}

static void free_job(struct job *job)
{
    spool_destroy(job->task.body);
    spool_destroy(job->inspection.judged.body);
    arena_destroy(job->arena); /* the job lies in it */
}

/* ---- One content. */

/* The last name in the address, as a file's name would be; NULL where it ends in a slash. */
static const char *name_of(struct arena *arena, const char *url)
{
    size_t end = strcspn(url, "?#"), start = end;

    while (start > 0 && url[start - 1] != '/')
        start--;
    return end > start ? arena_text(arena, url + start, end - start) : NULL;
}

static enum finding_severity severity_of(const struct finding *finding)
{
    switch (finding->action) {
    case ACTION_BLOCK:
        return FINDING_SEVERE;
    case ACTION_REVIEW:
        return strcmp(finding->rule->category, "formulation") == 0 || strcmp(finding->rule->category, "quality") == 0
                   ? FINDING_ORDINARY
                   : FINDING_SUSPECTED;
    default:
        return FINDING_ORDINARY;
    }
}

/* What the register of releases, validity dates and deadlines decide. */
static bool depends_on_day(const struct finding *finding)
{
    return strcmp(finding->rule->category, "statistics") == 0 || strcmp(finding->rule->category, "case") == 0
           || strcmp(finding->rule->category, "formulation") == 0;
}

static const char *line_text(struct arena *arena, struct bytes line, const char *key)
{
    struct bytes value = json_line_text(line, key);

    return value.data != NULL ? arena_text(arena, (const char *)value.data, value.size) : NULL;
}

/* As records have it; NULL without memory. */
static const char *shown_address(struct job *job)
{
    struct buf shown = BUF_INIT(SIZE_MAX / 2);
    const char *kept = NULL;

    person_mask(&shown, job->task.url, strlen(job->task.url));
    if (buf_status(&shown) == STATUS_OK)
        kept = arena_text(job->arena, shown.data != NULL ? shown.data : "", shown.size);
    buf_free(&shown);
    return kept;
}

static enum status keep_findings(struct inspector *inspector, struct job *job, const struct scan *scan)
{
    struct report_document document = { .path = job->task.url, .scan = scan };
    struct inspected_finding *findings =
        arena_alloc(job->arena, (scan->finding_count + 1) * sizeof(struct inspected_finding));
    struct bytes lines, line;
    size_t offset = 0, count = 0;
    enum status status;

    document.shown_path = shown_address(job);
    if (document.shown_path == NULL)
        return STATUS_NO_MEMORY;
    buf_clear(&inspector->pieces.items);
    buf_clear(&inspector->pieces.notes);
    status = report_document(report_format_find("jsonl"), &inspector->context, &document, &inspector->pieces);
    if (status != STATUS_OK || findings == NULL)
        return status != STATUS_OK ? status : STATUS_NO_MEMORY;
    lines = buf_bytes(&inspector->pieces.items);
    /* A line for each finding, in their order. */
    while (count < scan->finding_count && json_line_next(lines, &offset, &line)) {
        const struct finding *finding = &scan->findings[count];
        struct inspected_finding *kept = &findings[count++];

        *kept = (struct inspected_finding){ .key = line_text(job->arena, line, "\"fingerprint\""),
                                            .rule = finding->rule->id,
                                            .category = finding->rule->category,
                                            .record = arena_text(job->arena, (const char *)line.data, line.size),
                                            .severity = severity_of(finding) };
        job->inspection.is_severe = job->inspection.is_severe || kept->severity == FINDING_SEVERE;
        job->inspection.depends_on_day = job->inspection.depends_on_day || depends_on_day(finding);
        if (kept->key == NULL || kept->record == NULL)
            return STATUS_NO_MEMORY;
    }
    job->inspection.findings = findings;
    job->inspection.finding_count = count;
    return count == scan->finding_count ? STATUS_OK : STATUS_BUG;
}

static bool is_whole(const struct scan *scan)
{
    bool whole = scan->gap_count == 0;

    for (size_t part = 0; part < scan->part_count; part++)
        whole = whole && scan->parts[part].coverage == COVERAGE_COMPLETE;
    return whole;
}

static unsigned problems_of(const struct scan *scan)
{
    unsigned problems = 0;

    for (size_t index = 0; index < scan->gap_count; index++) {
        problems |= scan->gaps[index].why == STATUS_ENCRYPTED ? FACT_ENCRYPTED : 0;
        problems |= scan->gaps[index].why == STATUS_MALFORMED ? FACT_MALFORMED : 0;
    }
    return problems;
}

/* The page as the reader has it, copied to where it stays. */
static enum status keep_page(struct inspector *inspector, struct job *job, struct bytes input,
                             const struct part_hint *hint, const struct scan *scan)
{
    struct arena_copies copies = { .arena = job->arena };
    struct site_page *page = &job->inspection.page;
    struct page_link *links;
    enum status status = site_page_read(inspector->pages, input, hint, page);

    if (status != STATUS_OK)
        return status;
    if (scan->part_count > 0) {
        page->format = arena_copy(&copies, scan->parts[0].format);
        page->media_type = arena_copy(&copies, scan->parts[0].media_type);
    }
    if (page->is_left_out)
        job->inspection.text = job->inspection.digest;
    else
        status = digest_of(page->text, &job->inspection.text);
    job->inspection.is_html = page->format != NULL && strcmp(page->format, "html") == 0;
    job->inspection.depends_on_head = job->inspection.is_html && job->task.refresh[0] != '\0';
    job->inspection.says_missing = job->inspection.is_html && facts_say_missing(page);
    if (status == STATUS_OK && job->inspection.is_html)
        status = page_sends_take_refresh(job->arena, page, job->task.refresh);
    if (status == STATUS_OK && job->inspection.is_html)
        status = stand_in_judge(job->arena, page, job->task.url, input, &job->inspection.stand_in);
    buf_clear(&inspector->facts);
    if (status == STATUS_OK)
        status = facts_write(&inspector->facts, &(struct facts_source){ .page = page,
                                                                        .url = job->task.url,
                                                                        .text = &job->inspection.text,
                                                                        .content = &job->inspection.digest,
                                                                        .input = input,
                                                                        .charset = job->task.charset,
                                                                        .problems = problems_of(scan),
                                                                        .stand_in = job->inspection.stand_in,
                                                                        .arena = job->arena });
    links = arena_alloc(job->arena, (page->link_count + 1) * sizeof(struct page_link));
    if (status != STATUS_OK || links == NULL)
        return status != STATUS_OK ? status : STATUS_NO_MEMORY;
    for (size_t index = 0; index < page->link_count; index++) {
        links[index] = page->links[index];
        links[index].address = arena_copy(&copies, links[index].address);
    }
    job->inspection.facts = arena_copy(&copies, inspector->facts.size > 0 ? inspector->facts.data : "{}");
    page->title = arena_copy(&copies, page->title);
    page->base = page->base != NULL ? arena_copy(&copies, page->base) : NULL;
    page->links = links;
    page->properties = NULL;
    page->property_count = 0;
    page->text = (struct bytes){ 0 };
    return copies.has_failed ? STATUS_NO_MEMORY : STATUS_OK;
}

/* What the site must show again when rules change. */
static enum status keep_content(struct inspector *inspector, struct job *job, struct bytes input)
{
    uint8_t *copy;
    enum status status;

    if (job->inspection.is_copy) {
        job->inspection.packed = job->task.packed;
        return STATUS_OK;
    }
    buf_clear(&inspector->packed);
    status = packed_make(inspector->packer, input, &inspector->packed);
    if (status != STATUS_OK)
        return status;
    copy = arena_alloc(job->arena, inspector->packed.size + 1);
    if (copy == NULL)
        return STATUS_NO_MEMORY;
    memcpy(copy, inspector->packed.data, inspector->packed.size);
    job->inspection.packed = bytes_of(copy, inspector->packed.size);
    return STATUS_OK;
}

/* For evidence: those very bytes, not what the address may give when it is asked again. */
static enum status keep_judged(struct job *job, struct bytes input)
{
    struct inspected_bytes *judged = &job->inspection.judged;
    const char *copy;

    judged->content = input;
    judged->body = job->task.body;
    job->task.body = NULL;
    if (judged->body != NULL)
        return STATUS_OK;
    copy = arena_text(job->arena, (const char *)input.data, input.size);
    judged->content = bytes_of(copy, input.size);
    return copy != NULL ? STATUS_OK : STATUS_NO_MEMORY;
}

static enum status inspect_bytes(struct inspector *inspector, struct job *job, struct bytes input,
                                 struct file_content *content)
{
    const struct inspect_task *task = &job->task;
    const struct part_hint hint = { .name = name_of(job->arena, task->url),
                                    .media_type = task->media_type[0] != '\0' ? task->media_type : NULL,
                                    .charset = task->charset[0] != '\0' ? task->charset : NULL };
    const struct scan *scan;
    enum status status = digest_of(input, &job->inspection.digest);

    job->inspection.size = input.size;
    if (status != STATUS_OK)
        return status;
    if (job->inspection.is_copy
        && memcmp(&task->packed_digest, &job->inspection.digest, sizeof task->packed_digest) != 0)
        return STATUS_MALFORMED;
    job->inspection.is_known = memcmp(&task->known, &job->inspection.digest, sizeof task->known) == 0;
    if (job->inspection.is_known)
        return STATUS_OK;
    status = scanner_scan(inspector->scanner, inspector->all->options->ruleset, input, content, &hint, &scan);
    if (status != STATUS_OK)
        return status;
    job->inspection.is_complete = is_whole(scan) && (content == NULL || file_content_intact(content));
    status = keep_findings(inspector, job, scan);
    if (status == STATUS_OK)
        status = keep_page(inspector, job, input, &hint, scan);
    if (status == STATUS_OK && !task->is_look)
        status = keep_content(inspector, job, input);
    return status == STATUS_OK && (job->inspection.is_severe || task->is_look) ? keep_judged(job, input) : status;
}

static enum status inspect(struct inspector *inspector, struct job *job)
{
    struct bytes input = { 0 };
    struct file_content *content = NULL;
    enum status status;

    if (job->task.body != NULL) {
        status = spool_finish(job->task.body, &input, &content);
    } else {
        status = packed_open(inspector->packer, job->task.packed, job->task.packed_size, &inspector->unpacked);
        input = buf_bytes(&inspector->unpacked);
    }
    return status == STATUS_OK ? inspect_bytes(inspector, job, input, content) : status;
}

/* ---- Threads. */

static void *work(void *context)
{
    struct inspector *inspector = context;
    struct inspectors *all = inspector->all;

    pthread_mutex_lock(&all->lock);
    while (!all->is_ending) {
        struct job *job = get(&all->tasks);

        if (job == NULL) {
            pthread_cond_wait(&all->came, &all->lock);
            continue;
        }
        pthread_mutex_unlock(&all->lock);
        job->inspection.status = inspect(inspector, job);
        spool_destroy(job->task.body);
        job->task.body = NULL;
        pthread_mutex_lock(&all->lock);
        put(&all->results, job);
        all->options->wake(all->options->wake_context);
    }
    pthread_mutex_unlock(&all->lock);
    return NULL;
}

static enum status prepare(struct inspector *inspector)
{
    const struct inspect_options *options = inspector->all->options;
    enum status status = scanner_create(options->limits, options->stop, &inspector->scanner);

    inspector->context = report_context_of(&inspector->all->report);
    inspector->pieces = (struct report_pieces){ BUF_INIT(SIZE_MAX / 2), BUF_INIT(SIZE_MAX / 2) };
    inspector->unpacked = (struct buf)BUF_INIT(UINT32_MAX);
    inspector->packed = (struct buf)BUF_INIT(SIZE_MAX / 2);
    inspector->facts = (struct buf)BUF_INIT(1 << 20);
    if (status == STATUS_OK && options->isolation != NULL)
        status = pool_create(options->isolation, &inspector->pool);
    if (status == STATUS_OK && inspector->pool != NULL)
        scanner_set_delegate(inspector->scanner, pool_delegate(inspector->pool));
    if (status == STATUS_OK)
        status = site_page_reader_create(&inspector->pages);
    if (status == STATUS_OK)
        status = packer_create(&inspector->packer);
    if (status == STATUS_OK)
        scanner_set_as_of(inspector->scanner, options->today);
    return status;
}

static void let_go(struct inspector *inspector)
{
    scanner_destroy(inspector->scanner);
    pool_destroy(inspector->pool);
    site_page_reader_destroy(inspector->pages);
    packer_destroy(inspector->packer);
    report_context_free(&inspector->context);
    buf_free(&inspector->pieces.items);
    buf_free(&inspector->pieces.notes);
    buf_free(&inspector->unpacked);
    buf_free(&inspector->packed);
    buf_free(&inspector->facts);
}

enum status inspectors_create(const struct inspect_options *options, struct inspectors **result, struct error *error)
{
    struct inspectors *inspectors = alloc_zeroed(1, sizeof *inspectors);
    enum status status = STATUS_OK;

    if (inspectors == NULL)
        return error_set(error, STATUS_NO_MEMORY, gettext("out of memory"));
    inspectors->options = options;
    inspectors->report = (struct report_options){ .language = options->language, .findings_only = true };
    inspectors->tasks.end = &inspectors->tasks.first;
    inspectors->results.end = &inspectors->results.first;
    pthread_mutex_init(&inspectors->lock, NULL);
    pthread_cond_init(&inspectors->came, NULL);
    inspectors->items = alloc_zeroed(options->threads, sizeof *inspectors->items);
    if (inspectors->items == NULL)
        status = STATUS_NO_MEMORY;
    while (status == STATUS_OK && inspectors->started < options->threads) {
        struct inspector *inspector = &inspectors->items[inspectors->started];

        inspector->all = inspectors;
        status = prepare(inspector);
        if (status == STATUS_OK && pthread_create(&inspector->thread, NULL, work, inspector) != 0)
            status = STATUS_NO_MEMORY;
        if (status == STATUS_OK)
            inspectors->started++;
        else
            let_go(inspector);
    }
    if (status != STATUS_OK) {
        inspectors_destroy(inspectors);
        return error_set(error, status, gettext("the threads that inspect could not be started: %s"),
                         status_code(status));
    }
    *result = inspectors;
    return STATUS_OK;
}

void inspectors_destroy(struct inspectors *inspectors)
{
    struct job *job;

    if (inspectors == NULL)
        return;
    pthread_mutex_lock(&inspectors->lock);
    inspectors->is_ending = true;
    pthread_cond_broadcast(&inspectors->came);
    pthread_mutex_unlock(&inspectors->lock);
    for (unsigned index = 0; index < inspectors->started; index++) {
        pthread_join(inspectors->items[index].thread, NULL);
        let_go(&inspectors->items[index]);
    }
    while ((job = get(&inspectors->tasks)) != NULL || (job = get(&inspectors->results)) != NULL)
        free_job(job);
    pthread_cond_destroy(&inspectors->came);
    pthread_mutex_destroy(&inspectors->lock);
    alloc_free(inspectors->items);
    alloc_free(inspectors);
}

static struct bytes copy_bytes(struct arena_copies *copies, struct bytes bytes)
{
    const char *copy;

    if (bytes.size == 0)
        return bytes;
    copy = arena_text(copies->arena, (const char *)bytes.data, bytes.size);
    copies->has_failed = copies->has_failed || copy == NULL;
    return bytes_of(copy, bytes.size);
}

enum status inspectors_give(struct inspectors *inspectors, const struct inspect_task *task)
{
    struct arena *arena;
    struct arena_copies copies;
    struct job *job;
    enum status status = arena_create(&arena);

    if (status != STATUS_OK)
        return status;
    job = arena_zeroed(arena, sizeof *job);
    if (job == NULL) {
        arena_destroy(arena);
        return STATUS_NO_MEMORY;
    }
    copies = (struct arena_copies){ .arena = arena };
    job->arena = arena;
    job->task = *task;
    job->task.url = arena_copy(&copies, task->url);
    job->task.media_type = arena_copy(&copies, task->media_type);
    job->task.charset = arena_copy(&copies, task->charset);
    job->task.refresh = arena_copy(&copies, task->refresh != NULL ? task->refresh : "");
    job->task.peer = arena_copy(&copies, task->peer);
    job->task.certificate = arena_copy(&copies, task->certificate);
    job->task.packed = copy_bytes(&copies, task->packed);
    job->task.request = copy_bytes(&copies, task->request);
    job->task.head = copy_bytes(&copies, task->head);
    job->inspection = (struct inspection){ .token = task->token, .arena = arena, .is_copy = task->body == NULL };
    job->inspection.judged = (struct inspected_bytes){ .request = job->task.request,
                                                       .head = job->task.head,
                                                       .url = job->task.url,
                                                       .media_type = job->task.media_type,
                                                       .charset = job->task.charset,
                                                       .peer = job->task.peer,
                                                       .certificate = job->task.certificate,
                                                       .fetched_ms = task->fetched_ms };
    if (copies.has_failed) {
        arena_destroy(arena); /* the body stays the caller's */
        return STATUS_NO_MEMORY;
    }
    pthread_mutex_lock(&inspectors->lock);
    put(&inspectors->tasks, job);
    inspectors->busy++;
    pthread_cond_signal(&inspectors->came);
    pthread_mutex_unlock(&inspectors->lock);
    return STATUS_OK;
}

struct inspection *inspectors_take(struct inspectors *inspectors)
{
    struct job *job;

    pthread_mutex_lock(&inspectors->lock);
    job = get(&inspectors->results);
    if (job != NULL)
        inspectors->busy--;
    pthread_mutex_unlock(&inspectors->lock);
    return job != NULL ? &job->inspection : NULL;
}

unsigned inspectors_busy(const struct inspectors *inspectors)
{
    return inspectors->busy;
}

void inspection_free(struct inspection *inspection)
{
    if (inspection == NULL)
        return;
    spool_destroy(inspection->judged.body);
    arena_destroy(inspection->arena); /* it lies in it */
}
