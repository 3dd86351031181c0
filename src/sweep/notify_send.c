/* SPDX-License-Identifier: Apache-2.0
 *
 * All messages of a round leave side by side, so that whoever does not answer keeps nobody waiting, and the round is
 * over half a minute after it began, whatever the others do.
 */
#include <curl/curl.h>
#include <openssl/evp.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/alloc.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/digest.h"
#include "report/words.h"
#include "store/notices.h"
#include "sweep/notify.h"

enum {
    ROUND_MAX = 64,       /* messages of a round */
    MAIL_AT_ONCE = 4,     /* mail servers refuse who comes too often at once */
    BEGIN_MS = 10000,     /* what has not begun by then is for the next round */
    TIMEOUT_SECONDS = 20, /* of one message */
    WAIT_MS = 1000,
    HOUR_MS = 3600000,
    FIRST_DELAY_MS = 10000,
    LONGEST_DELAY_MS = HOUR_MS,
    GIVE_UP_MS = 3 * 24 * HOUR_MS,
    BODY_MAX = 1 << 20,
    ENCODED_LINE = 54, /* bytes of a line of base64: 72 characters */
    WORD_BYTES = 39,   /* of an encoded word, which has 75 characters at most */
};

enum message_state { MESSAGE_WAITING, MESSAGE_UNDER_WAY, MESSAGE_ENDED };

struct message {
    struct notice_row row;
    enum message_state state;
    CURL *curl;
    struct curl_slist *list; /* headers of a webhook, recipients of mail */
    struct buf mail;
    struct bytes rest; /* of the mail, that is to be sent */
    char complaint[CURL_ERROR_SIZE];
};

struct round {
    struct store *store;
    const struct notify_options *options;
    int64_t now_ms;
    uint64_t begun_ns;
    CURLM *multi;
    struct arena_copies copies;
    struct message messages[ROUND_MAX];
    unsigned count, under_way, mail_under_way;
    unsigned left; /* that did not leave */
};

static bool is_mail(const struct message *message)
{
    return strncmp(message->row.address, NOTIFY_MAIL_SCHEME, strlen(NOTIFY_MAIL_SCHEME)) == 0;
}

static bool take(void *context, const struct notice_row *row)
{
    struct round *round = context;
    struct message *message = &round->messages[round->count++];
    struct notice_row *kept = &message->row;

    message->mail = (struct buf)BUF_INIT(4 * BODY_MAX);
    *kept = *row;
    kept->incident = arena_copy(&round->copies, row->incident);
    kept->address = arena_copy(&round->copies, row->address);
    kept->subject = arena_copy(&round->copies, row->subject);
    kept->body = arena_copy(&round->copies, row->body);
    return round->count < ROUND_MAX;
}

static size_t ignore(char *data, size_t size, size_t count, void *context)
{
    (void)data;
    (void)context;
    return size * count;
}

static void complain(struct message *message, const char *words)
{
    (void)snprintf(message->complaint, sizeof message->complaint, "%s", words);
}

/* What is the same for both ways. */
static void prepare(const struct round *round, struct message *message, const char *url)
{
    (void)curl_easy_setopt(message->curl, CURLOPT_PRIVATE, message);
    (void)curl_easy_setopt(message->curl, CURLOPT_ERRORBUFFER, message->complaint);
    (void)curl_easy_setopt(message->curl, CURLOPT_NOSIGNAL, 1L);
    (void)curl_easy_setopt(message->curl, CURLOPT_TIMEOUT, (long)TIMEOUT_SECONDS);
    (void)curl_easy_setopt(message->curl, CURLOPT_PROXY, "");
    (void)curl_easy_setopt(message->curl, CURLOPT_WRITEFUNCTION, ignore);
    if (round->options->ca_file != NULL)
        (void)curl_easy_setopt(message->curl, CURLOPT_CAINFO, round->options->ca_file);
    if (curl_easy_setopt(message->curl, CURLOPT_URL, url) != CURLE_OK)
        complain(message, status_code(STATUS_NO_MEMORY));
}

/* ---- Webhooks. */

/* False: it could not be signed, and so may not leave. */
static bool sign(const char *key, const char *body, struct curl_slist **headers)
{
    struct buf text = BUF_INIT(2 * BODY_MAX), line = BUF_INIT(1024);
    long long now = (long long)time(NULL);
    char signature[DIGEST_TEXT_SIZE];
    struct digest digest;
    struct curl_slist *longer = NULL;

    buf_format(&text, "%lld.%s", now, body);
    if (buf_status(&text) == STATUS_OK && digest_keyed(bytes_of_text(key), buf_bytes(&text), &digest) == STATUS_OK) {
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

static void prepare_webhook(const struct round *round, struct message *message)
{
    const char *key = round->options->webhook_key, *body = message->row.body;

    prepare(round, message, message->row.address);
    message->list = curl_slist_append(NULL, "Content-Type: application/json");
    if (message->list == NULL || (key != NULL && !sign(key, body, &message->list)))
        complain(message, _("the message could not be signed, and is not sent without a signature"));
    (void)curl_easy_setopt(message->curl, CURLOPT_PROTOCOLS_STR, "http,https");
    (void)curl_easy_setopt(message->curl, CURLOPT_HTTPHEADER, message->list);
    (void)curl_easy_setopt(message->curl, CURLOPT_POSTFIELDS, body);
}

static void see_answer(struct message *message)
{
    long status = 0;

    (void)curl_easy_getinfo(message->curl, CURLINFO_RESPONSE_CODE, &status);
    if (status < 200 || status > 299)
        (void)snprintf(message->complaint, sizeof message->complaint, _("the other side answered %ld"), status);
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
static void write_mail(struct buf *out, const char *from, const struct notice_row *row, const char *to)
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
    buf_format(out, "Date: %s\r\nFrom: <%s>\r\nTo: <%s>\r\n", date, from, to);
    buf_format(out, "Message-ID: <%s.%lld@guanka>\r\n", row->incident, (long long)row->id);
    write_subject(out, row->subject);
    buf_text(out, "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n"
                  "Content-Transfer-Encoding: base64\r\n\r\n");
    for (size_t offset = 0; offset < body.size; offset += ENCODED_LINE) {
        write_base64(out, bytes_slice(body, offset, ENCODED_LINE));
        buf_text(out, "\r\n");
    }
}

static size_t read_mail(char *data, size_t size, size_t count, void *context)
{
    struct message *message = context;
    struct bytes piece = bytes_slice(message->rest, 0, size * count);

    if (piece.size > 0)
        memcpy(data, piece.data, piece.size);
    message->rest = bytes_slice(message->rest, piece.size, message->rest.size);
    return piece.size;
}

static void prepare_mail(const struct round *round, struct message *message)
{
    const struct notify_options *options = round->options;
    const char *to = message->row.address + strlen(NOTIFY_MAIL_SCHEME);

    prepare(round, message, options->smtp);
    message->list = curl_slist_append(NULL, to);
    write_mail(&message->mail, options->from, &message->row, to);
    message->rest = buf_bytes(&message->mail);
    (void)curl_easy_setopt(message->curl, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    (void)curl_easy_setopt(message->curl, CURLOPT_MAIL_FROM, options->from);
    (void)curl_easy_setopt(message->curl, CURLOPT_MAIL_RCPT, message->list);
    (void)curl_easy_setopt(message->curl, CURLOPT_UPLOAD, 1L);
    (void)curl_easy_setopt(message->curl, CURLOPT_READFUNCTION, read_mail);
    (void)curl_easy_setopt(message->curl, CURLOPT_READDATA, message);
    if (options->smtp_user != NULL) {
        /* A password goes out over TLS alone. */
        (void)curl_easy_setopt(message->curl, CURLOPT_USE_SSL, (long)CURLUSESSL_ALL);
        (void)curl_easy_setopt(message->curl, CURLOPT_USERNAME, options->smtp_user);
        (void)curl_easy_setopt(message->curl, CURLOPT_PASSWORD, options->smtp_password);
    }
    if (message->list == NULL || buf_status(&message->mail) != STATUS_OK)
        complain(message, status_code(STATUS_NO_MEMORY));
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
    return store_end_writing(store, status, error);
}

/* ---- A round. */

static void release(struct message *message)
{
    curl_easy_cleanup(message->curl);
    curl_slist_free_all(message->list);
    buf_free(&message->mail);
    message->curl = NULL;
    message->list = NULL;
}

static enum status finish(struct round *round, struct message *message, struct error *error)
{
    message->state = MESSAGE_ENDED;
    round->left += message->complaint[0] != '\0' ? 1 : 0;
    release(message);
    return write_outcome(round->store, &message->row, message->complaint, round->now_ms, error);
}

/* One with a complaint cannot leave, and is over. */
static enum status begin(struct round *round, struct message *message, struct error *error)
{
    message->curl = curl_easy_init();
    if (message->curl == NULL)
        return STATUS_NO_MEMORY;
    if (!is_mail(message))
        prepare_webhook(round, message);
    else if (round->options->smtp != NULL)
        prepare_mail(round, message);
    else
        complain(message, _("the site file names no mail server (mail: smtp)"));
    if (message->complaint[0] != '\0')
        return finish(round, message, error);
    if (curl_multi_add_handle(round->multi, message->curl) != CURLM_OK)
        return STATUS_NO_MEMORY;
    message->state = MESSAGE_UNDER_WAY;
    round->under_way++;
    round->mail_under_way += is_mail(message) ? 1 : 0;
    return STATUS_OK;
}

static enum status begin_more(struct round *round, struct error *error)
{
    bool is_over = clock_monotonic_ns() - round->begun_ns > (uint64_t)BEGIN_MS * 1000000;
    enum status status = STATUS_OK;

    for (unsigned index = 0; index < round->count && status == STATUS_OK && !is_over; index++) {
        struct message *message = &round->messages[index];

        if (message->state == MESSAGE_WAITING && (!is_mail(message) || round->mail_under_way < MAIL_AT_ONCE))
            status = begin(round, message, error);
    }
    return status;
}

static enum status end_message(struct round *round, CURL *curl, CURLcode result, struct error *error)
{
    char *private = NULL;
    struct message *message;

    (void)curl_easy_getinfo(curl, CURLINFO_PRIVATE, &private);
    message = (struct message *)(void *)private;
    /* What went wrong on the way to success is none. */
    if (result == CURLE_OK)
        message->complaint[0] = '\0';
    else if (message->complaint[0] == '\0')
        complain(message, _("the other side cannot be reached"));
    if (result == CURLE_OK && !is_mail(message))
        see_answer(message);
    (void)curl_multi_remove_handle(round->multi, curl);
    round->under_way--;
    round->mail_under_way -= is_mail(message) ? 1 : 0;
    return finish(round, message, error);
}

static enum status end_those_that_are_over(struct round *round, struct error *error)
{
    enum status status = STATUS_OK;
    int more;

    for (const CURLMsg *news; status == STATUS_OK && (news = curl_multi_info_read(round->multi, &more)) != NULL;) {
        if (news->msg == CURLMSG_DONE)
            status = end_message(round, news->easy_handle, news->data.result, error);
    }
    return status;
}

static enum status send_all(struct round *round, struct error *error)
{
    enum status status = begin_more(round, error);
    int running;

    while (status == STATUS_OK && round->under_way > 0) {
        if (curl_multi_perform(round->multi, &running) != CURLM_OK)
            return STATUS_NO_MEMORY;
        status = end_those_that_are_over(round, error);
        if (status == STATUS_OK)
            status = begin_more(round, error);
        if (status == STATUS_OK && round->under_way > 0
            && curl_multi_poll(round->multi, NULL, 0, WAIT_MS, NULL) != CURLM_OK)
            return STATUS_NO_MEMORY;
    }
    return status;
}

static void end_round(struct round *round)
{
    for (unsigned index = 0; index < round->count; index++) {
        struct message *message = &round->messages[index];

        if (message->state == MESSAGE_UNDER_WAY)
            (void)curl_multi_remove_handle(round->multi, message->curl);
        round->left += message->state != MESSAGE_ENDED ? 1 : 0;
        release(message);
    }
    (void)curl_multi_cleanup(round->multi);
    if (round->copies.arena != NULL)
        arena_destroy(round->copies.arena);
}

enum status notify_send_due(struct store *store, const struct notify_options *options, int64_t now_ms,
                            unsigned *waiting, struct error *error)
{
    struct round *round = alloc_zeroed(1, sizeof *round);
    enum status status;

    *waiting = 0;
    if (round == NULL)
        return error_set(error, STATUS_NO_MEMORY, _("out of memory"));
    round->store = store;
    round->options = options;
    round->now_ms = now_ms;
    round->begun_ns = clock_monotonic_ns();
    round->multi = curl_multi_init();
    status = arena_create(&round->copies.arena);
    if (round->multi == NULL)
        status = STATUS_NO_MEMORY;
    if (status == STATUS_OK)
        status = notices_list_due(store, now_ms, ROUND_MAX, take, round, error);
    if (status == STATUS_OK && round->copies.has_failed)
        status = STATUS_NO_MEMORY;
    if (status == STATUS_OK)
        status = send_all(round, error);
    if (status == STATUS_NO_MEMORY)
        (void)error_set(error, status, _("out of memory"));
    end_round(round);
    *waiting = round->left;
    alloc_free(round);
    return status;
}
