/* SPDX-License-Identifier: Apache-2.0
 *
 * Helpers of the tests of this layer: packs from strings, in a folder of their own.
 */
#ifndef GUANKA_TESTS_RULES_LOAD_H
#define GUANKA_TESTS_RULES_LOAD_H

#include <stddef.h>

#include "base/error.h"
#include "rules/ruleset.h"

/* A fresh folder, removed by folder_remove; and a file in it. Both fail the test when they cannot. */
struct folder {
    char path[64];
};
struct folder folder_create(void);
void folder_remove(const struct folder *folder);
void folder_write(const struct folder *folder, const char *name, const void *data, size_t size);
void folder_write_text(const struct folder *folder, const char *name, const char *text);
/* "folder/name", valid until the next call. */
const char *folder_file(const struct folder *folder, const char *name, char *buffer, size_t size);

/* Loads all of the folder without a cache. */
enum status load_folder(const struct folder *folder, struct ruleset **ruleset, struct error *error);
/* One pack from a string; its file is called p.yaml. The message comes without the folder. */
enum status load_text(const char *yaml, struct ruleset **ruleset, struct error *error);
/* The rules: part of a pack whose only rule has these keys besides id, category and action. */
const char *one_rule(const char *keys, char *buffer, size_t size);

/* Does pattern matching, as the engine does it, find rule `id` in canonical text? Starts and ends of up to
 * `capacity` matches; their number. */
size_t find_matches(const struct ruleset *ruleset, const char *id, const char *text, struct span *spans,
                    size_t capacity);

#endif
