/* SPDX-License-Identifier: Apache-2.0 */
#include "sweep/crawl.h"

#include <libintl.h>
#include <string.h>

#include "base/clock.h"
#include "sweep/crawl_data.h"

enum {
    NS_PER_MS = 1000000,
    COMMIT_MS = 300,     /* what a kill may cost: what was taken meanwhile is asked for again */
    COMMIT_IDLE_MS = 50, /* others want to write, too */
    SHOW_MS = 1000,
    COUNT_MS = 1000,
    WAIT_MS = 1000,
    FLIGHTS_PER_HOST = 4, /* hosts that are asked beside each other, as connections */
    CONNECT_MS = 10000,
    STALL_SECONDS = 20,
};

/* ---- Transactions. */

enum status crawl_write(struct crawl *crawl)
{
    enum status status;

    if (crawl->is_writing)
        return STATUS_OK;
    status = store_begin(crawl->store, crawl->error);
    crawl->is_writing = status == STATUS_OK;
    crawl->written_ns = clock_monotonic_ns();
    return status;
}

static void tell_incidents(const struct crawl *crawl)
{
    for (const struct opened *opened = crawl->opened; opened != NULL; opened = opened->next)
        crawl->options->tell(crawl->options->tell_context, opened->event, &opened->row);
}

/* The transaction is over: what it wrote is there when all of it went well, and else nothing of it. */
static enum status end_writing(struct crawl *crawl, enum status status)
{
    crawl->is_writing = false;
    status = store_end_writing(crawl->store, status, crawl->error);
    if (status == STATUS_OK && crawl->options->tell != NULL)
        tell_incidents(crawl);
    crawl->opened = NULL;
    return status;
}

static bool was_counted_just_now(const struct crawl *crawl)
{
    return clock_monotonic_ns() - crawl->counted_ns < (uint64_t)COUNT_MS * NS_PER_MS;
}

/* Others are told how far it has come. */
static void count_now_and_then(struct crawl *crawl)
{
    crawl->is_uncounted = was_counted_just_now(crawl);
    if (crawl->is_uncounted)
        return;
    crawl->counted_ns = clock_monotonic_ns();
    crawl_count(crawl);
}

enum status crawl_commit(struct crawl *crawl)
{
    if (crawl->is_writing)
        count_now_and_then(crawl);
    return crawl->is_writing ? end_writing(crawl, sweeps_note(crawl->store, crawl->row, crawl->error)) : STATUS_OK;
}

/* While nothing else is to be written. */
static enum status note_counts(struct crawl *crawl)
{
    enum status status = crawl_write(crawl);

    return status == STATUS_OK ? crawl_commit(crawl) : status;
}

static enum status commit_now_and_then(struct crawl *crawl, uint32_t *wait_ms)
{
    uint64_t held_ms = (clock_monotonic_ns() - crawl->written_ns) / NS_PER_MS;

    if (!crawl->is_writing)
        return crawl->is_uncounted && !was_counted_just_now(crawl) ? note_counts(crawl) : STATUS_OK;
    if (crawl->options->shares_store || held_ms >= COMMIT_MS
        || (held_ms >= COMMIT_IDLE_MS && inspectors_busy(crawl->inspectors) == 0))
        return crawl_commit(crawl);
    *wait_ms = *wait_ms < COMMIT_IDLE_MS ? *wait_ms : COMMIT_IDLE_MS;
    return STATUS_OK;
}

enum status crawl_settle(struct crawl *crawl, struct address *address, enum visit_state state)
{
    const struct visit visit = { address->id, address->via, state, address->depth, address->is_map };
    enum status status = crawl_write(crawl);

    address->state = state;
    if (status == STATUS_OK)
        status = sweeps_visit(crawl->store, crawl->row->id, &visit, crawl->error);
    return status == STATUS_OK && state != VISIT_WAITING ? crawl_forget_stored(crawl, address) : status;
}

/* ---- How far it has come. */

static void show(struct crawl *crawl)
{
    struct crawl_progress progress = { .met = crawl->met,
                                       .reached = crawl->met - crawl->waiting,
                                       .scanned = crawl->row->counts.scanned,
                                       .opened = crawl->row->counts.opened,
                                       .bytes = crawl->row->counts.bytes };
    uint64_t now = clock_monotonic_ns();

    if (crawl->options->progress == NULL || now - crawl->shown_ns < (uint64_t)SHOW_MS * NS_PER_MS)
        return;
    crawl->shown_ns = now;
    crawl->options->progress(crawl->options->progress_context, &progress);
}

/* ---- Beginning. */

static enum status meet_start(struct crawl *crawl, const char *url, bool is_front)
{
    struct address *address;
    enum status status = crawl_link(crawl, NULL, bytes_of_text(url), ENCODING_UTF8, &address);

    if (status != STATUS_OK || address == NULL)
        return status;
    address->is_start = true;
    if (is_front)
        crawl_mark_front(crawl, address);
    return crawl_meet(crawl, address, 0, 0, PAGE_ANCHOR);
}

static enum status meet_starts(struct crawl *crawl)
{
    const struct site *site = crawl->options->site;
    enum status status = STATUS_OK;

    for (size_t index = 0; index < site->starts.count && status == STATUS_OK; index++)
        status = meet_start(crawl, site->starts.items[index], true);
    for (size_t index = 0; index < site->column_count && status == STATUS_OK; index++)
        status = meet_start(crawl, site->columns[index].address, false);
    return status;
}

static void wake(void *context)
{
    struct crawl *crawl = context;

    fetch_wake(crawl->fetch);
}

static enum status set_up(struct crawl *crawl)
{
    const struct crawl_options *options = crawl->options;
    const struct site *site = options->site;
    enum status status = arena_create(&crawl->arena);

    crawl->fetch_options =
        (struct fetch_options){ .guard = &crawl->guard,
                                .user_agent = site->manners.user_agent,
                                .connect_to = site->connect_to.count > 0 ? site->connect_to.items : NULL,
                                .ca_file = site->ca_file,
                                .body_max = (uint64_t)site->limits.body_mib_max << 20,
                                .connect_ms = CONNECT_MS,
                                .total_ms = site->limits.seconds * 1000,
                                .stall_seconds = STALL_SECONDS,
                                .connections_max = site->manners.connections * FLIGHTS_PER_HOST,
                                .connections_per_host = site->manners.connections };
    crawl->inspect_options = (struct inspect_options){ .limits = options->limits,
                                                       .isolation = options->isolation,
                                                       .ruleset = options->ruleset,
                                                       .language = options->language,
                                                       .today = options->today,
                                                       .stop = options->stop,
                                                       .threads = options->threads,
                                                       .wake = wake,
                                                       .wake_context = crawl };
    if (status == STATUS_OK)
        status = arena_create(&crawl->scratch);
    if (status == STATUS_OK)
        status = address_table_create(&crawl->table);
    if (status == STATUS_OK)
        status = variants_create(&crawl->variants);
    for (size_t index = 0; index < site->ranges.count && status == STATUS_OK; index++)
        status = address_guard_add(&crawl->guard, site->ranges.items[index], crawl->error);
    if (status == STATUS_OK)
        status = fetch_create(&crawl->fetch_options, &crawl->fetch);
    if (status == STATUS_OK)
        status = inspectors_create(&crawl->inspect_options, &crawl->inspectors, crawl->error);
    return status;
}

static void let_go(struct crawl *crawl)
{
    crawl_guises_free(crawl);
    crawl_results_free(crawl);
    crawl_doubts_free(crawl);
    inspectors_destroy(crawl->inspectors);
    fetch_destroy(crawl->fetch);
    address_table_destroy(crawl->table);
    variants_destroy(crawl->variants);
    if (crawl->scratch != NULL)
        arena_destroy(crawl->scratch);
    if (crawl->arena != NULL)
        arena_destroy(crawl->arena);
}

/* ---- Going on, and the end. */

bool crawl_is_stopped(const struct crawl *crawl)
{
    return crawl->options->stop != NULL && atomic_load(crawl->options->stop);
}

bool crawl_is_idle(const struct crawl *crawl)
{
    return crawl->waiting == 0 && fetch_under_way(crawl->fetch) == 0 && inspectors_busy(crawl->inspectors) == 0;
}

static enum status go_on(struct crawl *crawl)
{
    enum status status = STATUS_OK;
    bool looked_back = false;

    while (status == STATUS_OK && !crawl_is_stopped(crawl)) {
        uint32_t wait_ms = WAIT_MS;

        crawl->is_late = clock_monotonic_ns() >= crawl->deadline_ns;
        if (crawl->is_late)
            break;
        status = crawl_ask(crawl, &wait_ms);
        if (status == STATUS_OK && crawl_is_idle(crawl) && crawl->held_count == 0) {
            if (!looked_back && !crawl->row->is_starts_only)
                status = crawl_look_back(crawl);
            else if (crawl_has_doubts(crawl))
                status = crawl_take_doubted(crawl);
            else
                break;
            looked_back = true;
            continue;
        }
        if (status == STATUS_OK)
            status = commit_now_and_then(crawl, &wait_ms);
        if (status == STATUS_OK)
            status = fetch_poll(crawl->fetch, wait_ms, crawl_answer, crawl);
        if (status == STATUS_OK)
            status = crawl->status;
        if (status == STATUS_OK)
            status = crawl_take_results(crawl);
        show(crawl);
    }
    return status;
}

/* Why it does not count; NULL: it does. *is_whole: though, it has gone everywhere. */
static const char *shortcoming(const struct crawl *crawl, bool *is_whole)
{
    const struct sweep_counts *counts = &crawl->row->counts;
    uint64_t expected = counts->pages_expected + counts->attachments_expected;

    *is_whole = false;
    if (crawl->was_stopped)
        return gettext("it was stopped");
    if (crawl->row->is_starts_only)
        return gettext("it was for the start pages alone: a probe had found something severe there, or another title");
    if (crawl->is_late)
        return gettext("it took longer than the site file allows (limits: minutes)");
    if (crawl->row->is_cut)
        return gettext("the site has more addresses than the site file allows (limits: pages, depth)");
    if (crawl->lacks_room)
        return gettext("temporary files could not be written: there is no room left in /tmp, or it is not there; make "
                       "room and sweep again");
    if (crawl->stood_in > 0)
        return gettext("one and the same answer came in place of several pages, or one that only sets a cookie and "
                       "loads again: a firewall stands in the way, or the server fails; have it let the sweep through");
    if (crawl->starts.state != START_READ)
        return crawl->starts.words;
    *is_whole = true;
    if (crawl->hidden > 0)
        return gettext("robots.txt forbids pages that were inspected before; see who has changed it, and put it right; "
                       "or write robots: ignore in the site file (manners), or accept it (sweep decide accept)");
    if (counts->failures * 100 > expected * crawl->options->site->limits.failed_percent_max)
        return gettext("too many addresses could not be reached (limits: failed_percent)");
    if (crawl->evidence_missing > 0)
        return gettext(
            "evidence of an incident could not be kept: there is no room left in the folder for evidence, or "
            "it cannot be written (incident show tells which); make room and sweep again");
    return NULL;
}

/* Of a sweep that did not go everywhere nothing can be said of the site, but of the pages that it has read: who puts something into
 * one could keep it quiet for ever by taking a column away, by planting addresses, or by answering some of them alike. When a start
 * page has nothing to read, a server in front of the site may have answered for all of it: then of start pages alone. */
static bool can_check(const struct crawl *crawl, bool is_whole, enum checks_extent *extent)
{
    if (is_whole)
        *extent = CHECKS_ALL;
    else
        *extent = crawl->starts.state == START_EMPTY ? CHECKS_STARTS : CHECKS_PAGES;
    return !crawl->was_stopped || crawl->row->is_starts_only;
}

static enum status check(struct crawl *crawl, bool is_complete, enum checks_extent extent)
{
    const struct checks_options options = { .store = crawl->store,
                                            .site = crawl->options->site,
                                            .sweep = crawl->row,
                                            .guises = &crawl->guises,
                                            .alarm = crawl_see_alarm,
                                            .alarm_context = crawl,
                                            .today = crawl->options->today,
                                            .now_ms = clock_wall_ms(),
                                            .is_complete = is_complete,
                                            .extent = extent,
                                            .has_damaged = &crawl->has_damaged };

    return checks_run(&options, &crawl->row->counts.opened, &crawl->row->counts.closed, crawl->error);
}

static enum status end(struct crawl *crawl)
{
    struct sweep_row *row = crawl->row;
    const char *reason;
    enum checks_extent extent;
    bool is_whole;
    enum status status = crawl_write(crawl);

    if (status == STATUS_OK)
        status = crawl_retry_evidence(crawl, &crawl->evidence_missing);
    if (status == STATUS_OK)
        status = crawl_see_starts(crawl);
    crawl_count(crawl);
    row->counts.in_doubt = 0; /* what was not settled was not reached */
    reason = shortcoming(crawl, &is_whole);
    row->outcome = reason == NULL ? SWEEP_COMPLETE : SWEEP_INCOMPLETE;
    row->reason = reason == NULL ? "" : reason;
    if (status == STATUS_OK && can_check(crawl, is_whole, &extent))
        status = check(crawl, reason == NULL, extent);
    if (crawl->has_damaged && row->outcome == SWEEP_COMPLETE) {
        row->outcome = SWEEP_INCOMPLETE;
        row->reason = gettext("the database's copy of a page is damaged, and what had to be compared with it was not; the "
                              "next sweep has the page again. If it happens more than once, check the disk and the "
                              "database (guanka store check)");
    }
    row->ended_ms = clock_wall_ms();
    if (status == STATUS_OK)
        status = sweeps_end(crawl->store, row, crawl->error);
    return end_writing(crawl, status);
}

/* As far as it has come; nothing is said of how it came out. */
static enum status leave_off(struct crawl *crawl)
{
    crawl->row->outcome = SWEEP_RUNNING;
    crawl->row->reason = "";
    crawl_count(crawl);
    return crawl_commit(crawl);
}

enum status crawl_run(const struct crawl_options *options, struct sweep_row *row, struct error *error)
{
    struct crawl crawl = { .options = options, .row = row, .error = error, .store = options->store };
    enum status status;

    crawl.deadline_ns = clock_monotonic_ns() + (uint64_t)options->site->limits.minutes * 60 * 1000 * NS_PER_MS;
    date_text(options->today, crawl.today);
    row->rules = *ruleset_digest(options->ruleset);
    error->message[0] = '\0';
    status = set_up(&crawl);
    if (status == STATUS_OK)
        status = crawl_load(&crawl);
    if (status == STATUS_OK)
        status = crawl_load_heads(&crawl);
    if (status == STATUS_OK)
        status = meet_starts(&crawl);
    if (status == STATUS_OK)
        status = go_on(&crawl);
    if (status == STATUS_OK && !row->is_starts_only)
        status = crawl_guises(&crawl);
    if (status == STATUS_OK && !row->is_starts_only)
        status = crawl_outside(&crawl);
    crawl.was_stopped = crawl_is_stopped(&crawl);
    if (status == STATUS_OK && options->is_left_off && crawl.was_stopped)
        status = leave_off(&crawl);
    else if (status == STATUS_OK)
        status = end(&crawl);
    else if (crawl.is_writing)
        store_undo(crawl.store);
    let_go(&crawl);
    if (status != STATUS_OK && error->message[0] == '\0')
        return error_set(error, status, gettext("the sweep of %s ended early: %s"), options->site->id,
                         status_code(status));
    return status;
}
