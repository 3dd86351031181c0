/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/clamd_connection.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* A descriptor may come with any byte; only the last one is kept. */
static void take_passed(struct clamd_connection *connection, struct msghdr *message)
{
    for (struct cmsghdr *header = CMSG_FIRSTHDR(message); header != NULL; header = CMSG_NXTHDR(message, header)) {
        size_t count = (header->cmsg_len - CMSG_LEN(0)) / sizeof(int);

        if (header->cmsg_level != SOL_SOCKET || header->cmsg_type != SCM_RIGHTS)
            continue;
        for (size_t index = 0; index < count; index++) {
            if (connection->passed >= 0)
                (void)close(connection->passed);
            memcpy(&connection->passed, CMSG_DATA(header) + index * sizeof(int), sizeof(int));
        }
    }
}

/* More bytes; false at the end, after an error and after a silence of the socket's receive timeout. */
static bool receive(struct clamd_connection *connection)
{
    union {
        struct cmsghdr header;
        char room[CMSG_SPACE(8 * sizeof(int))];
    } control;
    struct iovec piece = { connection->buffer, sizeof connection->buffer };
    struct msghdr message = {
        .msg_iov = &piece, .msg_iovlen = 1, .msg_control = &control, .msg_controllen = sizeof control
    };
    ssize_t size;

    do
        size = recvmsg(connection->descriptor, &message, MSG_CMSG_CLOEXEC);
    while (size < 0 && errno == EINTR);
    if (size < 0)
        return false;
    take_passed(connection, &message);
    connection->start = 0;
    connection->end = (size_t)size;
    return size > 0;
}

static bool read_byte(struct clamd_connection *connection, uint8_t *byte)
{
    if (connection->start == connection->end && !receive(connection))
        return false;
    *byte = connection->buffer[connection->start++];
    return true;
}

bool clamd_read_command(struct clamd_connection *connection, char command[CLAMD_COMMAND_MAX])
{
    uint8_t byte;
    size_t size = 0;

    if (!read_byte(connection, &byte))
        return false;
    connection->separator = byte == 'z' ? '\0' : '\n';
    if (byte != 'z' && byte != 'n')
        command[size++] = (char)byte;
    while (read_byte(connection, &byte) && byte != (uint8_t)connection->separator) {
        if (size == CLAMD_COMMAND_MAX - 1)
            return false;
        command[size++] = (char)byte;
    }
    if (size > 0 && command[size - 1] == '\r')
        size--;
    command[size] = '\0';
    return size > 0;
}

/* `size` bytes of a chunk, piece by piece. */
static enum status read_chunk(struct clamd_connection *connection, uint32_t size, struct spool *spool)
{
    while (size > 0) {
        size_t piece = connection->end - connection->start;
        enum status status;

        if (piece == 0) {
            if (!receive(connection))
                return STATUS_IO;
            continue;
        }
        piece = piece > size ? size : piece;
        status = spool_append(spool, bytes_of(connection->buffer + connection->start, piece));
        if (status != STATUS_OK)
            return status;
        connection->start += piece;
        size -= (uint32_t)piece;
    }
    return STATUS_OK;
}

enum status clamd_read_stream(struct clamd_connection *connection, uint64_t bytes_max, struct spool *spool)
{
    for (;;) {
        uint32_t size = 0;
        enum status status;

        for (unsigned index = 0; index < 4; index++) {
            uint8_t byte;

            if (!read_byte(connection, &byte))
                return STATUS_IO;
            size = size << 8 | byte;
        }
        if (size == 0)
            return STATUS_OK;
        if (spool_size(spool) + size > bytes_max)
            return STATUS_LIMIT_BYTES;
        status = read_chunk(connection, size, spool);
        if (status != STATUS_OK)
            return status;
    }
}

int clamd_take_descriptor(struct clamd_connection *connection)
{
    uint8_t dummy;
    int passed;

    /* It comes with a byte that means nothing. */
    if (!read_byte(connection, &dummy))
        return -1;
    passed = connection->passed;
    connection->passed = -1;
    return passed;
}

bool clamd_answer(struct clamd_connection *connection, const char *format, ...)
{
    char answer[CLAMD_COMMAND_MAX + 64];
    va_list arguments;
    int prefix = connection->is_session ? snprintf(answer, sizeof answer, "%u: ", connection->number) : 0;
    int size;

    va_start(arguments, format);
    size = vsnprintf(answer + prefix, CLAMD_COMMAND_MAX, format, arguments);
    va_end(arguments);
    if (size < 0)
        return false;
    size = prefix + (size < CLAMD_COMMAND_MAX ? size : CLAMD_COMMAND_MAX - 1);
    answer[size++] = connection->separator;
    return send(connection->descriptor, answer, (size_t)size, MSG_NOSIGNAL) == size;
}
