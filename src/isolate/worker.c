/* SPDX-License-Identifier: Apache-2.0 */
#include "isolate/worker.h"

#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "extract/extract.h"
#include "isolate/sandbox.h"
#include "isolate/wire.h"

enum { EXIT_NORMALLY, EXIT_UNPREPARED, EXIT_BROKEN };

static const uint64_t memory_max = UINT64_C(1) << 30;

struct worker {
    struct extract_sink sink; /* first: a sink is turned back into its worker */
    const struct extractor *const *formats;
    struct charset *charset;
    struct arena *arena;
    const uint8_t *shared;
    struct wire_reader reader;
    struct wire_writer writer;
    const struct format *told; /* of the part at hand: what the parent knows */
    struct ocr_cost ocr; /* of that part */
    bool is_ahead; /* the parent has bytes of a file inside that it does not know yet */
};

static enum status tell_format(struct worker *worker, const struct part *part)
{
    worker->told = part->format;
    return wire_put_format(&worker->writer, part);
}

static enum status on_open(struct extract_sink *sink, const struct part *part)
{
    struct worker *worker = (struct worker *)sink;

    (void)part;
    worker->told = NULL;
    worker->ocr = (struct ocr_cost){ 0 };
    return STATUS_OK;
}

static enum status on_text(struct extract_sink *sink, const struct part *part, const struct text_run *run)
{
    struct worker *worker = (struct worker *)sink;
    enum status status = STATUS_OK;

    if (worker->told != part->format)
        status = tell_format(worker, part);
    return status == STATUS_OK ? wire_put_text(&worker->writer, run) : status;
}

static enum status on_gap(struct extract_sink *sink, const struct part *part, enum status why, const char *detail)
{
    struct worker *worker = (struct worker *)sink;

    (void)part;
    return wire_put_gap(&worker->writer, why, detail);
}

static enum status on_close(struct extract_sink *sink, const struct part *part)
{
    ((struct worker *)sink)->ocr = part->ocr;
    return tell_format((struct worker *)sink, part);
}

/* Where bytes stand in the part; empty when they do not. */
static struct span place_in(struct bytes whole, struct bytes bytes)
{
    uintptr_t start = (uintptr_t)bytes.data, first = (uintptr_t)whole.data;

    if (bytes.size == 0 || start < first || start - first > whole.size || bytes.size > whole.size - (start - first))
        return (struct span){ 0, 0 };
    return (struct span){ start - first, start - first + bytes.size };
}

static enum status on_child(struct extract_sink *sink, const struct part *part, const struct part_hint *hint,
                            struct bytes input, enum status flaw, const char *detail)
{
    struct worker *worker = (struct worker *)sink;
    struct wire_child child = { *hint, flaw, detail, place_in(part->bytes, input) };
    enum status status = STATUS_OK;

    if (worker->told != part->format)
        status = tell_format(worker, part);
    if (status == STATUS_OK && child.in_place.end == 0)
        status = wire_put_child_bytes(&worker->writer, input);
    worker->is_ahead = false;
    return status == STATUS_OK ? wire_put_child(&worker->writer, &child) : status;
}

static enum status on_ahead(struct extract_sink *sink, struct bytes bytes)
{
    struct worker *worker = (struct worker *)sink;

    if (bytes.data == NULL && !worker->is_ahead)
        return STATUS_OK;
    worker->is_ahead = bytes.data != NULL;
    return worker->is_ahead ? wire_put_child_bytes(&worker->writer, bytes) : wire_put_child_void(&worker->writer);
}

static enum status read_input(struct worker *worker, const struct wire_request *request, struct bytes input)
{
    struct budget budget = budget_start(&request->limits, NULL);
    struct extract_context context = { .charset = worker->charset,
                                       .budget = &budget,
                                       .arena = worker->arena,
                                       .formats = worker->formats,
                                       .ahead = on_ahead };
    enum status status = extract_single(input, &request->hint, &context, &worker->sink);

    /* What broke off in the middle of a file inside. */
    if (worker->is_ahead && status == STATUS_OK)
        status = on_ahead(&worker->sink, bytes_of(NULL, 0));
    arena_reset(worker->arena);
    return status;
}

/* The input is mapped whatever its size; the offset need not be that of a page. */
static enum status read_file(struct worker *worker, const struct wire_request *request)
{
    uint64_t page_size = (uint64_t)sysconf(_SC_PAGESIZE), before = request->offset % page_size;
    struct stat about;
    uint8_t *mapping;
    enum status status;

    if (worker->reader.descriptor < 0 || fstat(worker->reader.descriptor, &about) != 0
        || request->offset > (uint64_t)about.st_size || request->size > (uint64_t)about.st_size - request->offset)
        return STATUS_IO;
    mapping = mmap(NULL, request->size + before, PROT_READ, MAP_PRIVATE, worker->reader.descriptor,
                   (off_t)(request->offset - before));
    if (mapping == MAP_FAILED)
        return STATUS_NO_MEMORY;
    status = read_input(worker, request, bytes_of(mapping + before, request->size));
    munmap(mapping, request->size + before);
    return status;
}

static enum status serve(struct worker *worker, struct bytes payload)
{
    struct wire_request request;
    enum status status = STATUS_INVALID;

    if (wire_get_request(payload, &request)) {
        if (request.has_descriptor)
            status = read_file(worker, &request);
        else if (request.size <= WIRE_SHARED_SIZE)
            status = read_input(worker, &request, bytes_of(worker->shared, request.size));
    }
    if (worker->reader.descriptor >= 0)
        close(worker->reader.descriptor);
    worker->reader.descriptor = -1;
    if (status == STATUS_IO)
        return status;
    status = wire_put_done(&worker->writer, status, &worker->ocr);
    return status == STATUS_OK ? wire_flush(&worker->writer, -1) : status;
}

static int serve_all(struct worker *worker)
{
    for (;;) {
        struct wire_message message;
        enum status status;

        while (!wire_next(&worker->reader, &message, &status)) {
            if (status != STATUS_OK)
                return EXIT_BROKEN;
            if (wire_receive(&worker->reader, -1) != STATUS_OK)
                return EXIT_NORMALLY;
        }
        if (message.kind != WIRE_REQUEST || serve(worker, message.payload) != STATUS_OK)
            return EXIT_BROKEN;
    }
}

int worker_run(const struct extractor *const *formats)
{
    struct worker worker = { .sink = { on_open, on_text, on_gap, on_close, on_child }, .formats = formats };
    uint32_t features;

    wire_writer_init(&worker.writer, WIRE_SOCKET);
    worker.shared = mmap(NULL, WIRE_SHARED_SIZE, PROT_READ, MAP_SHARED, WIRE_SHARED, 0);
    if (worker.shared == MAP_FAILED || wire_reader_init(&worker.reader, WIRE_SOCKET) != STATUS_OK
        || charset_create(&worker.charset) != STATUS_OK || arena_create(&worker.arena) != STATUS_OK
        || sandbox_enter(memory_max, &features) != STATUS_OK
        || wire_put_hello(&worker.writer, features) != STATUS_OK || wire_flush(&worker.writer, -1) != STATUS_OK)
        return EXIT_UNPREPARED;
    return serve_all(&worker);
}
