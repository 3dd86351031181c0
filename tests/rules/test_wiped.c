/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Looks through the whole memory of the process for a word of a sealed pack, after its rules were unloaded.
 *
 * The word is made at random and kept here under a mask only, so what is found has been left by the code under test.
 * The databases come from the cache, which another process has made: Hyperscan's compiler leaves copies behind
 * (docs/threat-model.md).
 */
#include <criterion/criterion.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/sealed.h"
#include "load.h"
#include "rules/ruleset.h"

enum { WORD_SIZE = 24, PIECE_SIZE = 1 << 16 };
static const uint8_t mask = 0x55;

/* Both lie outside the stack and the heap, where copies are looked for; the piece is what has been read of them. */
static uint8_t masked[WORD_SIZE], piece[PIECE_SIZE];

static void make_word(void)
{
    int source = open("/dev/urandom", O_RDONLY);

    cr_assert_eq(read(source, masked, sizeof masked), (ssize_t)sizeof masked);
    close(source);
    for (size_t index = 0; index < sizeof masked; index++)
        masked[index] = (uint8_t)(('a' + masked[index] % 26) ^ mask);
}

static void write_word(int descriptor)
{
    for (size_t index = 0; index < sizeof masked; index++) {
        volatile uint8_t letter = masked[index] ^ mask;

        cr_assert_eq(write(descriptor, (const void *)&letter, 1), 1);
    }
}

static void write_text(int descriptor, const char *text)
{
    cr_assert_eq(write(descriptor, text, strlen(text)), (ssize_t)strlen(text));
}

static void write_pack(const char *path)
{
    int descriptor = open(path, O_CREAT | O_WRONLY | O_TRUNC, 0600);

    write_text(descriptor, "pack: t\nversion: 1\nrules:\n  - {id: t.a, name: a, category: quality, action: note, "
                           "match: {literal: [");
    write_word(descriptor);
    write_text(descriptor, "], regex: ['");
    write_word(descriptor);
    write_text(descriptor, "[0-9]x']}, unless: {literal: [");
    write_word(descriptor);
    write_text(descriptor, "z]}}\n");
    close(descriptor);
}

/* A table in the folder data/ beside the pack. */
static void write_table(const char *path)
{
    int descriptor = open(path, O_CREAT | O_WRONLY | O_TRUNC, 0600);

    write_text(descriptor, "word\n");
    write_word(descriptor);
    write_text(descriptor, "y\n");
    close(descriptor);
}

static size_t count_in_piece(size_t size)
{
    size_t count = 0;

    for (size_t at = 0; at + WORD_SIZE <= size; at++) {
        size_t same = 0;

        while (same < WORD_SIZE && (piece[at + same] ^ mask) == masked[same])
            same++;
        count += same == WORD_SIZE;
    }
    return count;
}

/* In all memory that can be written and is no file's. */
static size_t count_copies(void)
{
    FILE *maps = fopen("/proc/self/maps", "r");
    int memory = open("/proc/self/mem", O_RDONLY);
    char line[512];
    size_t count = 0;

    cr_assert(maps != NULL && memory >= 0);
    while (fgets(line, sizeof line, maps) != NULL) {
        unsigned long start, end;
        char permissions[8], file[2] = "";

        cr_assert_geq(sscanf(line, "%lx-%lx %7s %*s %*s %*s %1s", &start, &end, permissions, file), 3);
        if (strncmp(permissions, "rw", 2) != 0 || file[0] == '/')
            continue;
        for (unsigned long at = start; at < end; at += PIECE_SIZE - WORD_SIZE) {
            ssize_t size = pread(memory, piece, end - at < PIECE_SIZE ? end - at : PIECE_SIZE, (off_t)at);

            count += size > 0 ? count_in_piece((size_t)size) : 0;
        }
        memset(piece, 0, sizeof piece);
    }
    fclose(maps);
    close(memory);
    return count;
}

static void seal(const char *path, const struct seal_key *key)
{
    struct buf sealed = BUF_INIT(1 << 20);
    struct error error = { STATUS_OK, "" };
    int descriptor;

    cr_assert_eq(sealed_make(path, key, &sealed, &error), STATUS_OK, "%s", error.message);
    descriptor = open(path, O_WRONLY | O_TRUNC);
    cr_assert_eq(write(descriptor, sealed.data, sealed.size), (ssize_t)sealed.size);
    close(descriptor);
    buf_free(&sealed);
}

Test(wiped, no_copy_of_a_sealed_word_is_left_when_its_rules_are_unloaded)
{
    struct folder folder = folder_create();
    char pack_path[128], table_path[128], key_path[128], cache[128], data[128];
    const char *const paths[] = { folder_file(&folder, "p.yaml", pack_path, sizeof pack_path) };
    struct seal_key key;
    struct error error = { STATUS_OK, "" };
    struct ruleset_options options = { .paths = paths, .path_count = 1, .key = &key };
    struct ruleset *ruleset = NULL;
    int child, exited;

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    cr_skip_test("a sanitizer's own memory is too large to look through, and keeps what was freed");
#endif
    make_word();
    options.cache_directory = folder_file(&folder, "cache", cache, sizeof cache);
    folder_file(&folder, "key", key_path, sizeof key_path);
    cr_assert_eq(sealed_key_create(key_path, &error), STATUS_OK, "%s", error.message);
    cr_assert_eq(sealed_key_read(key_path, &key, &error), STATUS_OK, "%s", error.message);
    write_pack(pack_path);
    seal(pack_path, &key);
    cr_assert_eq(mkdir(folder_file(&folder, "data", data, sizeof data), 0700), 0);
    write_table(folder_file(&folder, "data/allow.csv", table_path, sizeof table_path));
    seal(table_path, &key);
    child = fork();
    if (child == 0)
        _exit(ruleset_load(&options, &ruleset, &error) == STATUS_OK ? 0 : 1);
    cr_assert(waitpid(child, &exited, 0) == child && exited == 0);

    cr_assert_eq(count_copies(), 0);
    cr_assert_eq(ruleset_load(&options, &ruleset, &error), STATUS_OK, "%s", error.message);
    cr_assert(ruleset_was_cached(ruleset));
    cr_assert_gt(count_copies(), 0, "what is loaded is not found");
    ruleset_unref(ruleset);
    cr_assert_eq(count_copies(), 0);
    folder_remove(&folder);
}
