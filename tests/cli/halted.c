/* SPDX-License-Identifier: Apache-2.0
 *
 * For LD_PRELOAD: the program stands still before it asks its database for what HALTED_BEFORE is a part of, so that a test
 * can write to the database at that moment. The file HALTED_AT says that it stands; when it is removed, it goes on.
 */
#include <dlfcn.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef int preparing(sqlite3 *database, const char *sql, int size, unsigned flags, sqlite3_stmt **statement,
                      const char **rest);

static void halt(const char *path)
{
    enum { EACH_US = 10000 };
    int descriptor = open(path, O_CREAT | O_WRONLY | O_CLOEXEC, 0600);

    if (descriptor < 0)
        abort();
    close(descriptor);
    while (access(path, F_OK) == 0)
        usleep(EACH_US);
}

int sqlite3_prepare_v3(sqlite3 *database, const char *sql, int size, unsigned flags, sqlite3_stmt **statement,
                       const char **rest)
{
    const char *part = getenv("HALTED_BEFORE"), *path = getenv("HALTED_AT");
    preparing *next;
    void *symbol = dlsym(RTLD_NEXT, "sqlite3_prepare_v3");

    memcpy(&next, &symbol, sizeof next);
    if (part != NULL && path != NULL && strstr(sql, part) != NULL)
        halt(path);
    return next(database, sql, size, flags, statement, rest);
}
