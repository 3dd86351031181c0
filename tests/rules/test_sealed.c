/* SPDX-License-Identifier: Apache-2.0 */
#include "base/sealed.h"

#include <criterion/criterion.h>
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "load.h"
#include "rules/ruleset.h"

static const char pack[] = "pack: t\nversion: 1\nrules:\n"
                           "  - {id: t.a, name: 甲, category: quality, action: note, match: {literal: 绝密工程}}\n"
                           "  - {id: t.b, name: 乙, category: quality, action: note, match: {words: w.txt}}\n";

/* A folder with a key, a pack and a word list. */
struct place {
    struct folder folder;
    char key_path[128], pack_path[128], list_path[128], cache[128];
    struct seal_key key;
    struct error error;
};

static void place_create(struct place *place)
{
    place->folder = folder_create();
    folder_file(&place->folder, "key", place->key_path, sizeof place->key_path);
    folder_file(&place->folder, "p.yaml", place->pack_path, sizeof place->pack_path);
    folder_file(&place->folder, "w.txt", place->list_path, sizeof place->list_path);
    folder_file(&place->folder, "cache", place->cache, sizeof place->cache);
    folder_write_text(&place->folder, "p.yaml", pack);
    folder_write_text(&place->folder, "w.txt", "某某项目\n");
    place->error = (struct error){ STATUS_OK, "" };
    cr_assert_eq(sealed_key_create(place->key_path, &place->error), STATUS_OK, "%s", place->error.message);
    cr_assert_eq(sealed_key_read(place->key_path, &place->key, &place->error), STATUS_OK, "%s", place->error.message);
}

static void seal(struct place *place, const char *name)
{
    struct buf sealed = BUF_INIT(1 << 20);
    char path[128];

    folder_file(&place->folder, name, path, sizeof path);
    cr_assert_eq(sealed_make(path, &place->key, &sealed, &place->error), STATUS_OK, "%s", place->error.message);
    folder_write(&place->folder, name, sealed.data, sealed.size);
    buf_free(&sealed);
}

static enum status load(struct place *place, const struct seal_key *key, struct ruleset **ruleset)
{
    const char *const paths[] = { place->folder.path };
    struct ruleset_options options = { .paths = paths, .path_count = 1, .cache_directory = place->cache, .key = key };

    *ruleset = NULL;
    place->error.message[0] = '\0';
    return ruleset_load(&options, ruleset, &place->error);
}

static void expect_complaint(const struct place *place, const char *file, const char *words)
{
    cr_expect_not_null(strstr(place->error.message, file), "%s", place->error.message);
    cr_expect_not_null(strstr(place->error.message, words), "%s", place->error.message);
    cr_expect_null(strstr(place->error.message, "绝密工程"), "%s", place->error.message);
}

Test(sealed, a_key_is_made_for_its_owner_alone_and_never_over_another)
{
    struct place place;
    struct stat about;

    place_create(&place);
    cr_assert_eq(stat(place.key_path, &about), 0);
    cr_expect_eq(about.st_mode & 0777, 0600);
    cr_expect_eq(sealed_key_create(place.key_path, &place.error), STATUS_IO);
    cr_assert_eq(chmod(place.key_path, 0640), 0);
    cr_expect_eq(sealed_key_read(place.key_path, &place.key, &place.error), STATUS_INVALID);
    expect_complaint(&place, place.key_path, "chmod 600");
    cr_assert_eq(chmod(place.key_path, 0600), 0);
    folder_write_text(&place.folder, "key", "000102030405060708090a0b0c0d0e0f101112131415161718191A1B1C1D1E1F \r\n");
    cr_assert_eq(sealed_key_read(place.key_path, &place.key, &place.error), STATUS_OK);
    cr_expect_eq(place.key.bytes[31], 0x1F);
    folder_write_text(&place.folder, "key", "000102030405060708090a0b0c0d0e0f101112131415161718191A1B1C1D1E1F0");
    cr_expect_eq(sealed_key_read(place.key_path, &place.key, &place.error), STATUS_INVALID);
    expect_complaint(&place, place.key_path, "guanka rules key");
    folder_write_text(&place.folder, "key", "0001");
    cr_expect_eq(sealed_key_read(place.key_path, &place.key, &place.error), STATUS_INVALID);
    cr_expect_eq(sealed_key_read(place.folder.path, &place.key, &place.error), STATUS_INVALID);
    cr_expect_eq(sealed_key_read("/nowhere/key", &place.key, &place.error), STATUS_IO);
    folder_remove(&place.folder);
}

Test(sealed, packs_and_word_lists_are_loaded_as_if_they_were_not_sealed)
{
    struct place place;
    struct ruleset *ruleset;

    place_create(&place);
    seal(&place, "p.yaml");
    seal(&place, "w.txt");
    cr_assert_eq(load(&place, &place.key, &ruleset), STATUS_OK, "%s", place.error.message);
    cr_expect_eq(find_matches(ruleset, "t.a", "关于绝密工程的事", NULL, 0), 1);
    cr_expect_eq(find_matches(ruleset, "t.b", "关于某某项目的事", NULL, 0), 1);
    cr_expect(ruleset_rule(ruleset, 0)->sealed);
    ruleset_unref(ruleset);
    folder_remove(&place.folder);
}

Test(sealed, only_the_right_key_opens_and_every_failure_names_the_file)
{
    struct place place;
    struct seal_key other;
    struct ruleset *ruleset;
    char moved[128];

    place_create(&place);
    cr_assert_eq(seal_key_make(&other), STATUS_OK);
    seal(&place, "p.yaml");
    cr_expect_eq(load(&place, NULL, &ruleset), STATUS_INVALID);
    expect_complaint(&place, place.pack_path, "--key");
    cr_expect_eq(load(&place, &other, &ruleset), STATUS_INVALID);
    expect_complaint(&place, place.pack_path, "name the right one");
    cr_assert_eq(rename(place.pack_path, folder_file(&place.folder, "q.yaml", moved, sizeof moved)), 0);
    cr_expect_eq(load(&place, &place.key, &ruleset), STATUS_INVALID);
    expect_complaint(&place, moved, "under the name p.yaml");
    cr_assert_eq(rename(moved, place.pack_path), 0);
    cr_assert_eq(truncate(place.pack_path, 100), 0);
    cr_expect_eq(load(&place, &place.key, &ruleset), STATUS_INVALID);
    expect_complaint(&place, place.pack_path, "the seal is broken");
    folder_write_text(&place.folder, "p.yaml", pack);
    seal(&place, "w.txt");
    cr_expect_eq(load(&place, &other, &ruleset), STATUS_INVALID);
    expect_complaint(&place, place.list_path, "name the right one");
    folder_remove(&place.folder);
}

Test(sealed, what_is_sealed_is_not_sealed_twice)
{
    struct place place;
    struct buf sealed = BUF_INIT(1 << 20);

    place_create(&place);
    seal(&place, "p.yaml");
    cr_expect_eq(sealed_make(place.pack_path, &place.key, &sealed, &place.error), STATUS_INVALID);
    expect_complaint(&place, place.pack_path, "sealed already");
    buf_free(&sealed);
    folder_remove(&place.folder);
}

/* The same mistake is quoted from an open pack, and only placed in a sealed one. */
Test(sealed, mistakes_are_placed_and_not_quoted)
{
    struct place place;
    struct ruleset *ruleset;

    place_create(&place);
    folder_write_text(&place.folder, "p.yaml",
                      "pack: t\nversion: 1\nrules:\n  - {id: t.a, category: quality, action: note, name: 甲,\n"
                      "     match: {literal: a}, 绝密工程: 1}\n");
    cr_expect_eq(load(&place, NULL, &ruleset), STATUS_INVALID);
    cr_expect_not_null(strstr(place.error.message, "绝密工程"));
    seal(&place, "p.yaml");
    cr_expect_eq(load(&place, &place.key, &ruleset), STATUS_INVALID);
    expect_complaint(&place, "p.yaml:5:27: ", "sealed");
    folder_remove(&place.folder);
}

/* Does any file of the folder hold the bytes? */
static bool folder_holds(const char *folder, const char *bytes)
{
    DIR *directory = opendir(folder);
    struct dirent *entry;
    bool holds = false;

    cr_assert_not_null(directory);
    while ((entry = readdir(directory)) != NULL) {
        struct buf content = BUF_INIT(1 << 26);
        char path[600];

        snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
        if (entry->d_name[0] != '.' && file_read(path, &content, NULL) == STATUS_OK)
            holds = holds || memmem(content.data, content.size, bytes, strlen(bytes)) != NULL;
        buf_free(&content);
    }
    closedir(directory);
    return holds;
}

Test(sealed, the_cache_of_sealed_rules_is_sealed)
{
    struct place place;
    struct ruleset *ruleset;

    place_create(&place);
    cr_assert_eq(load(&place, NULL, &ruleset), STATUS_OK, "%s", place.error.message);
    ruleset_unref(ruleset);
    cr_expect_not(folder_holds(place.cache, "GKSEALED"));
    cr_assert(folder_holds(place.cache, "GKRULES"));
    folder_remove(&place.folder);

    place_create(&place);
    seal(&place, "p.yaml");
    cr_assert_eq(load(&place, &place.key, &ruleset), STATUS_OK, "%s", place.error.message);
    cr_expect_not(ruleset_was_cached(ruleset));
    ruleset_unref(ruleset);
    cr_expect_not(folder_holds(place.cache, "GKRULES"));
    cr_expect(folder_holds(place.cache, "GKSEALED"));
    cr_assert_eq(load(&place, &place.key, &ruleset), STATUS_OK, "%s", place.error.message);
    cr_expect(ruleset_was_cached(ruleset));
    cr_expect_eq(find_matches(ruleset, "t.a", "关于绝密工程的事", NULL, 0), 1);
    ruleset_unref(ruleset);
    folder_remove(&place.folder);
}

/* Else a report's digest would tell whoever guesses a word that he guessed right. */
Test(sealed, the_digest_depends_on_the_key)
{
    struct place place;
    struct ruleset *ruleset;
    struct digest open, first;

    place_create(&place);
    cr_assert_eq(load(&place, NULL, &ruleset), STATUS_OK);
    open = *ruleset_digest(ruleset);
    ruleset_unref(ruleset);
    seal(&place, "w.txt");
    cr_assert_eq(load(&place, &place.key, &ruleset), STATUS_OK);
    first = *ruleset_digest(ruleset);
    ruleset_unref(ruleset);
    cr_expect(memcmp(&open, &first, sizeof open) != 0);
    folder_write_text(&place.folder, "w.txt", "某某项目\n");
    cr_assert_eq(seal_key_make(&place.key), STATUS_OK);
    seal(&place, "w.txt");
    cr_assert_eq(load(&place, &place.key, &ruleset), STATUS_OK);
    cr_expect(memcmp(ruleset_digest(ruleset), &first, sizeof first) != 0);
    ruleset_unref(ruleset);
    folder_remove(&place.folder);
}
