/* SPDX-License-Identifier: Apache-2.0 */
#include "rules/ruleset_path.h"

#include <dirent.h>
#include <errno.h>
#include <libintl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/array.h"

static enum status add_file(struct ruleset_files *files, const char *path)
{
    enum status status = ARRAY_GROW(&files->paths, &files->capacity, files->count + 1);

    if (status != STATUS_OK)
        return status;
    files->paths[files->count] = path;
    files->count++;
    return STATUS_OK;
}

static bool is_pack_name(const char *name)
{
    size_t size = strlen(name);

    /* The one YAML file of a layer that is no pack (suppression.h). */
    return name[0] != '.' && strcmp(name, "suppressions.yaml") != 0
           && ((size > 5 && strcmp(name + size - 5, ".yaml") == 0) || (size > 4 && strcmp(name + size - 4, ".yml") == 0));
}

char *ruleset_path_join(struct arena *arena, const char *directory, const char *name)
{
    size_t directory_size = strlen(directory), name_size = strlen(name);
    char *path;

    while (directory_size > 1 && directory[directory_size - 1] == '/')
        directory_size--;
    path = arena_alloc(arena, directory_size + name_size + 2);
    if (path == NULL)
        return NULL;
    memcpy(path, directory, directory_size);
    path[directory_size] = '/';
    memcpy(path + directory_size + 1, name, name_size + 1);
    return path;
}

static int compare_paths(const void *left, const void *right)
{
    return strcmp(*(const char *const *)left, *(const char *const *)right);
}

static enum status list_folder(const char *path, struct arena *arena, struct ruleset_files *files,
                               struct error *error)
{
    DIR *folder = opendir(path);
    size_t first = files->count;
    enum status status = STATUS_OK;
    struct dirent *entry;

    if (folder == NULL)
        return error_set(error, STATUS_INVALID, gettext("%s: this folder of rules cannot be read: %s"), path,
                         strerror(errno));
    while (status == STATUS_OK && (entry = readdir(folder)) != NULL) {
        if (is_pack_name(entry->d_name)) {
            char *file = ruleset_path_join(arena, path, entry->d_name);

            status = file == NULL ? STATUS_NO_MEMORY : add_file(files, file);
        }
    }
    closedir(folder);
    if (status == STATUS_OK && files->count > first)
        qsort(files->paths + first, files->count - first, sizeof *files->paths, compare_paths);
    return status;
}

enum status ruleset_path_list(const char *path, struct arena *arena, struct ruleset_files *files, struct error *error)
{
    struct stat about;
    char *copy;

    if (stat(path, &about) != 0)
        return error_set(error, STATUS_INVALID, gettext("%s: rules cannot be read from here: %s"), path,
                         strerror(errno));
    if (S_ISDIR(about.st_mode)) {
        size_t before = files->count;
        enum status status = list_folder(path, arena, files, error);

        if (status == STATUS_OK && files->count == before)
            return error_set(error, STATUS_INVALID,
                             gettext("%s: there is no rule pack (*.yaml) in this folder; name another, or a file"),
                             path);
        return status;
    }
    if (!S_ISREG(about.st_mode))
        return error_set(error, STATUS_INVALID,
                         gettext("%s: neither a file nor a folder; name a rule pack (*.yaml) or a folder of packs"),
                         path);
    copy = arena_text(arena, path, strlen(path));
    return copy == NULL ? STATUS_NO_MEMORY : add_file(files, copy);
}

enum status ruleset_path_list_layer(const char *path, struct arena *arena, struct ruleset_files *files,
                                    struct error *error)
{
    return list_folder(path, arena, files, error);
}
