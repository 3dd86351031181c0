/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/salvage.h"

#include "extract/deflate.h"
#include "extract/gzip.h"
#include "extract/zip/zipfile.h"

enum { CHUNK_SIZE = 4096 }; /* small: of a chunk that breaks nothing is lost, but little is asked for at once */

static enum status inflate_all(struct extract_job *job, struct deflate *deflate, struct spool *spool)
{
    uint8_t chunk[CHUNK_SIZE];
    size_t produced;
    enum status status;

    do {
        status = deflate_next(deflate, chunk, sizeof chunk, &produced);
        if (status == STATUS_OK)
            status = extract_spool_append(job, spool, bytes_of(chunk, produced), deflate_consumed(deflate) + 1);
    } while (status == STATUS_OK && produced > 0);
    return status;
}

static enum status inflate_into(struct extract_job *job, struct bytes compressed, struct spool *spool)
{
    struct deflate *deflate;
    enum status status = deflate_create(&deflate);

    if (status != STATUS_OK)
        return status;
    status = deflate_start(deflate, compressed);
    if (status == STATUS_OK)
        status = inflate_all(job, deflate, spool);
    deflate_destroy(deflate);
    return status;
}

/* By a walk through the directory, without memory: damage is rare. */
enum status salvage_zip_member(struct extract_job *job, struct bytes name, struct spool *spool)
{
    struct zipfile zipfile = { .input = job->input };
    struct zip_cursor cursor;
    struct zip_member member;
    struct bytes stored;
    enum status status;

    if (!zip_cursor_start(job->input, &cursor))
        return STATUS_MALFORMED;
    while (zip_cursor_next(&cursor, &member)) {
        if (!bytes_equal(member.name, name) || member.method != ZIP_DEFLATED)
            continue;
        status = zipfile_stored(&zipfile, &member, &stored);
        return status != STATUS_OK ? status : inflate_into(job, stored, spool);
    }
    return STATUS_MALFORMED;
}

enum status salvage_gzip(struct extract_job *job, struct spool *spool)
{
    size_t header = gzip_header_size(job->input);

    if (header == 0)
        return STATUS_MALFORMED;
    return inflate_into(job, bytes_slice(job->input, header, job->input.size), spool);
}
