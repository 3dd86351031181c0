/* SPDX-License-Identifier: Apache-2.0 */
#include "icap/gate_client.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

static int connect_to(const char *path, unsigned seconds)
{
    struct sockaddr_un name = { .sun_family = AF_UNIX };
    const struct timeval patience = { .tv_sec = (time_t)seconds };
    int gate = strlen(path) < sizeof name.sun_path ? socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0) : -1;

    if (gate < 0)
        return -1;
    memcpy(name.sun_path, path, strlen(path) + 1);
    if (setsockopt(gate, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience) == 0
        && setsockopt(gate, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience) == 0
        && connect(gate, (const struct sockaddr *)(const void *)&name, sizeof name) == 0)
        return gate;
    (void)close(gate);
    return -1;
}

static bool send_descriptor(int gate, int descriptor)
{
    static const char command[] = "zFILDES";
    union {
        struct cmsghdr header;
        char room[CMSG_SPACE(sizeof(int))];
    } control = { 0 };
    char dummy = 0;
    struct iovec piece = { &dummy, 1 };
    struct msghdr message = {
        .msg_iov = &piece, .msg_iovlen = 1, .msg_control = &control, .msg_controllen = sizeof control
    };
    struct cmsghdr *header = CMSG_FIRSTHDR(&message);

    header->cmsg_level = SOL_SOCKET;
    header->cmsg_type = SCM_RIGHTS;
    header->cmsg_len = CMSG_LEN(sizeof(int));
    memcpy(CMSG_DATA(header), &descriptor, sizeof descriptor);
    return send(gate, command, sizeof command, MSG_NOSIGNAL) == sizeof command
           && sendmsg(gate, &message, MSG_NOSIGNAL) == 1;
}

/* The answer up to its NUL. */
static bool receive(int gate, char *answer, size_t size)
{
    size_t used = 0;

    while (used < size - 1) {
        ssize_t got = recv(gate, answer + used, size - 1 - used, 0);

        if (got <= 0)
            return false;
        used += (size_t)got;
        if (answer[used - 1] == '\0')
            return true;
    }
    return false;
}

static enum gate_verdict understand(const char *answer, char rule[GATE_RULE_SIZE])
{
    char action[16];

    if (strcmp(answer, "stream: OK") == 0)
        return GATE_PASS;
    if (sscanf(answer, "stream: Guanka.%15[a-z].%255s FOUND", action, rule) != 2)
        return GATE_UNREACHABLE;
    return strcmp(action, "block") == 0 ? GATE_BLOCK : GATE_REVIEW;
}

enum gate_verdict gate_ask(const char *socket_path, int descriptor, unsigned seconds, char rule[GATE_RULE_SIZE])
{
    int gate = connect_to(socket_path, seconds);
    enum gate_verdict verdict = GATE_UNREACHABLE;
    char answer[1024];

    rule[0] = '\0';
    if (gate < 0)
        return GATE_UNREACHABLE;
    if (send_descriptor(gate, descriptor) && receive(gate, answer, sizeof answer))
        verdict = understand(answer, rule);
    (void)close(gate);
    return verdict;
}
