/* SPDX-License-Identifier: Apache-2.0 */
#include "rules/ruleset_cache.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <hs.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "base/file.h"
#include "rules/matcher.h"
#include "text/literal_set.h"

/* The file: magic, SHA-256 of what follows without the databases' insides, key, reach, count, then per database
 * its size and bytes. Integers are little-endian. Hyperscan has a checksum of its own for what is inside
 * a database; to take another one of several megabytes would be a third of the time to start. */
static const char magic[8] = "GKRULES4";
enum {
    HEAD_SIZE = sizeof magic + DIGEST_SIZE,
    FIXED_SIZE = DIGEST_SIZE + 4 + 4, /* key, reach, count */
    DATABASE_ENDS_SIZE = 64,          /* at least what Hyperscan's checksum leaves out at either end */
    CACHE_SIZE_MAX = 1 << 30,
    ENTRIES_MAX = 32,
};

struct ruleset_cache_entry {
    struct buf path, opened; /* `opened`: what was sealed */
    struct file_content *content;
    struct bytes *databases; /* in `opened` or `content` */
    size_t count;
    uint32_t reach;
};

enum status ruleset_cache_key(const struct digest *patterns, struct digest *key)
{
    struct buf text = BUF_INIT(4096);
    hs_platform_info_t platform;
    char matcher[MATCHER_TEXT_SIZE];
    struct utsname machine;
    enum status status;

    memset(&platform, 0, sizeof platform);
    if (hs_populate_platform(&platform) != HS_SUCCESS || uname(&machine) != 0)
        return STATUS_BUG;
    buf_append(&text, magic, sizeof magic);
    matcher_text(matcher);
    buf_text(&text, matcher);
    buf_format(&text, "|%s|%u|%llx|%d|", machine.machine, platform.tune, platform.cpu_features,
               LITERAL_SET_WORTHWHILE);
    buf_append(&text, patterns->bytes, DIGEST_SIZE);
    status = buf_status(&text);
    if (status == STATUS_OK)
        status = digest_of(buf_bytes(&text), key);
    buf_free(&text);
    return status;
}

static void entry_path(struct buf *path, const char *directory, const struct digest *key)
{
    char name[DIGEST_TEXT_SIZE];

    digest_text(key, name);
    buf_format(path, "%s/%s.hsdb", directory, name);
}

/* ---- Reading. */

/* Whoever can write the file could make Hyperscan run on anything, so it must be ours alone. */
static bool is_trusted(const struct stat *about)
{
    return S_ISREG(about->st_mode) && about->st_uid == geteuid() && (about->st_mode & (S_IWGRP | S_IWOTH)) == 0
           && about->st_size > HEAD_SIZE && about->st_size < CACHE_SIZE_MAX;
}

static bool open_entry(const char *path, struct file_content **content)
{
    int descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    struct stat about;
    struct error ignored;
    bool opened;

    if (descriptor < 0)
        return false;
    opened = fstat(descriptor, &about) == 0 && is_trusted(&about)
             && file_content_of(descriptor, NULL, content, &ignored) == STATUS_OK;
    close(descriptor);
    return opened;
}

/* Of all that follows the head of the file, but for the insides of the databases. */
static bool digest_frame(struct bytes payload, struct digest *digest)
{
    struct reader reader = reader_of(payload);
    struct digest_state *state;
    enum status status = digest_create(&state);

    if (status != STATUS_OK)
        return false;
    status = digest_update(state, reader_take(&reader, FIXED_SIZE));
    while (status == STATUS_OK && !reader.overrun && reader.next < reader.end) {
        struct bytes size_bytes = reader_take(&reader, 8);
        struct reader size_reader = reader_of(size_bytes);
        struct bytes database = reader_take(&reader, (size_t)reader_u64le(&size_reader));

        status = digest_update(state, size_bytes);
        if (status == STATUS_OK)
            status = digest_update(state, bytes_slice(database, 0, DATABASE_ENDS_SIZE));
        if (status == STATUS_OK && database.size > DATABASE_ENDS_SIZE)
            status = digest_update(state, bytes_slice(database, database.size - DATABASE_ENDS_SIZE, SIZE_MAX));
    }
    if (status == STATUS_OK)
        status = digest_finish(state, digest);
    digest_destroy(state);
    return status == STATUS_OK && !reader.overrun;
}

static bool is_intact(struct bytes file, const struct digest *key)
{
    struct digest digest;
    struct bytes rest = bytes_slice(file, HEAD_SIZE, file.size);

    return bytes_start_with(file, magic, sizeof magic) && bytes_start_with(rest, (const char *)key->bytes, DIGEST_SIZE)
           && digest_frame(rest, &digest) && memcmp(digest.bytes, file.data + sizeof magic, DIGEST_SIZE) == 0;
}

/* Of an entry that is intact. */
static bool list_databases(struct ruleset_cache_entry *entry, struct bytes payload)
{
    struct reader reader = reader_of(payload);

    reader_take(&reader, DIGEST_SIZE);
    entry->reach = reader_u32le(&reader);
    if (reader_u32le(&reader) != entry->count)
        return false;
    for (size_t index = 0; index < entry->count; index++) {
        uint64_t size = reader_u64le(&reader);

        entry->databases[index] = reader_take(&reader, (size_t)size);
    }
    return !reader.overrun && reader.next == reader.end;
}

/* An entry that is not sealed, put in the place of one that is, does not open. */
static bool fill_entry(struct ruleset_cache_entry *entry, const struct digest *key, const struct seal_key *seal)
{
    struct bytes file;

    if (buf_status(&entry->path) != STATUS_OK || entry->databases == NULL
        || !open_entry(entry->path.data, &entry->content))
        return false;
    file = file_content_bytes(entry->content);
    if (seal != NULL) {
        if (seal_open(seal, file, &entry->opened) != STATUS_OK)
            return false;
        file = buf_bytes(&entry->opened);
    }
    return is_intact(file, key) && list_databases(entry, bytes_slice(file, HEAD_SIZE, file.size));
}

struct ruleset_cache_entry *ruleset_cache_open(const char *directory, const struct digest *key,
                                               const struct seal_key *seal, size_t count)
{
    struct ruleset_cache_entry *entry = alloc_zeroed(1, sizeof *entry);

    if (entry == NULL)
        return NULL;
    entry->path = (struct buf)BUF_INIT(65536);
    entry->opened = (struct buf)BUF_INIT(CACHE_SIZE_MAX);
    entry->count = count;
    entry->databases = alloc_zeroed(count + 1, sizeof *entry->databases);
    entry_path(&entry->path, directory, key);
    if (!fill_entry(entry, key, seal)) {
        ruleset_cache_close(entry);
        return NULL;
    }
    return entry;
}

struct bytes ruleset_cache_database(const struct ruleset_cache_entry *entry, size_t index)
{
    return entry->databases[index];
}

uint32_t ruleset_cache_reach(const struct ruleset_cache_entry *entry)
{
    return entry->reach;
}

void ruleset_cache_remove(const struct ruleset_cache_entry *entry)
{
    unlink(entry->path.data);
}

void ruleset_cache_close(struct ruleset_cache_entry *entry)
{
    if (entry == NULL)
        return;
    file_content_close(entry->content);
    buf_free(&entry->opened);
    buf_free(&entry->path);
    alloc_free(entry->databases);
    alloc_free(entry);
}

/* ---- Writing. */

static void put_number(struct buf *file, uint64_t value, size_t size)
{
    for (size_t i = 0; i < size; i++)
        buf_byte(file, (char)(value >> 8 * i & 0xFF));
}

static bool put_database(struct buf *file, const struct hs_database *database)
{
    char *serialized = NULL;
    size_t size = 0;

    if (database != NULL && hs_serialize_database(database, &serialized, &size) != HS_SUCCESS)
        return false;
    put_number(file, size, 8);
    buf_append(file, serialized, size);
    alloc_free(serialized);
    return true;
}

static bool describe(struct buf *file, const struct digest *key, struct hs_database *const *databases, size_t count,
                     uint32_t reach)
{
    struct digest digest;

    buf_append(file, magic, sizeof magic);
    buf_append(file, key->bytes, DIGEST_SIZE); /* room for the digest */
    buf_append(file, key->bytes, DIGEST_SIZE);
    put_number(file, reach, 4);
    put_number(file, count, 4);
    for (size_t i = 0; i < count; i++) {
        if (!put_database(file, databases[i]))
            return false;
    }
    if (buf_status(file) != STATUS_OK
        || !digest_frame(bytes_slice(buf_bytes(file), HEAD_SIZE, file->size), &digest))
        return false;
    memcpy(file->data + sizeof magic, digest.bytes, DIGEST_SIZE);
    return true;
}

/* mkdir -p, for this user alone. */
static void make_directory(const char *directory)
{
    char *path = alloc_text(directory, strlen(directory));

    if (path == NULL)
        return;
    for (char *slash = strchr(path + (*path == '/'), '/'); slash != NULL; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        if (mkdir(path, S_IRWXU) != 0 && errno != EEXIST)
            break;
        *slash = '/';
    }
    if (mkdir(directory, S_IRWXU) != 0)
        errno = 0;
    alloc_free(path);
}

static void write_entry(const char *directory, const struct digest *key, struct bytes file)
{
    struct buf temporary = BUF_INIT(65536), path = BUF_INIT(65536);
    int descriptor = -1;

    buf_format(&temporary, "%s/.new-XXXXXX", directory);
    entry_path(&path, directory, key);
    if (buf_status(&temporary) == STATUS_OK && buf_status(&path) == STATUS_OK)
        descriptor = mkostemp(temporary.data, O_CLOEXEC);
    if (descriptor >= 0) {
        bool written = file_write(descriptor, file) == STATUS_OK;

        written = close(descriptor) == 0 && written;
        if (!written || rename(temporary.data, path.data) != 0)
            unlink(temporary.data);
    }
    buf_free(&temporary);
    buf_free(&path);
}

/* ---- Old entries: each change of a rule leaves one behind. */

struct entry {
    char name[DIGEST_TEXT_SIZE + 8];
    struct timespec written;
};

static bool has_entry_name(const char *name)
{
    return (strlen(name) == DIGEST_TEXT_SIZE - 1 + 5 && strcmp(name + DIGEST_TEXT_SIZE - 1, ".hsdb") == 0)
           || strncmp(name, ".new-", 5) == 0;
}

static bool is_earlier(const struct timespec *left, const struct timespec *right)
{
    return left->tv_sec != right->tv_sec ? left->tv_sec < right->tv_sec : left->tv_nsec < right->tv_nsec;
}

/* The oldest entry of a folder, and how many there are. */
static size_t find_oldest(DIR *folder, struct entry *oldest)
{
    struct dirent *item;
    size_t count = 0;

    rewinddir(folder);
    while ((item = readdir(folder)) != NULL) {
        struct stat about;
        size_t size = strlen(item->d_name);

        if (size >= sizeof oldest->name || !has_entry_name(item->d_name)
            || fstatat(dirfd(folder), item->d_name, &about, AT_SYMLINK_NOFOLLOW) != 0)
            continue;
        count++;
        if (count == 1 || is_earlier(&about.st_mtim, &oldest->written)) {
            memcpy(oldest->name, item->d_name, size + 1);
            oldest->written = about.st_mtim;
        }
    }
    return count;
}

/* Keeps the latest ENTRIES_MAX, so that a folder of caches does not grow for ever. */
static void remove_old_entries(const char *directory)
{
    DIR *folder = opendir(directory);
    struct entry oldest;

    if (folder == NULL)
        return;
    while (find_oldest(folder, &oldest) > ENTRIES_MAX) {
        if (unlinkat(dirfd(folder), oldest.name, 0) != 0)
            break;
    }
    closedir(folder);
}

void ruleset_cache_write(const char *directory, const struct digest *key, const struct seal_key *seal,
                         struct hs_database *const *databases, size_t count, uint32_t reach)
{
    struct buf file = BUF_INIT(CACHE_SIZE_MAX - 1), sealed = BUF_INIT(CACHE_SIZE_MAX - 1);

    if (describe(&file, key, databases, count, reach)
        && (seal == NULL || seal_close(seal, bytes_of(key->bytes, DIGEST_SIZE), buf_bytes(&file), &sealed) == STATUS_OK)) {
        make_directory(directory);
        write_entry(directory, key, buf_bytes(seal == NULL ? &file : &sealed));
        remove_old_entries(directory);
    }
    buf_free(&sealed);
    buf_free(&file);
}
