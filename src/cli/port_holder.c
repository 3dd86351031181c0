/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/port_holder.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* As many sockets listen at one port: at several addresses, and with IPv6. */
enum { SOCKETS_MAX = 16, PATH_SIZE = 64 };

struct sockets {
    unsigned long inodes[SOCKETS_MAX];
    size_t count;
};

static void find_sockets(const char *table, uint16_t port, struct sockets *sockets)
{
    enum { LISTENS = 0x0A };
    FILE *file = fopen(table, "re");
    char line[512];

    while (file != NULL && sockets->count < SOCKETS_MAX && fgets(line, sizeof line, file) != NULL) {
        unsigned local, state;
        unsigned long inode;

        if (sscanf(line, " %*u: %*[0-9A-Fa-f]:%x %*[0-9A-Fa-f]:%*x %x %*s %*s %*s %*u %*u %lu", &local, &state, &inode)
                == 3
            && local == port && state == LISTENS)
            sockets->inodes[sockets->count++] = inode;
    }
    if (file != NULL)
        (void)fclose(file);
}

static bool is_one_of(const struct sockets *sockets, const char *target)
{
    unsigned long inode;

    if (sscanf(target, "socket:[%lu]", &inode) != 1)
        return false;
    for (size_t index = 0; index < sockets->count; index++) {
        if (sockets->inodes[index] == inode)
            return true;
    }
    return false;
}

enum holds { HOLDS, HOLDS_NOT, HOLDS_HIDDEN };

static enum holds look_into(int pid, const struct sockets *sockets)
{
    char path[PATH_SIZE], target[PATH_SIZE];
    enum holds holds = HOLDS_NOT;
    DIR *folder;

    (void)snprintf(path, sizeof path, "/proc/%d/fd", pid);
    folder = opendir(path);
    if (folder == NULL)
        return HOLDS_HIDDEN;
    for (const struct dirent *entry = readdir(folder); entry != NULL && holds != HOLDS; entry = readdir(folder)) {
        ssize_t size = readlinkat(dirfd(folder), entry->d_name, target, sizeof target - 1);

        if (size > 0) {
            target[size] = '\0';
            holds = is_one_of(sockets, target) ? HOLDS : HOLDS_NOT;
        }
    }
    (void)closedir(folder);
    return holds;
}

static void read_name(int pid, char name[32])
{
    char path[PATH_SIZE];
    FILE *file;

    (void)snprintf(path, sizeof path, "/proc/%d/comm", pid);
    file = fopen(path, "re");
    name[0] = '\0';
    if (file != NULL && fgets(name, 32, file) != NULL)
        name[strcspn(name, "\n")] = '\0';
    if (file != NULL)
        (void)fclose(file);
}

/* True when there is no better one to be found. */
static bool consider(int pid, const struct sockets *sockets, const char *preferred, struct port_holder *holder)
{
    struct port_holder found = { .pid = pid };
    enum holds holds = look_into(pid, sockets);
    bool is_preferred;

    if (holds == HOLDS_NOT)
        return false;
    read_name(pid, found.name);
    is_preferred = strcmp(found.name, preferred) == 0;
    if (holds == HOLDS || (is_preferred && holder->pid == 0))
        *holder = found;
    return holds == HOLDS && is_preferred;
}

bool port_holder_find(uint16_t port, const char *preferred, struct port_holder *holder)
{
    struct sockets sockets = { .count = 0 };
    DIR *processes;
    bool is_found = false;

    *holder = (struct port_holder){ .pid = 0 };
    find_sockets("/proc/net/tcp", port, &sockets);
    find_sockets("/proc/net/tcp6", port, &sockets);
    processes = sockets.count > 0 ? opendir("/proc") : NULL;
    if (processes == NULL)
        return sockets.count > 0;
    for (const struct dirent *entry = readdir(processes); entry != NULL && !is_found; entry = readdir(processes)) {
        char *end;
        long pid = strtol(entry->d_name, &end, 10);

        if (pid > 0 && *end == '\0' && pid != getpid())
            is_found = consider((int)pid, &sockets, preferred, holder);
    }
    (void)closedir(processes);
    return true;
}
