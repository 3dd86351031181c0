/* SPDX-License-Identifier: Apache-2.0
 *
 * A main for fuzz targets that are built without a fuzzer: each file named, or in a folder named, is
 * given to the target once, whole and in halves.
 */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static unsigned long replayed;

/* The target gets memory of exactly its size, so that a sanitizer sees one byte too many. */
static void replay_bytes(const uint8_t *data, size_t size)
{
    uint8_t *copy = malloc(size > 0 ? size : 1);

    if (copy == NULL)
        exit(1);
    memcpy(copy, data, size);
    LLVMFuzzerTestOneInput(copy, size);
    free(copy);
}

static void replay_file(const char *path)
{
    FILE *file = fopen(path, "rb");
    struct stat about;
    uint8_t *data;
    size_t size;

    if (file == NULL || fstat(fileno(file), &about) != 0) {
        perror(path);
        exit(1);
    }
    data = malloc((size_t)about.st_size + 1);
    if (data == NULL)
        exit(1);
    size = fread(data, 1, (size_t)about.st_size, file);
    fclose(file);
    replay_bytes(data, size);
    replay_bytes(data, size / 2);
    replay_bytes(data + size / 2, size - size / 2);
    free(data);
    replayed++;
}

static void replay_folder(const char *path)
{
    DIR *folder = opendir(path);
    struct dirent *entry;

    if (folder == NULL) {
        replay_file(path);
        return;
    }
    while ((entry = readdir(folder)) != NULL) {
        char child[4096];

        if (entry->d_name[0] == '.')
            continue;
        if (snprintf(child, sizeof child, "%s/%s", path, entry->d_name) < (int)sizeof child)
            replay_file(child);
    }
    closedir(folder);
}

int main(int count, char **arguments)
{
    for (int index = 1; index < count; index++)
        replay_folder(arguments[index]);
    if (replayed == 0) {
        fprintf(stderr, "nothing to replay: name files or folders\n");
        return 1;
    }
    printf("%lu inputs replayed\n", replayed);
    return 0;
}
