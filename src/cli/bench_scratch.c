/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/bench_scratch.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "report/words.h"

enum { PATH_SIZE_MAX = 4096, FOLDERS_OPEN = 8 };

#define PLACE "/tmp/"
#define NAME "guanka-bench-"

static int remove_one(const char *path, const struct stat *about, int kind, struct FTW *place)
{
    (void)about;
    (void)kind;
    (void)place;
    (void)remove(path);
    return 0;
}

void bench_scratch_remove(const struct buf *folder)
{
    if (folder->size > 0)
        (void)nftw(folder->data, remove_one, FOLDERS_OPEN, FTW_DEPTH | FTW_PHYS);
}

/* One that was killed could not take its folder along: it is of this user, and no process has that number now. */
static bool is_left(const char *name, const char *path)
{
    struct stat about;
    char *end;
    long process;

    if (strncmp(name, NAME, strlen(NAME)) != 0)
        return false;
    process = strtol(name + strlen(NAME), &end, 10);
    return process > 0 && process <= INT_MAX && *end == '-' && lstat(path, &about) == 0 && S_ISDIR(about.st_mode)
           && about.st_uid == geteuid() && kill((pid_t)process, 0) != 0 && errno == ESRCH;
}

static void remove_left(void)
{
    DIR *place = opendir(PLACE);
    const struct dirent *entry;

    while (place != NULL && (entry = readdir(place)) != NULL) {
        struct buf path = BUF_INIT(PATH_SIZE_MAX);

        buf_format(&path, PLACE "%s", entry->d_name);
        if (buf_status(&path) == STATUS_OK && is_left(entry->d_name, path.data))
            bench_scratch_remove(&path);
        buf_free(&path);
    }
    if (place != NULL)
        (void)closedir(place);
}

enum status bench_scratch_make(struct buf *folder, struct error *error)
{
    char template[64];

    remove_left();
    /* Whose it is can be seen, should it be left by one that was killed. */
    (void)snprintf(template, sizeof template, PLACE NAME "%ld-XXXXXX", (long)getpid());
    if (mkdtemp(template) == NULL)
        return error_set(error, STATUS_IO, _("%s: %s"), template, strerror(errno));
    buf_text(folder, template);
    return buf_status(folder);
}

enum status bench_scratch_write(const struct buf *folder, const char *name, const struct buf *content,
                                struct error *error)
{
    struct buf path = BUF_INIT(PATH_SIZE_MAX);
    enum status status;
    int descriptor;

    buf_format(&path, "%s/%s", folder->data, name);
    status = buf_status(&path) == STATUS_OK ? buf_status(content) : buf_status(&path);
    if (status == STATUS_OK) {
        descriptor = open(path.data, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
        status = descriptor >= 0 ? file_write(descriptor, buf_bytes(content)) : STATUS_IO;
        if (status != STATUS_OK)
            status = error_set(error, status, _("%s: %s"), path.data, strerror(errno));
        if (descriptor >= 0)
            close(descriptor);
    }
    buf_free(&path);
    return status;
}
