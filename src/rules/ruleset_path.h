/* SPDX-License-Identifier: Apache-2.0
 *
 * The paths an operator gives, as a list of pack files: a file is itself, a folder is its *.yaml and
 * *.yml in order of name, without its subfolders. A layer is a folder that may have no packs at all.
 */
#ifndef GUANKA_RULES_RULESET_PATH_H
#define GUANKA_RULES_RULESET_PATH_H

#include "base/arena.h"
#include "base/error.h"

struct ruleset_files {
    const char **paths; /* the list is from the heap, the texts from the arena */
    size_t count, capacity;
};

/* Appends the files of `path`. STATUS_INVALID when there are none. */
MUST_CHECK enum status ruleset_path_list(const char *path, struct arena *arena, struct ruleset_files *files,
                                         struct error *error);
/* The same for a layer. */
MUST_CHECK enum status ruleset_path_list_layer(const char *path, struct arena *arena, struct ruleset_files *files,
                                               struct error *error);
/* "FOLDER/NAME"; NULL when out of memory. */
char *ruleset_path_join(struct arena *arena, const char *folder, const char *name);

#endif
