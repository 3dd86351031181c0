/* SPDX-License-Identifier: Apache-2.0 */
#include "base/event_log.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <libintl.h>
#include <limits.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/clock.h"
#include "base/date.h"
#include "base/file.h"

enum { AGAIN_SECONDS = 1, CLOSING_SECONDS = 5, FILE_MODE = 0640, PREFIX_SIZE = 256, WORDS_SIZE = 5000 };

/* Of systemd's native protocol, which is public and stable (systemd.io/JOURNAL_NATIVE_PROTOCOL). libsystemd's own
 * function would wait while the journal is busy, and says nothing when there is none. */
static const char journal_path[] = "/run/systemd/journal/socket";

enum place { PLACE_STDERR, PLACE_JOURNAL, PLACE_FILE };

struct line {
    struct line *next;
    size_t size;
    char text[];
};

struct event_log {
    enum place place;
    char *path;                                          /* of a file */
    const char *words_failing, *words_well, *words_lost; /* looked up before there are threads */
    pthread_mutex_t lock;
    pthread_cond_t changed;
    pthread_t thread;
    bool has_thread, is_ending;
    struct line *first, **end;
    unsigned waiting;
    struct event_log_counts counts;
    uint64_t lost_noted; /* of the lost ones: those that the log tells of */
    uint64_t lost_told;  /* those that standard error tells of */
    /* The thread's alone: */
    int descriptor; /* of the file or the journal's socket; -1 */
};

/* Not by stdio, nor by dprintf, which is stdio too: a process may be forked off in the midst of it, and would have a
 * stream that is on no stack any more, or a lock that nobody lets go. */
__attribute__((format(printf, 1, 2))) static void say(const char *format, ...)
{
    char text[WORDS_SIZE];
    va_list arguments;
    int size;

    va_start(arguments, format);
    size = vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    size = size < (int)sizeof text ? size : (int)sizeof text - 1;
    if (size > 0 && file_write(STDERR_FILENO, bytes_of(text, (size_t)size)) != STATUS_OK)
        return; /* nobody is left to be told */
}

/* ---- Lines. */

/* NULL: there is no memory. */
static struct line *make_line(const struct event_log *log, const char *name, struct bytes object)
{
    char prefix[PREFIX_SIZE] = "";
    struct line *line;
    size_t prefix_size;

    if (log->place == PLACE_JOURNAL)
        (void)snprintf(prefix, sizeof prefix,
                       "PRIORITY=6\nSYSLOG_IDENTIFIER=guanka\nGUANKA_EVENT=%.60s\nMESSAGE=", name);
    prefix_size = strlen(prefix);
    line = alloc(sizeof *line + prefix_size + object.size + 1);
    if (line == NULL)
        return NULL;
    line->next = NULL;
    line->size = prefix_size + object.size + 1;
    memcpy(line->text, prefix, prefix_size);
    memcpy(line->text + prefix_size, object.data, object.size);
    line->text[line->size - 1] = '\n';
    return line;
}

static bool append(struct event_log *log, struct line *line)
{
    if (line == NULL || log->waiting >= EVENTS_WAITING_MAX) {
        alloc_free(line);
        return false;
    }
    *log->end = line;
    log->end = &line->next;
    log->waiting++;
    return true;
}

static void drop_first(struct event_log *log)
{
    struct line *line = log->first;

    log->first = line->next;
    if (log->first == NULL)
        log->end = &log->first;
    log->waiting--;
    alloc_free(line);
}

/* Where lines are missing stands a line that says how many. */
static void note_lost(struct event_log *log)
{
    char time[DATE_TIME_SIZE], text[PREFIX_SIZE];
    uint64_t count = log->counts.lost - log->lost_noted;

    if (count == 0)
        return;
    date_time_text(clock_wall_ms(), time);
    (void)snprintf(text, sizeof text,
                   "{\"v\":1,\"type\":\"event\",\"time\":\"%s\",\"event\":\"events-lost\",\"count\":%" PRIu64 "}", time,
                   count);
    if (append(log, make_line(log, "events-lost", bytes_of_text(text))))
        log->lost_noted = log->counts.lost;
}

/* ---- The place. Each function: 0, or what errno says. */

static void leave(struct event_log *log)
{
    if (log->descriptor >= 0)
        (void)close(log->descriptor);
    log->descriptor = -1;
}

static int wait_for_room(int descriptor)
{
    struct pollfd watched = { .fd = descriptor, .events = POLLOUT };
    int ready = poll(&watched, 1, AGAIN_SECONDS * 1000);

    if (ready < 0)
        return errno;
    return ready == 0 ? EAGAIN : 0;
}

static int put_stderr(const struct line *line)
{
    size_t written = 0;

    while (written < line->size) {
        /* What a pipe takes without making us wait, when it has room at all: PIPE_BUF. */
        size_t size = line->size - written < PIPE_BUF ? line->size - written : PIPE_BUF;
        int fault = wait_for_room(STDERR_FILENO);
        ssize_t count = fault == 0 ? write(STDERR_FILENO, line->text + written, size) : 0;

        if (count < 0)
            fault = errno;
        else
            written += (size_t)count;
        /* The rest of a line that is out in part has to follow. */
        if (fault != 0 && (written == 0 || (fault != EAGAIN && fault != EINTR)))
            return fault;
    }
    return 0;
}

static int connect_journal(struct event_log *log)
{
    struct sockaddr_un address = { .sun_family = AF_UNIX };

    if (log->descriptor >= 0)
        return 0;
    memcpy(address.sun_path, journal_path, sizeof journal_path);
    log->descriptor = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (log->descriptor >= 0 && connect(log->descriptor, (const struct sockaddr *)&address, sizeof address) == 0)
        return 0;
    return errno;
}

static int put_journal(struct event_log *log, const struct line *line)
{
    int fault = connect_journal(log);

    if (fault == 0)
        fault = wait_for_room(log->descriptor);
    if (fault == 0 && send(log->descriptor, line->text, line->size, MSG_NOSIGNAL) < 0)
        fault = errno;
    if (fault != 0 && fault != EAGAIN)
        leave(log);
    return fault;
}

/* The file that has the name now. */
static int look_for_file(struct event_log *log)
{
    struct stat open_one, named;

    if (log->descriptor >= 0 && fstat(log->descriptor, &open_one) == 0 && stat(log->path, &named) == 0
        && open_one.st_dev == named.st_dev && open_one.st_ino == named.st_ino)
        return 0;
    leave(log);
    log->descriptor = open(log->path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOCTTY | O_NONBLOCK, FILE_MODE);
    return log->descriptor >= 0 ? 0 : errno;
}

/* Nobody else appends meanwhile: what went out of a line that did not fit is taken back, unless the file was emptied.
 */
static int append_to_file(int descriptor, const struct line *line)
{
    struct stat before, after;
    ssize_t count;
    int fault = 0;

    if (fstat(descriptor, &before) != 0)
        return errno;
    count = write(descriptor, line->text, line->size);
    if (count == (ssize_t)line->size)
        return 0;
    fault = count < 0 ? errno : ENOSPC;
    if (count > 0 && S_ISREG(before.st_mode) && fstat(descriptor, &after) == 0
        && after.st_size == before.st_size + count && ftruncate(descriptor, before.st_size) != 0)
        fault = errno;
    return fault;
}

static int put_file(struct event_log *log, const struct line *line)
{
    int fault = look_for_file(log);

    if (fault != 0)
        return fault;
    (void)flock(log->descriptor, LOCK_EX);
    fault = append_to_file(log->descriptor, line);
    (void)flock(log->descriptor, LOCK_UN);
    return fault;
}

static int put(struct event_log *log, const struct line *line)
{
    if (log->place == PLACE_STDERR)
        return put_stderr(line);
    return log->place == PLACE_JOURNAL ? put_journal(log, line) : put_file(log, line);
}

static const char *name_of(const struct event_log *log)
{
    return log->place == PLACE_FILE ? log->path : journal_path;
}

/* ---- The thread. */

static void tell_lost(struct event_log *log, uint64_t lost)
{
    if (lost > log->lost_told)
        say(log->words_lost, name_of(log), lost - log->lost_told);
    log->lost_told = lost;
}

/* Under the lock, which is let go while words are said. */
static void note_failure(struct event_log *log, int fault)
{
    bool is_new = !log->counts.is_failing;
    struct timespec until;

    log->counts.is_failing = true;
    if (is_new && log->place != PLACE_STDERR) {
        (void)pthread_mutex_unlock(&log->lock);
        say(log->words_failing, name_of(log), strerror(fault));
        (void)pthread_mutex_lock(&log->lock);
    }
    (void)clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_sec += AGAIN_SECONDS;
    while (!log->is_ending && pthread_cond_timedwait(&log->changed, &log->lock, &until) == 0)
        ;
}

static void note_success(struct event_log *log)
{
    bool was_failing = log->counts.is_failing;
    uint64_t lost = log->counts.lost;

    drop_first(log);
    log->counts.written++;
    log->counts.is_failing = false;
    if (log->waiting < EVENTS_WAITING_MAX)
        note_lost(log);
    if (!was_failing || log->place == PLACE_STDERR)
        return;
    (void)pthread_mutex_unlock(&log->lock);
    say(log->words_well, name_of(log));
    tell_lost(log, lost);
    (void)pthread_mutex_lock(&log->lock);
}

static void *work(void *context)
{
    struct event_log *log = context;
    bool goes_on = true;

    (void)pthread_mutex_lock(&log->lock);
    while (goes_on) {
        int fault;

        while (log->first == NULL && !log->is_ending)
            (void)pthread_cond_wait(&log->changed, &log->lock);
        if (log->first == NULL)
            break;
        (void)pthread_mutex_unlock(&log->lock);
        fault = put(log, log->first);
        (void)pthread_mutex_lock(&log->lock);
        goes_on = fault == 0 || !log->is_ending;
        if (fault == 0)
            note_success(log);
        else
            note_failure(log, fault);
    }
    (void)pthread_mutex_unlock(&log->lock);
    return NULL;
}

/* Signals are for others; what a write brings with it (SIGPIPE, SIGXFSZ) is an error here. */
static bool start_thread(struct event_log *log)
{
    sigset_t all, before;

    if (log->has_thread)
        return true;
    (void)sigfillset(&all);
    (void)pthread_sigmask(SIG_SETMASK, &all, &before);
    log->has_thread = pthread_create(&log->thread, NULL, work, log) == 0;
    (void)pthread_sigmask(SIG_SETMASK, &before, NULL);
    return log->has_thread;
}

/* ---- For others. */

static enum place place_of(const char *place)
{
    struct stat found;

    if (strcmp(place, "-") == 0)
        return PLACE_STDERR;
    if (strcmp(place, "journal") != 0)
        return PLACE_FILE;
    if (stat(journal_path, &found) == 0)
        return PLACE_JOURNAL;
    say(gettext("guanka: there is no journal (%s); events go to standard error\n"), journal_path);
    return PLACE_STDERR;
}

static void begin(struct event_log *log)
{
    pthread_condattr_t attributes;

    (void)pthread_condattr_init(&attributes);
    (void)pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC); /* the other one may be set */
    (void)pthread_cond_init(&log->changed, &attributes);
    (void)pthread_condattr_destroy(&attributes);
    (void)pthread_mutex_init(&log->lock, NULL);
    log->has_thread = false;
    log->first = NULL;
    log->end = &log->first;
    log->waiting = 0;
    log->counts = (struct event_log_counts){ 0 };
    log->lost_noted = log->lost_told = 0;
    log->descriptor = -1;
}

enum status event_log_open(const char *place, struct event_log **result)
{
    struct event_log *log = alloc_zeroed(1, sizeof *log);

    if (log == NULL)
        return STATUS_NO_MEMORY;
    log->path = alloc_text(place, strlen(place));
    if (log->path == NULL) {
        alloc_free(log);
        return STATUS_NO_MEMORY;
    }
    log->place = place_of(place);
    log->words_failing =
        gettext("guanka: events cannot be written to %s (%s); they wait, and are lost when there are too "
                "many\n");
    log->words_well = gettext("guanka: events are written to %s again\n");
    log->words_lost = gettext("guanka: %s: %" PRIu64 " events were lost\n");
    begin(log);
    *result = log;
    return STATUS_OK;
}

void event_log_write(struct event_log *log, const char *name, struct bytes object)
{
    struct line *line;

    if (log == NULL)
        return;
    line = make_line(log, name, object);
    (void)pthread_mutex_lock(&log->lock);
    note_lost(log);
    if (append(log, line) && start_thread(log))
        (void)pthread_cond_signal(&log->changed);
    else
        log->counts.lost++;
    (void)pthread_mutex_unlock(&log->lock);
}

void event_log_note_lost(struct event_log *log)
{
    (void)pthread_mutex_lock(&log->lock);
    log->counts.lost++;
    (void)pthread_mutex_unlock(&log->lock);
}

struct event_log_counts event_log_counts(struct event_log *log)
{
    struct event_log_counts counts;

    (void)pthread_mutex_lock(&log->lock);
    counts = log->counts;
    (void)pthread_mutex_unlock(&log->lock);
    return counts;
}

void event_log_forked(struct event_log *log)
{
    if (log == NULL)
        return;
    if (log->descriptor >= 0)
        (void)close(log->descriptor);
    /* The parent's thread is not here: it may have held the lock for ever, and been at the lines. */
    begin(log);
}

void event_log_close(struct event_log *log)
{
    struct timespec until;

    if (log == NULL)
        return;
    (void)pthread_mutex_lock(&log->lock);
    log->is_ending = true;
    (void)pthread_cond_signal(&log->changed);
    (void)pthread_mutex_unlock(&log->lock);
    (void)clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_sec += CLOSING_SECONDS;
    /* One that hangs in a write keeps what it uses; the program ends anyway. */
    if (log->has_thread && pthread_clockjoin_np(log->thread, NULL, CLOCK_MONOTONIC, &until) != 0)
        return;
    if (log->place != PLACE_STDERR)
        tell_lost(log, log->counts.lost + log->waiting);
    while (log->first != NULL)
        drop_first(log);
    leave(log);
    (void)pthread_cond_destroy(&log->changed);
    (void)pthread_mutex_destroy(&log->lock);
    alloc_free(log->path);
    alloc_free(log);
}
