/* SPDX-License-Identifier: Apache-2.0 */
#include <criterion/criterion.h>
#include <dirent.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/file.h"
#include "load.h"
#include "rules/ruleset.h"

static const char pack[] = "pack: t\nversion: 1\nrules:\n"
                           "  - {id: t.a, name: 甲, category: quality, action: note, "
                           "match: {literal: 机密, regex: ['秘密★\\d{1,2}年']}, requires: {any: ['密级']}}\n"
                           "  - {id: t.b, name: 乙, category: quality, action: note, view: dense, "
                           "match: {literal: 博彩}}\n";

/* A folder with the pack, and its cache below it. */
struct place {
    struct folder folder;
    char cache[128];
};

static struct place place_create(void)
{
    struct place place = { .folder = folder_create() };

    folder_write_text(&place.folder, "p.yaml", pack);
    folder_file(&place.folder, "cache", place.cache, sizeof place.cache);
    return place;
}

static struct ruleset *load(const struct place *place)
{
    const char *const paths[] = { place->folder.path };
    struct ruleset_options options = { .paths = paths, .path_count = 1, .cache_directory = place->cache };
    struct ruleset *ruleset;
    struct error error;

    cr_assert_eq(ruleset_load(&options, &ruleset, &error), STATUS_OK, "%s", error.message);
    return ruleset;
}

/* Loads, checks that the rules work, and says whether they came from the cache. */
static bool load_cached(const struct place *place)
{
    struct ruleset *ruleset = load(place);
    bool cached = ruleset_was_cached(ruleset);

    cr_assert_eq(find_matches(ruleset, "t.a", "机密,秘密★3年", NULL, 0), 2);
    cr_assert_eq(ruleset_reach(ruleset), strlen("秘密★12年"));
    ruleset_unref(ruleset);
    return cached;
}

/* The path of the only entry. */
static void entry_path(const struct place *place, char *path, size_t size)
{
    DIR *directory = opendir(place->cache);
    struct dirent *entry;
    size_t count = 0;

    cr_assert_not_null(directory);
    while ((entry = readdir(directory)) != NULL) {
        if (entry->d_name[0] == '.' && strncmp(entry->d_name, ".new", 4) != 0)
            continue;
        snprintf(path, size, "%s/%.100s", place->cache, entry->d_name);
        count++;
    }
    closedir(directory);
    cr_assert_eq(count, 1, "%zu entries", count);
}

static void write_file(const char *path, struct bytes bytes)
{
    FILE *file = fopen(path, "wb");

    cr_assert_not_null(file);
    cr_assert_eq(fwrite(bytes.data, 1, bytes.size, file), bytes.size);
    fclose(file);
    chmod(path, S_IRUSR | S_IWUSR);
}

Test(ruleset_cache, the_second_load_comes_from_the_cache)
{
    struct place place = place_create();
    char path[256];
    struct stat about;

    cr_assert_not(load_cached(&place));
    cr_assert(load_cached(&place));
    entry_path(&place, path, sizeof path);
    cr_assert_eq(stat(path, &about), 0);
    cr_assert_eq(about.st_mode & 0777, 0600);
    cr_assert_eq(stat(place.cache, &about), 0);
    cr_assert_eq(about.st_mode & 0777, 0700);
    folder_remove(&place.folder);
}

Test(ruleset_cache, digests_do_not_depend_on_the_cache)
{
    struct place place = place_create();
    struct ruleset *first = load(&place), *second = load(&place);

    cr_assert_not(ruleset_was_cached(first));
    cr_assert(ruleset_was_cached(second));
    cr_assert_arr_eq(ruleset_digest(first)->bytes, ruleset_digest(second)->bytes, DIGEST_SIZE);
    ruleset_unref(first);
    ruleset_unref(second);
    folder_remove(&place.folder);
}

Test(ruleset_cache, other_patterns_are_another_entry)
{
    struct place place = place_create();

    cr_assert_not(load_cached(&place));
    folder_write_text(&place.folder, "q.yaml", "pack: q\nversion: 1\nrules:\n- {id: q.a, name: 甲, category: quality, "
                                               "action: note, match: {literal: 加}}\n");
    cr_assert_not(load_cached(&place));
    cr_assert(load_cached(&place));
    folder_remove(&place.folder);
}

/* Any damage anywhere is seen, when the entry is opened or when the database is first searched; nothing crashes, all is found,
 * and the entry is written anew. */
Test(ruleset_cache, damage_is_compiled_over, .timeout = 120)
{
    struct place place = place_create();
    struct buf intact = BUF_INIT(64 << 20);
    size_t seen_late = 0;
    char path[256];

    cr_assert_not(load_cached(&place));
    entry_path(&place, path, sizeof path);
    cr_assert_eq(file_read(path, &intact, NULL), STATUS_OK);
    for (size_t at = 0; at < intact.size; at += at < 200 ? 7 : intact.size / 23) {
        intact.data[at] ^= 0x40;
        write_file(path, buf_bytes(&intact));
        if (!load_cached(&place))
            cr_assert(load_cached(&place), "byte %zu", at);
        else /* or in a database that this text does not want */
            seen_late += !load_cached(&place);
        intact.data[at] ^= 0x40;
    }
    cr_assert_gt(seen_late, 0);
    for (size_t size = 0; size < intact.size; size += intact.size / 5 + 1) {
        write_file(path, bytes_slice(buf_bytes(&intact), 0, size));
        cr_assert_not(load_cached(&place), "size %zu", size);
    }
    buf_byte(&intact, 'x');
    write_file(path, buf_bytes(&intact));
    cr_assert_not(load_cached(&place), "longer");
    buf_free(&intact);
    folder_remove(&place.folder);
}

/* The databases of another set of patterns, whole and unchanged, under this set's name. */
Test(ruleset_cache, an_entry_under_a_wrong_name_is_not_used)
{
    struct place place = place_create(), other = place_create();
    struct buf foreign = BUF_INIT(64 << 20);
    char path[256], other_path[256];

    cr_assert_not(load_cached(&place));
    folder_write_text(&other.folder, "q.yaml", "pack: q\nversion: 1\nrules:\n- {id: q.a, name: 甲, category: quality, "
                                               "action: note, match: {literal: 加}}\n");
    cr_assert_not(load_cached(&other));
    entry_path(&place, path, sizeof path);
    entry_path(&other, other_path, sizeof other_path);
    cr_assert_eq(file_read(other_path, &foreign, NULL), STATUS_OK);
    write_file(path, buf_bytes(&foreign));
    cr_assert_not(load_cached(&place));
    buf_free(&foreign);
    folder_remove(&place.folder);
    folder_remove(&other.folder);
}

Test(ruleset_cache, what_others_could_have_written_is_not_used)
{
    struct place place = place_create();
    char path[256], moved[300];

    cr_assert_not(load_cached(&place));
    entry_path(&place, path, sizeof path);
    cr_assert_eq(chmod(path, 0666), 0);
    cr_assert_not(load_cached(&place), "writable by all");
    cr_assert(load_cached(&place), "and replaced by one that is not");
    snprintf(moved, sizeof moved, "%s.moved", path);
    cr_assert_eq(rename(path, moved), 0);
    cr_assert_eq(symlink(moved, path), 0);
    cr_assert_not(load_cached(&place), "a symbolic link");
    if (geteuid() == 0) {
        cr_assert_eq(chown(path, 12345, 12345), 0);
        cr_assert_not(load_cached(&place), "another user's");
    }
    folder_remove(&place.folder);
}

Test(ruleset_cache, a_folder_that_cannot_be_made_is_no_error)
{
    struct place place = place_create();

    snprintf(place.cache, sizeof place.cache, "%s/p.yaml/cache", place.folder.path);
    cr_assert_not(load_cached(&place));
    cr_assert_not(load_cached(&place));
    snprintf(place.cache, sizeof place.cache, "/proc/guanka/cache");
    cr_assert_not(load_cached(&place));
    folder_remove(&place.folder);
}

Test(ruleset_cache, missing_folders_are_made)
{
    struct place place = place_create();

    snprintf(place.cache, sizeof place.cache, "%s/a/b/c", place.folder.path);
    cr_assert_not(load_cached(&place));
    cr_assert(load_cached(&place));
    folder_remove(&place.folder);
}

Test(ruleset_cache, memory_that_runs_out_while_reading_is_survived, .timeout = 120)
{
    struct place place = place_create();
    const char *const paths[] = { place.folder.path };
    struct ruleset_options options = { .paths = paths, .path_count = 1, .cache_directory = place.cache };
    size_t failures = 0;

    cr_assert_not(load_cached(&place));
    for (unsigned long nth = 1; nth < 400; nth++) {
        struct ruleset *ruleset = NULL;
        struct error error;
        enum status status;

        alloc_fail_after(nth);
        status = ruleset_load(&options, &ruleset, &error);
        alloc_fail_after(0);
        cr_assert(status == STATUS_OK || status == STATUS_NO_MEMORY, "%lu: %s", nth, error.message);
        failures += status != STATUS_OK;
        if (status == STATUS_OK)
            ruleset_unref(ruleset);
    }
    cr_assert_gt(failures, 10);
    folder_remove(&place.folder);
}

Test(ruleset_cache, old_entries_go)
{
    struct place place = place_create();
    struct folder cache;
    char name[80];
    DIR *directory;
    size_t count = 0;

    cr_assert_eq(mkdir(place.cache, S_IRWXU), 0);
    snprintf(cache.path, sizeof cache.path, "%.60s", place.cache);
    for (int i = 0; i < 40; i++) {
        snprintf(name, sizeof name, "%064d.hsdb", i);
        folder_write_text(&cache, name, "old");
    }
    folder_write_text(&cache, "other.txt", "not ours");
    cr_assert_not(load_cached(&place));
    cr_assert(load_cached(&place), "the new one stays");
    directory = opendir(place.cache);
    cr_assert_not_null(directory);
    while (readdir(directory) != NULL)
        count++;
    closedir(directory);
    cr_assert_eq(count, 2 + 1 + 32, "%zu", count);
    folder_remove(&place.folder);
}

static void *load_twenty_times(void *place)
{
    for (int i = 0; i < 20; i++)
        (void)load_cached(place);
    return NULL;
}

Test(ruleset_cache, loads_beside_each_other_do_no_harm, .timeout = 120)
{
    struct place place = place_create();
    pthread_t threads[4];
    char path[256];

    for (size_t i = 0; i < 4; i++)
        cr_assert_eq(pthread_create(&threads[i], NULL, load_twenty_times, &place), 0);
    for (size_t i = 0; i < 4; i++)
        cr_assert_eq(pthread_join(threads[i], NULL), 0);
    entry_path(&place, path, sizeof path);
    folder_remove(&place.folder);
}
