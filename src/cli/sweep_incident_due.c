/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>

#include "base/alloc.h"
#include "cli/config_file.h"
#include "cli/sweep_event.h"
#include "cli/sweep_incident_data.h"
#include "cli/sweep_late.h"
#include "report/json.h"
#include "report/words.h"
#include "sweep/incident.h"
#include "sweep/notify.h"
#include "sweep/slots.h"

enum { TEXT_MAX = 1 << 16, SECRET_MAX = 4096 };

/* An open incident, and what was noted of it now. */
struct reminded {
    struct incident_row *row;
    struct sweep_incident_site site;
    struct sweep_late late;
    bool is_untold;
};

static enum status remind(const struct sweep_incident_options *options, struct store *store, struct incident_row *row,
                          const struct site *site, unsigned minutes, struct error *error)
{
    bool is_late = incident_is_late(row, options->now_ms);
    struct buf body = BUF_INIT(TEXT_MAX);
    enum status status;

    row->warned = minutes;
    if (is_late && row->overdue_ms == 0)
        row->overdue_ms = options->now_ms;
    buf_byte(&body, '{');
    json_number(&body, "minutes", minutes);
    status = sweep_incident_add_entry(store, row, "automatic", is_late ? "incident-overdue" : "incident-reminder",
                                      &body, options->now_ms, error);
    if (status == STATUS_OK && site != NULL)
        status = notify_queue(store, site, row, is_late ? NOTIFY_OVERDUE : NOTIFY_REMINDER, "", options->now_ms, error);
    return status;
}

static enum status remind_one(const struct sweep_incident_options *options, struct store *store, struct arena *arena,
                              struct reminded *reminded, struct error *error)
{
    unsigned minutes = incident_reminder(reminded->row, options->now_ms);
    enum status status = sweep_incident_find_site(options, store, reminded->row, arena, &reminded->site, error);
    const struct site *site = sweep_incident_told_site(&reminded->site);

    if (status == STATUS_OK && minutes != 0)
        status = remind(options, store, reminded->row, site, minutes, error);
    if (status == STATUS_OK)
        status = sweep_late_note(store, site, reminded->row, options->now_ms, &reminded->late, error);
    reminded->is_untold = reminded->late.is_untold || (minutes != 0 && site == NULL);
    return status;
}

static void tell_reminded(const struct sweep_incident_options *options, const struct reminded *reminded)
{
    if (reminded->row->overdue_ms == options->now_ms) /* from now on */
        sweep_event_incident(options->log, "incident-overdue", reminded->row);
    sweep_late_tell(options->log, reminded->row, &reminded->late);
    if (reminded->is_untold)
        sweep_incident_tell_untold(options, reminded->row, &reminded->site.site);
}

static enum status remind_each(const struct sweep_incident_options *options, struct store *store,
                               struct sweep_incidents *found, struct reminded *reminded, struct error *error)
{
    enum status status = STATUS_OK;

    for (size_t index = 0; index < found->count && status == STATUS_OK; index++) {
        reminded[index].row = &found->rows[index];
        status = remind_one(options, store, found->copies.arena, &reminded[index], error);
    }
    return status == STATUS_OK ? store_commit(store, error) : status;
}

/* Those of other programs that were reported meanwhile are not reminded of: all in one transaction. */
static enum status remind_all(const struct sweep_incident_options *options, struct store *store,
                              struct sweep_incidents *found, struct error *error)
{
    struct reminded *reminded = NULL;
    enum status status = store_begin(store, error);

    if (status != STATUS_OK)
        return status;
    status = sweep_incidents_find(store, &(struct incidents_filter){ .only_open = true }, found, error);
    if (status == STATUS_OK) {
        reminded = alloc_zeroed(found->count + 1, sizeof *reminded);
        status = reminded != NULL ? remind_each(options, store, found, reminded, error) : STATUS_NO_MEMORY;
    }
    if (status != STATUS_OK)
        store_undo(store);
    for (size_t index = 0; index < found->count && status == STATUS_OK; index++)
        tell_reminded(options, &reminded[index]);
    alloc_free(reminded);
    return status;
}

/* What should have been done by now, for whoever runs it: the timer's journal, and the terminal. */
static void shout(const struct sweep_incident_options *options, const struct incident_row *row, unsigned *late)
{
    char deadline[SLOTS_TIME_SIZE];

    slots_time_write(incident_report_due_ms(row), deadline);
    if (incident_is_late(row, options->now_ms))
        fprintf(stderr, _("guanka: OVERDUE: incident %s at %s had to be reported by %s\n"), row->id, row->site,
                deadline);
    if (incident_needs_progress(row, options->now_ms))
        fprintf(stderr, _("guanka: OVERDUE: incident %s needs a report of its progress\n"), row->id);
    if (incident_needs_daily(row, options->now_ms))
        fprintf(stderr, _("guanka: OVERDUE: incident %s needs its daily report\n"), row->id);
    if (incident_is_late(row, options->now_ms) || incident_needs_progress(row, options->now_ms)
        || incident_needs_daily(row, options->now_ms))
        ++*late;
    else if (row->reported_ms == 0)
        printf(_("%s at %s has to be reported by %s\n"), row->id, row->site, deadline);
}

static enum status read_secret(const char *path, struct buf *secret, const char **value, struct error *error)
{
    enum status status = config_file_secret(path, secret, error);

    if (path != NULL)
        *value = secret->size > 0 ? secret->data : NULL;
    return status;
}

static enum status send_waiting(const struct sweep_incident_options *options, struct store *store, struct error *error)
{
    const struct site_file *file = options->file;
    struct notify_options notify = {
        .smtp = file->mail.smtp, .smtp_user = file->mail.user, .smtp_password = "", .from = file->mail.from
    };
    struct buf key = BUF_INIT(SECRET_MAX), password = BUF_INIT(SECRET_MAX);
    unsigned waiting = 0;
    enum status status = read_secret(file->webhook_key_file, &key, &notify.webhook_key, error);

    notify.ca_file = file->mail.ca_file;
    if (status == STATUS_OK)
        status = read_secret(file->mail.password_file, &password, &notify.smtp_password, error);
    if (status == STATUS_OK)
        status = notify_send_due(store, &notify, options->now_ms, &waiting, error);
    if (status == STATUS_OK && waiting > 0)
        fprintf(stderr, _("guanka: %u messages about incidents could not be sent and are tried again\n"), waiting);
    buf_free(&key);
    buf_free(&password);
    return status;
}

enum status sweep_incident_due(const struct sweep_incident_options *options, unsigned *late, struct error *error)
{
    struct store *store;
    struct sweep_incidents found = { 0 };
    enum status status = store_open(options->file->store, STORE_WRITE, &store, error);

    *late = 0;
    if (status != STATUS_OK)
        return status;
    status = remind_all(options, store, &found, error);
    for (size_t index = 0; index < found.count && status == STATUS_OK; index++)
        shout(options, &found.rows[index], late);
    if (status == STATUS_OK)
        status = send_waiting(options, store, error);
    if (status == STATUS_OK)
        status = sweep_incident_tell_given_up(store, NULL, false, error);
    sweep_incidents_free(&found);
    store_close(store);
    return status;
}
