/* SPDX-License-Identifier: Apache-2.0
 *
 * What a client of clamd's protocol says: the conversation ends, nothing more than what is allowed is judged, every
 * answer has its end, and no descriptor stays open. An input that begins with 0xFD brings a descriptor along.
 */
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/assert.h"
#include "gate/clamd_conversation.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { SIZE_LIMIT = 16 << 10, STREAM_MOST = 4096, PASSED_SIZE = 100, WITH_DESCRIPTOR = 0xFD };

static enum status judge(void *context, struct bytes bytes, struct file_content *content,
                         struct content_assessment *assessment)
{
    unsigned sum = 0;

    (void)context;
    (void)content;
    ASSERT(bytes.size <= STREAM_MOST);
    for (size_t index = 0; index < bytes.size; index++)
        sum += bytes.data[index];
    if (sum % 7 == 0)
        return STATUS_NO_MEMORY;
    *assessment = (struct content_assessment){ .verdict = sum % 3, .rule = sum % 2 == 0 ? "a.rule" : NULL };
    return STATUS_OK;
}

static enum status reload(void *context, struct error *error)
{
    bool *was_asked = context;

    *was_asked = !*was_asked;
    return *was_asked ? STATUS_OK : error_set(error, STATUS_INVALID, "a.yaml:1:1: no");
}

static void tell_statistics(void *context, unsigned *threads, uint64_t *checks)
{
    (void)context;
    *threads = 1;
    *checks = 2;
}

static bool is_ending(void *context)
{
    (void)context;
    return false;
}

static void send_descriptor(int socket)
{
    static const char bytes[PASSED_SIZE] = "what is in the file";
    union {
        struct cmsghdr header;
        char room[CMSG_SPACE(sizeof(int))];
    } control = { .header = { .cmsg_len = CMSG_LEN(sizeof(int)), .cmsg_level = SOL_SOCKET, .cmsg_type = SCM_RIGHTS } };
    struct iovec piece = { (void *)(uintptr_t) "zFILDES", 8 };
    struct msghdr message = {
        .msg_iov = &piece, .msg_iovlen = 1, .msg_control = &control, .msg_controllen = sizeof control
    };
    int file = memfd_create("passed", MFD_CLOEXEC);

    ASSERT(file >= 0 && write(file, bytes, sizeof bytes) == (ssize_t)sizeof bytes);
    memcpy(CMSG_DATA(&control.header), &file, sizeof file);
    ASSERT(sendmsg(socket, &message, 0) == 8);
    close(file);
}

/* Whatever was answered, in whole answers. */
static void check_answers(int socket)
{
    char answers[65536], last = '\n';
    ssize_t size;

    while ((size = read(socket, answers, sizeof answers)) > 0)
        last = answers[size - 1];
    ASSERT(last == '\n' || last == '\0');
}

static int next_descriptor(void)
{
    int descriptor = fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 3);

    if (descriptor >= 0)
        close(descriptor);
    return descriptor;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct clamd_connection connection;
    bool was_asked = false;
    const struct clamd_service service = { .context = &was_asked,
                                           .version = "0",
                                           .stream_bytes_max = STREAM_MOST,
                                           .judge = judge,
                                           .reload = reload,
                                           .tell_statistics = tell_statistics,
                                           .is_ending = is_ending };
    int sockets[2], first_free = next_descriptor();

    if (size > SIZE_LIMIT)
        return 0;
    ASSERT(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, sockets) == 0);
    if (size > 0 && data[0] == WITH_DESCRIPTOR) {
        send_descriptor(sockets[0]);
        data++;
        size--;
    }
    ASSERT(size == 0 || write(sockets[0], data, size) == (ssize_t)size);
    ASSERT(shutdown(sockets[0], SHUT_WR) == 0);
    /* Nobody reads the answers yet: rather than to wait for that, the conversation ends. */
    ASSERT(fcntl(sockets[1], F_SETFL, O_NONBLOCK) == 0);
    connection = (struct clamd_connection){ .descriptor = sockets[1], .passed = -1 };
    clamd_converse(&connection, &service);
    close(sockets[1]);
    check_answers(sockets[0]);
    close(sockets[0]);
    ASSERT(next_descriptor() == first_free);
    return 0;
}
