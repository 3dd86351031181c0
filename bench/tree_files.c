/* SPDX-License-Identifier: Apache-2.0 */
#include "tree_files.h"

#include <errno.h>
#include <fts.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"

enum { FILES_MAX = 1 << 20 };

static int entry_compare(const FTSENT **left, const FTSENT **right)
{
    return strcmp((*left)->fts_name, (*right)->fts_name);
}

void tree_files_list(struct tree_files *files, char *folder)
{
    char *const roots[] = { folder, NULL };
    FTS *walk = fts_open(roots, FTS_PHYSICAL | FTS_NOCHDIR, entry_compare);

    files->paths = alloc_zeroed(FILES_MAX, sizeof *files->paths);
    files->count = 0;
    for (FTSENT *entry; walk != NULL && files->paths != NULL && (entry = fts_read(walk)) != NULL;)
        if (entry->fts_info == FTS_F && files->count < FILES_MAX)
            files->paths[files->count++] = alloc_text(entry->fts_path, entry->fts_pathlen);
    if (walk != NULL)
        (void)fts_close(walk);
    if (files->count == 0) {
        (void)fprintf(stderr, "%s: no files, or %s\n", folder, strerror(errno));
        exit(2);
    }
}

void tree_files_free(struct tree_files *files)
{
    for (size_t index = 0; index < files->count; index++)
        alloc_free(files->paths[index]);
    alloc_free(files->paths);
}
