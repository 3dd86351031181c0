/* SPDX-License-Identifier: Apache-2.0 */
#include "work/walk.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <fnmatch.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/array.h"
#include "base/buf.h"
#include "report/words.h"
#include "text/charset.h"
#include "text/utf8.h"

/* Folders still to be read. */
struct queue {
    char **paths;
    size_t count, capacity;
};

enum status walk_create(const struct walk_options *options, struct walk *walk)
{
    enum status status;

    *walk = (struct walk){ .options = *options };
    status = arena_create(&walk->arena);
    if (status != STATUS_OK)
        return status;
    walk->exclude_hits = arena_alloc(walk->arena, options->exclude_count + 1);
    if (walk->exclude_hits == NULL)
        return STATUS_NO_MEMORY;
    memset(walk->exclude_hits, 0, options->exclude_count + 1);
    return STATUS_OK;
}

void walk_free(struct walk *walk)
{
    alloc_free(walk->files);
    alloc_free(walk->roots);
    alloc_free(walk->links);
    arena_destroy(walk->arena);
    *walk = (struct walk){ 0 };
}

/* Broken bytes as U+FFFD. */
static const char *replace_broken(struct arena *arena, const char *path, size_t size)
{
    char *text = arena_alloc(arena, 3 * size + 1);
    size_t written = 0;

    if (text == NULL)
        return NULL;
    for (size_t offset = 0; offset < size;) {
        struct utf8_step step = utf8_next(path + offset, size - offset);

        written += utf8_encode(step.code_point, text + written);
        offset += step.size;
    }
    text[written] = '\0';
    return text;
}

static const char *decode_gbk(struct arena *arena, const char *path, size_t size)
{
    size_t capacity = 3 * size + 16;
    char *text = arena_alloc(arena, capacity + 1);
    struct charset *charset;
    struct charset_step step;

    if (text == NULL || charset_create(&charset) != STATUS_OK)
        return NULL;
    step = charset_decode(charset, ENCODING_GB18030, bytes_of(path, size), true, text, capacity);
    charset_destroy(charset);
    if (step.replaced > 0 || step.consumed < size)
        return NULL;
    text[step.produced] = '\0';
    return text;
}

static const char *shown_path(struct arena *arena, const char *path)
{
    size_t size = strlen(path);
    const char *decoded;

    if (utf8_valid_prefix(path, size) == size)
        return path;
    decoded = decode_gbk(arena, path, size);
    return decoded != NULL ? decoded : replace_broken(arena, path, size);
}

/* Decoding a name keeps its slashes, so that they can be counted in what is shown. */
static const char *within_folder(const char *shown, const char *folder)
{
    size_t slashes = folder[strlen(folder) - 1] == '/' ? 0 : 1;
    const char *within = shown, *slash;

    for (const char *next = strchr(folder, '/'); next != NULL; next = strchr(next + 1, '/'))
        slashes++;
    for (; slashes > 0 && (slash = strchr(within, '/')) != NULL; slashes--)
        within = slash + 1;
    return within;
}

static const char *within_named(const struct walk *walk, const char *shown)
{
    const char *slash = strrchr(shown, '/');

    if (walk->folder != NULL)
        return within_folder(shown, walk->folder);
    return slash != NULL ? slash + 1 : shown;
}

static enum status append(struct walk *walk, const char *path, struct walk_file file)
{
    enum status status = ARRAY_GROW(&walk->files, &walk->capacity, walk->count + 1);

    if (status != STATUS_OK)
        return status;
    file.path = arena_text(walk->arena, path, strlen(path));
    if (file.path == NULL)
        return STATUS_NO_MEMORY;
    file.shown = shown_path(walk->arena, file.path);
    if (file.shown == NULL)
        return STATUS_NO_MEMORY;
    file.within = within_named(walk, file.shown);
    walk->files[walk->count++] = file;
    walk->bytes += file.kind == WALK_FILE ? file.size : 0;
    return STATUS_OK;
}

static enum status append_unread(struct walk *walk, const char *path, enum status why, const char *detail)
{
    const char *kept = arena_text(walk->arena, detail, strlen(detail));

    if (kept == NULL)
        return STATUS_NO_MEMORY;
    return append(walk, path, (struct walk_file){ .kind = WALK_UNREAD, .why = why, .detail = kept });
}

static enum status append_failed(struct walk *walk, const char *path)
{
    return append_unread(walk, path, STATUS_IO, strerror(errno));
}

static const char *kind_words(mode_t mode)
{
    if (S_ISFIFO(mode))
        return N_("named pipe");
    if (S_ISSOCK(mode))
        return N_("socket");
    return N_("device");
}

/* "./a" and "a" are the same path. */
static const char *without_dot(const char *path)
{
    while (path[0] == '.' && path[1] == '/') {
        path += 2;
        while (path[0] == '/')
            path++;
    }
    return path;
}

/* Every glob is tried, so that the ones that leave nothing out are known. */
static bool is_excluded(struct walk *walk, const char *path)
{
    const char *slash = strrchr(path, '/');
    const char *name = slash != NULL ? slash + 1 : path;
    bool is_hit = false;

    for (size_t index = 0; index < walk->options.exclude_count; index++) {
        const char *glob = walk->options.excludes[index];
        bool is_for_paths = strchr(glob, '/') != NULL;

        if (fnmatch(without_dot(glob), is_for_paths ? without_dot(path) : name, 0) != 0)
            continue;
        walk->exclude_hits[index] = true;
        is_hit = true;
    }
    return is_hit;
}

static enum status queue_push(struct queue *queue, const char *path)
{
    enum status status = ARRAY_GROW(&queue->paths, &queue->capacity, queue->count + 1);
    char *kept;

    if (status != STATUS_OK)
        return status;
    kept = alloc_text(path, strlen(path));
    if (kept == NULL)
        return STATUS_NO_MEMORY;
    queue->paths[queue->count++] = kept;
    return STATUS_OK;
}

static enum status note_link(struct walk *walk, const char *path)
{
    enum status status = ARRAY_GROW(&walk->links, &walk->link_capacity, walk->link_count + 1);
    const char *kept;

    if (status != STATUS_OK)
        return status;
    kept = arena_text(walk->arena, path, strlen(path));
    if (kept == NULL)
        return STATUS_NO_MEMORY;
    walk->links[walk->link_count++] = kept;
    return STATUS_OK;
}

static bool is_own(const struct walk *walk, const struct stat *about)
{
    for (size_t index = 0; index < walk->options.own_count; index++)
        if (walk->options.own[index].device == about->st_dev && walk->options.own[index].number == about->st_ino)
            return true;
    return false;
}

static enum status visit_entry(struct walk *walk, struct queue *queue, int directory, const char *name,
                               const char *path)
{
    struct stat about;

    if (is_excluded(walk, path)) {
        walk->excluded++;
        return STATUS_OK;
    }
    if (fstatat(directory, name, &about, AT_SYMLINK_NOFOLLOW) != 0)
        return append_failed(walk, path);
    if (S_ISDIR(about.st_mode))
        return queue_push(queue, path);
    if (S_ISLNK(about.st_mode))
        return note_link(walk, path);
    if (is_own(walk, &about)) {
        walk->excluded++;
        return STATUS_OK;
    }
    if (S_ISREG(about.st_mode))
        return append(walk, path, (struct walk_file){ .kind = WALK_FILE, .size = (uint64_t)about.st_size });
    return append_unread(walk, path, STATUS_UNSUPPORTED, kind_words(about.st_mode));
}

static bool is_stopped(const struct walk *walk)
{
    return walk->options.stop != NULL && atomic_load_explicit(walk->options.stop, memory_order_relaxed);
}

/* `path` is the folder's, and gets room for its entries' names. */
static enum status visit_folder(struct walk *walk, struct queue *queue, struct buf *path)
{
    DIR *directory = opendir(path->data);
    size_t size = path->size;
    enum status status = STATUS_OK;
    const struct dirent *entry;

    if (directory == NULL)
        return append_failed(walk, path->data);
    if (path->data[size - 1] != '/')
        buf_byte(path, '/');
    size = path->size;
    for (errno = 0; status == STATUS_OK && (entry = readdir(directory)) != NULL; errno = 0) {
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
            continue;
        buf_text(path, entry->d_name);
        status = buf_status(path);
        if (status == STATUS_OK)
            status = visit_entry(walk, queue, dirfd(directory), entry->d_name, path->data);
        path->size = size;
        path->data[size] = '\0';
    }
    if (status == STATUS_OK && entry == NULL && errno != 0)
        status = append_failed(walk, path->data);
    closedir(directory);
    return status;
}

static enum status walk_folder(struct walk *walk, const char *root)
{
    struct queue queue = { 0 };
    struct buf path = BUF_INIT(SIZE_MAX / 2);
    enum status status = queue_push(&queue, root);

    while (status == STATUS_OK && queue.count > 0) {
        char *folder = queue.paths[--queue.count];

        if (is_stopped(walk)) {
            status = append_unread(walk, folder, STATUS_STOPPED, "");
        } else {
            buf_clear(&path);
            buf_text(&path, folder);
            status = buf_status(&path);
            if (status == STATUS_OK)
                status = visit_folder(walk, &queue, &path);
        }
        alloc_free(folder);
    }
    while (queue.count > 0)
        alloc_free(queue.paths[--queue.count]);
    alloc_free(queue.paths);
    buf_free(&path);
    return status;
}

static enum status add_root(struct walk *walk, const char *path)
{
    char real[PATH_MAX];
    enum status status = ARRAY_GROW(&walk->roots, &walk->root_capacity, walk->root_count + 1);
    const char *kept;

    if (status != STATUS_OK || realpath(path, real) == NULL)
        return status;
    kept = arena_text(walk->arena, real, strlen(real));
    if (kept == NULL)
        return STATUS_NO_MEMORY;
    walk->roots[walk->root_count++] = kept;
    return STATUS_OK;
}

/* "site///" and "site" are the same folder, and its files have the same paths. */
static size_t trimmed_size(const char *path)
{
    size_t size = strlen(path);

    while (size > 1 && path[size - 1] == '/')
        size--;
    return size;
}

enum status walk_add(struct walk *walk, const char *given)
{
    const char *path = arena_text(walk->arena, given, trimmed_size(given));
    struct stat about;
    enum status status;

    if (path == NULL)
        return STATUS_NO_MEMORY;
    if (strcmp(path, "-") == 0)
        return append(walk, path, (struct walk_file){ .kind = WALK_STDIN });
    if (stat(path, &about) != 0)
        return append_failed(walk, path);
    if (S_ISREG(about.st_mode))
        return append(walk, path, (struct walk_file){ .kind = WALK_FILE, .size = (uint64_t)about.st_size });
    if (!S_ISDIR(about.st_mode))
        return append_unread(walk, path, STATUS_UNSUPPORTED, kind_words(about.st_mode));
    status = add_root(walk, path);
    walk->folder = path;
    status = status == STATUS_OK ? walk_folder(walk, path) : status;
    walk->folder = NULL;
    return status;
}

enum status walk_add_list(struct walk *walk, struct bytes list)
{
    int divider = list.size > 0 && memchr(list.data, '\0', list.size) != NULL ? '\0' : '\n';
    struct buf path = BUF_INIT(SIZE_MAX / 2);
    enum status status = STATUS_OK;

    while (status == STATUS_OK && list.size > 0) {
        const uint8_t *end = memchr(list.data, divider, list.size);
        size_t size = end != NULL ? (size_t)(end - list.data) : list.size;

        buf_clear(&path);
        buf_append(&path, list.data, size);
        list = bytes_slice(list, size + 1, SIZE_MAX);
        /* A list written on Windows. */
        if (divider == '\n' && path.size > 0 && path.data[path.size - 1] == '\r')
            path.data[--path.size] = '\0';
        status = buf_status(&path);
        if (status == STATUS_OK && path.size > 0)
            status = walk_add(walk, path.data);
    }
    buf_free(&path);
    return status;
}

static bool is_within_roots(const struct walk *walk, const char *real)
{
    for (size_t index = 0; index < walk->root_count; index++) {
        size_t size = strlen(walk->roots[index]);

        if (strncmp(real, walk->roots[index], size) == 0
            && (real[size] == '/' || real[size] == '\0' || walk->roots[index][size - 1] == '/'))
            return true;
    }
    return false;
}

static enum status settle_links(struct walk *walk)
{
    char real[PATH_MAX];
    enum status status = STATUS_OK;

    for (size_t index = 0; status == STATUS_OK && index < walk->link_count; index++) {
        if (realpath(walk->links[index], real) == NULL)
            status = append_failed(walk, walk->links[index]);
        else if (!is_within_roots(walk, real))
            status = append_unread(walk, walk->links[index], STATUS_UNSUPPORTED,
                                   N_("symbolic link that leaves the folder; name its target to scan it"));
    }
    return status;
}

static int compare(const void *left, const void *right)
{
    return strcmp(((const struct walk_file *)left)->path, ((const struct walk_file *)right)->path);
}

/* What of `path` stands behind its common folders with `before`. */
static const char *unseen_of(const char *path, const char *before)
{
    const char *unseen = path;

    for (size_t index = 0; path[index] != '\0' && path[index] == before[index]; index++)
        if (path[index] == '/')
            unseen = path + index + 1;
    return unseen;
}

/* The files of a folder follow each other, so what differs from the file before has not come up. A folder is left to
 * a file whose names will be looked at. */
static void find_unseen(struct walk *walk)
{
    const char *before = "";

    for (size_t index = 0; index < walk->count; index++) {
        struct walk_file *file = &walk->files[index];

        file->unseen = unseen_of(file->shown, before);
        if (file->kind == WALK_FILE)
            before = file->shown;
    }
}

enum status walk_finish(struct walk *walk)
{
    enum status status = settle_links(walk);
    size_t kept = 0;

    if (status != STATUS_OK || walk->count == 0)
        return status;
    qsort(walk->files, walk->count, sizeof *walk->files, compare);
    for (size_t index = 1; index < walk->count; index++) {
        if (strcmp(walk->files[kept].path, walk->files[index].path) == 0)
            walk->bytes -= walk->files[index].kind == WALK_FILE ? walk->files[index].size : 0;
        else
            walk->files[++kept] = walk->files[index];
    }
    walk->count = kept + 1;
    find_unseen(walk);
    return STATUS_OK;
}
