/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/zip/package.h"

#include <string.h>

#include "base/spool.h"
#include "extract/name.h"
#include "extract/zip/zip_surroundings.h"
#include "text/utf8.h"

enum { CHUNK_SIZE = 32 * 1024 };

enum status package_open(struct package *package, struct extract_job *job, struct bytes input)
{
    enum status status;

    *package = (struct package){ .job = job };
    status = zipfile_open(input, job->arena, &package->zipfile);
    if (status != STATUS_OK)
        return status;
    package->done = arena_zeroed(job->arena, (package->zipfile.count + 1) * sizeof *package->done);
    return package->done != NULL ? deflate_create(&package->deflate) : STATUS_NO_MEMORY;
}

void package_close(struct package *package)
{
    deflate_destroy(package->deflate);
}

enum status package_settle(struct package *package, const struct zip_member *member, enum status status)
{
    struct buf name = BUF_INIT(4 * NAME_SIZE_MAX + 64);
    enum status settled;

    if (status_scope(status) != SCOPE_PART)
        return status;
    settled = name_decode(package->job->charset, member->name, &name);
    if (settled == STATUS_OK)
        settled = extract_gap_in(package->job, status, name.data);
    buf_free(&name);
    return settled;
}

enum status package_pump(struct package *package, const struct zip_member *member, package_take *take, void *context)
{
    uint8_t chunk[CHUNK_SIZE];
    struct bytes stored, given;
    size_t produced;
    uint32_t checksum = 0;
    enum status status = zipfile_stored(&package->zipfile, member, &stored);

    if (status != STATUS_OK)
        return status;
    if (member->method == ZIP_STORED) {
        status = take(package, context, stored, stored.size);
        if (status == STATUS_OK && deflate_checksum(0, stored) != member->crc)
            status = STATUS_MALFORMED;
        return status;
    }
    status = deflate_start(package->deflate, stored);
    while (status == STATUS_OK) {
        status = deflate_next(package->deflate, chunk, sizeof chunk, &produced);
        if (status != STATUS_OK)
            return status;
        if (produced == 0)
            return checksum == member->crc ? STATUS_OK : STATUS_MALFORMED;
        given = bytes_of(chunk, produced);
        checksum = deflate_checksum(checksum, given);
        status = take(package, context, given, deflate_consumed(package->deflate) + 1);
    }
    return status;
}

struct parsing {
    struct xml_parser *parser;
    uint64_t total;
};

static enum status take_into_parser(struct package *package, void *context, struct bytes bytes, uint64_t source_size)
{
    struct parsing *parsing = context;
    enum status status;

    parsing->total += bytes.size;
    status = extract_charge(package->job, bytes.size, parsing->total, source_size);
    return status != STATUS_OK ? status : xml_feed(parsing->parser, bytes);
}

enum status package_parse(struct package *package, const struct zip_member *member,
                          const struct xml_namespace *namespaces, const struct xml_handler *handler, void *context)
{
    struct parsing parsing = { .total = 0 };
    enum status status = xml_create(namespaces, handler, context, &parsing.parser), finished;

    if (status != STATUS_OK)
        return status;
    status = package_pump(package, member, take_into_parser, &parsing);
    if (status == STATUS_OK || status == STATUS_MALFORMED) {
        finished = xml_finish(parsing.parser);
        if (status == STATUS_OK || status_scope(finished) > SCOPE_PART)
            status = finished;
    }
    xml_destroy(parsing.parser);
    return status;
}

/* ---- files inside ---- */

static enum status take_into_spool(struct package *package, void *context, struct bytes bytes, uint64_t source_size)
{
    return extract_spool_append(package->job, context, bytes, source_size);
}

static enum status spool_pass_on(struct package *package, const struct part_hint *hint, struct spool *spool,
                                 enum status damage)
{
    struct bytes bytes;
    struct file_content *content;
    enum status status = spool_finish(spool, &bytes, &content);

    if (status != STATUS_OK)
        return status;
    if (damage != STATUS_OK && (bytes.size == 0 || damage == STATUS_LIMIT_RATIO))
        return extract_child_unread(package->job, hint, damage, NULL);
    if (damage == STATUS_OK)
        return extract_child(package->job, hint, bytes, content);
    status = extract_child_damaged(package->job, hint, bytes, content, damage, NULL);
    return status != STATUS_OK ? status : extract_gap_in(package->job, damage, hint->name);
}

enum status package_child(struct package *package, const struct zip_member *member, const char *media_type)
{
    struct buf name = BUF_INIT(4 * NAME_SIZE_MAX + 64);
    struct part_hint hint = { .media_type = media_type };
    struct spool *spool = NULL;
    enum status damage, status = name_decode(package->job->charset, member->name, &name);

    if (status == STATUS_OK)
        status = spool_create(&spool);
    if (status == STATUS_OK) {
        hint.name = name.data;
        damage = package_pump(package, member, take_into_spool, spool);
        status = status_scope(damage) > SCOPE_PART ? damage : spool_pass_on(package, &hint, spool, damage);
    }
    spool_destroy(spool);
    buf_free(&name);
    return status;
}

bool package_is_folder(const struct zip_member *member)
{
    struct bytes name = member->name;

    return name.size == 0 || name.data[name.size - 1] == '/' || name.data[name.size - 1] == '\\';
}

bool package_claim(struct package *package, const struct zip_member *member)
{
    bool *done;

    if (member == NULL)
        return false;
    done = &package->done[member - package->zipfile.members];
    if (*done)
        return false;
    *done = true;
    return true;
}

enum status package_surroundings(struct package *package)
{
    enum status status = STATUS_OK;

    if (package->zipfile.truncated)
        status = extract_gap(package->job, STATUS_MALFORMED, "the directory of the package is damaged");
    if (status == STATUS_OK)
        status = zip_folders_emit(package->job, package->zipfile.input);
    return status == STATUS_OK ? zip_surroundings_emit(package->job, package->zipfile.input) : status;
}

enum status package_rest(struct package *package)
{
    enum status status = STATUS_OK;

    for (size_t index = 0; index < package->zipfile.count && status == STATUS_OK; index++) {
        const struct zip_member *member = &package->zipfile.members[index];

        if (!package_claim(package, member) || package_is_folder(member))
            continue;
        status = extract_progress(package->job, 0);
        if (status == STATUS_OK)
            status = package_child(package, member, NULL);
    }
    return status == STATUS_OK ? package_surroundings(package) : status;
}

/* ---- paths ---- */

size_t package_resolve(const char *folder, struct bytes target, char *path)
{
    size_t size = 0;

    if (target.size > 0 && target.data[0] != '/') {
        size = strlen(folder);
        memcpy(path, folder, size);
    }
    while (target.size > 0) {
        const uint8_t *slash = memchr(target.data, '/', target.size);
        size_t step = slash != NULL ? (size_t)(slash - target.data) : target.size;

        if (step == 2 && target.data[0] == '.' && target.data[1] == '.') {
            size -= size > 0; /* the slash */
            while (size > 0 && path[size - 1] != '/')
                size--;
        } else if (step > 0 && !(step == 1 && target.data[0] == '.')) {
            if (size + step + 1 > PACKAGE_PATH_MAX)
                return 0;
            memcpy(path + size, target.data, step);
            size += step;
            if (slash != NULL)
                path[size++] = '/';
        }
        target = bytes_slice(target, step + (slash != NULL), target.size);
    }
    return size;
}

const struct zip_member *package_find(const struct package *package, const char *folder, struct bytes target)
{
    char path[PACKAGE_PATH_MAX];
    size_t size = package_resolve(folder, target, path);

    return size > 0 ? zipfile_find(&package->zipfile, bytes_of(path, size)) : NULL;
}

bool package_folder(const struct zip_member *member, char *folder)
{
    struct bytes name = member->name;
    const uint8_t *slash = name.size > 0 ? memrchr(name.data, '/', name.size) : NULL;
    size_t size = slash != NULL ? (size_t)(slash - name.data) + 1 : 0;

    if (size >= PACKAGE_PATH_MAX)
        return false;
    if (size > 0)
        memcpy(folder, name.data, size);
    folder[size] = '\0';
    return true;
}

/* ---- text ---- */

enum status package_emit(struct extract_job *job, const struct text_run *run, struct bytes utf8)
{
    struct text_run piece = *run;
    enum status status = STATUS_OK;

    piece.origin = ORIGIN_DETACHED;
    while (utf8.size > 0 && status == STATUS_OK) {
        piece.utf8 = (const char *)utf8.data;
        piece.size = utf8.size;
        if (piece.size > TEXT_RUN_MAX)
            piece.size = utf8_floor(piece.utf8, piece.size, TEXT_RUN_MAX);
        status = extract_emit(job, &piece);
        utf8 = bytes_slice(utf8, piece.size, utf8.size);
        piece.join = JOIN_GLUED;
    }
    return status;
}

const char *package_keep(struct package *package, struct bytes text)
{
    return arena_text(package->job->arena, text.data != NULL ? (const char *)text.data : "", text.size);
}

enum status package_no_end(void *context, const struct xml_element *element)
{
    (void)context;
    (void)element;
    return STATUS_OK;
}

enum status package_no_text(void *context, const char *utf8, size_t size)
{
    (void)context;
    (void)utf8;
    (void)size;
    return STATUS_OK;
}
