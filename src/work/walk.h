/* SPDX-License-Identifier: Apache-2.0
 *
 * The files of a run, found in folders and lists, in the order of their paths.
 *
 * Whatever cannot be scanned is in the list too, with its reason: nothing is left out in silence except
 * what the user excludes, and that is counted. Symbolic links are followed when they are named by the user,
 * never inside a folder, so there are no loops: a link there is listed as not read, unless its target lies in
 * one of the folders being scanned and so comes up by its own name. Names are any bytes; names in GBK, as old
 * systems left them, are decoded for people and for rules that look at names. One thread.
 */
#ifndef GUANKA_WORK_WALK_H
#define GUANKA_WORK_WALK_H

#include <stdatomic.h>
#include <stdbool.h>

#include "base/arena.h"
#include "base/bytes.h"
#include "base/error.h"

enum walk_kind { WALK_FILE, WALK_STDIN, WALK_UNREAD };

struct walk_file {
    const char *path;  /* any bytes */
    const char *shown; /* valid UTF-8 */
    /* After walk_finish: the end of `shown` with the names that no readable file before this one has in its path, so
     * that rules see each folder's name once. */
    const char *unseen;
    /* The end of `shown` below the folder that was named, however that was spelled; of a file that was named itself,
     * its name. */
    const char *within;
    uint64_t size;     /* when the folder was read */
    enum walk_kind kind;
    enum status why;    /* WALK_UNREAD: the reason … */
    const char *detail; /* … and the system's words for it */
};

/* A file by its identity, whatever it is called. */
struct walk_identity {
    uint64_t device, number;
};

struct walk_options {
    /* Globs; without a slash they are for names, with one for paths. A leading "./" means nothing. */
    const char *const *excludes;
    size_t exclude_count;
    /* Files of the run itself (an earlier report in the folder): left out, and counted as excluded. */
    const struct walk_identity *own;
    size_t own_count;
    const atomic_bool *stop; /* NULL, or set when looking for files should end */
};

struct walk {
    struct walk_options options;
    struct walk_file *files; /* after walk_finish by path, each once */
    size_t count, capacity;
    uint64_t bytes;
    uint64_t excluded;
    bool *exclude_hits; /* for each of options.excludes: whether it left something out */
    const char **roots; /* real paths of the folders being scanned */
    size_t root_count, root_capacity;
    const char *folder; /* that was named, while it is read; NULL: none is */
    const char **links; /* symbolic links met on the way */
    size_t link_count, link_capacity;
    struct arena *arena; /* owns all names */
};

MUST_CHECK enum status walk_create(const struct walk_options *options, struct walk *walk);
void walk_free(struct walk *walk);
/* A file, a folder with everything in it, or "-" for standard input. STATUS_NO_MEMORY is the only failure:
 * a path that does not exist becomes an entry of the list. */
MUST_CHECK enum status walk_add(struct walk *walk, const char *path);
/* Each path in `list`, divided by NUL if it has any, else by newline. */
MUST_CHECK enum status walk_add_list(struct walk *walk, struct bytes list);
/* Sorts; call it once, after everything has been added. */
MUST_CHECK enum status walk_finish(struct walk *walk);

#endif
