/* SPDX-License-Identifier: Apache-2.0 */
#include "isolate/wire.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/alloc.h"
#include "text/utf8.h"

enum {
    HEAD_SIZE = 5,
    FLUSH_SIZE = 64 << 10,
    READ_SIZE = 64 << 10,
    ABSENT = 0x7FFFFFFF,               /* the size of a text that is NULL */
};

/* ---- Writing. */

void wire_writer_init(struct wire_writer *writer, int socket)
{
    *writer = (struct wire_writer){ socket, BUF_INIT(4 * WIRE_MESSAGE_MAX) };
}

void wire_writer_free(struct wire_writer *writer)
{
    buf_free(&writer->out);
}

static void put_number(struct buf *out, uint64_t value, unsigned size)
{
    for (unsigned index = 0; index < size; index++)
        buf_byte(out, (char)(value >> 8 * index & 0xFF));
}

static void put_bytes(struct buf *out, const char *text, size_t size)
{
    put_number(out, size, 4);
    buf_append(out, text, size);
    buf_byte(out, '\0');
}

/* NULL stays NULL. What is too long is cut: names are for people. */
static void put_text(struct buf *out, const char *text)
{
    size_t size;

    if (text == NULL) {
        put_number(out, ABSENT, 4);
        return;
    }
    size = strlen(text);
    if (size > WIRE_NAME_MAX)
        size = utf8_floor(text, size, WIRE_NAME_MAX);
    put_bytes(out, text, size);
}

static size_t begin(struct wire_writer *writer, enum wire_kind kind)
{
    size_t start = writer->out.size;

    put_number(&writer->out, 0, 4);
    put_number(&writer->out, (uint64_t)kind, 1);
    return start;
}

static enum status finish(struct wire_writer *writer, size_t start)
{
    enum status status = buf_status(&writer->out);
    size_t size;

    if (status != STATUS_OK)
        return STATUS_NO_MEMORY;
    size = writer->out.size - start - 4;
    for (unsigned index = 0; index < 4; index++)
        writer->out.data[start + index] = (char)(size >> 8 * index & 0xFF);
    return writer->out.size >= FLUSH_SIZE ? wire_flush(writer, -1) : STATUS_OK;
}

enum status wire_put_hello(struct wire_writer *writer, uint32_t features)
{
    size_t start = begin(writer, WIRE_HELLO);

    put_number(&writer->out, WIRE_VERSION, 4);
    put_number(&writer->out, features, 4);
    return finish(writer, start);
}

enum status wire_put_request(struct wire_writer *writer, const struct wire_request *request)
{
    const struct limits *limits = &request->limits;
    size_t start = begin(writer, WIRE_REQUEST);
    struct buf *out = &writer->out;

    put_number(out, request->size, 8);
    put_number(out, request->offset, 8);
    put_number(out, request->has_descriptor, 1);
    put_number(out, limits->expanded_bytes_max, 8);
    put_number(out, limits->children_max, 4);
    put_number(out, limits->ratio_max, 4);
    put_number(out, limits->time_ms_max, 4);
    put_text(out, request->hint.name);
    put_text(out, request->hint.media_type);
    put_text(out, request->hint.charset);
    return finish(writer, start);
}

enum status wire_put_format(struct wire_writer *writer, const struct part *part)
{
    size_t start = begin(writer, WIRE_FORMAT);

    put_text(&writer->out, part->format->name);
    put_text(&writer->out, part->format->media_type);
    put_number(&writer->out, (uint64_t)(part->encoding + 1), 1); /* ENCODING_NONE is -1 */
    put_number(&writer->out, part->source_is_meaningful, 1);
    return finish(writer, start);
}

/* The receiver, who has the source, needs no text. */
static bool is_in_source(enum text_origin origin)
{
    return origin == ORIGIN_IDENTICAL || origin == ORIGIN_DECODED;
}

enum status wire_put_text(struct wire_writer *writer, const struct text_run *run)
{
    size_t start = begin(writer, WIRE_TEXT);
    struct buf *out = &writer->out;

    put_number(out, run->role, 1);
    put_number(out, run->join, 1);
    put_number(out, run->origin, 1);
    put_number(out, run->newlines, 1);
    put_number(out, run->link, 1);
    put_number(out, run->source.start, 8);
    put_number(out, run->source.end, 8);
    put_number(out, run->place.unit, 1);
    put_number(out, run->place.number, 4);
    put_number(out, run->cell.table, 4);
    put_number(out, run->cell.row, 4);
    put_number(out, run->cell.column, 4);
    put_number(out, run->replaced, 4);
    put_text(out, run->section);
    put_bytes(out, run->utf8, is_in_source(run->origin) ? 0 : run->size);
    return finish(writer, start);
}

enum status wire_put_gap(struct wire_writer *writer, enum status why, const char *detail)
{
    size_t start = begin(writer, WIRE_GAP);

    put_number(&writer->out, (uint64_t)why, 1);
    put_text(&writer->out, detail);
    return finish(writer, start);
}

enum status wire_put_child(struct wire_writer *writer, const struct wire_child *child)
{
    size_t start = begin(writer, WIRE_CHILD);
    struct buf *out = &writer->out;

    put_text(out, child->hint.name);
    put_text(out, child->hint.media_type);
    put_text(out, child->hint.charset);
    put_text(out, child->hint.unseen);
    put_number(out, (uint64_t)child->flaw, 1);
    put_text(out, child->detail);
    put_number(out, child->in_place.start, 8);
    put_number(out, child->in_place.end, 8);
    return finish(writer, start);
}

enum status wire_put_child_bytes(struct wire_writer *writer, struct bytes bytes)
{
    while (bytes.size > 0) {
        struct bytes chunk = bytes_slice(bytes, 0, WIRE_CHUNK_MAX);
        size_t start = begin(writer, WIRE_CHILD_BYTES);
        enum status status;

        buf_append(&writer->out, chunk.data, chunk.size);
        status = finish(writer, start);
        if (status != STATUS_OK)
            return status;
        bytes = bytes_slice(bytes, chunk.size, SIZE_MAX);
    }
    return STATUS_OK;
}

enum status wire_put_child_void(struct wire_writer *writer)
{
    return finish(writer, begin(writer, WIRE_CHILD_VOID));
}

enum status wire_put_done(struct wire_writer *writer, enum status status, const struct ocr_cost *ocr)
{
    size_t start = begin(writer, WIRE_DONE);

    put_number(&writer->out, (uint64_t)status, 1);
    put_number(&writer->out, ocr->pages, 8);
    put_number(&writer->out, ocr->ns, 8);
    return finish(writer, start);
}

static ssize_t send_some(int socket, struct bytes bytes, int descriptor)
{
    struct iovec piece = { (void *)(uintptr_t)bytes.data, bytes.size };
    union {
        struct cmsghdr head;
        char space[CMSG_SPACE(sizeof(int))];
    } control = { .space = { 0 } };
    struct msghdr message = { .msg_iov = &piece, .msg_iovlen = 1 };

    if (descriptor >= 0) {
        message.msg_control = control.space;
        message.msg_controllen = sizeof control.space;
        control.head.cmsg_level = SOL_SOCKET;
        control.head.cmsg_type = SCM_RIGHTS;
        control.head.cmsg_len = CMSG_LEN(sizeof(int));
        memcpy(CMSG_DATA(&control.head), &descriptor, sizeof descriptor);
    }
    return sendmsg(socket, &message, MSG_NOSIGNAL);
}

enum status wire_flush(struct wire_writer *writer, int descriptor)
{
    struct bytes rest = buf_bytes(&writer->out);

    while (rest.size > 0) {
        ssize_t sent = send_some(writer->socket, rest, descriptor);

        if (sent < 0 && errno == EINTR)
            continue;
        if (sent < 0)
            return STATUS_IO;
        descriptor = -1;
        rest = bytes_slice(rest, (size_t)sent, SIZE_MAX);
    }
    buf_clear(&writer->out);
    return STATUS_OK;
}

/* ---- Reading. */

enum status wire_reader_init(struct wire_reader *reader, int socket)
{
    char *data = alloc(WIRE_MESSAGE_MAX + HEAD_SIZE + READ_SIZE);

    if (data == NULL)
        return STATUS_NO_MEMORY;
    *reader = (struct wire_reader){ .socket = socket, .data = data, .descriptor = -1 };
    return STATUS_OK;
}

void wire_reader_free(struct wire_reader *reader)
{
    if (reader->descriptor >= 0)
        close(reader->descriptor);
    alloc_free(reader->data);
    *reader = (struct wire_reader){ .descriptor = -1 };
}

bool wire_next(struct wire_reader *reader, struct wire_message *message, enum status *status)
{
    struct reader head = reader_of(bytes_of(reader->data + reader->start, reader->end - reader->start));
    uint32_t size;

    *status = STATUS_OK;
    if (reader->end - reader->start < HEAD_SIZE)
        return false;
    size = reader_u32le(&head);
    message->kind = (enum wire_kind)reader_u8(&head);
    if (size == 0 || size > WIRE_MESSAGE_MAX || message->kind >= WIRE_KIND_COUNT) {
        *status = STATUS_MALFORMED;
        return false;
    }
    if (reader->end - reader->start < 4 + (size_t)size)
        return false;
    message->payload = bytes_of(reader->data + reader->start + HEAD_SIZE, size - 1);
    reader->start += 4 + (size_t)size;
    return true;
}

static void keep_descriptor(struct wire_reader *reader, struct msghdr *message)
{
    for (struct cmsghdr *head = CMSG_FIRSTHDR(message); head != NULL; head = CMSG_NXTHDR(message, head)) {
        int descriptor;

        if (head->cmsg_level != SOL_SOCKET || head->cmsg_type != SCM_RIGHTS || head->cmsg_len != CMSG_LEN(sizeof(int)))
            continue;
        memcpy(&descriptor, CMSG_DATA(head), sizeof descriptor);
        if (reader->descriptor >= 0)
            close(reader->descriptor);
        reader->descriptor = descriptor;
    }
}

enum status wire_receive(struct wire_reader *reader, int wait_ms)
{
    union {
        struct cmsghdr head;
        char space[CMSG_SPACE(sizeof(int))];
    } control;
    struct iovec piece;
    struct msghdr message = { .msg_iov = &piece, .msg_iovlen = 1, .msg_control = control.space,
                              .msg_controllen = sizeof control.space };
    struct pollfd waiting = { reader->socket, POLLIN, 0 };
    ssize_t count;

    if (wait_ms >= 0) {
        int ready = poll(&waiting, 1, wait_ms);

        if (ready == 0 || (ready < 0 && errno == EINTR))
            return STATUS_DEADLINE;
        if (ready < 0)
            return STATUS_IO;
    }
    memmove(reader->data, reader->data + reader->start, reader->end - reader->start);
    reader->end -= reader->start;
    reader->start = 0;
    piece = (struct iovec){ reader->data + reader->end, WIRE_MESSAGE_MAX + HEAD_SIZE + READ_SIZE - reader->end };
    do
        count = recvmsg(reader->socket, &message, MSG_CMSG_CLOEXEC);
    while (count < 0 && errno == EINTR);
    if (count <= 0)
        return STATUS_IO;
    keep_descriptor(reader, &message);
    reader->end += (size_t)count;
    return STATUS_OK;
}

/* ---- Payloads. */

/* A text with its terminator, or NULL. */
static const char *get_text(struct reader *reader, size_t size_max, size_t *size)
{
    uint32_t stored = reader_u32le(reader);
    struct bytes text;

    *size = 0;
    if (stored == ABSENT)
        return NULL;
    if (stored > size_max) {
        reader->overrun = true;
        return NULL;
    }
    text = reader_take(reader, (size_t)stored + 1);
    if (reader->overrun || text.data[stored] != '\0'
        || utf8_valid_prefix((const char *)text.data, stored) != stored) {
        reader->overrun = true;
        return NULL;
    }
    *size = stored;
    return (const char *)text.data;
}

/* One that says nothing behind a NUL of its own. */
static const char *get_name(struct reader *reader)
{
    size_t size;
    const char *name = get_text(reader, WIRE_NAME_MAX, &size);

    if (name != NULL && strlen(name) != size)
        reader->overrun = true;
    return name;
}

static unsigned get_choice(struct reader *reader, unsigned count)
{
    unsigned choice = reader_u8(reader);

    if (choice >= count)
        reader->overrun = true;
    return choice < count ? choice : 0;
}

static enum status get_status(struct reader *reader)
{
    return (enum status)get_choice(reader, STATUS_BUG + 1);
}

static bool is_whole(const struct reader *reader)
{
    return !reader->overrun && reader->next == reader->end;
}

bool wire_get_hello(struct bytes payload, uint32_t *features)
{
    struct reader reader = reader_of(payload);
    uint32_t version = reader_u32le(&reader);

    *features = reader_u32le(&reader);
    return is_whole(&reader) && version == WIRE_VERSION;
}

bool wire_get_request(struct bytes payload, struct wire_request *request)
{
    struct reader reader = reader_of(payload);

    *request = (struct wire_request){ 0 };
    request->size = reader_u64le(&reader);
    request->offset = reader_u64le(&reader);
    request->has_descriptor = get_choice(&reader, 2) == 1;
    request->limits.expanded_bytes_max = reader_u64le(&reader);
    request->limits.children_max = reader_u32le(&reader);
    request->limits.ratio_max = reader_u32le(&reader);
    request->limits.time_ms_max = reader_u32le(&reader);
    request->limits.depth_max = 1;
    request->limits.findings_max = 1;
    request->hint.name = get_name(&reader);
    request->hint.media_type = get_name(&reader);
    request->hint.charset = get_name(&reader);
    return is_whole(&reader);
}

bool wire_get_format(struct bytes payload, struct wire_format *format)
{
    struct reader reader = reader_of(payload);

    format->name = get_name(&reader);
    format->media_type = get_name(&reader);
    format->encoding = (enum encoding)((int)get_choice(&reader, ENCODING_COUNT + 1) - 1);
    format->source_is_meaningful = get_choice(&reader, 2) == 1;
    return is_whole(&reader) && format->name != NULL && format->media_type != NULL;
}

bool wire_get_text(struct bytes payload, struct text_run *run)
{
    struct reader reader = reader_of(payload);

    *run = (struct text_run){ .utf8 = NULL };
    run->role = (enum text_role)get_choice(&reader, TEXT_ROLE_COUNT);
    run->join = (enum text_join)get_choice(&reader, JOIN_BROKEN + 1);
    run->origin = (enum text_origin)get_choice(&reader, ORIGIN_DETACHED + 1);
    run->newlines = (enum canonical_newlines)get_choice(&reader, NEWLINES_ARE_BREAKS + 1);
    run->link = (enum text_link)get_choice(&reader, TEXT_LINK_COUNT);
    run->source.start = reader_u64le(&reader);
    run->source.end = reader_u64le(&reader);
    run->place.unit = (enum place_unit)get_choice(&reader, PLACE_SLIDE + 1);
    run->place.number = reader_u32le(&reader);
    run->cell.table = reader_u32le(&reader);
    run->cell.row = reader_u32le(&reader);
    run->cell.column = reader_u32le(&reader);
    run->replaced = reader_u32le(&reader);
    run->section = get_name(&reader);
    run->utf8 = get_text(&reader, TEXT_RUN_MAX, &run->size);
    return is_whole(&reader) && run->utf8 != NULL
           && run->source.start <= run->source.end && (run->origin != ORIGIN_DETACHED || run->source.end == 0)
           && (!is_in_source(run->origin) || run->size == 0);
}

bool wire_get_gap(struct bytes payload, enum status *why, const char **detail)
{
    struct reader reader = reader_of(payload);

    *why = get_status(&reader);
    *detail = get_name(&reader);
    return is_whole(&reader) && status_scope(*why) != SCOPE_NONE && status_scope(*why) != SCOPE_SCAN;
}

bool wire_get_child(struct bytes payload, struct wire_child *child)
{
    struct reader reader = reader_of(payload);

    *child = (struct wire_child){ .flaw = STATUS_OK };
    child->hint.name = get_name(&reader);
    child->hint.media_type = get_name(&reader);
    child->hint.charset = get_name(&reader);
    child->hint.unseen = get_name(&reader);
    child->flaw = get_status(&reader);
    child->detail = get_name(&reader);
    child->in_place.start = reader_u64le(&reader);
    child->in_place.end = reader_u64le(&reader);
    return is_whole(&reader) && child->hint.name != NULL && status_scope(child->flaw) <= SCOPE_PART
           && child->in_place.start <= child->in_place.end;
}

bool wire_get_done(struct bytes payload, enum status *status, struct ocr_cost *ocr)
{
    struct reader reader = reader_of(payload);

    *status = get_status(&reader);
    ocr->pages = reader_u64le(&reader);
    ocr->ns = reader_u64le(&reader);
    return is_whole(&reader);
}
