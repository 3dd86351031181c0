/* SPDX-License-Identifier: Apache-2.0 */
#include "foreign/ole/ole.h"

#include "extract/isolated.h"
#include "extract/ole_kind.h"
#include "foreign/ole/excel.h"
#include "foreign/ole/msg.h"
#include "foreign/ole/ole_check.h"
#include "foreign/ole/ole_embedded.h"
#include "foreign/ole/ole_properties.h"
#include "foreign/ole/ole_storage.h"
#include "foreign/ole/powerpoint.h"
#include "foreign/ole/word.h"

static bool has(const struct ole_storage *storage, const char *name)
{
    size_t index;

    return ole_storage_find(storage, name, &index);
}

/* What the format is not known for is told; what is inside is read all the same. */
static enum status text_read(struct extract_job *job, struct ole_storage *storage, bool *encrypted)
{
    bool known = false, found = false;
    enum status status = STATUS_OK;

    if (has(storage, "WordDocument")) {
        known = true;
        status = word_read(job, storage, encrypted);
    }
    if (status == STATUS_OK && (has(storage, "Workbook") || has(storage, "Book"))) {
        known = true;
        status = excel_read(job, storage, encrypted);
    }
    if (status == STATUS_OK && has(storage, "PowerPoint Document")) {
        known = true;
        status = powerpoint_read(job, storage, encrypted);
    }
    if (status == STATUS_OK && has(storage, "__properties_version1.0")) {
        known = true;
        status = msg_read(job, storage);
    }
    if (status == STATUS_OK && !known)
        status = ole_embedded_unwrap(job, storage, &found);
    return status == STATUS_OK && !known && !found ? extract_gap(job, STATUS_UNSUPPORTED, NULL) : status;
}

static enum status storage_read(struct extract_job *job, struct ole_storage *storage)
{
    bool encrypted = false;
    enum status status = STATUS_OK;

    if (has(storage, "EncryptedPackage") || has(storage, "\tDRMContent")) {
        encrypted = true;
        status = extract_gap(job, STATUS_ENCRYPTED, NULL);
    }
    /* A document under rights management may stand beside one that says so. */
    if (status == STATUS_OK && !has(storage, "EncryptedPackage"))
        status = text_read(job, storage, &encrypted);
    if (status == STATUS_OK)
        status = ole_properties_read(job, storage);
    /* The folders of a message are its own. */
    if (status != STATUS_OK || encrypted || has(storage, "__properties_version1.0"))
        return status;
    return ole_embedded_read(job, storage);
}

/* By the streams of the root; those deeper down are of objects inside. */
static const struct format *format_of(struct extract_job *job, const struct ole_storage *storage)
{
    const struct format *format;
    bool encrypted;

    for (size_t index = 0; index < ole_storage_count(storage); index++) {
        format = ole_kind_named(ole_storage_name(storage, index));
        if (format != NULL)
            return format;
    }
    return ole_kind_of(job->input, &encrypted);
}

static enum status tell_what_is_missing(struct extract_job *job)
{
    bool whole;
    enum status status = ole_check(job->input, job->arena, &whole);

    return status == STATUS_OK && !whole ? extract_gap(job, STATUS_MALFORMED, "sectors of the file are missing") : status;
}

static enum status ole_extract(struct extract_job *job)
{
    struct ole_storage *storage;
    enum status status = ole_storage_open(job, job->input, &storage);

    if (status == STATUS_OK)
        status = tell_what_is_missing(job);
    else if (status == STATUS_MALFORMED)
        status = ole_storage_rescue(job, &storage);
    if (status == STATUS_OK) {
        job->part->format = format_of(job, storage);
        status = storage_read(job, storage);
    }
    ole_storage_close(storage);
    return status;
}

const struct extractor ole_extractor = {
    .format = ISOLATED_OLE_FORMAT,
    .bid = isolated_ole_bid,
    .extract = ole_extract,
};
