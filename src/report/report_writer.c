/* SPDX-License-Identifier: Apache-2.0 */
#include "report/report_writer.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "report/words.h"

enum { PENDING_MAX = 256 << 10 };

static enum status fail(struct report_writer *writer, enum status status, const char *why)
{
    return error_set(&writer->error, status, "%s", why);
}

static enum status write_all(struct report_writer *writer, struct bytes bytes)
{
    while (bytes.size > 0) {
        ssize_t count = write(writer->descriptor, bytes.data, bytes.size);

        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            return fail(writer, STATUS_IO, strerror(errno));
        bytes = bytes_slice(bytes, (size_t)count, SIZE_MAX);
    }
    return STATUS_OK;
}

static enum status flush(struct report_writer *writer)
{
    enum status status = buf_status(&writer->pending);

    if (status != STATUS_OK)
        return fail(writer, status, _("out of memory"));
    status = write_all(writer, buf_bytes(&writer->pending));
    buf_clear(&writer->pending);
    return status;
}

static enum status write_bytes(struct report_writer *writer, struct bytes bytes)
{
    enum status status;

    if (writer->pending.size + bytes.size > PENDING_MAX) {
        status = flush(writer);
        if (status != STATUS_OK)
            return status;
        if (bytes.size > PENDING_MAX)
            return write_all(writer, bytes);
    }
    buf_append(&writer->pending, bytes.data, bytes.size);
    return buf_status(&writer->pending);
}

enum status report_writer_open(struct report_writer *writer, const struct report_format *format,
                               const struct report_options *options, int descriptor)
{
    *writer = (struct report_writer){
        .format = format, .options = options, .descriptor = descriptor, .pending = BUF_INIT(SIZE_MAX / 2)
    };
    writer->prompt = isatty(descriptor);
    format->begin(&writer->pending, options);
    return flush(writer);
}

static enum status put_notes(struct report_writer *writer, struct bytes notes)
{
    enum status status;

    if (notes.size == 0)
        return STATUS_OK;
    if (writer->notes == NULL) {
        status = spool_create(&writer->notes);
        if (status != STATUS_OK)
            return fail(writer, status, _("out of memory"));
    }
    if (!writer->has_notes)
        notes = bytes_slice(notes, strlen(writer->format->separator), SIZE_MAX);
    writer->has_notes = true;
    status = spool_append(writer->notes, notes);
    return status == STATUS_OK ? status : fail(writer, status, _("no room for temporary data in /tmp"));
}

enum status report_writer_put(struct report_writer *writer, struct bytes items, struct bytes notes)
{
    enum status status = writer->error.status;

    if (status == STATUS_OK && items.size > 0) {
        if (!writer->has_items)
            items = bytes_slice(items, strlen(writer->format->separator), SIZE_MAX);
        writer->has_items = true;
        status = write_bytes(writer, items);
    }
    if (status == STATUS_OK)
        status = put_notes(writer, notes);
    if (status == STATUS_OK && writer->prompt)
        status = flush(writer);
    return status;
}

static enum status write_notes(struct report_writer *writer)
{
    struct file_content *content;
    struct bytes bytes;
    enum status status;

    if (writer->notes == NULL)
        return STATUS_OK;
    status = spool_finish(writer->notes, &bytes, &content);
    if (status != STATUS_OK)
        return fail(writer, status, _("no room for temporary data in /tmp"));
    return write_bytes(writer, bytes);
}

enum status report_writer_finish(struct report_writer *writer, const struct report_summary *summary)
{
    enum status status = writer->error.status;

    if (status == STATUS_OK && writer->format->between != NULL) {
        writer->format->between(&writer->pending, writer->options);
        status = write_notes(writer);
    }
    if (status != STATUS_OK)
        return status;
    writer->format->end(&writer->pending, writer->options, summary);
    return flush(writer);
}

void report_writer_free(struct report_writer *writer)
{
    buf_free(&writer->pending);
    if (writer->notes != NULL)
        spool_destroy(writer->notes);
    writer->notes = NULL;
}
