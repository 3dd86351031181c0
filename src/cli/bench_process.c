/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/bench_process.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/file.h"
#include "report/words.h"

enum { ERRORS_MAX = 1 << 16, ARGUMENTS_MAX = 32, CANNOT_START = 127 };

/* ---- In the new process. */

static bool put_file(const char *path, int flags, int place)
{
    int descriptor = open(path != NULL ? path : "/dev/null", flags, 0600);
    bool is_put = descriptor >= 0 && dup2(descriptor, place) == place;

    if (descriptor > STDERR_FILENO)
        close(descriptor);
    return is_put;
}

static bool settle(pid_t parent, const struct bench_process_files *files)
{
    sigset_t none;

    sigemptyset(&none);
    /* A parent that has died before the first call sends no signal any more. */
    return prctl(PR_SET_PDEATHSIG, SIGTERM) == 0 && getppid() == parent && sigprocmask(SIG_SETMASK, &none, NULL) == 0
           && put_file(NULL, O_RDONLY, STDIN_FILENO)
           && put_file(files->output, O_WRONLY | O_CREAT | O_TRUNC, STDOUT_FILENO)
           && put_file(files->errors, O_WRONLY | O_CREAT | O_TRUNC, STDERR_FILENO);
}

/* ---- Starting. */

enum status bench_process_copy(int (*run)(void *context), void *context, const struct bench_process_files *files,
                               pid_t *id, struct error *error)
{
    pid_t parent = getpid();

    (void)fflush(NULL); /* what waits to be written is this process's */
    *id = fork();
    if (*id < 0) {
        *id = 0;
        return error_set(error, STATUS_IO, _("no process can be started: %s"), strerror(errno));
    }
    if (*id > 0)
        return STATUS_OK;
    if (settle(parent, files)) {
        int exit_status = run(context);

        (void)fflush(NULL);
        _exit(exit_status);
    }
    _exit(CANNOT_START);
}

static int run_program(void *context)
{
    char path[PATH_MAX];
    ssize_t size = readlink("/proc/self/exe", path, sizeof path - 1);

    if (size > 0) {
        path[size] = '\0';
        (void)execv(path, context);
    }
    fprintf(stderr, "guanka: %s\n", strerror(errno));
    return CANNOT_START;
}

enum status bench_process_start(const char *const *arguments, const struct bench_process_files *files, pid_t *id,
                                struct error *error)
{
    char *all[ARGUMENTS_MAX + 2] = { (char *)(uintptr_t) "guanka" };
    size_t count = 0;

    while (arguments[count] != NULL && count < ARGUMENTS_MAX) {
        all[count + 1] = (char *)(uintptr_t)arguments[count];
        count++;
    }
    return bench_process_copy(run_program, all, files, id, error);
}

/* ---- Watching, and the end. */

static double seconds_of(struct timeval time)
{
    return (double)time.tv_sec + (double)time.tv_usec / 1e6;
}

struct bench_process_end bench_process_wait(pid_t id)
{
    struct rusage usage = { 0 };
    int status = 0;

    while (wait4(id, &status, 0, &usage) < 0 && errno == EINTR)
        ;
    return (struct bench_process_end){ WIFEXITED(status) ? WEXITSTATUS(status) : -1,
                                       seconds_of(usage.ru_utime) + seconds_of(usage.ru_stime),
                                       (uint64_t)usage.ru_maxrss << 10 };
}

void bench_process_stop(pid_t id)
{
    if (id <= 0)
        return;
    (void)kill(id, SIGTERM);
    (void)bench_process_wait(id);
}

bool bench_process_runs(pid_t id)
{
    siginfo_t about = { 0 };

    return waitid(P_PID, (id_t)id, &about, WEXITED | WNOHANG | WNOWAIT) == 0 && about.si_pid == 0;
}

static uint64_t kibibytes_after(const char *line, const char *name)
{
    size_t size = strlen(name);

    return strncmp(line, name, size) == 0 ? strtoull(line + size, NULL, 10) : 0;
}

bool bench_process_memory(pid_t id, uint64_t *resident, uint64_t *peak)
{
    char path[64], line[256];
    FILE *file;

    *resident = *peak = 0;
    (void)snprintf(path, sizeof path, "/proc/%ld/status", (long)id);
    file = fopen(path, "re");
    while (file != NULL && fgets(line, sizeof line, file) != NULL) {
        *resident += kibibytes_after(line, "VmRSS:") << 10;
        *peak += kibibytes_after(line, "VmHWM:") << 10;
    }
    if (file != NULL)
        (void)fclose(file);
    return *resident > 0;
}

enum status bench_process_fail(const struct bench_process_files *files, const char *what, struct error *error)
{
    struct buf said = BUF_INIT(ERRORS_MAX);
    const char *last = "";
    enum status status = file_read(files->errors, &said, error);

    if (status == STATUS_OK && said.size > 0) {
        while (said.size > 0 && said.data[said.size - 1] == '\n')
            said.data[--said.size] = '\0';
        last = strrchr(said.data, '\n');
        last = last != NULL ? last + 1 : said.data;
    }
    status =
        error_set(error, STATUS_INVALID, "%s: %s", what, last[0] != '\0' ? last : _("it has ended without a word"));
    buf_free(&said);
    return status;
}
