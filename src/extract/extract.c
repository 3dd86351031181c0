/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/extract.h"

#include <string.h>

#include "base/spool.h"
#include "extract/link.h"
#include "text/utf8.h"

/* Marks a text that is translated where it is shown. */
#define N_(text) text

struct extract_driver {
    const struct extract_context *context;
    struct budget *budget;
    struct arena *arena;
    struct extract_sink *sink;
    uint32_t part_count;
};

/* The file that a part's bytes are mapped from, or NULL, and where in it they begin. */
struct backing {
    struct file_content *content;
    uint64_t offset;
};

/* What the driver keeps for an open part beside the job; the job comes first, so that a verb finds its
 * frame from the job it is given. */
struct frame {
    struct extract_job job;
    struct backing backing;
    uint64_t progressed;
};

enum { PROGRESS_STEP = 1 << 20, AHEAD_SIZE = 1 << 20 };

static const struct format unknown_format = { "unknown", "application/octet-stream" };

static const struct extractor *choose(const struct extract_context *context, struct bytes input,
                                      const struct part_hint *hint)
{
    const struct extractor *const *const lists[] = { context->formats, extract_formats() };
    const struct extractor *best = NULL;
    unsigned best_bid = 0;

    for (size_t list = 0; list < sizeof lists / sizeof *lists; list++) {
        for (const struct extractor *const *next = lists[list]; next != NULL && *next != NULL; next++) {
            unsigned bid = (*next)->bid(input, hint);

            if (bid > best_bid) {
                best_bid = bid;
                best = *next;
            }
        }
    }
    return best;
}

static const char *base_name(const char *name)
{
    const char *slash = strrchr(name, '/');

    return slash != NULL && slash[1] != '\0' ? slash + 1 : name;
}

/* A leak often stands in the name: 机密★10年.pdf */
static enum status emit_name(struct extract_job *job, const char *name, size_t size)
{
    if (size > TEXT_RUN_MAX)
        size = utf8_floor(name, size, TEXT_RUN_MAX);
    return extract_emit(job, &(struct text_run){ .utf8 = name,
                                                 .size = size,
                                                 .role = TEXT_FILENAME,
                                                 .join = JOIN_BROKEN,
                                                 .origin = ORIGIN_DETACHED,
                                                 .section = "filename" });
}

enum status extract_emit_names(struct extract_job *job, const char *path)
{
    enum status status = STATUS_OK;

    while (*path != '\0' && status == STATUS_OK) {
        size_t size = strcspn(path, "/");

        /* "." and ".." are no names. */
        if (size > 2 || strspn(path, ".") < size)
            status = emit_name(job, path, size);
        path += path[size] != '\0' ? size + 1 : size;
    }
    return status;
}

static enum status part_create(struct extract_driver *driver, const struct part *parent, const struct part_hint *hint,
                               struct bytes input, struct part **part)
{
    const char *name = hint->name != NULL ? hint->name : "";
    struct part *created = arena_zeroed(driver->arena, sizeof *created);

    if (created == NULL)
        return STATUS_NO_MEMORY;
    created->name = arena_text(driver->arena, name, strlen(name));
    if (created->name == NULL)
        return STATUS_NO_MEMORY;
    created->parent = parent;
    created->format = &unknown_format;
    created->bytes = input;
    created->encoding = ENCODING_NONE;
    created->number = driver->part_count++;
    created->depth = parent != NULL ? parent->depth + 1 : 0;
    *part = created;
    return STATUS_OK;
}

/* Records what stopped a part. PART scope ends here; wider scopes go on up. */
static enum status settle(struct extract_job *job, enum status status, const char *detail)
{
    enum status recorded;

    if (status_scope(status) == SCOPE_NONE || status_scope(status) == SCOPE_SCAN)
        return status;
    recorded = job->driver->sink->gap(job->driver->sink, job->part, status, detail);
    if (recorded != STATUS_OK)
        return recorded;
    return status_scope(status) == SCOPE_PART ? STATUS_OK : status;
}

/* Here, or where it can do no harm. */
static enum status read_by(const struct extractor *extractor, struct extract_job *job)
{
    struct extract_delegate *delegate = job->driver->context->delegate;

    if (delegate != NULL && (extractor->isolated || delegate->takes_all))
        return delegate->extract(delegate, extractor, job);
    return extractor->extract(job);
}

bool extract_hand_over(struct extract_job *job, const struct extractor *extractor, enum status *status)
{
    struct extract_delegate *delegate = job->driver->context->delegate;

    if (delegate == NULL)
        return false;
    *status = delegate->extract(delegate, extractor, job);
    return true;
}

/* What is known of a part's bytes before it is read. */
struct flaw {
    enum status why; /* OK: nothing */
    const char *detail;
    bool unread; /* the part is not to be read at all; else what there is of it is read */
};

static enum status read_part(struct frame *frame, const struct flaw *flaw)
{
    struct extract_job *job = &frame->job;
    const struct extractor *extractor;
    enum status status = STATUS_OK;

    if (job->driver->sink->child == NULL)
        status = extract_emit_names(job, job->hint->unseen != NULL ? job->hint->unseen : base_name(job->part->name));
    if (status != STATUS_OK)
        return settle(job, status, NULL);
    if (flaw->why != STATUS_OK && flaw->unread)
        return settle(job, flaw->why, flaw->detail);
    extractor = choose(job->driver->context, job->input, job->hint);
    if (extractor == NULL)
        return settle(job, STATUS_UNSUPPORTED, NULL);
    job->part->format = &extractor->format;
    status = read_by(extractor, job);
    if (frame->backing.content != NULL && !file_content_intact(frame->backing.content)
        && status_scope(status) != SCOPE_SCAN)
        return settle(job, STATUS_IO, "the file became shorter while it was read");
    /* What its reader says comes first, whoever that is: a process apart has said it by now. */
    status = settle(job, status, NULL);
    return status == STATUS_OK && flaw->why != STATUS_OK ? settle(job, flaw->why, flaw->detail) : status;
}

/* Opens, reads and closes one part. */
static enum status run_part(struct extract_driver *driver, const struct part *parent, const struct part_hint *hint,
                            struct bytes input, struct backing backing, struct flaw flaw)
{
    struct part *part;
    struct arena_mark mark;
    struct frame frame;
    enum status status;
    enum status closed;

    /* To a null pointer not even 0 may be added, and readers of text do add. */
    if (input.data == NULL)
        input.data = (const uint8_t *)"";
    status = part_create(driver, parent, hint, input, &part);
    if (status != STATUS_OK)
        return status;
    mark = arena_mark(driver->arena);
    frame = (struct frame){ .job = { .input = input,
                                     .part = part,
                                     .hint = hint,
                                     .arena = driver->arena,
                                     .charset = driver->context->charset,
                                     .driver = driver },
                            .backing = backing };
    status = driver->sink->part_open(driver->sink, part);
    if (status != STATUS_OK)
        return status;
    status = read_part(&frame, &flaw);
    closed = driver->sink->part_close(driver->sink, part);
    arena_release(driver->arena, mark);
    if (status_scope(closed) > status_scope(status))
        return closed;
    return status;
}

enum status extract_document(struct bytes input, struct file_content *content, const struct part_hint *hint,
                             const struct extract_context *context, struct extract_sink *sink)
{
    struct extract_driver driver = {
        .context = context, .budget = context->budget, .arena = context->arena, .sink = sink
    };
    uint64_t size_max = context->budget->limits->input_bytes_max;
    enum status refusal = size_max > 0 && input.size > size_max ? STATUS_LIMIT_BYTES : STATUS_OK;
    enum status status =
        run_part(&driver, NULL, hint, input, (struct backing){ content, 0 }, (struct flaw){ refusal, NULL, true });

    return status_scope(status) == SCOPE_SCAN ? status : STATUS_OK;
}

enum status extract_single(struct bytes input, const struct part_hint *hint, const struct extract_context *context,
                           struct extract_sink *sink)
{
    struct extract_driver driver = { .context = context,
                                     .budget = context->budget,
                                     .arena = context->arena,
                                     .sink = sink };
    enum status status = run_part(&driver, NULL, hint, input, (struct backing){ NULL, 0 },
                                  (struct flaw){ STATUS_OK, NULL, false });

    return status_scope(status) == SCOPE_SCAN ? status : STATUS_OK;
}

/* A stored member lies in its archive: as it is read, pages of the archive's file can go. */
static struct backing child_backing(const struct frame *parent, struct bytes input, struct file_content *content)
{
    struct bytes outer = parent->job.input;
    uintptr_t start = (uintptr_t)input.data, outer_start = (uintptr_t)outer.data;

    if (content != NULL || parent->backing.content == NULL || start < outer_start || start - outer_start > outer.size)
        return (struct backing){ content, 0 };
    return (struct backing){ parent->backing.content, parent->backing.offset + (start - outer_start) };
}

static enum status run_child(struct extract_job *job, const struct part_hint *hint, struct bytes input,
                             struct file_content *content, struct flaw flaw)
{
    enum status refusal = budget_child(job->driver->budget, job->part->depth + 1);

    if (status_scope(refusal) > SCOPE_PART)
        return refusal;
    if (refusal != STATUS_OK)
        flaw = (struct flaw){ refusal, NULL, true };
    if (job->driver->sink->child != NULL && flaw.unread) {
        enum status status = extract_take_back(job);

        if (status != STATUS_OK)
            return status;
    }
    if (job->driver->sink->child != NULL)
        return job->driver->sink->child(job->driver->sink, job->part, hint, flaw.unread ? bytes_of(NULL, 0) : input,
                                        flaw.why, flaw.detail);
    return run_part(job->driver, job->part, hint, input, child_backing((struct frame *)job, input, content), flaw);
}

enum status extract_child(struct extract_job *job, const struct part_hint *hint, struct bytes input,
                          struct file_content *content)
{
    return run_child(job, hint, input, content, (struct flaw){ STATUS_OK, NULL, false });
}

enum status extract_child_damaged(struct extract_job *job, const struct part_hint *hint, struct bytes input,
                                  struct file_content *content, enum status why, const char *detail)
{
    return run_child(job, hint, input, content, (struct flaw){ why, detail, false });
}

enum status extract_child_unread(struct extract_job *job, const struct part_hint *hint, enum status why,
                                 const char *detail)
{
    return run_child(job, hint, (struct bytes){ NULL, 0 }, NULL, (struct flaw){ why, detail, true });
}

/* The link as people read it, after the link as it stands. Pages do so themselves, since they know the place in the
 * source; a process that reads for another one (it passes children on) leaves it to that one. */
static enum status emit_decoded_link(struct extract_job *job, const struct text_run *run)
{
    struct extract_sink *sink = job->driver->sink;
    struct bytes url = bytes_of(run->utf8, run->size);
    struct text_run decoded = *run;
    char utf8[TEXT_RUN_MAX];
    size_t taken;

    if (!link_has_text(url))
        return STATUS_OK;
    decoded.utf8 = utf8;
    decoded.size = link_decode(job->charset, url, utf8, &taken);
    decoded.join = JOIN_BROKEN;
    return decoded.size > 0 ? sink->text(sink, job->part, &decoded) : STATUS_OK;
}

enum status extract_emit(struct extract_job *job, const struct text_run *run)
{
    struct frame *frame = (struct frame *)job;
    struct extract_sink *sink = job->driver->sink;
    enum status status;

    if (run->size > TEXT_RUN_MAX || run->source.end > job->input.size || run->source.start > run->source.end)
        return STATUS_BUG;
    if (run->source.end > frame->progressed + PROGRESS_STEP)
        status = extract_progress(job, run->source.start);
    else
        status = budget_tick(job->driver->budget);
    if (status != STATUS_OK || run->size == 0)
        return status;
    status = sink->text(sink, job->part, run);
    if (status == STATUS_OK && run->role == TEXT_LINK && run->origin == ORIGIN_DETACHED && sink->child == NULL)
        status = emit_decoded_link(job, run);
    return status;
}

bool extract_follows_sends(const struct extract_job *job)
{
    return job->driver->context->follows_sends;
}

enum status extract_gap(struct extract_job *job, enum status why, const char *detail)
{
    struct extract_sink *sink = job->driver->sink;

    return sink->gap(sink, job->part, why, detail);
}

enum status extract_gap_in(struct extract_job *job, enum status why, const char *name)
{
    struct buf detail = BUF_INIT(1 << 16);
    enum status status;

    if (why != STATUS_LIMIT_RATIO)
        return extract_gap(job, why, name);
    buf_format(&detail, "%s: %s", name, N_("it expands further than --max-ratio allows"));
    status = extract_gap(job, why, buf_status(&detail) == STATUS_OK ? detail.data : name);
    buf_free(&detail);
    return status;
}

enum status extract_encoding(struct extract_job *job, enum encoding_syntax syntax, struct encoding_evidence *evidence)
{
    *evidence = encoding_detect(job->input, job->hint->charset, syntax);
    job->part->encoding = evidence->encoding;
    job->part->source_is_meaningful = true;
    return evidence->label_is_refused || evidence->is_hz ? extract_gap(job, STATUS_CHARSET, "an encoding that is not read") : STATUS_OK;
}

enum status extract_progress(struct extract_job *job, uint64_t offset)
{
    struct frame *frame = (struct frame *)job;

    if (offset > frame->progressed) {
        frame->progressed = offset;
        if (frame->backing.content != NULL)
            file_content_release(frame->backing.content, frame->backing.offset + offset);
    }
    return budget_tick(job->driver->budget);
}

enum status extract_check(struct extract_job *job)
{
    return budget_check(job->driver->budget);
}

struct limits extract_rest(const struct extract_job *job)
{
    return budget_rest(job->driver->budget);
}

int extract_descriptor(const struct extract_job *job, uint64_t *offset)
{
    const struct frame *frame = (const struct frame *)job;

    if (frame->backing.content == NULL)
        return -1;
    *offset = frame->backing.offset;
    return file_content_descriptor(frame->backing.content);
}

enum status extract_expand(struct extract_job *job, size_t size, uint64_t source_size, uint8_t **output)
{
    enum status status = budget_expand(job->driver->budget, size, size, source_size);
    uint8_t *memory;

    if (status != STATUS_OK)
        return status;
    memory = arena_alloc(job->arena, size);
    if (memory == NULL)
        return STATUS_NO_MEMORY;
    *output = memory;
    return STATUS_OK;
}

enum status extract_spool_append(struct extract_job *job, struct spool *spool, struct bytes bytes, uint64_t source_size)
{
    enum status status = budget_expand(job->driver->budget, bytes.size, spool_size(spool) + bytes.size, source_size);

    return status != STATUS_OK ? status : spool_append(spool, bytes);
}

enum status extract_spool_ahead(struct extract_job *job, struct spool *spool)
{
    struct bytes waiting = spool_waiting(spool);
    enum status status;

    if (job->driver->context->ahead == NULL || waiting.size < AHEAD_SIZE)
        return STATUS_OK;
    status = job->driver->context->ahead(job->driver->sink, waiting);
    spool_forget(spool);
    return status;
}

enum status extract_take_back(struct extract_job *job)
{
    return job->driver->context->ahead != NULL ? job->driver->context->ahead(job->driver->sink, bytes_of(NULL, 0))
                                               : STATUS_OK;
}

enum status extract_charge(struct extract_job *job, uint64_t more, uint64_t total, uint64_t source_size)
{
    return budget_expand(job->driver->budget, more, total, source_size);
}

enum status extract_outside(struct extract_job *job, struct bytes bytes, const char *name)
{
    const struct part_hint hint = { .name = name };
    enum status status;

    if (bytes.size == 0)
        return STATUS_OK;
    status = extract_charge(job, bytes.size, bytes.size, bytes.size);
    return status == STATUS_OK ? extract_child(job, &hint, bytes, NULL) : status;
}
