/* SPDX-License-Identifier: Apache-2.0
 *
 * The files below a folder, in the order of their paths, for the bench programs.
 */
#ifndef GUANKA_BENCH_TREE_FILES_H
#define GUANKA_BENCH_TREE_FILES_H

#include <stddef.h>

struct tree_files {
    char **paths;
    size_t count;
};

/* Ends the program with a message when the folder cannot be read. */
void tree_files_list(struct tree_files *files, char *folder);
void tree_files_free(struct tree_files *files);

#endif
