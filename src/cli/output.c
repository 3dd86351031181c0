/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/output.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "report/words.h"
#include "store/replaceable.h"

static enum status fail(const struct output *output, struct error *error)
{
    return error_set(error, STATUS_IO, _("cannot write %s: %s"),
                     output->path != NULL ? output->path : _("standard output"), strerror(errno));
}

/* A new file's mode is the user's wish (umask), an old one's stays. */
static mode_t wanted_mode(const char *target)
{
    struct stat about;
    mode_t mask;

    if (stat(target, &about) == 0)
        return about.st_mode & 07777;
    mask = umask(0);
    umask(mask);
    return 0666 & ~mask;
}

static bool open_temporary(struct output *output, const char *target)
{
    struct buf name = BUF_INIT(1 << 16);

    buf_text(&name, target);
    buf_text(&name, ".XXXXXX");
    output->target = alloc_text(target, strlen(target));
    if (buf_status(&name) == STATUS_OK && output->target != NULL)
        output->descriptor = mkostemp(name.data, O_CLOEXEC);
    if (output->descriptor < 0) {
        buf_free(&name);
        return false;
    }
    output->temporary = alloc_text(name.data, name.size);
    if (output->temporary == NULL)
        unlink(name.data);
    buf_free(&name);
    return output->temporary != NULL && fchmod(output->descriptor, wanted_mode(target)) == 0;
}

enum status output_open(const char *path, struct output *output, struct error *error)
{
    struct stat about;
    char real[PATH_MAX];
    bool exists;

    *output = (struct output){ .path = path, .descriptor = STDOUT_FILENO };
    if (path == NULL)
        return STATUS_OK;
    output->descriptor = -1;
    if (store_is_database(path))
        return error_set(error, STATUS_INVALID,
                         _("%s: this is a database, or belongs to one; it is not written over. Give another name"),
                         path);
    exists = stat(path, &about) == 0;
    if (!exists || S_ISREG(about.st_mode)) {
        /* Through symbolic links: the file they lead to is replaced, not the link. */
        if (open_temporary(output, exists && realpath(path, real) != NULL ? real : path))
            return STATUS_OK;
        output_discard(output);
    }
    output->descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOCTTY, 0666);
    return output->descriptor >= 0 ? STATUS_OK : fail(output, error);
}

enum status output_commit(struct output *output, struct error *error)
{
    enum status status = STATUS_OK;

    if (output->path == NULL)
        return STATUS_OK;
    /* Some file systems say only now that there was no room. */
    if (close(output->descriptor) != 0)
        status = fail(output, error);
    output->descriptor = -1;
    if (status == STATUS_OK && output->temporary != NULL && rename(output->temporary, output->target) != 0)
        status = fail(output, error);
    if (status == STATUS_OK) {
        alloc_free(output->temporary);
        output->temporary = NULL;
    }
    output_discard(output);
    return status;
}

void output_discard(struct output *output)
{
    if (output->temporary != NULL)
        unlink(output->temporary);
    alloc_free(output->temporary);
    alloc_free(output->target);
    output->temporary = output->target = NULL;
    if (output->path != NULL && output->descriptor >= 0)
        close(output->descriptor);
    if (output->path != NULL)
        output->descriptor = -1;
}
