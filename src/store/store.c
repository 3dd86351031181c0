/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <fcntl.h>
#include <libintl.h>
#include <string.h>
#include <time.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "base/alloc.h"
#include "store/backup.h"
#include "store/schema.h"
#include "store/store_data.h"

enum { BUSY_MS = 5000 };

static const char take_all_back[] = "ROLLBACK", take_back[] = "ROLLBACK TO part", end_mark[] = "RELEASE part";

/* A rule of the tables that was broken; SQLite's words name the table and column. */
static enum status refuse(const struct store *store, struct error *error)
{
    const char *path = store->path, *words = sqlite3_errmsg(store->database);

    switch (sqlite3_extended_errcode(store->database)) {
    case SQLITE_CONSTRAINT_PRIMARYKEY:
    case SQLITE_CONSTRAINT_UNIQUE:
    case SQLITE_CONSTRAINT_ROWID:
        return error_set(error, STATUS_INVALID, gettext("%s: there is one like this already: %s"), path, words);
    case SQLITE_CONSTRAINT_FOREIGNKEY:
        return error_set(error, STATUS_INVALID, gettext("%s: what this belongs to is not there"), path);
    case SQLITE_CONSTRAINT_TRIGGER:
        return error_set(error, STATUS_INVALID, gettext("%s: what is kept there does not change: %s"), path, words);
    default:
        return error_set(error, STATUS_INVALID, gettext("%s: a value is missing or cannot be like this: %s"), path,
                         words);
    }
}

static const char *what_system_says(const struct store *store)
{
    int code = sqlite3_system_errno(store->database);

    /* Forgotten when SQLite has taken back what it had begun. */
    return code != 0 ? strerror(code) : sqlite3_errmsg(store->database);
}

/* SQLite calls it a fault of the disk where the room ends between two of its writes, and may have forgotten why. */
static bool lacks_room(const struct store *store)
{
    enum { ROOM_MIN = 64 << 10 };
    int code = sqlite3_system_errno(store->database);
    struct statvfs disk;

    if (code == ENOSPC || code == EDQUOT)
        return true;
    return code == 0 && statvfs(store->path, &disk) == 0 && (uint64_t)disk.f_bavail * disk.f_frsize < ROOM_MIN;
}

static enum status fail_for_room(const struct store *store, struct error *error)
{
    return error_set(error, STATUS_IO, gettext("%s: the disk is full; nothing more is kept until there is room"),
                     store->path);
}

enum status store_fail(const struct store *store, struct error *error)
{
    const char *path = store->path;

    switch (sqlite3_errcode(store->database) & 0xFF) {
    case SQLITE_NOMEM:
        return error_set(error, STATUS_NO_MEMORY, gettext("%s: out of memory"), path);
    case SQLITE_FULL:
        return fail_for_room(store, error);
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return error_set(error, STATUS_IO, gettext("%s: another program is writing to it; is a second gate running?"),
                         path);
    case SQLITE_READONLY:
        return error_set(error, STATUS_IO,
                         gettext("%s: it cannot be written; see its owner, its mode and how the disk is mounted"),
                         path);
    case SQLITE_CANTOPEN:
        return error_set(error, STATUS_IO,
                         gettext("%s: it cannot be opened; see whether the folder exists and who may write to it"),
                         path);
    case SQLITE_CONSTRAINT:
        return refuse(store, error);
    case SQLITE_TOOBIG:
        return error_set(error, STATUS_INVALID, gettext("%s: a text or content is too large to be kept (1 GB)"), path);
    case SQLITE_IOERR:
        if (lacks_room(store))
            return fail_for_room(store, error);
        return error_set(error, STATUS_IO, gettext("%s: reading or writing failed (%s); see the disk and its quota"),
                         path, what_system_says(store));
    case SQLITE_NOTADB:
    case SQLITE_CORRUPT:
        return error_set(error, STATUS_MALFORMED,
                         gettext("%s: this is no database, or it is damaged; restore it from the backup"), path);
    default:
        return error_set(error, STATUS_IO, gettext("%s: the database failed: %s"), path,
                         sqlite3_errmsg(store->database));
    }
}

enum status store_run(const struct store *store, const char *sql, struct error *error)
{
    if (sqlite3_exec(store->database, sql, NULL, NULL, NULL) == SQLITE_OK)
        return STATUS_OK;
    return store_fail(store, error);
}

static enum status read_number(const struct store *store, const char *sql, int *number, struct error *error)
{
    int64_t wide;
    enum status status = store_number(store, &wide, error, sql, "");

    if (status == STATUS_OK)
        *number = (int)wide;
    return status;
}

static enum status set_number(const struct store *store, const char *pragma, int number, struct error *error)
{
    char sql[64];

    (void)sqlite3_snprintf(sizeof sql, sql, "PRAGMA %s = %d", pragma, number);
    return store_run(store, sql, error);
}

static enum status migrate_on(const struct store *store, int version, struct error *error)
{
    enum status status = store_run(store, store_migrations[version], error);

    return status == STATUS_OK ? set_number(store, "user_version", version + 1, error) : status;
}

/* One step, with its number, or nothing of it. */
static enum status migrate_once(struct store *store, int version, struct error *error)
{
    enum status status = store_begin(store, error);

    return status == STATUS_OK ? store_end_writing(store, migrate_on(store, version, error), error) : status;
}

/* All of a new one, or nothing: what was only begun would pass for an earlier guanka's. */
static enum status create(struct store *store, struct error *error)
{
    int made = 0;
    enum status status = store_begin(store, error);

    if (status != STATUS_OK)
        return status;
    /* Another program may have been quicker. */
    status = read_number(store, "PRAGMA application_id", &made, error);
    if (status == STATUS_OK && made == 0)
        status = set_number(store, "application_id", STORE_APPLICATION_ID, error);
    for (int version = 0; made == 0 && status == STATUS_OK && version < store_version; version++)
        status = migrate_on(store, version, error);
    return store_end_writing(store, status, error);
}

/* The guanka that wrote it would refuse what becomes of it. */
static enum status keep_earlier(const struct store *store, int version, struct error *error)
{
    struct buf copy = BUF_INIT(1 << 16);
    enum status status;

    buf_format(&copy, "%s.version-%d", store->path, version);
    status = buf_status(&copy);
    if (status == STATUS_OK)
        status = store_copy(store, copy.data, error);
    buf_free(&copy);
    return status;
}

static enum status bring_up_to_date(struct store *store, enum store_access access, struct error *error)
{
    int version = 0, application = 0, tables = 0;
    enum status status = read_number(store, "PRAGMA user_version", &version, error);

    if (status == STATUS_OK)
        status = read_number(store, "PRAGMA application_id", &application, error);
    if (status == STATUS_OK)
        status = read_number(store, "SELECT count(*) FROM sqlite_schema", &tables, error);
    if (status != STATUS_OK)
        return status;
    if (application != STORE_APPLICATION_ID && (tables > 0 || application != 0 || access == STORE_READ))
        return error_set(error, STATUS_INVALID, gettext("%s: this is not a database of guanka"), store->path);
    if (version < 0)
        return error_set(error, STATUS_INVALID,
                         gettext("%s: its version (%d) is none that guanka writes: the file was changed or is damaged; "
                                 "restore it from the backup"),
                         store->path, version);
    if (version > store_version)
        return error_set(error, STATUS_INVALID,
                         gettext("%s: a newer guanka has written this (version %d, known are %d); use that one"),
                         store->path, version, store_version);
    if (version < store_version && access == STORE_READ)
        return error_set(error, STATUS_INVALID,
                         gettext("%s: an older guanka has written this (version %d of %d); the gate, or guanka sweep "
                                 "run or due, brings it "
                                 "up to date"),
                         store->path, version, store_version);
    if (application == 0)
        return create(store, error);
    if (version > 0 && version < store_version)
        status = keep_earlier(store, version, error);
    for (; status == STATUS_OK && version < store_version; version++)
        status = migrate_once(store, version, error);
    return status;
}

/* SQLite would make the file with the mode that the process's mask leaves. */
static enum status make_file(const struct store *store, struct error *error)
{
    int descriptor = open(store->path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, S_IRUSR | S_IWUSR);

    if (descriptor < 0)
        return error_set(error, STATUS_IO,
                         gettext("%s: it cannot be opened; see whether the folder exists and who may write to it"),
                         store->path);
    close(descriptor);
    return STATUS_OK;
}

/* Called while another program writes. SQLite's own handler looks every tenth of a second at last, and so finds no gap
 * between the transactions of one that hardly rests. */
static int wait_for_other(void *context, int attempts)
{
    enum { EACH_MS = 2 };
    const struct store *store = context;
    const struct timespec pause = { .tv_nsec = EACH_MS * 1000000 };

    if ((unsigned)attempts >= store->busy_ms / EACH_MS)
        return 0;
    (void)nanosleep(&pause, NULL);
    return 1;
}

static enum status connect(struct store *store, int flags, struct error *error)
{
    if (sqlite3_open_v2(store->path, &store->database, flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, NULL)
        != SQLITE_OK)
        return store->database == NULL ? error_set(error, STATUS_NO_MEMORY, gettext("%s: out of memory"), store->path)
                                       : store_fail(store, error);
    store->busy_ms = BUSY_MS;
    sqlite3_busy_handler(store->database, wait_for_other, store);
    return STATUS_OK;
}

static enum status open_database(struct store *store, enum store_access access, struct error *error)
{
    enum status status = access == STORE_WRITE ? make_file(store, error) : STATUS_OK;

    if (status == STATUS_OK)
        status = connect(store, access == STORE_WRITE ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY, error);
    if (status != STATUS_OK)
        return status;
    /* REPLACE shall not get around the triggers that forbid removing, and what is forgotten shall not stay in free
     * pages. */
    status = store_run(store,
                       "PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON;"
                       "PRAGMA recursive_triggers = ON; PRAGMA secure_delete = ON;",
                       error);
    if (status == STATUS_OK && access == STORE_WRITE)
        status = store_run(store, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;", error);
    if (status == STATUS_OK)
        status = bring_up_to_date(store, access, error);
    /* Taking back must not ask for memory when the want of it is why. */
    if (status == STATUS_OK)
        status = store_keep(store, take_all_back, error);
    if (status == STATUS_OK)
        status = store_keep(store, take_back, error);
    return status == STATUS_OK ? store_keep(store, end_mark, error) : status;
}

static struct store *make(const char *path)
{
    struct store *store = alloc_zeroed(1, sizeof *store);

    if (store == NULL)
        return NULL;
    store->path = alloc_text(path, strlen(path));
    store->kept = alloc_zeroed(STORE_STATEMENTS_MAX, sizeof *store->kept);
    if (store->path != NULL && store->kept != NULL)
        return store;
    store_close(store);
    return NULL;
}

enum status store_open(const char *path, enum store_access access, struct store **result, struct error *error)
{
    struct store *store = make(path);
    enum status status;

    if (store == NULL)
        return error_set(error, STATUS_NO_MEMORY, gettext("%s: out of memory"), path);
    status = open_database(store, access, error);
    if (status != STATUS_OK) {
        store_close(store);
        return status;
    }
    *result = store;
    return STATUS_OK;
}

enum status store_open_as_it_is(const char *path, struct store **result, struct error *error)
{
    struct store *store = make(path);
    enum status status;

    if (store == NULL)
        return error_set(error, STATUS_NO_MEMORY, gettext("%s: out of memory"), path);
    status = connect(store, SQLITE_OPEN_READONLY, error);
    if (status != STATUS_OK) {
        store_close(store);
        return status;
    }
    *result = store;
    return STATUS_OK;
}

void store_close(struct store *store)
{
    if (store == NULL)
        return;
    for (size_t index = 0; store->kept != NULL && index < STORE_STATEMENTS_MAX; index++)
        (void)sqlite3_finalize(store->kept[index].statement);
    (void)sqlite3_close_v2(store->database);
    alloc_free(store->kept);
    alloc_free(store->path);
    alloc_free(store);
}

void store_wait_for_others(struct store *store, unsigned milliseconds)
{
    store->busy_ms = milliseconds;
}

/* ---- Transactions. */

/* Takes the right to write at once, so that two writers cannot both have read the same head. */
enum status store_begin(struct store *store, struct error *error)
{
    return store_control(store, "BEGIN IMMEDIATE", error);
}

enum status store_commit(struct store *store, struct error *error)
{
    return store_control(store, "COMMIT", error);
}

/* Nobody could do anything about a failure. */
static void run_kept(const struct store *store, const char *sql)
{
    enum status status = store_control(store, sql, NULL);

    (void)status;
}

void store_undo(struct store *store)
{
    if (store_is_writing(store))
        run_kept(store, take_all_back);
}

enum status store_end_writing(struct store *store, enum status status, struct error *error)
{
    if (status == STATUS_OK)
        status = store_commit(store, error);
    if (status != STATUS_OK)
        store_undo(store);
    return status;
}

enum status store_begin_reading(const struct store *store, struct error *error)
{
    return store_run(store, "BEGIN", error);
}

void store_end_reading(const struct store *store)
{
    struct error unused;
    enum status status = store_run(store, "COMMIT", &unused);

    /* Nothing was written that could be lost. */
    (void)status;
}

enum status store_mark(struct store *store, struct error *error)
{
    return store_control(store, "SAVEPOINT part", error);
}

enum status store_keep_mark(struct store *store, struct error *error)
{
    return store_control(store, end_mark, error);
}

void store_undo_mark(struct store *store)
{
    /* A failure such as a full disk may have undone the whole transaction by itself: then there is nothing to take
     * back. */
    if (!store_is_writing(store))
        return;
    run_kept(store, take_back);
    run_kept(store, end_mark);
}

bool store_is_writing(const struct store *store)
{
    return !sqlite3_get_autocommit(store->database);
}
