/* SPDX-License-Identifier: Apache-2.0 */
#include "foreign/ole/ole_storage.h"

#include <gsf/gsf.h>
#include <gsf/gsf-infile-msole.h>
#include <gsf/gsf-input-memory.h>
#include <gsf/gsf-outfile-msole.h>
#include <gsf/gsf-output-memory.h>
#include <string.h>
#include <strings.h>

#include "text/utf8.h"

enum {
    BLOCK_SIZE = 512, /* what is tried at once where a stream cannot be read as a whole */
    PACK_DEPTH_MAX = 12,
    ENTRIES_MAX = 100000,
};

enum { RESCUED_KINDS = 4 };

struct ole_storage {
    struct extract_job *job;
    GsfInfile *infile; /* NULL: rescued */
    size_t count;
    struct rescued {
        const char *name;
        struct bytes content;
    } rescued[RESCUED_KINDS];
};

/* libgsf tells of damage on standard error; here it is a gap. */
static void be_silent(const char *domain, GLogLevelFlags level, const char *message, void *context)
{
    (void)domain;
    (void)level;
    (void)message;
    (void)context;
}

void ole_storage_prepare(void)
{
    gsf_init();
    g_log_set_default_handler(be_silent, NULL);
}

/* Takes the reference. */
static enum status storage_create(struct extract_job *job, GsfInfile *infile, struct ole_storage **storage)
{
    struct ole_storage *created = arena_zeroed(job->arena, sizeof *created);
    int count = gsf_infile_num_children(infile);

    if (created == NULL) {
        g_object_unref(infile);
        return STATUS_NO_MEMORY;
    }
    created->job = job;
    created->infile = infile;
    created->count = count < 0 ? 0 : (size_t)count;
    *storage = created;
    if (created->count <= ENTRIES_MAX)
        return STATUS_OK;
    created->count = ENTRIES_MAX;
    return extract_gap(job, STATUS_LIMIT_CHILDREN, "entries of a folder");
}

enum status ole_storage_open(struct extract_job *job, struct bytes input, struct ole_storage **storage)
{
    GsfInput *memory = gsf_input_memory_new(input.data, (gsf_off_t)input.size, FALSE);
    GsfInfile *infile;

    *storage = NULL;
    if (memory == NULL)
        return STATUS_MALFORMED;
    infile = gsf_infile_msole_new(memory, NULL);
    g_object_unref(memory);
    return infile != NULL ? storage_create(job, infile, storage) : STATUS_MALFORMED;
}

enum status ole_storage_rescue(struct extract_job *job, struct ole_storage **storage)
{
    /* How the main streams begin: [MS-DOC] 2.5.2, [MS-XLS] 2.4.21 (BIFF8 and 5), [MS-PPT] 2.4.1. */
    static const struct {
        const char *name, *beginning;
    } kinds[RESCUED_KINDS] = {
        { "WordDocument", "\xEC\xA5" },
        { "Workbook", "\x09\x08\x10\x00\x00\x06\x05\x00" },
        { "Book", "\x09\x08\x08\x00\x00\x05\x05\x00" },
        { "PowerPoint Document", "\x0F\x00\xE8\x03" },
    };
    static const size_t sizes[RESCUED_KINDS] = { 2, 8, 8, 4 };
    struct ole_storage *created = arena_zeroed(job->arena, sizeof *created);

    *storage = NULL;
    if (created == NULL)
        return STATUS_NO_MEMORY;
    created->job = job;
    for (size_t kind = 0; kind < RESCUED_KINDS; kind++) {
        for (size_t offset = BLOCK_SIZE; offset < job->input.size; offset += BLOCK_SIZE) {
            struct bytes rest = bytes_slice(job->input, offset, job->input.size);

            if (!bytes_start_with(rest, kinds[kind].beginning, sizes[kind]))
                continue;
            created->rescued[created->count++] = (struct rescued){ kinds[kind].name, rest };
            break;
        }
    }
    if (created->count == 0)
        return STATUS_MALFORMED;
    *storage = created;
    return extract_gap(job, STATUS_MALFORMED, "read without its directory");
}

void ole_storage_close(struct ole_storage *storage)
{
    if (storage != NULL && storage->infile != NULL)
        g_object_unref(storage->infile);
}

size_t ole_storage_count(const struct ole_storage *storage)
{
    return storage->count;
}

const char *ole_storage_name(const struct ole_storage *storage, size_t index)
{
    const char *name;

    if (storage->infile == NULL)
        return storage->rescued[index].name;
    name = gsf_infile_name_by_index(storage->infile, (int)index);
    if (name == NULL || utf8_valid_prefix(name, strlen(name)) != strlen(name))
        return "?";
    return name;
}

bool ole_storage_find(const struct ole_storage *storage, const char *name, size_t *index)
{
    for (*index = 0; *index < storage->count; ++*index)
        if (strcasecmp(ole_storage_name(storage, *index), name) == 0)
            return true;
    return false;
}

enum status ole_storage_folder(struct ole_storage *storage, size_t index, struct ole_storage **folder)
{
    GsfInput *child;

    *folder = NULL;
    if (storage->infile == NULL)
        return STATUS_OK;
    child = gsf_infile_child_by_index(storage->infile, (int)index);
    if (child == NULL)
        return extract_gap(storage->job, STATUS_MALFORMED, ole_storage_name(storage, index));
    if (!GSF_IS_INFILE(child) || gsf_infile_num_children(GSF_INFILE(child)) < 0) {
        g_object_unref(child);
        return STATUS_OK;
    }
    return storage_create(storage->job, GSF_INFILE(child), folder);
}

/* As much as there is, up to the first block that is missing. */
static size_t read_blocks(GsfInput *stream, uint8_t *output, size_t size)
{
    size_t done = 0;

    if (gsf_input_read(stream, size, output) != NULL)
        return size;
    if (gsf_input_seek(stream, 0, G_SEEK_SET))
        return 0;
    while (done < size) {
        size_t step = size - done < BLOCK_SIZE ? size - done : BLOCK_SIZE;

        if (gsf_input_read(stream, step, output + done) == NULL)
            break;
        done += step;
    }
    return done;
}

static enum status stream_read(struct ole_storage *storage, GsfInput *stream, const char *name, struct bytes *content)
{
    struct extract_job *job = storage->job;
    gsf_off_t size = gsf_input_size(stream);
    size_t wanted, done;
    uint8_t *output;
    enum status status;

    /* A stream cannot be longer than the file, whatever its entry says. */
    wanted = size < 0 ? 0 : (size_t)size;
    if (wanted > job->input.size)
        wanted = job->input.size;
    if (wanted == 0)
        return size > 0 ? extract_gap(job, STATUS_MALFORMED, name) : STATUS_OK;
    status = extract_expand(job, wanted, wanted, &output);
    if (status != STATUS_OK)
        return status;
    done = read_blocks(stream, output, wanted);
    *content = bytes_of(output, done);
    return done == (size_t)size ? STATUS_OK : extract_gap(job, STATUS_MALFORMED, name);
}

enum status ole_storage_read(struct ole_storage *storage, size_t index, struct bytes *content)
{
    const char *name = ole_storage_name(storage, index);
    GsfInput *stream;
    enum status status;

    *content = bytes_of(NULL, 0);
    if (storage->infile == NULL) {
        *content = storage->rescued[index].content;
        return STATUS_OK;
    }
    stream = gsf_infile_child_by_index(storage->infile, (int)index);
    if (stream == NULL)
        return extract_gap(storage->job, STATUS_MALFORMED, name);
    status = stream_read(storage, stream, name, content);
    g_object_unref(stream);
    return status;
}

enum status ole_storage_read_named(struct ole_storage *storage, const char *name, struct bytes *content)
{
    size_t index;

    *content = bytes_of(NULL, 0);
    return ole_storage_find(storage, name, &index) ? ole_storage_read(storage, index, content) : STATUS_OK;
}

/* ---- a folder as a file ---- */

static void stream_copy(GsfInput *from, GsfOutput *to)
{
    gsf_off_t left = gsf_input_size(from);

    while (left > 0) {
        size_t step = left < BLOCK_SIZE ? (size_t)left : BLOCK_SIZE;
        const guint8 *data = gsf_input_read(from, step, NULL);

        if (data == NULL || !gsf_output_write(to, step, data))
            return;
        left -= (gsf_off_t)step;
    }
}

/* A folder on the way down, and how far it has been copied. */
struct pack_level {
    GsfInfile *from;
    GsfOutfile *to;
    int next;
};

static void level_close(struct pack_level *level)
{
    gsf_output_close(GSF_OUTPUT(level->to));
    g_object_unref(level->to);
    g_object_unref(level->from);
}

/* Copies the next entry of the deepest level; a folder becomes the new deepest one. Returns the new number of
 * levels. */
static size_t pack_step(struct pack_level *levels, size_t count, uint64_t *left)
{
    struct pack_level *level = &levels[count - 1];
    GsfInput *child = gsf_infile_child_by_index(level->from, level->next);
    const char *name = gsf_infile_name_by_index(level->from, level->next);
    bool is_folder = child != NULL && GSF_IS_INFILE(child) && gsf_infile_num_children(GSF_INFILE(child)) >= 0;
    uint64_t size = child != NULL && !is_folder ? (uint64_t)gsf_input_size(child) : 0;
    GsfOutput *target;

    level->next++;
    if (child == NULL || name == NULL || size > *left || (is_folder && count == PACK_DEPTH_MAX)) {
        if (child != NULL)
            g_object_unref(child);
        return count;
    }
    target = gsf_outfile_new_child(level->to, name, is_folder);
    *left -= size;
    if (is_folder) {
        levels[count] = (struct pack_level){ GSF_INFILE(child), GSF_OUTFILE(target), 0 };
        return count + 1;
    }
    stream_copy(child, target);
    gsf_output_close(target);
    g_object_unref(target);
    g_object_unref(child);
    return count;
}

static void pack_into(struct ole_storage *storage, GsfOutput *memory)
{
    struct pack_level levels[PACK_DEPTH_MAX];
    uint64_t left = storage->job->input.size;
    size_t count = 1;

    g_object_ref(storage->infile);
    levels[0] = (struct pack_level){ storage->infile, gsf_outfile_msole_new(memory), 0 };
    while (count > 0) {
        if (levels[count - 1].next < gsf_infile_num_children(levels[count - 1].from))
            count = pack_step(levels, count, &left);
        else
            level_close(&levels[--count]);
    }
}

enum status ole_storage_pack(struct ole_storage *storage, struct bytes *file)
{
    GsfOutput *memory = gsf_output_memory_new();
    enum status status;
    uint8_t *output;
    size_t size;

    *file = bytes_of(NULL, 0);
    pack_into(storage, memory);
    size = (size_t)gsf_output_size(memory);
    status = extract_expand(storage->job, size > 0 ? size : 1, size, &output);
    if (status == STATUS_OK && size > 0) {
        memcpy(output, gsf_output_memory_get_bytes(GSF_OUTPUT_MEMORY(memory)), size);
        *file = bytes_of(output, size);
    }
    g_object_unref(memory);
    return status;
}
