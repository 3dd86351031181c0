/* SPDX-License-Identifier: Apache-2.0 */
#include "sweep/checks.h"

#include <libintl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/array.h"
#include "report/describe.h"
#include "report/json.h"
#include "report/person_mask.h"
#include "sweep/availability.h"
#include "sweep/checks/checks_list.h"
#include "sweep/checks_data.h"
#include "sweep/kept_content.h"
#include "text/utf8.h"

enum { MESSAGE_MAX = 1 << 16, QUOTE_MAX = 300 };

/* The first two say of which pages nothing can be closed (keep_led_away). */
static const struct check *const checks[] = {
    &check_start_elsewhere,
    &check_redirect_new,
    &check_site_unreachable,
    &check_home_stale,
    &check_column_stale,
    &check_column_blank,
    &check_site_stale,
    &check_link_broken,
    &check_attachment_broken,
    &check_redirect_private,
    &check_link_private,
    &check_soft_404,
    &check_attachment_mismatch,
    &check_attachment_encrypted,
    &check_identifier_missing,
    &check_icp_missing,
    &check_police_filing_missing,
    &check_conac_missing,
    &check_report_error_entry_missing,
    &check_metadata_missing,
    &check_date_future,
    &check_date_before_document,
    &check_date_forged,
    &check_date_changed,
    &check_list_dates,
    &check_notice_expired,
    &check_page_unlinked,
    &check_home_blank,
    &check_title_changed,
    &check_script_new,
    &check_script_changed,
    &check_frame_new,
    &check_hidden_new,
    &check_outside_host_new,
    &check_outside_expired,
    &check_outside_wrong,
    &check_charset_wrong,
    &check_cloaked,
    &check_permit_missing,
    &check_domain_wrong,
    &check_robots_changed,
};

/* A page in which rules find something severe. */
struct prohibited {
    int64_t address;
    const char *family;
};

struct check_run {
    const struct checks_options *options;
    const struct check *check; /* at hand */
    struct site_view view;
    struct arena *arena;
    const char **dismissed; /* keys of what a person called a false alarm or accepted, sorted */
    size_t dismissed_count, dismissed_capacity;
    struct prohibited *prohibited;
    size_t prohibited_count, prohibited_capacity;
    bool *is_questioned; /* of each page */
    struct buf key, record, message;
    bool is_given_up;
    bool is_alarming; /* what was reported last is severe, and new, there again or worse than it was */
    uint64_t *opened;
    struct error *error;
    enum status status;
};

const struct site_view *check_view(const struct check_run *run)
{
    return &run->view;
}

const struct guise_samples *check_guises(const struct check_run *run)
{
    return run->options->guises;
}

void check_fail(struct check_run *run, enum status status)
{
    run->status = run->status == STATUS_OK ? status : run->status;
}

/* ---- What a person has said. */

static bool add_dismissed(void *context, const struct finding_row *row)
{
    struct check_run *run = context;
    const char *key;

    if (strcmp(row->category, "site") != 0)
        return true;
    key = arena_text(run->arena, row->key, strlen(row->key));
    run->status = key == NULL ? STATUS_NO_MEMORY
                              : ARRAY_GROW(&run->dismissed, &run->dismissed_capacity, run->dismissed_count + 1);
    if (run->status == STATUS_OK)
        run->dismissed[run->dismissed_count++] = key;
    return run->status == STATUS_OK;
}

static int compare_keys(const void *left, const void *right)
{
    return strcmp(*(const char *const *)left, *(const char *const *)right);
}

static enum status load_dismissed(struct check_run *run)
{
    const struct findings_filter filter = { .site = run->options->site->id,
                                            .states =
                                                UINT32_C(1) << FINDING_FALSE_ALARM | UINT32_C(1) << FINDING_ACCEPTED };
    enum status status = findings_list(run->options->store, &filter, add_dismissed, run, run->error);

    if (status == STATUS_OK && run->dismissed_count > 1)
        qsort(run->dismissed, run->dismissed_count, sizeof *run->dismissed, compare_keys);
    return status == STATUS_OK ? run->status : status;
}

/* ---- What rules have found. */

static bool add_prohibited(void *context, const struct finding_row *row)
{
    struct check_run *run = context;
    const char *family;

    if (row->severity != FINDING_SEVERE || !guise_rule_counts(row->category, row->severity))
        return true;
    family = arena_text(run->arena, row->category, strlen(row->category));
    run->status = family == NULL ? STATUS_NO_MEMORY
                                 : ARRAY_GROW(&run->prohibited, &run->prohibited_capacity, run->prohibited_count + 1);
    if (run->status == STATUS_OK)
        run->prohibited[run->prohibited_count++] = (struct prohibited){ row->address, family };
    return run->status == STATUS_OK;
}

static enum status load_prohibited(struct check_run *run)
{
    const struct findings_filter filter = { .site = run->options->site->id, .states = UINT32_C(1) << FINDING_OPEN };
    enum status status = findings_list(run->options->store, &filter, add_prohibited, run, run->error);

    return status == STATUS_OK ? run->status : status;
}

const char *check_prohibited(const struct check_run *run, const struct view_page *page)
{
    for (size_t index = 0; index < run->prohibited_count; index++) {
        if (run->prohibited[index].address == page->id)
            return run->prohibited[index].family;
    }
    return NULL;
}

/* ---- What checks say. */

enum status checks_make_state(struct arena *arena, const char *url, struct bytes state, const char **subject)
{
    char digits[DIGEST_TEXT_SIZE];
    struct digest digest;
    size_t size = strlen(url) + sizeof digits + 1;
    char *text = arena_alloc(arena, size);
    enum status status = text != NULL ? digest_of(state, &digest) : STATUS_NO_MEMORY;

    *subject = url;
    if (status != STATUS_OK)
        return status;
    digest_text(&digest, digits);
    (void)snprintf(text, size, "%s %s", url, digits);
    *subject = text;
    return STATUS_OK;
}

const char *check_state(struct check_run *run, const struct view_page *page, struct bytes state)
{
    const char *subject;

    check_fail(run, checks_make_state(run->arena, page->url, state, &subject));
    return subject;
}

static const char *make_key(struct check_run *run, const struct check *check, const struct view_page *page,
                            const char *subject)
{
    buf_clear(&run->key);
    buf_format(&run->key, "%s %s", check->name, subject != NULL ? subject : page->url);
    return run->key.data;
}

static bool is_dismissed(const struct check_run *run, const char *key)
{
    return run->dismissed_count > 0
           && bsearch(&key, run->dismissed, run->dismissed_count, sizeof *run->dismissed, compare_keys) != NULL;
}

void check_question(struct check_run *run, const struct view_page *page, const char *subject)
{
    const char *key = make_key(run, run->check, page, subject);

    if (is_dismissed(run, key))
        return;
    run->is_questioned[page - run->view.pages] = true;
}

enum status checks_quote(struct arena *arena, const char *text, const char **quote)
{
    struct buf masked = BUF_INIT(MESSAGE_MAX);
    const char *kept;
    enum status status;

    person_mask(&masked, text, strlen(text));
    kept = arena_text(arena, masked.data != NULL ? masked.data : "",
                      masked.size > QUOTE_MAX ? utf8_floor(masked.data, masked.size, QUOTE_MAX) : masked.size);
    status = kept == NULL || buf_status(&masked) != STATUS_OK ? STATUS_NO_MEMORY : STATUS_OK;
    buf_free(&masked);
    *quote = kept != NULL ? kept : "";
    return status;
}

const char *check_quote(struct check_run *run, const char *text)
{
    const char *quote;

    check_fail(run, checks_quote(run->arena, text, &quote));
    return quote;
}

void checks_write_record(struct buf *out, const struct check *check, const char *url, const char *linked_from,
                         const char *message)
{
    buf_clear(out);
    buf_byte(out, '{');
    json_text(out, "type", "site-check");
    json_text(out, "check", check->name);
    json_text(out, "basis", check->basis);
    person_mask_member(out, "url", url);
    person_mask_member(out, "linked_from", linked_from);
    person_mask_member(out, "message", message);
    json_text(out, "advice", gettext(check->advice));
    buf_byte(out, '}');
}

static enum finding_change see(struct check_run *run, const struct finding_row *row)
{
    const struct checks_options *options = run->options;
    enum finding_change change = FINDING_IS_KNOWN;
    char today[DATE_TEXT_SIZE];

    date_text(options->today, today);
    if (run->status == STATUS_OK)
        run->status =
            findings_see(options->store, row, options->sweep->id, options->now_ms, today, &change, run->error);
    run->is_alarming = run->status == STATUS_OK && change != FINDING_IS_KNOWN && row->severity == FINDING_SEVERE;
    *run->opened += run->status == STATUS_OK && findings_opens(change) ? 1 : 0;
    return change;
}

void check_report(struct check_run *run, const struct view_page *page, const char *subject,
                  enum finding_severity severity, const char *format, ...)
{
    const struct view_page *via = site_view_via(&run->view, page);
    enum finding_change change;
    const char *key;
    va_list values;

    run->is_alarming = false;
    if (run->status != STATUS_OK)
        return;
    va_start(values, format);
    buf_clear(&run->message);
    buf_format_list(&run->message, format, values);
    va_end(values);
    check_fail(run, buf_status(&run->message));
    checks_write_record(&run->record, run->check, page->url, via != NULL ? via->url : NULL, run->message.data);
    key = make_key(run, run->check, page, subject);
    check_fail(run, buf_status(&run->record));
    check_fail(run, buf_status(&run->key));
    change = see(run, &(struct finding_row){ .site = run->options->site->id,
                                             .key = key,
                                             .address = page->id,
                                             .rule = run->check->name,
                                             .category = "site",
                                             .severity = severity,
                                             .record = run->record.data });
    if (run->check->compares && (change == FINDING_IS_REOPENED || !is_dismissed(run, key)))
        run->is_questioned[page - run->view.pages] = true;
    if (run->check->family != NULL)
        check_alarm(run, page, run->check->family, NULL);
}

bool check_is_lost(struct check_run *run, const struct view_page *page)
{
    const struct checks_options *options = run->options;
    enum visit_state last = VISIT_DONE;
    bool was_visited;

    if (run->status == STATUS_OK)
        run->status = sweeps_last_visit(options->store, page->id, options->sweep->id, &was_visited, &last, run->error);
    if (last == VISIT_FAILED || last == VISIT_GONE)
        return true;
    return check_has_found(run, run->check, page);
}

void check_give_up(struct check_run *run)
{
    run->is_given_up = true;
}

bool check_content(struct check_run *run, const struct view_page *page, struct buf *content)
{
    enum kept_content kept = KEPT_FORGOTTEN;
    struct digest digest;

    if (run->status == STATUS_OK && page->facts != NULL && digest_parse(page->facts->content, &digest))
        check_fail(run, kept_content_read(run->options->store, &digest, content, &kept, run->error));
    if (kept == KEPT_DAMAGED) {
        *run->options->has_damaged = true;
        check_question(run, page, NULL);
    }
    return kept == KEPT_WHOLE && run->status == STATUS_OK;
}

void check_keep(struct check_run *run, const struct finding_row *row)
{
    (void)see(run, row);
}

void check_keep_page(struct check_run *run, const struct view_page *page)
{
    const struct checks_options *options = run->options;

    if (run->status == STATUS_OK)
        run->status = findings_keep(options->store, options->site->id, page->id, run->check->name, options->sweep->id,
                                    options->now_ms, run->error);
}

bool check_has_found(struct check_run *run, const struct check *other, const struct view_page *page)
{
    const struct checks_options *options = run->options;
    bool stands = false;

    if (run->status == STATUS_OK)
        run->status =
            findings_stands(options->store, options->site->id, make_key(run, other, page, NULL), &stands, run->error);
    return stands;
}

void check_alarm(struct check_run *run, const struct view_page *page, const char *family,
                 const struct inspected_bytes *judged)
{
    const struct inspected_finding finding = { .key = run->key.data,
                                               .rule = run->check->name,
                                               .category = family,
                                               .severity = FINDING_SEVERE,
                                               .record = run->record.data };

    if (run->status == STATUS_OK && run->is_alarming)
        run->status =
            run->options->alarm(run->options->alarm_context, &(struct check_alarm){ .page = page,
                                                                                    .family = family,
                                                                                    .finding = &finding,
                                                                                    .judged = judged,
                                                                                    .was_good = run->check->compares });
}

/* ---- Whether start pages could be opened. */

void check_availability(struct check_run *run, const char *start)
{
    const struct checks_options *options = run->options;
    struct buf words = BUF_INIT(MESSAGE_MAX);
    struct availability availability = { 0 };
    const struct view_page *page = site_view_of_url(&run->view, start);

    if (run->status != STATUS_OK || page == NULL)
        return;
    run->status = availability_of(options->store, options->site, start, options->now_ms, &availability, run->error);
    availability_describe(&words, &availability);
    check_fail(run, buf_status(&words));
    if (run->status == STATUS_OK && availability.is_found)
        check_report(run, page, NULL, availability.severity, "%s", words.data);
    buf_free(&words);
}

static const struct check *find_check(const char *name)
{
    for (size_t index = 0; index < sizeof checks / sizeof *checks; index++) {
        if (strcmp(checks[index]->name, name) == 0)
            return checks[index];
    }
    return NULL;
}

bool checks_know(const char *name)
{
    return find_check(name) != NULL;
}

bool checks_compare(const char *name)
{
    const struct check *check = find_check(name);

    return check != NULL && check->compares;
}

bool checks_is_of_link(const char *name)
{
    const struct check *check = find_check(name);

    return check != NULL && check->is_of_link;
}

bool checks_need_page(const char *name)
{
    const struct check *check = find_check(name);

    return check != NULL && !check->needs_no_page;
}

const char *checks_title(const char *name)
{
    const struct check *check = find_check(name);

    return check != NULL && check->title != NULL ? gettext(check->title) : name;
}

const char *checks_kind(const struct finding_row *row)
{
    return strcmp(row->category, "site") == 0 ? checks_title(row->rule) : describe_category(row->category);
}

/* ---- The baseline. */

/* What was seen in this sweep and is not in question is what the next one compares with. */
static enum status accept_pages(struct check_run *run)
{
    enum status status = STATUS_OK;

    if (!run->view.has_baseline)
        return resources_accept_all(run->options->store, run->options->site->id, run->error);
    for (size_t index = 0; index < run->view.page_count && status == STATUS_OK; index++) {
        const struct view_page *page = &run->view.pages[index];

        if (page->is_met && page->state == VISIT_DONE && page->facts != page->before && !run->is_questioned[index]
            && (page->facts == NULL || !page->facts->is_blank))
            status = resources_accept(run->options->store, page->id, run->error);
    }
    return status;
}

static enum status close_unseen(struct check_run *run, uint64_t *closed)
{
    const struct checks_options *options = run->options;
    const char *name = run->check->name;

    return run->check->needs_no_page ? findings_close_unseen(options->store, options->site->id, 0, name,
                                                             options->sweep->id, options->now_ms, closed, run->error)
                                     : findings_close_visited(options->store, options->site->id, name,
                                                              options->sweep->id, options->now_ms, closed, run->error);
}

/* Of a page whose redirection is in question nobody has seen what is on it: what stands elsewhere mends nothing. Where a start
 * page leads is in its redirection itself. */
static void keep_led_away(struct check_run *run)
{
    for (size_t index = 0; index < run->view.page_count; index++) {
        const struct view_page *page = &run->view.pages[index];

        if (run->is_questioned[index] && page->is_met && page->state == VISIT_REDIRECT)
            check_keep_page(run, page);
    }
}

static bool is_made(const struct check_run *run)
{
    const struct check *check = run->check;
    enum checks_extent extent = run->options->extent;

    return (!check->compares || run->view.has_baseline)
           && (extent == CHECKS_ALL || (extent == CHECKS_PAGES ? check->takes_pages : check->takes_starts));
}

static enum status run_all(struct check_run *run, uint64_t *closed)
{
    const struct checks_options *options = run->options;
    enum status status = STATUS_OK;

    for (size_t index = 0; index < sizeof checks / sizeof *checks && status == STATUS_OK; index++) {
        run->check = checks[index];
        run->is_given_up = false;
        if (is_made(run))
            run->check->run(run);
        if (run->check != &check_start_elsewhere && !run->check->needs_no_page)
            keep_led_away(run);
        status = run->status;
        if (status == STATUS_OK && options->is_complete && !run->is_given_up)
            status = close_unseen(run, closed);
    }
    return status == STATUS_OK && options->is_complete ? accept_pages(run) : status;
}

enum status checks_run(const struct checks_options *options, uint64_t *opened, uint64_t *closed, struct error *error)
{
    struct check_run run = { .options = options,
                             .key = BUF_INIT(1 << 16),
                             .record = BUF_INIT(1 << 20),
                             .message = BUF_INIT(MESSAGE_MAX),
                             .opened = opened,
                             .error = error };
    enum status status = arena_create(&run.arena);

    if (status == STATUS_OK)
        status =
            site_view_load(options->store, run.arena, options->site, options->sweep, options->today, &run.view, error);
    if (status == STATUS_OK) {
        run.is_questioned = arena_zeroed(run.arena, run.view.page_count + 1);
        status = run.is_questioned == NULL ? STATUS_NO_MEMORY : load_dismissed(&run);
    }
    if (status == STATUS_OK)
        status = load_prohibited(&run);
    if (status == STATUS_OK)
        status = run_all(&run, closed);
    alloc_free(run.dismissed);
    alloc_free(run.prohibited);
    buf_free(&run.key);
    buf_free(&run.record);
    buf_free(&run.message);
    if (run.arena != NULL)
        arena_destroy(run.arena);
    return status;
}
