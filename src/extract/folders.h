/* SPDX-License-Identifier: Apache-2.0
 *
 * Which folders of an archive have been named already, so that each name is scanned once, and not with every member.
 *
 * Kept as a tree, so that memory grows with the length of the names and not with their depth. What a hostile archive
 * can make it grow to is bounded: when it is full everything is forgotten, and names come again.
 */
#ifndef GUANKA_EXTRACT_FOLDERS_H
#define GUANKA_EXTRACT_FOLDERS_H

#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/status.h"

enum { FOLDERS_MAX = 1 << 16, FOLDERS_NAMES_MAX = 4 << 20 };

struct folder {
    uint32_t parent; /* number of the folder that it lies in, from 1; 0: none */
    uint32_t name, size;
};

struct folders {
    struct folder *items;
    size_t count, capacity;
    uint32_t *slots; /* hash table of numbers; 0: free */
    size_t slot_count;
    struct buf names;
};

#define FOLDERS_INIT { .names = BUF_INIT(FOLDERS_NAMES_MAX) }

/* *unseen is the end of `path` that begins with its first folder that has not been named before, or with its last
 * name: what stands behind the last slash, which is nothing for a folder. The path's folders are named from now on. */
MUST_CHECK enum status folders_name(struct folders *folders, const char *path, const char **unseen);
void folders_free(struct folders *folders);

#endif
