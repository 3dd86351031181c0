/* SPDX-License-Identifier: Apache-2.0 */
#include "base/spool.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/buf.h"

enum { MEMORY_MAX = 4 << 20 };

struct spool {
    struct buf memory;
    struct file_content *content;
    uint64_t size;
    int descriptor; /* -1: still in memory */
};

enum status spool_create(struct spool **spool)
{
    struct spool *created = alloc_zeroed(1, sizeof *created);

    if (created == NULL)
        return STATUS_NO_MEMORY;
    created->memory = (struct buf)BUF_INIT(MEMORY_MAX);
    created->descriptor = -1;
    *spool = created;
    return STATUS_OK;
}

static enum status move_to_file(struct spool *spool)
{
    /* Only P_tmpdir, not $TMPDIR: below the command line nothing reads the environment. */
    char path[] = P_tmpdir "/guanka-spool-XXXXXX";
    enum status status;

    spool->descriptor = mkostemp(path, O_CLOEXEC);
    if (spool->descriptor < 0 && errno == EPERM) {
        /* The process is in a sandbox that opens no file, and has a ceiling on its memory. */
        spool->memory.size_max = SIZE_MAX / 2;
        return STATUS_OK;
    }
    if (spool->descriptor < 0)
        return STATUS_IO;
    unlink(path);
    status = file_write(spool->descriptor, buf_bytes(&spool->memory));
    if (status == STATUS_OK)
        buf_free(&spool->memory);
    return status;
}

enum status spool_append(struct spool *spool, struct bytes bytes)
{
    enum status status = STATUS_OK;

    if (spool->descriptor < 0 && spool->memory.size <= MEMORY_MAX
        && bytes.size > MEMORY_MAX - spool->memory.size)
        status = move_to_file(spool);
    if (status != STATUS_OK)
        return status;
    spool->size += bytes.size;
    if (spool->descriptor >= 0)
        return file_write(spool->descriptor, bytes);
    buf_append(&spool->memory, bytes.data, bytes.size);
    return buf_status(&spool->memory);
}

uint64_t spool_size(const struct spool *spool)
{
    return spool->size;
}

struct bytes spool_waiting(const struct spool *spool)
{
    return spool->descriptor < 0 ? buf_bytes(&spool->memory) : bytes_of(NULL, 0);
}

void spool_forget(struct spool *spool)
{
    buf_clear(&spool->memory);
}

enum status spool_finish(struct spool *spool, struct bytes *bytes, struct file_content **content)
{
    enum status status;

    *content = NULL;
    if (spool->descriptor < 0) {
        *bytes = buf_bytes(&spool->memory);
        return STATUS_OK;
    }
    status = file_content_of(spool->descriptor, NULL, &spool->content, NULL);
    if (status != STATUS_OK)
        return status;
    *bytes = file_content_bytes(spool->content);
    *content = spool->content;
    return STATUS_OK;
}

void spool_destroy(struct spool *spool)
{
    if (spool == NULL)
        return;
    file_content_close(spool->content);
    if (spool->descriptor >= 0)
        close(spool->descriptor);
    buf_free(&spool->memory);
    alloc_free(spool);
}
