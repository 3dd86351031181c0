/* SPDX-License-Identifier: Apache-2.0 */
#include "vocabulary.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static enum status try_open(struct vocabulary *vocabulary, const char *releases, struct error *error)
{
    char folder[] = "/tmp/guanka-statistics-XXXXXX", path[64];
    const char *const folders[] = { GUANKA_SOURCE_DIR "/patterns/data", folder };
    FILE *file;
    enum status status;

    *vocabulary = (struct vocabulary){ 0 };
    cr_assert_not_null(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/releases.csv", folder);
    if (releases != NULL) {
        file = fopen(path, "w");
        cr_assert_not_null(file);
        fputs(releases, file);
        fclose(file);
    }
    status = arena_create(&vocabulary->arena);
    if (status == STATUS_OK)
        status = reference_load(folders, 2, &vocabulary->reference, error);
    if (status == STATUS_OK)
        status = lexicon_create(vocabulary->reference, vocabulary->arena, &vocabulary->lexicon, error);
    if (status == STATUS_OK)
        status = release_register_create(vocabulary->reference, vocabulary->lexicon, vocabulary->arena,
                                         &vocabulary->records, error);
    if (releases != NULL)
        unlink(path);
    rmdir(folder);
    return status;
}

void vocabulary_open(struct vocabulary *vocabulary, const char *releases)
{
    struct error error = { 0 };

    cr_assert_eq(try_open(vocabulary, releases, &error), STATUS_OK, "%s", error.message);
}

const char *vocabulary_refusal(const char *releases)
{
    static char message[sizeof(struct error)];
    struct vocabulary vocabulary;
    struct error error = { 0 };
    const char *line = "";

    if (try_open(&vocabulary, releases, &error) != STATUS_OK) {
        line = strstr(error.message, "releases.csv:");
        snprintf(message, sizeof message, "%s", line != NULL ? line + strlen("releases.csv:") : error.message);
        line = message;
    }
    vocabulary_close(&vocabulary);
    return line;
}

void vocabulary_close(struct vocabulary *vocabulary)
{
    reference_free(vocabulary->reference);
    arena_destroy(vocabulary->arena);
}

size_t vocabulary_indicator(const struct vocabulary *vocabulary, const char *id)
{
    size_t index = 0;

    cr_assert(lexicon_find_indicator(vocabulary->lexicon, id, strlen(id), &index), "%s", id);
    return index;
}
