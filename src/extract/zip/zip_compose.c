/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/zip/zip_compose.h"

#include "extract/deflate.h"

enum {
    LOCAL_HEADER_SIZE = 30, /* PKWARE APPNOTE.TXT, 4.3.7 */
    NAME_MAX_SIZE = UINT16_MAX,
    DIRECTORY_SIZE_MAX = 64 << 20,
};

static void put_number(struct buf *buf, uint64_t number, unsigned size)
{
    for (; size > 0; size--, number >>= 8)
        buf_byte(buf, (char)(number & 0xFF));
}

enum status zip_compose_open(struct zip_compose *compose, struct extract_job *job)
{
    *compose = (struct zip_compose){ .job = job, .directory = BUF_INIT(DIRECTORY_SIZE_MAX) };
    return spool_create(&compose->spool);
}

/* 4.3.12; of the times, versions and attributes nobody asks. */
static enum status entry_add(struct zip_compose *compose, struct bytes name)
{
    struct buf *directory = &compose->directory;
    uint64_t size = spool_size(compose->spool) - compose->header_offset - LOCAL_HEADER_SIZE;

    if (compose->header_offset + size >= UINT32_MAX || name.size > NAME_MAX_SIZE)
        return STATUS_LIMIT_BYTES;
    buf_append(directory, "PK\1\2", 4);
    put_number(directory, 0, 12); /* versions, flags, method: stored, time */
    put_number(directory, compose->checksum, 4);
    put_number(directory, size, 4);
    put_number(directory, size, 4);
    put_number(directory, name.size, 2);
    put_number(directory, 0, 12); /* extra field, comment, disk, attributes */
    put_number(directory, compose->header_offset, 4);
    buf_append(directory, name.data, name.size);
    compose->count++;
    return buf_status(directory);
}

static enum status member_end(struct zip_compose *compose)
{
    struct bytes name = compose->name;

    compose->name = bytes_of(NULL, 0);
    return name.data != NULL ? entry_add(compose, name) : STATUS_OK;
}

enum status zip_compose_member(struct zip_compose *compose, struct bytes name)
{
    static const uint8_t header[LOCAL_HEADER_SIZE] = "PK\3\4";
    enum status status = member_end(compose);

    if (status != STATUS_OK)
        return status;
    compose->name = name;
    compose->header_offset = spool_size(compose->spool);
    compose->checksum = 0;
    return spool_append(compose->spool, bytes_of(header, sizeof header));
}

enum status zip_compose_append(struct zip_compose *compose, struct bytes bytes)
{
    compose->checksum = deflate_checksum(compose->checksum, bytes);
    /* Nothing is decompressed, so there is no ratio. */
    return extract_spool_append(compose->job, compose->spool, bytes, 0);
}

enum status zip_compose_alias(struct zip_compose *compose, struct bytes name)
{
    return entry_add(compose, name);
}

/* 4.3.16 */
static void end_put(struct buf *directory, uint64_t count, uint64_t offset)
{
    uint64_t size = directory->size;

    buf_append(directory, "PK\5\6", 4);
    put_number(directory, 0, 4); /* disks */
    put_number(directory, count, 2);
    put_number(directory, count, 2);
    put_number(directory, size, 4);
    put_number(directory, offset, 4);
    put_number(directory, 0, 2); /* comment */
}

enum status zip_compose_finish(struct zip_compose *compose, struct bytes *file)
{
    struct file_content *content;
    enum status status = member_end(compose);

    if (status != STATUS_OK)
        return status;
    end_put(&compose->directory, compose->count, spool_size(compose->spool));
    status = buf_status(&compose->directory);
    if (status == STATUS_OK)
        status = spool_append(compose->spool, buf_bytes(&compose->directory));
    return status == STATUS_OK ? spool_finish(compose->spool, file, &content) : status;
}

void zip_compose_close(struct zip_compose *compose)
{
    spool_destroy(compose->spool);
    buf_free(&compose->directory);
}
