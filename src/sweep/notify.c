/* SPDX-License-Identifier: Apache-2.0 */
#include "sweep/notify.h"

#include <curl/curl.h>
#include <openssl/evp.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/digest.h"
#include "report/json.h"
#include "report/person_mask.h"
#include "report/words.h"
#include "store/notices.h"
#include "sweep/incident.h"
#include "sweep/slots.h"

enum {
    AT_ONCE = 64,
    TIMEOUT_SECONDS = 20,
    HOUR_MS = 3600000,
    FIRST_DELAY_MS = 10000,
    LONGEST_DELAY_MS = HOUR_MS,
    GIVE_UP_MS = 3 * 24 * HOUR_MS,
    BODY_MAX = 1 << 20,
    ENCODED_LINE = 54, /* bytes of a line of base64: 72 characters */
    WORD_BYTES = 39,   /* of an encoded word, which has 75 characters at most */
};

static const char mail_scheme[] = "mailto:";

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
        buf_format(&address, "%s%s", mail_scheme, site->mail.items[index]);
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

    if (strncmp(address, mail_scheme, sizeof mail_scheme - 1) == 0 || host == NULL) {
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

/* ---- Sending. */

struct sending {
    const struct notify_options *options;
    CURL *curl;
    struct arena_copies copies;
    struct notice_row rows[AT_ONCE];
    unsigned count;
    char complaint[CURL_ERROR_SIZE];
};

static bool take(void *context, const struct notice_row *row)
{
    struct sending *sending = context;
    struct notice_row *kept = &sending->rows[sending->count++];

    *kept = *row;
    kept->incident = arena_copy(&sending->copies, row->incident);
    kept->address = arena_copy(&sending->copies, row->address);
    kept->subject = arena_copy(&sending->copies, row->subject);
    kept->body = arena_copy(&sending->copies, row->body);
    return sending->count < AT_ONCE;
}

static size_t ignore(char *data, size_t size, size_t count, void *context)
{
    (void)data;
    (void)context;
    return size * count;
}

static void complain(struct sending *sending, const char *words)
{
    (void)snprintf(sending->complaint, sizeof sending->complaint, "%s", words);
}

/* What is the same for both ways. */
static void prepare(struct sending *sending)
{
    const char *ca_file = sending->options->ca_file;

    sending->complaint[0] = '\0';
    curl_easy_reset(sending->curl);
    (void)curl_easy_setopt(sending->curl, CURLOPT_ERRORBUFFER, sending->complaint);
    (void)curl_easy_setopt(sending->curl, CURLOPT_NOSIGNAL, 1L);
    (void)curl_easy_setopt(sending->curl, CURLOPT_TIMEOUT, (long)TIMEOUT_SECONDS);
    (void)curl_easy_setopt(sending->curl, CURLOPT_PROXY, "");
    (void)curl_easy_setopt(sending->curl, CURLOPT_WRITEFUNCTION, ignore);
    if (ca_file != NULL)
        (void)curl_easy_setopt(sending->curl, CURLOPT_CAINFO, ca_file);
}

static bool perform(struct sending *sending, const char *url)
{
    if (curl_easy_setopt(sending->curl, CURLOPT_URL, url) != CURLE_OK) {
        complain(sending, status_code(STATUS_NO_MEMORY));
        return false;
    }
    if (curl_easy_perform(sending->curl) == CURLE_OK)
        return true;
    if (sending->complaint[0] == '\0')
        complain(sending, _("the other side cannot be reached"));
    return false;
}

/* ---- Webhooks. */

/* False: it could not be signed, and so may not leave. */
static bool sign(const struct sending *sending, const char *body, struct curl_slist **headers)
{
    struct buf text = BUF_INIT(2 * BODY_MAX), line = BUF_INIT(1024);
    long long now = (long long)time(NULL);
    char signature[DIGEST_TEXT_SIZE];
    struct digest digest;
    struct curl_slist *longer = NULL;

    buf_format(&text, "%lld.%s", now, body);
    if (buf_status(&text) == STATUS_OK
        && digest_keyed(bytes_of_text(sending->options->webhook_key), buf_bytes(&text), &digest) == STATUS_OK) {
        digest_text(&digest, signature);
        buf_format(&line, "X-Guanka-Timestamp: %lld", now);
        longer = curl_slist_append(*headers, line.data);
        buf_clear(&line);
        buf_format(&line, "X-Guanka-Signature: sha256=%s", signature);
        longer = longer != NULL ? curl_slist_append(longer, line.data) : NULL;
    }
    buf_free(&text);
    buf_free(&line);
    *headers = longer != NULL ? longer : *headers;
    return longer != NULL;
}

static void post(struct sending *sending, const struct notice_row *row)
{
    struct curl_slist *headers = curl_slist_append(NULL, "Content-Type: application/json");
    bool is_ready = headers != NULL;
    long status = 0;

    prepare(sending);
    if (is_ready && sending->options->webhook_key != NULL)
        is_ready = sign(sending, row->body, &headers);
    (void)curl_easy_setopt(sending->curl, CURLOPT_PROTOCOLS_STR, "http,https");
    (void)curl_easy_setopt(sending->curl, CURLOPT_HTTPHEADER, headers);
    (void)curl_easy_setopt(sending->curl, CURLOPT_POSTFIELDS, row->body);
    if (!is_ready) {
        complain(sending, _("the message could not be signed, and is not sent without a signature"));
    } else if (perform(sending, row->address)) {
        (void)curl_easy_getinfo(sending->curl, CURLINFO_RESPONSE_CODE, &status);
        if (status < 200 || status > 299)
            (void)snprintf(sending->complaint, sizeof sending->complaint, _("the other side answered %ld"), status);
    }
    curl_slist_free_all(headers);
}

/* ---- Mail. */

static void write_base64(struct buf *out, struct bytes bytes)
{
    unsigned char text[(ENCODED_LINE + 2) / 3 * 4 + 1];

    (void)EVP_EncodeBlock(text, bytes.data, (int)bytes.size);
    buf_text(out, (const char *)text);
}

/* RFC 2047: words of at most 75 characters, none of which cuts a character in two. */
static void write_subject(struct buf *out, const char *subject)
{
    struct bytes rest = bytes_of_text(subject);

    buf_text(out, "Subject:");
    while (rest.size > 0) {
        size_t size = rest.size < WORD_BYTES ? rest.size : WORD_BYTES;

        while (size < rest.size && size > 1 && (rest.data[size] & 0xC0) == 0x80)
            size--;
        buf_text(out, " =?UTF-8?B?");
        write_base64(out, bytes_slice(rest, 0, size));
        rest = bytes_slice(rest, size, rest.size);
        buf_text(out, rest.size > 0 ? "?=\r\n" : "?=");
    }
    buf_text(out, "\r\n");
}

/* RFC 5322, all in ASCII. */
static void write_mail(struct buf *out, const struct sending *sending, const struct notice_row *row, const char *to)
{
    /* English in mail, whatever the language. */
    static const char *const days[] = { "Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat" };
    static const char *const months[] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                          "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
    struct bytes body = bytes_of_text(row->body);
    time_t now = time(NULL);
    struct tm parts;
    char date[64];

    (void)gmtime_r(&now, &parts);
    (void)snprintf(date, sizeof date, "%s, %02d %s %04d %02d:%02d:%02d +0000", days[parts.tm_wday], parts.tm_mday,
                   months[parts.tm_mon], parts.tm_year + 1900, parts.tm_hour, parts.tm_min, parts.tm_sec);
    buf_format(out, "Date: %s\r\nFrom: <%s>\r\nTo: <%s>\r\n", date, sending->options->from, to);
    buf_format(out, "Message-ID: <%s.%lld@guanka>\r\n", row->incident, (long long)row->id);
    write_subject(out, row->subject);
    buf_text(out, "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n"
                  "Content-Transfer-Encoding: base64\r\n\r\n");
    for (size_t offset = 0; offset < body.size; offset += ENCODED_LINE) {
        write_base64(out, bytes_slice(body, offset, ENCODED_LINE));
        buf_text(out, "\r\n");
    }
}

struct upload {
    struct bytes rest;
};

static size_t read_mail(char *data, size_t size, size_t count, void *context)
{
    struct upload *upload = context;
    struct bytes piece = bytes_slice(upload->rest, 0, size * count);

    if (piece.size > 0)
        memcpy(data, piece.data, piece.size);
    upload->rest = bytes_slice(upload->rest, piece.size, upload->rest.size);
    return piece.size;
}

static void send_mail(struct sending *sending, const struct notice_row *row)
{
    const struct notify_options *options = sending->options;
    const char *to = row->address + strlen(mail_scheme);
    struct buf mail = BUF_INIT(4 * BODY_MAX);
    struct curl_slist *recipients = curl_slist_append(NULL, to);
    struct upload upload;

    prepare(sending);
    write_mail(&mail, sending, row, to);
    upload.rest = buf_bytes(&mail);
    (void)curl_easy_setopt(sending->curl, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    (void)curl_easy_setopt(sending->curl, CURLOPT_MAIL_FROM, options->from);
    (void)curl_easy_setopt(sending->curl, CURLOPT_MAIL_RCPT, recipients);
    (void)curl_easy_setopt(sending->curl, CURLOPT_UPLOAD, 1L);
    (void)curl_easy_setopt(sending->curl, CURLOPT_READFUNCTION, read_mail);
    (void)curl_easy_setopt(sending->curl, CURLOPT_READDATA, &upload);
    if (options->smtp_user != NULL) {
        /* A password goes out over TLS alone. */
        (void)curl_easy_setopt(sending->curl, CURLOPT_USE_SSL, (long)CURLUSESSL_ALL);
        (void)curl_easy_setopt(sending->curl, CURLOPT_USERNAME, options->smtp_user);
        (void)curl_easy_setopt(sending->curl, CURLOPT_PASSWORD, options->smtp_password);
    }
    if (recipients == NULL || buf_status(&mail) != STATUS_OK)
        complain(sending, status_code(STATUS_NO_MEMORY));
    else
        (void)perform(sending, options->smtp);
    curl_slist_free_all(recipients);
    buf_free(&mail);
}

static bool is_mail(const struct notice_row *row)
{
    return strncmp(row->address, mail_scheme, sizeof mail_scheme - 1) == 0;
}

static void send_one(struct sending *sending, const struct notice_row *row)
{
    if (!is_mail(row))
        post(sending, row);
    else if (sending->options->smtp != NULL)
        send_mail(sending, row);
    else
        complain(sending, _("the site file names no mail server (mail: smtp)"));
}

/* ---- How it came out. */

static enum status note_outcome(struct store *store, const struct notice_row *row, const char *complaint,
                                int64_t now_ms, struct error *error)
{
    int64_t delay = FIRST_DELAY_MS;

    if (complaint[0] == '\0')
        return notices_finish(store, row->id, now_ms, NULL, error);
    if (now_ms - row->created_ms > GIVE_UP_MS)
        return notices_finish(store, row->id, now_ms, complaint, error);
    for (unsigned attempt = 0; attempt < row->attempts && delay < LONGEST_DELAY_MS; attempt++)
        delay *= 2;
    delay = delay > LONGEST_DELAY_MS ? LONGEST_DELAY_MS : delay;
    return notices_delay(store, row->id, row->attempts + 1, now_ms + delay, complaint, error);
}

static enum status write_outcome(struct store *store, const struct notice_row *row, const char *complaint,
                                 int64_t now_ms, struct error *error)
{
    enum status status = store_begin(store, error);

    if (status == STATUS_OK)
        status = note_outcome(store, row, complaint, now_ms, error);
    if (status == STATUS_OK)
        status = store_commit(store, error);
    if (status != STATUS_OK)
        store_undo(store);
    return status;
}

enum status notify_send_due(struct store *store, const struct notify_options *options, int64_t now_ms,
                            unsigned *waiting, struct error *error)
{
    struct sending sending = { .options = options, .curl = curl_easy_init() };
    enum status status = arena_create(&sending.copies.arena);

    *waiting = 0;
    if (sending.curl == NULL)
        status = STATUS_NO_MEMORY;
    if (status == STATUS_OK)
        status = notices_list_due(store, now_ms, AT_ONCE, take, &sending, error);
    if (status == STATUS_OK && sending.copies.has_failed)
        status = STATUS_NO_MEMORY;
    for (unsigned index = 0; index < sending.count && status == STATUS_OK; index++) {
        send_one(&sending, &sending.rows[index]);
        *waiting += sending.complaint[0] != '\0' ? 1 : 0;
        status = write_outcome(store, &sending.rows[index], sending.complaint, now_ms, error);
    }
    curl_easy_cleanup(sending.curl);
    if (sending.copies.arena != NULL)
        arena_destroy(sending.copies.arena);
    return status;
}
