/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/sweep_due.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <systemd/sd-daemon.h>
#include <time.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/array.h"
#include "base/clock.h"
#include "cli/command.h"
#include "cli/complain.h"
#include "cli/packs.h"
#include "cli/sweep_incident.h"
#include "cli/sweep_probe.h"
#include "cli/sweep_records.h"
#include "report/words.h"
#include "sweep/slots.h"

enum {
    MINUTE_MS = 60000,
    AGAIN_MS = 10 * MINUTE_MS, /* after a sweep that failed or did not come out complete */
    TICK_MS = 1000,
    RECORDS_MS = 60 * MINUTE_MS,
    STOPPING_MS = 50000, /* then what is under way is ended, and goes on from its last commit */
};

enum task { TASK_SWEEP, TASK_INCIDENTS, TASK_PROBES };

/* A process that is at a task. */
struct child {
    pid_t pid;
    enum task task;
    char *site; /* its id; NULL: the task is none of a site */
};

/* What is known of a site from one look to the next, by its id: the file may be read again. */
struct seen {
    char *site;
    bool was_looked_at;
    int64_t next_ms; /* when the daemon looks at it again */
};

struct due {
    const struct sweep_due_options *options;
    struct sweep_due_result *result;
    struct sweep_run_options run; /* with the file that is valid now */
    struct site_file *read;       /* that the daemon has read itself; NULL: the one that was given stands */
    struct stat stat;             /* of the file as it was last read */
    struct event_log *log;        /* that a file which was read again names; NULL: the one that was given stands */
    struct ruleset *ruleset;      /* while sweeps are under way */
    struct child *children;
    size_t child_count, child_capacity;
    struct seen *seen;
    size_t seen_count, seen_capacity;
    size_t first;                    /* the site that is looked at first, so that none is always the last */
    int64_t incidents_ms, probes_ms; /* when they are looked at next */
    bool wants_incidents;            /* before its minute is over, when no sweep and no probe is under way any more */
    int64_t records_ms;              /* when what is wrong with the records is told next */
    int64_t noted_ms;                /* when the store is told next what the site file says; INT64_MAX: it knows */
    sigset_t ended;                  /* SIGCHLD */
};

/* ---- Children. */

static bool is_at(const struct due *due, enum task task, const char *site)
{
    for (size_t index = 0; index < due->child_count; index++) {
        const struct child *child = &due->children[index];

        if (child->task == task && (site == NULL || strcmp(child->site, site) == 0))
            return true;
    }
    return false;
}

static size_t count_at(const struct due *due, enum task task)
{
    size_t count = 0;

    for (size_t index = 0; index < due->child_count; index++)
        count += due->children[index].task == task ? 1 : 0;
    return count;
}

typedef int do_task(const struct due *due, const void *context);

static void become_child(const struct due *due, pid_t parent)
{
    event_log_forked(due->run.log);
    (void)prctl(PR_SET_PDEATHSIG, SIGTERM);
    (void)sigprocmask(SIG_UNBLOCK, &due->ended, NULL);
    if (getppid() != parent)
        _exit(EXIT_TROUBLE);
}

/* The exit status of the process is what `run` returns. */
static enum status start(struct due *due, enum task task, const struct site *site, do_task *run, const void *context,
                         struct error *error)
{
    struct child child = { .task = task };
    pid_t parent = getpid();
    enum status status = ARRAY_GROW(&due->children, &due->child_capacity, due->child_count + 1);

    if (status == STATUS_OK && site != NULL) {
        child.site = alloc_text(site->id, strlen(site->id));
        status = child.site == NULL ? STATUS_NO_MEMORY : STATUS_OK;
    }
    if (status != STATUS_OK)
        return error_set(error, status, _("out of memory"));
    (void)fflush(NULL); /* or the child says it again */
    child.pid = fork();
    if (child.pid == 0) {
        int result;

        become_child(due, parent);
        result = run(due, context);
        event_log_close(due->run.log);
        (void)fflush(NULL);
        _exit(result);
    }
    if (child.pid < 0) {
        alloc_free(child.site);
        return error_set(error, STATUS_IO, _("no process can be started: %s"), strerror(errno));
    }
    due->children[due->child_count++] = child;
    return STATUS_OK;
}

/* ---- Sites as they were seen. */

static struct seen *find_seen(struct due *due, const char *site)
{
    char *copy;

    for (size_t index = 0; index < due->seen_count; index++) {
        if (strcmp(due->seen[index].site, site) == 0)
            return &due->seen[index];
    }
    copy = alloc_text(site, strlen(site));
    if (copy == NULL || ARRAY_GROW(&due->seen, &due->seen_capacity, due->seen_count + 1) != STATUS_OK) {
        alloc_free(copy);
        return NULL;
    }
    due->seen[due->seen_count] = (struct seen){ .site = copy };
    return &due->seen[due->seen_count++];
}

/* Whoever sets the clock back does not stop everything until it has caught up. */
static bool has_come(int64_t at_ms, int64_t now_ms)
{
    return now_ms >= at_ms || at_ms - now_ms > AGAIN_MS;
}

/* ---- Sweeps. */

struct sweep_task {
    const struct site *site;
    int64_t slot_ms;
};

/* That it cannot be noted either is the same trouble: it is told of, and the slot stays due. */
static void note_trouble(const struct due *due, const struct site *site, int64_t slot_ms, const struct error *trouble)
{
    struct error error = { 0 };

    if (sweep_run_note_trouble(&due->run, site, slot_ms, trouble->message, &error) != STATUS_OK)
        sweep_run_complain(site, &error);
}

static int run_sweep(const struct due *due, const void *context)
{
    const struct sweep_task *task = context;
    struct error error = { 0 };
    enum sweep_outcome outcome;

    if (sweep_run_slot(&due->run, task->site, due->ruleset, task->slot_ms, &outcome, &error) == STATUS_OK)
        return outcome == SWEEP_COMPLETE ? EXIT_CLEAN : EXIT_UNREAD;
    sweep_run_complain(task->site, &error);
    note_trouble(due, task->site, task->slot_ms, &error);
    return EXIT_TROUBLE;
}

static enum status start_sweep(struct due *due, const struct site *site, int64_t slot_ms, struct error *error)
{
    const struct sweep_task task = { site, slot_ms };
    char slot[SLOTS_TIME_SIZE];
    enum status status = STATUS_OK;

    if (due->ruleset == NULL)
        status = packs_load(&due->run.file->packs, due->run.config, &due->ruleset, error);
    if (status != STATUS_OK)
        return status;
    if (due->options->is_daemon) {
        slots_time_write(slot_ms, slot);
        printf(_("%s: the sweep of %s begins\n"), site->id, slot);
    }
    due->result->swept++;
    return start(due, TASK_SWEEP, site, run_sweep, &task, error);
}

static enum status look_at(struct due *due, const struct site *site, struct error *error)
{
    int64_t now = clock_wall_ms(), slot_ms;
    struct seen *seen = find_seen(due, site->id);
    unsigned missed = 0;
    bool is_due;
    enum status status;

    if (seen == NULL)
        return error_set(error, STATUS_NO_MEMORY, _("out of memory"));
    if ((seen->was_looked_at && !due->options->is_daemon) || !has_come(seen->next_ms, now))
        return STATUS_OK;
    seen->was_looked_at = true;
    seen->next_ms = now + MINUTE_MS;
    status = sweep_run_find_due(&due->run, site, now, &is_due, &slot_ms, &missed, error);
    due->result->incomplete += missed;
    if (missed > 0 && due->options->is_daemon)
        printf(_("%s: slots that were missed: %u\n"), site->id, missed);
    if (status != STATUS_OK || !is_due)
        return status;
    status = start_sweep(due, site, slot_ms, error);
    if (status != STATUS_OK)
        note_trouble(due, site, slot_ms, error);
    return status;
}

/* One that cannot be looked at keeps no other. */
static void look_at_or_tell(struct due *due, const struct site *site)
{
    struct error error = { 0 };
    struct seen *seen;

    if (look_at(due, site, &error) == STATUS_OK)
        return;
    sweep_run_complain(site, &error);
    due->result->incomplete++;
    due->result->has_trouble = true;
    seen = find_seen(due, site->id);
    if (seen != NULL)
        seen->next_ms = clock_wall_ms() + AGAIN_MS;
}

static size_t places(const struct due *due)
{
    size_t count = due->run.file->count;

    return due->run.file->parallel_sites < count ? due->run.file->parallel_sites : count;
}

static void look_at_sites(struct due *due)
{
    const struct site_file *file = due->run.file;

    for (size_t index = 0; index < file->count; index++) {
        const struct site *site = &file->sites[(due->first + index) % file->count];

        if (count_at(due, TASK_SWEEP) >= places(due)) {
            due->first = (due->first + index) % file->count;
            break;
        }
        if (!is_at(due, TASK_SWEEP, site->id))
            look_at_or_tell(due, site);
    }
}

/* ---- Incidents. */

static int run_incidents(const struct due *due, const void *context)
{
    const struct sweep_incident_options options = { .file = due->run.file,
                                                    .now_ms = clock_wall_ms(),
                                                    .log = due->run.log };
    struct error error = { 0 };
    unsigned late = 0;

    (void)context;
    if (sweep_incident_due(&options, &late, &error) == STATUS_OK)
        return late == 0 ? EXIT_CLEAN : EXIT_FOUND;
    complain_of(&error);
    return EXIT_TROUBLE;
}

static enum status look_at_incidents(struct due *due, struct error *error)
{
    int64_t now = clock_wall_ms();
    bool is_wanted = due->wants_incidents && count_at(due, TASK_SWEEP) == 0 && count_at(due, TASK_PROBES) == 0;

    if ((!is_wanted && !has_come(due->incidents_ms, now)) || is_at(due, TASK_INCIDENTS, NULL))
        return STATUS_OK;
    due->wants_incidents = due->wants_incidents && !is_wanted;
    due->incidents_ms = now + MINUTE_MS;
    return start(due, TASK_INCIDENTS, NULL, run_incidents, NULL, error);
}

/* ---- Probes. */

static int run_probes(const struct due *due, const void *context)
{
    const struct sweep_probe_options options = { .run = due->run };
    struct error error = { 0 };

    (void)context;
    if (sweep_probe_due(&options, &error) == STATUS_OK)
        return EXIT_CLEAN;
    complain_of(&error);
    return EXIT_TROUBLE;
}

static enum status look_at_probes(struct due *due, struct error *error)
{
    int64_t now = clock_wall_ms();

    if (!has_come(due->probes_ms, now) || is_at(due, TASK_PROBES, NULL))
        return STATUS_OK;
    due->probes_ms = now + MINUTE_MS;
    return start(due, TASK_PROBES, NULL, run_probes, NULL, error);
}

/* ---- What became of a child. */

static void note_sweep(struct due *due, const struct child *child, int result)
{
    struct seen *seen = find_seen(due, child->site);

    due->wants_incidents = true; /* it may have opened some */
    if (result == EXIT_CLEAN)
        return;
    due->result->incomplete++;
    if (seen != NULL && due->options->is_daemon)
        seen->next_ms = clock_wall_ms() + AGAIN_MS;
}

static void note_end(struct due *due, const struct child *child, int status)
{
    int result = WIFEXITED(status) ? WEXITSTATUS(status) : EXIT_TROUBLE;
    const char *name = child->site != NULL ? child->site : child->task == TASK_INCIDENTS ? _("incidents") : _("probes");

    if (WIFSIGNALED(status))
        fprintf(stderr, _("guanka: %s: the process was ended by signal %d; what it was at goes on the next time\n"),
                name, WTERMSIG(status));
    if (child->task == TASK_SWEEP)
        note_sweep(due, child, result);
    else
        due->result->incomplete += result == EXIT_TROUBLE ? 1 : 0;
    if (child->task == TASK_INCIDENTS)
        due->result->is_late = result == EXIT_FOUND;
    due->wants_incidents = due->wants_incidents || child->task == TASK_PROBES;
}

static void reap(struct due *due)
{
    for (size_t index = 0; index < due->child_count;) {
        struct child *child = &due->children[index];
        int status;

        if (waitpid(child->pid, &status, WNOHANG) != child->pid) {
            index++;
            continue;
        }
        note_end(due, child, status);
        alloc_free(child->site);
        *child = due->children[--due->child_count];
    }
    /* Those of the next sweeps are as they are on the disk then. */
    if (due->ruleset != NULL && count_at(due, TASK_SWEEP) == 0) {
        ruleset_unref(due->ruleset);
        due->ruleset = NULL;
    }
}

/* ---- The site file. */

static bool is_as_read(const struct stat *left, const struct stat *right)
{
    return left->st_ino == right->st_ino && left->st_size == right->st_size
           && left->st_mtim.tv_sec == right->st_mtim.tv_sec && left->st_mtim.tv_nsec == right->st_mtim.tv_nsec;
}

static bool is_same_place(const char *left, const char *right)
{
    return left == NULL || right == NULL ? left == right : strcmp(left, right) == 0;
}

/* Children that are at work have the one that they began with. */
static void use_log(struct due *due, const char *place)
{
    struct event_log *log = NULL;

    if (due->options->keeps_log || is_same_place(due->run.file->log, place))
        return;
    if (place != NULL && event_log_open(place, &log) != STATUS_OK) {
        fputs(_("guanka: the new log cannot be begun, the old one stays: out of memory\n"), stderr);
        return;
    }
    event_log_close(due->log);
    due->log = due->run.log = log;
}

static void use(struct due *due, struct site_file *file)
{
    use_log(due, file->log);
    if (due->read != NULL) {
        site_file_free(due->read);
        alloc_free(due->read);
    }
    due->read = file;
    due->run.file = file;
    due->first = 0;
    due->noted_ms = 0;
    /* Rules may be others, too. Children have what they began with. */
    if (due->ruleset != NULL)
        ruleset_unref(due->ruleset);
    due->ruleset = NULL;
}

static void read_again(struct due *due)
{
    struct stat now;
    struct site_file *file;
    struct error error = { 0 };

    if (stat(due->options->path, &now) != 0 || is_as_read(&now, &due->stat))
        return;
    due->stat = now;
    file = alloc_zeroed(1, sizeof *file);
    if (file == NULL)
        return;
    if (site_file_read(due->options->path, file, &error) == STATUS_OK) {
        puts(_("the site file has changed and is read again"));
        use(due, file);
        return;
    }
    fprintf(stderr, _("guanka: the new site file is refused, the old one stays: %s\n"), error.message);
    site_file_free(file);
    alloc_free(file);
}

/* ---- Going on, and the end. */

static bool is_stopped(const struct due *due)
{
    return due->run.stop != NULL && atomic_load(due->run.stop);
}

/* Until a child ends, a signal comes, or it is time to look again. */
static void rest(const struct due *due)
{
    const struct timespec tick = { .tv_sec = TICK_MS / 1000 };

    (void)sigtimedwait(&due->ended, NULL, &tick);
}

/* Each is tried again after its time; who runs it once is told by the exit status. */
static void look(struct due *due, enum status (*look_at_them)(struct due *due, struct error *error))
{
    struct error error = { 0 };

    if (look_at_them(due, &error) == STATUS_OK)
        return;
    complain_of(&error);
    due->result->incomplete++;
}

/* Before slots are looked at, which are judged by what the store knows. It is tried again until the store is there. */
static enum status note_sites(struct due *due, struct error *error)
{
    int64_t now = clock_wall_ms();
    enum status status;

    if (due->noted_ms == INT64_MAX || !has_come(due->noted_ms, now))
        return STATUS_OK;
    status = sweep_run_note_sites(&due->run, now, error);
    due->noted_ms = status == STATUS_OK ? INT64_MAX : now + MINUTE_MS;
    return status;
}

/* Whoever runs it once reads it once, the journal of the daemon now and then. */
static enum status look_at_records(struct due *due, struct error *error)
{
    int64_t now = clock_wall_ms();
    bool are_right;

    if (now < due->records_ms && due->records_ms - now <= RECORDS_MS)
        return STATUS_OK;
    due->records_ms = now + RECORDS_MS;
    return sweep_records_tell(due->run.file, now, SWEEP_RECORDS_ASIDE, &are_right, error);
}

static void go_on(struct due *due)
{
    while (!is_stopped(due)) {
        look(due, note_sites);
        if (due->noted_ms == INT64_MAX) /* the store is there */
            look(due, look_at_records);
        look_at_sites(due);
        look(due, look_at_probes);
        look(due, look_at_incidents);
        if (!due->options->is_daemon && due->child_count == 0)
            return;
        (void)fflush(stdout);
        rest(due);
        reap(due);
        if (due->options->is_daemon)
            read_again(due);
    }
}

static void signal_children(const struct due *due, int number)
{
    for (size_t index = 0; index < due->child_count; index++)
        (void)kill(due->children[index].pid, number);
}

static void end_children(struct due *due)
{
    int64_t end_ms = (int64_t)(clock_monotonic_ns() / 1000000) + STOPPING_MS;

    signal_children(due, SIGTERM);
    while (due->child_count > 0) {
        if ((int64_t)(clock_monotonic_ns() / 1000000) > end_ms)
            signal_children(due, SIGKILL);
        rest(due);
        reap(due);
    }
}

static void let_go(struct due *due)
{
    for (size_t index = 0; index < due->seen_count; index++)
        alloc_free(due->seen[index].site);
    alloc_free(due->seen);
    alloc_free(due->children);
    if (due->read != NULL)
        site_file_free(due->read);
    alloc_free(due->read);
    event_log_close(due->log);
}

/* Each has its share of the cores. */
static uint32_t share(const struct sweep_run_options *run, size_t sites)
{
    long cores = sysconf(_SC_NPROCESSORS_ONLN);
    uint32_t jobs = run->jobs > 0 ? run->jobs : (uint32_t)(cores > 0 ? cores : 1);

    return jobs > sites ? jobs / (uint32_t)sites : 1;
}

enum status sweep_due(const struct sweep_due_options *options, struct sweep_due_result *result, struct error *error)
{
    /* What is overdue is said once: behind what may be found now, or in a minute if that takes longer. */
    struct due due = { .options = options,
                       .result = result,
                       .run = options->run,
                       .incidents_ms = clock_wall_ms() + MINUTE_MS,
                       .wants_incidents = true };
    /* What is wrong with the store is no site's fault. The daemon tries again until it is there. */
    enum status status = options->is_daemon ? STATUS_OK : note_sites(&due, error);

    *result = (struct sweep_due_result){ 0 };
    if (status != STATUS_OK)
        return status;
    due.run.shares_store = due.run.file->parallel_sites > 1;
    due.run.is_left_off = true;
    due.run.jobs = share(&due.run, places(&due));
    (void)sigemptyset(&due.ended);
    (void)sigaddset(&due.ended, SIGCHLD);
    (void)sigprocmask(SIG_BLOCK, &due.ended, NULL);
    if (options->is_daemon) {
        if (stat(options->path, &due.stat) != 0)
            due.stat = (struct stat){ 0 };
        printf(_("inspection of %zu sites begins\n"), due.run.file->count);
        (void)fflush(stdout);
        (void)sd_notify(0, "READY=1");
    }
    go_on(&due);
    if (options->is_daemon)
        (void)sd_notify(0, "STOPPING=1");
    end_children(&due);
    if (options->is_daemon)
        puts(_("inspection ends; what was under way goes on the next time"));
    let_go(&due);
    return STATUS_OK;
}
