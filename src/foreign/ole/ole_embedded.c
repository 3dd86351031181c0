/* SPDX-License-Identifier: Apache-2.0 */
#include "foreign/ole/ole_embedded.h"

#include <strings.h>

#include "extract/name.h"
#include "foreign/ole/ole_macros.h"
#include "foreign/ole/ole_output.h"

/* A string of the Packager ends with a NUL. */
static struct bytes text_take(struct reader *reader)
{
    size_t rest = (size_t)(reader->end - reader->next);
    const uint8_t *end = rest > 0 ? memchr(reader->next, '\0', rest) : NULL;
    struct bytes text;

    if (end == NULL)
        return reader_take(reader, rest + 1);
    text = reader_take(reader, (size_t)(end - reader->next));
    (void)reader_take(reader, 1);
    return text;
}

static const char *last_name(const char *path)
{
    const char *slash = strrchr(path, '\\');

    return slash != NULL && slash[1] != '\0' ? slash + 1 : path;
}

/* Where the file lay tells names of users and folders. */
static enum status path_emit(struct extract_job *job, struct bytes raw, struct buf *path)
{
    struct ole_output *output = arena_alloc(job->arena, sizeof *output);
    enum status status = name_decode(job->charset, raw, path);

    if (output == NULL)
        return STATUS_NO_MEMORY;
    if (status != STATUS_OK)
        return status;
    ole_output_start(output, job);
    output->section = "embedded object";
    return ole_output_block(output, TEXT_METADATA, buf_bytes(path));
}

/* [MS-OLEDS] 2.3.6; what the Packager writes behind the size has been known for long, but is not in it. */
static enum status native_read(struct extract_job *job, struct bytes stream)
{
    struct reader reader = reader_of(stream);
    struct buf path = BUF_INIT(NAME_SIZE_MAX);
    struct bytes label, temporary, content;
    enum status status;

    (void)reader_u32le(&reader);
    (void)reader_u16le(&reader);
    label = text_take(&reader);
    (void)text_take(&reader);
    (void)reader_u32le(&reader);
    temporary = reader_take(&reader, reader_u32le(&reader));
    content = reader_take(&reader, reader_u32le(&reader));
    if (reader.overrun) /* no package: the data of some program stand right behind the size */
        return extract_child(job, &(struct part_hint){ .name = "object.bin" },
                             bytes_slice(stream, 4, stream.size), NULL);
    if (temporary.size > 0 && temporary.data[temporary.size - 1] == '\0')
        temporary.size--;
    status = path_emit(job, temporary, &path);
    if (status == STATUS_OK)
        status = name_decode(job->charset, label.size > 0 ? label : temporary, &path);
    if (status == STATUS_OK)
        status = extract_child(job,
                               &(struct part_hint){ .name = path.size > 0 ? last_name(path.data) : "object.bin" },
                               content, NULL);
    buf_free(&path);
    return status;
}

enum status ole_embedded_unwrap(struct extract_job *job, struct ole_storage *folder, bool *found)
{
    /* Streams that hold a whole file. */
    static const char *const streams[] = { "Package", "EmbeddedOdf", "CONTENTS" };
    struct bytes content;
    enum status status = ole_storage_read_named(folder, "\001Ole10Native", &content);

    *found = false;
    if (status == STATUS_OK && content.size > 0) {
        *found = true;
        return native_read(job, content);
    }
    for (size_t index = 0; index < sizeof streams / sizeof *streams && status == STATUS_OK; index++) {
        status = ole_storage_read_named(folder, streams[index], &content);
        if (status != STATUS_OK || content.size == 0)
            continue;
        *found = true;
        status = extract_child(job, &(struct part_hint){ .name = streams[index] }, content, NULL);
        /* The text of Works is no file, and no reader knows it. */
        return status == STATUS_OK && bytes_start_with(content, "CHNK", 4) ? extract_gap(job, STATUS_UNSUPPORTED, NULL)
                                                                           : status;
    }
    return status;
}

/* Beside what shows it and links it, an object may have nothing that is worth a reading: a formula, a control. */
static bool has_content(const struct ole_storage *folder)
{
    static const char *const known[] = { "\001CompObj", "\001Ole",         "\003ObjInfo",     "\002OlePres000",
                                         "\003PRINT",   "Equation Native", "\003OCXNAME",     "\003EPRINT",
                                         "\003META",    "\003PIC",         "\003LinkInfo",    "\001Ole10ItemName",
                                         "\003OCXDATA", "\002OlePres001",  "\003ACCESSOBJSITEDATA" };

    for (size_t index = 0; index < ole_storage_count(folder); index++) {
        const char *name = ole_storage_name(folder, index);
        bool is_known = false;

        for (size_t next = 0; next < sizeof known / sizeof *known && !is_known; next++)
            is_known = strcasecmp(name, known[next]) == 0;
        if (!is_known)
            return true;
    }
    return false;
}

static enum status object_read(struct extract_job *job, struct ole_storage *folder, const char *name)
{
    struct bytes file;
    bool found;
    enum status status = ole_embedded_unwrap(job, folder, &found);

    if (status != STATUS_OK || found || !has_content(folder))
        return status;
    status = ole_storage_pack(folder, &file);
    return status != STATUS_OK ? status : extract_child(job, &(struct part_hint){ .name = name }, file, NULL);
}

static enum status each_object(struct extract_job *job, struct ole_storage *pool)
{
    enum status status = STATUS_OK;

    for (size_t index = 0; index < ole_storage_count(pool) && status == STATUS_OK; index++) {
        struct ole_storage *folder;

        status = ole_storage_folder(pool, index, &folder);
        if (status != STATUS_OK || folder == NULL)
            continue;
        status = object_read(job, folder, ole_storage_name(pool, index));
        ole_storage_close(folder);
    }
    return status;
}

/* Custom XML: a folder for each item, with the XML in the stream "Item". */
static enum status each_item(struct extract_job *job, struct ole_storage *store)
{
    enum status status = STATUS_OK;

    for (size_t index = 0; index < ole_storage_count(store) && status == STATUS_OK; index++) {
        struct ole_storage *folder;
        struct bytes item;

        status = ole_storage_folder(store, index, &folder);
        if (status != STATUS_OK || folder == NULL)
            continue;
        status = ole_storage_read_named(folder, "Item", &item);
        if (status == STATUS_OK && item.size > 0)
            status = extract_child(job, &(struct part_hint){ .name = "item.xml", .media_type = "application/xml" }, item,
                                   NULL);
        ole_storage_close(folder);
    }
    return status;
}

static enum status folder_read(struct extract_job *job, struct ole_storage *folder, const char *name)
{
    if (strcasecmp(name, "ObjectPool") == 0)
        return each_object(job, folder);
    if (strcasecmp(name, "MsoDataStore") == 0)
        return each_item(job, folder);
    if (strcasecmp(name, "Macros") == 0 || strcasecmp(name, "_VBA_PROJECT_CUR") == 0 || strcasecmp(name, "VBA") == 0)
        return ole_macros_read(job, folder);
    /* Read by who knows them, or of no interest: cached pivot data, rights management. */
    if (strcasecmp(name, "_SX_DB_CUR") == 0 || strcasecmp(name, "_SX_DB") == 0 || name[0] == '\006')
        return STATUS_OK;
    return object_read(job, folder, name);
}

enum status ole_embedded_read(struct extract_job *job, struct ole_storage *storage)
{
    enum status status = STATUS_OK;

    for (size_t index = 0; index < ole_storage_count(storage) && status == STATUS_OK; index++) {
        struct ole_storage *folder;

        status = ole_storage_folder(storage, index, &folder);
        if (status != STATUS_OK || folder == NULL)
            continue;
        status = folder_read(job, folder, ole_storage_name(storage, index));
        ole_storage_close(folder);
    }
    return status;
}
