/* SPDX-License-Identifier: Apache-2.0 */
#include "store/backup.h"

#include <errno.h>
#include <fcntl.h>
#include <libintl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/file.h"
#include "store/examine.h"
#include "store/replaceable.h"
#include "store/store_data.h"

static enum status fail_system(const char *path, struct error *error)
{
    return error_set(error, STATUS_IO, gettext("%s: it cannot be written (%s)"), path, strerror(errno));
}

/* ---- Copying. */

/* All pages in one step: the source is locked against no reader and no writer, and is as it was at the beginning. */
static enum status copy_pages(sqlite3 *source, sqlite3 *target, const char *path, struct error *error)
{
    sqlite3_backup *backup = sqlite3_backup_init(target, "main", source, "main");
    int code;

    if (backup == NULL)
        return error_set(error, STATUS_IO, gettext("%s: it cannot be copied: %s"), path, sqlite3_errmsg(target));
    (void)sqlite3_backup_step(backup, -1);
    code = sqlite3_backup_finish(backup);
    if (code == SQLITE_OK)
        return STATUS_OK;
    return error_set(error, STATUS_IO, gettext("%s: it cannot be copied: %s"), path, sqlite3_errstr(code));
}

/* A file of its own: the copy has the source's mode of writing ahead, which would leave two more beside it. */
static enum status copy_to(sqlite3 *source, const char *path, struct error *error)
{
    int descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, S_IRUSR | S_IWUSR);
    sqlite3 *target = NULL;
    enum status status;

    if (descriptor < 0)
        return fail_system(path, error);
    close(descriptor);
    if (sqlite3_open_v2(path, &target, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL) != SQLITE_OK)
        status = error_set(error, STATUS_IO, gettext("%s: it cannot be copied: %s"), path, sqlite3_errmsg(target));
    else
        status = copy_pages(source, target, path, error);
    if (status == STATUS_OK && sqlite3_exec(target, "PRAGMA journal_mode = DELETE", NULL, NULL, NULL) != SQLITE_OK)
        status = error_set(error, STATUS_IO, gettext("%s: it cannot be copied: %s"), path, sqlite3_errmsg(target));
    if (sqlite3_close(target) != SQLITE_OK && status == STATUS_OK)
        status = error_set(error, STATUS_IO, gettext("%s: it cannot be copied: %s"), path, sqlite3_errmsg(target));
    return status;
}

/* `temporary` takes the name of `target`, on disk as well. */
static enum status take_name(const char *temporary, const char *target, struct error *error)
{
    struct buf folder = BUF_INIT(1 << 16);
    enum status status;

    file_folder_of(target, &folder);
    status = buf_status(&folder);
    if (status == STATUS_OK
        && (file_sync(temporary) != STATUS_OK || rename(temporary, target) != 0 || file_sync(folder.data) != STATUS_OK))
        status = fail_system(target, error);
    buf_free(&folder);
    return status;
}

/* The name that what will be `target` has while it is written. */
static enum status name_part(const char *target, struct buf *name)
{
    buf_format(name, "%s.part-%lld", target, (long long)getpid());
    return buf_status(name);
}

/* What did not take its name goes. */
static void drop_part(struct buf *name, enum status status)
{
    if (status != STATUS_OK && name->data != NULL)
        (void)unlink(name->data);
    buf_free(name);
}

enum status store_copy(const struct store *store, const char *target, struct error *error)
{
    struct buf temporary = BUF_INIT(1 << 16);
    enum status status = name_part(target, &temporary);

    if (status == STATUS_OK)
        status = copy_to(store->database, temporary.data, error);
    if (status == STATUS_OK)
        status = take_name(temporary.data, target, error);
    drop_part(&temporary, status);
    return status;
}

static enum status open_to_read(const char *path, sqlite3 **database, struct error *error)
{
    if (sqlite3_open_v2(path, database, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, NULL) == SQLITE_OK)
        return STATUS_OK;
    return error_set(error, STATUS_IO, gettext("%s: it cannot be opened; see whether it exists and who may read it"),
                     path);
}

static enum status copy_file_to(const char *path, const char *target, struct error *error)
{
    sqlite3 *source = NULL;
    enum status status = open_to_read(path, &source, error);

    if (status == STATUS_OK)
        status = copy_to(source, target, error);
    (void)sqlite3_close(source);
    return status;
}

/* Before it takes the name: the copy that bears it may be the only whole one. */
static enum status examine_part(const char *part, const char *target, struct store_examined *found,
                                struct error *error)
{
    struct error what = { 0 };
    enum status status = store_examine(part, found, &what);

    if (status == STATUS_OK)
        return STATUS_OK;
    return error_set(error, status, gettext("%s: the copy was written, but is not whole when it is read again (%s); what "
                                            "bore the name is as it was. See the disk"),
                     target, what.message);
}

enum status store_back_up(const char *path, const char *target, struct store_examined *found, struct error *error)
{
    struct buf temporary = BUF_INIT(1 << 16);
    enum status status = store_examine(path, found, error);

    if (status == STATUS_OK)
        status = store_may_replace(path, target, error);
    if (status == STATUS_OK)
        status = name_part(target, &temporary);
    if (status == STATUS_OK)
        status = copy_file_to(path, temporary.data, error);
    if (status == STATUS_OK)
        status = examine_part(temporary.data, target, found, error);
    if (status == STATUS_OK)
        status = take_name(temporary.data, target, error);
    drop_part(&temporary, status);
    return status;
}

/* ---- Putting one back. */

/* Nobody else has it open, and all that was written ahead is in the file itself. */
static enum status close_off(const char *path, struct error *error)
{
    if (store_is_in_use(path))
        return error_set(error, STATUS_IO,
                         gettext("%s: another program works on it; stop the gate and the inspections first"), path);
    /* One that is damaged is what a copy is put back for. */
    return STATUS_OK;
}

static enum status put_aside(const char *path, struct buf *kept, struct error *error)
{
    struct stat about;
    enum status status;

    if (lstat(path, &about) != 0)
        return errno == ENOENT ? STATUS_OK : fail_system(path, error);
    status = close_off(path, error);
    if (status != STATUS_OK)
        return status;
    buf_format(kept, "%s.before-%lld", path, (long long)clock_wall_ms() / 1000);
    status = buf_status(kept);
    if (status == STATUS_OK && rename(path, kept->data) != 0)
        status = fail_system(path, error);
    return status;
}

/* Who restores as root must not lock out the user that runs guanka: the file belongs to whom the one before belonged,
 * or its folder. */
static enum status give_to_owner(const char *temporary, const char *path, const struct buf *kept, struct error *error)
{
    struct buf folder = BUF_INIT(1 << 16);
    const char *like = kept->data;
    struct stat wanted, about;
    enum status status = STATUS_OK;

    if (kept->size == 0) {
        file_folder_of(path, &folder);
        status = buf_status(&folder);
        like = folder.data;
    }
    if (status == STATUS_OK && (stat(like, &wanted) != 0 || stat(temporary, &about) != 0))
        status = fail_system(like, error);
    if (status == STATUS_OK && geteuid() == 0 && (wanted.st_uid != about.st_uid || wanted.st_gid != about.st_gid)
        && chown(temporary, wanted.st_uid, wanted.st_gid) != 0)
        status = fail_system(temporary, error);
    buf_free(&folder);
    return status;
}

/* What was written ahead of a database that was damaged must not meet the copy. */
static void remove_beside(const char *path)
{
    static const char *const ends[] = { "-wal", "-shm", "-journal" };

    for (size_t index = 0; index < sizeof ends / sizeof *ends; index++) {
        struct buf beside = BUF_INIT(1 << 16);

        buf_format(&beside, "%s%s", path, ends[index]);
        if (buf_status(&beside) == STATUS_OK)
            (void)unlink(beside.data);
        buf_free(&beside);
    }
}

/* Who has a copy that was cut short stands there with a system that does not run: he is told what comes next. */
static enum status refuse_copy(const char *copy, struct error *error)
{
    const struct error what = *error;

    return error_set(error, STATUS_INVALID,
                     gettext("%s; nothing was changed. Take another copy, or fetch this one again; whether one is whole "
                             "tells: guanka store check --store %s"),
                     what.message, copy);
}

enum status store_restore(const char *copy, const char *path, struct buf *kept, struct error *error)
{
    struct buf temporary = BUF_INIT(1 << 16);
    struct store_examined found;
    enum status status = store_examine(copy, &found, error);

    if (found.fault == STORE_DAMAGED || found.fault == STORE_ALTERED)
        return refuse_copy(copy, error);
    if (status != STATUS_OK)
        return status;
    status = name_part(path, &temporary);
    if (status == STATUS_OK)
        status = copy_file_to(copy, temporary.data, error);
    if (status == STATUS_OK)
        status = put_aside(path, kept, error);
    if (status == STATUS_OK) {
        remove_beside(path);
        status = give_to_owner(temporary.data, path, kept, error);
        if (status == STATUS_OK)
            status = take_name(temporary.data, path, error);
        if (status != STATUS_OK && kept->size > 0 && rename(kept->data, path) == 0)
            buf_clear(kept);
    }
    drop_part(&temporary, status);
    return status;
}
