/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/port_holder.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

/* As many sockets listen at one port: at several addresses, and with IPv6. */
enum { SOCKETS_MAX = 16, PATH_SIZE = 64 };

struct sockets {
    unsigned long inodes[SOCKETS_MAX];
    size_t count;
};

/* ---- Addresses: those of IPv4 as IPv6 writes them, ::ffff:127.0.0.1. */

struct place {
    struct in6_addr address;
    uint16_t port;
};

static struct in6_addr mapped(uint32_t raw)
{
    struct in6_addr address = { .s6_addr = { [10] = 0xFF, [11] = 0xFF } };

    memcpy(address.s6_addr + 12, &raw, sizeof raw);
    return address;
}

static struct place place_of(const struct sockaddr_storage *address)
{
    struct sockaddr_in6 six;
    struct sockaddr_in four;

    if (address->ss_family == AF_INET6) {
        memcpy(&six, address, sizeof six);
        return (struct place){ six.sin6_addr, ntohs(six.sin6_port) };
    }
    memcpy(&four, address, sizeof four);
    return (struct place){ mapped(four.sin_addr.s_addr), ntohs(four.sin_port) };
}

/* As /proc/net has it: words of eight hexadecimal digits, one or four, each as the machine reads it. */
static struct in6_addr read_address(const char *digits)
{
    struct in6_addr address = IN6ADDR_ANY_INIT;
    uint32_t raw[4] = { 0 };
    size_t count = strlen(digits) / 8;

    for (size_t index = 0; index < count && index < 4; index++) {
        char word[9] = { 0 };

        memcpy(word, digits + index * 8, 8);
        raw[index] = (uint32_t)strtoul(word, NULL, 16);
    }
    if (count < 4)
        return mapped(raw[0]);
    memcpy(address.s6_addr, raw, sizeof raw);
    return address;
}

/* All addresses of IPv6 are those of IPv4 as well: what listens there takes both unless it has asked not to. */
static bool is_in_the_way(const struct in6_addr *left, const struct in6_addr *right)
{
    const struct in6_addr all_of_4 = mapped(INADDR_ANY);

    if (IN6_IS_ADDR_UNSPECIFIED(left) || IN6_IS_ADDR_UNSPECIFIED(right) || IN6_ARE_ADDR_EQUAL(left, right))
        return true;
    return IN6_IS_ADDR_V4MAPPED(left) && IN6_IS_ADDR_V4MAPPED(right)
           && (IN6_ARE_ADDR_EQUAL(left, &all_of_4) || IN6_ARE_ADDR_EQUAL(right, &all_of_4));
}

static void find_sockets(const char *table, const struct place *place, struct sockets *sockets)
{
    enum { LISTENS = 0x0A };
    FILE *file = fopen(table, "re");
    char line[512];

    while (file != NULL && sockets->count < SOCKETS_MAX && fgets(line, sizeof line, file) != NULL) {
        char digits[33];
        unsigned local, state;
        unsigned long inode;
        struct in6_addr address;

        if (sscanf(line, " %*u: %32[0-9A-Fa-f]:%x %*[0-9A-Fa-f]:%*x %x %*s %*s %*s %*u %*u %lu", digits, &local, &state,
                   &inode)
                != 4
            || local != place->port || state != LISTENS)
            continue;
        address = read_address(digits);
        if (is_in_the_way(&address, &place->address))
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

/* ---- Whether it is the gate. */

/* The value of -c, --config among the arguments, each ended by a zero; NULL: none of a gate. */
static const char *find_config(const char *arguments, size_t size)
{
    static const char option[] = "--config=";
    const char *config = NULL;
    bool is_gate = false, is_next = false;

    for (const char *argument = arguments; argument < arguments + size; argument += strlen(argument) + 1) {
        if (is_next)
            config = argument;
        else if (strncmp(argument, option, sizeof option - 1) == 0)
            config = argument + sizeof option - 1;
        else if (strncmp(argument, "-c", 2) == 0 && argument[2] != '\0')
            config = argument + 2;
        is_gate = is_gate || strcmp(argument, "gate") == 0;
        is_next = !is_next && (strcmp(argument, "-c") == 0 || strcmp(argument, "--config") == 0);
    }
    return is_gate ? config : NULL;
}

static enum port_likeness compare_files(int pid, const char *config, const char *gate_file)
{
    char path[4096 + PATH_SIZE];
    struct stat left, right;

    /* What it was given without a folder lies where it was started. */
    if (config[0] == '/')
        (void)snprintf(path, sizeof path, "%s", config);
    else
        (void)snprintf(path, sizeof path, "/proc/%d/cwd/%s", pid, config);
    if (stat(path, &left) != 0 || stat(gate_file, &right) != 0)
        return PORT_PERHAPS;
    return left.st_dev == right.st_dev && left.st_ino == right.st_ino ? PORT_GATE : PORT_OTHER;
}

static enum port_likeness compare(int pid, const char *name, const char *gate_file)
{
    char path[PATH_SIZE], arguments[4096];
    const char *config;
    size_t size;
    FILE *file;

    if (strcmp(name, "guanka") != 0)
        return PORT_OTHER;
    (void)snprintf(path, sizeof path, "/proc/%d/cmdline", pid);
    file = fopen(path, "re");
    if (file == NULL)
        return PORT_PERHAPS;
    size = fread(arguments, 1, sizeof arguments - 1, file);
    (void)fclose(file);
    arguments[size] = '\0';
    config = find_config(arguments, size);
    return config != NULL ? compare_files(pid, config, gate_file) : PORT_OTHER;
}

/* What listens at :: takes IPv4 too unless it has asked not to, which /proc does not tell: as the gate would, it is tried
 * whether there is room. Where that says nothing (a port below 1024), what /proc has stands. */
static bool has_room(const struct sockaddr_storage *address)
{
    int one = 1, descriptor = socket(address->ss_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
    socklen_t size = address->ss_family == AF_INET6 ? sizeof(struct sockaddr_in6) : sizeof(struct sockaddr_in);
    bool is_bound = descriptor >= 0 && setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one) == 0
                    && bind(descriptor, (const struct sockaddr *)(const void *)address, size) == 0;

    if (descriptor >= 0)
        (void)close(descriptor);
    return is_bound;
}

struct search {
    struct sockets sockets;
    const char *gate_file;
    struct port_holder *holder;
    bool is_sure; /* the holder was seen to have a socket of these */
};

/* True when there is no better one to be found. */
static bool consider(int pid, struct search *search)
{
    struct port_holder found = { .pid = pid };
    enum holds holds = look_into(pid, &search->sockets);

    if (holds == HOLDS_NOT || (holds == HOLDS_HIDDEN && search->is_sure))
        return false;
    read_name(pid, found.name);
    found.likeness = compare(pid, found.name, search->gate_file);
    if (found.likeness > search->holder->likeness || (holds == HOLDS && !search->is_sure))
        *search->holder = found;
    search->is_sure = search->is_sure || holds == HOLDS;
    return holds == HOLDS && found.likeness == PORT_GATE;
}

bool port_holder_find(const struct sockaddr_storage *address, const char *gate_file, struct port_holder *holder)
{
    struct search search = { .gate_file = gate_file, .holder = holder };
    const struct place place = place_of(address);
    DIR *processes;
    bool is_found = false;

    *holder = (struct port_holder){ .pid = 0 };
    if (place.port == 0)
        return false;
    find_sockets("/proc/net/tcp", &place, &search.sockets);
    find_sockets("/proc/net/tcp6", &place, &search.sockets);
    if (search.sockets.count > 0 && has_room(address))
        return false;
    processes = search.sockets.count > 0 ? opendir("/proc") : NULL;
    if (processes == NULL)
        return search.sockets.count > 0;
    for (const struct dirent *entry = readdir(processes); entry != NULL && !is_found; entry = readdir(processes)) {
        char *end;
        long pid = strtol(entry->d_name, &end, 10);

        if (pid > 0 && *end == '\0' && pid != getpid())
            is_found = consider((int)pid, &search);
    }
    (void)closedir(processes);
    return true;
}
