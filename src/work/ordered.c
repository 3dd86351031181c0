/* SPDX-License-Identifier: Apache-2.0 */
#include "work/ordered.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/alloc.h"
#include "report/words.h"

struct ordered_slot {
    bool came;
    char *held; /* items, then notes; NULL: none, or in the file */
    uint64_t offset;
    size_t items_size, notes_size;
};

enum status ordered_create(struct ordered *ordered, size_t count, struct report_writer *writer)
{
    *ordered = (struct ordered){ .writer = writer,
                                 .count = count,
                                 .held_max = ORDERED_HELD_MAX,
                                 .descriptor = -1,
                                 .scratch = BUF_INIT(SIZE_MAX / 2) };
    ordered->slots = alloc_zeroed(count > 0 ? count : 1, sizeof *ordered->slots);
    return ordered->slots != NULL ? STATUS_OK : STATUS_NO_MEMORY;
}

static bool file_open(struct ordered *ordered)
{
    char path[] = P_tmpdir "/guanka-report-XXXXXX";

    if (ordered->descriptor >= 0)
        return true;
    ordered->descriptor = mkostemp(path, O_CLOEXEC);
    if (ordered->descriptor >= 0)
        unlink(path);
    return ordered->descriptor >= 0;
}

static bool file_append(struct ordered *ordered, struct bytes bytes)
{
    while (bytes.size > 0) {
        ssize_t count = pwrite(ordered->descriptor, bytes.data, bytes.size, (off_t)ordered->file_size);

        if (count < 0 && errno == EINTR)
            continue;
        if (count <= 0)
            return false;
        ordered->file_size += (uint64_t)count;
        bytes = bytes_slice(bytes, (size_t)count, SIZE_MAX);
    }
    return true;
}

/* A full disk is no reason to lose a result: it then waits in memory after all. */
static enum status hold(struct ordered *ordered, struct ordered_slot *slot, struct bytes items, struct bytes notes)
{
    size_t size = items.size + notes.size;

    if (size > 0 && ordered->held + size > ordered->held_max && file_open(ordered)) {
        slot->offset = ordered->file_size;
        if (file_append(ordered, items) && file_append(ordered, notes))
            return STATUS_OK;
    }
    slot->held = alloc(size > 0 ? size : 1);
    if (slot->held == NULL)
        return STATUS_NO_MEMORY;
    if (items.size > 0)
        memcpy(slot->held, items.data, items.size);
    if (notes.size > 0)
        memcpy(slot->held + items.size, notes.data, notes.size);
    ordered->held += size;
    return STATUS_OK;
}

static enum status file_read_back(struct ordered *ordered, const struct ordered_slot *slot, size_t size)
{
    size_t done = 0;
    char *target;

    buf_clear(&ordered->scratch);
    target = buf_reserve(&ordered->scratch, size);
    if (target == NULL)
        return buf_status(&ordered->scratch);
    while (done < size) {
        ssize_t count = pread(ordered->descriptor, target + done, size - done, (off_t)(slot->offset + done));

        if (count < 0 && errno == EINTR)
            continue;
        if (count <= 0)
            return error_set(&ordered->writer->error, STATUS_IO, _("cannot read temporary data in /tmp again"));
        done += (size_t)count;
    }
    return STATUS_OK;
}

static enum status release(struct ordered *ordered, struct ordered_slot *slot)
{
    size_t size = slot->items_size + slot->notes_size;
    const char *data = slot->held;
    enum status status;

    if (data == NULL && size > 0) {
        status = file_read_back(ordered, slot, size);
        if (status != STATUS_OK)
            return status;
        data = ordered->scratch.data;
    }
    status = report_writer_put(ordered->writer, bytes_of(data, slot->items_size),
                               bytes_of(data != NULL ? data + slot->items_size : NULL, slot->notes_size));
    if (slot->held != NULL) {
        ordered->held -= size;
        alloc_free(slot->held);
        slot->held = NULL;
    }
    return status;
}

enum status ordered_put(struct ordered *ordered, size_t index, struct bytes items, struct bytes notes)
{
    struct ordered_slot *slot = &ordered->slots[index];
    enum status status;

    slot->came = true;
    slot->items_size = items.size;
    slot->notes_size = notes.size;
    if (index != ordered->next)
        return hold(ordered, slot, items, notes);
    status = report_writer_put(ordered->writer, items, notes);
    ordered->next++;
    while (status == STATUS_OK && ordered->next < ordered->count && ordered->slots[ordered->next].came)
        status = release(ordered, &ordered->slots[ordered->next++]);
    return status;
}

void ordered_free(struct ordered *ordered)
{
    for (size_t index = 0; ordered->slots != NULL && index < ordered->count; index++)
        alloc_free(ordered->slots[index].held);
    alloc_free(ordered->slots);
    buf_free(&ordered->scratch);
    if (ordered->descriptor >= 0)
        close(ordered->descriptor);
    *ordered = (struct ordered){ .descriptor = -1 };
}
