/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/listen.h"

#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <systemd/sd-daemon.h>
#include <unistd.h>

#include "report/words.h"

enum { BACKLOG = 4096 };

static const char unix_prefix[] = "unix:";

static enum status fail(const char *address, struct error *error)
{
    return error_set(error, STATUS_IO, _("listen: %s: %s"), address, strerror(errno));
}

/* A socket that nobody answers at is what a killed gate has left; one that somebody answers at is another gate's. */
static bool is_dead(const struct sockaddr_un *name)
{
    int probe = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    bool dead = probe >= 0 && connect(probe, (const struct sockaddr *)(const void *)name, sizeof *name) != 0
                && errno == ECONNREFUSED;

    if (probe >= 0)
        (void)close(probe);
    return dead;
}

static enum status open_local(const struct gate_listen *listen_at, int *descriptor, struct error *error)
{
    const char *path = listen_at->address + strlen(unix_prefix);
    struct sockaddr_un name = { .sun_family = AF_UNIX };
    bool is_bound;

    if (strlen(path) == 0 || strlen(path) >= sizeof name.sun_path)
        return error_set(error, STATUS_INVALID, _("listen: %s: the path is empty or too long"), listen_at->address);
    (void)strncpy(name.sun_path, path, sizeof name.sun_path - 1);
    if (is_dead(&name))
        (void)unlink(path);
    *descriptor = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (*descriptor < 0)
        return fail(listen_at->address, error);
    is_bound = bind(*descriptor, (const struct sockaddr *)(const void *)&name, sizeof name) == 0;
    if (is_bound && chmod(path, (mode_t)listen_at->mode) == 0 && listen(*descriptor, BACKLOG) == 0)
        return STATUS_OK;
    (void)fail(listen_at->address, error);
    if (is_bound)
        (void)unlink(path);
    (void)close(*descriptor);
    return STATUS_IO;
}

/* "127.0.0.1:8423" or "[::1]:8423": where the host ends and the port begins. */
static bool split(const char *address, char host[256], const char **port)
{
    const char *colon = strrchr(address, ':');
    size_t size;

    if (colon == NULL || colon[1] == '\0')
        return false;
    *port = colon + 1;
    size = (size_t)(colon - address);
    if (size >= 2 && address[0] == '[' && address[size - 1] == ']') {
        address++;
        size -= 2;
    }
    if (size == 0 || size >= 256)
        return false;
    memcpy(host, address, size);
    host[size] = '\0';
    return true;
}

static const struct addrinfo in_numbers = { .ai_flags = AI_PASSIVE | AI_NUMERICHOST, .ai_socktype = SOCK_STREAM };

bool listen_resolve(const char *address, struct sockaddr_storage *resolved)
{
    struct addrinfo *found = NULL;
    const char *port;
    char host[256];

    if (strncmp(address, unix_prefix, strlen(unix_prefix)) == 0 || !split(address, host, &port)
        || getaddrinfo(host, port, &in_numbers, &found) != 0)
        return false;
    *resolved = (struct sockaddr_storage){ 0 };
    memcpy(resolved, found->ai_addr, found->ai_addrlen);
    freeaddrinfo(found);
    return true;
}

static enum status open_network(const char *address, int *descriptor, struct error *error)
{
    struct addrinfo *found = NULL;
    const char *port;
    char host[256];
    int one = 1;

    if (!split(address, host, &port) || getaddrinfo(host, port, &in_numbers, &found) != 0)
        return error_set(error, STATUS_INVALID,
                         _("listen: %s: this has to be ADDRESS:PORT, unix:PATH or systemd; the address in numbers"),
                         address);
    *descriptor = socket(found->ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (*descriptor >= 0 && setsockopt(*descriptor, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one) == 0
        && bind(*descriptor, found->ai_addr, found->ai_addrlen) == 0 && listen(*descriptor, BACKLOG) == 0) {
        freeaddrinfo(found);
        return STATUS_OK;
    }
    (void)fail(address, error);
    freeaddrinfo(found);
    if (*descriptor >= 0)
        (void)close(*descriptor);
    return STATUS_IO;
}

static enum status take_one(int descriptor, struct listening *listening, struct error *error)
{
    /* Several threads accept, and who is too late must not wait in it. */
    if (fcntl(descriptor, F_SETFL, O_NONBLOCK) != 0)
        return fail("systemd", error);
    listening->listeners[listening->count++] =
        (struct http_listener){ descriptor, sd_is_socket_unix(descriptor, SOCK_STREAM, 1, NULL, 0) > 0 };
    return STATUS_OK;
}

/* `name` is a FileDescriptorName=, or "" for all there are. What was handed over stays known: two lists may take of it.
 */
static enum status take_from_systemd(const char *name, struct listening *listening, struct error *error)
{
    char **names = NULL;
    int given = sd_listen_fds_with_names(0, &names);
    size_t before = listening->count;
    enum status status = STATUS_OK;

    for (int index = 0; index < given; index++) {
        if (status == STATUS_OK && listening->count < LISTENERS_MAX
            && (name[0] == '\0' || strcmp(names[index], name) == 0))
            status = take_one(SD_LISTEN_FDS_START + index, listening, error);
        free(names[index]);
    }
    free(names);
    if (status == STATUS_OK && listening->count == before)
        return error_set(error, STATUS_INVALID,
                         _("listen: systemd has handed over no socket; see docs/zh/审查网关.md"));
    return status;
}

static enum status open_one(const struct gate_listen *listen_at, struct listening *listening, struct error *error)
{
    bool is_local = strncmp(listen_at->address, unix_prefix, strlen(unix_prefix)) == 0;
    struct http_listener listener = { .is_local = is_local };
    enum status status;

    if (strcmp(listen_at->address, "systemd") == 0)
        return take_from_systemd("", listening, error);
    if (strncmp(listen_at->address, "systemd:", 8) == 0)
        return take_from_systemd(listen_at->address + 8, listening, error);
    if (listening->count == LISTENERS_MAX)
        return error_set(error, STATUS_INVALID, _("listen: at most %d addresses"), LISTENERS_MAX);
    status = is_local ? open_local(listen_at, &listener.descriptor, error)
                      : open_network(listen_at->address, &listener.descriptor, error);
    if (status != STATUS_OK)
        return status;
    listening->paths[listening->count] = is_local ? listen_at->address + strlen(unix_prefix) : NULL;
    listening->listeners[listening->count++] = listener;
    return STATUS_OK;
}

enum status listen_open(const struct gate_listen_list *list, struct listening *listening, struct error *error)
{
    enum status status = STATUS_OK;

    *listening = (struct listening){ 0 };
    for (size_t index = 0; index < list->count && status == STATUS_OK; index++)
        status = open_one(&list->items[index], listening, error);
    if (status == STATUS_OK)
        return STATUS_OK;
    listen_remove(listening);
    while (listening->count > 0)
        (void)close(listening->listeners[--listening->count].descriptor);
    return status;
}

void listen_remove(const struct listening *listening)
{
    for (size_t index = 0; index < listening->count; index++) {
        if (listening->paths[index] != NULL)
            (void)unlink(listening->paths[index]);
    }
}
