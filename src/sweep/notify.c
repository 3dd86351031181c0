/* SPDX-License-Identifier: Apache-2.0 */
#include "sweep/notify.h"

#include <string.h>

#include "base/buf.h"
#include "report/json.h"
#include "report/person_mask.h"
#include "report/words.h"
#include "store/notices.h"
#include "sweep/incident.h"
#include "sweep/slots.h"

enum { BODY_MAX = 1 << 20 };

/* ---- What is said. */

static const char *const events[] = { "opened", "reminder", "overdue", "progress-overdue", "daily-overdue" };

static const char *subject_of(enum notify_event event)
{
    switch (event) {
    case NOTIFY_OPENED:
        return _("%s: incident %s, first report due by %s");
    case NOTIFY_REMINDER:
        return _("%s: incident %s is not reported yet, due by %s");
    case NOTIFY_PROGRESS_OVERDUE:
        return _("%s: the report of progress of incident %s is OVERDUE since %s");
    case NOTIFY_DAILY_OVERDUE:
        return _("%s: the daily report of incident %s is OVERDUE since %s");
    default:
        return _("%s: the first report of incident %s is OVERDUE since %s");
    }
}

struct words {
    char discovered[SLOTS_TIME_SIZE], deadline[SLOTS_TIME_SIZE];
    struct buf subject, text, json;
};

/* What is to be told of. */
struct occasion {
    const struct site *site;
    const struct incident_row *row;
    enum notify_event event;
    const char *detail;
    int64_t due_ms; /* of the report that the message is about */
};

static void write_first(const struct occasion *occasion, const char *address, struct words *words)
{
    const struct site *site = occasion->site;
    const struct incident_row *row = occasion->row;

    buf_format(&words->text,
               _("Site: %s (%s)\nIncident: %s\nKind: %s\nDiscovered: %s\nFirst report due by: %s\nAddress: %s\n\n"
                 "See what was found: guanka sweep --sites FILE incident show %s\n"
                 "Write the draft of the report: guanka sweep --sites FILE incident report %s --output FILE\n"
                 "Evidence is kept; what is urgent is removed at once and reported after it.\n"),
               site->name, site->unit, row->id, incident_describe_kind(row->kind), words->discovered, words->deadline,
               address, row->id, row->id);
}

static void write_late(const struct occasion *occasion, struct words *words)
{
    const struct site *site = occasion->site;
    const struct incident_row *row = occasion->row;
    bool is_daily = occasion->event == NOTIFY_DAILY_OVERDUE;

    buf_format(&words->text,
               _("Site: %s (%s)\nIncident: %s\nKind: %s\nGrade: %s\nDiscovered: %s\nMissing: %s, due by %s\n\n"
                 "Report it, and say so: guanka sweep --sites FILE incident note %s %s --by NAME --text TEXT\n"
                 "It is asked for until the end of the incident is approved.\n"),
               site->name, site->unit, row->id, incident_describe_kind(row->kind), incident_describe_grade(row->grade),
               words->discovered, is_daily ? _("daily report") : _("report of progress"), words->deadline, row->id,
               incident_step_name(is_daily ? STEP_DAILY : STEP_PROGRESS));
}

static void write_object(const struct occasion *occasion, struct words *words)
{
    const struct site *site = occasion->site;
    const struct incident_row *row = occasion->row;

    buf_byte(&words->json, '{');
    json_number(&words->json, "v", 1);
    json_text(&words->json, "type", "incident");
    json_text(&words->json, "event", events[occasion->event]);
    json_text(&words->json, "incident", row->id);
    json_text(&words->json, "site", site->id);
    json_text(&words->json, "name", site->name);
    json_text(&words->json, "kind", incidents_kind_name(row->kind));
    json_text(&words->json, "family", row->family);
    json_text(&words->json, "discovered", words->discovered);
    json_text(&words->json, "deadline", words->deadline);
    person_mask_member(&words->json, "url", occasion->detail[0] != '\0' ? occasion->detail : NULL);
    buf_byte(&words->json, '}');
}

static enum status say(const struct occasion *occasion, struct words *words)
{
    struct buf address = BUF_INIT(BODY_MAX);
    enum status status;

    slots_time_write(occasion->row->discovered_ms, words->discovered);
    slots_time_write(occasion->due_ms, words->deadline);
    buf_format(&words->subject, subject_of(occasion->event), occasion->site->name, occasion->row->id, words->deadline);
    person_mask_line(&address, occasion->detail, strlen(occasion->detail));
    if (occasion->event == NOTIFY_PROGRESS_OVERDUE || occasion->event == NOTIFY_DAILY_OVERDUE)
        write_late(occasion, words);
    else
        write_first(occasion, address.data != NULL ? address.data : "", words);
    status = buf_status(&address);
    buf_free(&address);
    write_object(occasion, words);
    if (status != STATUS_OK || buf_status(&words->subject) != STATUS_OK || buf_status(&words->text) != STATUS_OK)
        return STATUS_NO_MEMORY;
    return buf_status(&words->json);
}

static enum status queue_all(struct store *store, const struct site *site, const struct incident_row *row,
                             const struct words *words, int64_t at_ms, struct error *error)
{
    struct notice_row notice = { .incident = row->id, .subject = words->subject.data, .created_ms = at_ms };
    struct buf address = BUF_INIT(BODY_MAX);
    enum status status = STATUS_OK;

    notice.body = words->json.data;
    for (size_t index = 0; index < site->webhooks.count && status == STATUS_OK; index++) {
        notice.address = site->webhooks.items[index];
        status = notices_insert(store, &notice, error);
    }
    notice.body = words->text.data;
    for (size_t index = 0; index < site->mail.count && status == STATUS_OK; index++) {
        buf_clear(&address);
        buf_format(&address, "%s%s", NOTIFY_MAIL_SCHEME, site->mail.items[index]);
        status = buf_status(&address);
        notice.address = address.data;
        if (status == STATUS_OK)
            status = notices_insert(store, &notice, error);
    }
    buf_free(&address);
    return status;
}

static enum status queue(struct store *store, const struct occasion *occasion, int64_t at_ms, struct error *error)
{
    struct words words = { .subject = BUF_INIT(BODY_MAX), .text = BUF_INIT(BODY_MAX), .json = BUF_INIT(BODY_MAX) };
    enum status status = say(occasion, &words);

    if (status == STATUS_OK)
        status = queue_all(store, occasion->site, occasion->row, &words, at_ms, error);
    buf_free(&words.subject);
    buf_free(&words.text);
    buf_free(&words.json);
    return status;
}

enum status notify_queue(struct store *store, const struct site *site, const struct incident_row *row,
                         enum notify_event event, const char *detail, int64_t at_ms, struct error *error)
{
    const struct occasion occasion = { site, row, event, detail, incident_report_due_ms(row) };

    return queue(store, &occasion, at_ms, error);
}

enum status notify_queue_late(struct store *store, const struct site *site, const struct incident_row *row,
                              enum notify_event event, int64_t due_ms, int64_t at_ms, struct error *error)
{
    const struct occasion occasion = { site, row, event, "", due_ms };

    return queue(store, &occasion, at_ms, error);
}

void notify_describe_address(struct buf *out, const char *address)
{
    const char *host = strstr(address, "://");
    size_t size;

    if (strncmp(address, NOTIFY_MAIL_SCHEME, strlen(NOTIFY_MAIL_SCHEME)) == 0 || host == NULL) {
        buf_text(out, address);
        return;
    }
    host += strlen("://");
    size = strcspn(host, "/?#");
    buf_append(out, address, (size_t)(host - address));
    /* Who was let in by a name and a password in the address (of before) keeps them, too. */
    for (const char *at = memchr(host, '@', size); at != NULL; at = memchr(host, '@', size)) {
        size -= (size_t)(at + 1 - host);
        host = at + 1;
    }
    buf_append(out, host, size);
    buf_text(out, "/…");
}
