/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/webhook.h"

#include <curl/curl.h>
#include <libintl.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/alloc.h"
#include "gate/secret.h"
#include "store/outbox.h"

enum {
    AT_ONCE = 16,
    TIMEOUT_SECONDS = 10,
    FIRST_DELAY_MS = 10000,
    LONGEST_DELAY_MS = 3600000,
    GIVE_UP_MS = 3 * 86400000
};

struct webhook_sender {
    const char *key;
    CURL *curl;
};

enum status webhook_sender_create(const char *key, struct webhook_sender **result)
{
    struct webhook_sender *sender = alloc_zeroed(1, sizeof *sender);

    if (sender == NULL)
        return STATUS_NO_MEMORY;
    sender->key = key;
    sender->curl = curl_easy_init();
    if (sender->curl == NULL) {
        alloc_free(sender);
        return STATUS_NO_MEMORY;
    }
    *result = sender;
    return STATUS_OK;
}

void webhook_sender_destroy(struct webhook_sender *sender)
{
    if (sender == NULL)
        return;
    curl_easy_cleanup(sender->curl);
    alloc_free(sender);
}

/* Due messages are copied before they are sent: the store is not read while somebody else's server takes its time. */
struct batch {
    struct arena_copies copies;
    struct outbox_row rows[AT_ONCE];
    unsigned count;
};

static bool take(void *context, const struct outbox_row *row)
{
    struct batch *batch = context;
    struct outbox_row *kept = &batch->rows[batch->count++];

    *kept = *row;
    kept->review = arena_copy(&batch->copies, row->review);
    kept->address = arena_copy(&batch->copies, row->address);
    kept->body = arena_copy(&batch->copies, row->body);
    return batch->count < AT_ONCE;
}

static size_t ignore(char *data, size_t size, size_t count, void *context)
{
    (void)data;
    (void)context;
    return size * count;
}

static struct curl_slist *make_headers(const struct webhook_sender *sender, const char *body)
{
    struct buf signed_text = BUF_INIT(1 << 24), line = BUF_INIT(1024);
    struct curl_slist *headers = curl_slist_append(NULL, "Content-Type: application/json");
    char signature[DIGEST_TEXT_SIZE];
    long long now = (long long)time(NULL);

    buf_format(&signed_text, "%lld.", now);
    buf_text(&signed_text, body);
    if (buf_status(&signed_text) == STATUS_OK
        && secret_sign(bytes_of_text(sender->key), buf_bytes(&signed_text), signature) == STATUS_OK) {
        buf_format(&line, "X-Guanka-Timestamp: %lld", now);
        headers = curl_slist_append(headers, line.data);
        buf_clear(&line);
        buf_format(&line, "X-Guanka-Signature: sha256=%s", signature);
        headers = curl_slist_append(headers, line.data);
    } else {
        curl_slist_free_all(headers);
        headers = NULL;
    }
    buf_free(&signed_text);
    buf_free(&line);
    return headers;
}

/* *complaint is "" when the other side has taken it. */
static void post(struct webhook_sender *sender, const struct outbox_row *row, char complaint[CURL_ERROR_SIZE])
{
    struct curl_slist *headers = make_headers(sender, row->body);
    long status = 0;

    complaint[0] = '\0';
    curl_easy_reset(sender->curl);
    (void)curl_easy_setopt(sender->curl, CURLOPT_ERRORBUFFER, complaint);
    (void)curl_easy_setopt(sender->curl, CURLOPT_PROTOCOLS_STR, "http,https");
    (void)curl_easy_setopt(sender->curl, CURLOPT_NOSIGNAL, 1L);
    (void)curl_easy_setopt(sender->curl, CURLOPT_TIMEOUT, (long)TIMEOUT_SECONDS);
    (void)curl_easy_setopt(sender->curl, CURLOPT_HTTPHEADER, headers);
    (void)curl_easy_setopt(sender->curl, CURLOPT_POSTFIELDS, row->body);
    (void)curl_easy_setopt(sender->curl, CURLOPT_WRITEFUNCTION, ignore);
    if (headers == NULL || curl_easy_setopt(sender->curl, CURLOPT_URL, row->address) != CURLE_OK) {
        (void)snprintf(complaint, CURL_ERROR_SIZE, "%s", gettext("out of memory"));
    } else if (curl_easy_perform(sender->curl) != CURLE_OK) {
        if (complaint[0] == '\0')
            (void)snprintf(complaint, CURL_ERROR_SIZE, "%s", gettext("the other side cannot be reached"));
    } else {
        (void)curl_easy_getinfo(sender->curl, CURLINFO_RESPONSE_CODE, &status);
        if (status < 200 || status > 299)
            (void)snprintf(complaint, CURL_ERROR_SIZE, gettext("the other side answered %ld"), status);
    }
    curl_slist_free_all(headers);
}

struct outcome_of_post {
    const struct outbox_row *row;
    const char *complaint;
};

static enum status write_outcome(void *context, struct store *store, int64_t now_ms, struct error *error)
{
    const struct outcome_of_post *outcome = context;
    const struct outbox_row *row = outcome->row;
    int64_t delay = FIRST_DELAY_MS;

    if (outcome->complaint[0] == '\0')
        return outbox_finish(store, row->id, now_ms, NULL, error);
    if (now_ms - row->created_ms > GIVE_UP_MS)
        return outbox_finish(store, row->id, now_ms, outcome->complaint, error);
    for (unsigned attempt = 0; attempt < row->attempts && delay < LONGEST_DELAY_MS; attempt++)
        delay *= 2;
    delay = delay > LONGEST_DELAY_MS ? LONGEST_DELAY_MS : delay;
    return outbox_delay(store, row->id, row->attempts + 1, now_ms + delay, outcome->complaint, error);
}

static enum status send_batch(struct webhook_sender *sender, struct gate *gate, const struct batch *batch,
                              struct error *error)
{
    char complaint[CURL_ERROR_SIZE];
    enum status status = STATUS_OK;

    for (unsigned index = 0; index < batch->count && status == STATUS_OK && !atomic_load(&gate->stop); index++) {
        struct outcome_of_post outcome = { &batch->rows[index], complaint };

        post(sender, &batch->rows[index], complaint);
        status = writer_run(gate->writer, write_outcome, &outcome, error);
    }
    return status;
}

enum status webhook_send_due(struct webhook_sender *sender, struct gate *gate, const struct store *store,
                             struct error *error)
{
    struct batch batch = { 0 };
    int64_t now_ms = gate_clock_ms(writer_clock(gate->writer));
    enum status status = arena_create(&batch.copies.arena);

    if (status != STATUS_OK)
        return status;
    status = outbox_list_due(store, now_ms, AT_ONCE, take, &batch, error);
    if (status == STATUS_OK && batch.copies.has_failed)
        status = STATUS_NO_MEMORY;
    if (status == STATUS_OK)
        status = send_batch(sender, gate, &batch, error);
    arena_destroy(batch.copies.arena);
    return status;
}
