/* SPDX-License-Identifier: Apache-2.0
 *
 * A guanka-extract whose only format does what the document says after "FAKE ": whatever a broken or hostile parser
 * might do. The real worker loop and the real sandbox are around it.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/spool.h"
#include "isolate/wire.h"
#include "isolate/worker.h"

static unsigned fake_bid(struct bytes input, const struct part_hint *hint)
{
    (void)hint;
    return bytes_start_with(input, "FAKE ", 5) ? 1000 : 0;
}

static enum status say(struct extract_job *job, const char *text)
{
    return extract_emit(job, &(struct text_run){ .utf8 = text,
                                                 .size = strlen(text),
                                                 .role = TEXT_NOTE,
                                                 .join = JOIN_BROKEN,
                                                 .origin = ORIGIN_DETACHED,
                                                 .section = "fake",
                                                 .place = { PLACE_PAGE, 7 },
                                                 .cell = { 1, 2, 3 } });
}

/* Everything that the sandbox must refuse; says what it did not. */
static enum status try_everything(struct extract_job *job)
{
    char *none[] = { NULL };
    pid_t child;

    if (open("/etc/passwd", O_RDONLY) >= 0)
        return say(job, "opened a file");
    if (open("/tmp/guanka-fake", O_RDWR | O_CREAT, 0600) >= 0)
        return say(job, "made a file");
    if (socket(AF_INET, SOCK_STREAM, 0) >= 0)
        return say(job, "made a socket");
    if (fork() >= 0)
        return say(job, "made a process");
    if (posix_spawn(&child, "/bin/true", NULL, NULL, none, none) == 0)
        return say(job, "ran a program");
    if (kill(getppid(), 0) == 0)
        return say(job, "reached its parent");
    if (mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) != MAP_FAILED)
        return say(job, "has memory that it can run");
    if (unlink("/tmp/guanka-fake-target") == 0 || errno != EPERM)
        return say(job, "could look for a file");
    return say(job, "shut in");
}

static enum status take_memory(void)
{
    size_t step = 16 << 20;

    for (size_t count = 0; count < 1024; count++) {
        char *memory = malloc(step);

        if (memory == NULL)
            return STATUS_NO_MEMORY;
        memset(memory, 1, step);
    }
    return STATUS_OK;
}

static enum status give_children(struct extract_job *job)
{
    static char large[3 << 20];
    enum status status = extract_child(job, &(struct part_hint){ .name = "inner/a.txt" },
                                       bytes_of_text("inner text"), NULL);

    memset(large, 'x', sizeof large);
    if (status == STATUS_OK)
        status = extract_child(job, &(struct part_hint){ .name = "large.txt" }, bytes_of(large, sizeof large), NULL);
    if (status == STATUS_OK)
        status = extract_child(job, &(struct part_hint){ .name = "again" }, bytes_of_text("FAKE say"), NULL);
    if (status == STATUS_OK)
        status = extract_child_unread(job, &(struct part_hint){ .name = "locked.zip" }, STATUS_ENCRYPTED, "locked");
    return status;
}

static enum status lie(const char *bytes, size_t size)
{
    return write(WIRE_SOCKET, bytes, size) == (ssize_t)size ? STATUS_OK : STATUS_IO;
}

static enum status fake_extract(struct extract_job *job)
{
    char order[64] = "";
    struct bytes text = bytes_slice(job->input, 5, sizeof order - 1);

    memcpy(order, text.data, text.size);
    order[strcspn(order, "\n")] = '\0';
    if (strcmp(order, "say") == 0)
        return say(job, "said");
    if (strcmp(order, "try") == 0)
        return try_everything(job);
    if (strcmp(order, "children") == 0)
        return give_children(job);
    if (strcmp(order, "gap") == 0)
        return extract_gap(job, STATUS_MALFORMED, "half of it is missing");
    if (strcmp(order, "encrypted") == 0)
        return STATUS_ENCRYPTED;
    if (strcmp(order, "memory") == 0)
        return take_memory();
    if (strcmp(order, "crash") == 0)
        abort();
    if (strcmp(order, "say and crash") == 0) {
        for (unsigned count = 0; count < 2000; count++)
            if (say(job, "said before the end") != STATUS_OK)
                break;
        raise(SIGKILL);
        abort();
    }
    while (strcmp(order, "hang") == 0)
        continue;
    if (strcmp(order, "leave") == 0)
        _exit(0);
    if (strcmp(order, "lie size") == 0)
        return lie("\xFF\xFF\xFF\x7F\x03", 5);
    if (strcmp(order, "lie kind") == 0)
        return lie("\x01\0\0\0\x63", 5);
    if (strcmp(order, "lie done") == 0)
        return lie("\x02\0\0\0\x08\xFF", 6);
    if (strcmp(order, "lie cost") == 0)
        return lie("\x12\0\0\0\x08\0\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF", 22);
    if (strcmp(order, "lie text") == 0)
        return lie("\x04\0\0\0\x03\0\0\0", 8);
    if (strcmp(order, "lie void") == 0)
        return lie("\x01\0\0\0\x06", 5);
    if (strcmp(order, "lie child") == 0)
        return lie("\x01\0\0\0\x07", 5);
    return STATUS_UNSUPPORTED;
}

/* Started without options. */
static enum status plain_extract(struct extract_job *job)
{
    return bytes_equal(job->input, bytes_of_text("FAKE option")) ? say(job, "no option") : fake_extract(job);
}

static enum status ocr_extract(struct extract_job *job)
{
    return bytes_equal(job->input, bytes_of_text("FAKE option")) ? say(job, "--ocr") : fake_extract(job);
}

int main(int count, char **arguments)
{
    static const struct extractor plain = { { "fake", "application/x-fake" }, fake_bid, plain_extract, false };
    static const struct extractor ocr = { { "fake", "application/x-fake" }, fake_bid, ocr_extract, false };
    static const struct extractor *const plain_formats[] = { &plain, NULL };
    static const struct extractor *const ocr_formats[] = { &ocr, NULL };

    if (count > 2 || (count == 2 && strcmp(arguments[1], "--ocr") != 0))
        return EXIT_FAILURE;
    _exit(worker_run(count == 2 ? ocr_formats : plain_formats));
}
