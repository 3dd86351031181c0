/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/sweep_run.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <time.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/clock.h"
#include "cli/complain.h"
#include "cli/sweep_event.h"
#include "cli/sweep_run_data.h"
#include "report/words.h"
#include "store/sweep_times.h"
#include "sweep/crawl.h"
#include "sweep/incident.h"
#include "sweep/retention.h"
#include "sweep/site_roster.h"
#include "sweep/slots.h"

enum {
    DAY_MS = 86400000,
    RESUMED_MS = DAY_MS / 2, /* later nobody would take it for one sweep */
    SECONDS_OF_CONTENT = 120,
    PATIENCE_MS = 120000 /* with others that write: checks of a large site take their time */
};

/* ---- One program at a time. */

enum {
    LOCK_ATTEMPTS = 10, /* who only asks whether it is held (sweep_run_is_under_way) has it for a moment */
    LOCK_PAUSE_NS = 5000000,
};

static bool has_taken(int lock)
{
    const struct timespec pause = { .tv_nsec = LOCK_PAUSE_NS };

    for (unsigned attempt = 0; attempt < LOCK_ATTEMPTS; attempt++) {
        if (flock(lock, LOCK_EX | LOCK_NB) == 0)
            return true;
        (void)nanosleep(&pause, NULL);
    }
    return false;
}

static enum status write_lock_path(struct buf *path, const char *store, const char *site)
{
    buf_format(path, "%s.%s.lock", store, site);
    return buf_status(path);
}

enum status sweep_run_lock(const char *store, const char *site, int *lock, struct error *error)
{
    struct buf path = BUF_INIT(1 << 16);
    enum status status = write_lock_path(&path, store, site);

    *lock = status == STATUS_OK ? open(path.data, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600) : -1;
    if (status == STATUS_OK && *lock < 0)
        status = error_set(error, STATUS_IO, _("%s: %s"), path.data, strerror(errno));
    else if (status == STATUS_OK && !has_taken(*lock)) {
        close(*lock);
        *lock = -1;
        status = error_set(error, STATUS_INVALID, _("%s is being swept already by another guanka"), site);
    }
    buf_free(&path);
    return status;
}

bool sweep_run_is_under_way(const char *store, const char *site)
{
    struct buf path = BUF_INIT(1 << 16);
    int lock = -1;
    bool is_held;

    errno = 0;
    if (write_lock_path(&path, store, site) == STATUS_OK)
        lock = open(path.data, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    is_held = lock >= 0 ? flock(lock, LOCK_SH | LOCK_NB) != 0 : errno == EACCES;
    if (lock >= 0)
        close(lock);
    buf_free(&path);
    return is_held;
}

/* ---- What it says. */

static void show_progress(void *context, const struct crawl_progress *progress)
{
    const struct site *site = context;

    fprintf(stderr, _("%s: %" PRIu64 " of %" PRIu64 " addresses, %" PRIu64 " contents read, %" PRIu64 " findings\n"),
            site->id, progress->reached, progress->met, progress->scanned, progress->opened);
}

static const char *describe_outcome(enum sweep_outcome outcome)
{
    if (outcome == SWEEP_RUNNING)
        return _("stopped, goes on the next time");
    return outcome == SWEEP_COMPLETE ? _("complete") : _("incomplete");
}

static void tell(FILE *out, const struct site *site, const struct sweep_row *row)
{
    const struct sweep_counts *counts = &row->counts;

    fprintf(out, _("%s: %s; pages %" PRIu64 " of %" PRIu64 ", attachments %" PRIu64 " of %" PRIu64 ", failures %" PRIu64
             ", contents read %" PRIu64 " (%" PRIu64 " not completely), findings opened %" PRIu64 ", closed %" PRIu64
             "; %.1f s\n"),
           site->id, describe_outcome(row->outcome), counts->pages_reached, counts->pages_expected,
           counts->attachments_reached, counts->attachments_expected, counts->failures, counts->scanned, counts->unread,
           counts->opened, counts->closed, (double)(clock_wall_ms() - row->started_ms) / 1000);
    if (counts->left_out > 0)
        fprintf(out, _("  left out for robots.txt: %" PRIu64 "\n"), counts->left_out);
    if (row->reason[0] != '\0')
        fprintf(out, _("  not counted: %s\n"), row->reason);
    (void)fflush(out);
}

/* ---- A sweep. */

const struct limits *sweep_run_limits(void)
{
    static const struct limits limits = { .expanded_bytes_max = UINT64_C(4) << 30,
                                          .children_max = 100000,
                                          .depth_max = 8,
                                          .ratio_max = 250,
                                          .findings_max = 2000,
                                          .time_ms_max = SECONDS_OF_CONTENT * 1000 };

    return &limits;
}

struct sweeping {
    const struct sweep_run_options *options;
    const struct site *site;
    struct ruleset *ruleset;
    struct store *store;
    struct arena *words; /* what the row says of the sweep, while it is told */
};

static enum status write_alone(struct store *store, struct error *error,
                               enum status (*write)(struct store *store, struct sweep_row *row, struct error *error),
                               struct sweep_row *row)
{
    enum status status = store_begin(store, error);

    if (status == STATUS_OK)
        status = write(store, row, error);
    return store_end_writing(store, status, error);
}

static enum status give_up(struct store *store, struct sweep_row *row, struct error *error)
{
    row->outcome = SWEEP_INCOMPLETE;
    row->reason = row->is_starts_only ? _("it was cut off") : _("it was cut off, and too late to go on");
    row->ended_ms = row->started_ms;
    return sweeps_end(store, row, error);
}

static enum status drop_unfinished(const struct sweeping *sweeping, struct sweep_row *row, struct error *error)
{
    enum status status = write_alone(sweeping->store, error, give_up, row);

    if (status == STATUS_OK)
        sweep_event_ended(sweeping->options->log, row, STATUS_OK, NULL);
    return status;
}

/* Nobody is at these any more: who asks has the lock. */
struct unfinished {
    struct sweep_row row, starts; /* the last one of the whole site, and of start pages alone; id 0: there is none */
};

static bool take_unfinished(void *context, const struct sweep_row *row)
{
    struct unfinished *unfinished = context;

    *(row->is_starts_only ? &unfinished->starts : &unfinished->row) = *row;
    return true;
}

/* Its texts are this process's again. */
static void own_texts(struct sweep_row *row, const struct sweep_row *now)
{
    row->site = now->site;
    row->operator= now->operator;
    row->reason = "";
}

/* What a clock that was wrong began is not gone on with: its times are not so. */
static enum status find_believed(const struct store *store, const struct sweep_row *row, int64_t now_ms,
                                 bool *is_believed, struct error *error)
{
    struct sweep_times times = { 0 };
    enum status status = sweep_times_read(store, now_ms, &times, error);

    *is_believed = sweep_times_judge(&times, row).verdict == SWEEP_TIME_BELIEVED;
    sweep_times_free(&times);
    return status;
}

/* One that was cut off goes on, if that is not too long ago and it is of the whole site. */
static enum status find_unfinished(const struct sweeping *sweeping, struct sweep_row *row, bool *goes_on,
                                   struct error *error)
{
    struct unfinished unfinished = { 0 };
    bool is_believed = true;
    int64_t slot_ms = row->has_slot ? row->slot_ms : slots_last(&sweeping->site->slots, row->started_ms);
    enum status status = sweeps_list_running(sweeping->store, sweeping->site->id, take_unfinished, &unfinished, error);

    *goes_on = false;
    own_texts(&unfinished.row, row);
    own_texts(&unfinished.starts, row);
    if (status == STATUS_OK && unfinished.starts.id != 0)
        status = drop_unfinished(sweeping, &unfinished.starts, error);
    if (status != STATUS_OK || unfinished.row.id == 0)
        return status;
    status = find_believed(sweeping->store, &unfinished.row, row->started_ms, &is_believed, error);
    if (status != STATUS_OK)
        return status;
    if (row->started_ms - unfinished.row.started_ms > RESUMED_MS
        || !is_believed
        || (unfinished.row.has_slot && unfinished.row.slot_ms != slot_ms)) /* its time is over */
        return drop_unfinished(sweeping, &unfinished.row, error);
    *goes_on = true;
    *row = unfinished.row;
    return STATUS_OK;
}

/* Its hour runs, whoever had the sweep made. */
static void tell_incident(void *context, const char *event, const struct incident_row *row)
{
    const struct sweep_run_options *options = context;
    char deadline[SLOTS_TIME_SIZE];

    if (strcmp(event, "incident-opened") == 0) {
        slots_time_write(incident_report_due_ms(row), deadline);
        complain(_("guanka: %s: incident %s was opened; it has to be reported by %s\n"), row->site, row->id, deadline);
    }
    sweep_event_incident(options->log, event, row);
}

/* The sweep has come out as it has; the next one tries this again. */
static void forget(const struct sweeping *sweeping)
{
    struct error error = { 0 };

    if (retention_apply(sweeping->store, sweeping->site->id, clock_wall_ms(), sweeping->options->stop, &error)
        != STATUS_OK)
        complain(_("guanka: %s: what the store need not keep any more could not be removed: %s\n"), sweeping->site->id,
                 sweep_run_words(error.message));
}

static enum status sweep(const struct sweeping *sweeping, struct sweep_row *row, struct error *error)
{
    const struct sweep_run_options *options = sweeping->options;
    struct pool_counts readers = { 0 };
    const struct pool_options isolation = { .program = options->config->extract_program, .counts = &readers };
    long cores = sysconf(_SC_NPROCESSORS_ONLN);
    const struct crawl_options crawl = { .site = sweeping->site,
                                         .store = sweeping->store,
                                         .ruleset = sweeping->ruleset,
                                         .words = sweeping->words,
                                         .limits = sweep_run_limits(),
                                         .isolation = &isolation,
                                         .language = options->config->language,
                                         .evidence = options->file->evidence,
                                         .threads =
                                             options->jobs > 0 ? options->jobs : (unsigned)(cores > 0 ? cores : 1),
                                         .today = date_in_shanghai(row->started_ms / 1000),
                                         .stop = options->stop,
                                         .is_left_off = options->is_left_off && !row->is_starts_only,
                                         .shares_store = options->shares_store,
                                         .progress = options->shows_progress ? show_progress : NULL,
                                         .progress_context = (void *)(uintptr_t)sweeping->site,
                                         .tell = tell_incident,
                                         .tell_context = (void *)(uintptr_t)options };
    bool goes_on = false;
    enum status status = row->is_starts_only ? STATUS_OK : find_unfinished(sweeping, row, &goes_on, error);

    if (status == STATUS_OK && !goes_on)
        status = write_alone(sweeping->store, error, sweeps_begin, row);
    if (status != STATUS_OK)
        return status;
    sweep_event_started(options->log, row, goes_on);
    status = crawl_run(&crawl, row, error);
    sweep_event_ended(options->log, row, status, &readers);
    if (status == STATUS_OK)
        tell(options->tells_aside ? stderr : stdout, sweeping->site, row);
    if (status == STATUS_OK && row->outcome != SWEEP_RUNNING)
        forget(sweeping);
    return status;
}

enum status sweep_run_open_store(const struct sweep_run_options *options, struct store **store, struct error *error)
{
    enum status status = store_open(options->file->store, STORE_WRITE, store, error);

    if (status == STATUS_OK)
        store_wait_for_others(*store, PATIENCE_MS);
    return status;
}

/* With store and lock of its own, so that sites can be swept side by side. */
static enum status sweep_alone(struct sweeping *sweeping, struct sweep_row *row, struct error *error)
{
    int lock = -1;
    enum status status = sweep_run_lock(sweeping->options->file->store, sweeping->site->id, &lock, error);

    if (status == STATUS_OK)
        status = sweep_run_open_store(sweeping->options, &sweeping->store, error);
    if (status == STATUS_OK)
        status = site_roster_note(sweeping->store, sweeping->site, 1, false, row->started_ms, error);
    if (status == STATUS_OK)
        status = sweep(sweeping, row, error);
    store_close(sweeping->store);
    if (lock >= 0)
        close(lock);
    return status;
}

static enum status sweep_site(const struct sweep_run_options *options, const struct site *site, struct ruleset *ruleset,
                              struct sweep_row *row, struct error *error)
{
    struct sweeping sweeping = { .options = options, .site = site, .ruleset = ruleset };
    enum status status = arena_create(&sweeping.words);

    if (status != STATUS_OK)
        return error_set(error, status, "%s", status_code(status));
    status = sweep_alone(&sweeping, row, error);
    row->reason = "";
    arena_destroy(sweeping.words);
    return status;
}

enum status sweep_run_starts(const struct sweep_run_options *options, const struct site *site, struct ruleset *ruleset,
                             struct error *error)
{
    struct sweep_row row = { .site = site->id,
                             .is_starts_only = true,
                             .started_ms = clock_wall_ms(),
                             .operator= options->operator,
                             .reason = "" };

    return sweep_site(options, site, ruleset, &row, error);
}

static bool is_stopped(const struct sweep_run_options *options)
{
    return options->stop != NULL && atomic_load(options->stop);
}

const char *sweep_run_words(const char *message)
{
    return message[0] != '\0' ? message : _("out of memory");
}

void sweep_run_complain(const struct site *site, const struct error *error)
{
    fprintf(stderr, "guanka: %s: %s\n", site->id, sweep_run_words(error->message));
}

enum status sweep_run_sites(const struct sweep_run_options *options, const struct site *const *sites, size_t count,
                            enum sweep_outcome *outcome, struct error *error)
{
    struct ruleset *ruleset;
    enum status result = packs_load(&options->file->packs, options->config, &ruleset, error);

    *outcome = SWEEP_COMPLETE;
    if (result != STATUS_OK)
        return result;
    for (size_t index = 0; index < count; index++) {
        struct sweep_row row = {
            .site = sites[index]->id, .started_ms = clock_wall_ms(), .operator= options->operator, .reason = "" };
        enum status status;

        if (is_stopped(options)) {
            fprintf(stderr, _("guanka: %s: not swept, since the program was stopped\n"), sites[index]->id);
            *outcome = SWEEP_INCOMPLETE;
            continue;
        }
        status = sweep_site(options, sites[index], ruleset, &row, error);
        if (status != STATUS_OK && index + 1 < count)
            sweep_run_complain(sites[index], error);
        result = status != STATUS_OK ? status : result;
        if (row.outcome != SWEEP_COMPLETE)
            *outcome = SWEEP_INCOMPLETE;
    }
    ruleset_unref(ruleset);
    return result;
}

enum status sweep_run_slot(const struct sweep_run_options *options, const struct site *site, struct ruleset *ruleset,
                           int64_t slot_ms, enum sweep_outcome *outcome, struct error *error)
{
    struct sweep_row row = { .site = site->id,
                             .has_slot = true,
                             .slot_ms = slot_ms,
                             .started_ms = clock_wall_ms(),
                             .operator= options->operator,
                             .reason = "" };
    enum status status = sweep_site(options, site, ruleset, &row, error);

    *outcome = row.outcome;
    return status;
}
