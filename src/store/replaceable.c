/* SPDX-License-Identifier: Apache-2.0 */
#include "store/replaceable.h"

#include <errno.h>
#include <fcntl.h>
#include <libintl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "store/store_data.h"

/* ---- Databases of any program. */

static bool begins_as_database(const char *path)
{
    static const char header[] = "SQLite format 3"; /* with the zero that ends it */
    char first[sizeof header];
    struct stat about;
    bool is_database = false;
    int descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);

    if (descriptor < 0)
        return false;
    if (fstat(descriptor, &about) == 0 && S_ISREG(about.st_mode))
        is_database =
            read(descriptor, first, sizeof first) == (ssize_t)sizeof first && memcmp(first, header, sizeof header) == 0;
    close(descriptor);
    return is_database;
}

/* SQLite would take it for what was written ahead of, or is to be taken back from, the database beside it. */
static bool belongs_to_database(const char *path)
{
    static const char *const ends[] = { "-wal", "-shm", "-journal" };
    const size_t size = strlen(path);
    bool belongs = false;

    for (size_t index = 0; !belongs && index < sizeof ends / sizeof *ends; index++) {
        const size_t end_size = strlen(ends[index]);
        struct buf owner = BUF_INIT(1 << 16);

        if (size <= end_size || strcmp(path + size - end_size, ends[index]) != 0)
            continue;
        buf_append(&owner, path, size - end_size);
        belongs = buf_status(&owner) == STATUS_OK && begins_as_database(owner.data);
        buf_free(&owner);
    }
    return belongs;
}

bool store_is_database(const char *path)
{
    char real[PATH_MAX];

    return begins_as_database(path) || belongs_to_database(path)
           || (realpath(path, real) != NULL && belongs_to_database(real));
}

bool store_is_in_use(const char *path)
{
    sqlite3 *database = NULL;
    int code = sqlite3_open_v2(path, &database, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL);

    /* Only who is alone can leave the mode of writing ahead. */
    if (code == SQLITE_OK)
        code = sqlite3_exec(database, "PRAGMA journal_mode = DELETE; BEGIN EXCLUSIVE; COMMIT", NULL, NULL, NULL);
    (void)sqlite3_close(database);
    return code == SQLITE_BUSY || code == SQLITE_LOCKED;
}

/* ---- Earlier copies. */

/* What is only ever added to: what of it is in the copy and not in the store. A sweep ends once, and has not ended yet
 * in a copy that was made meanwhile. */
static const struct {
    const char *is_there, *count;
} records[] = {
    { "SELECT 1", "SELECT count(*) FROM copy.ledger AS c WHERE NOT EXISTS"
                  " (SELECT 1 FROM main.ledger AS s WHERE s.sequence = c.sequence AND s.digest = c.digest)" },
    { "SELECT count(*) FROM copy.sqlite_schema WHERE name = 'sweeps'",
      "SELECT count(*) FROM copy.sweeps AS c WHERE NOT EXISTS"
      " (SELECT 1 FROM main.sweeps AS s WHERE s.id = c.id AND s.site = c.site AND s.started = c.started"
      "  AND (c.ended IS NULL OR c.ended = s.ended))" },
    { "SELECT count(*) FROM copy.sqlite_schema WHERE name = 'finding_events'",
      "SELECT count(*) FROM copy.finding_events AS c WHERE NOT EXISTS"
      " (SELECT 1 FROM main.finding_events AS s WHERE s.id = c.id AND s.finding = c.finding AND s.at = c.at)" },
    { "SELECT count(*) FROM copy.sqlite_schema WHERE name = 'probes'",
      "SELECT count(*) FROM copy.probes AS c WHERE NOT EXISTS"
      " (SELECT 1 FROM main.probes AS s WHERE s.id = c.id AND s.site = c.site AND s.at = c.at)" },
    { "SELECT count(*) FROM copy.sqlite_schema WHERE name = 'site_register'",
      "SELECT count(*) FROM copy.site_register AS c WHERE NOT EXISTS"
      " (SELECT 1 FROM main.site_register AS s WHERE s.id = c.id AND s.site = c.site AND s.since = c.since)" },
};

static enum status count_foreign(const struct store *store, const char *copy, int64_t *foreign, struct error *error)
{
    int64_t attached, is_there = 0, count = 0;
    enum status status = store_run(store, "PRAGMA trusted_schema = OFF", error);

    *foreign = 0;
    if (status == STATUS_OK)
        status = store_number(store, &attached, error, "ATTACH ? AS copy", "t", copy);
    for (size_t index = 0; status == STATUS_OK && index < sizeof records / sizeof *records; index++) {
        status = store_number(store, &is_there, error, records[index].is_there, "");
        if (status == STATUS_OK && is_there > 0)
            status = store_number(store, &count, error, records[index].count, "");
        *foreign += is_there > 0 ? count : 0;
    }
    return status;
}

/* False as well for what cannot be read: who knows what is in it. */
static bool is_earlier_copy(const char *source, const char *copy)
{
    struct store *store = NULL;
    int64_t foreign = 0;
    enum status status = store_open_as_it_is(source, &store, NULL);

    if (status == STATUS_OK)
        status = count_foreign(store, copy, &foreign, NULL);
    store_close(store);
    return status == STATUS_OK && foreign == 0;
}

static enum status check_existing(const char *source, const char *target, const struct stat *about, struct error *error)
{
    struct stat of_source;

    if (stat(source, &of_source) == 0 && of_source.st_dev == about->st_dev && of_source.st_ino == about->st_ino)
        return error_set(error, STATUS_INVALID,
                         gettext("%s: this is the database that is to be copied; nothing was changed. Give the copy "
                                 "another name"),
                         target);
    if (!S_ISREG(about->st_mode) || (about->st_size > 0 && !is_earlier_copy(source, target)))
        return error_set(error, STATUS_INVALID,
                         gettext("%s: what bears this name is no earlier copy of %s, or has what that has not, or is "
                                 "damaged, and would be lost; nothing was changed. Give the copy another name, or move "
                                 "away what is there"),
                         target, source);
    if (store_is_in_use(target))
        return error_set(error, STATUS_INVALID,
                         gettext("%s: another program works on it; nothing was changed. Give the copy another name"),
                         target);
    return STATUS_OK;
}

enum status store_may_replace(const char *source, const char *target, struct error *error)
{
    struct stat about;

    if (belongs_to_database(target))
        return error_set(error, STATUS_INVALID,
                         gettext("%s: a file of this name belongs to the database beside it; nothing was changed. Give "
                                 "the copy another name"),
                         target);
    if (stat(target, &about) == 0)
        return check_existing(source, target, &about, error);
    if (errno == ENOENT || errno == ENOTDIR)
        return STATUS_OK;
    return error_set(error, STATUS_IO, gettext("%s: it cannot be written (%s)"), target, strerror(errno));
}
