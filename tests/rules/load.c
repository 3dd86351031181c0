/* SPDX-License-Identifier: Apache-2.0 */
#include "load.h"

#include <criterion/criterion.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "rules/ruleset_search.h"

struct folder folder_create(void)
{
    struct folder folder = { "/tmp/guanka-rules-XXXXXX" };

    cr_assert_not_null(mkdtemp(folder.path));
    return folder;
}

const char *folder_file(const struct folder *folder, const char *name, char *buffer, size_t size)
{
    snprintf(buffer, size, "%s/%s", folder->path, name);
    return buffer;
}

static void remove_files(const char *path)
{
    DIR *directory = opendir(path);
    struct dirent *entry;
    char file[512];

    cr_assert_not_null(directory);
    while ((entry = readdir(directory)) != NULL) {
        snprintf(file, sizeof file, "%s/%s", path, entry->d_name);
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0 && unlink(file) != 0) {
            chmod(file, S_IRWXU);
            remove_files(file);
        }
    }
    closedir(directory);
    rmdir(path);
}

void folder_remove(const struct folder *folder)
{
    remove_files(folder->path);
}

void folder_write(const struct folder *folder, const char *name, const void *data, size_t size)
{
    char path[256];
    FILE *file = fopen(folder_file(folder, name, path, sizeof path), "wb");

    cr_assert_not_null(file);
    cr_assert_eq(fwrite(data, 1, size, file), size);
    cr_assert_eq(fclose(file), 0);
}

void folder_write_text(const struct folder *folder, const char *name, const char *text)
{
    folder_write(folder, name, text, strlen(text));
}

enum status load_folder(const struct folder *folder, struct ruleset **ruleset, struct error *error)
{
    const char *const paths[] = { folder->path };
    struct ruleset_options options = { .paths = paths, .path_count = 1, .wants_remarks = true };

    return ruleset_load(&options, ruleset, error);
}

enum status load_text(const char *yaml, struct ruleset **ruleset, struct error *error)
{
    struct folder folder = folder_create();
    size_t prefix = strlen(folder.path) + 1;
    enum status status;

    *error = (struct error){ STATUS_OK, "" };
    folder_write_text(&folder, "p.yaml", yaml);
    status = load_folder(&folder, ruleset, error);
    if (status != STATUS_OK && strncmp(error->message, folder.path, prefix - 1) == 0)
        memmove(error->message, error->message + prefix, strlen(error->message + prefix) + 1);
    folder_remove(&folder);
    return status;
}

const char *one_rule(const char *keys, char *buffer, size_t size)
{
    int written = snprintf(buffer, size, "pack: t\nversion: 1\nrules:\n  - id: t.r\n    category: quality\n"
                                         "    action: note\n    name: 测试\n%s", keys);

    cr_assert(written > 0 && (size_t)written < size);
    return buffer;
}

struct matches {
    const struct ruleset *ruleset;
    const char *id;
    struct span *spans;
    size_t count, capacity;
};

static bool collect(void *context, uint32_t id, size_t from, size_t to)
{
    struct matches *matches = context;
    const struct pattern *pattern = ruleset_pattern(matches->ruleset, VIEW_CANONICAL, id);

    if (strcmp(ruleset_rule(matches->ruleset, pattern->rule)->id, matches->id) != 0)
        return true;
    if (matches->count < matches->capacity)
        matches->spans[matches->count] = (struct span){ from, to };
    matches->count++;
    return true;
}

size_t find_matches(const struct ruleset *ruleset, const char *id, const char *text, struct span *spans,
                    size_t capacity)
{
    struct search_scratch *scratch = NULL;
    struct matches matches = { ruleset, id, spans, 0, capacity };

    cr_assert_eq(ruleset_prepare_scratch(ruleset, &scratch), STATUS_OK);
    cr_assert_eq(ruleset_search(ruleset, VIEW_CANONICAL, READER_PERSON, scratch, text, strlen(text), collect, &matches),
                 STATUS_OK);
    search_scratch_free(scratch);
    return matches.count;
}
