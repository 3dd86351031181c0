/* SPDX-License-Identifier: Apache-2.0 */
#include "sweep/checks.h"

#include <libintl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/array.h"
#include "report/json.h"
#include "sweep/checks/site_checks.h"
#include "sweep/link_list.h"

const struct site_check *const *checks_all(void)
{
    static const struct site_check *const all[] = { &check_link_broken,
                                                    &check_attachment_broken,
                                                    &check_soft_404,
                                                    &check_attachment_mismatch,
                                                    &check_attachment_encrypted,
                                                    &check_identifier,
                                                    &check_icp,
                                                    &check_police_filing,
                                                    &check_report_error_entry,
                                                    &check_conac,
                                                    &check_home_stale,
                                                    &check_column_stale,
                                                    &check_column_blank,
                                                    &check_date_future,
                                                    &check_page_unlinked,
                                                    &check_title_changed,
                                                    &check_script_new,
                                                    &check_script_changed,
                                                    &check_frame_new,
                                                    &check_outside_host_new,
                                                    &check_outside_expired,
                                                    NULL };

    return all;
}

/* ---- What the sweep has seen. */

struct checking {
    struct store *store;
    const struct site *site;
    struct arena *arena;
    struct sweep_row *row;
    struct error *error;
    struct site_view view;
    size_t capacity;
    int64_t baseline_ms; /* when the first complete sweep was over; INT64_MAX: there was none */
    int64_t at_ms;
    char today[DATE_TEXT_SIZE];
    enum status status;
};

static bool take_baseline(void *context, const struct sweep_row *row)
{
    struct checking *checking = context;

    if (row->outcome != SWEEP_COMPLETE || row->id == checking->row->id)
        return true;
    checking->baseline_ms = row->ended_ms;
    return false;
}

static struct bytes copy_bytes(struct checking *checking, struct bytes bytes)
{
    uint8_t *copy = arena_alloc(checking->arena, bytes.size + 1);

    if (copy == NULL) {
        checking->status = STATUS_NO_MEMORY;
        return (struct bytes){ 0 };
    }
    if (bytes.size > 0)
        memcpy(copy, bytes.data, bytes.size);
    return bytes_of(copy, bytes.size);
}

static bool take_address(void *context, const struct resource_row *row)
{
    struct checking *checking = context;
    struct arena_copies copies = { .arena = checking->arena };
    struct seen_address *address;
    struct url_parts parts;

    checking->status = ARRAY_GROW(&checking->view.addresses, &checking->capacity, checking->view.count + 1);
    if (checking->status != STATUS_OK)
        return false;
    address = &checking->view.addresses[checking->view.count++];
    *address = (struct seen_address){ .id = row->address.id,
                                      .url = arena_copy(&copies, row->address.url),
                                      .is_new = row->address.first_seen_ms > checking->baseline_ms,
                                      .is_changed_since = row->changed_ms > checking->baseline_ms,
                                      .http_status = row->http_status,
                                      .media_type = arena_copy(&copies, row->media_type),
                                      .size = row->size,
                                      .digest = row->digest,
                                      .target = row->target,
                                      .is_read = row->coverage[0] != '\0',
                                      .has_before = row->facts_before[0] != '\0' };
    address->file = url_file_type(address->url);
    address->is_outside = url_split(address->url, &parts) && !site_has_host(checking->site, parts.host);
    checking->status = facts_read(checking->arena, row->facts, &address->facts);
    if (checking->status == STATUS_OK)
        checking->status = facts_read(checking->arena, row->facts_before, &address->before);
    address->links = copy_bytes(checking, row->links);
    if (copies.has_failed)
        checking->status = STATUS_NO_MEMORY;
    return checking->status == STATUS_OK;
}

static bool take_visit(void *context, const struct visit *visit)
{
    struct checking *checking = context;
    /* The view is this one's own. */
    struct seen_address *address = (struct seen_address *)(uintptr_t)site_view_find(&checking->view, visit->address);

    if (address == NULL) { /* it has never been had */
        checking->status = ARRAY_GROW(&checking->view.addresses, &checking->capacity, checking->view.count + 1);
        return checking->status == STATUS_OK;
    }
    address->is_visited = true;
    address->state = visit->state;
    address->depth = visit->depth;
    address->via = visit->via;
    return true;
}

static int compare_ids(const void *left, const void *right)
{
    const struct seen_address *first = left, *second = right;

    return (first->id > second->id) - (first->id < second->id);
}

const struct seen_address *site_view_find(const struct site_view *view, int64_t id)
{
    const struct seen_address wanted = { .id = id };

    return view->count == 0 ? NULL
                            : bsearch(&wanted, view->addresses, view->count, sizeof *view->addresses, compare_ids);
}

const struct seen_address *site_view_find_url(const struct site_view *view, const char *url)
{
    for (size_t index = 0; index < view->count; index++) {
        if (strcmp(view->addresses[index].url, url) == 0)
            return &view->addresses[index];
    }
    return NULL;
}

/* The index page of a folder that was looked at already by its own name is told once. */
static void leave_out_twins(struct site_view *view)
{
    for (size_t index = 0; index < view->count; index++) {
        struct seen_address *address = &view->addresses[index];
        char folder[URL_SIZE_MAX + 1];
        const struct seen_address *twin;

        if (!url_folder_of_index(address->url, folder))
            continue;
        twin = site_view_find_url(view, folder);
        if (twin != NULL && twin->is_visited && memcmp(&twin->digest, &address->digest, sizeof twin->digest) == 0)
            address->is_visited = false;
    }
}

static void mark_linked(struct site_view *view)
{
    for (size_t index = 0; index < view->count; index++) {
        const struct seen_address *page = &view->addresses[index];
        struct listed_link link;
        size_t offset = 0;

        while (page->is_visited && page->state == VISIT_DONE && link_list_next(page->links, &offset, &link)) {
            struct seen_address *target = (struct seen_address *)(uintptr_t)site_view_find(view, link.address);

            if (target != NULL && link.element == PAGE_ANCHOR && !link.is_hidden)
                target->is_linked = true;
        }
    }
}

static enum status look(struct checking *checking)
{
    enum status status =
        sweeps_list(checking->store, checking->site->id, 0, INT64_MAX, take_baseline, checking, checking->error);

    checking->view.has_baseline = checking->baseline_ms != INT64_MAX;
    if (status == STATUS_OK)
        status = resources_list_facts(checking->store, checking->site->id, take_address, checking, checking->error);
    if (status == STATUS_OK)
        status = checking->status;
    if (status == STATUS_OK)
        status = sweeps_list_visits(checking->store, checking->row->id, take_visit, checking, checking->error);
    mark_linked(&checking->view);
    leave_out_twins(&checking->view);
    return status == STATUS_OK ? checking->status : status;
}

/* ---- Telling. */

static void write_record(struct buf *record, const struct site_check *check, const struct seen_address *address,
                         const char *message)
{
    buf_byte(record, '{');
    json_text(record, "type", "site-check");
    json_text(record, "rule", check->name);
    json_text(record, "basis", check->basis);
    json_text(record, "url", address->url);
    json_text(record, "message", message);
    json_text(record, "advice", gettext(check->advice));
    buf_byte(record, '}');
}

static void tell(struct checking *checking, const struct site_check *check, enum finding_severity severity,
                 const struct seen_address *address, const char *message)
{
    struct buf key = BUF_INIT(1 << 16), record = BUF_INIT(1 << 16);
    enum finding_change change;

    buf_format(&key, "%s %s", check->name, address->url);
    write_record(&record, check, address, message);
    if (checking->status == STATUS_OK)
        checking->status = buf_status(&key) != STATUS_OK ? buf_status(&key) : buf_status(&record);
    if (checking->status == STATUS_OK)
        checking->status = findings_see(checking->store,
                                        &(struct finding_row){ .site = checking->site->id,
                                                               .key = key.data,
                                                               .address = address->id,
                                                               .rule = check->name,
                                                               .category = "site",
                                                               .severity = severity,
                                                               .record = record.data },
                                        checking->row->id, checking->at_ms, checking->today, &change, checking->error);
    if (checking->status == STATUS_OK && change != FINDING_IS_KNOWN)
        checking->row->counts.opened++;
    buf_free(&key);
    buf_free(&record);
}

void checks_tell_as(struct checking *checking, const struct site_check *check, enum finding_severity severity,
                    const struct seen_address *address, const char *format, ...)
{
    char message[2048];
    va_list values;

    va_start(values, format);
    (void)vsnprintf(message, sizeof message, format, values);
    va_end(values);
    tell(checking, check, severity, address, message);
}

void checks_tell(struct checking *checking, const struct site_check *check, const struct seen_address *address,
                 const char *format, ...)
{
    char message[2048];
    va_list values;

    va_start(values, format);
    (void)vsnprintf(message, sizeof message, format, values);
    va_end(values);
    tell(checking, check, check->severity, address, message);
}

/* ---- */

static enum status run_all(struct checking *checking)
{
    enum status status = STATUS_OK;

    for (const struct site_check *const *check = checks_all(); *check != NULL && status == STATUS_OK; check++) {
        (*check)->run(*check, checking, &checking->view);
        status = checking->status;
        /* Of a sweep that is not complete nobody knows whether what it has not seen is mended. */
        if (status == STATUS_OK && checking->row->outcome == SWEEP_COMPLETE)
            status = findings_close_unseen(checking->store, checking->site->id, 0, (*check)->name, checking->row->id,
                                           checking->at_ms, &checking->row->counts.closed, checking->error);
    }
    return status;
}

enum status checks_run(struct store *store, const struct site *site, struct date today, int64_t at_ms,
                       struct sweep_row *row, struct error *error)
{
    struct checking checking = { .store = store,
                                 .site = site,
                                 .row = row,
                                 .error = error,
                                 .view = { .site = site, .today = today },
                                 .baseline_ms = INT64_MAX,
                                 .at_ms = at_ms };
    enum status status = arena_create(&checking.arena);

    date_text(today, checking.today);
    if (status != STATUS_OK)
        return status;
    status = look(&checking);
    if (status == STATUS_OK)
        status = run_all(&checking);
    alloc_free(checking.view.addresses);
    arena_destroy(checking.arena);
    return status;
}
