/* SPDX-License-Identifier: Apache-2.0 */
#include "isolate/process.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/file.h"

enum {
    HELLO_WAIT_MS = 20000,
    WAIT_STEP_MS = 50, /* how soon a stop or the end of time is noticed */
    DESCRIPTOR_MIN = 16,
};

/* Out of the way of the numbers that the worker expects. */
static int move_up(int descriptor)
{
    int moved = descriptor < 0 ? -1 : fcntl(descriptor, F_DUPFD_CLOEXEC, DESCRIPTOR_MIN);

    if (descriptor >= 0)
        close(descriptor);
    return moved;
}

static bool open_shared(struct process *process)
{
    void *mapping;

    process->shared_file = move_up(memfd_create("guanka-document", MFD_CLOEXEC));
    if (process->shared_file < 0 || ftruncate(process->shared_file, WIRE_SHARED_SIZE) != 0)
        return false;
    mapping = mmap(NULL, WIRE_SHARED_SIZE, PROT_READ | PROT_WRITE, MAP_SHARED, process->shared_file, 0);
    if (mapping == MAP_FAILED)
        return false;
    process->shared = mapping;
    return true;
}

static bool describe(posix_spawn_file_actions_t *actions, int socket, int shared_file)
{
    return posix_spawn_file_actions_addopen(actions, 0, "/dev/null", O_RDONLY, 0) == 0
           && posix_spawn_file_actions_addopen(actions, 1, "/dev/null", O_WRONLY, 0) == 0
           && posix_spawn_file_actions_addopen(actions, 2, "/dev/null", O_WRONLY, 0) == 0
           && posix_spawn_file_actions_adddup2(actions, socket, WIRE_SOCKET) == 0
           && posix_spawn_file_actions_adddup2(actions, shared_file, WIRE_SHARED) == 0
           && posix_spawn_file_actions_addclosefrom_np(actions, WIRE_SHARED + 1) == 0;
}

/* A group of its own: Ctrl-C is for the parent, which then ends its workers. */
static bool describe_group(posix_spawnattr_t *attributes)
{
    sigset_t none;

    sigemptyset(&none);
    return posix_spawnattr_setpgroup(attributes, 0) == 0 && posix_spawnattr_setsigmask(attributes, &none) == 0
           && posix_spawnattr_setflags(attributes, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK) == 0;
}

static bool spawn(struct process *process, const char *program, const char *option, int their_socket)
{
    /* The sandbox lets no thread begin, and parsers that use OpenMP would wait for theirs. */
    static char locale[] = "LC_ALL=C.UTF-8", threads[] = "OMP_THREAD_LIMIT=1";
    char *arguments[] = { (char *)(uintptr_t)program, (char *)(uintptr_t)option, NULL };
    char *environment[] = { locale, threads, NULL };
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    bool started;

    if (posix_spawn_file_actions_init(&actions) != 0)
        return false;
    if (posix_spawnattr_init(&attributes) != 0) {
        posix_spawn_file_actions_destroy(&actions);
        return false;
    }
    started = describe(&actions, their_socket, process->shared_file) && describe_group(&attributes)
              && posix_spawn(&process->id, program, &actions, &attributes, arguments, environment) == 0;
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&actions);
    if (!started)
        process->id = 0;
    return started;
}

static enum status greet(struct process *process, struct extract_job *job)
{
    uint64_t until_ns = clock_monotonic_ns() + UINT64_C(1000000) * HELLO_WAIT_MS;
    struct wire_message message;
    enum status status;

    while (!wire_next(&process->reader, &message, &status)) {
        enum status left = job != NULL ? extract_check(job) : STATUS_OK;

        if (left != STATUS_OK)
            return left;
        if (status == STATUS_OK)
            status = wire_receive(&process->reader, WAIT_STEP_MS);
        /* STATUS_DEADLINE: nothing came yet. */
        if ((status != STATUS_OK && status != STATUS_DEADLINE) || clock_monotonic_ns() > until_ns)
            return STATUS_UNSUPPORTED;
    }
    return message.kind == WIRE_HELLO && wire_get_hello(message.payload, &process->features) ? STATUS_OK
                                                                                            : STATUS_UNSUPPORTED;
}

enum status process_start(struct process *process, const char *program, const char *option, struct extract_job *job)
{
    enum status status = STATUS_UNSUPPORTED;
    int sockets[2];
    bool started;

    *process = (struct process)PROCESS_INIT;
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, sockets) != 0)
        return STATUS_UNSUPPORTED;
    process->socket = move_up(sockets[0]);
    sockets[1] = move_up(sockets[1]);
    wire_writer_init(&process->writer, process->socket);
    started = process->socket >= 0 && sockets[1] >= 0 && open_shared(process)
              && wire_reader_init(&process->reader, process->socket) == STATUS_OK
              && spawn(process, program, option, sockets[1]);
    if (sockets[1] >= 0)
        close(sockets[1]);
    if (started)
        status = greet(process, job);
    if (status != STATUS_OK)
        process_end(process);
    return status;
}

/* A file of its own in memory, for what is neither small nor mapped from a file. */
static int copy_to_file(struct bytes input)
{
    int file = memfd_create("guanka-document", MFD_CLOEXEC);

    if (file >= 0 && file_write(file, input) != STATUS_OK) {
        close(file);
        return -1;
    }
    return file;
}

enum status process_send(struct process *process, const struct extract_job *job)
{
    struct wire_request request = { .size = job->input.size, .limits = extract_rest(job), .hint = *job->hint };
    int file = -1, copy = -1;
    enum status status;

    if (job->input.size <= WIRE_SHARED_SIZE) {
        if (job->input.size > 0)
            memcpy(process->shared, job->input.data, job->input.size);
    } else {
        file = extract_descriptor(job, &request.offset);
        if (file < 0)
            file = copy = copy_to_file(job->input);
        if (file < 0)
            return STATUS_NO_MEMORY;
        request.has_descriptor = true;
    }
    status = wire_put_request(&process->writer, &request);
    if (status == STATUS_OK)
        status = wire_flush(&process->writer, file);
    if (copy >= 0)
        close(copy);
    process->served++;
    return status;
}

void process_end(struct process *process)
{
    if (process->id > 0) {
        kill(process->id, SIGKILL);
        while (waitpid(process->id, NULL, 0) < 0 && errno == EINTR)
            continue;
    }
    if (process->shared != NULL)
        munmap(process->shared, WIRE_SHARED_SIZE);
    if (process->shared_file >= 0)
        close(process->shared_file);
    if (process->socket >= 0)
        close(process->socket);
    wire_reader_free(&process->reader);
    wire_writer_free(&process->writer);
    *process = (struct process)PROCESS_INIT;
}
