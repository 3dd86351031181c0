/* SPDX-License-Identifier: Apache-2.0 */
#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <libintl.h>
#include <signal.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"

enum { MAPPED_FROM = 4 << 20, RELEASE_STEP = 8 << 20, SLOTS = 256, READ_STEP = 64 << 10 };

struct file_content {
    struct bytes bytes;
    uint8_t *mapping; /* NULL: read into memory */
    uint64_t released;
    int slot;
    int descriptor; /* of the mapped file, for who must read it in another process; -1: none */
    struct buf own;
};

/* What the signal handler needs to know; a handler can take no lock, so slots are claimed atomically. */
static struct {
    _Atomic uintptr_t start, end;
    atomic_bool shrank;
} slots[SLOTS];

static struct sigaction previous_action;

static void on_bus_error(int number, siginfo_t *info, void *context)
{
    uintptr_t address = (uintptr_t)info->si_addr;
    uintptr_t page_size = (uintptr_t)sysconf(_SC_PAGESIZE);

    for (int slot = 0; slot < SLOTS; slot++) {
        uintptr_t start = atomic_load(&slots[slot].start);

        if (start == 0 || address < start || address >= atomic_load(&slots[slot].end))
            continue;
        address &= ~(page_size - 1);
        /* The rest of the mapping at once: what follows a vanished page has vanished too. */
        if (mmap((void *)address, atomic_load(&slots[slot].end) - address, PROT_READ,
                 MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0)
            == MAP_FAILED)
            break;
        atomic_store(&slots[slot].shrank, true);
        return;
    }
    if ((previous_action.sa_flags & SA_SIGINFO) != 0 && previous_action.sa_sigaction != NULL)
        previous_action.sa_sigaction(number, info, context);
    else
        signal(number, SIG_DFL); /* returning runs the faulting instruction again, now fatal */
}

enum status file_protect_mappings(void)
{
    struct sigaction action = { .sa_sigaction = on_bus_error, .sa_flags = SA_SIGINFO };

    sigemptyset(&action.sa_mask);
    return sigaction(SIGBUS, &action, &previous_action) == 0 ? STATUS_OK : STATUS_INVALID;
}

static int slot_claim(const uint8_t *mapping, size_t size)
{
    for (int slot = 0; slot < SLOTS; slot++) {
        uintptr_t unused = 0;

        if (atomic_load_explicit(&slots[slot].start, memory_order_relaxed) != 0)
            continue;
        if (atomic_compare_exchange_strong(&slots[slot].start, &unused, (uintptr_t)mapping)) {
            atomic_store(&slots[slot].shrank, false);
            atomic_store(&slots[slot].end, (uintptr_t)mapping + size);
            return slot;
        }
    }
    return -1;
}

static enum status io_error(struct error *error, const char *what)
{
    return error_set(error, STATUS_IO, "%s: %s", what, strerror(errno));
}

static enum status content_map(int descriptor, size_t size, struct file_content *content, struct error *error)
{
    void *mapping = mmap(NULL, size, PROT_READ, MAP_PRIVATE, descriptor, 0);

    if (mapping == MAP_FAILED)
        return io_error(error, "mmap");
    content->slot = slot_claim(mapping, size);
    if (content->slot < 0) {
        munmap(mapping, size);
        return error_set(error, STATUS_NO_MEMORY, "too many large files open at once");
    }
    content->descriptor = fcntl(descriptor, F_DUPFD_CLOEXEC, 3);
    madvise(mapping, size, MADV_SEQUENTIAL);
    content->mapping = mapping;
    content->bytes = bytes_of(mapping, size);
    return STATUS_OK;
}

/* How much to ask for next. Where the end is expected, one byte tells; where nothing was expected (a pipe, /proc), or
 * more came than that, steps grow with what has come. */
static size_t room_for(size_t have, size_t expected)
{
    if (have < expected)
        return expected - have;
    if (have == expected && expected > 0)
        return 1;
    return have / 2 > READ_STEP ? have / 2 : READ_STEP;
}

/* Reads to the end, which may have moved since fstat; a regular file from its beginning, wherever who opened it has
 * stopped, since that may be another process that has just written it. */
static enum status read_all(int descriptor, bool is_regular, size_t expected, struct buf *out, struct error *error)
{
    for (;;) {
        size_t room = room_for(out->size, expected), left = out->size_max - out->size;
        char *target;
        ssize_t count;

        /* At the maximum, one byte more tells whether there is too much. */
        if (room > left && left > 0)
            room = left;
        target = buf_reserve(out, room);
        if (target == NULL)
            return error_set(error, out->status, out->status == STATUS_NO_MEMORY ? "out of memory" : "file too large");
        count = is_regular ? pread(descriptor, target, room, (off_t)out->size) : read(descriptor, target, room);
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            return io_error(error, "read");
        if (count == 0)
            return STATUS_OK;
        out->size += (size_t)count;
        if (out->size == expected && expected >= MAPPED_FROM)
            return STATUS_OK;
    }
}

static enum status content_fill(int descriptor, const struct stat *about, struct buf *reuse,
                                struct file_content *content, struct error *error)
{
    struct buf *target = reuse != NULL ? reuse : &content->own;
    enum status status;

    if (!S_ISREG(about->st_mode))
        return error_set(error, STATUS_UNSUPPORTED, gettext("not a regular file"));
    if (about->st_size >= MAPPED_FROM)
        return content_map(descriptor, (size_t)about->st_size, content, error);
    buf_clear(target);
    status = read_all(descriptor, true, (size_t)about->st_size, target, error);
    content->bytes = buf_bytes(target);
    return status;
}

enum status file_content_of(int descriptor, struct buf *reuse, struct file_content **content, struct error *error)
{
    struct file_content *created = alloc_zeroed(1, sizeof *created);
    struct stat about;
    enum status status;

    if (created == NULL)
        return error_set(error, STATUS_NO_MEMORY, "out of memory");
    created->own = (struct buf)BUF_INIT(SIZE_MAX / 2);
    created->slot = -1;
    created->descriptor = -1;
    if (fstat(descriptor, &about) != 0)
        status = io_error(error, "fstat");
    else
        status = content_fill(descriptor, &about, reuse, created, error);
    if (status != STATUS_OK) {
        file_content_close(created);
        return status;
    }
    *content = created;
    return STATUS_OK;
}

enum status file_content_open(const char *path, struct buf *reuse, struct file_content **content, struct error *error)
{
    /* O_NONBLOCK: opening a pipe that nobody writes to must not hang. */
    int descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    enum status status;

    if (descriptor < 0)
        return io_error(error, "open");
    status = file_content_of(descriptor, reuse, content, error);
    close(descriptor);
    return status;
}

struct bytes file_content_bytes(const struct file_content *content)
{
    return content->bytes;
}

int file_content_descriptor(const struct file_content *content)
{
    return content->descriptor;
}

void file_content_release(struct file_content *content, uint64_t offset)
{
    uint64_t upto = offset & ~(uint64_t)(RELEASE_STEP - 1);

    if (content->mapping == NULL || upto <= content->released || upto > content->bytes.size)
        return;
    /* A page that must be read again comes back from the file; the advice cannot lose anything. */
    if (!atomic_load(&slots[content->slot].shrank))
        madvise(content->mapping + content->released, upto - content->released, MADV_DONTNEED);
    content->released = upto;
}

void file_release_pages(struct bytes bytes)
{
    uintptr_t page_size = (uintptr_t)sysconf(_SC_PAGESIZE);
    uintptr_t start = ((uintptr_t)bytes.data + page_size - 1) & ~(page_size - 1);
    uintptr_t end = ((uintptr_t)bytes.data + bytes.size) & ~(page_size - 1);

    for (int slot = 0; slot < SLOTS && start < end; slot++) {
        uintptr_t mapped = atomic_load(&slots[slot].start);

        if (mapped != 0 && start >= mapped && end <= atomic_load(&slots[slot].end) && !atomic_load(&slots[slot].shrank))
            madvise((void *)start, end - start, MADV_DONTNEED);
    }
}

bool file_content_intact(const struct file_content *content)
{
    return content->slot < 0 || !atomic_load(&slots[content->slot].shrank);
}

void file_content_close(struct file_content *content)
{
    if (content == NULL)
        return;
    if (content->mapping != NULL) {
        atomic_store(&slots[content->slot].end, 0);
        munmap(content->mapping, content->bytes.size);
        atomic_store(&slots[content->slot].start, 0);
    }
    if (content->descriptor >= 0)
        close(content->descriptor);
    buf_free(&content->own);
    alloc_free(content);
}

enum status file_read(const char *path, struct buf *out, struct error *error)
{
    int descriptor = open(path, O_RDONLY | O_CLOEXEC);
    struct stat about;
    enum status status;

    if (descriptor < 0)
        return io_error(error, path);
    if (fstat(descriptor, &about) != 0)
        status = io_error(error, path);
    else if (S_ISDIR(about.st_mode))
        status = error_set(error, STATUS_IO, gettext("%s: this is a folder, not a file"), path);
    else
        status = read_all(descriptor, false, S_ISREG(about.st_mode) ? (size_t)about.st_size : 0, out, error);
    close(descriptor);
    return status;
}

enum status file_sync(const char *path)
{
    int descriptor = open(path, O_RDONLY | O_CLOEXEC), reason;
    bool is_synced = descriptor >= 0 && fsync(descriptor) == 0;

    reason = errno;
    if (descriptor >= 0)
        close(descriptor);
    errno = reason;
    return is_synced ? STATUS_OK : STATUS_IO;
}

void file_folder_of(const char *path, struct buf *folder)
{
    const char *slash = strrchr(path, '/');

    if (slash == NULL)
        buf_text(folder, ".");
    else
        buf_append(folder, path, slash > path ? (size_t)(slash - path) : 1);
}

enum status file_write(int descriptor, struct bytes bytes)
{
    while (bytes.size > 0) {
        ssize_t count = write(descriptor, bytes.data, bytes.size);

        if (count < 0 && errno == EINTR)
            continue;
        if (count <= 0)
            return STATUS_IO;
        bytes = bytes_slice(bytes, (size_t)count, bytes.size);
    }
    return STATUS_OK;
}
